"""Projects: pools of tasks and how they are asked. A file says a project whole; what it does not
say has the default.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, case, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.records import Project
from store import projectfile
from store.port import SqlRecords
from store.port.people import BATCH, PROJECT
from store.port.queue import QUEUE, TASK
from store.projectfile import WrongProject, wrong_id
from store.sql import Store
from store.taskfile import Defaults

__all__ = ["DEFAULTS", "WrongProject", "apply", "defaults", "listing", "make", "show", "wrong_id"]

_BARE = Project("", "", "", "")
DEFAULTS = Defaults(_BARE.ask, _BARE.reader)
"""What a project asks for unless it says otherwise."""

_MAKE: dict[bool, Any] = {
    True: sqlite.insert(PROJECT).on_conflict_do_nothing().returning(PROJECT.c.id),
    False: postgresql.insert(PROJECT).on_conflict_do_nothing().returning(PROJECT.c.id),
}
_ONE = select(PROJECT).where(PROJECT.c.id == bindparam("project"))
_LOCK = _ONE.with_for_update()
_TASKS = select(func.count()).select_from(QUEUE).where(QUEUE.c.project == PROJECT.c.id)
_LISTING = select(PROJECT.c.id, PROJECT.c.title, _TASKS.scalar_subquery().label("tasks")).order_by(
    PROJECT.c.id
)
_BATCHES = (
    select(BATCH.c.file, BATCH.c.attestation, BATCH.c.tasks, BATCH.c.at)
    .where(BATCH.c.project == bindparam("project"), BATCH.c.revealed.is_(True))
    .order_by(BATCH.c.id)
)
_READERLESS = select(func.count()).where(
    TASK.c.project == bindparam("project"), TASK.c.reader == ""
)
_NOW_WANTED = QUEUE.c.remaining + bindparam("more", type_=QUEUE.c.remaining.type)
_REQUEUE = (
    update(QUEUE)
    .where(QUEUE.c.project == bindparam("of_project"))
    .values(
        remaining=_NOW_WANTED,
        is_open=case(
            (exists().where(TASK.c.id == QUEUE.c.task, TASK.c.withdrawn.is_(True)), False),
            else_=_NOW_WANTED > 0,
        ),
    )
)


def apply(store: Store, file: Path, at: datetime) -> dict[str, Any]:
    """Make or change the project that `file` says.

    Returns {"project", "created", "changed": [names]}. Raises WrongProject.
    """
    said = projectfile.read(file)
    return store.submit(lambda records: _apply(records, said, at)).result()


def make(records: SqlRecords, project: str, at: datetime) -> bool:
    """Make the project with defaults; False if it was there."""
    bare = _columns({"id": project}) | {"id": project, "seed": records.fresh(), "at": at}
    return records.one(_MAKE[records.sqlite], bare) is not None


def defaults(store: Store, project: str) -> Defaults | None:
    """What the project says where a task is silent; None if there is no such project."""
    with_id = {"project": project}
    row = store.read(lambda connection: connection.execute(_ONE, with_id).first())
    return Defaults(tuple(row.ask), row.reader) if row else None


def listing(store: Store) -> list[dict[str, Any]]:
    """All projects: {"project", "title", "tasks"}."""
    rows = store.read(lambda connection: connection.execute(_LISTING).all())
    return [{"project": row.id, "title": row.title, "tasks": row.tasks} for row in rows]


def show(store: Store, project: str) -> dict[str, Any]:
    """One project by the names of its file, and its batches. Raises WrongProject."""
    with_id = {"project": project}
    row, batches = store.read(
        lambda connection: (
            connection.execute(_ONE, with_id).first(),
            connection.execute(_BATCHES, with_id).all(),
        )
    )
    if row is None:
        raise WrongProject(f"There is no project {project}: see rounds project list.")
    told = {_said(name): row._mapping[name] for name in _columns({"id": project})}
    made = [
        {"file": b.file, "data": b.attestation, "tasks": b.tasks, "at": b.at.isoformat()}
        for b in batches
    ]
    total = sum(batch.tasks for batch in batches)
    return {"project": project, **told, "paused": row.paused, "tasks": total, "batches": made}


def _apply(records: SqlRecords, said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    project = said["id"]
    created = make(records, project, at)
    row = records.connection.execute(_LOCK, {"project": project}).one()
    before, after = row._mapping, _columns(said)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if before["reader"] and not after["reader"]:
        _without_reader(records, project)
    if changed:
        here = update(PROJECT).where(PROJECT.c.id == bindparam("of_project"))
        records.connection.execute(here.values(changed), {"of_project": project})
    if "overlap" in changed:
        _requeue(records, project, after["overlap"] - before["overlap"])
    names = [name for name in after if name in said] if created else list(changed)
    if names:
        told = [_said(name) for name in names]
        action = "project made" if created else "project changed"
        records.audit(action, at, project=project, changed=told)
    return {"project": project, "created": created, "changed": [_said(name) for name in names]}


def _without_reader(records: SqlRecords, project: str) -> None:
    count = records.connection.execute(_READERLESS, {"project": project}).scalar_one()
    if count:
        raise WrongProject(
            f"reader is missing, but {count} tasks of {project} name none of their own: keep it."
        )


def _requeue(records: SqlRecords, project: str, more: int) -> None:
    """Every task wants so many annotators more (or fewer, below 0); whoever was past a task that
    opens again looks from the start."""
    records.connection.execute(_REQUEUE, {"of_project": project, "more": more})
    if more > 0:
        records.pull_back(project, 0)


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """All that a file decides, as columns; defaults are the record's own."""
    return {
        "title": said.get("title", said["id"]),
        "run_by": said.get("run_by", _BARE.run_by),
        "coordinators": said.get("coordinators", []),
        "keep": said.get("keep", _BARE.keep),
        "reader": said.get("reader", _BARE.reader),
        "ask": said.get("ask", list(_BARE.ask)),
        "overlap": said.get("overlap", _BARE.overlap),
        "guideline": said.get("guideline", _BARE.guideline),
        "platforms": said.get("platforms", list(_BARE.platforms)),
        "specialties": said.get("specialties", []),
        "languages": said.get("languages", []),
    }


def _said(column: str) -> str:
    """A column's name in the file."""
    return "annotators_per_task" if column == "overlap" else column
