"""The tables at one moment, as whoever judges an event looks at them before and after it."""

from dataclasses import dataclass
from typing import Any

from store.tables import (
    AnnotationRow,
    AssignmentRow,
    ContactRow,
    HeardRow,
    IncidentRow,
    PersonRow,
    QueueRow,
    TaskRow,
    UnplacedRow,
    WithheldRow,
)
from tests.machine.world import World

DRAWN = ("panel", "panels", "shown_turn", "shown_at", "delivered_at")
"""What may change of an assignment without anything being answered."""


@dataclass
class Sight:
    """The tables at one moment."""

    assignments: dict[str, Any]
    annotations: list[Any]
    heard: dict[tuple[int, str], Any]
    queue: list[Any]
    apart: dict[str, Any]
    """What may name a patient, by its id."""
    busy: set[int]
    """Contacts whose next text is awaited elsewhere: by a page, or for the coordinator."""
    unplaced: dict[int, list[str]]
    """Words of each contact that are kept until it is said for which task they are."""
    reports: list[Any]
    """What people said is wrong with a task."""
    withdrawn: set[int]
    """Tasks that a coordinator took back."""

    def answers(self, without: str = "") -> dict[str, Any]:
        """Assignments less what only drawing changes."""
        return {
            name: {k: v for k, v in row._mapping.items() if k not in DRAWN}
            for name, row in self.assignments.items()
            if name != without
        }

    def parts(self, assignment: str, *, pending: bool) -> list[Any]:
        """What was written for this task, of what counts or of what waits, in place order."""
        mine = [p for p in self.heard.values() if p.assignment == assignment]
        return sorted((p for p in mine if p.pending == pending), key=_place)

    def owned(self, person: int, *, by_others: bool = False) -> dict[str, Any]:
        mine = {k: v for k, v in self.answers().items() if v["person"] == person}
        return {k: v for k, v in self.answers().items() if k not in mine} if by_others else mine


def sight(world: World) -> Sight:
    return Sight(
        {row.id: row for row in world.rows(AssignmentRow)},
        sorted(world.rows(AnnotationRow), key=lambda row: row.id),
        {(row.contact, row.message): row for row in world.rows(HeardRow)},
        world.rows(QueueRow),
        {row.id: row for row in world.rows(WithheldRow)},
        {
            contact.id
            for contact in world.rows(ContactRow)
            for person in world.rows(PersonRow)
            if person.id == contact.person and person.page
        }
        | {row.contact for row in world.rows(AssignmentRow) if row.question == "ask"},
        {
            contact.id: [row.text for row in world.rows(UnplacedRow) if row.contact == contact.id]
            for contact in world.rows(ContactRow)
        },
        [row for row in world.rows(IncidentRow) if row.kind == "report"],
        {row.id for row in world.rows(TaskRow) if row.withdrawn},
    )


def _place(row: Any) -> int:
    return int(row.place)
