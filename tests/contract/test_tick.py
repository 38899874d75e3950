"""The alarm clock of `rounds serve`: what lies too long is passed on, what is old is forgotten."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from adapters.edge import now
from adapters.serve import _scheduler
from adapters.settings import Settings
from bot.records import LAPSED
from store.port import SqlRecords
from store.sql import DELIVERY
from tests.contract.shelf import Shelf


@pytest.fixture
def shelf(database_url: str) -> Iterator[Shelf]:
    made = Shelf(database_url)
    yield made
    made.store.close()


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
