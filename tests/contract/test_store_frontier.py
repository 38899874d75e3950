"""What opens before a frontier while somebody takes a task reaches them all the same."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event

from bot.records import Contact
from store.port import SqlRecords
from tests.contract.shelf import Shelf, claimed, upcoming

AT_ONCE = 0.02
"""SQLite has one writer: nobody can ask before whoever holds it has ended."""


def test_what_is_given_back_at_the_instant_of_the_step_forward_is_not_lost(shelf: Shelf) -> None:
    """The taker has looked behind for the last time and is about to move their frontier."""
    first, second = shelf.project(2, overlap=1)
    (_, giver), (_, taker) = shelf.person(), shelf.person()
    giving: list[Future[None]] = []
    armed = threading.Event()

    def about_to(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if armed.is_set() and statement.startswith("INSERT INTO frontier"):
            armed.clear()
            giving.append(shelf.store.submit(lambda records: records.give_back(first)))
            threading.Event().wait(0.3)

    event.listen(shelf.store._writing, "before_cursor_execute", about_to)

    def take(contact: Contact) -> int:
        def step(records: SqlRecords) -> int:
            item = claimed(records, contact.person)
            if item is None:
                return 0
            shelf.offer(records, contact, item.id)
            return item.id

        return shelf.do(step)

    assert take(giver) == first
    armed.set()
    assert take(taker) == second
    (given,) = giving
    given.result(10)
    assert take(taker) == first


def test_the_last_task_in_another_s_hands_is_not_nothing(shelf: Shelf) -> None:
    """Whoever holds it may let it go again: then it is there, and nobody was told otherwise."""
    (last,) = shelf.project(1, overlap=1)
    (_, holder), (_, asker) = shelf.person(), shelf.person()
    with held(shelf, holder) as asked:
        assert take(shelf, asker, asked) == last


def test_what_was_passed_over_in_another_s_hands_comes_next(shelf: Shelf) -> None:
    """The holder lets it go again; whoever went past it meanwhile still gets it."""
    both = shelf.project(2, overlap=1)
    (_, holder), (_, taker) = shelf.person(), shelf.person()
    with held(shelf, holder) as asked:
        before = take(shelf, taker, asked)
    assert {before, take(shelf, taker, asked)} == set(both)


def test_whoever_looks_ahead_keeps_nobody_waiting(shelf: Shelf) -> None:
    (only,) = shelf.project(1, overlap=1)
    (_, looker), (_, taker) = shelf.person(), shelf.person()
    looked, asked, tries = threading.Event(), threading.Event(), count(1)

    def look(records: SqlRecords) -> None:
        assert upcoming(records, looker.person)
        looked.set()
        asked.wait(AT_ONCE if records.sqlite else 10)

    def take(records: SqlRecords) -> tuple[int, int]:
        number = next(tries)
        try:
            item = claimed(records, taker.person)
            assert item
            return number, item.id
        finally:
            asked.set()

    looking = shelf.store.submit(look)
    assert looked.wait(10)
    assert shelf.do(take) == (1, only), "at the first try"
    looking.result(10)


@contextmanager
def held(shelf: Shelf, holder: Contact) -> Iterator[threading.Event]:
    """The first task is in somebody's hands until another has asked, and then it is let go."""
    taken, asked = threading.Event(), threading.Event()

    def hold(records: SqlRecords) -> None:
        assert claimed(records, holder.person)
        taken.set()
        asked.wait(AT_ONCE if records.sqlite else 10)
        raise ValueError("undone")

    holding = shelf.store.submit(hold)
    assert taken.wait(10)
    yield asked
    with pytest.raises(ValueError, match="undone"):
        holding.result(10)


def take(shelf: Shelf, contact: Contact, asked: threading.Event) -> int:
    """Take the next task; 0 if there is none."""

    def step(records: SqlRecords) -> int:
        try:
            item = claimed(records, contact.person)
        finally:
            asked.set()
        return shelf.offer(records, contact, item.id).item if item else 0

    return shelf.do(step)
