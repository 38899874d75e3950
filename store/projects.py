"""Projects: pools of tasks and how they are asked. A file says a project whole; what it does not
say has the default.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.port import Records
from bot.records import LAPSED, OPEN
from bot.rubric import Rubric, pack
from store import projectfile, recount
from store.port import SqlRecords
from store.port.people import BATCH, PROJECT, RUBRIC
from store.port.queue import ASSIGNMENT, QUEUE, TASK
from store.projectfile import WrongProject, wrong_id
from store.projectrows import (
    ASKED_BY,
    BARE,
    PLAIN,
    asked_otherwise,
    changes,
    columns,
    field,
    rubric,
)
from store.sql import Store
from store.taskfile import Defaults

__all__ = ["DEFAULTS", "WrongProject", "apply", "defaults", "listing", "make", "show", "wrong_id"]

DEFAULTS = Defaults((), PLAIN.reader)
"""What a project asks for unless it says otherwise."""

KEPT = ("ask", "specialties")
"""What a file says for tasks that are silent about it, settled for each when it is imported."""

GOES_ON = ": whoever began goes on, or else rounds serve does"

_MAKE: dict[bool, Any] = {
    True: sqlite.insert(PROJECT).on_conflict_do_nothing().returning(PROJECT.c.id),
    False: postgresql.insert(PROJECT).on_conflict_do_nothing().returning(PROJECT.c.id),
}
_ONE = select(PROJECT).where(PROJECT.c.id == bindparam("project"), PROJECT.c.course == "")
_LOCK = _ONE.with_for_update()
_TASKS = select(func.count()).select_from(QUEUE).where(QUEUE.c.project == PROJECT.c.id)
_LISTING = (
    select(PROJECT.c.id, PROJECT.c.title, _TASKS.scalar_subquery().label("tasks"))
    .where(PROJECT.c.course == "")
    .order_by(PROJECT.c.id)
)
_OF_BATCH = select(func.count()).select_from(TASK).where(TASK.c.batch == BATCH.c.id)
_BATCHES = (
    select(
        BATCH.c.file,
        BATCH.c.attestation,
        BATCH.c.tasks,
        BATCH.c.at,
        BATCH.c.rules,
        BATCH.c.findings,
        case((BATCH.c.tasks == 0, _OF_BATCH.scalar_subquery()), else_=BATCH.c.tasks).label("made"),
    )
    .where(BATCH.c.project == bindparam("project"), BATCH.c.revealed.is_(True))
    .order_by(BATCH.c.id)
)
_ASKS = select(RUBRIC.c.said).where(
    RUBRIC.c.project == bindparam("project"), RUBRIC.c.version == bindparam("version")
)
_ASKS_NOW = (
    select(RUBRIC.c.said)
    .join(PROJECT, (PROJECT.c.id == RUBRIC.c.project) & (PROJECT.c.rubric == RUBRIC.c.version))
    .where(PROJECT.c.id == bindparam("project"))
)
_UNDER_WAY = select(func.count()).where(
    ASSIGNMENT.c.project == bindparam("project"), ASSIGNMENT.c.state.in_((OPEN, LAPSED))
)
_QUEUED = select(func.count()).where(QUEUE.c.project == bindparam("project"))
_IMPORTED = (
    select(func.count())
    .select_from(TASK)
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(TASK.c.project == bindparam("project"), BATCH.c.revealed.is_(True))
)
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


def planned(store: Store, file: Path) -> dict[str, Any]:
    """What `apply` would do: {"project", "created", "changed": {name: [before, after]}, "kept":
    {name: number}, "under_way"}. `kept` says of how many imported tasks a change is none;
    `under_way` is the number of tasks that were begun and keep how they were asked.

    Raises WrongProject.
    """
    said = projectfile.read(file)
    project, after = said["id"], columns(said)
    with_id = {"project": project}
    row, asks, under_way, imported, silent = store.read(
        lambda look: (
            look.execute(_ONE, with_id).first(),
            look.execute(_ASKS_NOW, with_id).scalar(),
            look.execute(_UNDER_WAY, with_id).scalar_one(),
            look.execute(_IMPORTED, with_id).scalar_one(),
            look.execute(_READERLESS, with_id).scalar_one(),
        )
    )
    if wrong := store.look(lambda records: _unreleased(records, after["requires"])):
        raise wrong
    if row is None or asks is None:
        return {"project": project, "created": True, "changed": {}, "kept": {}, "under_way": 0}
    before = row._mapping
    if before["reader"] and not after["reader"] and silent:
        raise _relied_on(project, silent)
    changed = {field(name): [before[name], value] for name, value in changes(before, after).items()}
    otherwise = asked_otherwise(asks, rubric(said))
    return {
        "project": project,
        "created": False,
        "changed": changed | otherwise,
        "kept": {name: imported for name in KEPT if name in changed and imported},
        "under_way": under_way if otherwise else 0,
    }


def make(records: SqlRecords, project: str, at: datetime, asks: Rubric = BARE) -> bool:
    """Make the project with defaults, asking so; False if it was there."""
    bare = columns({"id": project}) | {"id": project, "seed": records.fresh(), "at": at}
    if records.one(_MAKE[records.sqlite], bare) is None:
        return False
    records.add(RUBRIC, project=project, version=1, said=pack(asks), at=at)
    return True


def defaults(store: Store, project: str) -> Defaults | None:
    """What the project says where a task is silent; None if there is no such project."""
    with_id = {"project": project}
    row = store.read(lambda connection: connection.execute(_ONE, with_id).first())
    return Defaults(tuple(row.ask), row.reader, tuple(row.specialties)) if row else None


def listing(store: Store) -> list[dict[str, Any]]:
    """All projects: {"project", "title", "tasks"}."""
    rows = store.read(lambda connection: connection.execute(_LISTING).all())
    return [{"project": row.id, "title": row.title, "tasks": row.tasks} for row in rows]


def show(store: Store, project: str) -> dict[str, Any]:
    """One project by the names of its file, its tasks and batches, and what is still under way, a
    sentence each. Raises WrongProject."""
    with_id = {"project": project}
    row, asks, batches, queued = store.read(
        lambda connection: (
            connection.execute(_ONE, with_id).first(),
            connection.execute(_ASKS_NOW, with_id).scalar(),
            connection.execute(_BATCHES, with_id).all(),
            connection.execute(_QUEUED, with_id).scalar_one(),
        )
    )
    if row is None or asks is None:
        raise WrongProject(f"There is no project {project}: see rounds project list.")
    told = {field(name): row._mapping[name] for name in columns({"id": project})}
    told |= {name: asks[field] for name, field in ASKED_BY.items() if name not in told}
    told["criteria"] = [one["id"] for one in asks["criteria"]]
    told["conditions"] = {kind: names for kind, names in asks["only"].items() if names}
    made = [_batch(row) for row in batches]
    total = sum(batch.made for batch in batches)
    waits = []
    if any(batch.tasks == 0 for batch in batches):
        waits.append(f"{total - queued} of {total} tasks are not in the queue yet{GOES_ON}")
    if row.recount_from is not None:
        waits.append(f"not every task asks {row.overlap} annotators yet{GOES_ON}")
    about = {"paused": row.paused, "tasks": total, "under_way": waits, "batches": made}
    return {"project": project, **told, **about}


def _batch(row: Any) -> dict[str, Any]:
    """One import; `rules` and `findings` are None where the gate had not looked."""
    return {
        "file": row.file,
        "data": row.attestation,
        "tasks": row.made,
        "at": row.at.isoformat(),
        "rules": row.rules,
        "findings": row.findings,
    }


def _apply(records: SqlRecords, said: Mapping[str, Any], at: datetime) -> dict[str, Any] | None:
    """The decision; None while the queue still follows the one before."""
    project = said["id"]
    asks = rubric(said)
    created = make(records, project, at, asks)
    row = records.connection.execute(_LOCK, {"project": project}).one()
    before, after = row._mapping, columns(said)
    changed = changes(before, after)
    if "overlap" in changed and row.recount_from is not None:
        return None
    stored = records.one(_ASKS, {"project": project, "version": row.rubric}).said
    otherwise = asked_otherwise(stored, asks)
    if otherwise:
        changed["rubric"] = row.rubric + 1
        records.add(RUBRIC, project=project, version=changed["rubric"], said=pack(asks), at=at)
    if before["reader"] and not after["reader"]:
        silent = records.connection.execute(_READERLESS, {"project": project}).scalar_one()
        if silent:
            raise _relied_on(project, silent)
    if "requires" in changed and (wrong := _unreleased(records, after["requires"])):
        raise wrong
    if changed:
        here = update(PROJECT).where(PROJECT.c.id == bindparam("of_project"))
        records.connection.execute(here.values(changed), {"of_project": project})
    if "overlap" in changed:
        recount.begin(records, project, before["overlap"])
    names = [name for name in (*after, *ASKED_BY) if name in said] if created else list(changed)
    told = list(dict.fromkeys([field(name) for name in names if name != "rubric"] + [*otherwise]))
    if told:
        action = "project made" if created else "project changed"
        records.audit(action, at, project=project, changed=told)
    return {"project": project, "created": created, "changed": told}


def _unreleased(records: Records, course: str) -> WrongProject | None:
    """What is wrong where a course is required that nobody could take."""
    if not course or records.releases(course):
        return None
    return WrongProject(
        f"requires names {course}, of which nothing is released: run rounds course release"
        f" {course} first, or leave requires out."
    )


def _relied_on(project: str, count: int) -> WrongProject:
    return WrongProject(
        f"reader is missing, but {count} tasks of {project} name none of their own: keep it."
    )
