"""The coordinator at a terminal: other commands, one after another, beside `rounds serve`."""

import json
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

from tests.real.run import Run

PROJECT, TASKS = "soak", 250
PAUSE_SECONDS = 6.0
UNFINISHED, LEAVE_AFTER = 60_000, 3.0
"""Tasks of an import that dies, and after how many seconds: when it has looked at all of them."""

SELDOM = 3
"""Every so many rounds come an export, and an import that dies."""


class Coordinator:
    """`works` until it is over; what it did is counted by command."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.did: Counter[str] = Counter()
        self.failed: BaseException | None = None
        self._files = count(1)
        self._numbers = count(1)

    def imports(self, tasks: int = TASKS) -> None:
        """So many more tasks."""
        file = self._file(tasks)
        done = self.run.rounds("import", str(file), "--project", PROJECT, "--data", "synthetic")
        assert done["imported"] == tasks, done
        self.did["import"] += 1

    def works(self, over: Event) -> None:
        try:
            for turn in count():
                seldom = (self._exports, self._leaves) if turn % SELDOM == 1 else ()
                for does in (self.imports, self._looks, self._copies, self._decides, *seldom):
                    if over.wait(PAUSE_SECONDS):
                        return
                    does()
        except BaseException as error:
            self.failed = error

    def closes(self) -> None:
        """Everything that is open is looked at and closed."""
        for incident in self.run.rounds("incidents", "list")["incidents"]:
            self.run.rounds("incidents", "close", str(incident["id"]))
            self.did["incidents close"] += 1

    def _looks(self) -> None:
        told = self.run.rounds("status")
        assert told["projects"][0]["project"] == PROJECT
        self.run.rounds("people", "invite", "Dr Later", "--project", PROJECT)
        self.did["status, invite"] += 1

    def _copies(self) -> None:
        if not self.run.env["ROUNDS_DATABASE_URL"].startswith("sqlite"):
            return
        to = self.run.folder / f"copy-{next(self._files)}.db"
        assert self.run.rounds("db", "backup", str(to))["bytes"] > 0
        to.unlink()
        self.did["db backup"] += 1

    def _decides(self) -> None:
        """The newest few of what is open."""
        for incident in self.run.rounds("incidents", "list")["incidents"][:3]:
            self.run.rounds("incidents", "close", str(incident["id"]))
            self.did["incidents close"] += 1

    def _leaves(self) -> None:
        """An import that dies on its way, of tasks that nobody may see."""
        command = [sys.executable, "-m", "adapters.cli", "import", str(self._unfinished())]
        command += ["--project", PROJECT, "--data", "synthetic"]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=self.run.env, stdout=quiet, stderr=quiet)
        try:
            process.wait(LEAVE_AFTER)
        except subprocess.TimeoutExpired:
            self.did["import killed"] += 1
        finally:
            process.kill()
            process.wait()

    def _exports(self) -> None:
        to = self.run.folder / "releases"
        self.run.rounds("export", "--project", PROJECT, "--to", str(to))
        self.did["export"] += 1

    def _unfinished(self) -> Path:
        """Many tasks; only their ids are new each time."""
        mark, file = next(self._files), self.run.folder / "unfinished.jsonl"
        lines = (json.dumps(_task(1) | {"id": f"u{mark}-{n}"}) for n in range(UNFINISHED))
        file.write_text("\n".join(lines))
        return file

    def _file(self, tasks: int) -> Path:
        file = self.run.folder / f"tasks-{next(self._files)}.jsonl"
        file.write_text("\n".join(json.dumps(_task(next(self._numbers))) for _ in range(tasks)))
        return file


def _task(number: int) -> dict[str, Any]:
    """Two in three ask for a reason; one in seven is long."""
    long = "A fever after travel needs a blood film the same day. " * 120
    return {
        "id": f"t{number}",
        "prompt": f"Question {number} of a long evening: what is to be done?",
        "reader": "a nurse",
        "ask": ["rank"] if number % 3 == 0 else ["rank", "rationale"],
        "responses": [
            {"id": "a", "text": f"See a doctor today, says {number}. {long * (number % 7 == 0)}"},
            {"id": "b", "text": f"Wait for three days, says {number}."},
        ],
    }
