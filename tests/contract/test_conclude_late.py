"""Whose lease ran out while the platform thought about it has no say in what becomes of the row."""

from adapters.outbox import conclude
from adapters.port import Sent
from bot.rules import Rules
from store import Leased, tables
from tests.contract.shelf import AT, Shelf
from tests.contract.test_pump import House


def told(shelf: Shelf, row: Leased, ref: str) -> None:
    """The platform took this row, says the one who had claimed it."""
    shelf.do(lambda records: conclude(records, row, Sent(ref, "D1"), AT, Rules(), True))


def test_a_row_that_somebody_else_took_meanwhile_is_left_to_them(shelf: Shelf) -> None:
    house, (_, contact) = House(shelf), shelf.person()
    house.post(contact, "one")
    (first,) = house.claim()
    (second,) = house.claim(after=61)
    told(shelf, first, "ref-late")
    assert house.states() != [tables.SENT]
    told(shelf, second, "ref-1")
    assert house.states() == [tables.SENT]
    message = shelf.do(lambda records: records.message_named("one"))
    assert message and message.ref == "ref-1"
