"""Importing a file beside inserting the very rows it becomes, by executemany alone.

The floor reads and parses the file too, as anybody must, and checks nothing. What the insertion
alone would take is told besides. Both are measured without the gate; with it an import has a goal
of its own, in seconds.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from adapters.edge import fresh_id, now
from adapters.gatehouse import gatehouse
from bench.figures import Figure, Rates
from bench.pool import PROJECT, task_file
from bot.gate.tasks import Seen, Shown
from store import imports, open_store
from store.intake import Gate

SOME, ALL, ROUNDS = 10_000, 100_000, 3
CHUNK = 5_000
"""Rows of one commit of the floor."""

SECONDS_MOST = 120.0
"""What so many tasks may take with the gate on."""

TABLES = ("project", "batch", "task", "task_queue")


def importing(folder: Path, rounds: int = ROUNDS, *, full: bool = False) -> list[Figure]:
    number = ALL if full else SOME
    file = task_file(folder, number)
    rates, gated = Rates(), list[float]()
    kept, rows = folder / "imported.db", dict[str, list[Any]]()
    for _ in range(rounds):
        with gatehouse() as gate:
            gated.append(_ours(file, kept, number, gate))
        rates.add("ours", number / _ours(file, kept, number, Open()))
        rows = rows or _rows(kept)
        for name, read in (("raw", file), ("rows", None)):
            rates.add(name, number / _raw(folder / "raw.db", rows, read))
    what = f"import of {number:,} tasks"
    floor = rates.against("", "raw", "ours")
    alone = rates.against("", "rows", "ours")
    return [
        Figure(f"{what} with the gate on", gated, most=SECONDS_MOST if full else None, unit=" s"),
        Figure(f"{what}, its time to parsing and executemany", floor.values, most=2.2,
               ours=floor.floor, floor=floor.ours),
        Figure(f"{what}, its time to executemany alone", alone.values,
               ours=alone.floor, floor=alone.ours),
    ]  # fmt: skip


class Open:
    """A gate where nobody looks."""

    def look(self, tasks: Sequence[Shown], left: int) -> list[Seen]:
        return []

    def rest(self) -> list[Seen]:
        return []


def _ours(file: Path, database: Path, number: int, gate: Gate) -> float:
    """Seconds of the whole import into a new database."""
    _gone(database)
    store = open_store(f"sqlite:///{database}", fresh_id)
    began = time.perf_counter()
    about = (store, file, PROJECT, "synthetic", now())
    done = imports.import_tasks(*about, accept=True, gate=gate)
    seconds = time.perf_counter() - began
    store.close()
    assert done["imported"] == number, done
    return seconds


def _rows(database: Path) -> dict[str, list[Any]]:
    """Every row that the import wrote, by table."""
    with closing(sqlite3.connect(database)) as made:
        return {name: made.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}


def _raw(database: Path, rows: dict[str, list[Any]], read: Path | None) -> float:
    """Seconds of inserting these rows into a new database of ours; `read`: parsed first."""
    _gone(database)
    open_store(f"sqlite:///{database}", fresh_id).close()
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        if read:
            with read.open("rb") as lines:
                for line in lines:
                    json.loads(line)
        for name in TABLES:
            for chunk in _chunks(rows[name]):
                raw.execute("BEGIN IMMEDIATE")
                marks = ",".join("?" * len(chunk[0]))
                raw.executemany(f"INSERT INTO {name} VALUES ({marks})", chunk)
                raw.execute("COMMIT")
        return time.perf_counter() - began


def _chunks(rows: Sequence[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _gone(file: Path) -> None:
    for tail in ("", "-wal", "-shm"):
        file.with_name(file.name + tail).unlink(missing_ok=True)
