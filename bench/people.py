"""People at work in a real store: everybody has one task open, and presses what it shows.

The outbox is emptied by the pump's own functions, in few commits, while nobody is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from adapters.edge import fresh_id, now
from adapters.outbox import conclude
from adapters.port import Sent
from bench.pool import PROJECT
from bot import engine
from bot.cards import Card, Durable, Edit, Lookup, Post
from bot.events import Account, Pressed
from bot.records import Contact, Person
from bot.rules import Rules
from store import Delivery, Handled, Store, imports, open_store, outbox
from store.port import SqlRecords
from store.tables import AnnotationRow, IncidentRow, OutboxRow

TEAMS = {"slack": "T0BENCH", "telegram": "1000001"}
RULES = Rules(block=1, slip=timedelta(0), double_tap=timedelta(0))
"""Nobody is asked twice because a program presses faster than a hand."""

ANSWERS, NEXT = ("Level", "Yes"), "Next task"
LABELS = (*ANSWERS, NEXT)
ROOM = 500
FIRST_USER = 7_000_000_001

_refs, _keys = count(1_000_001), count(1)
"""References of messages and keys of presses: none comes twice in a process."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as it stands in somebody's chat."""

    account: Account
    channel: str
    ref: str
    out: Post | Edit

    def token(self, label: str) -> str:
        """What the button of this label carries."""
        return next(
            button.token for row in self.out.card.rows for button in row if button.label == label
        )


class People:
    """Everybody of one platform over one store."""

    def __init__(self, store: Store, platform: str) -> None:
        self.store = store
        self.platform = platform
        self.shown: dict[Account, Shown] = {}

    def join(self, number: int, *, home: bool) -> None:
        """So many persons who take part, each with a task open."""
        accounts = [_account(self.platform, index) for index in range(number)]

        def step(records: SqlRecords) -> None:
            for index, account in enumerate(accounts):
                made = Person(
                    0, f"Dr {index}", "active", confirmed=True, consent=1, reminders=False
                )
                person = records.add_person(made, now())
                known = Contact(0, account, person=person.id, channel=_channel(account), home=home)
                records.meet(known)
                records.enrol(person.id, PROJECT, now())

        self.store.submit(step).result()
        for account in accounts:
            self.press(account, "home:1:next")
        self.settle()

    def press(self, account: Account, token: str, ref: str = "") -> None:
        """One press, straight into the store."""
        delivery, event = self.delivery(account, token, ref)
        done = self.store.deliver(
            delivery, lambda records: engine.handle(records, event, RULES)
        ).result()
        assert isinstance(done, Handled), done

    def delivery(self, account: Account, token: str, ref: str) -> tuple[Delivery, Pressed]:
        """A press as its adapter would deliver it, with the address that Slack sends along."""
        at, key = now(), f"in-process-{next(_keys)}"
        address = f"https://hooks.slack.invalid/{key}" if self.platform == "slack" else ""
        event = Pressed(
            id=key,
            at=at,
            account=account,
            channel=_channel(account),
            token=token,
            message=ref,
            redraw=address if ref else "",
        )
        return Delivery(self.platform, account.team, key, "{}", at, account), event

    def wave(self, label: str) -> list[Shown]:
        """Everybody whose panel has this button."""
        return [
            one
            for one in self.shown.values()
            if any(button.label == label for row in one.out.card.rows for button in row)
        ]

    def settle(self) -> None:
        """What the outbox holds arrives, until it is empty."""
        while self.store.submit(self._some).result():
            pass

    def arrive(self, out: Durable, ref: str) -> Sent:
        """The platform's answer; a panel is remembered as it now stands."""
        if isinstance(out, Lookup):
            return Sent(facts={"link": "https://chat.example/1", "name": "Dr", "zone": "UTC"})
        if not isinstance(out, Post | Edit):
            return Sent()
        ref = ref or self._ref()
        channel = _channel(out.to)
        if _is_panel(out.card):
            self.shown[out.to] = Shown(out.to, channel, ref, out)
        return Sent(ref, channel)

    def counts(self) -> dict[str, int]:
        """What the store holds: annotations, incidents, rows that wait to leave."""

        def look(connection: Any) -> dict[str, int]:
            asked = {
                "annotations": select(func.count()).select_from(AnnotationRow),
                "incidents": select(func.count()).select_from(IncidentRow),
                "waiting": select(func.count()).where(OutboxRow.state == 0),  # type: ignore[arg-type]
            }
            return {name: connection.execute(one).scalar_one() for name, one in asked.items()}

        return self.store.read(look)

    def _some(self, records: SqlRecords) -> int:
        teams = ((self.platform, TEAMS[self.platform]),)
        rows = outbox.claim(records, "bench", teams, now(), 60.0, ROOM)
        for row in rows:
            arrived = self.arrive(row.out, row.ref)
            conclude(records, row, arrived, now(), RULES, counted=True)
        return len(rows)

    def _ref(self) -> str:
        number = next(_refs)
        return f"1700000000.{number:06}" if self.platform == "slack" else str(number)


def house(
    url: str, platform: str, tasks: Path, number: int, *, home: bool | None = None
) -> tuple[Store, People]:
    """A store with a pool of tasks and so many people at work. On Slack they have opened Home,
    which is then drawn again whenever their work changes."""
    store = open_store(url, fresh_id)
    done = imports.import_tasks(store, tasks, PROJECT, "synthetic", now(), accept=True)
    assert not done["refused"], done["refused"][:3]
    people = People(store, platform)
    people.join(number, home=platform == "slack" if home is None else home)
    assert len(people.wave(ANSWERS[0])) == number
    return store, people


def labels(rounds: int) -> Sequence[tuple[int, str]]:
    """(round, label) of every wave, in the order in which people press."""
    return [(number, label) for number in range(rounds) for label in LABELS]


def _is_panel(card: Card) -> bool:
    return any(button.label in LABELS and not button.url for row in card.rows for button in row)


def _account(platform: str, index: int) -> Account:
    user = f"U{index:08}" if platform == "slack" else str(FIRST_USER + index)
    return Account(platform, TEAMS[platform], user)


def _channel(account: Account) -> str:
    return f"D{account.user[1:]}" if account.platform == "slack" else account.user
