"""The alarm clock of `rounds serve`: what lies too long is passed on, what is old is forgotten."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from adapters.edge import now
from adapters.serve import _scheduler
from adapters.settings import Settings
from adapters.upkeep import tick
from bot.records import LAPSED
from bot.rules import Rules
from store import prune, recount
from store.port import SqlRecords
from store.port.people import BATCH, PROJECT
from store.port.queue import QUEUE
from store.sql import DELIVERY
from tests.contract.shelf import Shelf


async def test_a_tick_passes_on_and_forgets(shelf: Shelf) -> None:
    (task,) = shelf.project(1)
    _, contact = shelf.person()
    long_ago = now() - timedelta(days=31)

    def fill(records: SqlRecords) -> str:
        mark = {"source": "slack", "team": "T1", "key": "1", "at": long_ago}
        records.connection.execute(insert(DELIVERY), mark)
        made = shelf.offer(records, contact, task)
        records.save(made, replace(made, lease_until=long_ago))
        return made.id

    def look(records: SqlRecords) -> tuple[str, int]:
        stored = records.assignment(assignment)
        assert stored
        return stored.state, len(records.all(select(DELIVERY)))

    assignment = shelf.do(fill)
    scheduler = _scheduler(Settings(_env_file=None, tick_seconds=0.05), shelf.store)
    try:
        async with asyncio.timeout(10):
            while await asyncio.to_thread(shelf.do, look) != (LAPSED, 0):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        scheduler.shutdown(wait=False)


async def test_one_tick_forgets_all_that_is_old_though_only_a_little_at_a_time(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy day's marks must not grow faster than ticks take them away."""
    at, most = now(), []
    real = prune.forget

    def watched(records: SqlRecords, at: datetime) -> dict[str, int]:
        most.append(done := real(records, at))
        return done

    def fill(records: SqlRecords) -> None:
        mark = {"source": "slack", "team": "T1", "at": at - timedelta(days=31)}
        marks = [mark | {"key": str(number)} for number in range(3 * prune.MOST + 1)]
        records.connection.execute(insert(DELIVERY), marks)

    shelf.do(fill)
    monkeypatch.setattr(prune, "forget", watched)
    await tick(shelf.store, Rules(), at)
    assert [done["marks"] for done in most] == [prune.MOST] * 3 + [1]
    await tick(shelf.store, Rules(), at)
    assert len(most) == 5, "nothing is left: one look is enough"


async def test_a_tick_finishes_an_import_whose_process_died(shelf: Shelf) -> None:
    shelf.project(3)

    def undo(records: SqlRecords) -> None:
        """As it is right after the reveal."""
        records.connection.execute(update(BATCH).values(tasks=0))
        records.connection.execute(delete(QUEUE))

    def look(records: SqlRecords) -> tuple[int, int]:
        (batch,) = records.all(select(BATCH.c.tasks))
        return len(records.all(select(QUEUE))), batch.tasks

    await asyncio.to_thread(shelf.do, undo)
    await tick(shelf.store, Rules(), now())
    assert await asyncio.to_thread(shelf.do, look) == (3, 3)


async def test_a_tick_counts_a_queue_to_the_end_whose_apply_died(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "SOME", 2)
    shelf.project(5, overlap=1)

    def decide(records: SqlRecords) -> None:
        records.connection.execute(update(PROJECT).values(overlap=4))
        recount.begin(records, "demo", 1)

    def look(records: SqlRecords) -> list[int]:
        return [row.remaining for row in records.all(select(QUEUE.c.remaining))]

    await asyncio.to_thread(shelf.do, decide)
    await tick(shelf.store, Rules(), now())
    assert await asyncio.to_thread(shelf.do, look) == [4] * 5
