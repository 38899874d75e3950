"""What every platform adapter keeps: cards become calls, calls are made by the pump, nobody else.

A `Call` is one web call, not made yet. `show` turns a durable out into exactly one call (or none
where the platform has no such view), so that one outbox row is one request. A file that a call
carries may need requests of its own before: they show nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from adapters.documents import File
from bot.cards import Durable, Passing


class Refused(Exception):  # noqa: N818  the house's word
    """The platform refuses us for good (a wrong token, a missing scope); one sentence, with the
    remedy."""


class Unreadable(ValueError):  # noqa: N818  the house's word
    """A payload without the shape its platform promises; one sentence says where. A reader raises
    it, and it is delivered in the event's place, so that the payload is kept in quarantine."""


@dataclass(frozen=True, slots=True)
class Call:
    """One web call. `method` is the platform's own name; `args` are its arguments, and `file` is
    what is drawn when it is made."""

    method: str
    args: Mapping[str, Any] = field(default_factory=dict)
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """What the pump knows about the place when it sends.

    `channel` is the DM or chat ("" if unknown), `user` the account's own id. `ref` is the message
    to edit or look up, `under` the thread root or the message replied to. `redraw` is the newest
    press's response_url when it may still be used, else "". `outbox` is the row's opaque id.
    `unsure` is true when an earlier try of this row may have arrived; `queued` is when the row was
    decided: what stands there from before is something else.
    """

    channel: str
    user: str
    ref: str = ""
    under: str = ""
    redraw: str = ""
    outbox: str = ""
    unsure: bool = False
    queued: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived. `ref` and `channel` are the platform's; `facts` what a `Lookup` found
    ("link", or "name", "zone", "language" of a profile)."""

    ref: str = ""
    channel: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Surely not sent: try again after `seconds`. `scope` is what the limit covers ("" this row,
    "chat", "method", "platform")."""

    seconds: float
    why: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have arrived (time-out after writing, 5xx, connection lost)."""

    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """It will never arrive as it is. `gone` means the person cannot be reached at all."""

    why: str
    gone: bool = False


Outcome = Sent | Wait | Unsure | Never


@dataclass(frozen=True, slots=True)
class Knock:
    """One request that came to our door, exactly as it came: nothing of it is believed yet.

    `headers` have lower-case names; a name sent twice holds every value.
    """

    headers: Mapping[str, tuple[str, ...]]
    body: bytes

    def only(self, name: str) -> str:
        """A header's one value; "" if it is missing or stands there twice."""
        found = self.headers.get(name, ())
        return found[0] if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door says back: an HTTP status and a body."""

    status: int
    body: str = ""
    kind: str = "text/plain"


Hear = Callable[[Knock], Awaitable[Answer]]


class Speaker(Protocol):
    """One platform, as the pump and `serve` see it."""

    platform: str
    team: str

    def hears(self) -> Mapping[str, Hear]:
        """What it listens to at our door, by path; nothing if the platform is asked instead."""
        ...

    async def start(self) -> None:
        """Connect; afterwards events flow into the store."""
        ...

    async def stop(self) -> None: ...

    async def send(self, out: Durable, where: Where) -> Outcome:
        """Draw and make the one call; never raises for what the platform answers."""
        ...

    def pace(self, out: Durable, where: Where) -> tuple[str, ...]:
        """Names of the rate buckets this call draws on, e.g. ("post:D1", "telegram")."""
        ...

    def healthy(self, now: datetime) -> str:
        """ "" when well, else one sentence."""
        ...


def passing_first(outs: list[Passing]) -> list[Passing]:
    """Notices before forms before replies: the toast must not wait for anything."""
    rank = {"Notice": 0, "Form": 1, "Reply": 2}
    return sorted(outs, key=lambda out: rank[type(out).__name__])
