"""What is forgotten, and when; a little at a time, so that no press waits for it.

Answers, their revisions, the audit and what a coordinator was told are never forgotten here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    and_,
    bindparam,
    delete,
    literal_column,
    or_,
    select,
    tuple_,
)

from bot.withheld import KEPT
from store import batches
from store.port import SqlRecords
from store.port.leaving import INCIDENT, OUTBOX, SHOWN
from store.port.people import BATCH
from store.port.threads import MESSAGE
from store.port.trust import GUESS
from store.port.withheld import WITHHELD
from store.sql import DELIVERY, QUARANTINE

MARKS_FOR = timedelta(days=30)
"""The mark of a delivery. Platforms repeat one within a day or two (notes on Slack, Telegram)."""

SENT_FOR = timedelta(days=7)
"""What left, or never will: long enough to look into what went wrong. The name of a message that is
never edited goes with it: there is nothing left to find by it."""

NEVER_EDITED = ("m:%", "kept:%", "w:%")
"""Names of messages outside any task that nothing changes by then (`bot.step`, `store.sql`,
`bot.details`)."""

KEPT_FOR = timedelta(days=30)
"""A message that could not be used, or a text that was withheld, counted from the coordinator's
decision (design.md 4)."""

UNASKED_FOR = timedelta(hours=72)
"""A text that may name a patient, and of which nobody has said that it does not: as long as a lease
(design.md 4)."""

GUESSES_FOR = timedelta(days=1)
"""A code that opened nothing; only the last hour's are counted."""

HIDDEN_FOR = timedelta(days=1)
"""A batch that a dead import left behind and nobody came back for."""

MOST = 500
"""Rows of one kind at a time."""


def _some(rows: Any, *key: Any) -> Any:
    """The keys of at most MOST rows that no other worker is forgetting at this moment."""
    found = select(*key).where(rows).limit(MOST).correlate(None)
    return found.with_for_update(skip_locked=True, of=key[0].table)


_MARK = (DELIVERY.c.source, DELIVERY.c.team, DELIVERY.c.key)
_MARKS = delete(DELIVERY).where(
    tuple_(*_MARK).in_(_some(DELIVERY.c.at < bindparam("before"), *_MARK))
)
_SETTLED: ColumnElement[bool] = literal_column("outbox.state > 0")
"""As the literal that the partial index names."""

_LEFT = (OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.name)
_SENT_SOME = _some(and_(_SETTLED, OUTBOX.c.settled_at < bindparam("before")), *_LEFT).order_by(
    OUTBOX.c.settled_at
)
_UNDATED_SOME = _some(
    and_(_SETTLED, OUTBOX.c.settled_at.is_(None), OUTBOX.c.at < bindparam("before")), *_LEFT
)
"""What left before it was noted when: asked apart, so that each finds its place in the index."""

_SENT = delete(OUTBOX).where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
_NAMED = delete(MESSAGE).where(
    MESSAGE.c.name.in_(bindparam("names", expanding=True)),
    MESSAGE.c.assignment == "",
    or_(*(MESSAGE.c.name.like(pattern) for pattern in NEVER_EDITED)),
)
_CLOSED = and_(
    INCIDENT.c.id == QUARANTINE.c.incident,
    INCIDENT.c.state == "closed",
    INCIDENT.c.closed_at < bindparam("before"),
)
_KEPT = delete(QUARANTINE).where(QUARANTINE.c.incident.in_(_some(_CLOSED, QUARANTINE.c.incident)))
_UNASKED = delete(WITHHELD).where(
    WITHHELD.c.id.in_(
        _some(and_(WITHHELD.c.state == KEPT, WITHHELD.c.at < bindparam("before")), WITHHELD.c.id)
    )
)
_LOOKED_AT = delete(WITHHELD).where(
    WITHHELD.c.id.in_(_some(WITHHELD.c.decided_at < bindparam("before"), WITHHELD.c.id))
)
_GUESSED = delete(GUESS).where(GUESS.c.id.in_(_some(GUESS.c.at < bindparam("before"), GUESS.c.id)))
_HIDDEN = (
    select(BATCH.c.id)
    .where(BATCH.c.revealed.is_(False), BATCH.c.at < bindparam("before"))
    .order_by(BATCH.c.id)
    .limit(1)
)
_FORGOTTEN: Mapping[str, tuple[Delete, timedelta]] = {
    "marks": (_MARKS, MARKS_FOR),
    "kept": (_KEPT, KEPT_FOR),
    "unasked": (_UNASKED, UNASKED_FOR),
    "looked_at": (_LOOKED_AT, KEPT_FOR),
    "guesses": (_GUESSED, GUESSES_FOR),
}


def forget(records: SqlRecords, at: datetime) -> dict[str, int]:
    """Forget some of what is old enough; how many rows of each kind. To be called again, at once
    while there is `more`.

    {"marks", "sent", "kept", "unasked", "looked_at", "guesses", "hidden"}: marks of deliveries,
    settled outbox rows, messages that could not be used, withheld texts nobody was asked about and
    those decided about, codes that opened nothing, and abandoned batches gone or on their way.
    """
    done = {
        kind: records.connection.execute(statement, {"before": at - after}).rowcount
        for kind, (statement, after) in _FORGOTTEN.items()
    }
    done["sent"] = _forget_sent(records, at - SENT_FOR)
    left = records.one(_HIDDEN, {"before": at - HIDDEN_FOR})
    if left:
        batches.discard(records, left.id)
    return {**done, "hidden": int(left is not None)}


def more(done: Mapping[str, int]) -> bool:
    """Whether `forget`, which did so much, may find more at once."""
    return done["hidden"] > 0 or max(done.values()) >= MOST


def _forget_sent(records: SqlRecords, before: datetime) -> int:
    when = {"before": before}
    rows = [*records.all(_SENT_SOME, when), *records.all(_UNDATED_SOME, when)]
    if not rows:
        return 0
    records.connection.execute(_SENT, {"ids": [row.id for row in rows]})
    if names := [row.name for row in rows if row.kind in SHOWN]:
        records.connection.execute(_NAMED, {"names": names})
    return len(rows)
