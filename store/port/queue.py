"""The queue: who gets which task next, exact under any number of workers and flat in its size.

A task's slots are claimed by decrementing one narrow row. Every open task before a person's
frontier is theirs already, so picking reads one row, however long the queue and the person's past
(notes on performance, 6).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    update,
)

from bot.records import Item, Project, Response, Turn
from store import tables
from store.deliveries import Held
from store.port.base import table
from store.port.people import ENROLMENT, People
from store.ready import Ready

TASK = table(tables.TaskRow)
QUEUE = table(tables.QueueRow)
ASSIGNMENT = table(tables.AssignmentRow)

OPEN_SLOT: dict[bool, ColumnElement[bool]] = {
    True: literal_column("task_queue.is_open = 1"),
    False: literal_column("task_queue.is_open"),
}
"""The partial index's own predicate as a literal, on SQLite (True) and on PostgreSQL: a bound
value would not match it in a prepared statement (notes on performance, 6)."""

_ITEM = Ready(
    select(
        TASK.c.id,
        TASK.c.key,
        TASK.c.project,
        TASK.c.prompt,
        TASK.c.responses,
        TASK.c.ask,
        TASK.c.reader,
        TASK.c.withdrawn,
    ).where(TASK.c.id == bindparam("task"))
)
_FRONTIER = select(ENROLMENT.c.frontier).where(
    ENROLMENT.c.person == bindparam("person"), ENROLMENT.c.project == bindparam("project")
)
_MINE = Ready(_FRONTIER.with_for_update())
_ADVANCE = Ready(
    update(ENROLMENT)
    .where(
        ENROLMENT.c.person == bindparam("of_person"), ENROLMENT.c.project == bindparam("of_project")
    )
    .values(frontier=bindparam("reached"))
)
_ENROLLED = (
    select(ENROLMENT.c.person)
    .where(ENROLMENT.c.project == bindparam("project"))
    .order_by(ENROLMENT.c.person)
    .with_for_update()
)
_PULL_BACK = (
    update(ENROLMENT)
    .where(ENROLMENT.c.project == bindparam("of_project"), ENROLMENT.c.frontier > bindparam("pos"))
    .values(frontier=bindparam("pos"))
)
_CLAIM = Ready(
    update(QUEUE)
    .where(QUEUE.c.task == bindparam("of_task"), QUEUE.c.remaining > 0)
    .values(remaining=QUEUE.c.remaining - 1, is_open=QUEUE.c.remaining > 1)
)
_GIVE_BACK = Ready(
    update(QUEUE)
    .where(QUEUE.c.task == bindparam("of_task"))
    .values(
        remaining=QUEUE.c.remaining + 1,
        is_open=case(
            (exists().where(TASK.c.id == QUEUE.c.task, TASK.c.withdrawn.is_(True)), False),
            else_=QUEUE.c.remaining >= 0,
        ),
    )
    .returning(QUEUE.c.project, QUEUE.c.pos)
)


def _eligible(columns: Sequence[Any], *, sqlite: bool, until: bool = False) -> Select[Any]:
    """Open tasks of a project from a frontier on that the person never had, in queue order."""
    mine = exists().where(
        ASSIGNMENT.c.person == bindparam("person"), ASSIGNMENT.c.task == QUEUE.c.task
    )
    found = select(*columns).where(
        OPEN_SLOT[sqlite],
        QUEUE.c.project == bindparam("project"),
        QUEUE.c.pos >= _FRONTIER.scalar_subquery(),
        ~mine,
    )
    if until:
        found = found.where(QUEUE.c.pos < bindparam("until"))
    return found


_PICKS = {
    (sqlite, lock): Ready(picked.with_for_update(of=QUEUE, skip_locked=True) if lock else picked)
    for sqlite in (True, False)
    for lock in (True, False)
    for picked in [
        _eligible((QUEUE.c.task, QUEUE.c.pos), sqlite=sqlite).order_by(QUEUE.c.pos).limit(1)
    ]
}
_PASSED_OVER = Ready(_eligible((func.min(QUEUE.c.pos),), sqlite=False, until=True))
_WAITING = {
    sqlite: select(func.count()).select_from(
        _eligible((QUEUE.c.task,), sqlite=sqlite).limit(bindparam("most")).subquery()
    )
    for sqlite in (True, False)
}


class Queue(People):
    """Tasks and their slots."""

    def item(self, item: int) -> Item:
        if item not in self._items:
            self._items[item] = _item(self.one(_ITEM, {"task": item}))
        return self._items[item]

    def take(self, person: int, platform: str, at: datetime) -> Item | None:
        for project in self._open_to(person, platform):
            if not self.sqlite:  # what opens before the frontier meanwhile waits for this
                self.one(_MINE, {"person": person, "project": project.id})
            picked = self._pick(person, project.id, lock=True)
            if picked:
                self.change(_CLAIM, {"of_task": picked.task})
                self._advance(person, project.id, picked.pos)
                return self.item(picked.task)
            if not self.sqlite and self._pick(person, project.id, lock=False):
                raise Held  # the last one left may be given to somebody else, or not
        return None

    def peek(self, person: int, platform: str) -> Item | None:
        for project in self._open_to(person, platform):
            if picked := self._pick(person, project.id, lock=False):
                return self.item(picked.task)
        return None

    def waiting(self, person: int, platform: str, most: int) -> int:
        counted = 0
        for project in self._open_to(person, platform):
            left = most - counted
            if left <= 0:
                break
            values = {"person": person, "project": project.id, "most": left}
            counted += self.connection.execute(_WAITING[self.sqlite], values).scalar_one()
        return counted

    def give_back(self, item: int) -> None:
        row = self.one(_GIVE_BACK, {"of_task": item})
        self.pull_back(row.project, row.pos)

    def pull_back(self, project: str, pos: int) -> None:
        """A task at `pos` or behind may have opened: nobody's frontier stays past it."""
        if not self.sqlite:  # one order for everybody, so that two givers cannot wait in a circle
            self.all(_ENROLLED, {"project": project})
        self.connection.execute(_PULL_BACK, {"of_project": project, "pos": pos})

    def _open_to(self, person: int, platform: str) -> list[Project]:
        """Projects this person may be given work from, on this platform."""
        return [
            project
            for project in self.projects(person)
            if not project.paused
            and platform in project.platforms
            and (platform != "telegram" or project.attested)
        ]

    def _pick(self, person: int, project: str, *, lock: bool) -> Any:
        return self.one(_PICKS[self.sqlite, lock], {"person": person, "project": project})

    def _advance(self, person: int, project: str, pos: int) -> None:
        """Everything before `reached` is this person's. What another transaction held just now
        was passed over and is not, so the frontier stays before it (notes on performance, 6)."""
        reached = pos + 1
        if not self.sqlite:
            seen = {"person": person, "project": project, "until": pos}
            (passed,) = self.one(_PASSED_OVER, seen)
            reached = reached if passed is None else passed
        values = {"of_person": person, "of_project": project, "reached": reached}
        self.change(_ADVANCE, values)


def _item(row: Any) -> Item:
    return Item(
        id=row.id,
        key=row.key,
        project=row.project,
        prompt=tuple(Turn(role, text) for role, text in row.prompt),
        responses=tuple(Response(key, text) for key, text in row.responses),
        ask=tuple(row.ask),
        reader=row.reader,
        withdrawn=row.withdrawn,
    )
