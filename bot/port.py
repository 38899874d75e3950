"""The port the store keeps: how a step reads and writes what is remembered.

A step gets one `Records` that lives inside its transaction. Nothing here knows SQL, and no
method commits. Changes of an assignment are compare-and-set.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.cards import Durable
from bot.courseport import Teaching
from bot.events import Account
from bot.records import (
    Annotation,
    Assignment,
    Candidate,
    Contact,
    Heard,
    Invitation,
    Item,
    Message,
    Person,
    Pile,
    Project,
    Session,
)
from bot.rubric import Rubric
from bot.withheld import Apart

EVERYWHERE = 2**62
"""Behind every place of a queue."""


class Records(Apart, Teaching, Protocol):
    """The port. One instance lives inside one transaction; nothing here commits."""

    def fresh(self) -> str:
        """A new public id: 96 random bits in base 36."""
        ...

    # -- people -------------------------------------------------------------------------------
    def hold(self, account: Account) -> Contact | None:
        """The contact, locked against other workers until the transaction ends; None if unknown."""
        ...

    def contact(self, account: Account) -> Contact | None:
        """The contact as it is, not locked; None if unknown."""
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

    def guessed(self, account: Account, at: datetime) -> None:
        """Count a code that opened nothing."""
        ...

    def guesses(self, account: Account, since: datetime) -> int:
        """How many such codes this account has tried since then."""
        ...

    def enrol(self, person: int, project: str, at: datetime) -> None: ...

    def projects(self, person: int) -> Sequence[Project]:
        """Projects the person is enrolled in, oldest enrolment first."""
        ...

    # -- work ---------------------------------------------------------------------------------
    def project(self, project: str) -> Project: ...

    def rubric(self, project: str, version: int) -> Rubric:
        """How the project asked in that version, which never changes."""
        ...

    def item(self, item: int) -> Item: ...

    def assignment(self, assignment: str) -> Assignment | None: ...

    def assignments(self, person: int, state: str, most: int) -> Sequence[Assignment]:
        """The person's assignments in a state, newest first."""
        ...

    def changing(self, person: int) -> Sequence[Assignment]:
        """Finished tasks that were opened again to be changed, and are not submitted yet."""
        ...

    def piles(self, person: int, platform: str) -> Sequence[Pile]:
        """What this person may be given work from: the piles of enrolled, unpaused projects that
        allow the platform (Telegram only where every batch is attested)."""
        ...

    def hold_place(self, person: int) -> None:
        """What opens behind this person's places waits until the transaction ends."""
        ...

    def heads(
        self, person: int, piles: Sequence[int], most: int, end: int = EVERYWHERE
    ) -> Sequence[Candidate]:
        """The next `most` tasks of each pile that are open and that this person never had and did
        not write, in queue order, none at `end` or behind. Nothing is claimed."""
        ...

    def claim(
        self, person: int, wanted: Sequence[Candidate], heads: Sequence[Candidate]
    ) -> Candidate | None:
        """Claim one slot of the first of the `wanted` that still has one, out of the `heads` as
        they were read in this transaction; None if none has."""
        ...

    def given(self, session: str) -> Sequence[tuple[int, int]]:
        """(pile, variant) of the last tasks given in a session, newest first."""
        ...

    def done_in(self, session: str) -> int:
        """How many tasks of a session are finished."""
        ...

    def fast_in(self, session: str, most: int) -> int:
        """How many tasks of a session were finished too fast; counted up to `most`."""
        ...

    def paces(self, person: int, most: int) -> Sequence[tuple[int, int]]:
        """(time taken, time predicted) of the last finished tasks, both in milliseconds."""
        ...

    def firsts(self, person: int, project: str, size: int) -> Sequence[int]:
        """How often the response with each index stood first for this person, among this project's
        tasks with `size` responses."""
        ...

    def stood_first(self, person: int, project: str, size: int, index: int) -> None: ...

    def give_back(self, item: int) -> None:
        """Return a claimed slot to the pool (skip, lapse, leaving)."""
        ...

    def reporters(self, item: int) -> int:
        """How many people say that something is wrong with it, since a coordinator looked at it."""
        ...

    def skippers(self, item: int, code: str) -> int:
        """How many people skipped it for this reason, since a coordinator looked at it."""
        ...

    def pause(self, item: int) -> bool:
        """Nobody else gets it until a coordinator lets it go on; False if it was paused already."""
        ...

    def holders(self, item: int) -> Sequence[Assignment]:
        """The assignments of everybody who may still answer it: open, or passed on meanwhile."""
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

    def waiting(self, person: int, piles: Sequence[int], most: int) -> int:
        """How many tasks of these piles this person could still be given, counted up to `most`."""
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
    def audit(
        self, action: str, at: datetime, *, person: int = 0, task: int = 0, **about: object
    ) -> None:
        """Append a decision about a task; those about a person are noticed by `save_person`."""
        ...

    def emit(self, out: Durable, at: datetime) -> None:
        """Queue a durable out in the outbox, within this transaction."""
        ...

    def hush(self, account: Account, at: datetime) -> Sequence[str]:
        """Everything queued for this account that is not yet under way will not be sent. The
        assignments of the messages among it."""
        ...

    def incident(
        self, kind: str, text: str, at: datetime, *, person: int = 0, assignment: str = ""
    ) -> int:
        """Something a coordinator hears about; returns its id."""
        ...

    def told_since(self, kind: str, person: int, since: datetime) -> bool:
        """Whether a coordinator heard this kind of thing about this person since then."""
        ...
