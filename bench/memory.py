"""What `rounds serve` keeps in memory, with both platforms connected and people at work."""

import os
from functools import partial
from pathlib import Path

from bench.figures import Figure
from bench.pool import PROJECT, WORD, task_file
from tests.real.annotator import fresh, newest
from tests.real.run import Run

TASKS, WORKED, MOST = 50_000, 20, 150.0
"""Tasks in the pool, tasks each person works on, and most MiB (notes on performance, 8)."""


def memory(folder: Path) -> list[Figure]:
    place = folder / "memory"
    place.mkdir()
    run = Run(place)
    file = task_file(folder, TASKS)
    run.rounds("import", str(file), "--project", PROJECT, *WORD)
    with run.playground(), run.serving() as serving:
        for someone in run.join(PROJECT, (("slack", "Ann"), ("telegram", "Cem"))):
            someone.say("next")
            old = ""
            for _ in range(WORKED):
                panel = someone.until(partial(fresh, old), "a task")
                someone.press("Level", panel["id"])
                someone.button("Yes")
                done = someone.until(lambda screen: newest(screen, "Change"), "the summary")
                old = panel["id"]
                someone.press("Next task", done["id"])
        held = {name: _mebibytes(serving.pid, name) for name in ("VmRSS", "VmHWM")}
    what = f"rounds serve with {TASKS:,} tasks"
    return [
        Figure(f"{what}, resident", [held["VmRSS"]], most=MOST, unit=" MiB"),
        Figure(f"{what}, at its highest", [held["VmHWM"]], unit=" MiB"),
    ]


def _mebibytes(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"{os.uname().sysname} tells no {name}")
