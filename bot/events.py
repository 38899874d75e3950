"""What comes in: six things a person can do, each a frozen record with nothing of a platform in it.

Adapters read a payload into one of these; the engine never sees a payload. `at` is the edge's
clock in UTC, `id` is the delivery's own key (Slack `event_id` or `trigger_id`, Telegram
`update_id`), so that a delivery seen twice is known by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A person's place on one platform, taken from a signed payload and never from text.

    `team` is the Slack workspace or the Telegram bot: user ids are unique only within it.
    """

    platform: str
    team: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What every event carries. `channel` is where an answer would go; empty when unknown."""

    id: str
    at: datetime
    account: Account
    channel: str = ""
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Came):
    """A person wrote. `thread` and `reply_to` are platform message references.

    `form` is "text", or what we cannot keep: "voice", "photo", "file". `command` is true for a
    slash command, whose answer travels in the acknowledgement as a `Reply`. `quote` are words of
    the message replied to that the person marked, as it shows them.
    """

    message: str = ""
    text: str = ""
    thread: str = ""
    reply_to: str = ""
    form: str = "text"
    command: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Came):
    """A button. `redraw` is what the platform gave to change this very message with."""

    token: str
    message: str = ""
    redraw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Came):
    """A form was sent. Field names are those of the `Form` that asked."""

    token: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(Came):
    """A message of the person's own was edited (`text`) or deleted (`text` is None)."""

    message: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Came):
    """The person opened a view: "home", "messages" or "start", the last with an invitation code."""

    view: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached(Came):
    """We can, or can no longer, reach this account: "joined", "blocked" or "left"."""

    change: str


Event = Said | Pressed | Submitted | Revised | Opened | Reached
