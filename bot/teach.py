"""How a step of a lesson looks: its words in one message, or what is practised and the reviewer's.

Pure, as `bot.panel` is. Letters are filled in as the answers stand for this learner; what a step
said stays in the thread without its buttons when it is behind them (conversation.md 10).
"""

import math
import re
from collections.abc import Sequence

from bot import kinds
from bot.buttons import BACK, NEXT, button, token
from bot.cards import Button, Card, Paragraph, Row, Run
from bot.kinds.base import LETTERS, Option, Question
from bot.kinds.check import shown
from bot.learning import Taught
from bot.lessons import Choice, Lesson, LessonStep, chosen_keys, filled, matched
from bot.material import EMPHASIS, Scene
from bot.records import DONE, END, LATER, OPEN, SEEN, Assignment
from bot.step import line
from bot.text import opening, units
from bot.tongue import bent, joined, phrase, shaped, small
from bot.words import MORE_PAGES, SKIPS

PRACTISED = ("compare", "rate", "flag", "explain")
"""Kinds of step that practise, and are answered with a reviewer's view."""

OTHER_REASONS, DIFFERENT, ASK = (
    phrase("Other reasons"),
    phrase("I see it differently"),
    phrase("Ask the coordinator"),
)
QUOTED = re.compile(r'"([^"\n]*)"')
"""Words in quotation marks, as a course writes them."""

HINT_MOST = 75
"""UTF-16 units of what a button may say besides its label (Slack's limit)."""

DIFFER = "differ"
"""The page that awaits what somebody sees differently."""

WRITE_DIFFERENCE = phrase(
    "What do you see differently? Reply in one message; the course's author reads it."
)
ANSWER = phrase("Answer {letter}: {text}")
ANSWER_WRONG = phrase("Answer {letter} (practice answer, wrong on purpose): {text}")
WARMING = phrase("Warm-up · {place} of {many}")
WARMING_AGAIN = phrase("Second warm-up · {place} of {many}")
KEPT_FOR_YOU = phrase("Your place is kept. Go on whenever you like.")
GOES_ON = phrase("The course goes on further down.")


def practises(scene: Scene) -> bool:
    """Whether this step is answered as a task is."""
    return scene.item.taught is not None and scene.item.taught.step.kind in PRACTISED


def taught(scene: Scene) -> Taught:
    """The step that this item is. Raises LookupError for a task."""
    if scene.item.taught is None:
        raise LookupError("no step of a lesson")
    return scene.item.taught


def options(assignment: Assignment, scene: Scene) -> list[str] | None:
    """Labels of a page of a step's own, by index; None where it is like any other's."""
    step = taught(scene).step
    if assignment.question == SEEN:
        if step.kind == "check":
            return [OTHER_REASONS]
        return [DIFFERENT] if step.kind in PRACTISED else []
    return {END: [ASK], DIFFER: [], LATER: []}.get(assignment.question)


def card(assignment: Assignment, scene: Scene, lead: str) -> Card | None:
    """A step's own card; None where it asks as a task does."""
    step = taught(scene).step
    if assignment.aside:
        done = _behind(assignment, scene).body if assignment.state == DONE else (head(scene),)
        return Card((*done, (), line(KEPT_FOR_YOU)), ((_onward(assignment),),))
    if assignment.question == END:
        return _end(assignment, scene)
    if assignment.question == DIFFER:
        rows: tuple[Row, ...] = ((button(assignment, phrase("Back"), BACK),),)
        return Card((head(scene), (), line(lead or WRITE_DIFFERENCE)), rows)
    if assignment.question in MORE_PAGES:
        return None
    if assignment.state == DONE and assignment.question in ("", SEEN):
        return _behind(assignment, scene)
    if assignment.state == DONE:
        return None  # a page of the panel, as any task has
    if assignment.state != OPEN:
        return Card((head(scene), line(GOES_ON)))
    if step.kind == "say" or (step.kind == "check" and assignment.question == "check"):
        return _asked(assignment, scene, lead)
    return None


