"""The store: steps go in, and come out committed or not at all; it decides nothing.

`deliver` is a platform's delivery with its mark, its effects and its outbox rows as one unit.
`submit` is any other named unit of work. `read` sees one snapshot. The same code serves SQLite
and PostgreSQL.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import TimeoutError

from bot.cards import Card, Durable, Out, Post
from bot.port import Records
from bot.step import line
from bot.words import KEPT
from store import schema, tables
from store.connect import WRITERS, is_sqlite, machine, reading, writing
from store.deliveries import Delivery, Duplicate, Handled, MachineError, Quarantined
from store.lock import AdvisoryLock, ProcessLock
from store.port import SqlRecords
from store.port.base import table
from store.ready import Ready
from store.writer import Writer

T = TypeVar("T")

DELIVERY = table(tables.DeliveryRow)
QUARANTINE = table(tables.QuarantineRow)

_MARK = {
    lite: Ready(
        dialect.insert(DELIVERY).on_conflict_do_nothing(),
        ("source", "team", "key", "at"),
    )
    for lite, dialect in ((True, sqlite), (False, postgresql))
}

QUARANTINED = (
    "A message could not be used ({kind}). It is kept; rounds incidents replay runs it again."
)

Step = Callable[[Records], Sequence[Out]]
Result = Handled | Duplicate | Quarantined


def open_store(url: str, fresh: Callable[[], str]) -> "Store":
    """Open the database at `url`; an empty one is set up. `fresh` draws public ids.

    Raises SchemaMismatch, with the remedy, for a database of another version.
    """
    schema.ready(url)
    return Store(url, fresh)


class Store:
    """One per process. Its threads start with the first unit of work."""

    def __init__(self, url: str, fresh: Callable[[], str]) -> None:
        self.url = url
        self._fresh = fresh
        self._sqlite = is_sqlite(url)
        self._writing = writing(url)
        self._reading = reading(url)
        self._listeners: list[Callable[[], None]] = []
        self._writer = Writer(
            self._writing, fresh, self._committed, threads=1 if self._sqlite else WRITERS
        )
        self._locks: dict[str, ProcessLock | AdvisoryLock] = {}

    def submit(self, unit: Callable[[Any], T]) -> "Future[T]":
        """Run `unit(records)` in one transaction.

        The future has its result once that is committed, or its exception; MachineError if the
        machine could not store it.
        """
        return self._writer.submit(unit)

    def deliver(self, delivery: Delivery, step: Step) -> "Future[Result]":
        """Run `step` for a delivery that was not seen before.

        Its durable outs are queued in the same transaction, its passing ones are in `Handled`. If
        the step is at fault it is undone, and the delivery is quarantined in the same commit.
        """

        def unit(records: SqlRecords) -> Handled | Duplicate:
            if not _mark(records, delivery):
                return Duplicate()
            outs = step(records)
            durable = [out for out in outs if isinstance(out, Durable)]
            records.emit_all(durable, delivery.at)
            return Handled(tuple(out for out in outs if not isinstance(out, Durable)))

        def rescue(records: SqlRecords, error: Exception) -> Quarantined:
            return _quarantine(records, delivery, error)

        account = delivery.account
        by = f"{account.platform} {account.team} {account.user}" if account else delivery.source
        return self._writer.submit(unit, rescue, by)

    def read(self, look: Callable[[Connection], T]) -> T:
        """What `look` finds in one snapshot; it may write nothing."""
        with self._reading.connect() as connection, connection.begin():
            return look(connection)

    def look(self, unit: Callable[[Records], T]) -> T:
        """What `unit` finds through the port in one snapshot; it may write nothing.

        Raises MachineError if the machine could not read it.
        """
        try:
            return self.read(
                lambda connection: unit(SqlRecords(connection, self._fresh, "", self._writer.fixed))
            )
        except Exception as error:
            if machine(error) or isinstance(error, TimeoutError):
                raise MachineError(type(error).__name__) from error
            raise

    def listen(self, told: Callable[[], None]) -> None:
        """Call `told` after each commit that queued something; from a thread of the store's."""
        self._listeners.append(told)

    def lock(self, name: str) -> AbstractAsyncContextManager[Any]:
        """A lock that one holder at a time has, over all workers on this database."""
        if name not in self._locks:
            self._locks[name] = (
                ProcessLock(asyncio.Lock()) if self._sqlite else AdvisoryLock(self.url, name)
            )
        return self._locks[name].hold()

    def close(self) -> None:
        """Finish what was submitted, then close every connection."""
        self._writer.close()
        for lock in self._locks.values():
            lock.close()
        self._writing.dispose()
        self._reading.dispose()

    def _committed(self) -> None:
        for told in self._listeners:
            told()


def _mark(records: SqlRecords, delivery: Delivery) -> bool:
    """Mark the delivery; False if the mark was there. One without a key is known by its bytes."""
    key = delivery.key or "sha256:" + hashlib.sha256(delivery.raw.encode()).hexdigest()
    values = {"source": delivery.source, "team": delivery.team, "key": key, "at": delivery.at}
    return records.change(_MARK[records.sqlite], values) == 1


def _quarantine(records: SqlRecords, delivery: Delivery, error: Exception) -> Quarantined:
    """Keep a delivery that could not be used, tell the coordinator once and the person, too."""
    if not _mark(records, delivery):
        raise error
    contact = records.hold(delivery.account) if delivery.account else None
    person = contact.person if contact else 0
    kind = type(error).__name__
    incident = records.incident(
        "unusable", QUARANTINED.format(kind=kind), delivery.at, person=person
    )
    records.add(
        QUARANTINE,
        incident=incident,
        source=delivery.source,
        team=delivery.team,
        key=delivery.key,
        raw=delivery.raw.replace("\x00", ""),
        error=kind,
    )
    if contact and person:
        card = Card((line(KEPT),))
        records.emit(Post(contact.account, f"kept:{incident}", card), delivery.at)
    return Quarantined(incident)
