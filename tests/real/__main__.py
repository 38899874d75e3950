"""`make real`: real input through the real programs and both wires, compared with what is known.

Prints what was seen; raises at the first difference. ROUNDS_REAL_DATA is where the data lies.
Names of parts as arguments run only those.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import needs, postgres
from tests.real.course import course
from tests.real.devices import devices
from tests.real.every import every
from tests.real.pairs import pairs
from tests.real.storm import storm
from tests.real.whole import whole

DATALESS = {"course", "devices", "workers"}
"""Parts that bring what they are about."""


def main(names: list[str]) -> int:
    data = Path(os.environ.get("ROUNDS_REAL_DATA", "../shared/data"))
    if not (
        (names and DATALESS.issuperset(names)) or (data / "pandalm-a" / "pairs.jsonl").is_file()
    ):
        print(f"no real data at {data}: set ROUNDS_REAL_DATA to the folder that holds pandalm-a/")
        return 1 if needs.required("data") else 0
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)

        def on_postgresql() -> str:
            server = stack.enter_context(postgres.server(needs.postgresql()))
            return server.url(server.create())

        parts: dict[str, Callable[[], None]] = {
            "pairs": lambda: pairs(folder / "pairs", data),
            "storm": lambda: storm(folder / "storm", data),
            "every": lambda: every(folder / "every", data),
            "erring": lambda: every(folder / "erring", data, seed=1),
            "whole": lambda: whole(folder / "whole", data),
            "devices": lambda: devices(folder / "devices", "", 1),
            "course": lambda: course(folder / "course"),
            "workers": lambda: devices(folder / "workers", on_postgresql(), 2),
        }
        for name in names or list(parts):
            began = time.monotonic()
            try:
                parts[name]()
            except pytest.skip.Exception as reason:
                print(f"{name}: {reason}", flush=True)
                continue
            print(f"{name}: all as it must be, in {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
