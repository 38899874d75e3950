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

from hypothesis.errors import HypothesisException

from tests.machine import broken_bot, broken_flags, broken_kinds, broken_store
from tests.machine.defects import DEFECTS, WHERE, present
from tests.machine.halls import HALLS
from tests.machine.learn import learn
from tests.machine.run import REACHED_LEAST, Search, search, too_rare

assert broken_bot and broken_flags and broken_kinds and broken_store  # they make themselves known

RUNS, STEPS = 2000, 50
LEARN_SHARE = 10
"""A run in a course costs as much as ten elsewhere: each ends with the whole way to its end."""


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
    """The product as it is: everything holds, and enough of each sort was answered. Each hall is
    searched by itself, by as many searches as the jobs need, from a seed of its own."""
    began = time.monotonic()
    halls = list(HALLS) * -(-jobs // len(HALLS))
    share_of = [runs // len(halls) + (one < runs % len(halls)) for one in range(len(halls))]
    seeds = range(seed, seed + len(halls))
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(_sound, halls, share_of, repeat(steps), seeds))
    took, begun = time.monotonic() - began, sum(one.runs for one in found)
    share = sum(one.answered for one in found) / max(1, begun)
    judged = sum((one.judged for one in found), Counter[str]())
    rare = too_rare(judged, begun)
    print(f"machine: {begun} runs of {steps} steps in {took:.0f} s; {share:.0%} answered")
    print("machine: finished", ", ".join(f"{n} {sort}" for sort, n in sorted(judged.items())))
    if rare:
        print(f"machine: finished too seldom: {', '.join(rare)}")
    wrong = learned(max(1, runs // LEARN_SHARE), steps, seed)
    return 1 if any(one.why for one in found) or share < REACHED_LEAST or rare or wrong else 0


def learned(runs: int, steps: int, seed: int) -> bool:
    """People in a course, at random; whether something did not hold."""
    began = time.monotonic()
    error = learn(runs, steps, seed, shrink=True)
    if error:
        traceback.print_exception(error)
    took = time.monotonic() - began
    print(f"machine: {runs} runs of {steps} steps in a course in {took:.0f} s")
    return error is not None


def _sound(hall: str, runs: int, steps: int, seed: int) -> Search:
    found = search(runs, steps, seed, shrink=True, halls=(hall,))
    if found.error:
        traceback.print_exception(found.error)
        print(f"machine: {hall}, seed {seed}, run {found.runs}: {found.why}", flush=True)
    return replace(found, error=None)


def defects(names: list[str], runs: int, steps: int, seed: int) -> int:
    """Each defect in turn, until the machine notices."""
    missed = []
    for name in names:
        began = time.monotonic()
        with present(name):
            found = search(runs, steps, seed, halls=WHERE.get(name, ()))
        took = time.monotonic() - began
        if found.error and not isinstance(found.error, HypothesisException):
            print(f"found after {found.runs:4} runs, {took:5.1f} s  {name}: {found.why[:90]}")
        else:
            missed.append(name)
            print(f"NOT FOUND in {found.runs:4} runs, {took:5.1f} s  {name} {found.why[:90]}")
        sys.stdout.flush()
    print(f"machine: {len(names) - len(missed)} of {len(names)} defects found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
