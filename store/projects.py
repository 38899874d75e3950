"""Projects: pools of tasks and how they are asked. A file says a project whole; what it does not
say has the default.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.records import Project
from store import projectfile, recount
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

GOES_ON = ": whoever began goes on, or else rounds serve does"

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
_OF_BATCH = select(func.count()).select_from(TASK).where(TASK.c.batch == BATCH.c.id)
_BATCHES = (
    select(
        BATCH.c.file,
        BATCH.c.attestation,
        BATCH.c.tasks,
        BATCH.c.at,
        case((BATCH.c.tasks == 0, _OF_BATCH.scalar_subquery()), else_=BATCH.c.tasks).label("made"),
    )
    .where(BATCH.c.project == bindparam("project"), BATCH.c.revealed.is_(True))
    .order_by(BATCH.c.id)
)
_QUEUED = select(func.count()).where(QUEUE.c.project == bindparam("project"))
_READERLESS = select(func.count()).where(
    TASK.c.project == bindparam("project"), TASK.c.reader == ""
)


def apply(store: Store, file: Path, at: datetime) -> dict[str, Any]:
    """Make or change the project that `file` says.

    Returns {"project", "created", "changed": [names]}. Raises WrongProject.
    """
    said = projectfile.read(file)
    done = None
    while done is None:
        while store.submit(recount.go_on_anywhere).result():
            pass
        done = store.submit(lambda records: _apply(records, said, at)).result()
    while store.submit(lambda records: recount.go_on(records, said["id"])).result():
        pass
    return done


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
    """One project by the names of its file, its tasks and batches, and what is still under way, a
    sentence each. Raises WrongProject."""
    with_id = {"project": project}
    row, batches, queued = store.read(
        lambda connection: (
            connection.execute(_ONE, with_id).first(),
            connection.execute(_BATCHES, with_id).all(),
            connection.execute(_QUEUED, with_id).scalar_one(),
        )
    )
    if row is None:
        raise WrongProject(f"There is no project {project}: see rounds project list.")
    told = {_said(name): row._mapping[name] for name in _columns({"id": project})}
    made = [
        {"file": b.file, "data": b.attestation, "tasks": b.made, "at": b.at.isoformat()}
        for b in batches
    ]
    total = sum(batch.made for batch in batches)
    waits = []
    if any(batch.tasks == 0 for batch in batches):
        waits.append(f"{total - queued} of {total} tasks are not in the queue yet{GOES_ON}")
    if row.recount_from is not None:
        waits.append(f"not every task asks {row.overlap} annotators yet{GOES_ON}")
    about = {"paused": row.paused, "tasks": total, "under_way": waits, "batches": made}
    return {"project": project, **told, **about}


def _apply(records: SqlRecords, said: Mapping[str, Any], at: datetime) -> dict[str, Any] | None:
    """The decision; None while the queue still follows the one before."""
    project = said["id"]
    created = make(records, project, at)
    row = records.connection.execute(_LOCK, {"project": project}).one()
    before, after = row._mapping, _columns(said)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if "overlap" in changed and row.recount_from is not None:
        return None
    if before["reader"] and not after["reader"]:
        _without_reader(records, project)
    if changed:
        here = update(PROJECT).where(PROJECT.c.id == bindparam("of_project"))
        records.connection.execute(here.values(changed), {"of_project": project})
    if "overlap" in changed:
        recount.begin(records, project, before["overlap"])
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
