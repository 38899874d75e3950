"""Hidden batches: tasks are inserted in chunks that nobody sees, and revealed in one transaction.

A batch is known by project, content and attestation. Whoever needs an id that another hidden batch
holds discards that batch; its importer, if it still lives, finds it gone and begins again.

To reveal is one short decision: from then on the import has been made. Its tasks then enter the
queue some at a time, and whoever comes next goes on where somebody died. Until all are in, the
batch's own number of tasks is 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from bot.gate import RULES
from store import recount
from store.port import SqlRecords
from store.port.people import BATCH, PROJECT
from store.port.piles import AUTHOR
from store.port.queue import QUEUE, TASK
from store.ready import Ready

CHUNK = 500
"""Rows of one transaction, so that no press waits for it noticeably: half the time of 1,000, and an
import as a whole is no slower."""


ENTER = 2000
"""Tasks that enter the queue in one transaction: their rows are narrow."""


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
_IN_THE_WAY = (
    select(TASK.c.batch)
    .distinct()
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(
        TASK.c.project == bindparam("project"),
        TASK.c.key.in_(bindparam("keys", expanding=True)),
        TASK.c.batch != bindparam("batch"),
        BATCH.c.revealed.is_(False),
    )
    .order_by(TASK.c.batch)
)
SORTED = ("pile", "words", "variant")
_WRITTEN = ("prompt", "responses", "ask", "specialties", "hidden")


def _adding(into: Any) -> Any:
    """An insert of JSON that is written already; what is there of the same batch stays, and is
    asked, and of whom, as the project says by now."""
    fresh = into.values({name: bindparam(name, type_=Written()) for name in _WRITTEN})
    kept = fresh.on_conflict_do_update(
        index_elements=[TASK.c.project, TASK.c.key],
        set_={"ask": fresh.excluded.ask, "pile": fresh.excluded.pile},
        where=TASK.c.batch == fresh.excluded.batch,
    )
    return Ready(kept, ("project", "batch", "key", "reader", *SORTED, *_WRITTEN))


_ADD = {True: _adding(sqlite.insert(TASK)), False: _adding(postgresql.insert(TASK))}
_COUNT = select(func.count()).select_from(TASK)
_COUNT_HIDDEN = _COUNT.where(TASK.c.batch == bindparam("batch"))
_REVEAL = (
    update(BATCH)
    .where(BATCH.c.id == bindparam("of_batch"))
    .values(revealed=True, rules=bindparam("by"), findings=bindparam("found"))
)
_ENTERING = select(BATCH.c.id, BATCH.c.project).where(
    BATCH.c.revealed.is_(True),
    BATCH.c.tasks == 0,
    select(TASK.c.id).where(TASK.c.batch == BATCH.c.id).correlate(BATCH).exists(),
)
_THIS_ENTERING = _ENTERING.where(BATCH.c.id == bindparam("batch")).with_for_update()
_LAST_IN = (
    select(func.coalesce(func.max(QUEUE.c.task), 0))
    .join(TASK, TASK.c.id == QUEUE.c.task)
    .where(TASK.c.batch == bindparam("batch"))
)
_SOME = (
    select(TASK.c.id)
    .where(TASK.c.batch == bindparam("batch"), TASK.c.id > bindparam("after"))
    .order_by(TASK.c.id)
    .limit(bindparam("most"))
    .subquery()
)
_NEXT = select(
    func.min(_SOME.c.id).label("first"),
    func.max(_SOME.c.id).label("last"),
    func.count().label("number"),
).select_from(_SOME)
_WHOLE = (
    update(BATCH)
    .where(BATCH.c.id == bindparam("of_batch"))
    .values(tasks=_COUNT.where(TASK.c.batch == bindparam("of_batch")).scalar_subquery())
)


def _entering(into: Any) -> Any:
    """Tasks into the queue, by their numbers; those that are in stay as they are."""
    some = select(
        TASK.c.id,
        TASK.c.project,
        TASK.c.id,
        bindparam("overlap", type_=QUEUE.c.remaining.type),
        TASK.c.withdrawn.is_(False),
        *(TASK.c[name] for name in SORTED),
    ).where(
        TASK.c.batch == bindparam("batch"),
        TASK.c.id >= bindparam("first"),
        TASK.c.id <= bindparam("last"),
    )
    columns = ["task", "project", "pos", "remaining", "is_open", *SORTED]
    return into.from_select(columns, some).on_conflict_do_nothing()


_ENTER = {True: _entering(sqlite.insert(QUEUE)), False: _entering(postgresql.insert(QUEUE))}


def _writing(into: Any) -> Any:
    """Who wrote a response of a task, by its key."""
    person: Any = bindparam("person", type_=AUTHOR.c.person.type)
    task = select(person, TASK.c.id).where(
        TASK.c.project == bindparam("project"), TASK.c.key == bindparam("key")
    )
    return into.from_select(["person", "task"], task).on_conflict_do_nothing()


_WROTE = {True: _writing(sqlite.insert(AUTHOR)), False: _writing(postgresql.insert(AUTHOR))}
_SOME_OF_BATCH = (
    select(TASK.c.id).where(TASK.c.batch == bindparam("of_batch")).order_by(TASK.c.id).limit(CHUNK)
)
_DISCARD_AUTHORS = delete(AUTHOR).where(AUTHOR.c.task.in_(_SOME_OF_BATCH))
_DISCARD_SOME = delete(TASK).where(TASK.c.id.in_(_SOME_OF_BATCH))
_DISCARD = delete(BATCH).where(BATCH.c.id == bindparam("of_batch"))


class Gone(Exception):  # noqa: N818  the house's word
    """Another import revealed or discarded this batch, or the project moved on: begin again."""


class InTheWay(Exception):  # noqa: N818  the house's word
    """Hidden batches hold some of a chunk's ids; nothing of the chunk was inserted."""

    def __init__(self, batches: Sequence[int]) -> None:
        super().__init__(batches)
        self.batches = batches


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


