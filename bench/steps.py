"""The store's step beside its own statements: what the same SQL costs raw, one commit each.

The statements of every step are recorded once, with their values, and replayed by sqlite3 alone on
an equal file. Ours runs from eight callers, so that commits are shared.
"""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import event

from adapters.edge import fresh_id
from adapters.serve import deliverer
from bench.figures import Figure, Rates
from bench.load import CLIENTS
from bench.people import ANSWERS, LABELS, RULES, People, Shown, house
from bench.pool import task_file
from store import Store

TASKS, PEOPLE, ROUNDS = 2_000, 400, 5
BETWEEN = ""
"""The wave of what happens between two: it is replayed, and not timed."""
NOT_RAW = ("BEGIN", "SAVEPOINT", "RELEASE")
"""Of these a commit of its own needs none but its BEGIN."""

Statement = tuple[str, Any, bool]
"""SQL, values, and whether there are many rows of values."""


@dataclass(slots=True)
class Recording:
    """Every transaction of a run in its order, with the wave it belongs to."""

    wave: str = BETWEEN
    steps: list[tuple[str, list[Statement]]] = field(default_factory=list)
    _now: list[Statement] = field(default_factory=list)

    def listen(self, store: Store) -> None:
        @event.listens_for(store._writing, "before_cursor_execute")
        def heard(_c: Any, _k: Any, sql: str, values: Any, _x: Any, many: bool) -> None:
            if not sql.startswith(NOT_RAW):
                self._now.append((sql, list(values) if many else values, many))

        @event.listens_for(store._writing, "commit")
        def committed(_connection: Any) -> None:
            self.steps.append((self.wave, self._now))
            self._now = []

    def count(self, *waves: str) -> float:
        """Statements of a step, on average."""
        steps = [one for wave, one in self.steps if wave in waves]
        return sum(map(len, steps)) / len(steps)


def steps(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    figures = []
    for platform in ("telegram", "slack"):
        place = folder / f"steps-{platform}"
        place.mkdir()
        figures += _steps(place, platform, task_file(folder, TASKS), rounds)
    return figures


def _steps(folder: Path, platform: str, tasks: Path, rounds: int) -> list[Figure]:
    base = folder / "base.db"
    store, people = house(f"sqlite:///{base}", platform, tasks, PEOPLE)
    store.close()
    shown = dict(people.shown)
    recording = Recording()
    with _Copy(base, folder / "recorded.db", platform, shown) as others:
        recording.listen(others.store)
        for label in LABELS:
            recording.wave = label
            for one in others.wave(label):
                others.press(one.account, one.token(label), one.ref)
            recording.wave = BETWEEN
            others.settle()
    rates = Rates()
    for _ in range(rounds):
        seconds = _replayed(base, folder / "raw.db", recording)
        _add(rates, "raw", seconds)
        with _Copy(base, folder / "ours.db", platform, shown) as others:
            _add(rates, "ours", _ours(others))
    told = {"answer": ANSWERS, "next": (LABELS[-1],)}
    return [
        rates.against(
            f"{platform}: the store's step, {kind} ({recording.count(*waves):.0f} statements)",
            f"ours {kind}",
            f"raw {kind}",
            least=0.6,
        )
        for kind, waves in told.items()
    ]


def _add(rates: Rates, name: str, seconds: dict[str, float]) -> None:
    rates.add(f"{name} answer", PEOPLE * len(ANSWERS) / sum(seconds[one] for one in ANSWERS))
    rates.add(f"{name} next", PEOPLE / seconds[LABELS[-1]])


class _Copy:
    """People at work over a copy of the base."""

    def __init__(self, base: Path, file: Path, platform: str, shown: dict[Any, Shown]) -> None:
        _fresh(base, file)
        self.people = People(Store(f"sqlite:///{file}", fresh_id), platform)
        self.people.shown = dict(shown)

    def __enter__(self) -> People:
        return self.people

    def __exit__(self, *_: object) -> None:
        self.people.store.close()


def _ours(people: People) -> dict[str, float]:
    """Seconds of each wave, pressed by eight callers through serve's own way to deliver."""
    deliver = deliverer(people.store, RULES)

    async def wave(label: str) -> float:
        waiting = iter(
            [people.delivery(o.account, o.token(label), o.ref) for o in people.wave(label)]
        )

        async def caller() -> None:
            for delivery, pressed in waiting:
                await deliver(delivery, pressed)

        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(CLIENTS)))
        return time.perf_counter() - began

    seconds = {}
    for label in LABELS:
        seconds[label] = asyncio.run(wave(label))
        people.settle()
    counts = people.counts()
    assert counts["annotations"] == PEOPLE and not counts["incidents"], counts
    return seconds


def _replayed(base: Path, file: Path, recording: Recording) -> dict[str, float]:
    """Seconds of each wave, the recorded statements by sqlite3 alone."""
    _fresh(base, file)
    seconds: dict[str, float] = {}
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")
        for wave, group in groupby(recording.steps, key=lambda step: step[0]):
            made = [statements for _, statements in group]
            began = time.perf_counter()
            _replay(raw, made)
            seconds[wave] = time.perf_counter() - began
    return seconds


def _replay(raw: sqlite3.Connection, steps: Sequence[Sequence[Statement]]) -> None:
    for statements in steps:
        raw.execute("BEGIN IMMEDIATE")
        for sql, values, many in statements:
            if many:
                raw.executemany(sql, values)
            else:
                raw.execute(sql, values).fetchall()
        raw.execute("COMMIT")


def _fresh(base: Path, file: Path) -> None:
    for left in _files(file):
        left.unlink(missing_ok=True)
    shutil.copy(base, file)


def _files(file: Path) -> Iterator[Path]:
    for tail in ("", "-wal", "-shm"):
        yield file.with_name(file.name + tail)
