"""`make mutation`: is there a test that notices each small mistake in the guard code?"""

import argparse
import json
import os
import random
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

from tests.guards import GUARDS
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.run import Found, judge, looks, ready

LEAST = 0.85
LAST = Path("build/mutation.json")
EXPLAINED = Path(__file__).with_name("survivors.toml")
"""Why each mutant that survives may: by file, then by function and change."""


def main() -> int:
    asked = argparse.ArgumentParser(prog="mutation", description=__doc__)
    asked.add_argument("files", nargs="*", metavar="FILE", help="of the guard code; all by default")
    asked.add_argument("--sample", type=int, default=0, help="so many mutants, drawn by the seed")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--again", action="store_true", help="what survived last time")
    asked.add_argument("--only", default="", help="mutants whose name has this in it")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--list", action="store_true", help="name the mutants, run nothing")
    told = asked.parse_args()
    if unknown := [file for file in told.files if file not in GUARDS]:
        asked.error(f"not in tests/guards.py: {', '.join(unknown)}")
    files = told.files or list(GUARDS)
    chosen = [one for file in files for one in mutants(file, GUARDS[file]) if told.only in one.name]
    if told.again:
        before = set(json.loads(LAST.read_text(encoding="utf-8"))["survived"])
        chosen = [one for one in chosen if one.name in before]
    if told.sample:
        chosen = random.Random(told.seed).sample(chosen, min(told.sample, len(chosen)))
    if told.list:
        print("\n".join(f"{one.file}:{one.line} {one.where} · {one.change}" for one in chosen))
        return 0
    whole = not (told.again or told.sample or told.only)
    return judged(files, chosen, told.jobs, whole)


def judged(files: list[str], chosen: list[Mutant], jobs: int, whole: bool) -> int:
    began = time.monotonic()
    files = [file for file in files if any(one.file == file for one in chosen)]
    with ready(files) as warm:
        seen = looks(warm, files, jobs)
        print(f"{len(chosen)} mutants; tests looked at in {time.monotonic() - began:.0f} s")

        def said(done: int, mutant: Mutant, by: str) -> None:
            if not by:
                print(f"  survived: {mutant.file}:{mutant.line} {mutant.where} · {mutant.change}")
            if done % 100 == 0:
                print(f"{done} done, {time.monotonic() - began:.0f} s")
            sys.stdout.flush()

        found = judge(warm, seen, chosen, jobs, said)
    score = report(found, files, whole)
    print(f"mutation: {score:.1%} of {len(found)} noticed, {time.monotonic() - began:.0f} s")
    return 0 if score >= LEAST else 1


def report(found: list[Found], files: list[str], whole: bool) -> float:
    """The score of each file, and of all; what survived without a word of explanation."""
    known = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    all_of = Counter(one.mutant.file for one in found)
    survived = [one.mutant for one in found if not one.by]
    left = Counter(one.file for one in survived)
    for file in files:
        share = 1 - left[file] / all_of[file]
        print(f"{share:7.1%} of {all_of[file]:4}  {file}: {GUARDS[file].what}")
    unexplained = [
        one for one in survived if f"{one.where} · {one.change}" not in known.get(one.file, {})
    ]
    for one in unexplained:
        print(f"NOT EXPLAINED {one.file}:{one.line} {one.where} · {one.change}")
    if whole:
        names = {one.name for one in survived}
        for file in files:
            for name in known.get(file, {}):
                if f"{file} · {name}" not in names:
                    print(f"explained, but noticed or gone: {file} · {name}")
    LAST.parent.mkdir(exist_ok=True)
    LAST.write_text(
        json.dumps(
            {
                "survived": [one.name for one in survived],
                "by": {one.mutant.name: one.by for one in found if one.by},
                "seconds": {one.mutant.name: round(one.seconds, 1) for one in found},
            },
            ensure_ascii=False,
            indent=1,
        ),
        encoding="utf-8",
    )
    return 1 - len(survived) / max(1, len(found))


if __name__ == "__main__":
    sys.exit(main())
