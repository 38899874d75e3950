"""`rounds serve` as children of one process that has imported everything already: each life begins
in a few milliseconds, and ends by its own hand at the point it was told.

One JSON line in is one life: {"env", "log", "ahead": seconds its clock is ahead, "die_at": the
how-manieth point kills, "die_on": the name of one that does}. Two lines come out: {"pid"}, and when
it is over {"signal", "passed": the names of all its points}.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters import edge, logs
from adapters.serve import serve
from adapters.settings import load
from store import points

Json = dict[str, Any]


def live(plan: Json, told: int) -> None:
    """One life, in a process of its own."""
    os.environ.update(plan["env"])
    log = os.open(plan["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    passed = 0

    def pass_by(*words: str) -> None:
        nonlocal passed
        passed += 1
        name = " ".join(words)
        os.write(told, f"{name}\n".encode())
        if passed >= plan.get("die_at", passed + 1) or name == plan.get("die_on"):
            os.kill(os.getpid(), signal.SIGKILL)

    real, ahead = edge.now, timedelta(seconds=plan.get("ahead", 0))
    edge.now = lambda: real() + ahead
    points.passed = pass_by
    known = load(None)
    logs.configure(known.log_level)
    asyncio.run(serve(known))


def main() -> None:
    os.chdir(Path(sys.argv[1]))
    for line in sys.stdin:
        plan = json.loads(line)
        hears, tells = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(hears)
            try:
                live(plan, tells)
            finally:
                os._exit(1 if sys.exc_info()[0] else 0)
        os.close(tells)
        print(json.dumps({"pid": pid}), flush=True)
        with os.fdopen(hears) as passed:
            names = passed.read().splitlines()
        _, status = os.waitpid(pid, 0)
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        print(json.dumps({"signal": ended, "passed": names}), flush=True)


if __name__ == "__main__":
    main()
