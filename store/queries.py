"""How far the work has come: counts that a coordinator asks for, each from one snapshot."""

from typing import Any

from sqlalchemy import Connection, func, select

from bot.records import DONE, LAPSED, OPEN, SKIPPED
from store.port.leaving import INCIDENT
from store.port.people import PERSON, PROJECT
from store.port.queue import ASSIGNMENT, QUEUE

_TASKS = select(
    QUEUE.c.project,
    func.count().label("tasks"),
    func.sum(QUEUE.c.remaining).filter(QUEUE.c.is_open).label("waiting"),
).group_by(QUEUE.c.project)
_STATES = select(ASSIGNMENT.c.project, ASSIGNMENT.c.state, func.count().label("number")).group_by(
    ASSIGNMENT.c.project, ASSIGNMENT.c.state
)
_PROJECTS = select(PROJECT.c.id, PROJECT.c.title).order_by(PROJECT.c.id)
_UNCONFIRMED = select(func.count()).where(PERSON.c.state == "waiting")
_INCIDENTS = select(func.count()).where(INCIDENT.c.state == "open")


def progress(connection: Connection) -> list[dict[str, Any]]:
    """Per project: {"project", "title", "tasks", "waiting", "open", "done", "skipped", "lapsed"}.

    `waiting` counts answers still wanted that nobody has begun, `open` tasks that lie open with
    somebody, `done` finished answers, `skipped` and `lapsed` what was passed on.
    """
    tasks = {row.project: row for row in connection.execute(_TASKS)}
    states: dict[tuple[str, str], int] = {
        (row.project, row.state): row.number for row in connection.execute(_STATES)
    }
    return [
        {
            "project": row.id,
            "title": row.title,
            "tasks": tasks[row.id].tasks if row.id in tasks else 0,
            "waiting": int(tasks[row.id].waiting or 0) if row.id in tasks else 0,
            **{state: states.get((row.id, state), 0) for state in (OPEN, DONE, SKIPPED, LAPSED)},
        }
        for row in connection.execute(_PROJECTS)
    ]


def attention(connection: Connection) -> dict[str, int]:
    """What waits for a coordinator: {"people_waiting", "open_incidents"}."""
    return {
        "people_waiting": connection.execute(_UNCONFIRMED).scalar_one(),
        "open_incidents": connection.execute(_INCIDENTS).scalar_one(),
    }
