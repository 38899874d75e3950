"""How far the work has come: counts that a coordinator asks for, each from one snapshot."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.records import DONE, LAPSED, OPEN, SKIPPED
from store.port.leaving import INCIDENT, OUTBOX, UNSENT
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
_PROJECTS = (
    select(PROJECT.c.id, PROJECT.c.title).where(PROJECT.c.course == "").order_by(PROJECT.c.id)
)
_UNCONFIRMED = select(func.count()).where(PERSON.c.state == "waiting")
_INCIDENTS = select(func.count()).where(INCIDENT.c.state == "open")
_OUTBOX = select(
    func.count().label("rows"),
    func.count().filter(OUTBOX.c.unsure).label("unsure"),
    func.min(OUTBOX.c.at).label("oldest"),
).where(UNSENT)


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


def waiting(connection: Connection, now: datetime) -> dict[str, tuple[str, float]]:
    """What a scrape of the metrics asks of the database: name → (what it is, value)."""
    outbox, people = connection.execute(_OUTBOX).one(), attention(connection)
    age = (now - outbox.oldest).total_seconds() if outbox.oldest else 0.0
    return {
        "outbox_rows": ("Rows of the outbox that were not sent yet.", outbox.rows),
        "outbox_unsure_rows": ("Those of them that may have arrived already.", outbox.unsure),
        "outbox_oldest_seconds": ("Age of the oldest of them.", max(0.0, age)),
        "incidents_open": ("Incidents that no coordinator has closed.", people["open_incidents"]),
        "people_waiting": ("People nobody has confirmed yet.", people["people_waiting"]),
    }
