"""`make fuzz`: damaged payloads at both doors, requests that nobody we believe has made, and
damaged course files.

`--updates N` for each platform, `--requests N` of strangers, `--mutations N` of course files,
`--seed N`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz import courses
from tests.fuzz.doors import DOORS
from tests.fuzz.hostile import at_the_door
from tests.fuzz.run import fuzz

UPDATES, REQUESTS = 50_000, 20_000


def main() -> int:
    asked = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    asked.add_argument("--updates", type=int, default=UPDATES)
    asked.add_argument("--requests", type=int, default=REQUESTS)
    asked.add_argument("--mutations", type=int, default=courses.MUTATIONS)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--platform", choices=list(DOORS), action="append")
    told = asked.parse_args()
    failed = False
    for platform in told.platform or DOORS:
        with tempfile.TemporaryDirectory() as scratch:
            report = fuzz(Path(scratch), platform, told.updates, told.seed)
        print(report, flush=True)
        for what, count in report.wrong.most_common():
            print(f"  wrong, {count} times: {what}", flush=True)
        failed = failed or bool(report.wrong)
    if told.requests:
        with tempfile.TemporaryDirectory() as scratch:
            at_the_door(Path(scratch), told.requests, told.seed)
    if told.mutations:
        failed = not courses.run(told.mutations, told.seed) or failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
