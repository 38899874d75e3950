"""What leaves, queued in the transaction that decided it; and what a coordinator hears."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.cards import (
    Card,
    Document,
    Durable,
    Edit,
    Erase,
    Home,
    Lookup,
    Post,
    Upload,
    pack,
    unpack,
)
from bot.events import Account
from store import tables
from store.port.base import table
from store.port.threads import MESSAGE
from store.port.unplaced import Unplacing
from store.ready import Ready

OUTBOX = table(tables.OutboxRow)
INCIDENT = table(tables.IncidentRow)

SHOWN = ("post", "upload")
"""Kinds of rows that are a message of their own, with a name that is theirs for ever."""

UNSENT: ColumnElement[bool] = literal_column("outbox.state = 0")
"""Pending, as the literal that the partial indexes name."""

_SUPERSEDE = Ready(
    update(OUTBOX)
    .where(
        UNSENT,
        OUTBOX.c.lane == bindparam("of_lane"),
        OUTBOX.c.kind == bindparam("of_kind"),
        OUTBOX.c.name == bindparam("of_name"),
        OUTBOX.c.owner == "",
    )
    .values(state=tables.SUPERSEDED, settled_at=bindparam("now"))
)
_HUSH = (
    update(OUTBOX)
    .where(
        UNSENT,
        OUTBOX.c.contact == bindparam("of_contact"),
        or_(OUTBOX.c.kind != "erase", bindparam("away")),
    )
    .values(state=tables.HUSHED, settled_at=bindparam("now"))
    .returning(OUTBOX.c.kind, OUTBOX.c.out)
)
"""What we said that we delete is deleted, also after its writer has left; not where nothing of ours
arrives any more."""
_TOLD = (
    select(INCIDENT.c.id)
    .where(
        INCIDENT.c.kind == bindparam("of_kind"),
        INCIDENT.c.person == bindparam("of_person"),
        INCIDENT.c.at > bindparam("since"),
    )
    .limit(1)
)
_NAME = {
    lite: Ready(
        dialect.insert(MESSAGE).on_conflict_do_nothing(),
        ("name", "contact", "under", "assignment"),
    )
    for lite, dialect in ((True, sqlite), (False, postgresql))
}


_ROW = (
    "lane",
    "late",
    "contact",
    "platform",
    "team",
    "kind",
    "name",
    "out",
    "state",
    "not_before",
    "lease_until",
    "at",
    "settled_at",
)
_ROWS = Ready(insert(OUTBOX).inline(), _ROW)

TOGETHER = 8
"""Posts whose names one statement keeps."""


def _names(count: int, *, lite: bool) -> Ready:
    """An insert of so many messages' names that tells which of them are new."""
    into: Any = sqlite.insert(MESSAGE) if lite else postgresql.insert(MESSAGE)
    columns = ("name", "contact", "under", "assignment")
    rows: list[dict[str, Any]] = [
        {one: bindparam(f"{one}{number}") for one in columns} for number in range(count)
    ]
    return Ready(into.values(rows).on_conflict_do_nothing().returning(MESSAGE.c.name))


_TOGETHER: dict[tuple[int, bool], Ready] = {}


