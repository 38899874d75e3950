"""What came in, what leaves, and what a coordinator hears about."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from store.tables.base import Instant, Serial, data, moment, number

PENDING, SENT, DEAD, HUSHED, SUPERSEDED = range(5)
"""States of an outbox row. Hushed: its person left or cannot be reached. Superseded: a newer
edit of the same message says it better."""


class OutboxRow(SQLModel, table=True):
    """What leaves. `lane` is one chat (or one Home): its rows leave one after another, late ones
    last. `owner` and `claims` fence a lease against whoever held it before; `attempt` counts
    tries that count."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_pending",
            "lane",
            "late",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index(
            "outbox_due",
            "late",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index(
            "outbox_settled",
            "settled_at",
            sqlite_where=text("state > 0"),
            postgresql_where=text("state > 0"),
        ),
    )
    id: int = number()
    lane: str
    late: bool = False
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    platform: str
    team: str
    kind: str
    name: str = ""
    out: dict[str, Any] = data()
    state: int = PENDING
    not_before: datetime = moment()
    owner: str = ""
    lease_until: datetime = moment()
    claims: int = 0
    attempt: int = 0
    unsure: bool = False
    why: str = ""
    at: datetime = moment()
    settled_at: datetime | None = moment(default=None)


class DeliveryRow(SQLModel, table=True):
    """The mark of a delivery that was handled. Source, team and its own key name it."""

    __tablename__ = "delivery"
    source: str = Field(primary_key=True)
    team: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)


class IncidentRow(SQLModel, table=True):
    """Something a coordinator hears about."""

    __tablename__ = "incident"
    __table_args__ = (Index("incident_about", "assignment"),)
    id: int = number()
    kind: str
    text: str
    at: datetime = moment()
    person: int = Field(default=0, sa_type=BigInteger)
    assignment: str = ""
    state: str = Field(default="open", index=True)
    closed_at: datetime | None = moment(default=None)


class QuarantineRow(SQLModel, table=True):
    """A delivery that could not be used, raw. Kept apart: it may hold what somebody wrote. It is
    deleted 30 days after its incident was closed, never before."""

    __tablename__ = "quarantine"
    incident: int = Field(primary_key=True, foreign_key="incident.id", sa_type=Serial)
    source: str
    team: str
    key: str
    raw: str
    error: str
