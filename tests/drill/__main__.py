"""`make drill`: what is promised when things die. `--kills N` for each database, `--seed N`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests import needs, postgres
from tests.drill.kills import kills

KILLS = 50


def main() -> int:
    asked = argparse.ArgumentParser(prog="drill", description=__doc__)
    asked.add_argument("--kills", type=int, default=KILLS)
    asked.add_argument("--seed", type=int, default=0)
    told = asked.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        kills(Path(scratch) / "sqlite", "", told.kills, told.seed)
        try:
            programs = needs.postgresql()
        except pytest.skip.Exception as reason:
            print(f"PostgreSQL: {reason}", flush=True)
        else:
            with postgres.server(programs) as server:
                url = server.url(server.create())
                kills(Path(scratch) / "postgresql", url, told.kills, told.seed)
    print(f"drill: all as promised, in {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