class Leaving(Unplacing):
    """The outbox's inner side."""

    def emit_all(self, outs: Sequence[Durable], at: datetime) -> None:
        """`emit` of one after another; posts that follow each other, as a task's material does,
        take two statements instead of two each."""
        for posts, some in groupby(outs, key=lambda out: isinstance(out, Post)):
            if posts:
                self._posts([out for out in some if isinstance(out, Post)], at)
            else:
                for out in some:
                    self.emit(out, at)

    def emit(self, out: Durable, at: datetime) -> None:
        row = self._row(out, at)
        if isinstance(out, Post | Upload):
            about = {"under": out.under, "assignment": out.assignment}
            names = {"name": out.name, "contact": row["contact"], **about}
            if not self.change(_NAME[self.sqlite], names):
                return  # posted, or on its way
        if isinstance(out, Edit | Home):
            older = {"of_lane": row["lane"], "of_kind": row["kind"], "of_name": row["name"]}
            self.change(_SUPERSEDE, {**older, "now": at})
        self.add(OUTBOX, **row)
        self.queued = True

    def _posts(self, posts: Sequence[Post], at: datetime) -> None:
        """Posts in order, without those that were posted before."""
        for start in range(0, len(posts), TOGETHER):
            some = posts[start : start + TOGETHER]
            shape = len(some), self.sqlite
            if shape not in _TOGETHER:
                _TOGETHER[shape] = _names(len(some), lite=self.sqlite)
            values = {
                f"{name}{number}": value
                for number, post in enumerate(some)
                for name, value in (
                    ("name", post.name),
                    ("contact", self.contact_id(post.to)),
                    ("under", post.under),
                    ("assignment", post.assignment),
                )
            }
            fresh = {row.name for row in self.all(_TOGETHER[shape], values)}
            rows = [self._row(post, at) for post in some if post.name in fresh]
            if rows:
                _ROWS.many(self.connection, rows)
                self.queued = True

    def _row(self, out: Durable, at: datetime) -> dict[str, Any]:
        """The outbox's row."""
        contact = self.contact_id(out.to)
        lane, late, kind = _lane(out, contact)
        away = self._reach[contact] != "ok"
        return {
            "lane": lane,
            "late": late,
            "contact": contact,
            "platform": out.to.platform,
            "team": out.to.team,
            "kind": kind,
            "name": "" if isinstance(out, Home | Erase) else out.name,
            "out": _pack(out),
            "state": tables.HUSHED if away else tables.PENDING,
            "not_before": at,
            "lease_until": tables.EPOCH,
            "at": at,
            "settled_at": at if away else None,
        }

    def hush(self, account: Account, at: datetime) -> Sequence[str]:
        contact = self.contact_id(account)
        away = self._reach[contact] != "ok"
        rows = self.all(_HUSH, {"of_contact": contact, "now": at, "away": away})
        return sorted({row.out["assignment"] for row in rows if row.kind in SHOWN} - {""})

    def incident(
        self, kind: str, text: str, at: datetime, *, person: int = 0, assignment: str = ""
    ) -> int:
        values = {"kind": kind, "text": text, "at": at}
        return self.add(INCIDENT, **values, person=person, assignment=assignment, state="open")

    def told_since(self, kind: str, person: int, since: datetime) -> bool:
        found = {"of_kind": kind, "of_person": person, "since": since}
        return self.one(_TOLD, found) is not None


class SqlRecords(Leaving):
    """The port `bot.port.Records`, kept by either database."""


def _lane(out: Durable, contact: int) -> tuple[str, bool, str]:
    """(lane, late, kind). A chat's messages share a lane; Home, profiles and deletions have their
    own, so that none of them waits for another. A message's address is asked for after everything
    that somebody waits for."""
    match out:
        case Post():
            return f"{contact}:chat", False, "post"
        case Upload():
            return f"{contact}:chat", False, "upload"
        case Edit():
            return f"{contact}:chat", out.late, "edit"
        case Home():
            return f"{contact}:home", False, "home"
        case Erase():
            return f"{contact}:erase", False, "erase"
        case Lookup(what="link"):
            return f"{contact}:chat", True, "link"
    return f"{contact}:{out.what}", False, out.what


def _pack(out: Durable) -> dict[str, Any]:
    match out:
        case Post():
            return {
                "card": pack(out.card),
                "under": out.under,
                "assignment": out.assignment,
                "turn": out.turn,
                "sound": out.sound,
            }
        case Upload():
            return {
                "document": [out.document.kind, dict(out.document.values)],
                "text": out.text,
                "under": out.under,
                "assignment": out.assignment,
            }
        case Edit():
            return {"card": pack(out.card), "assignment": out.assignment, "turn": out.turn}
        case Erase():
            return {"ref": out.ref, "assignment": out.assignment}
    return {}


def unpacked(kind: str, name: str, late: bool, packed: dict[str, Any], to: Account) -> Durable:
    """The out that `emit` put into a row."""
    card: Card | None = unpack(packed["card"]) if "card" in packed else None
    if kind == "post" and card:
        return Post(
            to,
            name,
            card,
            packed["under"],
            packed["assignment"],
            packed["turn"],
            packed["sound"],
        )
    if kind == "upload":
        document = Document(*packed["document"])
        return Upload(to, name, document, packed["text"], packed["under"], packed["assignment"])
    if kind == "edit" and card:
        return Edit(to, name, card, packed["assignment"], packed["turn"], late)
    if kind == "erase":
        return Erase(to, packed["ref"], packed["assignment"])
    if kind == "home":
        return Home(to)
    return Lookup(to, kind, name)
