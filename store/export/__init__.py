"""The reward-model export job: everything a project's people said, as one folder a trainer loads.

One snapshot of the database is read; the same answers give the same bytes, on SQLite and on
PostgreSQL, today and tomorrow. pyarrow lives here and nowhere else.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from store.export import card, folder, reading, rows
from store.export.about import manifest
from store.export.rows import Job
from store.export.tally import Tally
from store.sql import Store

__all__ = ["Refused", "export"]

CONTENT = 12
"""Hex digits of the content's hash in a release's name."""


class Refused(Exception):  # noqa: N818  the house's word
    """There is no release; one sentence says why, and what to do."""


def export(
    store: Store,
    project: str,
    to: Path,
    at: datetime,
    secret: bytes,
    say: Callable[[str], object] = lambda sentence: None,
) -> dict[str, Any]:
    """Write `to`/release-<date>-<hash12>/ and tell {"path", "release", "pairs", "annotations"}.

    `at` only dates the folder. `secret` makes the pseudonyms, alike for one installation. If the
    same content was released before, that release is told, `say` hears so, and nothing is
    written. Raises Refused.
    """

    def look(connection: Connection) -> dict[str, Any]:
        about = reading.project_row(connection, project)
        if about is None:
            raise Refused(f"There is no project “{project}”: rounds project list names them.")
        with folder.aside(to) as release:
            told = _write(Job(connection, about, secret, release))
            date, content = f"{at:%Y-%m-%d}", told["content"][:CONTENT]
            path, new = folder.published(release, to, date, content)
        if not new:
            say(f"{path.name} is there already, and nothing has changed since.")
        return _told(path, told["counts"])

    try:
        return store.read(look)
    except OSError as error:
        raise Refused(
            f"The release cannot be written to {to} ({error.strerror or error}): name a folder"
            " that you may write to, with room in it."
        ) from error


def _told(path: Path, counts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "path": str(path.resolve()),
        "release": path.name,
        "pairs": counts["pairs"]["train"] + counts["pairs"]["test"],
        "annotations": counts["annotations"],
    }


def _write(job: Job) -> dict[str, Any]:
    """All files but the sums. Returns the manifest."""
    tally = Tally(overlap=job.project.overlap)
    digests, pairs = rows.annotations(job, tally)
    if not tally.people:
        raise Refused(f"Nobody has answered a task of {job.project.id} yet: nothing to export.")
    digests |= rows.pairs(job, pairs, tally)
    about = manifest(job, tally, pairs, digests)
    (job.release / "manifest.json").write_text(card.indented(about), encoding="utf-8")
    (job.release / "README.md").write_text(card.readme(about), encoding="utf-8")
    return about
