"""Tasks from a file: all of its lines, or none; the same file twice adds nothing.

The whole file is judged first, and what is new is set aside on disk. Then it is inserted in chunks
under a hidden batch (`store.batches`) and revealed at once. Whoever dies in between leaves a hidden
batch: the same file imported again finishes it, another file that needs its ids discards it.
Whoever dies after that has imported: the next import or tick puts the rest into the queue. No lock
is held while a file is read; an import that another one overtook begins again.
"""

import hashlib
import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import Text, bindparam, cast, select

from store import batches, projects, taskfile
from store.batches import Gone, InTheWay, Source
from store.judging import Mistake, Unusable
from store.port import SqlRecords
from store.port.people import BATCH
from store.port.queue import TASK
from store.sql import Store
from store.taskfile import LINE_MOST, UTF16_MARKS, Defaults

ATTESTATIONS = ("synthetic", "de-identified", "public")
"""What an importer may say about the texts (design.md 6.2)."""

LINES_MOST = 1_000_000
"""Lines of a file; a larger pool comes as several files."""

MISTAKES_MOST = 10_000
"""After so many the rest of a file is not judged."""

CHUNK_BYTES = 8 * 2**20
"""What one transaction inserts at most, besides `batches.CHUNK` tasks."""

IN_MEMORY = 32 * 2**20
"""Bytes set aside before a file is made for them."""

TRIES = 5
"""How often an import begins again because another one overtook it."""

COMPARED = ("prompt", "responses", "reader", "specialties", "hidden")
"""What makes two tasks of one id the same; `hidden` knows what the line itself asks."""

_THERE = (
    select(TASK.c.key, *(cast(TASK.c[name], Text).label(name) for name in COMPARED))
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(
        BATCH.c.revealed.is_(True),
        TASK.c.project == bindparam("project"),
        TASK.c.key.in_(bindparam("keys", expanding=True)),
    )
)

Row = Mapping[str, Any]


class Refused(Exception):  # noqa: N818  the house's word
    """The import cannot be made at all; one sentence."""


def import_tasks(
    store: Store, file: Path, project: str, attestation: str, at: datetime
) -> dict[str, Any]:
    """Import `file` into `project`, which is made with defaults if it is new.

    Returns {"project", "imported", "already_there", "refused": [{"line", "error", "remedy"}],
    "created"}; with anything refused nothing is imported. Raises Refused.
    """
    if attestation not in ATTESTATIONS:
        raise Refused(f"Say what the texts are: {', '.join(ATTESTATIONS)}.")
    if why := projects.wrong_id(project):
        raise Refused(why)
    while store.submit(batches.enter_next).result():
        pass
    made = False
    for _ in range(TRIES):
        with SpooledTemporaryFile(IN_MEMORY) as aside:
            judging = _Judging(store, project, aside)
            try:
                judging.read(file)
            except OSError as error:
                raise Refused(f"{file} cannot be read: {error.strerror or error}.") from None
            made = made or judging.unmade
            if judging.refused or not judging.new:
                return judging.told(0, made)
            source = Source(project, attestation, file.name, judging.sha256, at)
            try:
                _insert(store, source, aside, judging.new)
            except Gone:
                continue
            return judging.told(judging.new, made)
    raise Refused(f"Other imports into {project} are under way: run this one again after them.")


