"""A course as the engine knows it: lessons of steps, and what an answer to a practice step says.

A course never changes while somebody is in it; a new version is another course. Texts keep their
*emphasis* as it was written, and `{now}` where the letter of the answer `now` will stand. The
format of the files is told in course_content/, and read by `store.course`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.rubric import NONE

SAY, CHECK, COMPARE, RATE, FLAG, EXPLAIN = "say", "check", "compare", "rate", "flag", "explain"
KINDS = (SAY, CHECK, COMPARE, RATE, FLAG, EXPLAIN)
"""What a step can be."""

PRACTICE = (COMPARE, RATE, FLAG)
"""Steps that are answered as tasks are."""

LEVEL, CANNOT = "level", "cannot"
"""What an answer says that calls responses level, and one that could not judge."""

STRENGTHS = {1: "slightly", 2: "better", 3: "clearly"}
"""Words of a comparison's strength, as `bot.kinds.rank` stores it."""

BRACES = re.compile(r"\{([^{}\n]*)\}")
"""What is put into a text when it is shown, or when its file is read."""


@dataclass(frozen=True)
class Choice:
    """One option of a check, and why it is right or not."""

    text: str
    reason: str
    right: bool = False


@dataclass(frozen=True)
class Part:
    """One answer of a practice step: `id` is its response's id."""

    id: str
    text: str


@dataclass(frozen=True)
class If:
    """What is shown before the reviewer where the person's answer says one of `keys`."""

    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class LessonStep:
    """One step. What its kind does not have is empty.

    `text` is what a say tells, what a check or an explain asks, and what a practice says first.
    `accept` holds what counts as agreeing, in the words of `chosen_keys`; `severity` those of which
    one is needed besides, () if any will do. `wrong` names answers that are wrong on purpose.
    `firm` is None outside a warm-up, and False where colleagues openly differ. `seconds` is how
    long the step takes by the model of `store.course.estimate`.
    """

    id: str
    kind: str
    title: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    question: str = ""
    answers: tuple[Part, ...] = ()
    accept: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    criterion: str = ""
    reason: bool = False
    ifs: tuple[If, ...] = ()
    reviewer: str = ""
    wrong: tuple[str, ...] = ()
    firm: bool | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Lesson:
    """Steps in their order; a warm-up set is one too."""

    id: str
    title: str
    goal: str
    steps: tuple[LessonStep, ...]


@dataclass(frozen=True)
class CourseText:
    """A course in one language; ids and their order are the same in all."""

    language: str
    title: str
    line: str
    lessons: tuple[Lesson, ...]
    warm_up: tuple[Lesson, ...]


@dataclass(frozen=True)
class Course:
    """One version of a course. The first of `texts` is the one that others fall back to.

    `review` says which clinician looked and when ("Dr X, 2026-01-31"), "" if nobody did. `changed`
    tells what is new to those who completed an older version.
    """

    id: str
    version: str
    section: str
    order: int
    minutes: int
    author: str
    review: str
    texts: tuple[CourseText, ...]
    changed: tuple[str, ...] = ()
    requires_refresh: bool = False


def pack(course: Course) -> dict[str, Any]:
    """The course as JSON data, whole."""
    packed: dict[str, Any] = _listed(asdict(course))
    return packed


def unpack(packed: Mapping[str, Any]) -> Course:
    """The inverse of `pack`. What a field of a later version would say has its default."""
    texts = tuple(
        CourseText(
            **{
                **text,
                "lessons": tuple(map(_lesson, text["lessons"])),
                "warm_up": tuple(map(_lesson, text["warm_up"])),
            }
        )
        for text in packed["texts"]
    )
    return Course(**{**packed, "texts": texts, "changed": tuple(packed.get("changed", ()))})


def chosen_keys(step: LessonStep, answer: Mapping[str, Any]) -> list[str]:
    """What a stored answer says, in the words of `accept` and `If`, most exact first.

    Of two: ["now slightly", "now"], or ["level"]. Of more: the best alone, ["level"] if the first
    place is shared. A rating: ["2"], or ["cannot"]. Failures: their codes and the severity, or
    ["none"]. [] where nothing was answered.
    """
    if step.kind == COMPARE:
        return _compared(answer)
    if step.kind == RATE:
        given = _of_the_one(answer.get("ratings"), {}).get(step.criterion)
        if given is None:
            return []
        return [CANNOT] if isinstance(given, Mapping) else [str(given)]
    if step.kind == FLAG:
        codes, risk = _of_the_one(answer.get("failures"), ()), _of_the_one(answer.get("risk"), "")
        if not codes and (risk == NONE or answer.get("failures")):
            return [NONE]
        return [*codes, *([risk] if risk else [])]
    return []


def matched(step: LessonStep, keys: Collection[str]) -> str:
    """The text of the first If that names one of the keys, "" if none does."""
    return next((one.text for one in step.ifs if not set(keys).isdisjoint(one.keys)), "")


def agrees(step: LessonStep, answer: Mapping[str, Any]) -> bool:
    """Whether the answer is among those that the reviewer would accept."""
    keys = chosen_keys(step, answer)
    if set(keys).isdisjoint(step.accept):
        return False
    return not step.severity or not set(keys).isdisjoint(step.severity)


def filled(text: str, letters: Mapping[str, str]) -> str:
    """The text with the letter of each answer where its id stands in braces; `letters` has the
    letters by the answers' ids. Other braces stay."""
    return BRACES.sub(lambda found: letters.get(found[1], found[0]), text)


def _compared(answer: Mapping[str, Any]) -> list[str]:
    ranking = answer.get("ranking")
    if not ranking:
        return []
    if len(ranking[0]) > 1:
        return [LEVEL]
    best, strength = ranking[0][0], STRENGTHS.get(answer.get("strength", 0))
    return [f"{best} {strength}", best] if strength else [best]


def _of_the_one(marked: Mapping[str, Any] | None, nothing: Any) -> Any:
    """What was said of a step's only response."""
    return next(iter((marked or {}).values()), nothing)


def _lesson(packed: Mapping[str, Any]) -> Lesson:
    return Lesson(**{**packed, "steps": tuple(map(_step, packed["steps"]))})


def _step(packed: Mapping[str, Any]) -> LessonStep:
    made = {
        "choices": tuple(Choice(**one) for one in packed["choices"]),
        "answers": tuple(Part(**one) for one in packed["answers"]),
        "ifs": tuple(If(tuple(one["keys"]), one["text"]) for one in packed["ifs"]),
        **{name: tuple(packed[name]) for name in ("accept", "severity", "wrong")},
    }
    return LessonStep(**{**packed, **made})


def _listed(value: Any) -> Any:
    """Tuples as lists, as JSON has them."""
    if isinstance(value, dict):
        return {name: _listed(inner) for name, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, list | tuple) else value
