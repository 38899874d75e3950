"""Who decided what: read by coordinators, never written here.

The rows are appended where decisions are made (`store.port.trust`), in the same transaction.
"""

from typing import Any

from sqlalchemy import select

from store.port.trust import AUDIT
from store.sql import Store


def listing(store: Store, person: int = 0, most: int = 100) -> list[dict[str, Any]]:
    """The newest `most` decisions, newest first; `person` leaves only those about them.

    {"id", "at", "by", "action", "person", "task", "about"}; `at` is ISO 8601, `person` and `task`
    are 0 where it is about none.
    """
    wanted = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(most)
    if person:
        wanted = wanted.where(AUDIT.c.person == person)
    rows = store.read(lambda connection: connection.execute(wanted).all())
    return [{**row._mapping, "at": row.at.isoformat()} for row in rows]
