"""Courses: what is taught now, and who is where in it. A learner's steps are assignments like any
other; where they are follows from those that are done.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
    bindparam,
    cast,
    exists,
    literal_column,
    select,
    update,
)

from bot.courseport import Owed
from bot.learning import Completion, Learner, Release
from bot.records import Assignment
from bot.syllabus import key_of
from store import tables
from store.port.base import Columns, table
from store.port.people import PERSON
from store.port.piles import LEARNER
from store.port.queue import ASSIGNMENT, RELEASE, TASK
from store.port.work import Work
from store.ready import Ready

COMPLETION = table(tables.CompletionRow)
REMARK = table(tables.RemarkRow)
CORRECTION = table(tables.CorrectionRow)
MESSAGE = table(tables.MessageRow)

_RELEASES = Ready(select(RELEASE.c.project).order_by(RELEASE.c.id))
_OF_COURSE = Ready(
    select(RELEASE.c.project).where(RELEASE.c.course == bindparam("course")).order_by(RELEASE.c.id)
)
_BY_NUMBER = Ready(select(RELEASE.c.project).where(RELEASE.c.id == bindparam("release")))
_STEP = Ready(
    select(TASK.c.id).where(TASK.c.project == bindparam("project"), TASK.c.key == bindparam("key"))
)
_STEPS = Ready(
    select(ASSIGNMENT)
    .where(ASSIGNMENT.c.person == bindparam("of_person"), literal_column("assignment.step <> ''"))
    .order_by(ASSIGNMENT.c.offered_at, ASSIGNMENT.c.id)
)
_LIVE = Ready(
    select(ASSIGNMENT)
    .where(
        ASSIGNMENT.c.person == bindparam("of_person"),
        literal_column("assignment.step <> ''"),
        literal_column("(assignment.state = 'open' OR assignment.question <> '')"),
    )
    .order_by(ASSIGNMENT.c.offered_at, ASSIGNMENT.c.id)
)
_HOLD = (
    select(PERSON.c.id).where(PERSON.c.id == bindparam("person")).with_for_update(key_share=True)
)
_LEARNER = Ready(
    select(LEARNER).where(
        LEARNER.c.person == bindparam("person"), LEARNER.c.course == bindparam("course")
    )
)
_LEARNERS = Ready(select(LEARNER).where(LEARNER.c.person == bindparam("person")))
_SAVE = update(LEARNER).where(
    LEARNER.c.person == bindparam("of_person"), LEARNER.c.course == bindparam("of_course")
)
_COMPLETIONS = Ready(
    select(COMPLETION)
    .where(COMPLETION.c.person == bindparam("person"))
    .order_by(COMPLETION.c.at, COMPLETION.c.code)
)


_CORRECTIONS = (
    select(CORRECTION).where(CORRECTION.c.id >= bindparam("first")).order_by(CORRECTION.c.id)
)
_TAUGHT = (
    select(TASK.c.id)
    .join(RELEASE, RELEASE.c.project == TASK.c.project)
    .where(
        RELEASE.c.course == bindparam("course"),
        RELEASE.c.at <= bindparam("corrected", type_=RELEASE.c.at.type),
        TASK.c.step == bindparam("of_step"),
    )
)
_OWED = (
    select(
        ASSIGNMENT.c.person,
        ASSIGNMENT.c.contact,
        ASSIGNMENT.c.project,
        ASSIGNMENT.c.step,
        TASK.c.language,
    )
    .join(TASK, TASK.c.id == ASSIGNMENT.c.task)
    .join(PERSON, PERSON.c.id == ASSIGNMENT.c.person)
    .where(
        ASSIGNMENT.c.task.in_(bindparam("tasks", expanding=True)),
        literal_column("assignment.state = 'done'"),
        PERSON.c.state == "active",
        PERSON.c.id > bindparam("after_person"),
        ~exists().where(
            MESSAGE.c.name == bindparam("named", type_=String) + cast(PERSON.c.id, String)
        ),
    )
    .order_by(ASSIGNMENT.c.person)
    .limit(bindparam("most"))
)
"""Whoever passed a step, and has no message of this name (`bot.correcting`)."""


class Learning(Work):
    """Who learns what."""

    def releases(self, course: str = "") -> Sequence[Release]:
        found = self.all(_OF_COURSE, {"course": course}) if course else self.all(_RELEASES)
        return [self.release(row.project) for row in found]

    def release_by_number(self, number: int) -> Release | None:
        row = self.one(_BY_NUMBER, {"release": number})
        return self.release(row.project) if row else None

    def step_item(self, release: Release, language: str, step: str) -> int:
        row = self.one(_STEP, {"project": release.project, "key": key_of(language, step)})
        if row is None:
            raise LookupError(f"no step {step} in {release.project}")
        return int(row.id)

    def steps(self, person: int) -> Sequence[Assignment]:
        return [self._assignment(row) for row in self.all(_STEPS, {"of_person": person})]

    def live_steps(self, person: int) -> Sequence[Assignment]:
        return [self._assignment(row) for row in self.all(_LIVE, {"of_person": person})]

    def hold_learner(self, person: int) -> None:
        if not self.sqlite:
            self.one(_HOLD, {"person": person})

    def learner(self, person: int, course: str) -> Learner | None:
        row = self.one(_LEARNER, {"person": person, "course": course})
        return _learner(row) if row else None

    def learning(self, person: int) -> Sequence[Learner]:
        return [_learner(row) for row in self.all(_LEARNERS, {"person": person})]

    def begin(self, learner: Learner) -> None:
        self.add(LEARNER, **Columns.of(learner))

    def save_learner(self, before: Learner, after: Learner) -> None:
        if changed := Columns.changed(before, after):
            of = {"of_person": before.person, "of_course": before.course}
            self.connection.execute(_SAVE.values(**changed), of)

    def complete(self, completion: Completion) -> None:
        self.add(COMPLETION, **Columns.of(completion))

    def completions(self, person: int) -> Sequence[Completion]:
        rows = self.all(_COMPLETIONS, {"person": person})
        return [Completion(**row._mapping) for row in rows]

    def corrections(self, after: tuple[int, int], most: int) -> Sequence[Owed]:
        found = list[Owed]()
        for one in self.all(_CORRECTIONS, {"first": after[0]}):
            told = {"course": one.course, "corrected": one.at, "of_step": one.step}
            tasks = [row.id for row in self.all(_TAUGHT, told)]
            behind = after[1] if one.id == after[0] else 0
            values = {"tasks": tasks, "named": f"c:{one.id}:", "after_person": behind}
            rows = self.all(_OWED, {**values, "most": most - len(found)}) if tasks else []
            found += [
                Owed(
                    one.id,
                    row.person,
                    self.account(row.contact),
                    row.project,
                    row.step,
                    row.language,
                    one.text,
                )
                for row in rows
            ]
            if len(found) >= most:
                break
        return found

    def remark(self, about: Assignment, release: Release, text: str, at: datetime) -> None:
        course = release.course
        self.add(
            REMARK,
            course=course.id,
            version=course.version,
            step=about.step,
            person=about.person,
            text=text,
            at=at,
        )


def _learner(row: Any) -> Learner:
    return Columns.made(Learner, dict(row._mapping))
