"""How long each command keeps SQLite's write lock, while `rounds serve` would want it.

The command runs as it is, in a process of its own, and tells how long each of its transactions
lasted. Meanwhile a second connection asks for the write lock again and again, as `rounds serve`
asks for it, and remembers its longest wait.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import Connection, insert

from adapters import edge
from adapters.cli import app
from adapters.settings import load
from bench.figures import Figure
from bench.people import People, labels
from bench.pool import PROJECT, WORD, task_file, tasks
from store import Store, connect, imports, open_store, points, prune
from store.port import SqlRecords
from store.sql import DELIVERY

MOST_MS = 100.0
"""What a press may wait for another command."""

SOME, ALL = 10_000, 100_000
"""Tasks of the pool and of the import, and those of `--full`."""

OLD, INCIDENTS = 20_000, 200
PEOPLE, ANSWERED = 20, 10

PAUSE = 0.002
"""Seconds between two questions for the lock."""

PRUNE = "prune"
"""The one that is no command: `rounds serve` does it, from its tick."""


def locks(folder: Path, *, full: bool = False) -> list[Figure]:
    """The longest transaction and the longest wait, command by command."""
    place = folder / "locks"
    place.mkdir()
    number = ALL if full else SOME
    first = _prepared(place, folder, number)
    figures = []
    for name, command in _commands(place, folder, number).items():
        file = place / "rounds.db"
        for tail in ("", "-wal", "-shm"):
            file.with_name(f"rounds.db{tail}").unlink(missing_ok=True)
        shutil.copy(first, file)
        held, waited = _measured(file, command)
        figures += [
            Figure(f"{name}, its longest transaction", [held.get("longest", 0.0)], most=MOST_MS,
                   unit=" ms"),
            Figure(f"{name}, processor time of one", [held.get("processor", 0.0)], unit=" ms"),
            Figure(f"{name}, a press beside it waits", [waited], most=MOST_MS, unit=" ms"),
        ]  # fmt: skip
    return figures


def _commands(place: Path, folder: Path, number: int) -> dict[str, list[str]]:
    more = place / "more.jsonl"
    with more.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(task | {"id": f"n{task['id']}"}) + "\n" for task in tasks(number))
    asked = place / "project.yaml"
    asked.write_text(f"project: {PROJECT}\ntitle: Bench\nannotators_per_task: 5\n")
    about = ["--project", PROJECT]
    return {
        f"import of {number:,} tasks": ["import", str(more), *about, *WORD],
        "import of what is there": [
            "import",
            str(task_file(folder, number)),
            *about,
            *WORD,
        ],
        f"project apply over {number:,} tasks": ["project", "apply", str(asked)],
        "people invite": ["people", "invite", "Dr Osei", *about],
        "people list": ["people", "list"],
        "status": ["status"],
        "incidents list": ["incidents", "list"],
        "incidents close": ["incidents", "close", "1"],
        "export": ["export", *about, "--to", str(place / "releases")],
        "db backup": ["db", "backup", str(place / "copy.db")],
        "db check": ["db", "check"],
        f"forgetting {OLD:,} marks": [PRUNE],
    }


def _prepared(place: Path, folder: Path, number: int) -> Path:
    """A database with so many tasks, old marks and incidents, and a few answers."""
    file = place / "first.db"
    store = open_store(f"sqlite:///{file}", edge.fresh_id)
    tasks_there = task_file(folder, number)
    imports.import_tasks(store, tasks_there, PROJECT, "synthetic", edge.now(), accept=True)

    def fill(records: SqlRecords) -> None:
        mark = {"source": "slack", "team": "T1", "at": edge.now() - timedelta(days=31)}
        marks = [mark | {"key": str(number)} for number in range(OLD)]
        records.connection.execute(insert(DELIVERY), marks)
        for number in range(INCIDENTS):
            records.incident("note", f"number {number}", edge.now())

    store.submit(fill).result()
    people = People(store, "slack")
    people.join(PEOPLE, home=False)
    for _, label in labels(ANSWERED):
        for one in people.wave(label):
            people.press(one.account, one.token(label), one.ref)
        people.settle()
    store.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return file


def _measured(file: Path, command: list[str]) -> tuple[dict[str, float], float]:
    """(ms of the longest transaction and of the one that worked longest, ms of the longest wait
    beside it)."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    env |= {"ROUNDS_DATABASE_URL": f"sqlite:///{file}", "ROUNDS_SECRET_KEY": "of this run"}
    waits, over = [0.0], Event()

    def asks() -> None:
        engine = connect.writing(f"sqlite:///{file}")
        while not over.wait(PAUSE):
            began = time.perf_counter()
            with engine.connect() as connection, connection.begin():
                waits.append((time.perf_counter() - began) * 1000)
        engine.dispose()

    thread = Thread(target=asks)
    thread.start()
    try:
        asked = [sys.executable, "-m", "bench.locks", str(file.with_name("held.json")), *command]
        done = subprocess.run(asked, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    finally:
        over.set()
        thread.join()
    return json.loads(file.with_name("held.json").read_text()), max(waits)


def _child(told: Path, command: list[str]) -> None:
    """The command itself; every transaction of the writer's is timed from when it has the lock."""
    held: dict[str, float] = {}
    began = busy = 0.0
    real = connect._begin

    def _timed(connection: Connection, begin: str) -> None:
        nonlocal began, busy
        real(connection, begin)
        began, busy = time.perf_counter(), time.thread_time()

    def pass_by(when: str, what: str, *_more: str) -> None:
        if (when, what) == ("after", "commit"):
            took = (time.perf_counter() - began) * 1000
            held["longest"] = max(took, held.get("longest", 0.0))
            worked = (time.thread_time() - busy) * 1000
            held["processor"] = max(worked, held.get("processor", 0.0))

    connect._begin = _timed
    points.passed = pass_by
    try:
        if command == [PRUNE]:
            _forget()
        else:
            app([*command, "--json"])
    finally:
        told.write_text(json.dumps(held))


def _forget() -> None:
    store = Store(load(None).database_url, edge.fresh_id)
    at = edge.now()
    while prune.more(store.submit(lambda records: prune.forget(records, at)).result()):
        pass
    store.close()


if __name__ == "__main__":
    _child(Path(sys.argv[1]), sys.argv[2:])
