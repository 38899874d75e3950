"""What the pump makes of an outcome: tried again ever later, given up, or the person set aside."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from adapters.outbox import conclude
from adapters.port import Never, Outcome, Unsure, Wait
from bot.cards import Card, Post
from bot.records import Contact
from bot.rules import Rules
from bot.step import line
from store import Leased, outbox, tables
from store.port.leaving import INCIDENT, OUTBOX
from tests.contract.shelf import AT, Shelf

TEAMS = (("slack", "T1"),)
CARD = Card((line("Question"),))


@pytest.fixture
def contact(shelf: Shelf) -> Contact:
    return shelf.person()[1]


def posts(shelf: Shelf, contact: Contact, *names: str) -> None:
    for name in names:
        shelf.do(lambda records, name=name: records.emit(Post(contact.account, name, CARD), AT))  # type: ignore[misc]


def claim(shelf: Shelf, at: datetime) -> list[Leased]:
    return shelf.do(lambda records: outbox.claim(records, "me", TEAMS, at, 60, 9))


def end(shelf: Shelf, row: Leased, outcome: Outcome, at: datetime, counted: bool = True) -> None:
    shelf.do(lambda records: conclude(records, row, outcome, at, Rules(), counted))


def states(shelf: Shelf) -> list[int]:
    return [row.state for row in shelf.do(lambda r: r.all(select(OUTBOX).order_by(OUTBOX.c.id)))]


def incidents(shelf: Shelf) -> list[str]:
    return [row.kind for row in shelf.do(lambda records: records.all(select(INCIDENT)))]


def test_pauses_double_up_to_ten_minutes(shelf: Shelf, contact: Contact) -> None:
    posts(shelf, contact, "one")
    now, pauses = AT, []
    for _ in range(12):
        (row,) = claim(shelf, now)
        end(shelf, row, Unsure("no answer in time"), now)
        (waits,) = shelf.do(lambda records: records.all(select(OUTBOX)))
        pauses.append((waits.not_before - now).total_seconds())
        assert claim(shelf, waits.not_before - timedelta(seconds=1)) == []
        now = waits.not_before
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]


def test_a_wait_that_does_not_count_leaves_the_number_of_tries(
    shelf: Shelf, contact: Contact
) -> None:
    posts(shelf, contact, "one")
    (row,) = claim(shelf, AT)
    end(shelf, row, Wait(1, "paced"), AT, counted=False)
    (again,) = claim(shelf, AT + timedelta(seconds=2))
    assert (row.attempt, again.attempt, again.unsure) == (1, 1, False)


def test_one_message_that_can_never_be_sent_holds_up_no_other(
    shelf: Shelf, contact: Contact
) -> None:
    posts(shelf, contact, "one", "two")
    (row,) = claim(shelf, AT)
    end(shelf, row, Never("too long"), AT)
    assert states(shelf) == [tables.DEAD, tables.PENDING] and incidents(shelf) == ["unsendable"]
    assert [row.out.name for row in claim(shelf, AT) if isinstance(row.out, Post)] == ["two"]


def test_who_cannot_be_reached_is_set_aside_with_all_that_waits_and_told_of_once(
    shelf: Shelf, contact: Contact
) -> None:
    posts(shelf, contact, "one", "two", "three")
    (row,) = claim(shelf, AT)
    end(shelf, row, Never("blocked", gone=True), AT)
    posts(shelf, contact, "four")
    assert states(shelf) == [tables.DEAD, tables.HUSHED, tables.HUSHED, tables.HUSHED]
    assert claim(shelf, AT + timedelta(hours=1)) == [] and incidents(shelf) == ["unreachable"]
