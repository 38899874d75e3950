"""Polling: what is not stored is not confirmed, and nothing that happens ends it but a stop."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from adapters.telegram import poll
from adapters.telegram.poll import TAKEN_TWICE, Poller, in_order

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Telegram:
    """Batches to hand out; afterwards the poller is stopped. Says which offsets were asked."""

    def __init__(self, *answers: Any, lock: AbstractAsyncContextManager[Any] | None = None) -> None:
        self.answers = list(answers)
        self.offsets: list[int] = []
        self.taken: list[Any] = []
        self.broken = 0
        self.now = BEGIN
        self.poller = Poller(
            self.fetch, self.take, (lambda: lock) if lock else nullcontext, lambda: self.now, 50
        )

    async def fetch(self, offset: int) -> Sequence[Any]:
        self.offsets.append(offset)
        if not self.answers:
            self.poller.stop()
            return []
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, timedelta):
            self.now += answer
            return []
        return list(answer)

    async def take(self, updates: Sequence[Any]) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("disk full")
        self.taken += updates

    async def run(self) -> None:
        async with asyncio.timeout(10):
            await self.poller.run()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "AGAIN_SECONDS", (0.001,))
    monkeypatch.setattr(poll, "CONFLICT_SECONDS", 0.001)
    monkeypatch.setattr(poll, "REFUSED_SECONDS", 0.001)


def batch(*numbers: int) -> list[dict[str, int]]:
    return [{"update_id": number} for number in numbers]


async def test_the_offset_follows_the_last_update_stored() -> None:
    telegram = Telegram(batch(7, 8), [], batch(9))
    await telegram.run()
    assert telegram.offsets == [0, 9, 9, 10]


async def test_a_failed_batch_is_not_confirmed_but_asked_for_again() -> None:
    telegram = Telegram(batch(7), batch(7), batch(7))
    telegram.broken = 2
    await telegram.run()
    assert telegram.offsets == [0, 0, 0, 8]
    assert telegram.taken == batch(7)


@pytest.mark.parametrize(
    "error", [NetworkError("gone"), Conflict("409"), RetryAfter(0), InvalidToken("x"), KeyError()]
)
async def test_no_error_ends_the_polling(error: Exception) -> None:
    telegram = Telegram(error, batch(7))
    await telegram.run()
    assert telegram.taken == batch(7)


async def test_after_a_quiet_week_the_old_offset_is_forgotten() -> None:
    telegram = Telegram(batch(900), timedelta(days=6, seconds=1), batch(5))
    await telegram.run()
    assert telegram.offsets == [0, 901, 0, 6]


async def test_updates_that_cannot_be_confirmed_do_not_spin() -> None:
    telegram = Telegram([{"update_id": "x"}], batch(7), batch(7))
    await telegram.run()
    assert telegram.offsets == [0, 0, 8, 8]
    assert "cannot be confirmed" not in telegram.poller.healthy(BEGIN)


async def test_two_pollers_are_told_apart_from_health() -> None:
    seen = []

    async def take_over(_offset: int) -> Sequence[Any]:
        seen.append(telegram.poller.healthy(BEGIN))
        if len(seen) == 1:
            raise Conflict("terminated by other getUpdates request")
        telegram.poller.stop()
        return []

    telegram = Telegram()
    telegram.poller._fetch = take_over
    await telegram.run()
    assert seen == ["", TAKEN_TWICE]
    assert telegram.poller.healthy(BEGIN) == ""


async def test_a_silent_poll_is_not_healthy() -> None:
    telegram = Telegram([])
    await telegram.run()
    assert telegram.poller.healthy(BEGIN + timedelta(seconds=100)) == ""
    late = telegram.poller.healthy(BEGIN + timedelta(seconds=111))
    assert late == "Telegram was last asked for updates 111 seconds ago."


async def test_a_stop_ends_a_long_wait_and_lets_a_batch_finish() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    telegram = Telegram(batch(7))

    async def slow(updates: Sequence[Any]) -> None:
        begun.set()
        await go_on.wait()
        telegram.taken += updates

    telegram.poller._take = slow
    running = asyncio.create_task(telegram.run())
    await begun.wait()
    telegram.poller.stop()
    await asyncio.sleep(0)
    assert not running.done()
    go_on.set()
    await running
    assert telegram.taken == batch(7)


class Held(AbstractAsyncContextManager[None]):
    """A lock that another worker holds, and how often it was given back."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.given_back = 0

    async def __aenter__(self) -> None:
        await self.lock.acquire()

    async def __aexit__(self, *about: object) -> None:
        self.given_back += 1
        self.lock.release()


async def test_only_who_holds_the_lock_polls() -> None:
    held = Held()
    telegram = Telegram(batch(7), lock=held)
    await held.lock.acquire()
    running = asyncio.create_task(telegram.run())
    for _ in range(5):
        await asyncio.sleep(0)
    assert telegram.offsets == []
    assert telegram.poller.healthy(BEGIN + timedelta(hours=1)) == ""
    held.lock.release()
    await running
    assert telegram.taken == batch(7)
    assert held.given_back == len(telegram.offsets)
    assert not held.lock.locked()


async def test_a_stop_while_another_worker_polls() -> None:
    held = Held()
    await held.lock.acquire()
    telegram = Telegram(batch(7), lock=held)
    running = asyncio.create_task(telegram.run())
    await asyncio.sleep(0)
    telegram.poller.stop()
    await running
    assert telegram.offsets == [] and held.given_back == 0


async def test_each_persons_updates_keep_their_order_and_nobody_waits_for_another() -> None:
    slow, done = asyncio.Event(), list[str]()

    async def one(update: str) -> None:
        if update == "a1":
            await slow.wait()
        done.append(update)
        if update == "b2":
            slow.set()

    await in_order(["a1", "b1", "a2", "b2"], lambda update: update[0], one)
    assert done == ["b1", "b2", "a1", "a2"]


async def test_one_failure_stops_its_persons_line_and_is_raised_at_the_end() -> None:
    done = list[str]()

    async def one(update: str) -> None:
        if update == "a1":
            raise OSError("disk full")
        await asyncio.sleep(0)
        done.append(update)

    with pytest.raises(OSError, match="disk full"):
        await in_order(["a1", "a2", "b1", "b2"], lambda update: update[0], one)
    assert done == ["b1", "b2"]


async def test_updates_of_nobody_known_do_not_wait_for_each_other() -> None:
    met = asyncio.Barrier(2)

    async def one(_update: str) -> None:
        async with asyncio.timeout(5):
            await met.wait()

    await in_order(["?", "!"], lambda _update: "", one)
