"""A copy of a SQLite database while it is in use: whole, of one instant, looked through, and ready
to take the lost one's place.

PostgreSQL has tools of its own for this, which know its server; what they bring back is made ready
by `restored`.
"""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.connect import file_of, writing
from store.lock import alone

READY = (
    "UPDATE assignment SET turn = turn + 1000",
    "UPDATE outbox SET unsure = true WHERE state = 0",
)
"""People go on after a copy was made, and a database that comes back knows nothing of it. Turns
must not come again: a button that was drawn meanwhile would answer whatever bears its number then.
And what waited may have left since: where the platform can be asked, it is looked for first."""

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""Before any turn. Seconds since then fit a button's nine digits until 2057."""

PAGES = 1_000
"""Pages copied at a time; in between, others may write (SQLite's online backup)."""


class NoBackup(Exception):  # noqa: N818  the house's word
    """Nothing was written; one sentence, with the remedy."""


def backup(url: str, to: Path) -> int:
    """Copy the database at `url` into the new file `to`; returns its bytes.

    `to` appears when the copy is whole and on disk, never before. Raises NoBackup.
    """
    file = file_of(url)
    if file is None:
        raise NoBackup("Only a SQLite file is copied here: for PostgreSQL use pg_dump.")
    if not file.is_file():
        raise NoBackup(f"There is no database {file.name} yet: nothing to copy.")
    if to.exists():
        raise NoBackup(f"{to} is there already: name a file that is not.")
    if not to.parent.is_dir():
        raise NoBackup(f"There is no folder {to.parent}: make it first.")
    draft = to.with_name(f".{to.name}.unfinished")
    try:
        _copy(file, draft)
        os.link(draft, to)  # unlike a rename, never over somebody else's file
    except FileExistsError:
        raise NoBackup(f"{to} is there already: name a file that is not.") from None
    except (OSError, sqlite3.Error) as error:
        raise NoBackup(
            f"The database could not be copied ({error}): nothing was written."
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    return to.stat().st_size


def restored(url: str, at: datetime) -> None:
    """Make a database ready that was brought back, before anybody serves it. Turns jump to the
    seconds since `BEGAN`, so that a copy may come back twice: whatever was pressed between, there
    were fewer presses than seconds. Raises Taken if somebody serves it, NoBackup if it cannot be
    used."""
    file = file_of(url)
    if file and not file.is_file():
        raise NoBackup(f"There is no database {file}.")
    now = (at - BEGAN) // timedelta(seconds=1)
    with alone(url):
        engine = writing(url)
        try:
            with engine.connect() as connection, connection.begin():
                for statement in READY:
                    connection.exec_driver_sql(statement)
                connection.execute(
                    text("UPDATE assignment SET turn = :now WHERE turn < :now"), {"now": now}
                )
        except DBAPIError as error:
            raise NoBackup(f"The database cannot be used ({error.orig}).") from None
        finally:
            engine.dispose()


def _make_ready(copy: sqlite3.Connection) -> None:
    """An empty database has nothing to make ready."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'assignment'").fetchone():
        with copy:
            for statement in READY:
                copy.execute(statement)


def _copy(file: Path, to: Path) -> None:
    """Raises sqlite3.Error or OSError; also for a copy that is not whole."""
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source:
        to.touch(mode=0o600)
        with closing(sqlite3.connect(to)) as copy:
            source.backup(copy, pages=PAGES)
            _make_ready(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError("the copy is not whole")
    with to.open("rb") as written:
        os.fsync(written.fileno())
