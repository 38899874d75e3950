"""What the store is given, and what it answers."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards import Durable, Passing
from bot.events import Account


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery of a platform. `key` is its own id ("" if it has none: then its bytes name it),
    `sent` what was sent, as text or as what JSON made of it; it is written down only if it cannot
    be used. `account` is whose it is, if that is known."""

    source: str
    team: str
    key: str
    sent: Any
    at: datetime
    account: Account | None = None

    @property
    def raw(self) -> str:
        """What was sent, as text. Asked for by the store's own thread: deep in another's stack,
        what could just be read could not be written again."""
        text = self.sent if isinstance(self.sent, str) else json.dumps(self.sent)
        return text.encode(errors="backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Handled:
    """Stored with all its effects. `passing` is what to answer at once, best effort."""

    passing: tuple[Passing, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Seen before: nothing happened."""

    passing: tuple[Passing, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """It could not be used. It is kept under this incident, and the person has been told."""

    incident: int
    passing: tuple[Passing, ...] = ()


@dataclass(frozen=True, slots=True)
class Leased:
    """An outbox row under a lease: what to send and all that is known about the place.

    `channel` is the DM or chat. `ref` is the message to edit or to look up, `under_ref` the thread
    root or the message replied to; both are the platform's and may be "". `redraw` is the newest
    press's address while it may be used. `unsure` is true when an earlier try may have arrived.
    `key` names the row for ever: its number alone comes again after a restore, or once the outbox
    was empty. `queued` is when it was put there.
    """

    id: int
    owner: str
    claim: int
    attempt: int
    platform: str
    team: str
    out: Durable
    key: str = ""
    channel: str = ""
    ref: str = ""
    under_ref: str = ""
    redraw: str = ""
    unsure: bool = False
    queued: datetime | None = None


class Held(Exception):  # noqa: N818  the house's word
    """What a step needs is in another transaction's hands at this moment: it is run again."""


class MachineError(Exception):
    """The machine could not store this (connection, disk, lock): nobody may acknowledge it."""
