"""How far a long command is: a bar on a terminal, a line now and then elsewhere, nothing for a
machine that reads JSON."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

EVERY_SECONDS = 10.0
"""Between two lines where nobody watches a bar; what is done sooner says nothing of itself."""

Tell = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


@contextmanager
def progress(console: Console, as_json: bool) -> Iterator[Tell]:
    """What a command tells its progress to."""
    if as_json:
        yield lambda _what, _done, _all: None
    elif console.is_terminal and not console.is_dumb_terminal:
        with _bars(console) as bars:
            yield drawn(bars)
    else:
        yield lines(console, time.monotonic)


def drawn(bars: Progress) -> Tell:
    """One bar at a time; the one before it is done."""
    known: dict[str, TaskID] = {}

    def tell(what: str, done: int, whole: int) -> None:
        if what not in known:
            for number in known.values():
                bars.remove_task(number)
            known.clear()
            known[what] = bars.add_task(what, total=whole)
        bars.update(known[what], completed=done)

    return tell


def lines(console: Console, clock: Callable[[], float]) -> Tell:
    """A line every ten seconds. `clock` gives seconds."""
    last = clock()

    def tell(what: str, done: int, whole: int) -> None:
        nonlocal last
        if (now := clock()) - last >= EVERY_SECONDS:
            last = now
            share = 100 * done // whole if whole else 100
            console.print(f"{what}: {share} %", markup=False)

    return tell


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
