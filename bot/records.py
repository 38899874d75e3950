"""What is remembered, as frozen records, and the port through which a step reads and writes it.

The store keeps the port `Records`; a step gets one that lives inside its transaction. Nothing
here knows SQL, and no method of the port commits. Changes of an assignment are compare-and-set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.cards import Durable
from bot.events import Account

OPEN = "open"
"""Assignment states: open, done, skipped (a typed abstention), lapsed (passed on, draft kept),
withdrawn (task taken back), returned (its person left)."""
DONE, SKIPPED, LAPSED, WITHDRAWN, RETURNED = "done", "skipped", "lapsed", "withdrawn", "returned"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part. Belongs to no platform: accounts point here.

    `state`: joining (first contact under way) · waiting (a coordinator confirms the link) ·
    active · declined · left · removed. `page` is the first-contact page open now, "" when none.
    Choices are None until answered. `zone` is an IANA name. `consent` is the agreed version.
    """

    id: int
    name: str
    state: str
    page: str = ""
    page_version: int = 0
    consent: int = 0
    confirmed: bool = False
    reminders: bool | None = None
    quoting: bool | None = None
    managed: bool | None = None
    screen_reader: bool | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Project:
    """A pool of items and how they are asked. `seed` orders responses; `keep` is a sentence."""

    id: str
    title: str
    run_by: str
    seed: str
    coordinators: tuple[str, ...] = ()
    keep: str = ""
    reader: str = ""
    ask: tuple[str, ...] = ("rank", "rationale")
    overlap: int = 3
    guideline: str = ""
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


@dataclass(frozen=True, slots=True)
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
"""Answers by question id, JSON data: {"rank": 1, "strength": 3, "stands": true, …}."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task, for one person, in one order.

    `id` is public, random, 96 bits in base 36. `order[k]` is the index (in the task file) of the
    response shown as letter k. `turn` rises whenever the panel asks something else or again;
    `trail` holds the choice stored for each past turn. `attempt` counts submissions only.
    `panel` names the message that asks now, `panels` counts panels posted. `shown_turn` and
    `shown_at` say which turn the outbox last recorded as sent, and when. `account` is where the
    task lies open. Times are UTC.
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


@dataclass(frozen=True, slots=True)
class Annotation:
    """One revision of a finished assignment; append-only. `cause` says what made it.

    cause: submitted · changed · added · edited · removed · skipped. `abstention` is the code of a
    typed skip, and then `answer` is the draft as it stood.
    """

    assignment: str
    attempt: int
    at: datetime
    cause: str
    answer: Answer
    abstention: str = ""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a person's own that became (part of) a reason. `place` orders the parts."""

    account: Account
    message: str
    assignment: str
    place: int
    text: str


class Records(Protocol):
    """The port. One instance lives inside one transaction; nothing here commits."""

    def fresh(self) -> str:
        """A new public id: 96 random bits in base 36."""
        ...

    # -- people -------------------------------------------------------------------------------
    def hold(self, account: Account) -> Contact | None:
        """The contact, locked against other workers until the transaction ends; None if unknown."""
        ...

    def meet(self, contact: Contact) -> Contact:
        """Insert a contact (id 0) and return it with its id."""
        ...

    def save_contact(self, contact: Contact) -> None: ...

    def contacts(self, person: int) -> Sequence[Contact]: ...

    def person(self, person: int) -> Person: ...

    def add_person(self, person: Person, at: datetime) -> Person:
        """Insert a person (id 0) and return it with its id."""
        ...

    def save_person(self, person: Person, at: datetime) -> None: ...

    def chose(self, person: int, page: str, version: int, choice: str, at: datetime) -> None:
        """Append one answer of first contact or of settings; never overwritten."""
        ...

    def redeem(self, code_hash: str, account: Account, at: datetime) -> Invitation | None:
        """Use an invitation by its SHA-256 hex (compare-and-set): None if wrong, used, expired
        or revoked."""
        ...

    def named(self, account: Account, at: datetime) -> Invitation | None:
        """Use the invitation a coordinator made out to this very account, if there is one."""
        ...

    def enrol(self, person: int, project: str, at: datetime) -> None: ...

    def projects(self, person: int) -> Sequence[Project]:
        """Projects the person is enrolled in, oldest enrolment first."""
        ...

    # -- work ---------------------------------------------------------------------------------
    def project(self, project: str) -> Project: ...

    def item(self, item: int) -> Item: ...

    def assignment(self, assignment: str) -> Assignment | None: ...

    def assignments(self, person: int, state: str, most: int) -> Sequence[Assignment]:
        """The person's assignments in a state, newest first."""
        ...

    def take(self, person: int, platform: str, at: datetime) -> Item | None:
        """Claim one slot of the next item this person never had, in queue order; None if none.

        Only items of enrolled, unpaused projects that allow the platform (Telegram only where
        every batch is attested).
        """
        ...

    def peek(self, person: int, platform: str) -> Item | None:
        """The item `take` would hand out, not claimed; None if none."""
        ...

    def give_back(self, item: int) -> None:
        """Return a claimed slot to the pool (skip, lapse, leaving)."""
        ...

    def orders(self, item: int) -> Sequence[tuple[int, ...]]:
        """Orders drawn so far for this item."""
        ...

    def offer(self, assignment: Assignment) -> None:
        """Insert a new assignment; (person, item) is unique."""
        ...

    def save(self, before: Assignment, after: Assignment) -> bool:
        """Compare-and-set on id, turn, attempt and state of `before`; False if it has moved on."""
        ...

    def annotate(self, annotation: Annotation) -> None: ...

    def annotations(self, assignment: str) -> Sequence[Annotation]:
        """All revisions, oldest first."""
        ...

    def done_since(self, person: int, since: datetime) -> int: ...

    def waiting(self, person: int, platform: str, most: int) -> int:
        """How many items `take` could still hand out, counted up to `most`."""
        ...

    def lapsed(self, at: datetime, most: int) -> Sequence[Assignment]:
        """Open assignments whose lease has run out, locked."""
        ...

    # -- threads and messages -----------------------------------------------------------------
    def session(self, account: Account) -> Session | None:
        """The newest session of the account that has not ended."""
        ...

    def session_by_id(self, session: str) -> Session | None: ...

    def save_session(self, session: Session) -> None:
        """Insert or update."""
        ...

    def message(self, account: Account, ref: str) -> Message | None: ...

    def message_named(self, name: str) -> Message | None: ...

    def linked(self, name: str, link: str) -> None:
        """Keep a message's permalink."""
        ...

    def redrawable(self, account: Account, ref: str, redraw: str, at: datetime) -> None:
        """Keep what the newest press brought to redraw its message with."""
        ...

    def heard(self, account: Account, message: str) -> Heard | None: ...

    def heard_all(self, assignment: str) -> Sequence[Heard]:
        """The parts of a reason, in place order."""
        ...

    def hear(self, heard: Heard) -> None:
        """Insert or update a part by (account, message)."""
        ...

    def unhear(self, heard: Heard) -> None: ...

    # -- what leaves, and what a coordinator hears ---------------------------------------------
    def emit(self, out: Durable, at: datetime) -> None:
        """Queue a durable out in the outbox, within this transaction."""
        ...

    def hush(self, account: Account) -> None:
        """Everything queued for this account that is not yet under way will not be sent."""
        ...

    def incident(
        self, kind: str, text: str, at: datetime, *, person: int = 0, assignment: str = ""
    ) -> int:
        """Something a coordinator hears about; returns its id."""
        ...
