"""Every language tells the same course: the same files, steps, kinds, options and answers.

The first language is the one that others are held to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.lessons import Lesson, LessonStep
from store.course.mistakes import Page, quoted
from store.course.steps import Made


@dataclass(frozen=True, slots=True)
class Doc:
    """One lesson file as it was read. `line` is the line of its id; `warm_up` is None where nobody
    can say."""

    name: str
    page: Page
    lesson: Lesson
    steps: tuple[Made, ...]
    line: int
    warm_up: bool | None = False

    @property
    def timed(self) -> bool:
        """Whether it can be said how long it takes."""
        return all(one.known for one in self.steps)


def _right(step: LessonStep) -> Sequence[Any]:
    return [number for number, one in enumerate(step.choices, start=1) if one.right]


SAME: Mapping[str, Callable[[LessonStep], Any]] = {
    "the kind": lambda step: step.kind,
    "the number of options": lambda step: len(step.choices),
    "the place of the right option": _right,
    "the answers": lambda step: [one.id for one in step.answers],
    'the parts "### If"': lambda step: [one.keys for one in step.ifs],
    "accept": lambda step: set(step.accept),
    "severity": lambda step: set(step.severity),
    "criterion": lambda step: step.criterion,
    "reason": lambda step: step.reason,
    "wrong": lambda step: set(step.wrong),
    "firm": lambda step: step.firm,
}
"""What a translation leaves as it is."""


def held_to(first: Doc, other: Doc) -> None:
    """Tells where a translation is another course than the file it translates."""
    if first.lesson.id != other.lesson.id:
        ids = f"lesson is {quoted(other.lesson.id)} here and {quoted(first.lesson.id)}"
        other.page.tell(other.line, f"{ids} in {first.page.file}; keep the id")
    there = {one.step.id: one for one in first.steps if one.step.id}
    here = {one.step.id: one for one in other.steps if one.step.id}
    line = 1
    for identity in there:
        if identity in here:
            line = here[identity].line
        else:
            lacking = f"step {quoted(identity)} of {first.page.file} is missing; translate it"
            other.page.tell(line, f"below here, {lacking}")
    for identity, made in here.items():
        if identity not in there:
            extra = f"step {quoted(identity)} does not stand in {first.page.file}"
            other.page.tell(made.line, f"{extra}; add it there, or remove it here")
        else:
            _same(there[identity], made, first, other)
    _ordered([one for one in there if one in here], here, first, other)


def _same(original: Made, made: Made, first: Doc, other: Doc) -> None:
    """Tells what of a step only its words should be."""
    for what, of in SAME.items():
        if of(original.step) != of(made.step):
            where = f"than in {first.page.file} line {original.line}"
            step = f"{what} of step {quoted(made.step.id)} is another"
            other.page.tell(made.line, f"{step} {where}; translate the words alone")
            if what == "the kind":
                return


def _ordered(common: Sequence[str], here: Mapping[str, Made], first: Doc, other: Doc) -> None:
    for expected, found in zip(common, [one for one in here if one in common], strict=True):
        if expected != found:
            stands = f"step {quoted(found)} stands where {first.page.file} has {quoted(expected)}"
            other.page.tell(here[found].line, f"{stands}; keep the order")
            return