@dataclass(slots=True)
class _Judging:
    """Reads a file whole and stores nothing; sets aside what the project does not have yet."""

    store: Store
    project: str
    aside: IO[bytes]
    sha256: str = ""
    unmade: bool = False
    new: int = 0
    there: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    def read(self, file: Path) -> None:
        found = projects.defaults(self.store, self.project)
        self.unmade = found is None
        for chunk in self._chunks(file, found or projects.DEFAULTS):
            self._compare(chunk)
        if not (self.new or self.there or self.refused):
            raise Refused(f"{file} holds no task.")

    def told(self, imported: int, made: bool) -> dict[str, Any]:
        return {
            "project": self.project,
            "imported": imported,
            "already_there": 0 if self.refused else self.there,
            "refused": self.refused,
            "created": made and imported > 0,
        }

    def _chunks(self, file: Path, defaults: Defaults) -> Iterator[list[tuple[int, Row]]]:
        """The usable tasks with their lines, so many at a time."""
        chunk: list[tuple[int, Row]] = []
        size, seen = 0, dict[str, int]()
        for number, line in self._lines(file):
            if number > LINES_MOST or len(self.refused) > MISTAKES_MOST:
                self._refuse(number, Mistake("This is too much.", "Split or correct the file."))
                break
            try:
                task = taskfile.read(line, defaults)
            except Unusable as error:
                self._refuse(number, *error.mistakes)
                continue
            if (first := seen.setdefault(task["key"], number)) != number:
                again = f"The id “{task['key']}” stands in line {first} already."
                self._refuse(number, Mistake(again, "Give each task an id of its own."))
            chunk.append((number, task))
            size += len(line)
            if len(chunk) == batches.CHUNK or size > CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        yield chunk

    def _lines(self, file: Path) -> Iterator[tuple[int, bytes]]:
        """Each line with its number. One that is too long comes as its beginning, UTF-16 as one
        line."""
        digest = hashlib.sha256()
        number = 0
        with file.open("rb") as source:
            while line := source.readline(LINE_MOST + 1):
                number += 1
                digest.update(line)
                yield number, line
                if line.startswith(UTF16_MARKS):
                    return
                while not line.endswith(b"\n") and (line := source.readline(LINE_MOST)):
                    digest.update(line)
        self.sha256 = digest.hexdigest()

    def _compare(self, chunk: Sequence[tuple[int, Row]]) -> None:
        """Set aside what is new; the same id with other content is refused."""
        known = {} if self.unmade else self._known([task["key"] for _, task in chunk])
        fresh = []
        for number, task in chunk:
            there = known.get(task["key"])
            if there is None:
                fresh.append(task)
            elif all(_same(task[name], there[name]) for name in COMPARED):
                self.there += 1
            else:
                other = f"The id “{task['key']}” is in {self.project} with other content."
                self._refuse(number, Mistake(other, "Give the new task a new id."))
        self.new += len(fresh)
        if not self.refused:
            pickle.dump(fresh, self.aside)

    def _known(self, keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        asked = {"project": self.project, "keys": keys}
        rows = self.store.read(lambda connection: connection.execute(_THERE, asked).all())
        return {row.key: dict(row._mapping) for row in rows}

    def _refuse(self, line: int, *mistakes: Mistake) -> None:
        for mistake in mistakes:
            wrong = {"line": line, "error": mistake.error, "remedy": mistake.remedy}
            self.refused.append(wrong)


def _same(new: str, there: str) -> bool:
    return new == there or (new[:1] in "[{" and json.loads(new) == json.loads(there))


def _insert(store: Store, source: Source, aside: IO[bytes], new: int) -> None:
    """Insert what was set aside in chunks, then reveal it. Raises Gone."""

    def begin(records: Any) -> int:
        projects.make(records, source.project, source.at)
        return batches.begin(records, source)

    batch = store.submit(begin).result()
    aside.seek(0)
    added = 0
    try:
        while added < new:
            rows: list[Row] = pickle.load(aside)
            _add(store, batch, source.project, rows)
            added += len(rows)
        store.submit(lambda records: _reveal(records, source, batch, new)).result()
    except Gone:
        _discard(store, batch)  # nothing of it stays, unless somebody else revealed it
        raise
    last: int | None = 0
    while last is not None:
        last = store.submit(
            partial(batches.enter, batch=batch, project=source.project, after=last)
        ).result()


def _reveal(records: SqlRecords, source: Source, batch: int, new: int) -> None:
    batches.reveal(records, batch, source.project, new)
    records.audit(
        "tasks imported",
        source.at,
        project=source.project,
        batch=batch,
        data=source.attestation,
        tasks=new,
    )


def _add(store: Store, batch: int, project: str, rows: Sequence[Row]) -> None:
    """Insert a chunk, after whatever hidden batch stands in its way was discarded."""
    for _ in range(TRIES):
        try:
            store.submit(lambda records: batches.add(records, batch, project, rows)).result()
        except InTheWay as blocking:
            for other in blocking.batches:
                _discard(store, other)
        else:
            return
    raise Gone


def _discard(store: Store, batch: int) -> None:
    while not store.submit(lambda records: batches.discard(records, batch)).result():
        pass
