"""How each database is spoken to: every write transaction is one from its first statement on.

SQLAlchemy opens no transaction on SQLite until the first write, and a read that later writes may
be refused at once; so writers begin with BEGIN IMMEDIATE (notes on reliability, 0.8). Errors never
carry the values of a row: `hide_parameters`.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool

from store.deliveries import Held

BUSY_MS = 30_000
"""How long a write waits for another process's write (notes on reliability, 4 row 14)."""

POLL_MS = 3
"""How long SQLite itself waits for it, looking after 1 and 3 ms; then we ask it again. Left to
itself it would look ever less often, at last each 100 ms, and lose every time to a command that
commits chunk after chunk, whose lock is free for a millisecond or two."""

WRITERS = 8
"""Transactions at once on PostgreSQL; its own group commit joins them."""

READERS = 2
"""Connections that only read, kept open; more are made when they are needed, and closed again."""

CACHE_KIB = 512
"""Pages that a reading connection of SQLite keeps, each its own copy of what the machine holds
anyway. SQLite's own 2 MiB fill up over days, connection by connection (`soak`)."""

RETRIED = ("40001", "40P01")
"""PostgreSQL's serialization failure and deadlock: the same step may simply run again."""


dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON as it is kept: short, and readable in any language."""


def is_sqlite(url: str | URL) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def file_of(url: str) -> Path | None:
    """The file that holds a SQLite database; None where a server holds it, or only memory."""
    name = make_url(url).database
    return Path(name).resolve() if is_sqlite(url) and name and name != ":memory:" else None


def writing(url: str) -> Engine:
    """An engine whose transactions may write."""
    if is_sqlite(url):
        return _sqlite(url, "BEGIN IMMEDIATE", read_only=False)
    return _server(url, WRITERS)


def reading(url: str) -> Engine:
    """An engine whose transactions see one snapshot and write nothing."""
    if is_sqlite(url):
        return _sqlite(url, "BEGIN", read_only=True)
    return _server(
        url,
        READERS,
        execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    )


def stands(connection: Connection) -> bool:
    """Whether the transaction still stands after an error. A full disk inside one savepoint ends
    SQLite's whole transaction, and a later commit would still report success (design.md 4)."""
    raw = connection.connection.dbapi_connection
    if raw is None or connection.invalidated:
        return False
    if connection.dialect.name == "sqlite":
        return bool(raw.in_transaction)
    status = raw.info.transaction_status
    return int(status) in (2, 3)  # INTRANS, INERROR: a savepoint can still be rolled back


def machine(error: BaseException) -> bool:
    """Whether the machine failed (connection, disk, lock) and not the step."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError | MemoryError | Held)
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return True
    return type(error) is DBAPIError or type(error).__name__ in ("DatabaseError", "InternalError")


def again(error: BaseException) -> bool:
    """Whether the same step may simply run again."""
    if isinstance(error, Held):
        return True
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlstate", None) in RETRIED


def _sqlite(url: str, begin: str, *, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        json_serializer=dumps,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        **({"pool_size": READERS} if read_only else {"poolclass": StaticPool}),
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            *(
                ["query_only=ON", f"cache_size=-{CACHE_KIB}"]
                if read_only
                else [f"busy_timeout={POLL_MS}"]
            ),
        ):
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        _begin(connection, begin)

    return engine


def _begin(connection: Connection, begin: str) -> None:
    """Raises OperationalError when another process has the lock for longer than BUSY_MS."""
    for _ in range(BUSY_MS // POLL_MS):
        try:
            connection.exec_driver_sql(begin)
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        else:
            return
    connection.exec_driver_sql(begin)


def _server(url: str, most: int, **more: Any) -> Engine:
    return create_engine(
        url,
        json_serializer=dumps,
        hide_parameters=True,
        pool_size=most,
        max_overflow=2,
        pool_pre_ping=True,
        **more,
    )