def add(records: SqlRecords, batch: int, project: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert a chunk's tasks that the project does not have. Raises Gone, and InTheWay."""
    if records.one(_HIDDEN, {"batch": batch}) is None:
        raise Gone
    ours = {"project": project, "batch": batch}
    piles = records.pile_numbers(project, {row["pile"] for row in rows})
    told = [{**row, **ours, "pile": piles[row["pile"]]} for row in rows]
    if _ADD[records.sqlite].many(records.connection, told) < len(rows):
        named = {**ours, "keys": [row["key"] for row in rows]}
        if blocking := records.all(_IN_THE_WAY, named):
            raise InTheWay([row.batch for row in blocking])
    for row in rows:
        for person in row["authors"]:
            wrote = {"project": project, "key": row["key"], "person": person}
            records.connection.execute(_WROTE[records.sqlite], wrote)


def reveal(
    records: SqlRecords, batch: int, project: str, expected: int, seen: Mapping[str, int]
) -> None:
    """From now on the import has been made, with what was seen in it, by kind. Raises Gone unless
    it is whole."""
    records.all(_LOCK_PROJECT, {"project": project})
    if records.one(_HIDDEN, {"batch": batch}) is None:
        raise Gone
    if records.connection.execute(_COUNT_HIDDEN, {"batch": batch}).scalar_one() != expected:
        raise Gone
    looked = {"by": RULES, "found": dict(seen)}
    records.connection.execute(_REVEAL, {"of_batch": batch, **looked})


def enter(records: SqlRecords, batch: int, project: str, after: int) -> int | None:
    """Put the next tasks of a revealed batch into the queue, those with numbers above `after`;
    returns the last one's, None when all are in.

    Each wants as many annotators as its project says now; a queue that still follows the number
    before (`store.recount`) goes first. Nobody's frontier stays behind them: tasks that entered
    earlier may have higher numbers.
    """
    overlap = records.connection.execute(_LOCK_PROJECT, {"project": project}).scalar_one()
    if recount.go_on(records, project):  # nobody decides on another number from here on
        return after
    if records.one(_THIS_ENTERING, {"batch": batch}) is None:
        return None
    some = records.one(_NEXT, {"batch": batch, "after": after, "most": ENTER})
    if some.number:
        values = {"batch": batch, "first": some.first, "last": some.last, "overlap": overlap}
        records.connection.execute(_ENTER[records.sqlite], values)
        records.pull_back(project, some.first)
    if some.number == ENTER:
        return int(some.last)
    records.connection.execute(_WHOLE, {"of_batch": batch})
    return None


def enter_next(records: SqlRecords) -> bool:
    """Go on with a batch that was revealed and whose importer died; False when there is none."""
    found = records.one(_ENTERING.limit(1), {})
    if found is None:
        return False
    last = records.connection.execute(_LAST_IN, {"batch": found.id}).scalar_one()
    enter(records, found.id, found.project, last)
    return True


def discard(records: SqlRecords, batch: int) -> bool:
    """Delete some tasks of a hidden batch, at last the batch itself; True when it is gone."""
    if records.one(_HIDDEN, {"batch": batch}) is None:
        return True
    values = {"of_batch": batch}
    records.connection.execute(_DISCARD_AUTHORS, values)
    if records.connection.execute(_DISCARD_SOME, values).rowcount == CHUNK:
        return False
    records.connection.execute(_DISCARD, values)
    return True
