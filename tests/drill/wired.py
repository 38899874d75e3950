"""A talk whose every event comes in as a payload, by the platform's real door, and is noted down.

Ids are counted, not drawn, so that two talks that went the same way are the same to the byte.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import select

from adapters.port import Unreadable
from adapters.serve import Deliver, deliverer
from bot.events import Event, Opened, Pressed, Revised, Said, Submitted
from bot.rules import Rules
from playground.slack.facts import TEAM
from store import Delivery, Duplicate, Handled, Quarantined, Store
from store.tables import SQLModel
from tests.fuzz import slack_shapes as slack
from tests.fuzz import telegram_shapes as telegram
from tests.fuzz.doors import SlackDoor, TelegramDoor
from tests.talk import TEAMS, Talk

Dump = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Came:
    """One delivery, as it came and when; without a payload, the tick."""

    at: datetime
    platform: str = ""
    payload: Any = None


@dataclass(slots=True)
class Behind:
    """What a door gives its payloads to."""

    team: str
    deliver: Deliver
    now: Callable[[], datetime]


class Wired(Talk):
    """Everybody's chats, and a real door on each platform."""

    def __init__(self, url: str, fresh: Callable[[], str] | None = None) -> None:
        inline = Rules(block=1, as_imported=True, slip=timedelta(0), double_tap=timedelta(0))
        super().__init__(url, rules=inline, fresh=fresh or counted())
        self.log: list[Came] = []
        self.results: Counter[str] = Counter()
        self._deliver = deliverer(self.store, self.rules)
        self._loop = asyncio.new_event_loop()  # beside any that a test may have, which stays
        self.doors = self._loop.run_until_complete(self._open())

    async def _open(self) -> dict[str, SlackDoor | TelegramDoor]:
        behind = {name: Behind(team, self._take, lambda: self.now) for name, team in TEAMS.items()}
        return {
            "slack": SlackDoor(behind["slack"]),
            "telegram": TelegramDoor(behind["telegram"]),
        }

    async def _take(
        self, delivery: Delivery, event: Event | Unreadable
    ) -> Handled | Duplicate | Quarantined:
        done = await self._deliver(delivery, event)
        self.results[type(done).__name__] += 1
        for passing in done.passing:
            assert delivery.account
            self._pass(delivery.account, passing)
        return done

    def deliver(self, event: Event, key: str = "") -> None:
        """What somebody does in the script: it becomes a payload, and comes in."""
        self.comes(Came(self.now, event.account.platform, payload(event)))

    def comes(self, came: Came) -> None:
        """For the first time: noted, let in, and everything it queued arrives."""
        self.log.append(came)
        self.let_in(came)
        self.pump()

    def let_in(self, came: Came) -> None:
        self.now = came.at
        wrong = self._loop.run_until_complete(self.doors[came.platform].take([came.payload]))
        assert wrong == []

    def later(self, **delta: float) -> "Talk":
        super().later(**delta)
        self.log.append(Came(self.now))
        return self

    def again(self, came: Came) -> None:
        """One note of another talk's, in its turn."""
        if came.platform:
            self.comes(came)
        else:
            self.now = came.at
            self.later()

    def close(self) -> None:
        self._loop.close()
        super().close()


def counted() -> Callable[[], str]:
    """Ids of the usual shape, one after another."""
    numbers = count(1)
    return lambda: f"{next(numbers):019}"


def payload(event: Event) -> Any:
    """The event as its platform would send it. Its id is the delivery's own key."""
    make = _slack if event.account.platform == "slack" else _telegram
    return at_home(make(event, event.id.removeprefix("e")))


def at_home(made: Any) -> Any:
    """As it would come off the wire, from our workspace."""
    return json.loads(json.dumps(made).replace(TEAM, TEAMS["slack"]))


def dump(store: Store) -> Dump:
    """Every row of every table, sorted, exactly as it is kept."""
    plain = partial(json.dumps, default=str, sort_keys=True)
    return store.read(
        lambda connection: {
            table.name: sorted(plain(list(row)) for row in connection.execute(select(table)))
            for table in SQLModel.metadata.sorted_tables
        }
    )


def differences(left: Dump, right: Dump) -> list[str]:
    """The tables that differ, with the first row that only one of them has."""
    found = []
    for name in left.keys() | right.keys():
        odd = Counter(left[name])
        odd.subtract(Counter(right[name]))
        rows = [row for row, times in odd.items() if times]
        if rows:
            found.append(f"{name}: {len(rows)} rows, such as {rows[0][:300]}")
    return sorted(found)


def _slack(event: Event, key: str) -> Any:
    user = event.account.user
    match event:
        case Said(command=True):
            return slack.commanded(user, f"k{key}", event.text)
        case Said():
            return slack.said(user, key, event.message, event.text, event.thread)
        case Pressed():
            return slack.pressed(user, f"k{key}", event.token, event.message)
        case Submitted():
            return slack.submitted(user, f"k{key}", event.token, dict(event.fields))
        case Revised():
            return slack.edited(user, key, event.message, event.text)
        case Opened():
            return slack.opened(user, key, event.view)
    raise LookupError(f"Slack sends no {type(event).__name__} here.")


def _telegram(event: Event, key: str) -> Any:
    user = event.account.user
    match event:
        case Said():
            return telegram.said(user, key, event.message, event.text, event.reply_to)
        case Pressed():
            return telegram.pressed(user, key, event.token, event.message)
        case Revised(text=str(text)):
            return telegram.edited(user, key, event.message, text)
        case Opened():
            return telegram.said(user, key, key, f"/start {event.code}".strip())
    raise LookupError(f"Telegram sends no {type(event).__name__} here.")
