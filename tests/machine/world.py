"""The world around the machine: three chats on two platforms, and a mail that fares as it will.

The real engine over the real store. Each world begins from a copy of one prepared database, so
that a run costs milliseconds. What arrives is judged as it arrives.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from adapters.outbox import conclude
from adapters.port import Never, Outcome, Sent, Unsure, Wait
from bot.cards import Card, Durable, Edit, Home, Post, words
from bot.events import Account, Came, Event
from bot.records import OPEN
from bot.rules import Rules
from store import Duplicate, Leased, outbox
from store.ready import Ready
from store.tables import AssignmentRow, ContactRow, TaskRow
from tests.machine.halls import HALLS, Asked, as_file, asked
from tests.talk import TEAMS, Chat, Talk

TASKS, OVERLAP = 4, 2
PEOPLE = (("slack", "U1", "Dr U1"), ("slack", "U2", "Dr U2"), ("telegram", "3", "Dr 3"))
RULES = Rules(block=1, slip=timedelta(0), double_tap=timedelta(0))
MEMORY = Path("/dev/shm")
"""A machine that never loses power in earnest may keep its database in memory."""


def told(number: int) -> str:
    """What only the question of this task says."""
    return f"number {number} has"


def scattered(of: str) -> Callable[[], str]:
    """Ids in no order, and the same ones in every run: what fails once is seen again."""
    numbers = count(1)
    return lambda: hashlib.sha256(f"{of} {next(numbers)}".encode()).hexdigest()[:19]


@cache
def template(hall: str) -> tuple[TemporaryDirectory[str], Path]:
    """A hall's project and three people who take part, in a file nobody has open."""
    folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
    file = Path(folder.name) / "template.db"
    talk = Talk(f"sqlite:///{file}", RULES, scattered("template"))
    asks = as_file(HALLS[hall].asks)
    talk.project(HALLS[hall].tasks, Path(folder.name), annotators_per_task=OVERLAP, **asks)
    for person in PEOPLE:
        talk.member(*person)
    talk.close()
    return folder, file


@cache
def whole(row: Any) -> Ready:
    """A whole table, read outside any transaction: as it is now."""
    return Ready(select(row.__table__))


