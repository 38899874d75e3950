"""Home is drawn by the pump itself: as things are when it is sent, and never too late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.cards import Home, Standing, words
from store import MachineError, tables
from tests.contract.shelf import AT, Shelf
from tests.contract.test_pump import HOW, House


class Broken:
    """A store whose views fail, each with the next of these errors."""

    def __init__(self, shelf: Shelf, *errors: Exception) -> None:
        self._store, self._errors = shelf.store, [*errors]

    def submit(self, unit: Callable[[Any], Any]) -> Any:
        return self._store.submit(unit)

    def look(self, read: Callable[[Any], Any]) -> Any:
        if self._errors:
            raise self._errors.pop(0)
        return self._store.look(read)


async def test_home_is_drawn_when_it_is_sent(shelf: Shelf) -> None:
    house, (person, contact) = House(shelf), shelf.person()
    shelf.do(lambda records: records.emit(Home(contact.account), AT))
    await house.until(lambda: house.states() == [tables.SENT])
    ((out, _),) = house.slack.heard
    assert isinstance(out, Standing) and f"Rounds · {person.name}" in words(out.card)
    assert house.told == [("slack", "home", "sent")]


async def test_home_waits_for_a_database_that_is_away(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.pump = house.made(HOW, house.slack, store=Broken(shelf, MachineError("it is away")))
    shelf.do(lambda records: records.emit(Home(contact.account), AT))
    await house.until(lambda: house.rows()[0].why)
    assert (house.rows()[0].why, house.slack.heard) == ("it is away", [])
    assert house.claim(0.9) == [] and len(house.claim(1)) == 1


async def test_a_home_that_cannot_be_drawn_holds_up_nothing(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.pump = house.made(HOW, house.slack, store=Broken(shelf, ZeroDivisionError()))
    shelf.do(lambda records: records.emit(Home(contact.account), AT))
    await house.until(lambda: house.states() == [tables.DEAD])
    (row,) = house.rows()
    assert row.why == "it could not be drawn (ZeroDivisionError)"
    assert house.slack.heard == [] and len(caplog.records) == 1


async def test_what_is_drawn_past_its_lease_is_not_sent(shelf: Shelf) -> None:
    """Somebody else may have the row by then, and say it, too."""
    house, (_, contact) = House(shelf), shelf.person()
    house.tick = timedelta(seconds=30)
    house.post(contact, "one")
    await house.until(lambda: house.rows()[0].why)
    assert house.slack.heard == [] and house.rows()[0].why == "drawn too late"
