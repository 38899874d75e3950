"""What is remembered, as frozen records: what the engine may know, and nothing else.

The port through which a step reads and writes them is `bot.port`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.events import Account

if TYPE_CHECKING:
    from dataclasses import replace as replace  # every field is checked as ever
else:

    def replace(record, /, **changes):
        """`dataclasses.replace` for a record without slots, in a seventh of its time: a press makes
        four, and a frozen constructor sets each field by a call of its own."""
        made = object.__new__(record.__class__)
        made.__dict__.update(record.__dict__, **changes)
        return made


OPEN = "open"
"""Assignment states: open, done, skipped (a typed abstention), lapsed (passed on, draft kept),
withdrawn (taken back), returned (its person left)."""
DONE, SKIPPED, LAPSED, WITHDRAWN, RETURNED = "done", "skipped", "lapsed", "withdrawn", "returned"
STATES = (OPEN, DONE, SKIPPED, LAPSED, WITHDRAWN, RETURNED)

LATER = "later"
"""The page on which a panel stands while its task is put aside."""


@dataclass(frozen=True)
class Person:
    """Somebody who takes part. Belongs to no platform: accounts point here.

    `state`: joining (first contact under way) · waiting (a coordinator confirms the link) ·
    active · declined · left · removed. `page` is the first-contact page open now, "" when none;
    `chosen` the newest answer of one as page:version:choice, so that its second tap is silent.
    Choices are None until answered. `zone` is an IANA name. `consent` is the agreed version.
    """

    id: int
    name: str
    state: str
    page: str = ""
    page_version: int = 0
    chosen: str = ""
    consent: int = 0
    confirmed: bool = False
    reminders: bool | None = None
    quoting: bool | None = None
    managed: bool | None = None
    screen_reader: bool | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Contact:
    """An account as we know it. `person` is 0 while nobody is behind it; `channel` may be empty.

    `reach` is "ok" or "blocked". `home` is true once the standing view was opened. `asking` is
    the assignment whose question to the coordinator is awaited next, "" when none. `held_text` is
    a reason typed in the wrong place, kept until the person says which task it is for.
    """

    id: int
    account: Account
    person: int = 0
    channel: str = ""
    name: str = ""
    zone: str = ""
    language: str = ""
    reach: str = "ok"
    home: bool = False
    asking: str = ""
    held_text: str = ""
    held_message: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in: to a project, by code or for a named account; single use."""

    id: int
    project: str
    name: str
    named: bool


@dataclass(frozen=True)
class Project:
    """A pool of items. `seed` orders responses; `keep` is a sentence; `rubric` is the version in
    which it asks now."""

    id: str
    title: str
    run_by: str
    seed: str
    coordinators: tuple[str, ...] = ()
    keep: str = ""
    reader: str = ""
    overlap: int = 3
    rubric: int = 1
    platforms: tuple[str, ...] = ("slack", "telegram")
    attested: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """One answer under test: its id in the task file and its text, to the byte."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a prompt: "user", "assistant" or "system", and its text."""

    role: str
    text: str


@dataclass(frozen=True)
class Item:
    """A task as an annotator may know it: no model, no gold, no metadata ever comes this far."""

    id: int
    key: str
    project: str
    prompt: tuple[Turn, ...]
    responses: tuple[Response, ...]
    ask: tuple[str, ...]
    reader: str = ""
    withdrawn: bool = False


Answer = Mapping[str, Any]
"""What was answered, JSON data: {"risk": {"a1": "S2", "a2": "none"}, "ranking": [["a2"], ["a1"]],
"strength": 3, "stands": true, "main": ["a1", "H1"], "rationale": "…"}. What each kind keeps
stands at the head of its module."""


@dataclass(frozen=True)
class Assignment:
    """One task, for one person, in one order.

    `id` is public, random, 96 bits in base 36. `order[k]` is the index (in the task file) of the
    response shown as letter k. `turn` rises whenever the panel asks something else or again;
    `trail` holds the choice stored for each past turn. `attempt` counts submissions only.
    `panel` names the message that asks now, `panels` counts panels posted. `shown_turn` and
    `shown_at` say which turn the outbox last recorded as sent, and when. `account` is where the
    task lies open. `rubric` is the version it began with.
    `delivered_at` is when its first question was shown, with all there is to judge above it;
    `touched_at` the last tap, `active` the milliseconds spent on it without the pauses. Times are
    UTC.
    """

    id: str
    person: int
    item: int
    project: str
    order: tuple[int, ...]
    account: Account
    session: str
    state: str = OPEN
    turn: int = 1
    question: str = ""
    answer: Answer = field(default_factory=dict)
    trail: Mapping[str, str] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    attempt: int = 0
    panel: str = ""
    panels: int = 0
    postings: int = 1
    shown_turn: int = 0
    shown_at: datetime | None = None
    offered_at: datetime | None = None
    first_tap_at: datetime | None = None
    submitted_at: datetime | None = None
    lease_until: datetime | None = None
    extra: bool = False
    rubric: int = 1
    delivered_at: datetime | None = None
    touched_at: datetime | None = None
    active: int = 0

    @property
    def aside(self) -> bool:
        """Put aside for later: it asks nothing until it is wanted again."""
        return self.question == LATER


@dataclass(frozen=True, slots=True)
class Annotation:
    """One revision of a finished assignment; append-only. `cause` says what made it.

    cause: submitted · changed · added · edited · removed · skipped. `abstention` is the code of a
    typed skip, and then `answer` is the draft as it stood. `active` is the time spent until then,
    in milliseconds, None where it was not taken.
    """

    assignment: str
    attempt: int
    at: datetime
    cause: str
    answer: Answer
    abstention: str = ""
    active: int | None = None


@dataclass(frozen=True)
class Session:
    """A stretch of work in one thread. `root` names its header message."""

    id: str
    person: int
    account: Account
    root: str
    started_at: datetime
    touched_at: datetime
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours: `ref` is the platform's, empty until sent; `link` its permalink."""

    name: str
    account: Account
    ref: str = ""
    under: str = ""
    assignment: str = ""
    link: str = ""


KEPT, ASKED, USED, UNWANTED, DROPPED = "kept", "asked", "used", "unwanted", "dropped"
"""States of a withheld text: nobody was asked; a coordinator was; it became what it would have
been; it was let pass, but nothing wants it any more; it was not let pass."""


@dataclass(frozen=True)
class Withheld:
    """A text that may name a patient: used by nobody until somebody has looked.

    `use` says what it would have been: "reason", "more" of one that is being asked for, "added" to
    a finished one, "edited", "wording", "question" to the coordinator, or "placed", once its task
    was known; `question` is the key that asked. `found` are the details as (kind, start, end) in
    characters of `text`, seen by the rules of that name. `incident` is what tells a coordinator, 0
    while nobody was asked.
    """

    id: str
    account: Account
    person: int
    assignment: str
    use: str
    question: str
    message: str
    text: str
    found: tuple[tuple[str, int, int], ...]
    rules: str
    at: datetime
    state: str = KEPT
    incident: int = 0
    decided_at: datetime | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of details in it, each once, in order."""
        return tuple(dict.fromkeys(kind for kind, _, _ in self.found))


@dataclass(frozen=True)
class Heard:
    """A message of a person's own that became (part of) a reason. `place` orders the parts;
    `pending` is true while it belongs to a change that is not submitted."""

    account: Account
    message: str
    assignment: str
    place: int
    text: str
    pending: bool = False
