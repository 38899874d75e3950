"""The house behind the door: a real engine and store, with people at work in it, and its books."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from adapters.edge import fresh_id
from adapters.outbox import conclude
from adapters.port import Never, Outcome, Sent, Unreadable
from adapters.serve import deliverer
from bot.cards import Card, Edit, Erase, Lookup, Post
from bot.events import Account, Event
from bot.records import Contact, Person
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
from store.deliveries import Leased
from store.port import SqlRecords
from store.tables import (
    DeliveryRow,
    IncidentRow,
    QuarantineRow,
)
from tests import medley
from tests.kept import exported, persons
from tests.talk import Shown

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEAMS = {"slack": TEAM, "telegram": "1000001"}
FACTS = {"link": "https://chat.example/1", "name": "Dr Lind", "zone": "Europe/London"}
ROOM = 500
"""Rows of the outbox that leave at once."""

REMEMBERED = 30
"""Messages of a chat that are looked at: the longest task, and what stands around it."""


class Chat:
    """What somebody sees: the newest messages, as they are now."""

    def __init__(self) -> None:
        self.messages: list[Shown] = []

    def arrives(self, made: Shown) -> None:
        self.messages = [*self.messages, made][-REMEMBERED:]

    def changes(self, name: str, card: Card) -> None:
        for message in self.messages:
            if message.name == name:
                message.card = card


class House:
    """One store. `now` moves on a little whenever it is read."""

    def __init__(self, folder: Path, platform: str, tasks: int) -> None:
        self.store = open_store(f"sqlite:///{folder / 'rounds.db'}", fresh_id)
        self.platform, self.team = platform, TEAMS[platform]
        self.rules = Rules(as_imported=True, slip=timedelta(0), double_tap=timedelta(0))
        self.refs = count(1)
        self.results: Counter[str] = Counter()
        self._moment = BEGIN
        self._deliver = deliverer(self.store, self.rules)
        self.folder, self.chats = folder, dict[str, Chat]()
        described, file = medley.written(folder, "fuzz", tasks, 100)
        projects.apply(self.store, described, BEGIN)
        done = imports.import_tasks(self.store, file, "fuzz", "synthetic", BEGIN)
        assert done["imported"] == tasks, done

    def now(self) -> datetime:
        self._moment += timedelta(milliseconds=5)
        return self._moment

    def account(self, user: str) -> Account:
        return Account(self.platform, self.team, user)

    def joins(self, user: str, state: str = "active") -> None:
        """Somebody who takes part, without walking through first contact."""
        at = self.now()
        self.chats[user] = Chat()

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
        """Everything queued arrives, but a message of which the platform lets nobody delete any."""

        def step(records: SqlRecords) -> None:
            now, reach = self.now(), tuple(TEAMS.items())
            while rows := outbox.claim(records, "fuzz", reach, now, 60.0, ROOM):
                for row in rows:
                    conclude(records, row, self._arrives(row), now, self.rules, True)

        self.store.submit(step).result()

    def _arrives(self, row: Leased) -> Outcome:
        out, ref = row.out, str(next(self.refs))
        chat = self.chats.setdefault(out.to.user, Chat())
        match out:
            case Post():
                chat.arrives(Shown(ref, out.name, out.card, row.under_ref))
            case Edit():
                chat.changes(out.name, out.card)
            case Erase() if int(ref) % 2:
                return Never("message can't be deleted for everyone")
            case Lookup():
                return Sent(ref, row.channel, FACTS)
        return Sent(ref, row.channel)

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

    def rows(self, users: list[str]) -> list[dict[str, Any]]:
        """What an export holds of these people, each in their seat."""
        return exported(self.store, "fuzz", self.folder / "out", self.now(), users)

    def incidents(self, users: list[str]) -> Counter[str]:
        """What coordinators heard of these people, by kind."""
        theirs = list(persons(self.store, users))
        wanted = select(IncidentRow.kind).where(IncidentRow.person.in_(theirs))  # type: ignore[call-overload,attr-defined]
        return Counter(self.store.read(lambda look: look.execute(wanted).scalars().all()))

    def close(self) -> None:
        self.store.close()