def asked(scene: Scene, question: Question) -> str:
    """What a practice asks: an explanation is asked for in the course's own words, once."""
    step = taught(scene).step
    first = step.kind == "explain" and question.id == "rationale" and not question.step
    return EMPHASIS.sub(r"\1", step.text) if first else question.text


def head(scene: Scene) -> Paragraph:
    """The step's title, and below it: Lesson 2 of 3 · step 4 of 12"""
    here = taught(scene)
    many, lessons = len(here.here.steps), len(here.text.lessons)
    if here.warm_up:
        where = (WARMING, WARMING_AGAIN)[here.lesson - 1].format(place=here.place, many=many)
    elif lessons > 1:
        where = phrase(
            "Lesson {number} of {lessons} · step {place} of {many}",
            number=here.lesson,
            lessons=lessons,
            place=here.place,
            many=many,
        )
    else:
        where = phrase("Step {place} of {many}", place=here.place, many=many)
    return (Run(here.step.title, "bold"), Run(joined("", ("\n", where))))


def written(text: str) -> list[Paragraph]:
    """A text of a course as paragraphs: a line is one, *emphasis* is a run of its own."""
    return [_emphasised(one) for one in text.strip().split("\n")]


def chosen(choice: Choice) -> list[Paragraph]:
    """An option of a check in its own words, and below it why it is right or not."""
    text = QUOTED.sub(r"‘\1’", EMPHASIS.sub(r"\1", choice.text))
    return [line(f"“{text}”", "italic"), *written(choice.reason)]


def letters(scene: Scene) -> dict[str, str]:
    """Under which letter each answer stands."""
    return {response.id: scene.brief.letter(response.id) for response in scene.item.responses}


def minutes(steps: Sequence[LessonStep]) -> int:
    """Minutes that these steps take, to the nearest: "about 5 min". Rounded up, three lessons would
    take more than their course says."""
    return max(1, math.floor(sum(one.seconds for one in steps) / 60 + 0.5))


def _emphasised(text: str) -> Paragraph:
    parts = EMPHASIS.split(text)
    runs = [Run(part, "italic" if n % 2 else "") for n, part in enumerate(parts) if part]
    return tuple(runs)


def _asked(assignment: Assignment, scene: Scene, lead: str) -> Card:
    """A text with [Continue], or a check with its numbered answers, or why the chosen one is not
    right."""
    step = taught(scene).step
    question = kinds.question(assignment.question, scene.brief, assignment.answer)
    if question is None:
        raise LookupError(f"assignment {assignment.id} has no open question")
    body: list[Paragraph] = [head(scene), (), *([line(lead)] if lead else [])]
    if step.kind == "say":
        body += written(step.text)
    elif "shown" in assignment.answer:
        body += chosen(step.choices[assignment.answer["shown"]])
    else:
        body += [*written(step.text), ()]
        body += [
            (Run(f"{number}. "), *_emphasised(choice.text))
            for number, choice in enumerate(shown(scene.brief), start=1)
        ]
    first = tuple(
        Button(one.label, token(assignment, n), hint=_spoken(one))
        for n, one in enumerate(question.options)
    )
    back = button(assignment, phrase("Back"), BACK)
    rows = ((*first, back),) if len(first) == 1 else (first, (back,))
    return Card(tuple(body), rows)


def _spoken(option: Option) -> str:
    """What a button says to who hears it: a number alone is no answer."""
    text = EMPHASIS.sub(r"\1", option.told)
    said = opening(f"{option.label}. {text}", HINT_MOST, HINT_MOST) if text else ""
    return said if units(said) <= HINT_MOST else ""


