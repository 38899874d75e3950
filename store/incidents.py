"""What a coordinator hears about: listed, looked at, closed once.

A message that could not be used is kept beside its incident, apart and raw; it is deleted 30 days
after its incident was closed, never before (`store.prune`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Row

from store.port import SqlRecords
from store.port.leaving import INCIDENT
from store.sql import QUARANTINE, Store

_EVERY = select(INCIDENT).order_by(INCIDENT.c.id.desc())
_OPEN = _EVERY.where(INCIDENT.c.state == "open")
_KEPT = (QUARANTINE.c.source, QUARANTINE.c.team, QUARANTINE.c.raw, QUARANTINE.c.error)
_ONE = (
    select(INCIDENT, *_KEPT)
    .outerjoin(QUARANTINE, QUARANTINE.c.incident == INCIDENT.c.id)
    .where(INCIDENT.c.id == bindparam("incident"))
)
_CLOSE = (
    update(INCIDENT)
    .where(INCIDENT.c.id == bindparam("of_incident"), INCIDENT.c.state == "open")
    .values(state="closed", closed_at=bindparam("now"))
)


def listing(store: Store, every: bool) -> list[dict[str, Any]]:
    """Open incidents, newest first; `every` adds the closed ones.

    {"id", "kind", "text", "at", "state", "closed_at", "person", "assignment"}; times are ISO 8601,
    `person` is 0 and `assignment` "" where it is about none.
    """
    rows = store.read(lambda connection: connection.execute(_EVERY if every else _OPEN).all())
    return [_told(row) for row in rows]


def show(store: Store, incident: int) -> dict[str, Any] | None:
    """One incident with what was kept: {…, "source", "team", "raw", "error"}, each "" if nothing
    was. None if there is no such incident."""
    found = {"incident": incident}
    row = store.read(lambda connection: connection.execute(_ONE, found).first())
    if row is None:
        return None
    return _told(row) | {column.name: row._mapping[column] or "" for column in _KEPT}


def close(store: Store, incident: int, at: datetime) -> bool:
    """Nothing more to do about it; False if it was closed already."""
    return bool(store.submit(lambda records: settle(records, incident, at)).result())


def settle(records: SqlRecords, incident: int, at: datetime) -> bool:
    """Close it within a step; False if it was closed already, and then the step must not go on."""
    values = {"of_incident": incident, "now": at}
    if not records.connection.execute(_CLOSE, values).rowcount:
        return False
    records.audit("incident closed", at, incident=incident)
    return True


def _told(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "text": row.text,
        "at": row.at.isoformat(),
        "state": row.state,
        "closed_at": row.closed_at.isoformat() if row.closed_at else "",
        "person": row.person,
        "assignment": row.assignment,
    }
