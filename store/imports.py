"""Tasks from a file: all of its lines, or none; the same file twice adds nothing.

The whole file is judged first (`store.intake`). What is new is then inserted in chunks under a
hidden batch (`store.batches`) and revealed at once. Whoever dies in between leaves a hidden
batch: the same file imported again finishes it, another file that needs its ids discards it.
Whoever dies after that has imported: the next import or tick puts the rest into the queue. An
import that another one overtook begins again.
"""

import pickle
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from bot.gate import KINDS, RULES
from store import batches, projects, pseudonyms
from store.batches import Gone, InTheWay, Source
from store.intake import Gate, Here, Intake, Row, Tell
from store.port import SqlRecords
from store.sql import Store

ATTESTATIONS = ("synthetic", "de-identified", "public")
"""What an importer may say about the texts (design.md 6.2)."""

IN_MEMORY = 32 * 2**20
"""Bytes set aside before a file is made for them."""

TRIES = 5
"""How often an import begins again because another one overtook it."""

STORING = "Storing the tasks"


class Refused(Exception):  # noqa: N818  the house's word
    """The import cannot be made at all; one sentence."""


def _untold(_what: str, _done: int, _all: int) -> None:
    """Nobody waits for it."""


def import_tasks(
    store: Store,
    file: Path,
    project: str,
    attestation: str,
    at: datetime,
    *,
    accept: bool = False,
    gate: Gate | None = None,
    tell: Tell = _untold,
    secret: bytes = b"",
) -> dict[str, Any]:
    """Import `file` into `project`, which is made with defaults if it is new.

    What looks like patient details in a new task is refused like a mistake, unless `accept`; then
    the batch and the audit say how much of which kind was let through. `gate` looks, this process
    if there is none; `tell` hears how far it is. `secret` makes the pseudonyms that name authors.

    Returns {"project", "imported", "already_there", "refused": [{"line", "error", "remedy"}],
    "created", "findings": {kind: number}}; with anything refused nothing is imported. Raises
    Refused.
    """
    if attestation not in ATTESTATIONS:
        raise Refused(f"Say what the texts are: {', '.join(ATTESTATIONS)}.")
    if why := projects.wrong_id(project):
        raise Refused(why)
    while store.submit(batches.enter_next).result():
        pass
    made = False

    def people() -> Mapping[str, int]:
        return store.read(lambda look: pseudonyms.everybody(look, secret))

    for _ in range(TRIES):
        with SpooledTemporaryFile(IN_MEMORY) as aside:
            intake = Intake(store, project, aside, accept, gate or Here(), tell, people)
            try:
                intake.read(file)
            except OSError as error:
                raise Refused(f"{file} cannot be read: {error.strerror or error}.") from None
            if not (intake.new or intake.there or intake.wrong):
                raise Refused(f"{file} holds no task.")
            made = made or intake.unmade
            if not intake.usable or not intake.new:
                return _told(intake, 0, made)
            source = Source(project, attestation, file.name, intake.sha256, at)
            try:
                _insert(store, source, aside, intake)
            except Gone:
                continue
            return _told(intake, intake.new, made)
    raise Refused(f"Other imports into {project} are under way: run this one again after them.")


def _told(intake: Intake, imported: int, made: bool) -> dict[str, Any]:
    return {
        "project": intake.project,
        "imported": imported,
        "already_there": intake.there if intake.usable else 0,
        "refused": intake.refused(),
        "created": made and imported > 0,
        "findings": _by_kind(intake),
    }


def _by_kind(intake: Intake) -> dict[str, int]:
    """The gate's own order of kinds, whatever the file's."""
    return {kind: intake.findings[kind] for kind in KINDS if intake.findings[kind]}


def _insert(store: Store, source: Source, aside: IO[bytes], intake: Intake) -> None:
    """Insert what was set aside in chunks, then reveal it. Raises Gone."""

    def begin(records: Any) -> int:
        projects.make(records, source.project, source.at)
        return batches.begin(records, source)

    batch = store.submit(begin).result()
    aside.seek(0)
    added = 0
    try:
        while added < intake.new:
            rows: list[Row] = pickle.load(aside)
            _add(store, batch, source.project, rows)
            added += len(rows)
            intake.tell(STORING, added, intake.new)
        store.submit(lambda records: _reveal(records, source, batch, intake)).result()
    except Gone:
        _discard(store, batch)  # nothing of it stays, unless somebody else revealed it
        raise
    last: int | None = 0
    while last is not None:
        last = store.submit(
            partial(batches.enter, batch=batch, project=source.project, after=last)
        ).result()


def _reveal(records: SqlRecords, source: Source, batch: int, intake: Intake) -> None:
    seen = _by_kind(intake)
    batches.reveal(records, batch, source.project, intake.new, seen)
    records.audit(
        "tasks imported",
        source.at,
        project=source.project,
        batch=batch,
        data=source.attestation,
        tasks=intake.new,
        rules=RULES,
        findings=seen,
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
