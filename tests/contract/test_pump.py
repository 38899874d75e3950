"""The pump: one call for each row, at the platform's pace; nothing is forgotten, whatever fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.outbox import Pump, Pumping
from adapters.pace import Pace, Rate
from adapters.port import Hear, Outcome, Sent, Unsure, Wait, Where
from bot.cards import Card, Durable, Edit, Post
from bot.records import Contact
from bot.rules import Rules
from bot.step import line
from store import Leased, MachineError, outbox, tables
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from tests.contract.shelf import AT, Shelf

TEAM = ("slack", "T1")
CARD = Card((line("Question"),))
HOW = Pumping(owner="me", lease=60, timeout=10, look=0.01)


class Slack:
    """A platform that does as it is told: `answers` in turn, then everything arrives."""

    platform, team = TEAM

    def __init__(self) -> None:
        self.heard: list[tuple[Durable, Where]] = []
        self.answers: list[Callable[[], Awaitable[Outcome]]] = []
        self.called = asyncio.Event()
        self.at_once = self.most = 0

    async def send(self, out: Durable, where: Where) -> Outcome:
        self.heard.append((out, where))
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.called.set()
        try:
            await asyncio.sleep(0)
            if self.answers:
                return await self.answers.pop(0)()
            return Sent(f"ref-{len(self.heard)}", where.channel)
        finally:
            self.at_once -= 1

    def pace(self, out: Durable, where: Where) -> tuple[str, ...]:
        return (f"post:{where.user}", "slack")

    def hears(self) -> dict[str, Hear]:
        return {}

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def healthy(self, now: datetime) -> str:
        return ""

    def names(self) -> list[str]:
        return [out.name for out, _ in self.heard if isinstance(out, Post | Edit)]


class House:
    """A pump over a store. The clock stands, or goes on by `tick` whenever it is looked at."""

    def __init__(self, shelf: Shelf, how: Pumping = HOW, pace: Pace | None = None) -> None:
        self.shelf, self.slack, self.told = shelf, Slack(), list[tuple[str, str, str]]()
        self.at, self.tick, self.pace = AT, timedelta(0), pace or Pace({})
        self.pump = self.made(how, self.slack)

    def made(self, how: Pumping, *speakers: Slack, store: Any = None) -> Pump:
        known = {(one.platform, one.team): one for one in speakers}
        store = store or self.shelf.store
        return Pump(store, known, Rules(), self.pace, how, self.now, self.hear)

    def now(self) -> datetime:
        self.at += self.tick
        return self.at

    def hear(self, *told: str) -> None:
        platform, kind, became = told
        self.told.append((platform, kind, became))

    def post(self, contact: Contact, *names: str, under: str = "") -> None:
        def step(records: SqlRecords) -> None:
            for name in names:
                records.emit(Post(contact.account, name, CARD, under), AT)

        self.shelf.do(step)

    def rows(self) -> list[Any]:
        return self.shelf.do(lambda r: r.all(select(OUTBOX).order_by(OUTBOX.c.id)))

    def states(self) -> list[int]:
        return [row.state for row in self.rows()]

    def claim(self, after: float = 0) -> list[Leased]:
        at = AT + timedelta(seconds=after)
        return self.shelf.do(lambda records: outbox.claim(records, "other", (TEAM,), at, 60, 9))

    async def until(self, true: Callable[[], object]) -> None:
        """Pump until this is true, then stop."""
        async with asyncio.timeout(10):
            running = asyncio.create_task(self.pump.run())
            while not true():  # noqa: ASYNC110  what we wait for has no event
                await asyncio.sleep(0.005)
            self.pump.stop()
            await running


async def test_what_was_queued_is_said_once_in_its_place(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.post(contact, "root")
    house.post(contact, "reply", under="root")
    await house.until(lambda: house.states() == [tables.SENT] * 2)
    (_, first), (_, second) = house.slack.heard
    root, reply = house.rows()
    user = contact.account.user
    keys = [f"{row.id}.{round(row.at.timestamp() * 1e6)}" for row in (root, reply)]
    assert first == Where(channel="D1", user=user, outbox=keys[0], queued=AT)
    assert second == Where("D1", user, under="ref-1", outbox=keys[1], queued=AT)
    assert house.told == [("slack", "post", "sent")] * 2


async def test_an_edit_goes_to_its_message_by_the_newest_press(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.post(contact, "panel")
    await house.until(lambda: house.states() == [tables.SENT])
    account = contact.account
    shelf.do(lambda records: records.redrawable(account, "ref-1", "https://press", AT))
    shelf.do(lambda records: records.emit(Edit(account, "panel", CARD), AT))
    house.pump = house.made(HOW, house.slack)
    await house.until(lambda: house.states() == [tables.SENT] * 2)
    _, where = house.slack.heard[1]
    assert (where.ref, where.redraw) == ("ref-1", "https://press")


async def test_no_answer_in_time_may_have_arrived(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf, Pumping("me", timeout=0.02, look=0.01)), shelf.person()
    never = asyncio.Event()

    async def silence() -> Outcome:
        await never.wait()
        return Sent()

    house.slack.answers = [silence]
    house.post(contact, "one")
    await house.until(lambda: house.rows()[0].why)
    assert house.told == [("slack", "post", "unsure")]
    assert house.claim(1) == [], "it is not tried again at once"
    (row,) = house.claim(2)
    assert row.unsure and row.attempt == 2
    assert house.rows()[0].why == "no answer in time"


async def test_a_send_that_breaks_is_told_and_its_row_taken_again(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    house, (_, contact) = House(shelf), shelf.person()

    async def breaks() -> Outcome:
        raise ZeroDivisionError

    house.slack.answers = [breaks]
    house.post(contact, "one")
    with caplog.at_level(logging.ERROR):
        await house.until(lambda: caplog.records)
    (told,) = caplog.records
    assert told.exc_info and told.exc_info[0] is ZeroDivisionError
    assert house.states() == [tables.PENDING] and house.claim(59) == []
    (row,) = house.claim(60)
    assert row.unsure


async def test_a_database_that_is_away_is_tried_again(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    away = [1, 1]

    class Away:
        def submit(self, unit: Callable[[Any], Any]) -> "Future[Any]":
            if away:
                away.pop()
                raise MachineError("the database is away")
            return shelf.store.submit(unit)

    house.pump = house.made(HOW, house.slack, store=Away())
    house.post(contact, "one")
    await house.until(lambda: house.states() == [tables.SENT])
    assert [one.levelname for one in caplog.records] == ["ERROR"] * 2


@pytest.mark.parametrize(
    ("scope", "chat", "platform"), [("", 0, 0), ("chat", 30, 0), ("platform", 30, 30)]
)
async def test_a_limit_pauses_what_it_covers(
    shelf: Shelf, scope: str, chat: float, platform: float
) -> None:
    house, (_, contact) = House(shelf), shelf.person()

    async def enough() -> Outcome:
        return Wait(30, "too many", scope)

    house.slack.answers = [enough]
    house.post(contact, "one")
    await house.until(lambda: house.told and house.rows()[0].owner == "")
    at = AT.timestamp()
    assert house.pace.delay([f"post:{contact.account.user}"], at) == chat
    assert house.pace.delay(["slack"], at) == platform
    assert house.claim(29) == []
    (row,) = house.claim(30)
    assert (row.attempt, row.unsure) == (2, False), "it was a try, and surely did not arrive"


async def test_who_waits_for_a_turn_past_the_lease_gives_the_row_back_uncounted(
    shelf: Shelf,
) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.pace.pause(["slack"], AT.timestamp() + 50)  # a lease of 60, less one call of 10
    house.post(contact, "one")
    await house.until(lambda: house.rows()[0].why)
    assert house.slack.heard == [] and house.rows()[0].why == "paced"
    assert house.claim(49) == []
    (row,) = house.claim(50)
    assert (row.attempt, row.unsure) == (1, False)


async def test_who_waits_for_a_turn_says_it_then(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.tick = timedelta(milliseconds=5)
    house.pace.pause(["slack"], AT.timestamp() + 0.1)
    house.post(contact, "one")
    await house.until(lambda: house.states() == [tables.SENT])
    assert house.at >= AT + timedelta(seconds=0.1)


async def test_what_only_waits_for_its_turn_is_given_back_at_the_end(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.pace.pause(["slack"], AT.timestamp() + 49)
    house.post(contact, "one")
    await house.until(lambda: house.rows()[0].owner)
    (row,) = house.rows()
    assert (row.state, row.owner, row.attempt) == (tables.PENDING, "", 0)
    assert house.slack.heard == []


async def test_what_is_under_way_is_finished_at_the_end(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    go, resting, rest = asyncio.Event(), asyncio.Event(), house.pump._rest

    async def slow() -> Outcome:
        await go.wait()
        return Sent("ref")

    async def rested() -> None:
        resting.set()
        await rest()

    house.pump._rest = rested  # type: ignore[method-assign]
    house.slack.answers = [slow]
    house.post(contact, "one", "two")
    running = asyncio.create_task(house.pump.run())
    async with asyncio.timeout(10):
        await house.slack.called.wait()
        await resting.wait()  # a claim that is under way is finished, too
        house.pump.stop()
        go.set()
        await running
    assert house.states() == [tables.SENT, tables.PENDING]


async def test_late_edits_leave_the_reserve_to_answers(shelf: Shelf) -> None:
    rare = Pace({"slack": Rate(per_second=0.01, burst=2, reserve=1)})
    house, (_, contact) = House(shelf, pace=rare), shelf.person()
    house.post(contact, "panel")
    await house.until(lambda: house.states() == [tables.SENT])
    late = Edit(contact.account, "panel", CARD, late=True)
    shelf.do(lambda records: records.emit(late, AT))
    house.pump = house.made(HOW, house.slack)
    await house.until(lambda: house.rows()[1].why)
    assert house.slack.names() == ["panel"]
    shelf.do(lambda records: records.emit(Edit(contact.account, "panel", CARD), AT))
    house.pump = house.made(HOW, house.slack)
    await house.until(lambda: house.states()[-1] == tables.SENT)
    assert house.slack.names() == ["panel", "panel"]


async def test_no_more_are_under_way_than_may_be(shelf: Shelf) -> None:
    house = House(shelf, Pumping("me", at_once=2, look=0.01))
    for number in range(5):
        house.post(shelf.person()[1], f"m{number}")
    await house.until(lambda: house.states() == [tables.SENT] * 5)
    assert house.slack.most == 2


async def test_a_chat_goes_on_as_soon_as_its_message_has_left(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf, Pumping("me", look=3600)), shelf.person()
    house.post(contact, *[f"m{number}" for number in range(5)])
    await house.until(lambda: house.states() == [tables.SENT] * 5)
    assert house.slack.names() == [f"m{number}" for number in range(5)]


async def test_whoever_queues_wakes_the_pump(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf, Pumping("me", look=3600)), shelf.person()
    async with asyncio.timeout(10):
        running = asyncio.create_task(house.pump.run())
        await asyncio.sleep(0.05)
        house.post(contact, "one")
        house.pump.wake()
        await house.slack.called.wait()
        house.pump.stop()
        await running
    assert house.states() == [tables.SENT]


async def test_buckets_of_silent_chats_are_forgotten_while_nothing_is_to_do(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.post(contact, "one")
    rested = 0

    def forget(now: float) -> None:
        nonlocal rested
        rested += now == AT.timestamp()

    house.pace.forget = forget  # type: ignore[method-assign]
    await house.until(lambda: rested > 1)
    assert house.states() == [tables.SENT]


async def test_without_a_platform_nothing_is_claimed(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.post(contact, "one")
    house.pump = house.made(HOW)
    rested = 0

    def forget(now: float) -> None:
        nonlocal rested
        rested += 1

    house.pace.forget = forget  # type: ignore[method-assign]
    await house.until(lambda: rested)
    assert house.rows()[0].claims == 0


async def test_unsure_rows_are_sent_as_such(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()

    async def lost() -> Outcome:
        return Unsure("connection lost")

    house.slack.answers = [lost]
    house.post(contact, "one")
    await house.until(lambda: house.rows()[0].why)
    house.pump, house.at = house.made(HOW, house.slack), AT + timedelta(seconds=2)
    await house.until(lambda: house.states() == [tables.SENT])
    assert [where.unsure for _, where in house.slack.heard] == [False, True]
