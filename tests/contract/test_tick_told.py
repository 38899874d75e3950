"""What a tick decides is told where the task stands; what it cannot finish, the next one goes on
with."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from adapters import upkeep
from adapters.edge import now
from bot.rules import Rules
from store import prune
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from store.sql import DELIVERY
from tests.contract.shelf import Shelf


async def test_the_panel_of_a_task_that_was_passed_on_says_so(shelf: Shelf) -> None:
    (task,) = shelf.project(1)
    _, contact = shelf.person()

    def fill(records: SqlRecords) -> None:
        made = shelf.offer(records, contact, task, panel="t:panel:1", question="ranking")
        records.save(made, replace(made, lease_until=now() - timedelta(days=4)))

    def leaving(records: SqlRecords) -> list[str]:
        return [str(row.out) for row in records.all(select(OUTBOX))]

    shelf.do(fill)
    await upkeep.tick(shelf.store, Rules(), now())
    (told,) = shelf.do(leaving)
    assert "Finish it anyway" in told
    await upkeep.tick(shelf.store, Rules(), now())
    assert len(shelf.do(leaving)) == 1, "it is told once"


async def test_a_tick_forgets_only_so_much_and_the_next_one_goes_on(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "FORGETS_MOST", 2)
    at = now()

    def fill(records: SqlRecords) -> None:
        mark = {"source": "slack", "team": "T1", "at": at - timedelta(days=31)}
        marks = [mark | {"key": str(number)} for number in range(3 * prune.MOST)]
        records.connection.execute(insert(DELIVERY), marks)

    def left(records: SqlRecords) -> int:
        return len(records.all(select(DELIVERY)))

    shelf.do(fill)
    await upkeep.tick(shelf.store, Rules(), at)
    assert shelf.do(left) == prune.MOST
    await upkeep.tick(shelf.store, Rules(), at)
    assert shelf.do(left) == 0
