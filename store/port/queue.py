"""The queue: who gets which task next, exact under any number of workers and flat in its size.

A task's slots are claimed by decrementing one narrow row; what to claim is chosen among the heads
of the piles (`store.port.piles`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, literal_column, select, update

from bot.learning import Release
from bot.lessons import unpack
from bot.records import Candidate, Item, Response, Turn
from store import tables
from store.deliveries import Held
from store.port.base import table
from store.port.piles import ASSIGNMENT, OPEN_SLOT, QUEUE, TASK, Piles
from store.ready import Ready

__all__ = ["ANNOTATION", "ASSIGNMENT", "QUEUE", "TASK", "Queue"]

ANNOTATION = table(tables.AnnotationRow)
INCIDENT = table(tables.IncidentRow)
RELEASE = table(tables.ReleaseRow)

_RELEASE = Ready(select(RELEASE).where(RELEASE.c.project == bindparam("project")))
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
        TASK.c.step,
        TASK.c.language,
    ).where(TASK.c.id == bindparam("task"))
)
_CLAIM = {
    lite: Ready(
        update(QUEUE)
        .where(QUEUE.c.task == bindparam("of_task"), QUEUE.c.remaining > 0, OPEN_SLOT[lite])
        .values(remaining=QUEUE.c.remaining - 1, is_open=QUEUE.c.remaining > 1)
    )
    for lite in (True, False)
}
_FREE = Ready(
    select(QUEUE.c.task)
    .where(QUEUE.c.task == bindparam("task"), OPEN_SLOT[False])
    .with_for_update(skip_locked=True)
)
_SHUT = exists().where(TASK.c.id == QUEUE.c.task, TASK.c.withdrawn.is_(True))


def closed_or(wanted: Any) -> Any:
    """Whether a task is open that wants so many more: never while it is paused or withdrawn."""
    return case((_SHUT, False), (QUEUE.c.paused, False), else_=wanted > 0)


_GIVE_BACK = Ready(
    update(QUEUE)
    .where(QUEUE.c.task == bindparam("of_task"))
    .values(remaining=QUEUE.c.remaining + 1, is_open=closed_or(QUEUE.c.remaining + 1))
    .returning(QUEUE.c.project, QUEUE.c.pos, QUEUE.c.pile)
)
_PAUSE = Ready(
    update(QUEUE)
    .where(QUEUE.c.task == bindparam("of_task"), QUEUE.c.paused.is_(False))
    .values(paused=True, is_open=False)
)
_GO_ON = Ready(
    update(QUEUE)
    .where(QUEUE.c.task == bindparam("of_task"), QUEUE.c.paused.is_(True))
    .values(
        paused=False,
        looked_at=bindparam("now", type_=QUEUE.c.looked_at.type),
        is_open=case((_SHUT, False), else_=QUEUE.c.remaining > 0),
    )
    .returning(QUEUE.c.project, QUEUE.c.pos, QUEUE.c.pile)
)
_SHUT_NOW = Ready(update(TASK).where(TASK.c.id == bindparam("of_task")).values(withdrawn=True))
_CLOSE = Ready(update(QUEUE).where(QUEUE.c.task == bindparam("of_task")).values(is_open=False))
_LOOKED_AT = func.coalesce(QUEUE.c.looked_at, literal_column("0"))
_REPORTERS = Ready(
    select(func.count(INCIDENT.c.person.distinct()))
    .select_from(QUEUE)
    .join(ASSIGNMENT, ASSIGNMENT.c.task == QUEUE.c.task)
    .join(INCIDENT, INCIDENT.c.assignment == ASSIGNMENT.c.id)
    .where(
        QUEUE.c.task == bindparam("task"),
        INCIDENT.c.kind == "report",
        literal_column("incident.state = 'open'"),
        INCIDENT.c.at > _LOOKED_AT,
    )
)
_SKIPPERS = Ready(
    select(func.count(ASSIGNMENT.c.person.distinct()))
    .select_from(QUEUE)
    .join(ASSIGNMENT, ASSIGNMENT.c.task == QUEUE.c.task)
    .join(ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id)
    .where(
        QUEUE.c.task == bindparam("task"),
        literal_column("assignment.state = 'skipped'"),
        ANNOTATION.c.abstention == bindparam("code"),
        ANNOTATION.c.at > _LOOKED_AT,
    )
)


class Queue(Piles):
    """Tasks and their slots."""

    def item(self, item: int) -> Item:
        if item not in self._items:
            self._items[item] = self._item(self.one(_ITEM, {"task": item}))
        return self._items[item]

    def claim(
        self, person: int, wanted: Sequence[Candidate], heads: Sequence[Candidate]
    ) -> Candidate | None:
        for one in wanted:
            if not self.sqlite and self.one(_FREE, {"task": one.item}) is None:
                continue
            if self.change(_CLAIM[self.sqlite], {"of_task": one.item}):
                self.reach(person, one, heads)
                return one
        if wanted and not self.sqlite:
            raise Held  # the last one left may be given to somebody else, or not
        return None

    def give_back(self, item: int) -> None:
        row = self.one(_GIVE_BACK, {"of_task": item})
        self.pull_back(row.project, row.pos, row.pile)

    def pause(self, item: int) -> bool:
        return self.change(_PAUSE, {"of_task": item}) == 1

    def go_on(self, item: int, at: datetime) -> bool:
        """A paused task is given again; False if it was not paused."""
        row = self.one(_GO_ON, {"of_task": item, "now": at})
        if row is None:
            return False
        self.pull_back(row.project, row.pos, row.pile)
        return True

    def withdraw(self, item: int) -> None:
        """Nobody gets it any more; what is said about it stays."""
        self.change(_SHUT_NOW, {"of_task": item})
        self.change(_CLOSE, {"of_task": item})

    def reporters(self, item: int) -> int:
        (people,) = self.one(_REPORTERS, {"task": item})
        return int(people)

    def skippers(self, item: int, code: str) -> int:
        (people,) = self.one(_SKIPPERS, {"task": item, "code": code})
        return int(people)

    def release(self, project: str) -> Release:
        """The release whose items belong to this project. Raises LookupError if it is none."""
        if project not in self.fixed.releases:
            row = self.one(_RELEASE, {"project": project})
            if row is None:
                raise LookupError("no such release of a course")
            self.fixed.releases[project] = Release(
                row.id, project, unpack(row.said), row.sha256, row.at
            )
        return self.fixed.releases[project]

    def _item(self, row: Any) -> Item:
        taught = self.release(row.project).taught(row.step, row.language) if row.step else None
        return Item(
            id=row.id,
            key=row.key,
            project=row.project,
            prompt=tuple(Turn(role, text) for role, text in row.prompt),
            responses=tuple(Response(key, text) for key, text in row.responses),
            ask=tuple(row.ask),
            reader=row.reader,
            withdrawn=row.withdrawn,
            taught=taught,
        )
