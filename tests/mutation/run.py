"""Every mutant meets its tests, several at once; what nobody noticed survived."""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import needs, postgres
from tests.guards import GUARDS
from tests.mutation.looks import Looks, look
from tests.mutation.mutants import Mutant
from tests.mutation.warm import Hands, Warm, preload, run

MEMORY = "/dev/shm"
"""A folder in memory, if there is one: SQLite waits for a disk at each commit."""

Said = Callable[[int, Mutant, str], None]
"""Hears of each mutant: how many are done, which, and what noticed it ("" for nothing)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a mutant: `by` is the test that noticed, or "time", or "" for nobody."""

    mutant: Mutant
    by: str
    seconds: float


@contextmanager
def ready(files: Sequence[str]) -> Iterator[Warm]:
    """What mutants need: imports, a server, a folder, templates."""
    preload(sorted({test for file in files for test in GUARDS[file].tests}))
    if os.access(MEMORY, os.W_OK):
        tempfile.tempdir = MEMORY
    folder = Path(tempfile.mkdtemp(prefix="rounds-mutation-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            port = stack.enter_context(postgres.server(needs.postgresql())).port
        except pytest.skip.Exception as why:
            print(f"mutation: SQLite alone, {why}; what only PostgreSQL notices will survive")
            port = 0
        warm = Warm(folder, port)
        if _forked(warm.templates) and _ended()[1]:
            raise AssertionError("the unchanged code could not make its databases")
        yield warm


def looks(warm: Warm, files: Sequence[str], jobs: int) -> Looks:
    """What the tests run as things are. They must pass."""
    tests = sorted({test for file in files for test in GUARDS[file].tests})
    waiting = [(number, test) for number, test in enumerate(tests, 1)]
    under_way: dict[int, tuple[int, str]] = {}
    seen = Looks()
    while waiting or under_way:
        if waiting and len(under_way) < jobs:
            number, test = waiting.pop()
            into = warm.folder / f"{number}.json"
            pid = _forked(lambda n=number, t=test, i=into: look(warm, n, [t], i))  # type: ignore[misc]
            under_way[pid] = number, test
            continue
        pid, failed = _ended()
        number, test = under_way.pop(pid)
        if failed:
            said = (warm.folder / f"{number}.log").read_text(errors="replace")
            raise AssertionError(f"{test} fails as things are:\n{said[-3000:]}")
        seen.add(json.loads((warm.folder / f"{number}.json").read_text(encoding="utf-8")))
        shutil.rmtree(warm.folder / f"{number}", ignore_errors=True)
    return seen


def judge(warm: Warm, seen: Looks, mutants: Sequence[Mutant], jobs: int, said: Said) -> list[Found]:
    """Each mutant with what noticed it."""
    waiting = [(number, mutant) for number, mutant in enumerate(mutants, 1000)][::-1]
    under_way: dict[int, tuple[int, Mutant, float]] = {}
    noticed: Counter[tuple[str, str]] = Counter()
    done: list[Found] = []

    def tell(mutant: Mutant, by: str, began: float) -> None:
        done.append(Found(mutant, by, time.monotonic() - began))
        noticed[mutant.file, by] += 1
        said(len(done), mutant, by)

    while waiting or under_way:
        if waiting and len(under_way) < jobs:
            number, mutant = waiting.pop()
            tests = seen.at(mutant)
            if not tests:
                tell(mutant, "", time.monotonic())
                continue
            order = sorted(tests, key=lambda one: (-noticed[mutant.file, one], tests[one]))
            wanted = {one: tests[one] for one in order}
            pid = _forked(lambda n=number, m=mutant, w=wanted: _meet(warm, n, m, w))  # type: ignore[misc]
            under_way[pid] = number, mutant, time.monotonic()
            continue
        pid, failed = _ended()
        number, mutant, began = under_way.pop(pid)
        tell(mutant, _by(warm, number) if failed else "", began)
        shutil.rmtree(warm.folder / f"{number}", ignore_errors=True)
    return done


def _meet(warm: Warm, number: int, mutant: Mutant, wanted: dict[str, float]) -> int:
    hands = Hands(warm, number, wanted)
    files = list(dict.fromkeys(name.split("::")[0] for name in wanted))
    (warm.folder / f"{number}.by").write_text("time")
    ended = run(warm, number, files, hands, mutant)
    (warm.folder / f"{number}.by").write_text(hands.failed or "import")
    return ended


def _by(warm: Warm, number: int) -> str:
    return (warm.folder / f"{number}.by").read_text()


def _forked(work: Callable[[], int]) -> int:
    """A process that does this and ends with its word; its number."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _ended() -> tuple[int, bool]:
    """The next process to end, and whether it failed; what it started ends with it."""
    pid, status = os.wait()
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return pid, status != 0
