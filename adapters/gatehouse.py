"""Processes that look at the texts of a large file, each with the gate's rules and nothing else.

One gets tasks on its input, tells on its output what it found, and ends when its input does: it
outlives nobody, whether the import is done, interrupted or killed. Ctrl-C is heard by the import
alone. What cannot be looked at there, because a process is gone or none can be had, is looked at
here. `python -m adapters.gatehouse` is one of them; it imports little and starts at once.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import BinaryIO

from bot.gate.tasks import Seen, Shown, look

KEEPERS_MOST = 4
"""Processes that look; one that reads a file has not enough to do for more."""

WORTH = 8 * 2**20
"""Bytes of a file that must still be to come, or this process alone is done as soon: a second for
one core, and a quarter of one until others have started."""

AHEAD = 3
"""Chunks under way for each process: none waits for the file, and memory has a bound."""


class Gatehouse:
    """A gate (`store.intake.Gate`): what was found comes back in order, some of it later."""

    def __init__(self) -> None:
        self._most = min(cores(), KEEPERS_MOST)
        self._keepers: list[Keeper] = []
        self._free: SimpleQueue[Keeper | None] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._under_way: deque[Future[list[Seen]]] = deque()
        self._over = False

    def look(self, tasks: Sequence[Shown], left: int) -> list[Seen]:
        """What is known by now. `left`: bytes of the file that are still to come."""
        if self._threads is None and self._most > 1 and left >= WORTH:
            self._threads = self._opened()
        if self._threads is None:
            return look(tasks)
        with undisturbed():
            self._under_way.append(self._threads.submit(self._looked, tasks))
            return self._known(AHEAD * self._most)

    def rest(self) -> list[Seen]:
        """What was not known yet."""
        with undisturbed():
            return self._known(0)

    def close(self) -> None:
        """Leaves nobody behind; what is not looked at yet never will be."""
        self._over = True
        with undisturbed():
            for future in self._under_way:
                future.cancel()
            for keeper in self._keepers:
                keeper.end()
            if self._threads:
                self._threads.shutdown()
            for keeper in self._keepers:
                keeper.close()

    def _opened(self) -> ThreadPoolExecutor | None:
        """A process for each core, and a thread that waits for each; None if none can be had."""
        try:
            for _ in range(self._most):
                self._keepers.append(Keeper())
                self._free.put(self._keepers[-1])
        except OSError:
            self._most = len(self._keepers)
        return ThreadPoolExecutor(self._most) if self._keepers else None

    def _known(self, most: int) -> list[Seen]:
        """What was found in the oldest chunks, until at most so many are under way."""
        seen: list[Seen] = []
        while len(self._under_way) > most:
            seen += self._under_way.popleft().result()
        return seen

    def _looked(self, tasks: Sequence[Shown]) -> list[Seen]:
        """By whoever is free. A process that died is None from then on, and this one steps in."""
        keeper = self._free.get()
        try:
            if keeper is not None:
                return keeper.look(tasks)
        except (OSError, EOFError, pickle.UnpicklingError):
            keeper = None
        finally:
            self._free.put(keeper)
        return [] if self._over else look(tasks)


class Keeper:
    """One process and its pipes. Its own words are not heard: what breaks there breaks here."""

    def __init__(self) -> None:
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        command = [sys.executable, "-m", "adapters.gatehouse"]
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=quiet, process_group=0
        )
        assert self.process.stdin and self.process.stdout
        self._ask: BinaryIO = self.process.stdin  # type: ignore[assignment]
        self._answer: BinaryIO = self.process.stdout  # type: ignore[assignment]

    def look(self, tasks: Sequence[Shown]) -> list[Seen]:
        """What it finds. Raises OSError, EOFError or UnpicklingError if it is gone."""
        pickle.dump(tasks, self._ask)
        self._ask.flush()
        found: list[Seen] = pickle.load(self._answer)
        return found

    def end(self) -> None:
        """Whoever waits for it hears at once that it is gone."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """Closes its pipes, when nobody waits any more."""
        self._answer.close()
        with suppress(OSError):  # what was still on its way to it
            self._ask.close()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C is heard afterwards, a chunk later: raised while a lock of the pool is being taken, it
    would leave the lock taken, and whoever ends the pool would wait for ever."""
    if threading.current_thread() is not threading.main_thread():
        yield  # no signal is heard here
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def gatehouse() -> Iterator[Gatehouse]:
    """A gate whose processes are gone afterwards."""
    made = Gatehouse()
    try:
        yield made
    finally:
        made.close()


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def keep(ask: BinaryIO, answer: BinaryIO) -> None:
    """What one of the processes does, until nobody asks any more."""
    while True:
        try:
            tasks = pickle.load(ask)
        except EOFError:
            return
        pickle.dump(look(tasks), answer)
        answer.flush()


if __name__ == "__main__":
    keep(sys.stdin.buffer, sys.stdout.buffer)
