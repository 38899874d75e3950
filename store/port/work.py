"""Assignments and their revisions: an assignment changes only by
compare-and-set on its turn, attempt and state; annotations are appended. (person, task) and
(assignment, attempt) are unique besides.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from bot.records import STATES, Annotation, Assignment
from store.port.base import CONTACT, Columns
from store.port.queue import ANNOTATION, ASSIGNMENT, QUEUE, Queue
from store.ready import Ready

TASKS: ColumnElement[bool] = literal_column("assignment.step = ''")
"""Tasks, and no steps of a lesson."""

_ASSIGNMENT = Ready(select(ASSIGNMENT).where(ASSIGNMENT.c.id == bindparam("assignment")))
_ASSIGNMENTS = {
    state: Ready(
        select(ASSIGNMENT)
        .where(
            ASSIGNMENT.c.person == bindparam("of_person"),
            literal_column(f"assignment.state = '{state}'"),
            TASKS,
        )
        .order_by(ASSIGNMENT.c.offered_at.desc(), ASSIGNMENT.c.id.desc())
        .limit(bindparam("most"))
    )
    for state in STATES
}
"""The state is literal: where a parameter could make a partial index apply, SQLite prepares the
statement anew at each execution, which is what most of it took."""
_CHANGING = Ready(
    select(ASSIGNMENT)
    .where(
        ASSIGNMENT.c.person == bindparam("of_person"),
        literal_column("assignment.state = 'done'"),
        literal_column("assignment.question <> ''"),
    )
    .order_by(ASSIGNMENT.c.id)
)
_LAPSED = (
    select(ASSIGNMENT)
    .join(CONTACT, CONTACT.c.id == ASSIGNMENT.c.contact)
    .where(
        literal_column("assignment.state = 'open'"), ASSIGNMENT.c.lease_until <= bindparam("now")
    )
    .order_by(ASSIGNMENT.c.lease_until)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True)
)
"""Whoever is at work on one of theirs at this moment is looked at again by the next tick."""
_ORDERS = Ready(
    select(ASSIGNMENT.c.order)
    .where(ASSIGNMENT.c.task == bindparam("task"))
    .order_by(ASSIGNMENT.c.offered_at, ASSIGNMENT.c.id)
)
_UNMOVED = update(ASSIGNMENT).where(
    ASSIGNMENT.c.id == bindparam("was_id"),
    ASSIGNMENT.c.turn == bindparam("was_turn"),
    ASSIGNMENT.c.attempt == bindparam("was_attempt"),
    ASSIGNMENT.c.state == bindparam("was_state"),
)
_SAVES: dict[tuple[str, ...], Ready] = {}
"""By the columns that change: as many as there are kinds of change."""
_ANNOTATIONS = Ready(
    select(ANNOTATION)
    .where(ANNOTATION.c.assignment == bindparam("assignment"))
    .order_by(ANNOTATION.c.attempt)
)
_HOLDERS = Ready(
    select(ASSIGNMENT)
    .where(
        ASSIGNMENT.c.task == bindparam("task"),
        literal_column("assignment.state IN ('open', 'lapsed')"),
    )
    .order_by(ASSIGNMENT.c.id)
)
_GIVEN = Ready(
    select(QUEUE.c.pile, QUEUE.c.variant)
    .select_from(ASSIGNMENT)
    .join(QUEUE, QUEUE.c.task == ASSIGNMENT.c.task)
    .where(ASSIGNMENT.c.session == bindparam("in_session"))
    .order_by(ASSIGNMENT.c.offered_at.desc(), ASSIGNMENT.c.id.desc())
    .limit(bindparam("most"))
)
_FINISHED: ColumnElement[bool] = literal_column("assignment.state = 'done'")
_DONE_IN = Ready(
    select(func.count()).where(ASSIGNMENT.c.session == bindparam("in_session"), _FINISHED, TASKS)
)
_FAST_IN = Ready(
    select(ASSIGNMENT.c.id)
    .where(ASSIGNMENT.c.session == bindparam("in_session"), ASSIGNMENT.c.fast.is_(True), _FINISHED)
    .limit(bindparam("most"))
)
_PACES = Ready(
    select(ASSIGNMENT.c.active, ASSIGNMENT.c.predicted)
    .where(
        ASSIGNMENT.c.person == bindparam("of_person"),
        literal_column("assignment.state = 'done'"),
        ASSIGNMENT.c.predicted > 0,
    )
    .order_by(ASSIGNMENT.c.submitted_at.desc())
    .limit(bindparam("most"))
)
_DONE = Ready(
    select(func.count()).where(
        ASSIGNMENT.c.person == bindparam("of_person"),
        literal_column("assignment.state = 'done'"),
        TASKS,
        ASSIGNMENT.c.submitted_at >= bindparam("since"),
    )
)


GIVEN_MOST = 32
"""Tasks of a session that the next one is held against: more than an hour's work."""


