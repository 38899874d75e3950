"""One task by a coordinator's word: paused, let go on, withdrawn. Answers that were given stay.

Paused, nobody else gets it and whoever has it open may finish; withdrawn, it is taken from
everybody. Each is one decision in one transaction, with what people see of it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot import stopping
from bot.rules import Rules
from store.port import SqlRecords
from store.port.leaving import INCIDENT
from store.port.people import BATCH
from store.port.piles import PILE
from store.port.queue import ASSIGNMENT, QUEUE, TASK
from store.sql import Store

LOOKED_AT = ("report", "paused")
"""Incidents that are settled once a coordinator has decided about the task."""

_TASK = (
    select(
        TASK.c.id,
        TASK.c.key,
        TASK.c.project,
        TASK.c.ask,
        TASK.c.specialties,
        PILE.c.specialties.label("of_pile"),
        TASK.c.withdrawn,
        QUEUE.c.paused,
        QUEUE.c.remaining,
    )
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .outerjoin(QUEUE, QUEUE.c.task == TASK.c.id)
    .outerjoin(PILE, PILE.c.id == TASK.c.pile)
    .where(BATCH.c.revealed.is_(True), TASK.c.project == bindparam("project"))
)
_ONE = _TASK.where(TASK.c.key == bindparam("key"))
_STOPPED = _TASK.where(QUEUE.c.paused.is_(True)).order_by(TASK.c.id)
_STATES = (
    select(ASSIGNMENT.c.state, func.count().label("number"))
    .where(ASSIGNMENT.c.task == bindparam("task"))
    .group_by(ASSIGNMENT.c.state)
)
_ABOUT = select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.task == bindparam("of_task"))
_SAID = (
    select(INCIDENT.c.id, INCIDENT.c.kind, INCIDENT.c.text, INCIDENT.c.at)
    .join(ASSIGNMENT, ASSIGNMENT.c.id == INCIDENT.c.assignment)
    .where(ASSIGNMENT.c.task == bindparam("task"), INCIDENT.c.state == "open")
    .order_by(INCIDENT.c.id)
)
_SETTLE = (
    update(INCIDENT)
    .where(
        INCIDENT.c.assignment.in_(_ABOUT),
        INCIDENT.c.state == "open",
        INCIDENT.c.kind.in_(LOOKED_AT),
    )
    .values(state="closed", closed_at=bindparam("now"))
)


class Refused(Exception):  # noqa: N818  the house's word
    """It cannot be done; one sentence."""


def stopped(store: Store, project: str) -> list[dict[str, Any]]:
    """The paused tasks of a project, in import order, each as `show` tells it."""
    with_id = {"project": project}
    rows = store.read(lambda look: look.execute(_STOPPED, with_id).all())
    return [_told(store, row) for row in rows]


def show(store: Store, project: str, key: str) -> dict[str, Any]:
    """One task: {"project", "task", "state", "wanted", "ask", "specialties", "assignments": {state:
    number}, "incidents": [{"id", "kind", "text", "at"}]}. `specialties` are the task's own, or what
    its project named when it was imported. Raises Refused."""
    named = {"project": project, "key": key}
    row = store.read(lambda look: look.execute(_ONE, named).first())
    if row is None:
        raise Refused(_missing(project, key))
    return _told(store, row)


def pause(store: Store, project: str, key: str, at: datetime) -> dict[str, Any]:
    """Nobody else gets it. Returns {"project", "task", "state"}. Raises Refused."""

    def unit(records: SqlRecords) -> None:
        task = _found(records, project, key)
        if not records.pause(task):
            raise Refused(f"{key} is paused already.")
        records.audit("task paused", at, task=task)

    return _done(store, unit, project, key, "paused")


def release(store: Store, project: str, key: str, at: datetime) -> dict[str, Any]:
    """Somebody has looked: it goes on, and what was reported is settled.

    Returns {"project", "task", "state"}. Raises Refused.
    """

    def unit(records: SqlRecords) -> None:
        task = _found(records, project, key)
        if not records.go_on(task, at):
            raise Refused(f"{key} is not paused: there is nothing to let go on.")
        records.connection.execute(_SETTLE, {"of_task": task, "now": at})
        records.audit("task released", at, task=task)

    return _done(store, unit, project, key, "open")


def withdraw(store: Store, project: str, key: str, at: datetime, rules: Rules) -> dict[str, Any]:
    """It is taken from everybody, and from whoever has it open; nobody gets it again.

    Returns {"project", "task", "state"}. Raises Refused.
    """

    def unit(records: SqlRecords) -> None:
        task = _found(records, project, key)
        for held in records.holders(task):  # before the task itself, as in every press
            records.hold(held.account)
        records.withdraw(task)
        for out in stopping.withdraw(records, task, at, rules):
            records.emit(out, at)
        records.connection.execute(_SETTLE, {"of_task": task, "now": at})
        records.audit("task withdrawn", at, task=task)

    return _done(store, unit, project, key, "withdrawn")


def _done(store: Store, unit: Any, project: str, key: str, state: str) -> dict[str, Any]:
    store.submit(unit).result()
    return {"project": project, "task": key, "state": state}


def _found(records: SqlRecords, project: str, key: str) -> int:
    """The task's number, if it may still be decided about."""
    row = records.one(_ONE, {"project": project, "key": key})
    if row is None:
        raise Refused(_missing(project, key))
    if row.withdrawn:
        raise Refused(f"{key} was withdrawn: it does not come back.")
    if row.paused is None:
        raise Refused(f"{key} is still being imported: try again in a moment.")
    return int(row.id)


def _missing(project: str, key: str) -> str:
    return f"There is no task {key} in {project}: ids are those of its task file."


def _told(store: Store, row: Any) -> dict[str, Any]:
    of_task = {"task": row.id}
    states, said = store.read(
        lambda look: (look.execute(_STATES, of_task).all(), look.execute(_SAID, of_task).all())
    )
    state = "withdrawn" if row.withdrawn else "paused" if row.paused else "open"
    return {
        "project": row.project,
        "task": row.key,
        "state": state if row.remaining or state != "open" else "done",
        "wanted": row.remaining or 0,
        "ask": row.ask,
        "specialties": row.specialties or row.of_pile or [],
        "assignments": {row.state: row.number for row in states},
        "incidents": [
            {"id": one.id, "kind": one.kind, "text": one.text, "at": one.at.isoformat()}
            for one in said
        ],
    }