class World:
    """Chats, tables, the mail, and what is known of them from outside."""

    def __init__(self, hall: str) -> None:
        shelf, prepared = template(hall)
        self.hall = HALLS[hall]
        self.scratch = TemporaryDirectory(dir=shelf.name)
        file = shutil.copy(prepared, Path(self.scratch.name) / "rounds.db")
        self.url = f"sqlite:///{file}"
        self.talk = Talk(self.url, RULES, scattered("world"))
        self.talk.folder = Path(self.scratch.name)
        self.versions = {1: self.hall.asks}
        """How the project has asked, by version."""
        self.looking = self.talk.store._reading.connect()
        self.read: dict[Any, list[Any]] = {}
        self.given: dict[int, set[int]] = {}
        """Whose tasks are which: only a delivery can change it."""
        self.watch()
        self.people = [self.talk.meets(*person) for person in PEOPLE]
        contacts = {(row.platform, row.user): row for row in self.rows(ContactRow)}
        self.numbers = {row.id: int(row.key[1:]) for row in self.rows(TaskRow)}
        self.persons = [contacts[platform, user].person for platform, user, _ in PEOPLE]
        self.contacts = [contacts[platform, user].id for platform, user, _ in PEOPLE]
        self.talk.pump = lambda: None  # type: ignore[method-assign]
        self.latest = self.talk.now
        self.fates = ["sent"]
        self.turn = count()
        self.dark: set[Account] = set()
        """Nothing at all may arrive here: blocked, or gone."""
        self.out: set[Account] = set()
        """Nothing of a task may arrive here: left, or removed."""
        self.troubled: set[Account] = set()
        """Something for them was refused or fell silent, so that they may have to ask `where`."""
        self.lost: set[str] = set()
        """Assignments of which a message was refused."""
        self.posted: dict[Account, list[int]] = {account: [] for account in self.talk.chats}
        self.copies: Counter[tuple[Account, str]] = Counter()
        self.doubts: Counter[tuple[Account, str]] = Counter()

    def close(self) -> None:
        self.looking.close()
        self.talk.close()
        self.scratch.cleanup()

    # what is stored

    def rows(self, table: Any) -> list[Any]:
        """A whole table, read again once something was written."""
        if table not in self.read:
            self.read[table] = whole(table).every(self.looking, {})
        return self.read[table]

    def watch(self) -> None:
        """What is written from now on is read anew."""
        writer = self.talk.store._writer
        whole = writer.submit

        def submit(*args: Any, **more: Any) -> Any:
            self.read = {}
            return whole(*args, **more)

        writer.submit = submit  # type: ignore[method-assign]

    def restart(self) -> None:
        self.looking.close()
        self.talk.restart(self.url)
        self.looking = self.talk.store._reading.connect()
        self.watch()

    def index(self, account: Account) -> int:
        return next(i for i, chat in enumerate(self.people) if chat.account == account)

    def asked(self, row: Any) -> Asked:
        """What this assignment asks of its person."""
        return asked(self.hall, self.numbers[row.task], row.order, self.versions[row.rubric])

    def asks_otherwise(self) -> None:
        """The project asks in its other way from now on."""
        now = self.versions[max(self.versions)]
        other = self.hall.otherwise if now == self.hall.asks else self.hall.asks
        self.talk.applies(annotators_per_task=OVERLAP, **as_file(other))
        self.versions[max(self.versions) + 1] = other

    # what comes

    def event(self, chat: Chat, kind: type[Came], **fields: Any) -> Any:
        return kind(
            id=f"e{next(self.talk.ids)}",
            at=self.talk.now,
            account=chat.account,
            channel=f"D{chat.account.user}",
            **fields,
        )

    def deliver(self, event: Event) -> bool:
        """Hand one delivery over, nothing sent yet. False if it was known."""
        self.given = {}
        result = self.talk.deliver(event)
        return not isinstance(result, Duplicate)

    # what leaves

    def claim(self, owner: str, room: int = 20) -> list[Leased]:
        step = partial(
            outbox.claim,
            owner=owner,
            teams=tuple(TEAMS.items()),
            now=self.talk.now,
            lease=60.0,
            room=room,
        )
        known = self.read
        rows = self.talk.store.submit(step).result()
        if not rows and owner == "pump":
            self.read = known
        return rows

    def conclude(self, row: Leased, outcome: Outcome, *, told: bool = True) -> None:
        step = partial(
            conclude,
            row=row,
            outcome=outcome,
            now=self.talk.now,
            rules=self.talk.rules,
            counted=True,
        )
        self.talk.store.submit(step).result()
        if told and isinstance(outcome, Never):
            self._nobody_has_half_a_task(row.out)
            self.lost.add(getattr(row.out, "assignment", ""))
            self.troubled.add(row.out.to)
            if outcome.gone:
                self.dark.add(row.out.to)

    def _nobody_has_half_a_task(self, refused: Durable) -> None:
        """A task of which a part will never arrive is taken back, unless it was begun."""
        part = refused.assignment if isinstance(refused, Post) else ""
        for row in self.rows(AssignmentRow):
            if row.id == part and row.state == OPEN:
                assert row.trail, "a task stays with its person although a part never arrives"

    def pump(self) -> None:
        """Each row once in the weather of the moment; what waits is sent another time."""
        while rows := self.claim("pump"):
            dark = set(self.dark)
            for row in rows:
                if row.out.to in self.dark - dark:  # under way already when its person went
                    self.conclude(row, Wait(1.0, "closed"))
                    continue
                self.conclude(row, self.fare(row, self.fates[next(self.turn) % len(self.fates)]))

    def drain(self) -> None:
        """Fair weather until four hours after the latest time that any clock has shown, since what
        waits waits for that; then back to the time that it was."""
        fates, self.fates = self.fates, ["sent"]
        began = self.talk.now
        self.latest = max(self.latest, began)
        self.talk.now = self.latest + timedelta(hours=4)
        self.pump()
        self.talk.now, self.fates = began, fates

    def fare(self, row: Leased, fate: str) -> Outcome:
        if fate == "wait":
            return Wait(1.0, "429")
        if fate == "lost, unsure":
            return Unsure("connection lost before")
        durable = isinstance(row.out, Post | Edit)
        if fate in ("never", "gone") and durable:
            self.fates = ["sent"]
            return Never(fate, gone=fate == "gone")
        arrived = self.arrive(row)
        if fate == "arrived, unsure" and durable:
            if isinstance(row.out, Post):
                self.doubts[row.out.to, row.out.name] += 1
            return Unsure("connection lost after")
        return arrived

    def arrive(self, row: Leased) -> Outcome:
        """It is in the chat. Slack is asked before a second try, Telegram cannot be."""
        out, chat = row.out, self.talk.chats[row.out.to]
        if isinstance(out, Post):
            if row.unsure and row.platform == "slack":
                for message in chat.messages:
                    if message.name == out.name:
                        return Sent(message.ref, f"D{out.to.user}")
            self._posted(row, out)
        if isinstance(out, Edit):
            known = [message.name for message in chat.messages if message.ref == row.ref]
            assert known == [out.name], f"an edit of {out.name} found {known}"
        arrived = self.talk._arrive(out, row.ref, row.under_ref)
        if isinstance(out, Post | Edit):
            self._seen_by(out.to, out.card)
        elif isinstance(out, Home):
            self._seen_by(out.to, chat.home)
        return arrived

    def _posted(self, row: Leased, out: Post) -> None:
        """In order, and no more copies than there were doubts: on Slack one."""
        key = out.to, out.name
        if not self.copies[key]:
            order = self.posted[out.to]
            assert not order or order[-1] < row.id, f"{out.name} overtook what was queued before"
            order.append(row.id)
        self.copies[key] += 1
        most = 1 + (self.doubts[key] if row.platform == "telegram" else 0)
        assert self.copies[key] <= most, f"{out.name} was shown {self.copies[key]} times"

    def _seen_by(self, to: Account, card: Card | None) -> None:
        """Nobody sees what is not theirs, and nobody who is out of it sees any of it."""
        text = words(card) if card else ""
        assert to not in self.dark, f"sent to one who cannot be reached: {text!r}"
        shown = {n for n in range(TASKS) if told(n) in text}
        answers = {n for n in range(TASKS) if f"answer to {n}." in text}
        assert to not in self.out or not (shown | answers), f"sent to one who left: {text!r}"
        assert shown | answers <= self.theirs(to), f"not theirs to see: {text!r}"

    def theirs(self, account: Account) -> set[int]:
        """Numbers of the tasks this person was given."""
        person = self.persons[self.index(account)]
        if not self.given:
            for row in self.rows(AssignmentRow):
                self.given.setdefault(row.person, set()).add(self.numbers[row.task])
        return self.given.get(person, set())
