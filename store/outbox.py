"""The outbox's outer side: rows are leased, and whoever holds a lease says what became of it.

Of each lane only the first row may be under way, late ones last. A lease that was lost is fenced:
its holder's word changes nothing. Times come by argument.

A claim locks rows of many people, so it waits for nobody: what another transaction holds is left
out. Whoever works for one account holds its contact first (`Records.hold`), and waits only there.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, update
from sqlalchemy.engine import Row

from bot.cards import Edit, Lookup, Post, Upload
from bot.events import Account
from store import tables
from store.deliveries import Leased
from store.port import SqlRecords
from store.port.base import CONTACT
from store.port.leaving import OUTBOX, UNSENT, unpacked
from store.port.threads import MESSAGE
from store.ready import Ready

REDRAW_FOR = timedelta(minutes=25)
REDRAW_USES = 4
"""Slack's address of a press works five times in thirty minutes; we stop short of both
(design.md 4, notes on Slack 1.4)."""

UNSENT_MESSAGE = "its message was never sent"

_FIRST = OUTBOX.alias("first")
_BEHIND = (
    select(_FIRST.c.id)
    .where(
        literal_column("first.state = 0"),
        _FIRST.c.lane == OUTBOX.c.lane,
        or_(
            _FIRST.c.late < OUTBOX.c.late,
            and_(_FIRST.c.late == OUTBOX.c.late, _FIRST.c.id < OUTBOX.c.id),
            _FIRST.c.lease_until > bindparam("now"),
        ),
    )
    .correlate(OUTBOX)
    .exists()
)
_DUE = (
    select(OUTBOX)
    .where(
        UNSENT,
        OUTBOX.c.not_before <= bindparam("now"),
        OUTBOX.c.lease_until <= bindparam("now"),
        ~_BEHIND,
    )
    .order_by(OUTBOX.c.late, OUTBOX.c.id)
    .limit(bindparam("room"))
    .with_for_update(of=OUTBOX, skip_locked=True)
)
_LEASE = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("of_id"))
    .values(
        owner=bindparam("by"),
        lease_until=bindparam("until"),
        claims=OUTBOX.c.claims + 1,
        attempt=OUTBOX.c.attempt + 1,
        unsure=or_(OUTBOX.c.unsure, OUTBOX.c.owner != ""),
    )
)
_PLACES = select(CONTACT.c.id, CONTACT.c.channel).where(
    CONTACT.c.id.in_(bindparam("ids", expanding=True))
)
_MESSAGES = select(MESSAGE).where(MESSAGE.c.name.in_(bindparam("names", expanding=True)))
_FREE = (
    select(MESSAGE.c.name)
    .where(MESSAGE.c.name == bindparam("of_name"))
    .with_for_update(key_share=True, skip_locked=True)
)
_REDRAWN = update(MESSAGE).where(MESSAGE.c.name.in_(_FREE)).values(redraws=MESSAGE.c.redraws + 1)
_MINE = (
    OUTBOX.c.id == bindparam("of_id"),
    OUTBOX.c.owner == bindparam("by"),
    OUTBOX.c.claims == bindparam("claim"),
    or_(OUTBOX.c.state == tables.PENDING, OUTBOX.c.state == tables.HUSHED),
)
_SETTLE = Ready(
    update(OUTBOX)
    .where(*_MINE)
    .values(
        state=bindparam("new_state"),
        settled_at=bindparam("now"),
        owner="",
        lease_until=tables.EPOCH,
        why=bindparam("because"),
    )
)
_WAIT = Ready(
    update(OUTBOX)
    .where(*_MINE)
    .values(
        owner="",
        lease_until=tables.EPOCH,
        not_before=bindparam("until"),
        why=bindparam("because"),
        attempt=OUTBOX.c.attempt - bindparam("uncounted"),
        unsure=or_(OUTBOX.c.unsure, bindparam("maybe")),
    )
)
_NEWER = Ready(
    select(func.count()).where(
        UNSENT,
        OUTBOX.c.lane == bindparam("lane"),
        OUTBOX.c.kind == bindparam("kind"),
        OUTBOX.c.name == bindparam("name"),
        OUTBOX.c.id > bindparam("id"),
    )
)
_ROW = Ready(
    select(OUTBOX.c.lane, OUTBOX.c.kind, OUTBOX.c.name).where(OUTBOX.c.id == bindparam("id"))
)
_OUTDATED = Ready(
    update(OUTBOX)
    .where(
        UNSENT,
        OUTBOX.c.lane == bindparam("of_lane"),
        OUTBOX.c.kind == "edit",
        OUTBOX.c.name == bindparam("of_name"),
        OUTBOX.c.id < bindparam("of_id"),
    )
    .values(state=tables.SUPERSEDED, settled_at=bindparam("now"))
)
"""A late edit whose holder died is behind a newer one: that one has said it better."""
_ARRIVED = update(MESSAGE).where(MESSAGE.c.name == bindparam("of_name"))
_CHANNEL = update(CONTACT).where(
    CONTACT.c.id == bindparam("of_contact"), CONTACT.c.channel != bindparam("place")
)


def claim(
    records: SqlRecords,
    owner: str,
    teams: Sequence[tuple[str, str]],
    now: datetime,
    lease: float,
    room: int,
) -> list[Leased]:
    """Lease up to `room` rows that may leave now, for `lease` seconds. `teams` are the (platform,
    team) pairs that can be reached. An edit of a message that never left is settled here."""
    reachable = or_(*[(OUTBOX.c.platform == p) & (OUTBOX.c.team == t) for p, t in teams])
    rows = records.all(_DUE.where(reachable), {"now": now, "room": room})
    if not rows:
        return []
    until = now + timedelta(seconds=lease)
    records.connection.execute(
        _LEASE, [{"of_id": row.id, "by": owner, "until": until} for row in rows]
    )
    leased = [_leased(records, row, owner) for row in rows]
    places = _places(records, rows)
    messages = _messages(records, leased)
    made = []
    for row, bare in zip(rows, leased, strict=True):
        whole = _located(records, bare, messages, now)
        if isinstance(whole.out, Edit | Lookup) and whole.out.name and not whole.ref:
            _settle(records, whole, tables.DEAD, UNSENT_MESSAGE, now)
            continue
        made.append(replace(whole, channel=places[row.contact]))
    return made


def sent(records: SqlRecords, row: Leased, ref: str, channel: str, now: datetime) -> bool:
    """It arrived. False if the lease was lost meanwhile: then nothing changes."""
    if not _settle(records, row, tables.SENT, "", now):
        return False
    if isinstance(row.out, Post | Upload):
        records.connection.execute(_ARRIVED, {"of_name": row.out.name, "ref": ref})
    elif isinstance(row.out, Edit):
        lane = records.one(_ROW, {"id": row.id}).lane
        older = {"of_lane": lane, "of_name": row.out.name, "of_id": row.id, "now": now}
        records.change(_OUTDATED, older)
    if channel and channel != row.channel:
        contact = records.contact_id(row.out.to)
        values = {"of_contact": contact, "place": channel, "channel": channel}
        records.connection.execute(_CHANNEL, values)
    return True


def wait(
    records: SqlRecords,
    row: Leased,
    until: datetime,
    why: str,
    *,
    counted: bool = True,
    unsure: bool = False,
) -> bool:
    """Not (surely) sent: again from `until` on, unless a newer edit says it better by now."""
    at = records.one(_ROW, {"id": row.id})
    if at.kind in ("edit", "home"):
        newer = {"lane": at.lane, "kind": at.kind, "name": at.name, "id": row.id}
        if records.one(_NEWER, newer)[0]:
            return _settle(records, row, tables.SUPERSEDED, why, until)
    values = {
        **_mine(row),
        "until": until,
        "because": why,
        "uncounted": 0 if counted else 1,
        "maybe": unsure,
    }
    return records.change(_WAIT, values) == 1


def dead(records: SqlRecords, row: Leased, why: str, now: datetime) -> bool:
    """It will never arrive as it is. What stands behind it in its lane goes on."""
    return _settle(records, row, tables.DEAD, why, now)


def _settle(records: SqlRecords, row: Leased, state: int, why: str, now: datetime) -> bool:
    values = {**_mine(row), "new_state": state, "because": why, "now": now}
    return records.change(_SETTLE, values) == 1


def _mine(row: Leased) -> dict[str, Any]:
    return {"of_id": row.id, "by": row.owner, "claim": row.claim}


def _leased(records: SqlRecords, row: Row, owner: str) -> Leased:  # type: ignore[type-arg]
    to: Account = records.account(row.contact)
    out = unpacked(row.kind, row.name, row.late, row.out, to)
    return Leased(
        id=row.id,
        owner=owner,
        claim=row.claims + 1,
        attempt=row.attempt + 1,
        platform=row.platform,
        team=row.team,
        out=out,
        key=f"{row.id}.{(row.at - tables.EPOCH) // timedelta(microseconds=1)}",
        unsure=row.unsure or bool(row.owner),  # whoever held it may have sent it and died
        queued=row.at,
    )


def _places(records: SqlRecords, rows: Sequence[Row]) -> dict[int, str]:  # type: ignore[type-arg]
    ids = {"ids": sorted({row.contact for row in rows})}
    return {row.id: row.channel for row in records.all(_PLACES, ids)}


def _messages(records: SqlRecords, leased: Sequence[Leased]) -> dict[str, Row]:  # type: ignore[type-arg]
    """The messages that are edited, looked up, or stood under."""
    names = set()
    for row in leased:
        if isinstance(row.out, Post | Upload):
            names.add(row.out.under)
        elif isinstance(row.out, Edit | Lookup):
            names.add(row.out.name)
    names.discard("")
    if not names:
        return {}
    return {row.name: row for row in records.all(_MESSAGES, {"names": sorted(names)})}


def _located(
    records: SqlRecords,
    row: Leased,
    messages: dict[str, Row],  # type: ignore[type-arg]
    now: datetime,
) -> Leased:
    """Where the row's message stands; a press's address is used for the message pressed."""
    if isinstance(row.out, Post | Upload):
        under = messages.get(row.out.under)
        return replace(row, under_ref=under.ref if under else "")
    if not isinstance(row.out, Edit | Lookup) or row.out.name not in messages:
        return row
    message = messages[row.out.name]
    redraw = ""
    if isinstance(row.out, Edit) and message.redraw and message.redraws < REDRAW_USES:
        redraw = message.redraw if now - message.redraw_at <= REDRAW_FOR else ""
    if redraw and not records.connection.execute(_REDRAWN, {"of_name": message.name}).rowcount:
        redraw = ""  # pressed again at this moment: what follows from that will use the address
    return replace(row, ref=message.ref, redraw=redraw)
