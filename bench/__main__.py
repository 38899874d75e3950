"""`make bench`: how fast a press is and what it costs, each figure beside its floor, in one run.

Names of parts run only those. `--full` adds the pools of a million, `--json FILE` keeps the table,
`--rounds N` says how often each part is measured.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import answers, fronts, growth, importing, locks, memory, pump, steps
from bench.figures import Figure, show

ROUNDS = 5


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--json", type=Path)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("parts", nargs="*")
    told = asked.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder, rounds = Path(scratch), told.rounds
        parts: dict[str, Callable[[], list[Figure]]] = {
            "telegram": lambda: fronts.telegram(folder, rounds),
            "slack": lambda: fronts.slack(folder, rounds),
            "steps": lambda: steps.steps(folder, rounds),
            "pump": lambda: pump.pump(folder, min(rounds, pump.ROUNDS)),
            "answers": lambda: answers.answers(folder, rounds),
            "growth": lambda: growth.growth(folder, rounds),
            "memory": lambda: memory.memory(folder),
            "import": lambda: importing.importing(
                folder, min(rounds, importing.ROUNDS), full=told.full
            ),
            "locks": lambda: locks.locks(folder, full=told.full),
        }
        if told.full:
            parts["million"] = lambda: growth.million(folder, rounds)
        if unknown := set(told.parts) - parts.keys():
            asked.error(f"no part {', '.join(sorted(unknown))}: there are {', '.join(parts)}")
        for name in told.parts or parts:
            began = time.monotonic()
            figures += parts[name]()
            print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    show(figures)
    if told.json:
        kept = {"figures": [figure.told() for figure in figures]}
        told.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return 1 if any(figure.passed is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
