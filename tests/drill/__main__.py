"""`make drill`: what is promised when things die.

First at every point of a journey through tasks of every kind, and of a walk through a course; then
at random moments; on both databases.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, product
from pathlib import Path

import pytest

from tests import needs, postgres
from tests.drill.kills import kills
from tests.drill.lessons import lessons
from tests.drill.points import Tally, points

POINTS, KILLS = 150, 50


def main() -> int:
    asked = argparse.ArgumentParser(prog="drill", description=__doc__)
    asked.add_argument("--points", type=int, default=POINTS, help="of a journey, per run")
    asked.add_argument("--kills", type=int, default=KILLS, help="at random, per database")
    asked.add_argument("--seed", type=int, default=0, help="of the random moments")
    told = asked.parse_args()
    began, number = time.monotonic(), count(1)
    with tempfile.TemporaryDirectory() as scratch, _databases() as databases:
        for name, url in databases:
            if told.points:
                for platform, journey in product(("slack", "telegram"), (points, lessons)):
                    folder = Path(scratch) / f"{next(number)}"
                    _told(f"{name}, {platform}", journey(folder, url(), platform, told.points))
            if told.kills:
                kills(Path(scratch) / f"{next(number)}", url(), told.kills, told.seed)
    print(f"drill: all as promised, in {time.monotonic() - began:.0f} s", flush=True)
    return 0


def _told(where: str, done: Tally) -> None:
    """What a run came to; AssertionError where that is not what is promised."""
    who = f"{done.people} people in a course, " if done.people > 1 else ""
    print(
        f"{where}: {who}{done.kills} kills at {len(done.at)} kinds of point, of a journey of"
        f" {done.journey}; {done.answers} answers, {done.presses} presses: lost {done.lost},"
        f" counted twice {done.twice}, shown twice {done.shown_twice}",
        flush=True,
    )
    for point, times in sorted(done.at.items()):
        print(f"  {times:4}  {point}", flush=True)
    assert not done.everywhere or not done.missed(), f"nobody died at {done.missed()}"
    assert done.lost == 0 and done.twice == 0, "an answer was lost or counted twice"
    most_twice = 0 if where.endswith("slack") else done.kills
    assert 0 <= done.shown_twice <= most_twice, "a message was shown too often, or not at all"


Databases = list[tuple[str, Callable[[], str]]]


@contextmanager
def _databases() -> Iterator[Databases]:
    """Each database's name, and how to get the address of a new one."""
    lite: Databases = [("SQLite", lambda: "")]
    try:
        programs = needs.postgresql()
    except pytest.skip.Exception as reason:
        print(f"PostgreSQL: {reason}", flush=True)
        yield lite
        return
    with postgres.server(programs) as server:
        yield [*lite, ("PostgreSQL", lambda: server.url(server.create()))]


if __name__ == "__main__":
    sys.exit(main())
