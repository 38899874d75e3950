"""What tests need beyond Python: found, or passed over with the reason, or missed aloud.

ROUNDS_REQUIRE names, with commas between, what may not be missing: chromium, postgresql, data.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

DATA = Path("../shared/data")
"""Where the real data lies unless ROUNDS_REAL_DATA says otherwise."""

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")

SERVERS = Path("/usr/lib/postgresql")
"""Where Debian keeps the servers' programs, by version: they are not on the path."""


def required(what: str) -> bool:
    return what in os.environ.get("ROUNDS_REQUIRE", "").split(",")


def lack(what: str, reason: str) -> NoReturn:
    """End the test here: passed over with the reason, or failed where `what` is required."""
    if required(what):
        pytest.fail(f"{reason} (ROUNDS_REQUIRE names {what})", pytrace=False)
    pytest.skip(reason)


def chromium() -> str:
    """The browser's program."""
    for name in CHROMIUMS:
        if found := shutil.which(name):
            return found
    lack("chromium", "no Chromium on this machine: install chromium to drive the page")


def postgresql() -> Path:
    """The folder of `initdb` and `postgres`: the one on the path, else the newest of Debian's."""
    if named := shutil.which("postgres"):
        return Path(named).resolve().parent
    if newest := max(SERVERS.glob("*/bin/postgres"), key=_version, default=None):
        return newest.parent
    lack("postgresql", "no PostgreSQL server on this machine: install postgresql to test with it")


def real_data() -> Path:
    """The folder with the real questions and answers."""
    folder = Path(os.environ.get("ROUNDS_REAL_DATA", DATA))
    if not folder.is_dir():
        lack("data", f"no real data at {folder}: set ROUNDS_REAL_DATA to the folder that has it")
    return folder.resolve()


def _version(server: Path) -> int:
    return int(server.parent.parent.name)
