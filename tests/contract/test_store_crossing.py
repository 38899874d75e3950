"""Work that meets work on the same rows waits for it or goes round it; it never locks crosswise.

PostgreSQL would end a deadlock after a second by undoing one side, and that side would run again:
nothing is lost, but a press would wait longer than its platform does. So each side runs once here.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.outbox import conclude
from adapters.port import Never, Outcome, Sent
from bot import engine
from bot.cards import Card, Edit, Lookup, Post
from bot.records import Contact
from bot.rules import Rules
from bot.step import line
from store import Leased, outbox
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf, claimed

TEAMS = (("slack", "T1"),)
CARD = Card((line("Question"),))
WHILE = 0.3
"""Seconds the other side has to come as far as it can. PostgreSQL would find a deadlock after 1."""

RULES = Rules()


@pytest.fixture
def contact(shelf: Shelf) -> Contact:
    shelf.project(1)
    return shelf.person()[1]


class Once:
    """A unit that counts how often it ran."""

    def __init__(self, unit: Callable[[SqlRecords], Any]) -> None:
        self.unit, self.runs = unit, 0

    def __call__(self, records: SqlRecords) -> Any:
        self.runs += 1
        return self.unit(records)


def meet(
    shelf: Shelf,
    first: Callable[[SqlRecords], Any],
    then: Callable[[SqlRecords], Any],
    other: Callable[[SqlRecords], Any],
) -> Any:
    """`first` and `then` in one transaction, `other` between them in another one. What `other`
    gave; both ran once."""
    others: list[Future[Any]] = []
    right = Once(other)

    def both(records: SqlRecords) -> None:
        first(records)
        others.append(shelf.store.submit(right))
        threading.Event().wait(WHILE)
        then(records)

    left = Once(both)
    shelf.do(left)
    (done,) = others
    found = done.result(10)
    assert (left.runs, right.runs) == (1, 1)
    return found


def _claim(records: SqlRecords) -> list[Leased]:
    return outbox.claim(records, "me", TEAMS, AT, 60, 9)


def _shown(shelf: Shelf, contact: Contact) -> None:
    """A message that arrived, was pressed, and waits to be drawn again."""
    shelf.do(lambda records: records.emit(Post(contact.account, "panel", CARD), AT))
    (row,) = shelf.do(_claim)
    shelf.do(lambda records: outbox.sent(records, row, "1.1", "D1", AT))
    shelf.do(lambda records: records.redrawable(contact.account, "1.1", "https://press", AT))
    shelf.do(lambda records: records.emit(Edit(contact.account, "panel", CARD), AT))


def test_a_press_and_a_claim_of_the_same_message(shelf: Shelf, contact: Contact) -> None:
    _shown(shelf, contact)
    account = contact.account

    def press(records: SqlRecords) -> None:
        records.hold(account)
        records.redrawable(account, "1.1", "https://second", AT)

    def answer(records: SqlRecords) -> None:
        records.emit(Edit(account, "panel", CARD), AT)

    rows = meet(shelf, press, answer, _claim)
    assert [row.ref for row in rows] == ["1.1"]


@pytest.mark.parametrize("outcome", [Sent("2.2", "D2"), Never("blocked", gone=True)])
def test_stop_and_the_outcome_of_what_is_under_way(
    shelf: Shelf, contact: Contact, outcome: Outcome
) -> None:
    shelf.do(lambda records: records.emit(Post(contact.account, "header", CARD), AT))
    (row,) = shelf.do(_claim)
    meet(
        shelf,
        lambda records: records.hold(contact.account),
        lambda records: records.hush(contact.account, AT),
        lambda records: conclude(records, row, outcome, AT, RULES, counted=True),
    )


def test_a_press_and_the_word_that_its_question_was_shown(shelf: Shelf, contact: Contact) -> None:
    def offer(records: SqlRecords) -> Any:
        item = claimed(records, contact.person)
        assert item
        made = shelf.offer(records, contact, item.id)
        records.emit(Post(contact.account, "panel", CARD, assignment=made.id, turn=made.turn), AT)
        return made

    made = shelf.do(offer)
    (row,) = shelf.do(_claim)

    def press(records: SqlRecords) -> None:
        records.hold(contact.account)
        records.save(made, replace(made, turn=made.turn + 1))

    meet(
        shelf,
        press,
        lambda records: records.hush(contact.account, AT),
        lambda records: conclude(records, row, Sent("2.2", "D1"), AT, RULES, counted=True),
    )


def test_a_press_and_the_tick_that_would_pass_the_task_on(shelf: Shelf, contact: Contact) -> None:
    def offer(records: SqlRecords) -> Any:
        item = claimed(records, contact.person)
        assert item
        return shelf.offer(records, contact, item.id)

    made = shelf.do(offer)
    later = AT + timedelta(days=3)

    def press(records: SqlRecords) -> None:
        assert records.save(made, replace(made, turn=made.turn + 1, lease_until=later))

    outs = meet(
        shelf,
        lambda records: records.hold(contact.account),
        press,
        lambda records: engine.tick(records, AT + timedelta(days=2), RULES),
    )
    stored = shelf.do(lambda records: records.assignment(made.id))
    assert stored and (stored.state, outs) == ("open", [])


def test_two_people_whose_messages_concern_each_other(shelf: Shelf) -> None:
    (_, ann), (_, ben) = shelf.person(), shelf.person()

    def tell(one: Contact, other: Contact) -> Callable[[SqlRecords], None]:
        def step(records: SqlRecords) -> None:
            records.hold(one.account)
            records.emit(Lookup(other.account, "profile"), AT)

        return step

    meet(
        shelf,
        lambda records: records.hold(ann.account),
        lambda records: records.emit(Lookup(ben.account, "profile"), AT),
        tell(ben, ann),
    )


def test_two_pumps_share_what_is_due_and_neither_waits(shelf: Shelf, contact: Contact) -> None:
    """SQLite has one writer: there the second one comes after."""
    _, other = shelf.person()
    posts = [Post(one.account, one.account.user, CARD) for one in (contact, other)]
    shelf.do(lambda records: [records.emit(post, AT) for post in posts] and None)  # type: ignore[func-returns-value]
    others: list[Future[list[Leased]]] = []

    def first(records: SqlRecords) -> list[Leased]:
        mine = outbox.claim(records, "one", TEAMS, AT, 60, 1)
        others.append(shelf.store.submit(_claim))
        if not records.sqlite:
            others[0].result(5)
        return mine

    mine, theirs = shelf.do(first), others[0].result(10)
    assert [row.out.to for row in (*mine, *theirs)] == [contact.account, other.account]
