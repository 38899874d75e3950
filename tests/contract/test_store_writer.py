"""Several units in one commit: each at fault alone, all of them told what the machine got wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from store import MachineError, audit
from store.deliveries import Held
from store.port import SqlRecords
from store.port.leaving import INCIDENT
from tests.contract.shelf import AT, Shelf


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the writer would have waited."""
    told: list[float] = []
    monkeypatch.setattr(time, "sleep", told.append)
    return told


@contextmanager
def busy(shelf: Shelf) -> Iterator[None]:
    """What is submitted meanwhile waits; on SQLite it is committed together afterwards."""
    begun, over = threading.Event(), threading.Event()

    def unit(records: SqlRecords) -> None:
        begun.set()
        over.wait(10)

    shelf.store.submit(unit)
    assert begun.wait(10)
    yield
    over.set()


def note(words: str) -> Callable[[SqlRecords], int]:
    return lambda records: records.incident("note", words, AT)


def notes(shelf: Shelf) -> list[str]:
    rows = shelf.do(lambda records: records.all(select(INCIDENT).order_by(INCIDENT.c.text)))
    return [row.text for row in rows]


def held(times: int, words: str) -> tuple[Callable[[SqlRecords], int], list[int]]:
    """A unit that needs what another one holds, so many times; and how often it ran."""
    ran: list[int] = []

    def unit(records: SqlRecords) -> int:
        ran.append(1)
        made = records.incident("note", words, AT)
        if len(ran) <= times:
            raise Held
        return made

    return unit, ran


def test_what_another_holds_is_waited_for_a_little_longer_each_time(
    shelf: Shelf, pauses: list[float]
) -> None:
    unit, ran = held(5, "kept")
    assert shelf.do(unit)
    assert len(ran) == 6 and notes(shelf) == ["kept"]
    assert pauses == [0.005, 0.01, 0.02, 0.04, 0.08]


def test_what_another_never_lets_go_is_the_machine_s_fault(
    shelf: Shelf, pauses: list[float]
) -> None:
    unit, ran = held(6, "lost")
    with pytest.raises(MachineError, match=r"^Held: "):
        shelf.do(unit)
    assert len(ran) == 6 and notes(shelf) == []
    shelf.do(note("later"))
    assert notes(shelf) == ["later"]


def test_what_shares_a_commit_with_one_that_runs_again_counts_once(
    shelf: Shelf, pauses: list[float]
) -> None:
    unit, _ = held(2, "b")
    with busy(shelf):
        done = [shelf.store.submit(one) for one in (note("a"), unit, note("c"))]
    assert all(one.result(10) for one in done)
    assert notes(shelf) == ["a", "b", "c"]


def test_one_that_fails_first_and_then_not_has_failed_for_nobody(
    shelf: Shelf, pauses: list[float]
) -> None:
    """Its error is forgotten with the try that it belongs to."""
    ran: list[int] = []

    def unit(records: SqlRecords) -> str:
        ran.append(1)
        if len(ran) == 1:
            raise ValueError("the first time")
        return "well"

    other, again = held(1, "other")
    with busy(shelf):
        done = shelf.store.submit(unit)
        shelf.store.submit(other)
    if shelf.store.url.startswith("sqlite"):
        assert done.result(10) == "well" and len(again) == 2
    else:
        with pytest.raises(ValueError, match="the first time"):
            done.result(10)


def test_the_machine_s_failure_is_everybody_s_of_the_commit(shelf: Shelf) -> None:
    def fails(records: SqlRecords) -> None:
        raise OSError("the disk is gone")

    with busy(shelf):
        good = shelf.store.submit(note("good"))
        bad = shelf.store.submit(fails)
    with pytest.raises(MachineError, match=r"^OSError: the disk is gone$"):
        bad.result(10)
    if shelf.store.url.startswith("sqlite"):
        with pytest.raises(MachineError, match="the disk is gone"):
            good.result(10)
    else:
        assert good.result(10)


def test_a_unit_at_fault_that_cannot_be_undone_alone_takes_its_commit_with_it(
    shelf: Shelf,
) -> None:
    def loses_its_savepoint(records: SqlRecords) -> None:
        records.incident("note", "half", AT)
        records.connection.exec_driver_sql("RELEASE SAVEPOINT unit")
        raise ValueError("at fault")

    with pytest.raises(MachineError, match="savepoint"):
        shelf.do(loses_its_savepoint)
    assert notes(shelf) == []


def test_sqlite_commits_64_together_and_postgresql_one_each(shelf: Shelf) -> None:
    commits: list[int] = []
    event.listen(shelf.store._writing, "commit", lambda _connection: commits.append(1))
    with busy(shelf):
        done = [shelf.store.submit(note(f"{number:03}")) for number in range(130)]
    for one in done:
        one.result(10)
    shelf.store.close()
    assert len(commits) - 1 == (3 if shelf.store.url.startswith("sqlite") else 130)


def test_whoever_gave_up_waiting_is_left_out(shelf: Shelf) -> None:
    with busy(shelf):
        kept = [shelf.store.submit(note("a"))]
        gone = shelf.store.submit(note("b"))
        kept.append(shelf.store.submit(note("c")))
        left = gone.cancel()
    assert all(one.result(10) for one in kept)
    assert notes(shelf) == (["a", "c"] if left else ["a", "b", "c"])


def test_a_unit_is_written_down_by_its_name(shelf: Shelf) -> None:
    def unit(records: SqlRecords) -> Any:
        records.audit("looked", AT)

    shelf.do(unit)
    (told,) = audit.listing(shelf.store)
    assert told["by"] == "test_a_unit_is_written_down_by_its_name"


def test_a_store_may_be_closed_twice_and_without_a_unit(shelf: Shelf) -> None:
    shelf.store.close()
    shelf.store.close()
    with pytest.raises(MachineError, match="the store is closed"):
        shelf.do(note("late"))
