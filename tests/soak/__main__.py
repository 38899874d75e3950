"""`make soak`: mixed load with faults, for half an hour unless `--minutes` says otherwise.

The resident memory's median over the last sixth of the run must lie within 4 MiB of that over the
third sixth (of 30 minutes: the last five, and minutes 10 to 15); no answer may be lost or counted
twice; and no table may grow for ever.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests import needs, postgres
from tests.soak.run import Moment, Soak, Told
from tests.soak.watch import BOUNDED

MINUTES, RATE = 30.0, 20.0
WITHIN_MIB = 4.0
SHORT_MINUTES = 12.0
"""A process that is younger than this is still growing warm: its memory is told, not judged."""

COLUMNS = 4
"""Pairs of moments shown, or a few more."""

GROWN = 1.5
"""A bounded table may hold so many times its rows of the run's middle at the end: load varies."""


def main() -> int:
    asked = argparse.ArgumentParser(prog="soak", description=__doc__)
    asked.add_argument("--minutes", type=float, default=MINUTES)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--rate", type=float, default=RATE, help="things people do a second")
    asked.add_argument("--folder", type=Path, help="keep the run's files here; it must be new")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch, _database(told.database) as url:
        folder = told.folder or Path(scratch) / "soak"
        done = Soak(folder.resolve(), url, told.minutes, told.seed, told.rate).whole()
    wrong = _wrong(done)
    _show(done)
    for sentence in wrong:
        print(f"soak: {sentence}", flush=True)
    if not wrong:
        print(f"soak: {told.minutes:g} minutes on {told.database}: all as promised", flush=True)
    return 1 if wrong else 0


def _windows(done: Told) -> tuple[float, float]:
    """The two medians, MiB."""
    sixth = done.seconds / 6
    memory = done.memory
    return memory.median(2 * sixth, 3 * sixth), memory.median(5 * sixth, 6 * sixth)


def _wrong(done: Told) -> list[str]:
    before, after = _windows(done)
    verdict = done.verdict
    wrong = [f"lost: {one}" for one in verdict.lost] + [f"twice: {one}" for one in verdict.twice]
    wrong += [f"a platform's limit was broken: {one}" for one in done.violations[:5]]
    if abs(after - before) > WITHIN_MIB and done.seconds >= SHORT_MINUTES * 60:
        wrong.append(f"resident memory went from {before:.1f} to {after:.1f} MiB")
    wrong += [f"{number} rows are left of {name}" for name, number in done.left.items() if number]
    pruned = [counts for _, word, counts in done.counts if word == "pruned"]
    middle, last = pruned[len(pruned) // 3 : 2 * len(pruned) // 3], pruned[2 * len(pruned) // 3 :]
    for name in ("delivery", "outbox", "guess"):
        most = max(counts[name] for counts in middle)
        if max(counts[name] for counts in last) > GROWN * most + 500:
            wrong.append(f"{name} keeps growing although it is pruned")
    return wrong


def _show(done: Told) -> None:
    before, after = _windows(done)
    verdict, sixth = done.verdict, done.seconds / 360
    table = Table(title="rows; 'pruned' is right after the clock went eight days ahead")
    table.add_column("minute")
    moments = _few(done.counts)
    for at, word, _ in moments:
        table.add_column(f"{at / 60:.1f} {word}", justify="right")
    for name in sorted(done.counts[0][2]):
        numbers = [f"{counts[name]:,}" for _, _, counts in moments]
        table.add_row(f"{name} *" if name in BOUNDED else name, *numbers)
    table.caption = "* pruned; what is not is kept for ever"
    Console(width=None if Console().is_terminal else 160).print(table)
    print(f"{done.events} things done in {done.seconds:.0f} s; beside: {dict(done.did)}")
    print(
        f"{verdict.answers} answers stored, {verdict.presses} answering presses acknowledged"
        f" ({verdict.alone} turns looked up one by one), {verdict.summaries} summaries compared:"
        f" lost {len(verdict.lost)}, counted twice {len(verdict.twice)}"
    )
    judged = "" if done.seconds >= SHORT_MINUTES * 60 else " (a short run: told, not judged)"
    sixths = [
        f"{done.memory.median(at * done.seconds / 6, (at + 1) * done.seconds / 6):.1f}"
        for at in range(6)
    ]
    print(f"resident in each sixth of the run, MiB: {', '.join(sixths)}")
    print(
        f"resident: {before:.1f} MiB over minutes {2 * sixth:.1f}-{3 * sixth:.1f},"
        f" {after:.1f} over minutes {5 * sixth:.1f}-{6 * sixth:.1f}{judged};"
        f" at its highest {max(held for _, held in done.memory.seen):.1f}",
        flush=True,
    )


def _few(counts: list[Moment]) -> list[Moment]:
    """Some moments before and after pruning, and the last."""
    pairs = [counts[at : at + 2] for at in range(0, len(counts) - 1, 2)]
    shown = pairs[:: max(1, -(-len(pairs) // COLUMNS))]
    return [moment for pair in shown for moment in pair] + counts[-1:]


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """The address of a new one; "" is a file in the run's folder."""
    if kind == "sqlite":
        yield ""
        return
    with postgres.server(needs.postgresql()) as server:
        yield server.url(server.create())


if __name__ == "__main__":
    sys.exit(main())
