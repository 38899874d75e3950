"""The house behind the door: a real engine and store, with people at work in it, and its books."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from adapters.edge import fresh_id
from adapters.outbox import conclude
from adapters.port import Sent, Unreadable
from adapters.serve import deliverer
from bot.cards import Edit, Lookup, Post, words
from bot.engine import TASK_TOKEN
from bot.events import Account, Event
from bot.records import DONE, OPEN, Contact, Person
from bot.rules import Rules
from playground.slack.facts import TEAM
from store import (
    Delivery,
    Duplicate,
    Handled,
    Quarantined,
    imports,
    open_store,
    outbox,
    projects,
)
from store.port import SqlRecords
from store.tables import (
    AnnotationRow,
    AssignmentRow,
    ContactRow,
    DeliveryRow,
    IncidentRow,
    QuarantineRow,
)
from tests import medley

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEAMS = {"slack": TEAM, "telegram": "1000001"}
FACTS = {"link": "https://chat.example/1", "name": "Dr Lind", "zone": "Europe/London"}
ROOM = 500
"""Rows of the outbox that leave at once."""

Open = tuple[str, int]
"""An open task's id and turn: what a button of its panel carries."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What it says, the label and token of each button, and the thread it stands in."""

    text: str
    buttons: list[tuple[str, str]]
    thread: str


class House:
    """One store. `now` moves on a little whenever it is read."""

    def __init__(self, folder: Path, platform: str, tasks: int) -> None:
        self.store = open_store(f"sqlite:///{folder / 'rounds.db'}", fresh_id)
        self.platform, self.team = platform, TEAMS[platform]
        self.rules = Rules(block=1, as_imported=True, slip=timedelta(0), double_tap=timedelta(0))
        self.refs = count(1)
        self.results: Counter[str] = Counter()
        self._moment = BEGIN
        self._deliver = deliverer(self.store, self.rules)
        self.panels: dict[str, Panel] = {}
        self._threads: dict[str, str] = {}
        about, file = medley.written(folder, "fuzz", tasks, 100)
        projects.apply(self.store, about, BEGIN)
        imports.import_tasks(self.store, file, "fuzz", "synthetic", BEGIN)

    def now(self) -> datetime:
        self._moment += timedelta(milliseconds=5)
        return self._moment

    def account(self, user: str) -> Account:
        return Account(self.platform, self.team, user)

    def joins(self, user: str, state: str = "active") -> None:
        """Somebody who takes part, without walking through first contact."""
        at = self.now()

        def step(records: SqlRecords) -> None:
            made = Person(0, user, state, confirmed=True, consent=1, reminders=False)
            person = records.add_person(made, at)
            records.meet(Contact(0, self.account(user), person=person.id, name=user))
            records.enrol(person.id, "fuzz", at)

        self.store.submit(step).result()

    async def deliver(
        self, delivery: Delivery, event: Event | Unreadable
    ) -> Handled | Duplicate | Quarantined:
        """What `rounds serve` does, and a note of how it ended."""
        done = await self._deliver(delivery, event)
        self.results[type(done).__name__] += 1
        if isinstance(event, Unreadable) and isinstance(done, Handled):
            self.results["unreadable, yet handled"] += 1
        if isinstance(event, Unreadable) and "broke" in str(event):
            self.results[f"a reader broke: {event}"] += 1
        return done

    def settle(self) -> None:
        """Everything queued arrives."""

        def step(records: SqlRecords) -> None:
            now, reach = self.now(), tuple(TEAMS.items())
            while rows := outbox.claim(records, "fuzz", reach, now, 60.0, ROOM):
                for row in rows:
                    facts = FACTS if isinstance(row.out, Lookup) else {}
                    arrived = Sent(str(next(self.refs)), row.channel, facts)
                    self._seen(row.out, arrived.ref)
                    conclude(records, row, arrived, now, self.rules, True)

        self.store.submit(step).result()

    def _seen(self, out: Any, ref: str) -> None:
        """A panel as it stands in somebody's chat by now."""
        if not isinstance(out, Post | Edit):
            return
        if isinstance(out, Post):
            self._threads[out.name] = self._threads.get(out.under, ref)
        buttons = [(button.label, button.token) for row in out.card.rows for button in row]
        if buttons and TASK_TOKEN.fullmatch(buttons[0][1]):
            thread = self._threads.get(out.name, "")
            self.panels[out.to.user] = Panel(words(out.card), buttons, thread)

    def open_tasks(self, users: list[str]) -> dict[str, Open]:
        """The task each of these has open."""
        wanted = (
            select(ContactRow.user, AssignmentRow.id, AssignmentRow.turn)  # type: ignore[call-overload]
            .join(AssignmentRow, AssignmentRow.person == ContactRow.person)
            .where(AssignmentRow.state == OPEN, ContactRow.user.in_(users))  # type: ignore[attr-defined]
        )
        rows = self.store.read(lambda connection: connection.execute(wanted).all())
        return {row.user: (row.id, row.turn) for row in rows}

    # the books

    def keys(self) -> set[str]:
        wanted = select(DeliveryRow.key)  # type: ignore[call-overload]
        return set(self.store.read(lambda connection: connection.execute(wanted).scalars().all()))

    def kept(self) -> Counter[str]:
        """What is in quarantine, by the kind of its error."""
        wanted = select(QuarantineRow.error, func.count()).group_by(QuarantineRow.error)  # type: ignore[call-overload]
        rows = self.store.read(lambda connection: connection.execute(wanted).all())
        return Counter({row[0]: row[1] for row in rows})

    def told(self) -> int:
        """Incidents of what could not be used."""
        wanted = select(func.count()).where(IncidentRow.kind == "unusable")  # type: ignore[arg-type]
        return int(self.store.read(lambda connection: connection.execute(wanted).scalar_one()))

    def work(self, users: list[str]) -> dict[str, dict[str, Any]]:
        """These people's tasks by id: the choices stored by turn, whether done, how often saved."""
        saved = (
            select(func.count())
            .where(AnnotationRow.assignment == AssignmentRow.id)  # type: ignore[arg-type]
            .scalar_subquery()
        )
        wanted = (
            select(AssignmentRow.id, AssignmentRow.trail, AssignmentRow.state, saved.label("saved"))  # type: ignore[call-overload]
            .join(ContactRow, AssignmentRow.person == ContactRow.person)
            .where(ContactRow.user.in_(users))  # type: ignore[attr-defined]
        )
        rows = self.store.read(lambda connection: connection.execute(wanted).all())
        return {
            row.id: {"trail": row.trail, "done": row.state == DONE, "saved": row.saved}
            for row in rows
        }

    def close(self) -> None:
        self.store.close()
