"""A course is checked whole: every mistake of every file in one run, or a course without any.

What has mistakes is put together too, as far as it goes, so that its minutes can be told while it
is being written; a learner gets only what `read` returns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.lessons import Course, CourseText, Lesson
from store.course import lessonfile, practice, rules, yamlfile
from store.course.braces import Words
from store.course.card import LANGUAGE, NAME, Card, Review
from store.course.mistakes import Ledger, Mistake, Page, Said, WrongCourse, quoted
from store.course.parity import Doc, held_to
from store.course.plan import WARM_UP, Plan, plan, well_formed
from store.course.source import CARD, files_of, folder_wrong, text_of
from store.course.steps import TITLE_MOST, Setting, make
from store.course.yamlfile import Place

GOAL_MOST = 200
"""Characters of a lesson's goal."""

MD = ".md"


class NoCourse(Exception):  # noqa: N818  the house's word
    """There is no folder to look into; one sentence."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a folder. `course` is None where it cannot be put together; it is fit for
    nobody while there are mistakes."""

    course: Course | None
    mistakes: tuple[Mistake, ...]


def read(folder: Path) -> Course:
    """The course of a folder. Raises NoCourse, or WrongCourse with every mistake."""
    found = examine(folder)
    if found.mistakes or found.course is None:
        raise WrongCourse(found.mistakes)
    return found.course


def examine(folder: Path) -> Examined:
    """Everything that is right and wrong with the course in a folder. Raises NoCourse."""
    if why := folder_wrong(folder):
        raise NoCourse(why)
    ledger = Ledger()
    page, planned = _planned(folder, ledger)
    docs = {language: _docs(folder, language, planned, ledger) for language in planned.languages}
    texts = []
    for language, found in docs.items():
        rules.used_once(found)
        for doc in found:
            rules.of_one(doc, rules.speed_of(planned, language))
        _held(docs[planned.languages[0]], found)
        if planned.complete and len(found) == len(planned.files):
            rules.in_all(found, language, planned, page)
        if planned.card:
            texts.append(_text(language, found, planned, planned.card, page))
    whole = all(len(found) == len(planned.files) for found in docs.values())
    course = _course(planned.card, texts) if planned.card and whole else None
    return Examined(course, ledger.told())


def _planned(folder: Path, ledger: Ledger) -> tuple[Page, Plan]:
    """What course.yaml says. What it does not say is guessed from the files that are there: their
    own mistakes are told all the same."""
    text = text_of(folder, CARD, ledger, (CARD, 1))
    page = _page(CARD, text or "", ledger)
    said = None if text is None else yamlfile.read(text, page)
    planned = plan(said, folder.resolve().name, page) if said else Plan(yamlfile.Read({}, {}), None)
    if not planned.languages:
        folders = [name for name in files_of(folder, "") if (folder / name).is_dir()]
        planned = replace(planned, languages=well_formed(folders, LANGUAGE))
    unnamed = _unnamed(folder, planned)
    if planned.complete:
        for file in unnamed:
            name = quoted(_name(file))
            told = f"course.yaml does not name this file; add {name} to lessons, or remove the file"
            ledger.tell(file, 1, told)
        return page, planned
    return page, replace(planned, others=well_formed(sorted(map(_name, unnamed)), NAME))


def _unnamed(folder: Path, planned: Plan) -> list[str]:
    """Lesson files that course.yaml does not speak of."""
    return [
        file
        for language in planned.languages
        for file in files_of(folder, language)
        if file.endswith(MD) and _name(file) not in planned.files
    ]


def _name(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(MD)


def _docs(folder: Path, language: str, planned: Plan, ledger: Ledger) -> list[Doc]:
    """The files of one language, in their order, as far as they can be read."""
    docs = []
    for name, place in planned.files.items():
        file = f"{language}/{name}{MD}"
        text = text_of(folder, file, ledger, (CARD, planned.read.line(place)))
        if text is not None:
            raw = lessonfile.read(text, _page(file, text, ledger))
            docs.append(
                _doc(name, raw, _words(language, planned), _setting(planned, language, place))
            )
    return docs


def _setting(planned: Plan, language: str, place: Place) -> Setting:
    warm_up = place[0] == WARM_UP if place else None
    return Setting(rules.speed_of(planned, language), warm_up)


def _words(language: str, planned: Plan) -> Words:
    return Words(language, planned.words.get(language, {}), "words" in planned.sure)


def _doc(name: str, raw: lessonfile.LessonFile, words: Words, setting: Setting) -> Doc:
    page, front = raw.page, raw.front
    identity = front["lesson"]
    if identity.text and not practice.ID.match(identity.text):
        may = 'has 1 to 40 small letters, digits and "-"'
        page.tell(identity.line, f"a lesson's id {may}, and this is {quoted(identity.text)}")
    for what, most in (("title", TITLE_MOST), ("goal", GOAL_MOST)):
        count = len(front[what].text)
        if count > most:
            long = f"the {what} has {count} characters, and {most} are the most; shorten it"
            page.tell(front[what].line, long)
        if "*" in front[what].text:
            page.tell(front[what].line, f"a {what} is plain text; remove the stars")
    made = tuple(make(one, words, page, setting) for one in raw.steps)
    title, goal = (words.fill(front[what], page) for what in ("title", "goal"))
    lesson = Lesson(identity.text, title, goal, tuple(one.step for one in made))
    return Doc(name, page, lesson, made, identity.line, setting.warm_up)


def _held(first: Sequence[Doc], others: Sequence[Doc]) -> None:
    """Holds every file of a language to the same file of the first."""
    originals = {doc.name: doc for doc in first}
    for doc in others if others is not first else ():
        if doc.name in originals:
            held_to(originals[doc.name], doc)


def _text(language: str, docs: Iterable[Doc], planned: Plan, card: Card, page: Page) -> CourseText:
    words = _words(language, planned)
    said = card.card[language]
    title, line = (
        words.fill(Said(text, planned.read.line(("card", language, what))), page)
        for what, text in (("title", said.title), ("line", said.line))
    )
    lessons, warm_up = (
        tuple(doc.lesson for doc in docs if doc.warm_up is warm) for warm in (False, True)
    )
    return CourseText(language, title, line, lessons, warm_up)


def _course(card: Card, texts: Iterable[CourseText]) -> Course:
    seen = card.clinical_review
    return Course(
        id=card.course,
        version=card.version,
        section=card.section,
        order=card.order,
        minutes=card.minutes,
        author=card.author,
        review=f"{seen.by}, {seen.date}" if isinstance(seen, Review) else "",
        texts=tuple(texts),
        changed=tuple(card.changed),
        requires_refresh=card.requires_refresh,
    )


def _page(file: str, text: str, ledger: Ledger) -> Page:
    return Page(file, ledger, tuple(text.split("\n")))
