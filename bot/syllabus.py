"""A course's steps as items: what each asks, of what, and under which rubric.

A step is asked by the kinds that ask tasks; only reading and checks are a course's own.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.lessons import Course, LessonStep
from bot.records import Response, Turn
from bot.rubric import ALWAYS, KNOWN, Rubric

PREFIX = "course:"
"""Begins the name of the project that holds a release's items; no file can name one."""

ASKS = {
    "say": ("read",),
    "check": ("check",),
    "compare": ("rank",),
    "rate": ("rate",),
    "flag": ("flag",),
    "explain": ("rationale",),
}
"""What each kind of step asks, by the names of `bot.kinds`."""

GENERAL = 1
"""The rubric under which anything but a rating is practised; each criterion has one of its own."""

CRITERIA = {name: number for number, name in enumerate(KNOWN, start=GENERAL + 1)}


@dataclass(frozen=True, slots=True)
class StepItem:
    """A step in one language, as an item of its release's project."""

    language: str
    step: str
    prompt: tuple[Turn, ...]
    responses: tuple[Response, ...]
    ask: tuple[str, ...]

    @property
    def key(self) -> str:
        return key_of(self.language, self.step)


def key_of(language: str, step: str) -> str:
    """The key of the item that a step is, in one language."""
    return f"{language}/{step}"


def project_of(course: str, version: str) -> str:
    """What the items of a release belong to."""
    return f"{PREFIX}{course}:{version}"


def rubric_of(step: LessonStep) -> int:
    """The version of the release's rubric that asks this."""
    return CRITERIA[step.criterion] if step.kind == "rate" else GENERAL


def order_of(seed: str, step: LessonStep) -> tuple[int, ...]:
    """The order in which a step's answers stand, drawn by a hash."""
    size = len(step.choices) or len(step.answers)

    def rank(index: int) -> bytes:
        return hashlib.sha256(f"{seed}|{index}".encode()).digest()

    return tuple(sorted(range(size), key=rank))


def rubrics() -> dict[int, Rubric]:
    """How practice is asked, by version: only what it names, and a reason always."""
    one_by_one = {
        number: Rubric(number, (KNOWN[name],), bare=True, reasons=(ALWAYS,))
        for name, number in CRITERIA.items()
    }
    return {GENERAL: Rubric(GENERAL, bare=True, reasons=(ALWAYS,)), **one_by_one}


def items(course: Course) -> Iterator[StepItem]:
    """Every step in every language, lessons before the warm-up."""
    for text in course.texts:
        for lesson in (*text.lessons, *text.warm_up):
            for step in lesson.steps:
                reason = ("rationale",) if step.reason else ()
                yield StepItem(
                    text.language,
                    step.id,
                    (Turn("user", step.question or step.title),),
                    tuple(Response(part.id, part.text) for part in step.answers),
                    (*ASKS[step.kind], *reason),
                )
