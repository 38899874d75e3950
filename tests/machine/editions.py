"""What a course's author does while people are in it: words are mended, steps come and go, meanings
change, and what was wrong is put right. Each version has the number that its change asks for.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.lessons import Course, Lesson, LessonStep
from store import releases
from store.course import change
from tests import schooling
from tests.talk import Talk

MOST = 5
"""Versions in one run: people in three at once are enough."""

KEPT = ("welcome", "why")
"""Steps that never go: each lesson keeps one."""


class Editions:
    """The releases of one course; the school's people learn in them."""

    talk: Talk
    course: Course = schooling.COURSE

    def release(self, course: Course) -> None:
        releases.release(self.talk.store, course, "seed", self.talk.now)
        self.course = course

    def _comes(self, lessons: Sequence[Lesson], **how: Any) -> None:
        """The next version, with the least number that says what it changes."""
        text = replace(self.course.texts[0], lessons=tuple(lessons))
        now = replace(self.course, texts=(text,), requires_refresh=False)
        why = change.between(self.course, now, self._older())
        if why.kind != change.NONE and not why.reused:
            self.release(replace(now, version=why.at_least, changed=("It is better.",), **how))

    def _older(self) -> list[Course]:
        return [one.course for one in releases.releases(self.talk.store)]

    def _room(self) -> bool:
        return len(self._older()) < MOST

    @precondition(_room)
    @rule()
    def words_are_mended(self) -> None:
        """A patch, which everybody gets with their next step."""
        self._comes(
            [
                replace(one, steps=tuple(replace(s, text=f"{s.text} So.") for s in one.steps))
                for one in self.course.texts[0].lessons
            ]
        )

    @precondition(_room)
    @rule()
    def a_step_comes(self) -> None:
        new = LessonStep(
            f"limits-{len(self._older())}", "say", "Limits", "It is a push.", seconds=10
        )
        first, *rest = self.course.texts[0].lessons
        self._comes([replace(first, steps=(*first.steps, new)), *rest])

    @precondition(_room)
    @rule(which=st.integers(0, 20))
    def a_step_goes(self, which: int) -> None:
        """Perhaps the very one that somebody stands at."""
        lessons = self.course.texts[0].lessons
        gone = [one.id for lesson in lessons for one in lesson.steps if one.id not in KEPT]
        name = gone[which % len(gone)]
        self._comes(
            [
                replace(one, steps=tuple(step for step in one.steps if step.id != name))
                for one in lessons
            ]
        )

    @precondition(_room)
    @rule(which=st.integers(0, 20), refresh=st.booleans())
    def a_meaning_changes(self, which: int, refresh: bool) -> None:
        """Another answer is right now; whoever is through is perhaps asked to go through it."""
        lessons = self.course.texts[0].lessons
        meant = [one for lesson in lessons for one in lesson.steps if one.choices or one.accept]
        if not meant:
            return
        old = meant[which % len(meant)]
        other = _otherwise(old)
        self._comes(
            [
                replace(one, steps=tuple(other if s.id == old.id else s for s in one.steps))
                for one in lessons
            ],
            requires_refresh=refresh,
        )

    @rule(which=st.integers(0, 20))
    def it_is_put_right(self, which: int) -> None:
        """A clinical correction."""
        steps = [one.id for lesson in self.course.texts[0].lessons for one in lesson.steps]
        step = steps[which % len(steps)]
        releases.correct(self.talk.store, self.course.id, step, "Weekly.", self.talk.now)


def _otherwise(step: LessonStep) -> LessonStep:
    """The step with another right answer."""
    if step.choices:
        first, *rest = step.choices
        turned = [replace(one, right=False) for one in rest]
        if first.right:
            turned[0] = replace(turned[0], right=True)
        return replace(step, choices=(replace(first, right=not first.right), *turned))
    if step.kind == "rate":
        wanted = ("3",) if "3" not in step.accept else ("1", "2")
        return replace(step, accept=wanted)
    if step.kind == "flag":
        return replace(step, severity=("S2",) if step.severity == ("S3",) else ("S3",))
    level = tuple(one for one in step.accept if one != "level")
    return replace(step, accept=level if level != step.accept else (*level, "level"))
