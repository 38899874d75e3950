"""`make machine`: many runs of the machine; `--defects` lets it find what was broken on purpose."""

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import repeat

from tests.machine import broken_bot, broken_kinds, broken_store
from tests.machine.defects import DEFECTS, present
from tests.machine.run import REACHED_LEAST, Search, search, too_rare

assert broken_bot and broken_kinds and broken_store  # they make themselves known

RUNS, STEPS = 2000, 50


def main() -> int:
    asked = argparse.ArgumentParser(prog="machine", description=__doc__)
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--steps", type=int, default=STEPS)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--defects", nargs="*", metavar="NAME", help="all, or these")
    told = asked.parse_args()
    if told.defects is None:
        return sound(told.runs, told.steps, told.seed, told.jobs)
    return defects(told.defects or list(DEFECTS), told.runs, told.steps, told.seed)


def sound(runs: int, steps: int, seed: int, jobs: int) -> int:
    """The product as it is: everything holds, and enough was answered. Each job is a search of its
    own, from a seed of its own."""
    began = time.monotonic()
    share_of = [runs // jobs + (job < runs % jobs) for job in range(jobs)]
    seeds = range(seed, seed + jobs)
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(_sound, share_of, repeat(steps), seeds))
    took, begun = time.monotonic() - began, sum(one.runs for one in found)
    share = sum(one.answered for one in found) / max(1, begun)
    judged = sum((one.judged for one in found), Counter[str]())
    rare = too_rare(judged, begun)
    print(f"machine: {begun} runs of {steps} steps in {took:.0f} s; {share:.0%} answered")
    print("machine: finished", ", ".join(f"{n} {sort}" for sort, n in sorted(judged.items())))
    if rare:
        print(f"machine: finished too seldom: {', '.join(rare)}")
    return 1 if any(one.why for one in found) or share < REACHED_LEAST or rare else 0


def _sound(runs: int, steps: int, seed: int) -> Search:
    found = search(runs, steps, seed, shrink=True)
    if found.error:
        traceback.print_exception(found.error)
        print(f"machine: seed {seed}, run {found.runs}: {found.why}", flush=True)
    return replace(found, error=None)


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
