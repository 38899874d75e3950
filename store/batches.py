"""Hidden batches: tasks are inserted in chunks that nobody sees, and revealed in one transaction.

A batch is known by project, content and attestation. Whoever needs an id that another hidden batch
holds discards that batch; its importer, if it still lives, finds it gone and begins again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect, bindparam, delete, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from store.port import SqlRecords
from store.port.people import BATCH, PROJECT
from store.port.queue import QUEUE, TASK

CHUNK = 1000
"""Rows of one transaction, so that no press waits for it noticeably."""


class Written(TypeDecorator[Any]):
    """JSON that is text already."""

    impl = JSON
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        """Nothing is left to do."""


_TWIN = select(BATCH.c.id).where(
    BATCH.c.project == bindparam("project"),
    BATCH.c.sha256 == bindparam("sha256"),
    BATCH.c.attestation == bindparam("attestation"),
    BATCH.c.revealed.is_(False),
)
_LOCK_PROJECT = (
    select(PROJECT.c.overlap).where(PROJECT.c.id == bindparam("project")).with_for_update()
)
_HIDDEN = (
    select(BATCH.c.id)
    .where(BATCH.c.id == bindparam("batch"), BATCH.c.revealed.is_(False))
    .with_for_update()
)
_THEIRS = (
    select(TASK.c.key, TASK.c.batch, BATCH.c.revealed)
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(
        TASK.c.project == bindparam("project"),
        TASK.c.key.in_(bindparam("keys", expanding=True)),
        TASK.c.batch != bindparam("batch"),
    )
)
_WRITTEN = ("prompt", "responses", "ask", "specialties", "hidden")


def _adding(into: Any) -> Any:
    """An insert of JSON that is written already; what is there of the same batch stays, and asks
    what the project asks by now."""
    fresh = into.values({name: bindparam(name, type_=Written()) for name in _WRITTEN})
    return fresh.on_conflict_do_update(
        index_elements=[TASK.c.project, TASK.c.key],
        set_={"ask": fresh.excluded.ask},
        where=TASK.c.batch == fresh.excluded.batch,
    )


_ADD = {True: _adding(sqlite.insert(TASK)), False: _adding(postgresql.insert(TASK))}
_COUNT = select(func.count(), func.min(TASK.c.id)).where(TASK.c.batch == bindparam("batch"))
_QUEUE_UP = insert(QUEUE).from_select(
    ["task", "project", "pos", "remaining", "is_open"],
    select(
        TASK.c.id,
        TASK.c.project,
        TASK.c.id,
        bindparam("overlap", type_=QUEUE.c.remaining.type),
        true(),
    ).where(TASK.c.batch == bindparam("batch")),
)
_REVEAL = (
    update(BATCH)
    .where(BATCH.c.id == bindparam("of_batch"))
    .values(revealed=True, tasks=bindparam("number"))
)
_DISCARD_SOME = delete(TASK).where(
    TASK.c.id.in_(select(TASK.c.id).where(TASK.c.batch == bindparam("of_batch")).limit(CHUNK))
)
_DISCARD = delete(BATCH).where(BATCH.c.id == bindparam("of_batch"))


class Gone(Exception):  # noqa: N818  the house's word
    """Another import revealed or discarded this batch, or the project moved on: begin again."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is imported into which project, by whose word. `file` is its name alone."""

    project: str
    attestation: str
    file: str
    sha256: str
    at: datetime


def begin(records: SqlRecords, source: Source) -> int:
    """The hidden batch of this source: the one that a dead import left, or a new one."""
    records.all(_LOCK_PROJECT, {"project": source.project})
    found = records.one(
        _TWIN,
        {
            "project": source.project,
            "sha256": source.sha256,
            "attestation": source.attestation,
        },
    )
    if found:
        return int(found.id)
    return records.add(
        BATCH,
        project=source.project,
        attestation=source.attestation,
        file=source.file,
        sha256=source.sha256,
        at=source.at,
    )


def add(
    records: SqlRecords, batch: int, project: str, rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert a chunk's tasks that the project does not have. Raises Gone.

    Returns the hidden batches that hold some of its ids; then nothing was inserted.
    """
    if records.one(_HIDDEN, {"batch": batch}) is None:
        raise Gone
    named = {"project": project, "keys": [row["key"] for row in rows], "batch": batch}
    theirs = records.all(_THEIRS, named)
    if blocking := sorted({row.batch for row in theirs if not row.revealed}):
        return blocking
    there = {row.key for row in theirs}
    fresh = [{**row, "project": project, "batch": batch} for row in rows if row["key"] not in there]
    if fresh:
        records.connection.execute(_ADD[records.sqlite], fresh)
    return []


def reveal(records: SqlRecords, batch: int, project: str, expected: int) -> None:
    """Put the batch's tasks into the queue, all at once. Raises Gone unless it is whole.

    Nobody's frontier stays behind them: tasks that were revealed later have higher numbers.
    """
    overlap = records.connection.execute(_LOCK_PROJECT, {"project": project}).scalar_one()
    if records.one(_HIDDEN, {"batch": batch}) is None:
        raise Gone
    count, first = records.connection.execute(_COUNT, {"batch": batch}).one()
    if count != expected:
        raise Gone
    records.connection.execute(_QUEUE_UP, {"batch": batch, "overlap": overlap})
    records.connection.execute(_REVEAL, {"of_batch": batch, "number": count})
    records.pull_back(project, first)


def discard(records: SqlRecords, batch: int) -> bool:
    """Delete some tasks of a hidden batch, at last the batch itself; True when it is gone."""
    if records.one(_HIDDEN, {"batch": batch}) is None:
        return True
    values = {"of_batch": batch}
    if records.connection.execute(_DISCARD_SOME, values).rowcount == CHUNK:
        return False
    records.connection.execute(_DISCARD, values)
    return True
