"""What opens before a frontier while somebody takes a task reaches them all the same."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest
from sqlalchemy import event

from bot.records import Contact
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf


def test_what_is_given_back_at_the_instant_of_the_step_forward_is_not_lost(shelf: Shelf) -> None:
    """The taker has looked behind for the last time and is about to move their frontier."""
    first, second = shelf.project(2, overlap=1)
    (_, giver), (_, taker) = shelf.person(), shelf.person()
    giving: list[Future[None]] = []
    armed = threading.Event()

    def about_to(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if armed.is_set() and statement.startswith("UPDATE enrolment SET frontier"):
            armed.clear()
            giving.append(shelf.store.submit(lambda records: records.give_back(first)))
            threading.Event().wait(0.3)

    event.listen(shelf.store._writing, "before_cursor_execute", about_to)

    def take(contact: Contact) -> int:
        def step(records: SqlRecords) -> int:
            item = records.take(contact.person, "slack", AT)
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
    taken, asked = threading.Event(), threading.Event()

    def hold(records: SqlRecords) -> None:
        assert records.take(holder.person, "slack", AT)
        taken.set()
        asked.wait(0.02)
        raise ValueError("undone")

    holding = shelf.store.submit(hold)
    assert taken.wait(10)
    item = shelf.do(lambda records: records.take(asker.person, "slack", AT))
    asked.set()
    assert item is not None and item.id == last
    with pytest.raises(ValueError, match="undone"):
        holding.result(10)
