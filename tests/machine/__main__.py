"""`make machine`: many runs of the machine; `--defects` lets it find what was broken on purpose."""

import argparse
import sys
import time
import traceback

from tests.machine import broken_bot, broken_store
from tests.machine.defects import DEFECTS, present
from tests.machine.run import REACHED_LEAST, search

assert broken_bot and broken_store  # they make themselves known

RUNS, STEPS = 2000, 50


def main() -> int:
    asked = argparse.ArgumentParser(prog="machine", description=__doc__)
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--steps", type=int, default=STEPS)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--defects", nargs="*", metavar="NAME", help="all, or these")
    told = asked.parse_args()
    if told.defects is None:
        return sound(told.runs, told.steps, told.seed)
    return defects(told.defects or list(DEFECTS), told.runs, told.steps, told.seed)


def sound(runs: int, steps: int, seed: int) -> int:
    """The product as it is: everything holds, and enough was answered."""
    began = time.monotonic()
    found = search(runs, steps, seed, shrink=True)
    took = time.monotonic() - began
    if found.error:
        traceback.print_exception(found.error)
        print(f"machine: run {found.runs}: {found.why}")
        return 1
    share = found.answered / max(1, found.runs)
    print(f"machine: {found.runs} runs of {steps} steps in {took:.0f} s; {share:.0%} answered")
    return 0 if share >= REACHED_LEAST else 1


def defects(names: list[str], runs: int, steps: int, seed: int) -> int:
    """Each defect in turn, until the machine notices."""
    missed = []
    for name in names:
        began = time.monotonic()
        with present(name):
            found = search(runs, steps, seed)
        took = time.monotonic() - began
        if found.error:
            print(f"found after {found.runs:4} runs, {took:5.1f} s  {name}: {found.why[:90]}")
        else:
            missed.append(name)
            print(f"NOT FOUND in {found.runs:4} runs, {took:5.1f} s  {name}")
        sys.stdout.flush()
    print(f"machine: {len(names) - len(missed)} of {len(names)} defects found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
