"""Releases of courses: a version is stored whole, once, and never changes.

Its steps are tasks of a project of its own, so that everything that is asked is asked alike.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from bot.learning import Release
from bot.lessons import Course, pack
from bot.records import replace
from bot.rubric import pack as pack_rubric
from bot.syllabus import items, project_of, rubrics
from store import tables
from store.course.change import content
from store.port import SqlRecords
from store.port.base import table
from store.port.people import BATCH, PERSON, PROJECT, RUBRIC
from store.port.piles import LEARNER
from store.port.queue import ASSIGNMENT, RELEASE, TASK
from store.sql import Store

REMARK = table(tables.RemarkRow)
COMPLETION = table(tables.CompletionRow)

CORRECTION = table(tables.CorrectionRow)

_PASSED = ASSIGNMENT.c.state == "done"
_LEARNERS = (
    select(
        PERSON.c.id,
        PERSON.c.name,
        LEARNER.c.version,
        LEARNER.c.finished_at,
        LEARNER.c.ready_at,
    )
    .select_from(PERSON)
    .outerjoin(
        LEARNER, (LEARNER.c.person == PERSON.c.id) & (LEARNER.c.course == bindparam("course"))
    )
    .where(PERSON.c.state == "active")
    .order_by(PERSON.c.id)
)
_CERTIFIED = (
    select(
        COMPLETION.c.code,
        PERSON.c.name,
        COMPLETION.c.course,
        COMPLETION.c.version,
        COMPLETION.c.language,
        COMPLETION.c.at,
        COMPLETION.c.sha256,
    )
    .join(PERSON, PERSON.c.id == COMPLETION.c.person)
    .where(COMPLETION.c.code == bindparam("code"))
)


class AlreadyReleased(ValueError):  # noqa: N818  the house's word
    """This version is released; one sentence, with the remedy."""


def content_hash(course: Course) -> str:
    """SHA-256 of everything that is taught and of its version, in hexadecimal. How long it takes is
    a model, and no content."""
    taught = {"version": course.version, **content(course)}
    said = json.dumps(taught, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def release(store: Store, course: Course, seed: str, at: datetime) -> Release:
    """Store a version; learners who begin from now on get it. `seed` draws the order of answers.

    Raises AlreadyReleased for a version that is there with another content; the same content again
    changes nothing.
    """
    return store.submit(lambda records: _release(records, course, seed, at)).result()


def releases(store: Store, course: str = "") -> list[Release]:
    """Every version of a course, or of all, in the order they were released."""
    return store.look(lambda records: list(records.releases(course)))


def correct(store: Store, course: str, step: str, text: str, at: datetime) -> int:
    """What a step taught was wrong: everybody who passed it is told by day. How many people have
    passed it. Raises LookupError where no version of the course has such a step."""

    def decide(records: SqlRecords) -> int:
        there = [one for one in records.releases(course) if _has(one, step)]
        if not there:
            raise LookupError(f"no step {step} in {course}")
        records.add(CORRECTION, course=course, step=step, text=text, at=at)
        records.audit("course corrected", at, course=course, step=step)
        projects = [one.project for one in there]
        passed = select(func.count(ASSIGNMENT.c.person.distinct())).where(
            ASSIGNMENT.c.project.in_(projects), ASSIGNMENT.c.step == step
        )
        return int(records.connection.execute(passed.where(_PASSED)).scalar_one())

    return store.submit(decide).result()


def _has(release: Release, step: str) -> bool:
    try:
        release.taught(step, "")
    except LookupError:
        return False
    return True


def learners(store: Store, course: str) -> list[dict[str, Any]]:
    """Everybody who takes part: {"id", "name", "state", "version", "done", "ready"}; `state` is
    not started, in progress or done, `done` an ISO date, and nothing tells what was answered."""
    rows = store.read(lambda look: look.execute(_LEARNERS, {"course": course}).all())
    return [
        {
            "id": row.id,
            "name": row.name,
            "state": _state(row),
            "version": row.version or "",
            "done": row.finished_at.date().isoformat() if row.finished_at else "",
            "ready": "yes" if row.ready_at else "no",
        }
        for row in rows
    ]


def certified(store: Store, code: str) -> dict[str, Any] | None:
    """What a certificate says: {"code", "name", "course", "title", "version", "language", "at",
    "sha256"}; None for a code that is none of ours."""
    row = store.read(lambda look: look.execute(_CERTIFIED, {"code": code}).first())
    if row is None:
        return None
    project = project_of(row.course, row.version)
    text = store.look(lambda records: records.release(project)).text(row.language)
    return {**row._mapping, "title": text.title, "at": row.at.isoformat()}


def _state(row: Any) -> str:
    if row.version is None:
        return "not started"
    return "done" if row.finished_at else "in progress"


def make_ready(store: Store, course: str, person: int, at: datetime) -> bool:
    """A coordinator has talked with them: real tasks may come. False if they never began it, or
    were ready already."""

    def step(records: SqlRecords) -> bool:
        records.hold_learner(person)
        learner = records.learner(person, course)
        if learner is None or learner.ready_at:
            return False
        records.save_learner(learner, replace(learner, ready_at=at))
        records.audit("ready for tasks", at, person=person, course=course)
        return True

    return store.submit(step).result()


def _release(records: SqlRecords, course: Course, seed: str, at: datetime) -> Release:
    project, digest = project_of(course.id, course.version), content_hash(course)
    there = records.one(select(RELEASE.c.sha256).where(RELEASE.c.project == project))
    if there is not None and there.sha256 != digest:
        raise AlreadyReleased(
            f"{course.id} {course.version} is released already with another content: give it a"
            " higher version in course.yaml."
        )
    if there is None:
        _store(records, project, course, digest, seed, at)
        records.audit("course released", at, course=course.id, version=course.version)
    return records.release(project)


def _store(
    records: SqlRecords, project: str, course: Course, digest: str, seed: str, at: datetime
) -> None:
    empty: list[str] = []
    records.add(
        PROJECT,
        id=project,
        title=course.texts[0].title,
        seed=seed,
        coordinators=empty,
        ask=empty,
        overlap=1,
        platforms=["slack", "telegram"],
        specialties=empty,
        languages=[text.language for text in course.texts],
        paused=True,
        at=at,
        rubric=1,
        course=course.id,
    )
    for version, rubric in rubrics().items():
        records.add(RUBRIC, project=project, version=version, said=pack_rubric(rubric), at=at)
    made = list(items(course))
    batch = records.add(
        BATCH,
        project=project,
        attestation="course",
        file="",
        sha256=digest,
        tasks=len(made),
        revealed=True,
        at=at,
    )
    records.connection.execute(
        insert(TASK),
        [
            {
                "project": project,
                "batch": batch,
                "key": one.key,
                "prompt": [[turn.role, turn.text] for turn in one.prompt],
                "responses": [[part.id, part.text] for part in one.responses],
                "ask": list(one.ask),
                "reader": "",
                "specialties": empty,
                "hidden": {},
                "withdrawn": False,
                "step": one.step,
                "language": one.language,
            }
            for one in made
        ],
    )
    records.add(
        RELEASE,
        project=project,
        course=course.id,
        version=course.version,
        said=pack(course),
        sha256=digest,
        at=at,
    )


def remarks(store: Store, course: str) -> list[tuple[str, str]]:
    """What learners see differently: (step, text), oldest first, and never whose it is."""
    wanted = select(REMARK.c.step, REMARK.c.text).where(REMARK.c.course == course)
    rows = store.read(lambda look: look.execute(wanted.order_by(REMARK.c.id)).all())
    return [(row.step, row.text) for row in rows]
