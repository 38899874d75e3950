"""Where somebody is in a course: it follows from what they have done, and is kept nowhere else.

A step is passed, and then `done`, once it was read, answered right at any try, or practised, or
practice was skipped. Who began a version
stays with it, but for its patches (method.md 5.2, 5.5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.learning import Learner, Release
from bot.lessons import LessonStep
from bot.port import Records
from bot.records import DONE, OPEN, Assignment

FINISH_OLD = timedelta(days=30)
"""So long somebody may go on with a version whose meaning has changed (method.md 5.5)."""


@dataclass(frozen=True)
class Way:
    """A learner's way through a version: every step of the part they are in, in order, and what
    they have of each, in whatever version they had it. `warm_up` is the number of the set, 0 for
    the lessons."""

    release: Release
    learner: Learner
    steps: Sequence[LessonStep]
    had: Mapping[str, Assignment]
    behind: frozenset[str]
    warm_up: int = 0

    def passed(self, step: str) -> bool:
        return step in self.behind

    def left(self) -> list[LessonStep]:
        """What is not passed yet."""
        return [one for one in self.steps if not self.passed(one.id)]

    def after(self, step: str) -> str:
        """The step that follows this one, "" behind the last. One that is no part of this version
        is followed by the first that is not passed."""
        ids = [one.id for one in self.steps]
        if step not in ids:
            return next((one.id for one in self.left()), "")
        return ids[ids.index(step) + 1] if ids.index(step) + 1 < len(ids) else ""

    def before(self, step: str) -> str:
        """The step before this one, "" before the first."""
        ids = [one.id for one in self.steps]
        return ids[ids.index(step) - 1] if step in ids and ids.index(step) else ""


def way(records: Records, release: Release, learner: Learner, warm_up: int = 0) -> Way:
    """Through the lessons; or, by its number, through a set of the warm-up."""
    text = release.text(learner.language)
    parts = text.warm_up[warm_up - 1 : warm_up] if warm_up else text.lessons
    steps = [one for lesson in parts for one in lesson.steps]
    mine = had(records, learner, release)
    passed = frozenset(
        name for name, one in mine.items() if one.state == DONE and _counts(records, one, release)
    )
    return Way(release, learner, steps, mine, passed, warm_up)


def way_of(records: Records, assignment: Assignment) -> Way | None:
    """The way that this step is on; None where its person is no learner of it."""
    taught = records.item(assignment.item).taught
    if taught is None:
        return None
    learner = records.learner(assignment.person, taught.release.course.id)
    if learner is None:
        return None
    return way(records, pinned(records, learner), learner, taught.lesson if taught.warm_up else 0)


def had(records: Records, learner: Learner, release: Release) -> dict[str, Assignment]:
    """What somebody has of a course, by the step's id: of several the one that is passed, then the
    one of this release, then the newest."""

    def rank(one: Assignment) -> tuple[bool, bool]:
        passed = one.state == DONE and _counts(records, one, release)
        return passed, one.project == release.project

    found: dict[str, Assignment] = {}
    for one in records.steps(learner.person):
        if records.release(one.project).course.id == learner.course:
            known = found.get(one.step)
            if known is None or rank(one) >= rank(known):
                found[one.step] = one
    return found


def _counts(records: Records, passed: Assignment, release: Release) -> bool:
    """Whether a step that was passed in another version is passed in this one: always, but where
    the course asks people to go through what it changed."""
    if passed.project == release.project or not release.course.requires_refresh:
        return True
    taught = records.item(passed.item).taught
    if taught is None:
        return False
    try:
        now = release.taught(passed.step, taught.text.language).step
    except LookupError:
        return False
    return replace(now, seconds=0.0) == replace(taught.step, seconds=0.0)


def overdue(records: Records, learner: Learner, at: datetime) -> bool:
    """Whether the meaning has changed for longer than somebody may go on with the old one."""
    mine = number_of(pinned(records, learner))[0]
    majors = [one.at for one in records.releases(learner.course) if number_of(one)[0] > mine]
    return bool(majors) and at - min(majors) > FINISH_OLD


def pinned(records: Records, learner: Learner) -> Release:
    """The version this learner goes on with: the one they began, with its newest patch."""
    mine = version_of(learner.version)[:2]
    same = [one for one in records.releases(learner.course) if number_of(one)[:2] == mine]
    return max(same, key=number_of)


def newest(records: Records, course: str) -> Release:
    """What somebody begins with now. Raises ValueError for a course that was never released."""
    return max(records.releases(course), key=number_of)


def number_of(release: Release) -> tuple[int, int, int]:
    return version_of(release.course.version)


def version_of(said: str) -> tuple[int, int, int]:
    """1.12.3 as numbers, which compare."""
    major, minor, patch = said.split(".")
    return int(major), int(minor), int(patch)


def live(assignment: Assignment) -> bool:
    """Whether a step asks something now, or stands before its learner to be read again."""
    asks = assignment.state == OPEN or (assignment.state == DONE and bool(assignment.question))
    return asks and not assignment.aside