class Work(Queue):
    """Who has what, and what came of it."""

    def assignment(self, assignment: str) -> Assignment | None:
        row = self.one(_ASSIGNMENT, {"assignment": assignment})
        return self._assignment(row) if row else None

    def assignments(self, person: int, state: str, most: int) -> Sequence[Assignment]:
        values = {"of_person": person, "most": most}
        return [self._assignment(row) for row in self.all(_ASSIGNMENTS[state], values)]

    def changing(self, person: int) -> Sequence[Assignment]:
        return [self._assignment(row) for row in self.all(_CHANGING, {"of_person": person})]

    def orders(self, item: int) -> Sequence[tuple[int, ...]]:
        return [tuple(row.order) for row in self.all(_ORDERS, {"task": item})]

    def offer(self, assignment: Assignment) -> None:
        self.add(ASSIGNMENT, **self._columns(Columns.of(assignment)))

    def save(self, before: Assignment, after: Assignment) -> bool:
        changed = self._columns(Columns.changed(before, after)) or {"turn": after.turn}
        shape = tuple(changed)
        if shape not in _SAVES:
            _SAVES[shape] = Ready(_UNMOVED, shape)
        was = {
            "was_id": before.id,
            "was_turn": before.turn,
            "was_attempt": before.attempt,
            "was_state": before.state,
        }
        return self.change(_SAVES[shape], {**was, **changed}) == 1

    def annotate(self, annotation: Annotation) -> None:
        values = Columns.of(annotation)
        values["answer"] = dict(values["answer"])
        self.add(ANNOTATION, **values)

    def annotations(self, assignment: str) -> Sequence[Annotation]:
        rows = self.all(_ANNOTATIONS, {"assignment": assignment})
        return [
            Annotation(
                row.assignment,
                row.attempt,
                row.at,
                row.cause,
                row.answer,
                row.abstention,
                row.active,
            )
            for row in rows
        ]

    def done_since(self, person: int, since: datetime) -> int:
        values = {"of_person": person, "since": since}
        (count,) = self.one(_DONE, values)
        return int(count)

    def done_in(self, session: str) -> int:
        (count,) = self.one(_DONE_IN, {"in_session": session})
        return int(count)

    def fast_in(self, session: str, most: int) -> int:
        return len(self.all(_FAST_IN, {"in_session": session, "most": most}))

    def given(self, session: str) -> Sequence[tuple[int, int]]:
        rows = self.all(_GIVEN, {"in_session": session, "most": GIVEN_MOST})
        return [(row.pile, row.variant) for row in rows]

    def paces(self, person: int, most: int) -> Sequence[tuple[int, int]]:
        rows = self.all(_PACES, {"of_person": person, "most": most})
        return [(row.active, row.predicted) for row in rows]

    def holders(self, item: int) -> Sequence[Assignment]:
        return [self._assignment(row) for row in self.all(_HOLDERS, {"task": item})]

    def lapsed(self, at: datetime, most: int) -> Sequence[Assignment]:
        return [self._assignment(row) for row in self.all(_LAPSED, {"now": at, "most": most})]

    def _columns(self, values: dict[str, Any]) -> dict[str, Any]:
        """A record's fields as columns of the table."""
        if "account" in values:
            values["contact"] = self.contact_id(values.pop("account"))
        if "item" in values:
            values["task"] = values.pop("item")
        for name in ("order", "again"):
            if name in values:
                values[name] = list(values[name])
        for name in ("answer", "trail"):
            if name in values:
                values[name] = dict(values[name])
        return values

    def _assignment(self, row: Any) -> Assignment:
        values = dict(row._mapping)
        values["account"] = self.account(values.pop("contact"))
        values["item"] = values.pop("task")
        values["order"], values["again"] = tuple(values["order"]), tuple(values["again"])
        return Columns.made(Assignment, values)
