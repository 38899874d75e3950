"""`rounds serve` is killed at random moments while people answer, and started again each time.

One person on Slack and one on Telegram answer every task as soon as it is shown, tap again when
nothing comes of it, and say "next" when all is quiet: what a person would do. Judged from outside:
by the export, and by what stands in the two chats.
"""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow.parquet as pq

from tests.real.annotator import Annotator, newest
from tests.real.devices import easy
from tests.real.run import Run

SEATS = (("slack", "Ann"), ("telegram", "Cem"))
ALIVE_SECONDS = (0.3, 3.0)
"""How long a process lives: some die before they are connected."""
QUIET_SECONDS, STUCK_SECONDS = 6.0, 120.0
LOOK_SECONDS = 0.05
TASKS_A_KILL = 5
QUICK_AGAIN = {"ROUNDS_SEND_LEASE_SECONDS": "3", "ROUNDS_SEND_TIMEOUT_SECONDS": "2"}
"""A dead worker's rows are free again soon, or the drill would mostly wait."""


def kills(folder: Path, database: str, wanted: int, seed: int) -> None:
    """Kill `wanted` times. Raises AssertionError unless each answer counts exactly once, Slack
    shows no task twice and Telegram at most one for each kill."""
    folder.mkdir()
    tasks = wanted * TASKS_A_KILL
    run = Run(folder, database)
    run.env |= QUICK_AGAIN
    file = folder / "tasks.jsonl"
    file.write_text("\n".join(json.dumps(easy(number)) for number in range(tasks)))
    run.rounds("import", str(file), "--project", "kills", "--data", "synthetic")
    with run.playground():
        with run.serving():
            staff = run.join("kills", SEATS)
        dead = Dying(run, random.Random(seed)).until_done([Hand(one) for one in staff], wanted)
        twice = {one.platform: _shown_twice(one) for one in staff}
    done = run.rounds("export", "--project", "kills", "--to", str(folder / "out"))
    rows = pq.read_table(Path(done["path"]) / "annotations" / "annotations.parquet").to_pylist()
    given = Counter((row["annotator"], row["task_id"]) for row in rows)
    lost = len(SEATS) * tasks - len(given)
    more = sum(count - 1 for count in given.values())
    where = "PostgreSQL" if database else "SQLite"
    print(
        f"{where}: {dead} kills, {len(given)} answers; lost {lost}, counted twice {more};"
        f" shown twice on Slack {twice['slack']}, on Telegram {twice['telegram']}",
        flush=True,
    )
    assert dead >= wanted, "everything was answered before the last kill: more tasks are needed"
    assert lost == 0 and more == 0, "an answer was lost or counted twice"
    assert twice["slack"] == 0 and twice["telegram"] <= dead, "a task was shown too often"
    assert run.rounds("incidents", "list")["incidents"] == []


@dataclass
class Hand:
    """One person at work, in a thread of their own; `resting` they begin nothing new."""

    who: Annotator
    seen: str = ""
    since: float = field(default_factory=time.monotonic)
    failed: BaseException | None = None
    quiet: float = QUIET_SECONDS
    resting: bool = False

    def acknowledged(self, label: str, token: str) -> None:
        """The platform says that a press was taken in, of a button that carries this."""

    def work(self, stop: Event) -> None:
        self.who.newest = 8
        try:
            while not stop.is_set() and not self._look():
                time.sleep(LOOK_SECONDS)
        except BaseException as error:
            self.failed = error

    def _look(self) -> bool:
        """One look at the chat and what follows from it; True when nothing is left to do."""
        screen = self.who.screen()
        messages = screen["messages"]
        if any("Nothing waiting for you." in message["text"] for message in messages[-3:]):
            return True
        now, state = time.monotonic(), json.dumps(messages[-3:], sort_keys=True)
        if state != self.seen:
            self.seen, self.since = state, now
        quiet = now - self.since
        assert quiet < STUCK_SECONDS, f"{self.who.name} is stuck: {state[:2000]}"
        if not self._press(screen) and quiet > self.quiet and not self.resting:
            self.who.say("next")
            self.since = now
        return False

    def _press(self, screen: dict[str, Any]) -> bool:
        """Answer what the newest panel asks. What nobody acknowledged is tapped again."""
        for label in ("Level", "Yes", "Next task"):
            panel = newest(screen, label)
            if panel is None or _newer_buttons(screen, panel["id"]):
                continue
            if self.resting and label == "Next task":
                continue
            tap = {"person": self.who.id, "label": label, "message": panel["id"], "stale": True}
            try:
                told = self.who.run.control(f"{self.who.platform}/press", tap)
            except AssertionError as gone:  # it was redrawn between the look and the tap
                assert "There is no button" in str(gone), gone
                return False
            if told["acked"]:
                (button,) = [one for one in panel["buttons"] if one["label"] == label]
                self.acknowledged(label, str(button.get("value") or button["id"]))
            return label != "Next task"
        return False


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
                    _join(threads)
                    break
                worker.kill()
                dead += 1
        stop.set()
        for hand in hands:
            if hand.failed:
                raise hand.failed
        return dead

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


def _join(threads: list[Thread]) -> None:
    """After the last kill they finish in peace."""
    for thread in threads:
        thread.join()


def _newer_buttons(screen: dict[str, Any], panel: Any) -> bool:
    ids = [message["id"] for message in screen["messages"]]
    return any(message["buttons"] for message in screen["messages"][ids.index(panel) + 1 :])


def _shown_twice(someone: Annotator) -> int:
    """How many tasks were posted more than once."""
    someone.newest = 1_000_000
    asked = Counter(
        message["text"]
        for message in someone.screen()["messages"]
        if message["from"] == "bot" and message["text"].startswith("Compare two answers · ")
    )
    return sum(count - 1 for count in asked.values())
