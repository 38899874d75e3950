"""A pump with nothing to do, or nothing it may do yet, leaves the loop to others; what broke is
told."""

import asyncio
from typing import Any

import pytest

from adapters.outbox import Pumping
from adapters.port import Outcome
from tests.contract.shelf import AT, Shelf
from tests.contract.test_pump import HOW, House

SLOW = Pumping(owner="me", lease=60, timeout=10, look=60)


class Away:
    """A database that is away, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.again = asyncio.Event()

    def submit(self, _unit: Any) -> Any:
        self.asked += 1
        self.again.set()
        raise OSError("away")


async def test_a_database_that_is_away_is_asked_at_the_next_look_and_not_before(
    shelf: Shelf,
) -> None:
    house, away = House(shelf), Away()
    house.pump = house.made(SLOW, house.slack, store=away)
    async with asyncio.timeout(10):
        running = asyncio.create_task(house.pump.run())
        for number in (1, 2):
            await away.again.wait()
            away.again.clear()
            for _ in range(50):
                await asyncio.sleep(0)
            assert away.asked == number
            house.pump.wake()
        house.pump.stop()
        await running


async def test_what_waits_for_its_turn_leaves_the_loop_to_others(shelf: Shelf) -> None:
    """The clock stands, and so does the message; the pump can be stopped all the same."""
    house, (_, contact) = House(shelf), shelf.person()
    house.pace.pause(["slack"], AT.timestamp() + 5)
    house.post(contact, "one")
    async with asyncio.timeout(10):
        running = asyncio.create_task(house.pump.run())
        while not house.rows()[0].owner:  # noqa: ASYNC110  what we wait for has no event
            await asyncio.sleep(0.005)
        for _ in range(50):
            await asyncio.sleep(0.001)
        house.pump.stop()
        await running
    (row,) = house.rows()
    assert (row.owner, row.why, row.attempt) == ("", "paced", 0) and house.slack.heard == []


async def test_a_send_that_broke_is_told_and_tried_again_when_its_lease_is_over(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    house, (_, contact) = House(shelf), shelf.person()

    async def breaks() -> Outcome:
        raise ZeroDivisionError

    house.slack.answers.append(breaks)
    house.post(contact, "one")
    await house.until(lambda: caplog.records)
    assert "a send broke" in caplog.text
    assert house.claim(HOW.lease - 1) == [] and len(house.claim(HOW.lease)) == 1
