"""`rounds serve` is killed at random moments while people answer, and started again each time.

One person on Slack and one on Telegram answer tasks of every kind as soon as they are shown, tap
again when nothing comes of it, and say "where" when all is quiet: what a person would do. Judged
from outside: by the export, which says what they meant, and by what stands in the two chats.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pyarrow.parquet as pq

from tests import kept, medley
from tests.drill.hands import ALL, Hand, carelessly
from tests.mind import untold
from tests.real.annotator import Annotator
from tests.real.judging import HEADING
from tests.real.run import Run

SEATS = (("slack", "Ann"), ("telegram", "Cem"))
ALIVE_SECONDS = (0.3, 3.0)
"""How long a process lives: some die before they are connected."""
TASKS_A_KILL = 2
AHEAD_SECONDS, PEACE_SECONDS = 61, 2.0
QUICK_AGAIN = {"ROUNDS_SEND_LEASE_SECONDS": "3", "ROUNDS_SEND_TIMEOUT_SECONDS": "2"}
"""A dead worker's rows are free again soon, or the drill would mostly wait."""


def kills(folder: Path, database: str, wanted: int, seed: int) -> None:
    """Kill `wanted` times. Raises AssertionError unless each answer counts exactly once, Slack
    shows no task twice and Telegram at most one for each kill."""
    folder.mkdir()
    tasks = wanted * TASKS_A_KILL
    run = Run(folder, database)
    run.env |= QUICK_AGAIN | {"ROUNDS_TASKS_AS_IMPORTED": "true"}
    about, file = medley.written(folder, "kills", tasks, len(SEATS))
    run.rounds("project", "apply", str(about))
    run.rounds("import", str(file), "--project", "kills", "--data", "synthetic")
    with run.playground():
        with run.serving():
            staff = run.join("kills", SEATS)
        hands = [Hand.of(one, seed) for one in staff]
        dead = Dying(run, random.Random(seed)).until_done(hands, wanted)
        twice = {one.platform: _shown_twice(one) for one in staff}
        for one in staff:
            assert one.platform == "slack" or carelessly(one.screen()) == 0, "it still stands there"
    done = run.rounds("export", "--project", "kills", "--to", str(folder / "out"))
    rows = pq.read_table(Path(done["path"]) / "annotations" / "annotations.parquet").to_pylist()
    given = Counter((row["annotator"], row["task_id"]) for row in rows if row["final"])
    lost = len(SEATS) * tasks - len(given)
    more = sum(count - 1 for count in given.values())
    where = "PostgreSQL" if database else "SQLite"
    print(
        f"{where}: {dead} kills, {len(given)} answers, {len(rows)} revisions;"
        f" lost {lost}, counted twice {more};"
        f" shown twice on Slack {twice['slack']}, on Telegram {twice['telegram']}",
        flush=True,
    )
    assert dead >= wanted, "everything was answered before the last kill: more tasks are needed"
    assert lost == 0 and more == 0, "an answer was lost or counted twice"
    assert not (said := kept.differences(rows)), said[:5]
    assert twice["slack"] == 0 and twice["telegram"] <= dead, "a task was shown too often"
    told = Counter(one["kind"] for one in run.rounds("incidents", "list")["incidents"])
    assert not (missed := untold([hand.mind for hand in hands], rows, told)), missed


@dataclass(slots=True)
class Dying:
    """The process that is killed."""

    run: Run
    chance: random.Random

    def until_done(self, hands: list[Hand], wanted: int) -> int:
        """Kill until everybody has answered everything; how often that was."""
        stop, dead = Event(), 0
        threads = [Thread(target=hand.work, args=(stop,), daemon=True) for hand in hands]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            with self._worker() as worker:
                time.sleep(self.chance.uniform(*ALIVE_SECONDS))
                if any(hand.failed for hand in hands):
                    break
                if dead >= wanted:
                    self._in_peace(threads)
                    break
                worker.kill()
                dead += 1
                self._later()
        stop.set()
        for hand in hands:
            if hand.failed:
                raise hand.failed
        return dead

    def _in_peace(self, threads: list[Thread]) -> None:
        """After the last kill they finish."""
        while any(thread.is_alive() for thread in threads):
            threads[0].join(PEACE_SECONDS)
            threads[-1].join(PEACE_SECONDS)
            self._later()

    def _later(self) -> None:
        """A minute passes where the platforms are: what Slack still owes comes again."""
        self.run.control("clock", {"advance": AHEAD_SECONDS})

    @contextmanager
    def _worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        command = [sys.executable, "-m", "adapters.cli", "serve"]
        with (self.run.folder / "serve.log").open("ab") as log:
            worker = subprocess.Popen(command, env=self.run.env, stdout=log, stderr=log)
            try:
                yield worker
            finally:
                if worker.poll() is None:
                    worker.send_signal(signal.SIGTERM)
                worker.wait(30)


def _shown_twice(someone: Annotator) -> int:
    """How many tasks were posted more than once."""
    someone.newest = ALL
    asked = Counter(
        message["text"]
        for message in someone.screen()["messages"]
        if message["from"] == "bot" and HEADING.match(message["text"])
    )
    return sum(count - 1 for count in asked.values())
