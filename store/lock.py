"""One holder at a time: inside one process on SQLite, over all workers on PostgreSQL.

A PostgreSQL lock lives in a session of its own and ends with it, and the lock on a SQLite file ends
with its process; so whoever died holds nothing.
"""

import asyncio
import fcntl
import os
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from store.connect import file_of

LOCKS = 0x4C6F636B
"""First key of these locks, so that they meet nobody else's."""

AGAIN_SECONDS = 1.0
"""Between two tries for a lock that another worker has."""


class Taken(Exception):  # noqa: N818  the house's word
    """Another process serves this SQLite file; one sentence, with the remedy."""


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the one process that serves a SQLite file. Commands may work beside it, and PostgreSQL is
    served by as many as like. Raises Taken."""
    file = file_of(url)
    if file is None:
        yield
        return
    with file.with_name(f"{file.name}-serving").open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise Taken(
                f"Another rounds serve (process {held.read().strip() or 'unknown'}) is at work on"
                f" {file.name}: stop it first. Several can share a PostgreSQL database."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


class ProcessLock:
    """SQLite belongs to one serving process."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock = lock

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        async with self._lock:
            yield

    def close(self) -> None:
        """Nothing is held outside the process."""


class AdvisoryLock:
    """An advisory lock of PostgreSQL. Asking never blocks a thread, so that waiting can end."""

    def __init__(self, url: str, name: str) -> None:
        self._engine: Engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        self._key = {"a": LOCKS, "b": zlib.crc32(name.encode()) - 2**31}
        self._connection: Connection | None = None
        self._here = asyncio.Lock()

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        async with self._here:
            while not await asyncio.to_thread(self._try):  # noqa: ASYNC110  PostgreSQL tells nobody
                await asyncio.sleep(AGAIN_SECONDS)
            try:
                yield
            finally:
                await asyncio.shield(asyncio.to_thread(self._release))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()

    def _try(self) -> bool:
        if self._connection is None or self._connection.closed:
            self._connection = self._engine.connect()
        try:
            asked = text("SELECT pg_try_advisory_lock(:a, :b)")
            return bool(self._connection.execute(asked, self._key).scalar())
        except DBAPIError:
            self._connection.close()
            self._connection = None
            raise

    def _release(self) -> None:
        """Let go; a lost session has let go already."""
        if self._connection is None:
            return
        try:
            self._connection.execute(text("SELECT pg_advisory_unlock(:a, :b)"), self._key)
        except DBAPIError:
            self._connection.close()
            self._connection = None
