"""Decisions are written down as they are made, and guesses are counted.

A decision about a person is whatever changes what they may do or agreed to; it is noticed here,
where the row is written, so that nobody can forget to tell.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from bot.events import Account
from bot.records import Person
from store import tables
from store.port.base import Ground, table

AUDIT = table(tables.AuditRow)
GUESS = table(tables.GuessRow)

DECIDED = ("state", "confirmed", "consent", "reminders", "quoting", "managed", "specialties")
"""What of a person is a decision; their name, zone and place in first contact are not."""

_RECENT = select(func.count()).where(
    GUESS.c.contact == bindparam("of_contact"), GUESS.c.at > bindparam("since")
)


class Trust(Ground):
    """The audit and the guesses."""

    def audit(
        self, action: str, at: datetime, *, person: int = 0, task: int = 0, **about: object
    ) -> None:
        """Append one decision, by whoever this transaction is for."""
        self._append(action, at, person, task, about)

    def decided(self, was: Mapping[str, Any], person: Person, at: datetime) -> None:
        """Append what changed about a person, if any of it is a decision."""
        is_now = {name: getattr(person, name) for name in DECIDED}
        is_now["specialties"] = list(person.specialties)
        before = {"specialties": [], **was}
        changed = {
            name: [before.get(name), value]
            for name, value in is_now.items()
            if before.get(name) != value
        }
        if changed:
            self._append("person", at, person.id, 0, changed)

    def _append(
        self, action: str, at: datetime, person: int, task: int, about: Mapping[str, object]
    ) -> None:
        row = {"at": at, "by": self.by, "action": action, "person": person, "task": task}
        self.connection.execute(insert(AUDIT), {**row, "about": dict(about)})

    def guessed(self, account: Account, at: datetime) -> None:
        """Count a code that opened nothing."""
        self.connection.execute(insert(GUESS), {"contact": self.contact_id(account), "at": at})

    def guesses(self, account: Account, since: datetime) -> int:
        """How often this account has guessed since then."""
        found = {"of_contact": self.contact_id(account), "since": since}
        return int(self.connection.execute(_RECENT, found).scalar_one())
