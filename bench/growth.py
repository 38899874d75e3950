"""A larger pool costs a press nothing: the same people on little and on much, in turns.

The greatest pool is written by SQL: a million open tasks, and one person who has done the first
twenty thousand of them.
"""

import asyncio
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from adapters.edge import fresh_id
from bench import load
from bench.figures import Figure, Rates, percentile, short
from bench.people import LABELS, NEXT, People, house, labels
from bench.pool import task_file
from bench.servers import ours
from store import Store

LITTLE, MUCH, PEOPLE, ROUNDS = 1_000, 50_000, 150, 5
MILLION, DONE = 1_000_000, 20_000
STEPS = 60
"""Tasks that the one person works on in each round."""

DAY = 86_400_000_000
"""Microseconds: what was done lies behind, some tasks a day."""


def growth(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Presses a second through Telegram's door, 1,000 tasks and 50,000."""
    rates = Rates()
    with ExitStack() as running:
        servers = {
            name: running.enter_context(ours("telegram", folder, number, PEOPLE))
            for name, number in (("little", LITTLE), ("much", MUCH))
        }
        whole: dict[str, list[load.Seen]] = {}
        for number, label in labels(rounds):
            for name in servers if number % 2 else reversed(servers):
                seen = asyncio.run(load.closed(servers[name].url, servers[name].wave(label)))
                whole.setdefault(name, []).append(seen)
            if label == NEXT:
                for name, all_seen in whole.items():
                    presses = sum(len(seen.each) for seen in all_seen)
                    rates.add(name, presses / sum(seen.seconds for seen in all_seen))
                whole.clear()
    what = f"presses, {MUCH:,} tasks to {LITTLE:,}"
    return [rates.against(what, "much", "little", least=0.85)]


def million(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    """The step of [Next task], one caller: a million open and 20,000 done, to 1,000 and none."""
    tasks = task_file(folder, 10)
    pools = {}
    for name, number, done in (("little", LITTLE, 0), ("much", MILLION, DONE)):
        file = folder / f"million-{name}.db"
        store, people = house(f"sqlite:///{file}", "slack", tasks, 1)
        store.close()
        _grow(file, number, done)
        pools[name] = People(Store(f"sqlite:///{file}", fresh_id), "slack")
        pools[name].shown = people.shown
    medians: dict[str, list[float]] = {name: [] for name in pools}
    for number in range(rounds):
        seen: dict[str, list[float]] = {name: [] for name in pools}
        for _ in range(STEPS if number else STEPS + 10):  # the ten tasks before the pool first
            for name, people in pools.items():
                seen[name].append(_next(people))
        for name, each in seen.items():
            medians[name].append(percentile(each[-STEPS:], 0.5))
    for people in pools.values():
        people.store.close()
    pairs = zip(medians["much"], medians["little"], strict=True)
    told = {name: f"{short(percentile(each, 0.5) * 1000)} ms" for name, each in medians.items()}
    what = f"[Next task], p50, {MILLION:,} open and {DONE:,} done to {LITTLE:,} and none"
    ratios = [much / little for much, little in pairs]
    return [Figure(what, ratios, most=1.5, ours=told["much"], floor=told["little"])]


def _next(people: People) -> float:
    """One task is finished; the seconds of asking for the next one."""
    for label in LABELS:
        (one,) = people.wave(label)
        began = time.perf_counter()
        people.press(one.account, one.token(label), one.ref)
        seconds = time.perf_counter() - began
        people.settle()
    return seconds


def _grow(file: Path, number: int, done: int) -> None:
    """So many more tasks, of which the one person has done the first `done`: all still open."""
    with closing(sqlite3.connect(file)) as raw:
        raw.row_factory = sqlite3.Row
        task = dict(raw.execute("SELECT * FROM task LIMIT 1").fetchone())
        queue = dict(raw.execute("SELECT * FROM task_queue LIMIT 1").fetchone())
        given = dict(raw.execute("SELECT * FROM assignment LIMIT 1").fetchone())
        first = raw.execute("SELECT max(id) FROM task").fetchone()[0] + 1
        last = first + number
        _insert(raw, "task", (task | {"id": n, "key": f"m{n}"} for n in range(first, last)))
        more = {"remaining": 9, "is_open": 1}
        _insert(
            raw, "task_queue", (queue | more | {"task": n, "pos": n} for n in range(first, last))
        )
        at = given["offered_at"]
        finished = {"state": "done", "attempt": 1, "question": "", "turn": 3}
        _insert(
            raw,
            "assignment",
            (
                given
                | finished
                | {"id": f"{n:019}", "task": n, "panel": f"{n:019}:panel:1"}
                | {"offered_at": then, "submitted_at": then}
                for n in range(first, first + done)
                for then in [at - DAY - (first + done - n) * DAY // 100]
            ),
        )
        answer = {"attempt": 1, "cause": "submitted", "answer": "{}", "abstention": "", "at": at}
        _insert(
            raw,
            "annotation",
            (answer | {"assignment": f"{n:019}"} for n in range(first, first + done)),
        )
        if done:
            raw.execute("UPDATE task_queue SET is_open = 0, remaining = 0 WHERE task < ?", (first,))
            place = (given["person"], queue["pile"], first + done)
            raw.execute(
                "INSERT OR REPLACE INTO frontier (person, pile, pos) VALUES (?, ?, ?)", place
            )
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _insert(raw: sqlite3.Connection, table: str, rows: Any) -> None:
    first = next(rows, None)
    if first is None:
        return
    names, marks = ",".join(f'"{name}"' for name in first), ",".join("?" * len(first))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    raw.execute(sql, tuple(first.values()))
    raw.executemany(sql, (tuple(row.values()) for row in rows))
