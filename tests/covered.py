"""`make coverage`: every test, with what it ran; the guard code whole, everything else nearly.

Tests run in several processes and start others (`rounds serve`): coverage.py follows them all, as
`[tool.coverage]` in pyproject.toml says. Branches are judged alone, too: among the statements that
always run, an untested way out would be lost from sight.

CPython 3.11 does not tell a tracer that an outer coroutine goes on after an exception was thrown
into an inner one: what the outer one does then counts as not run. So a share is rather too low
there, never too high.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.guards import GUARDS

LEAST = 95.0
FOLDER = Path("build/coverage")


def main() -> int:
    asked = argparse.ArgumentParser(prog="covered", description=__doc__)
    asked.add_argument("--again", action="store_true", help="judge the last run, run nothing")
    told, more = asked.parse_known_args()
    failed = 0
    if not told.again:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        tests = ["-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", *more]
        failed = _coverage("run", *tests)
        _coverage("combine", "--quiet")
    _coverage("json", "--quiet", "-o", str(FOLDER / "report.json"))
    report = json.loads((FOLDER / "report.json").read_text(encoding="utf-8"))
    return max(failed, judged(report["files"], report["totals"]))


def judged(files: dict[str, Any], totals: dict[str, Any]) -> int:
    """Prints what is missing, the worst file first; 1 if that is too much."""
    nearly = [(file["summary"]["percent_covered"], name) for name, file in files.items()]
    for share, name in sorted(nearly):
        if share < LEAST:
            print(f"{share:6.1f} %  {name}")
    missed = [f"{name}: {what}" for name in GUARDS for what in _missed(name, files[name])]
    for what in missed:
        print(f"guard code that no test runs: {what}")
    branches = 100 * totals["covered_branches"] / totals["num_branches"]
    share = totals["percent_covered"]
    print(
        f"coverage: {share:.1f} %, of branches alone {branches:.1f} %; guard code missed in", end=""
    )
    print(f" {len(missed)} functions of {len(GUARDS)} files")
    return 1 if missed or min(share, branches) < LEAST else 0


def _missed(name: str, file: dict[str, Any]) -> list[str]:
    """The functions that count and were not run whole."""
    found = []
    for where, part in file["functions"].items():
        if GUARDS[name].counts(where) and (part["missing_lines"] or part["missing_branches"]):
            lines = [str(line) for line in part["missing_lines"]]
            ways = [f"{line}->{to}" for line, to in part["missing_branches"]]
            found.append(f"{where or 'the module itself'} ({', '.join(lines + ways)})")
    return found


def _coverage(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "coverage", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
