"""What is forgotten, and not a day too early; a little at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from bot.cards import Card, Post
from bot.withheld import ASKED, DROPPED, UNWANTED, USED, Withheld
from store import incidents, prune, tables
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from store.port.people import BATCH
from store.port.queue import QUEUE, TASK
from store.port.threads import MESSAGE
from store.port.withheld import WITHHELD
from store.prune import forget
from store.sql import DELIVERY, QUARANTINE
from tests.contract.shelf import AT, Shelf

NOTHING = dict.fromkeys(("marks", "sent", "kept", "unasked", "looked_at", "guesses", "hidden"), 0)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    shelf.project(2)
    return shelf


def after(shelf: Shelf, **passed: float) -> dict[str, int]:
    return shelf.do(lambda records: forget(records, AT + timedelta(**passed) + INSTANT))


def count(shelf: Shelf, of: Any) -> int:
    query = select(func.count()).select_from(of)
    return int(shelf.do(lambda records: records.connection.execute(query).scalar_one()))


def test_the_mark_of_a_delivery_is_kept_for_thirty_days(shelf: Shelf) -> None:
    def mark(records: SqlRecords) -> None:
        for key in ("1", "2"):
            made = {"source": "slack", "team": "T1", "key": key, "at": AT}
            records.connection.execute(insert(DELIVERY), made)

    shelf.do(mark)
    assert after(shelf, days=30, microseconds=-1) == NOTHING
    assert after(shelf, days=30) == NOTHING | {"marks": 2}
    assert count(shelf, DELIVERY) == 0


@pytest.mark.parametrize(
    ("state", "settled", "gone"),
    [
        (tables.SENT, AT, 1),
        (tables.DEAD, AT, 1),
        (tables.SUPERSEDED, AT, 1),
        (tables.HUSHED, None, 1),
        (tables.PENDING, None, 0),
        (tables.SENT, AT + timedelta(days=1), 0),
    ],
)
def test_what_left_is_kept_for_seven_days_and_what_waits_for_ever(
    shelf: Shelf, state: int, settled: Any, gone: int
) -> None:
    _, contact = shelf.person()

    def send(records: SqlRecords) -> None:
        records.emit(Post(contact.account, "m:1", Card(())), AT)
        records.connection.execute(update(OUTBOX).values(state=state, settled_at=settled))

    shelf.do(send)
    assert after(shelf, days=7, microseconds=-1) == NOTHING
    assert after(shelf, days=7) == NOTHING | {"sent": gone}
    assert count(shelf, OUTBOX) == 1 - gone


def test_the_name_of_a_message_goes_with_it_unless_it_belongs_to_a_task_or_is_edited_later(
    shelf: Shelf,
) -> None:
    """Help, settings and the like are never edited; pages and all that shows a task may be."""
    _, contact = shelf.person()
    kept = (("m:of-a-task", "assignment"), ("c:1:zone:1", ""))

    def send(records: SqlRecords) -> None:
        for name, assignment in (("m:1", ""), *kept):
            records.emit(Post(contact.account, name, Card(()), assignment=assignment), AT)
        records.connection.execute(update(OUTBOX).values(state=tables.SENT, settled_at=AT))

    shelf.do(send)
    after(shelf, days=7, microseconds=-1)
    assert count(shelf, MESSAGE) == 3
    assert after(shelf, days=7) == NOTHING | {"sent": 3}
    names = shelf.do(lambda records: records.all(select(MESSAGE.c.name)))
    assert {row.name for row in names} == {name for name, _ in kept}


def test_what_could_not_be_used_is_kept_thirty_days_from_the_decision(shelf: Shelf) -> None:
    def keep(records: SqlRecords) -> int:
        incident = records.incident("unusable", "Kept.", AT)
        kept = {"source": "slack", "team": "T1", "key": "1", "raw": "{}", "error": "E"}
        records.add(QUARANTINE, incident=incident, **kept)
        return incident

    incident = shelf.do(keep)
    assert after(shelf, days=3000) == NOTHING, "nobody has decided"
    incidents.close(shelf.store, incident, AT + timedelta(days=100))
    assert after(shelf, days=130, microseconds=-1) == NOTHING
    assert after(shelf, days=130) == NOTHING | {"kept": 1}
    found = incidents.show(shelf.store, incident)
    assert found and found["raw"] == "" and found["text"] == "Kept.", "the incident stays"


def apart(shelf: Shelf, **more: Any) -> Withheld:
    """A text that may name a patient."""
    person, contact = shelf.person()
    found = (("birth", 5, 12),)
    made = Withheld(
        "0" * 19,
        contact.account,
        person.id,
        "",
        "reason",
        "",
        "",
        "Born 3/14/61.",
        found,
        "gate-1",
        AT,
    )
    held = replace(made, **more)
    shelf.do(lambda records: records.withhold(held))
    return held


def test_a_text_that_nobody_was_asked_about_is_kept_for_seventy_two_hours(shelf: Shelf) -> None:
    apart(shelf)
    assert after(shelf, hours=72, microseconds=-1) == NOTHING
    assert after(shelf, hours=72) == NOTHING | {"unasked": 1}
    assert count(shelf, WITHHELD) == 0


@pytest.mark.parametrize("state", [USED, UNWANTED, DROPPED])
def test_one_that_was_decided_about_is_kept_for_thirty_days_from_then(
    shelf: Shelf, state: str
) -> None:
    held = apart(shelf, state=ASKED, incident=7)
    assert after(shelf, days=3000) == NOTHING, "nobody has decided"
    decided = replace(held, state=state, decided_at=AT + timedelta(days=100))
    assert shelf.do(lambda records: records.moved(held, decided))
    assert after(shelf, days=130, microseconds=-1) == NOTHING
    assert after(shelf, days=130) == NOTHING | {"looked_at": 1}


def test_a_batch_that_nobody_came_back_for_goes_in_steps(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.do(lambda records: records.connection.execute(update(BATCH).values(revealed=False)))
    shelf.do(lambda records: records.connection.execute(delete(QUEUE)))
    monkeypatch.setattr("store.batches.CHUNK", 2)
    assert after(shelf, days=1, microseconds=-1) == NOTHING
    assert count(shelf, TASK) == 2
    while after(shelf, days=1) != NOTHING:
        pass
    assert count(shelf, TASK) == count(shelf, BATCH) == 0


def test_what_was_revealed_is_never_forgotten(shelf: Shelf) -> None:
    assert after(shelf, days=3000) == NOTHING
    assert count(shelf, TASK) == 2


def test_a_little_at_a_time(shelf: Shelf) -> None:
    def mark(records: SqlRecords) -> None:
        rows = [
            {"source": "slack", "team": "T1", "key": str(key), "at": AT}
            for key in range(prune.MOST + 3)
        ]
        records.connection.execute(insert(DELIVERY), rows)

    shelf.do(mark)
    assert [after(shelf, days=31)["marks"] for _ in range(3)] == [prune.MOST, 3, 0]


def test_a_guess_is_forgotten_after_a_day(shelf: Shelf) -> None:
    _, contact = shelf.person()
    shelf.do(lambda records: records.guessed(contact.account, AT))
    assert after(shelf, days=1, microseconds=-1) == NOTHING
    assert after(shelf, days=1) == NOTHING | {"guesses": 1}
