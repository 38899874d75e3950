"""The lives of one worker after another, seen from where their person sits.

Both clocks go a minute ahead when a life is over: leases run out, and Slack tries again. At that
moment nobody hears it, and so the platform's clock goes ahead also while a life waits: else what
was said between two lives would be tried between lives alone until it is given up, over and over.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from tests.real.run import Run

Json = dict[str, Any]

AHEAD_SECONDS = 61
"""More than a lease, and more than Slack's first minute."""

UP_SECONDS, LIFE_SECONDS = 30.0, 60.0
HEARD_SECONDS = 2.0
"""How long a life has listened before the platform tries again what it owes."""


@dataclass(slots=True)
class Life:
    """One process."""

    pid: int
    nursery: "Nursery"
    signal: int = 0
    passed: list[str] = field(default_factory=list)
    given_up: bool = False
    over: bool = False

    def end(self) -> None:
        """Told to stop."""
        os.kill(self.pid, signal.SIGTERM)
        self.wait(LIFE_SECONDS)

    def wait(self, seconds: float) -> None:
        """Until it is over; what waits for a point that never comes is ended from outside."""
        if self.over:
            return
        watch = Thread(target=self._give_up, args=(seconds,), daemon=True)
        watch.start()
        told = self.nursery.hear()
        self.signal, self.passed, self.over = told["signal"], told["passed"], True

    def _give_up(self, seconds: float) -> None:
        give_up = time.monotonic() + seconds
        later = time.monotonic() + HEARD_SECONDS
        while not self.over:
            time.sleep(0.1)
            now = time.monotonic()
            if now > give_up and not self.over:
                self.given_up = True
                os.kill(self.pid, signal.SIGKILL)
                return
            if now > later and not self.over:
                self.nursery.run.control("clock", {"advance": AHEAD_SECONDS})
                later = now + HEARD_SECONDS


class Nursery:
    """The process whose children live and die."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.ahead = 0

    def __enter__(self) -> "Nursery":
        command = [sys.executable, "-m", "tests.drill.nursery", str(self.run.folder)]
        self._process = subprocess.Popen(
            command,
            env=self.run.env | {"PYTHONPATH": str(Path.cwd())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    @contextmanager
    def life(self, **plan: Any) -> Iterator[Life]:
        """A new process; both clocks go ahead when it is over."""
        whole = {"env": self.run.env, "log": "serve.log", "ahead": self.ahead} | plan
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(whole) + "\n")
        self._process.stdin.flush()
        life = Life(self.hear()["pid"], self)
        try:
            yield life
        finally:
            if not life.over:
                os.kill(life.pid, signal.SIGKILL)
                life.wait(LIFE_SECONDS)
            self.ahead += AHEAD_SECONDS
            self.run.control("clock", {"advance": AHEAD_SECONDS})

    def hear(self) -> Json:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery died"
        return dict(json.loads(line))


class Listening:
    """Wait until a worker hears its platform."""

    def __init__(self, run: Run, platform: str) -> None:
        self.run, self.platform = run, platform

    def __enter__(self) -> None:
        for _ in range(int(UP_SECONDS * 20)):
            told = self.run.control(f"{self.platform}/faults", {})
            if told.get("sockets") or told.get("calls"):
                return
            time.sleep(0.05)
        raise AssertionError(f"rounds serve does not hear {self.platform}")

    def __exit__(self, *_error: object) -> None:
        return
