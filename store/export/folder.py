"""A release is a folder that appears whole: written aside, synced, summed, renamed at last.

What a killed run leaves is called `.unfinished-…`; nothing reads it and anybody may delete it.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUMS = "SHA256SUMS"
CHUNK = 1 << 20


@contextmanager
def aside(to: Path) -> Iterator[Path]:
    """An empty folder inside `to`, on the same file system; gone afterwards unless published."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=to) as scratch:
        release = Path(scratch) / "release"
        release.mkdir()
        yield release


def published(release: Path, to: Path, date: str, content: str) -> tuple[Path, bool]:
    """Give the folder its name, `release-<date>-<content>`; returns it, and whether it is new.

    The same content is never kept twice, on whatever day it was exported first.
    """
    if there := _same(to, content):
        return there, False
    _sum(release)
    _sync(release)
    final = to / f"release-{date}-{content}"
    try:
        release.rename(final)
    except OSError:  # another export of the same data was quicker
        if there := _same(to, content):
            return there, False
        raise
    _sync_one(to)
    return final, True


def _same(to: Path, content: str) -> Path | None:
    return min(to.glob(f"release-*-{content}"), default=None)


def _sum(release: Path) -> None:
    """SHA256SUMS of every file, as `sha256sum --check` reads it."""
    files = sorted(path.relative_to(release).as_posix() for path in release.rglob("*.*"))
    lines = [f"{_hash(release / name)}  {name}\n" for name in files]
    (release / SUMS).write_text("".join(lines), encoding="utf-8")


def _hash(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _sync(release: Path) -> None:
    for path in (*release.rglob("*"), release):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
