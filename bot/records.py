"""What is remembered, as frozen records: what the engine may know, and nothing else. A step reads
and writes them through the port, `bot.port`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.events import Account
from bot.learning import Taught

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

OUTSIDE = ("left", "removed", "declined")
"""States of a person who takes no part, and gets nothing of a task."""

LATER = "later"
"""The page on which a panel stands while its task is put aside."""

SEEN, END = "seen", "end"
"""Pages of a step of a lesson that is done: it stands before its learner; what it ended is told."""


@dataclass(frozen=True)
class Person:
    """Somebody who takes part. Belongs to no platform: accounts point here.

    `state`: joining (first contact under way) · waiting (a coordinator confirms the link) ·
    active · declined · left · removed. `page` is the first-contact page open now, "" when none;
    `chosen` the newest answer of one as page:version:choice, so that its second tap is silent.
    Choices are None until answered. `zone` is an IANA name. `consent` is the agreed version.
    `specialties` are their fields as a coordinator named them; none means that nobody did.
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
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """An account as we know it. `person` is 0 while nobody is behind it; `channel` may be empty.

    `reach` is "ok" or "blocked". `home` is true once the standing view was opened. `offered` are
    the buttons of what was said beside a task lately, for whoever types them (`bot.beside`).
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
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in: to a project, by code or for a named account; single use."""

    id: int
    project: str
    name: str
    named: bool
    specialties: tuple[str, ...] = ()


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
    requires: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Tasks of a project that are alike: whose field they are, in lower case, what they ask, of how
    many responses, and about how long they are (`store.piles` says in which classes)."""

    id: int
    project: str
    specialties: tuple[str, ...]
    ask: tuple[str, ...]
    size: int
    length: int


class Candidate(NamedTuple):
    """A task that might be given: narrow, and made as fast as a row is, so that many can be looked
    at. `pos` is its place in the queue, `variant` the same for tasks that ask the same question of
    other responses."""

    item: int
    pile: int
    pos: int
    words: int
    variant: int


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
    """A task as an annotator may know it: no model, no gold, no metadata ever comes this far.

    A step of a lesson is an item too: `taught` says what it teaches.
    """

    id: int
    key: str
    project: str
    prompt: tuple[Turn, ...]
    responses: tuple[Response, ...]
    ask: tuple[str, ...]
    reader: str = ""
    withdrawn: bool = False
    taught: Taught | None = None


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
    UTC. `match` says how its person's field fits it (`bot.assign`). `words` are there to read,
    `predicted` the milliseconds that takes anybody, `minutes` what this person was told. `fast`
    marks a first answer given in less time than reading takes. `renderer` names the steps that drew
    its texts where they were posted last (`bot.text`): a task brought elsewhere is drawn anew.
    `step` is the id of the lesson's step that it is, "" for a task.
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
    match: str = ""
    words: int = 0
    predicted: int = 0
    minutes: int = 0
    fast: bool = False
    renderer: str = ""
    step: str = ""

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
    """A stretch of work in one thread. `root` names its header message. `until` is when a gap of
    so many minutes is over, for one who said how long it is."""

    id: str
    person: int
    account: Account
    root: str
    started_at: datetime
    touched_at: datetime
    ended: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours: `ref` is the platform's, empty until sent; `link` its permalink."""

    name: str
    account: Account
    ref: str = ""
    under: str = ""
    assignment: str = ""
    link: str = ""


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
