"""What holds over whole files: ids that are used once, the length of lessons, sets of a warm-up."""

from collections.abc import Mapping, Sequence

from bot.lessons import PRACTICE
from store.course.estimate import WORDS_A_MINUTE, minutes
from store.course.mistakes import Page, quoted
from store.course.parity import Doc
from store.course.plan import Plan

LESSON_MINUTES_MOST = 7.0

SHORT = 10
"""Minutes below which a course is short."""

ROOM, SHORT_ROOM = (1.5, 1.0), (1.0, 1.0)
"""Minutes that a course, and a short one, may take less and more than it promises."""

WARM_UP, FIRM = 8, 6
"""Steps of a warm-up set, and how many of them are firm."""


def used_once(docs: Sequence[Doc]) -> None:
    """Tells ids that stand twice in one language."""
    seen: dict[str, tuple[Doc, int]] = {}
    lessons: dict[str, Doc] = {}
    for doc in docs:
        for made in doc.steps:
            identity = made.step.id
            if identity in seen:
                where = _where(*seen[identity], doc)
                doc.page.tell(made.id_line, f"id {quoted(identity)} is already used {where}")
            elif identity:
                seen[identity] = doc, made.id_line
        identity = doc.lesson.id
        if identity in lessons:
            where = _where(lessons[identity], lessons[identity].line, doc)
            doc.page.tell(doc.line, f"lesson {quoted(identity)} is already used {where}")
        elif identity:
            lessons[identity] = doc


def _where(first: Doc, line: int, doc: Doc) -> str:
    return f"on line {line}" if first is doc else f"in {first.page.file} line {line}"


def of_one(doc: Doc, speed: int) -> None:
    """Tells what is wrong with a lesson, or a warm-up set, as a whole."""
    if doc.warm_up:
        _set(doc)
    elif (
        doc.warm_up is False
        and doc.timed
        and (taken := round(minutes(doc.lesson), 1)) > LESSON_MINUTES_MOST
    ):
        long = f"this lesson takes {taken} minutes, and {LESSON_MINUTES_MOST:g} is the most"
        many = _words(taken - LESSON_MINUTES_MOST, speed)
        doc.page.tell(1, f"{long}; cut about {many} words, or make two lessons of it")


def _set(doc: Doc) -> None:
    for made in doc.steps:
        if made.known and made.step.kind not in PRACTICE:
            kinds = "a warm-up has compare, rate and flag steps alone"
            doc.page.tell(made.line, f"{kinds}, and this is a {made.step.kind}; remove it")
    if (count := len(doc.steps)) != WARM_UP:
        doc.page.tell(1, f"a warm-up has {WARM_UP} practice steps, and this has {count}")
    elif (firm := sum(one.step.firm is True for one in doc.steps)) != FIRM:
        of = 'six of a warm-up\'s steps have "firm: yes" and two "firm: no"'
        doc.page.tell(1, f"{of}, and here {firm} have yes")


def in_all(docs: Sequence[Doc], language: str, planned: Plan, page: Page) -> None:
    """Tells a card that promises another time than its lessons take; warm-ups do not count."""
    promised = planned.minutes
    if promised is None or not all(doc.timed for doc in docs):
        return
    taken = round(sum(minutes(doc.lesson) for doc in docs if not doc.warm_up), 1)
    less, more = SHORT_ROOM if promised < SHORT else ROOM
    least, most = promised - less, promised + more
    if least <= taken <= most:
        return
    over = taken - most if taken > most else least - taken
    many = _words(over, speed_of(planned, language))
    mend = f"cut about {many} words" if taken > most else f"there is room for {many} words"
    promise = f"minutes: {promised} promises {least:.1f} to {most:.1f}"
    told = f"the lessons in {language} take {taken} minutes, and {promise}"
    page.tell(planned.read.line(("minutes",)), f"{told}; {mend}, or promise {max(1, round(taken))}")


def speed_of(planned: Plan, language: str) -> int:
    """Words a minute in this language."""
    known: Mapping[str, int] = planned.reading
    return known.get(language, WORDS_A_MINUTE)


def _words(over: float, speed: int) -> int:
    """So many minutes in words, up to the next ten."""
    return 10 * -int(-over * speed // 10)
