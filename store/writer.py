"""Who commits: one thread on SQLite that commits several waiting units together, several threads
on PostgreSQL that commit one each.

Each unit runs in a savepoint of its own, so that what one got wrong is undone alone. What the
machine got wrong fails every unit of its group, the returned ones included: nobody is told that
something is stored until the commit stands (design.md 4).
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from store import points
from store.connect import again, machine, stands
from store.deliveries import MachineError
from store.port import SqlRecords
from store.port.base import Fixed
from store.ready import driver

GROUP_MOST = 64
"""Units in one commit: enough to share its cost, few enough to stay far below 100 ms."""

TRIES = 6
AGAIN_SECONDS = 0.005
"""How often a step runs again after a deadlock, a serialization failure or for what was held, and
the first pause before it does; pauses double."""

Unit = Callable[[SqlRecords], Any]


@dataclass(slots=True)
class Work:
    """One unit on its way: what to run, what to do if it fails, and who waits for it."""

    unit: Unit
    rescue: Callable[[SqlRecords, Exception], Any] | None
    by: str = ""
    future: "Future[Any]" = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    @property
    def name(self) -> str:
        """The function that made the unit."""
        return str(getattr(self.unit, "__qualname__", self.unit)).split(".<locals>")[0]


class Writer:
    """The threads. `submit` may be called from any thread; `close` finishes what was submitted."""

    def __init__(
        self,
        engine: Engine,
        fresh: Callable[[], str],
        committed: Callable[[], None],
        threads: int,
    ) -> None:
        self._engine = engine
        self._fresh = fresh
        self.fixed = Fixed()
        self._committed = committed
        self._group = GROUP_MOST if threads == 1 else 1
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"writer-{n}", daemon=True)
            for n in range(threads)
        ]
        self._started = False
        self._closed = False
        self._lock = threading.Lock()

    def submit(
        self,
        unit: Unit,
        rescue: Callable[[SqlRecords, Exception], Any] | None = None,
        by: str = "",
    ) -> "Future[Any]":
        """Run `unit` in a transaction, for `by` (else for the function that made it). `rescue`
        runs in its place, in the same commit, if the unit itself is at fault. The future has the
        result once the commit stands."""
        work = Work(unit, rescue, by)
        with self._lock:
            if self._closed:
                raise MachineError("the store is closed")
            if not self._started:
                self._started = True
                for thread in self._threads:
                    thread.start()
            self._queue.put(work)
        return work.future

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for _ in self._threads:
                self._queue.put(None)
        if self._started:
            for thread in self._threads:
                thread.join()

    def _run(self) -> None:
        last = False
        while not last:
            group, last = self._next()
            if group:
                self._commit(group)

    def _next(self) -> tuple[list[Work], bool]:
        """What waits now, at most one group, and whether it was the last."""
        group: list[Work] = []
        while len(group) < self._group:
            if group and self._queue.empty():
                break
            work = self._queue.get()
            if work is None:
                return group, True
            if work.future.set_running_or_notify_cancel():
                group.append(work)
        return group, False

    def _commit(self, group: list[Work]) -> None:
        tried = 0
        while True:
            try:
                queued = self._try(group)
                break
            except BaseException as error:
                tried += 1
                cause = error.error if isinstance(error, _Machine) else error
                if tried < TRIES and again(cause):
                    time.sleep(AGAIN_SECONDS * 2 ** (tried - 1))
                    continue
                for work in group:
                    work.future.set_exception(_failed(cause))
                return
        if queued:
            self._committed()
        for work in group:
            if work.error is not None:
                work.future.set_exception(work.error)
            else:
                work.future.set_result(work.result)

    def _try(self, group: list[Work]) -> bool:
        """One transaction. True if something was put into the outbox. Raises what the machine
        got wrong; then nothing of the group is stored."""
        queued = False
        points.passed("before", "transaction", group[0].name)
        with self._engine.connect() as connection, connection.begin():
            for work in group:
                work.result = work.error = None
                records = SqlRecords(connection, self._fresh, work.by or work.name, self.fixed)
                try:
                    work.result = _guarded(connection, records, work.unit)
                except Exception as error:
                    records = SqlRecords(connection, self._fresh, work.by or work.name, self.fixed)
                    self._rescued(connection, records, work, error)
                queued = queued or records.queued
            points.passed("before", "commit", group[0].name)
        points.passed("after", "commit", group[0].name)
        return queued

    def _rescued(
        self, connection: Connection, records: SqlRecords, work: Work, error: Exception
    ) -> None:
        if work.rescue is None:
            work.error = error
            return
        rescue = work.rescue
        try:
            work.result = _guarded(connection, records, lambda records: rescue(records, error))
        except Exception as broken:  # its own fault as well: nobody else's of the group
            work.error = broken


def _guarded(connection: Connection, records: SqlRecords, unit: Unit) -> Any:
    """The unit in its savepoint: undone alone if it is at fault, raised on if the machine is. A
    transaction that was lost without a word has no savepoint left to release."""
    try:
        driver(connection, "SAVEPOINT unit")
        result = unit(records)
        driver(connection, "RELEASE SAVEPOINT unit")
    except Exception as error:
        if machine(error) or not stands(connection):
            raise _Machine(error) from error
        _undone(connection)
        raise
    return result


def _undone(connection: Connection) -> None:
    try:
        driver(connection, "ROLLBACK TO SAVEPOINT unit")
        driver(connection, "RELEASE SAVEPOINT unit")
    except DBAPIError as error:
        raise _Machine(error) from error


class _Machine(BaseException):
    """Carries a machine's error past everything that handles a step's."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _failed(cause: BaseException) -> MachineError:
    """What waiting callers are told. No value of a row is in it (`hide_parameters`)."""
    return MachineError(f"{type(cause).__name__}: {getattr(cause, 'orig', None) or cause}")
