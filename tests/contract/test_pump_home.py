"""A standing view is drawn when it is sent; what cannot be drawn holds up nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot import home
from bot.cards import Home
from bot.records import Contact
from store import MachineError, tables
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf
from tests.contract.test_pump import HOW, House


class Looking:
    """The store of a house, where looking does what a test wants first."""

    def __init__(self, shelf: Shelf, first: Callable[[], None]) -> None:
        self.submit, self._look, self._first = shelf.store.submit, shelf.store.look, first

    def look(self, unit: Callable[[Any], Any]) -> Any:
        self._first()
        return self._look(unit)


def asked(house: House, contact: Contact) -> None:
    """Home is to be drawn."""

    def step(records: SqlRecords) -> None:
        records.emit(Home(contact.account), AT)

    house.shelf.do(step)


async def test_a_database_that_is_away_is_asked_again_for_the_view(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.tick = timedelta(seconds=1)
    away = [1, 1]

    def first() -> None:
        if away:
            away.pop()
            raise MachineError("the database is away")

    house.pump = house.made(HOW, house.slack, store=Looking(shelf, first))
    asked(house, contact)
    await house.until(lambda: house.states() == [tables.SENT])
    assert house.told == [("slack", "home", "wait")] * 2 + [("slack", "home", "sent")]
    assert len(house.slack.heard) == 1


async def test_a_view_that_cannot_be_drawn_is_set_aside_and_messages_go_on(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    house, (_, contact) = House(shelf), shelf.person()
    monkeypatch.setattr(home, "standing", broken)
    asked(house, contact)
    house.post(contact, "one")
    await house.until(lambda: tables.SENT in house.states())
    assert sorted(house.states()) == sorted([tables.DEAD, tables.SENT])
    assert "a standing view could not be drawn" in caplog.text


async def test_a_view_that_took_longer_than_the_lease_is_not_sent(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    slow = [1]

    def first() -> None:
        if slow:
            slow.pop()
            house.at += timedelta(seconds=HOW.lease)

    house.pump = house.made(HOW, house.slack, store=Looking(shelf, first))
    house.tick = timedelta(milliseconds=50)
    asked(house, contact)
    await house.until(lambda: house.states() == [tables.SENT])
    assert house.told[0] == ("slack", "home", "wait")
    assert len(house.slack.heard) == 1, "whoever had it next may have sent it already"
