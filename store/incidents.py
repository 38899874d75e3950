"""What a coordinator hears about: listed, looked at, closed once.

A message that could not be used is kept beside its incident, apart and raw, and so is a text that
may name a patient; both are deleted 30 days after the incident was closed, never before
(`store.prune`). Such a text needs a decision: its incident is not closed without one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Row

from bot.records import replace
from bot.withheld import ASKED, DROPPED, UNWANTED, USED, Withheld
from store.port import SqlRecords
from store.port.leaving import INCIDENT
from store.port.withheld import WITHHELD
from store.sql import QUARANTINE, Store

_EVERY = select(INCIDENT).order_by(INCIDENT.c.id.desc())
_OPEN = _EVERY.where(INCIDENT.c.state == "open")
_KEPT = (QUARANTINE.c.source, QUARANTINE.c.team, QUARANTINE.c.raw, QUARANTINE.c.error)
_ONE = (
    select(INCIDENT, *_KEPT)
    .outerjoin(QUARANTINE, QUARANTINE.c.incident == INCIDENT.c.id)
    .where(INCIDENT.c.id == bindparam("incident"))
)
_APART = select(WITHHELD).where(WITHHELD.c.incident == bindparam("incident"))
_CLOSE = (
    update(INCIDENT)
    .where(INCIDENT.c.id == bindparam("of_incident"), INCIDENT.c.state == "open")
    .values(state="closed", closed_at=bindparam("now"))
)


class Undecided(Exception):  # noqa: N818  the house's word
    """It cannot be done; one sentence, with the remedy."""


def listing(store: Store, every: bool) -> list[dict[str, Any]]:
    """Open incidents, newest first; `every` adds the closed ones.

    {"id", "kind", "text", "at", "state", "closed_at", "person", "assignment"}; times are ISO 8601,
    `person` is 0 and `assignment` "" where it is about none.
    """
    rows = store.read(lambda connection: connection.execute(_EVERY if every else _OPEN).all())
    return [_told(row) for row in rows]


def show(store: Store, incident: int) -> dict[str, Any] | None:
    """One incident with what was kept. None if there is no such incident.

    {…, "source", "team", "raw", "error", "text_kept", "would_be", "looks_like"}: of a message that
    could not be used the first four; of a text that may name a patient the others, `looks_like` as
    [{"kind", "words"}]. Each is empty if nothing of its kind was kept.
    """
    found = {"incident": incident}

    def look(connection: Any) -> tuple[Any, Any]:
        row = connection.execute(_ONE, found).first()
        return row, connection.execute(_APART, found).first() if row else None

    row, apart = store.read(look)
    if row is None:
        return None
    kept = {column.name: row._mapping[column] or "" for column in _KEPT}
    return _told(row) | kept | _apart(apart)


def close(store: Store, incident: int, at: datetime) -> bool:
    """Nothing more to do about it; False if it was closed already. Raises Undecided while a text
    waits for a decision."""

    def unit(records: SqlRecords) -> bool:
        held = records.withheld_of(incident)
        if held and held.state == ASKED:
            raise Undecided(
                f"A text waits for your decision: rounds incidents use {incident} if it is about no"
                f" patient, rounds incidents drop {incident} if it is."
            )
        return settle(records, incident, at)

    return bool(store.submit(unit).result())


def decide(
    records: SqlRecords,
    incident: int,
    at: datetime,
    become: Callable[[Withheld], str],
    *,
    use: bool,
) -> str:
    """Close it within a step by a decision about its text, once. `become` makes of the text what it
    is to be and says why it is not wanted, "" if it is; what is not used is deleted at once.
    Returns what `become` said. Raises Undecided."""
    held = records.withheld_of(incident)
    if held is None:
        raise Undecided(
            f"Incident {incident} holds no text that waits for a decision: what it had is gone,"
            f" or it is about something else. See rounds incidents show {incident}."
        )
    if held.state != ASKED or not settle(records, incident, at):
        raise Undecided(f"Incident {incident} is closed: its text was decided about.")
    why = become(held)
    after = replace(held, state=USED, decided_at=at)
    if why or not use:
        after = replace(after, state=UNWANTED if use else DROPPED, text="", found=())
    if not records.moved(held, after):
        raise Undecided(f"Incident {incident} was decided about meanwhile.")
    assignment = records.assignment(held.assignment)
    records.audit(
        f"text {after.state}",
        at,
        person=held.person,
        task=assignment.item if assignment else 0,
        incident=incident,
        kinds=", ".join(held.kinds),
    )
    return why


def settle(records: SqlRecords, incident: int, at: datetime) -> bool:
    """Close it within a step; False if it was closed already, and then the step must not go on."""
    values = {"of_incident": incident, "now": at}
    if not records.connection.execute(_CLOSE, values).rowcount:
        return False
    records.audit("incident closed", at, incident=incident)
    return True


def _apart(row: Row[Any] | None) -> dict[str, Any]:
    """The text that is kept apart, and what in it looked like patient details."""
    if row is None:
        return {"text_kept": "", "would_be": "", "looks_like": []}
    looks = [{"kind": kind, "words": row.text[start:end]} for kind, start, end in row.found]
    return {"text_kept": row.text, "would_be": row.use, "looks_like": looks}


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
