"""Tasks from a file: all of its lines, or none; the same file twice adds nothing.

The whole file is judged first. Then its tasks are inserted in chunks under a hidden batch
(`store.batches`) and revealed at once. Whoever dies in between leaves a hidden batch: the same
file imported again finishes it, another file that needs its ids discards it. No lock is held while
a file is read; an import that another one overtook begins again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select

from store import batches, projects, taskfile
from store.batches import Gone, Source
from store.judging import Mistake, Unusable
from store.port.people import BATCH
from store.port.queue import TASK
from store.sql import Store
from store.taskfile import Defaults

ATTESTATIONS = ("synthetic", "de-identified", "public")
"""What an importer may say about the texts (design.md 6.2)."""

MISTAKES_MOST = 10_000
"""After so many the rest of a file is not judged."""

CHUNK_BYTES = 8 * 2**20
"""What one transaction inserts at most, besides `batches.CHUNK` tasks."""

TRIES = 5
"""How often an import begins again because another one overtook it."""

THERE = (
    select(
        TASK.c.key,
        TASK.c.prompt,
        TASK.c.responses,
        TASK.c.reader,
        TASK.c.specialties,
        TASK.c.hidden,
    )
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(
        BATCH.c.revealed.is_(True),
        TASK.c.project == bindparam("project"),
        TASK.c.key.in_(bindparam("keys", expanding=True)),
    )
)
COMPARED = ("prompt", "responses", "reader", "specialties", "hidden")
"""What makes two tasks of one id the same; `hidden` knows what the line itself asks."""


class Refused(Exception):  # noqa: N818  the house's word
    """The import cannot be made at all; one sentence."""


@dataclass(slots=True)
class Judged:
    """What reading the file for the first time found."""

    sha256: str = ""
    tasks: int = 0
    there: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, *mistakes: Mistake) -> None:
        for mistake in mistakes:
            wrong = {"line": line, "error": mistake.error, "remedy": mistake.remedy}
            self.refused.append(wrong)


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
    try:
        return _import(store, file, project, attestation, at)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror or error}.") from None


def _import(
    store: Store, file: Path, project: str, attestation: str, at: datetime
) -> dict[str, Any]:
    created = False
    for _ in range(TRIES):
        defaults = projects.defaults(store, project)
        judged = _judge(store, file, project, defaults or projects.DEFAULTS)
        new = judged.tasks - judged.there
        if judged.refused or not new:
            return _told(project, judged, 0, created)
        created = created or defaults is None
        try:
            source = Source(project, attestation, file.name, judged.sha256, at)
            _insert(store, file, source, defaults or projects.DEFAULTS, new)
        except Gone:
            continue
        return _told(project, judged, new, created)
    raise Refused(f"Other imports into {project} are under way: run this one again after them.")


def _told(project: str, judged: Judged, imported: int, created: bool) -> dict[str, Any]:
    return {
        "project": project,
        "imported": imported,
        "already_there": 0 if judged.refused else judged.there,
        "refused": judged.refused,
        "created": created,
    }


def _judge(store: Store, file: Path, project: str, defaults: Defaults) -> Judged:
    """Read the whole file; nothing is stored."""
    judged, seen = Judged(), dict[str, int]()
    with taskfile.opened(file) as lines:
        chunk: list[tuple[int, dict[str, Any]]] = []
        for number, line in lines:
            if len(judged.refused) >= MISTAKES_MOST:
                judged.refuse(number, Mistake("There are more.", "Correct these first."))
                return judged
            try:
                task = taskfile.read(line, defaults)
            except Unusable as error:
                judged.refuse(number, *error.mistakes)
                continue
            if (first := seen.setdefault(task["key"], number)) != number:
                again = f"The id “{task['key']}” stands in line {first} already."
                judged.refuse(number, Mistake(again, "Give each task an id of its own."))
            chunk.append((number, task))
            if len(chunk) == batches.CHUNK:
                _compare(store, project, chunk, judged)
                chunk = []
        _compare(store, project, chunk, judged)
    judged.sha256 = lines.sha256
    if not (judged.tasks or judged.refused):
        raise Refused(f"{file} holds no task.")
    return judged


def _compare(
    store: Store, project: str, chunk: Sequence[tuple[int, dict[str, Any]]], judged: Judged
) -> None:
    """Which tasks the project has already; the same id with other content is refused."""
    judged.tasks += len(chunk)
    if not chunk:
        return
    keys = {"project": project, "keys": [task["key"] for _, task in chunk]}
    known = {
        row.key: row._mapping
        for row in store.read(lambda connection: connection.execute(THERE, keys).all())
    }
    for number, task in chunk:
        if (there := known.get(task["key"])) is None:
            continue
        if all(task[name] == there[name] for name in COMPARED):
            judged.there += 1
            continue
        other = f"The id “{task['key']}” is in {project} already, with other content."
        judged.refuse(number, Mistake(other, "Give the new task a new id."))


def _insert(store: Store, file: Path, source: Source, defaults: Defaults, new: int) -> None:
    """Insert what is new in chunks and reveal it. Raises Gone, or Refused for a moving file."""

    def begin(records: Any) -> int:
        projects.make(records, source.project, source.at)
        return batches.begin(records, source)

    batch = store.submit(begin).result()
    with taskfile.opened(file) as lines:
        for rows in _chunks(lines, defaults):
            _add(store, batch, source.project, rows)
    if lines.sha256 != source.sha256:
        _discard(store, batch)
        raise Refused(f"{file} changed while it was read: run the import again.")
    store.submit(lambda records: batches.reveal(records, batch, source.project, new)).result()


def _chunks(lines: taskfile.Lines, defaults: Defaults) -> Iterator[list[Mapping[str, Any]]]:
    rows: list[Mapping[str, Any]] = []
    size = 0
    for _, line in lines:
        rows.append(taskfile.read(line, defaults))
        size += len(line)
        if len(rows) == batches.CHUNK or size > CHUNK_BYTES:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _add(store: Store, batch: int, project: str, rows: list[Mapping[str, Any]]) -> None:
    """Insert a chunk, after whatever hidden batch stands in its way was discarded."""
    for _ in range(TRIES):
        blocking = store.submit(lambda records: batches.add(records, batch, project, rows)).result()
        if not blocking:
            return
        for other in blocking:
            _discard(store, other)
    raise Gone


def _discard(store: Store, batch: int) -> None:
    while not store.submit(lambda records: batches.discard(records, batch)).result():
        pass
