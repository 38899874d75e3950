"""Projects: pools of tasks and how they are asked. A file says a project whole; what it does not
say has the default.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.records import LAPSED, OPEN, Project
from bot.rubric import CORE, Rubric, pack
from store import projectfile, recount
from store.port import SqlRecords
from store.port.people import BATCH, PROJECT, RUBRIC
from store.port.queue import ASSIGNMENT, QUEUE, TASK
from store.projectfile import WrongProject, wrong_id
from store.sql import Store
from store.taskfile import Defaults

__all__ = ["DEFAULTS", "WrongProject", "apply", "defaults", "listing", "make", "show", "wrong_id"]

_BARE = Project("", "", "", "")
DEFAULTS = Defaults((), _BARE.reader)
"""What a project asks for unless it says otherwise."""

ASKED_BY = {
    "criteria": "criteria",
    "guideline": "guideline",
    "failure_kinds": "failure_kinds",
    "corrections": "corrections",
    "neighbour_strength": "neighbours",
    "as_it_stands": "stands",
    "conditions": "only",
    "reason_required": "reasons",
}
"""What a file says of the rubric, and the rubric's own name for it. A change of any makes a new
version; a task that was begun keeps its own."""

BARE = Rubric()
"""How a project asks that says nothing of it."""

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
    """What `apply` would do: {"project", "created", "changed": {name: [before, after]},
    "under_way"}, the last the number of tasks that were begun and keep how they were asked.

    Raises WrongProject.
    """
    said = projectfile.read(file)
    project, after = said["id"], _columns(said)
    with_id = {"project": project}
    row, asks, under_way = store.read(
        lambda look: (
            look.execute(_ONE, with_id).first(),
            look.execute(_ASKS_NOW, with_id).scalar(),
            look.execute(_UNDER_WAY, with_id).scalar_one(),
        )
    )
    if row is None or asks is None:
        return {"project": project, "created": True, "changed": {}, "under_way": 0}
    changed = {
        _said(name): [row._mapping[name], value]
        for name, value in after.items()
        if row._mapping[name] != value
    }
    otherwise = _asked_otherwise(asks, _rubric(said))
    return {
        "project": project,
        "created": False,
        "changed": changed | otherwise,
        "under_way": under_way if otherwise else 0,
    }


def make(records: SqlRecords, project: str, at: datetime, rubric: Rubric = BARE) -> bool:
    """Make the project with defaults, asking by this rubric; False if it was there."""
    bare = _columns({"id": project}) | {"id": project, "seed": records.fresh(), "at": at}
    if records.one(_MAKE[records.sqlite], bare) is None:
        return False
    records.add(RUBRIC, project=project, version=1, said=pack(rubric), at=at)
    return True


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
    told = {_said(name): row._mapping[name] for name in _columns({"id": project})}
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
    asks = _rubric(said)
    created = make(records, project, at, asks)
    row = records.connection.execute(_LOCK, {"project": project}).one()
    before, after = row._mapping, _columns(said)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if "overlap" in changed and row.recount_from is not None:
        return None
    stored = records.one(_ASKS, {"project": project, "version": row.rubric}).said
    otherwise = _asked_otherwise(stored, asks)
    if otherwise:
        changed["rubric"] = row.rubric + 1
        records.add(RUBRIC, project=project, version=changed["rubric"], said=pack(asks), at=at)
    if before["reader"] and not after["reader"]:
        _without_reader(records, project)
    if changed:
        here = update(PROJECT).where(PROJECT.c.id == bindparam("of_project"))
        records.connection.execute(here.values(changed), {"of_project": project})
    if "overlap" in changed:
        recount.begin(records, project, before["overlap"])
    names = [name for name in (*after, *ASKED_BY) if name in said] if created else list(changed)
    told = list(dict.fromkeys([_said(name) for name in names if name != "rubric"] + [*otherwise]))
    if told:
        action = "project made" if created else "project changed"
        records.audit(action, at, project=project, changed=told)
    return {"project": project, "created": created, "changed": told}


def _asked_otherwise(before: Mapping[str, Any], asks: Rubric) -> dict[str, list[Any]]:
    """What of a stored rubric is not as it was, by the names of the file: before and after."""
    after = json.loads(json.dumps(pack(asks)))
    return {
        name: [before[field], after[field]]
        for name, field in ASKED_BY.items()
        if before[field] != after[field]
    }


def _rubric(said: Mapping[str, Any]) -> Rubric:
    """How the file asks; what it does not say has the default."""
    bare = BARE
    return Rubric(
        criteria=tuple(said.get("criteria") or CORE),
        guideline=said.get("guideline", bare.guideline),
        failure_kinds=said.get("failure_kinds", bare.failure_kinds),
        corrections=said.get("corrections", bare.corrections),
        neighbours=said.get("neighbour_strength", bare.neighbours),
        stands=said.get("as_it_stands", bare.stands),
        only={kind: tuple(names) for kind, names in said.get("conditions", {}).items()},
        reasons=tuple(said.get("reason_required", bare.reasons)),
    )


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
        "ask": said.get("ask", []),
        "overlap": said.get("overlap", _BARE.overlap),
        "guideline": said.get("guideline", ""),
        "platforms": said.get("platforms", list(_BARE.platforms)),
        "specialties": said.get("specialties", []),
        "languages": said.get("languages", []),
    }


def _said(column: str) -> str:
    """A column's name in the file."""
    return "annotators_per_task" if column == "overlap" else column