def _behind(assignment: Assignment, scene: Scene) -> Card:
    """A step that is done: what it said, and with buttons while it stands before its learner."""
    step = taught(scene).step
    body: list[Paragraph] = [head(scene), ()]
    if step.kind == "say":
        body += written(step.text)
    elif step.kind == "check":
        if assignment.question != SEEN:
            body += [*written(step.text), ()]
        body += chosen(next(one for one in step.choices if one.right))
    else:
        body += _reviewed(assignment, scene)
    if assignment.question != SEEN:
        return Card(tuple(body))
    return Card(tuple(body), _ways(assignment, options(assignment, scene) or ()))


def _reviewed(assignment: Assignment, scene: Scene) -> list[Paragraph]:
    """What the learner said, what follows from it, and how a reviewer saw it."""
    step, called = taught(scene).step, letters(scene)
    said = list[Paragraph]()
    if code := assignment.answer.get("skipped"):
        label = next(label for label, one in SKIPS if one == code)
        said.append(line(phrase("You skipped it: {why}.", why=small(label))))
    elif told := kinds.tell(scene.brief, assignment.answer):
        said.append((Run(phrase("You: "), "bold"), Run(_of_one(told, scene))))
        if answered := matched(step, chosen_keys(step, assignment.answer)):
            said += [(), *written(filled(answered, called))]
    reviewer = written(filled(step.reviewer, called))
    return [*said, (), (Run(phrase("Reviewer: "), "bold"), *reviewer[0]), *reviewer[1:]]


def _of_one(told: Sequence[str], scene: Scene) -> str:
    """What was said of the only answer need not name it; a reason is plainly one."""
    whole = joined(" ", told)
    if scene.brief.size > 1:
        return whole
    return bent(_unnamed, whole)


def _unnamed(told: str) -> str:
    said = told.removeprefix("A: ").removeprefix("Reason: ")
    return said[:1].upper() + said[1:]


def _end(assignment: Assignment, scene: Scene) -> Card:
    """A lesson is done: what comes next, and how long it takes. Questions go to a human."""
    here = taught(scene)
    follows: Lesson = here.text.lessons[here.lesson]
    first = line(
        phrase(
            "Lesson {number} of {lessons} is done.",
            number=here.lesson,
            lessons=len(here.text.lessons),
        ),
        "bold",
    )
    next_up = line(
        phrase(
            "Next: {title}, about {minutes} min. Now or later.",
            title=follows.title,
            minutes=minutes(follows.steps),
        )
    )
    return Card((first, next_up), _ways(assignment, [ASK]))


def lesson_text(lesson: Lesson) -> str:
    """A lesson as plain text: what it is for, and its steps with every reason and reviewer's view;
    answers are named by their places, and what is wrong on purpose says so."""
    whole = joined("\n\n", [lesson.goal, *map(_step_text, lesson.steps)])
    return shaped(str.strip, whole)


def _step_text(step: LessonStep) -> str:
    names = {part.id: LETTERS[n] for n, part in enumerate(step.answers)}
    said = [step.title.upper(), step.text]
    if step.question:
        said.append(phrase("Question: {text}", text=step.question))
    for part in step.answers:
        words = ANSWER_WRONG if part.id in step.wrong else ANSWER
        said.append(words.format(letter=names[part.id], text=part.text))
    for choice in step.choices:
        mark = phrase("(right)") if choice.right else "-"
        said.append(joined("", (mark, f" {choice.text}\n  {choice.reason}")))
    if step.reviewer:
        said.append(phrase("Reviewer: {text}", text=filled(step.reviewer, names)))
    return shaped(_unstressed, joined("\n\n", (one for one in said if one)))


def _unstressed(text: str) -> str:
    return EMPHASIS.sub(r"\1", text)


def _ways(assignment: Assignment, extra: Sequence[str]) -> tuple[Row, ...]:
    """The way on and the way back, always in the same place; above them what may be opened."""
    opens = ((button(assignment, label, n),) for n, label in enumerate(extra))
    return (*opens, (_onward(assignment), button(assignment, phrase("Back"), BACK)))


def _onward(assignment: Assignment) -> Button:
    return button(assignment, phrase("Continue"), NEXT)
