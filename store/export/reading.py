"""What the export reads, inside one snapshot: streams of a fixed size, whatever the project's.

Order is by numbers only, so that no database's collation has a say.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, bindparam, exists, func, select, type_coerce
from sqlalchemy.engine import Row

from store import tables
from store.export.votes import Revision, Task
from store.port.base import table

AT_ONCE = 500
"""Rows fetched at once."""

PROJECT = table(tables.ProjectRow)
RUBRIC = table(tables.RubricRow)
BATCH = table(tables.BatchRow)
TASK = table(tables.TaskRow)
PERSON = table(tables.PersonRow)
CONTACT = table(tables.ContactRow)
ASSIGNMENT = table(tables.AssignmentRow)
ANNOTATION = table(tables.AnnotationRow)
INCIDENT = table(tables.IncidentRow)

_PROJECT = select(PROJECT).where(PROJECT.c.id == bindparam("project"), PROJECT.c.course == "")
"""What people practise in a course is no data, and nobody's to see (method.md 5.2)."""

_COUNT = (
    select(func.count())
    .select_from(TASK)
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(TASK.c.project == bindparam("project"), BATCH.c.revealed.is_(True))
)
_ATTESTED = (
    select(BATCH.c.attestation, func.count(TASK.c.id))
    .join(TASK, TASK.c.batch == BATCH.c.id)
    .where(BATCH.c.project == bindparam("project"), BATCH.c.revealed.is_(True))
    .group_by(BATCH.c.attestation)
)
_COLUMNS = (
    TASK.c.id,
    TASK.c.key,
    TASK.c.prompt,
    TASK.c.responses,
    TASK.c.hidden,
    TASK.c.withdrawn,
)
_ANSWERED = (
    select(*_COLUMNS)
    .where(
        TASK.c.project == bindparam("project"),
        TASK.c.id.in_(
            select(ASSIGNMENT.c.task).join(ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id)
        ),
    )
    .order_by(TASK.c.id)
    .execution_options(yield_per=AT_ONCE)
)


def _moment(column: Column[Any]) -> Any:
    """The instant as it is kept: making dates of it would cost a tenth of the export."""
    return type_coerce(column, BigInteger).label(column.name)


_REVISIONS = (
    select(
        ASSIGNMENT.c.task,
        ASSIGNMENT.c.person,
        CONTACT.c.platform,
        ANNOTATION.c.attempt,
        _moment(ANNOTATION.c.at),
        ANNOTATION.c.cause,
        ANNOTATION.c.answer,
        ANNOTATION.c.abstention,
        ASSIGNMENT.c.order,
        _moment(ASSIGNMENT.c.offered_at),
        _moment(ASSIGNMENT.c.delivered_at),
        _moment(ASSIGNMENT.c.first_tap_at),
        ANNOTATION.c.active,
        ASSIGNMENT.c.extra,
        ASSIGNMENT.c.rubric,
        ASSIGNMENT.c.match,
        ASSIGNMENT.c.renderer,
        PERSON.c.quoting,
        exists()
        .where(
            INCIDENT.c.assignment == ASSIGNMENT.c.id,
            INCIDENT.c.kind == "question",
            INCIDENT.c.at <= ANNOTATION.c.at,
        )
        .label("inquired"),
    )
    .join_from(ANNOTATION, ASSIGNMENT, ANNOTATION.c.assignment == ASSIGNMENT.c.id)
    .join(CONTACT, CONTACT.c.id == ASSIGNMENT.c.contact)
    .join(PERSON, PERSON.c.id == ASSIGNMENT.c.person)
    .where(ASSIGNMENT.c.project == bindparam("project"))
    .order_by(ASSIGNMENT.c.task, ASSIGNMENT.c.person, ANNOTATION.c.attempt)
    .execution_options(yield_per=AT_ONCE)
)
_RUBRICS = select(RUBRIC.c.version, RUBRIC.c.said).where(
    RUBRIC.c.project == bindparam("project"),
    RUBRIC.c.version.in_(bindparam("versions", expanding=True)),
)
_NAMED = select(*_COLUMNS).where(TASK.c.id.in_(bindparam("tasks", expanding=True)))


def project_row(connection: Connection, project: str) -> Row[Any] | None:
    """The project as it is asked now; None if there is none of that name."""
    return connection.execute(_PROJECT, {"project": project}).first()


def task_count(connection: Connection, project: str) -> int:
    return int(connection.execute(_COUNT, {"project": project}).scalar_one())


def attestations(connection: Connection, project: str) -> dict[str, int]:
    """What importers said of their texts, and of how many tasks."""
    found = connection.execute(_ATTESTED, {"project": project}).all()
    return {word or "none given": int(tasks) for word, tasks in sorted(found)}


def rubrics(connection: Connection, project: str, versions: Collection[int]) -> dict[str, Any]:
    """How the project asked, by version: criteria with their anchors, guideline, conditions."""
    named = {"project": project, "versions": sorted(versions)}
    found = connection.execute(_RUBRICS, named).all()
    return {str(row.version): row.said for row in sorted(found, key=lambda row: row.version)}


def answered(connection: Connection, project: str) -> Iterator[tuple[Task, list[Revision]]]:
    """Every task that has an answer, in import order, with all revisions by person and attempt."""
    named = {"project": project}
    with (
        connection.execute(_ANSWERED, named) as tasks,
        connection.execute(_REVISIONS, named) as revisions,
    ):
        for number, rows in groupby(revisions, key=lambda row: row.task):
            task = next(row for row in tasks if row.id == number)
            yield _task(task), [Revision(*tuple(row)) for row in rows]


def tasks_named(connection: Connection, tasks: Sequence[int]) -> dict[int, Task]:
    """These tasks by number."""
    found = connection.execute(_NAMED, {"tasks": list(tasks)})
    return {row.id: _task(row) for row in found}


def _task(row: Any) -> Task:
    known = bool(row.hidden.get("gold"))
    return Task(row.id, row.key, row.prompt, row.responses, known, row.withdrawn)
