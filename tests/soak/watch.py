"""What is measured from outside: resident memory each second, and the rows of each table."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from threading import Event, Thread

from sqlalchemy import func, select

from store import Store
from store.port.leaving import INCIDENT, OUTBOX, UNSENT
from store.port.people import BATCH
from store.port.trust import GUESS
from store.sql import DELIVERY, QUARANTINE
from store.tables import SQLModel

EACH_SECOND = 1.0

BOUNDED = ("delivery", "outbox", "quarantine", "guess", "message")
"""Tables that a month's pruning brings back. `message` keeps one row for each message that belongs
to a task; those of other messages go with what was sent."""


@dataclass(slots=True)
class Memory:
    """The resident memory of one process, while it lasts; moments are seconds of the run."""

    pid: int
    began: float
    seen: list[tuple[float, float]] = field(default_factory=list)
    _over: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> "Memory":
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def median(self, since: float, until: float) -> float:
        """MiB, over a part of the run."""
        return median(held for at, held in self.seen if since <= at < until)

    def _look(self) -> None:
        while not self._over.wait(EACH_SECOND):
            if held := _resident(self.pid):
                self.seen.append((time.monotonic() - self.began, held))


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"{os.uname().sysname} tells no VmRSS")


Counts = dict[str, int]


def rows(store: Store) -> Counts:
    """How many rows each table has."""
    return store.read(
        lambda look: {
            table.name: look.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }
    )


def waiting(store: Store) -> int:
    """Messages that wait to leave."""
    asked = select(func.count()).select_from(OUTBOX).where(UNSENT)
    return store.read(lambda look: int(look.execute(asked).scalar_one()))


def sent(store: Store, before: datetime) -> int:
    """What left, or never will, before that moment."""
    asked = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.settled_at < before)
    return store.read(lambda look: int(look.execute(asked).scalar_one()))


def left_over(store: Store) -> Counts:
    """What a run without an end would keep for ever, once everything is older than any limit."""
    loose = SQLModel.metadata.tables["message"]
    closed = select(INCIDENT.c.id).where(INCIDENT.c.state == "closed")
    asked = {
        "delivery": select(func.count()).select_from(DELIVERY),
        "outbox": select(func.count()).select_from(OUTBOX).where(OUTBOX.c.state > 0),
        "quarantine of closed incidents": select(func.count())
        .select_from(QUARANTINE)
        .where(QUARANTINE.c.incident.in_(closed)),
        "guess": select(func.count()).select_from(GUESS),
        "hidden batch": select(func.count()).select_from(BATCH).where(BATCH.c.revealed.is_(False)),
        "message of no task": select(func.count())
        .select_from(loose)
        .where(loose.c.name.like("m:%"), loose.c.assignment == ""),
    }
    return store.read(
        lambda look: {name: int(look.execute(one).scalar_one()) for name, one in asked.items()}
    )


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Look until it is so; False if it never is."""
    give_up = time.monotonic() + seconds
    while not done():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.2)
    return True
