"""What is judged, where it is talked about, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from store.tables.base import Serial, data, moment, number


class AssignmentRow(SQLModel, table=True):
    """One task, for one person, in one order; nobody gets one task twice."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("person", "task"),
        Index("assignment_state", "person", "state", "offered_at"),
        Index("assignment_done", "person", "submitted_at"),
        Index("assignment_session", "session", "offered_at", "id", "state"),
        Index(
            "assignment_fast",
            "session",
            sqlite_where=text("fast IS 1"),
            postgresql_where=text("fast IS true"),
        ),
        Index(
            "assignment_lease",
            "lease_until",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "assignment_step",
            "person",
            sqlite_where=text("step <> ''"),
            postgresql_where=text("step <> ''"),
        ),
        Index(
            "assignment_changing",
            "person",
            sqlite_where=text("state = 'done' AND question <> ''"),
            postgresql_where=text("state = 'done' AND question <> ''"),
        ),
    )
    id: str = Field(primary_key=True)
    person: int = Field(foreign_key="person.id", sa_type=BigInteger)
    task: int = Field(foreign_key="task.id", index=True, sa_type=BigInteger)
    project: str
    order: list[int] = data()
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    session: str
    state: str
    turn: int
    question: str = ""
    answer: dict[str, Any] = data()
    trail: dict[str, str] = data()
    again: list[str] = data()
    attempt: int = 0
    panel: str = ""
    panels: int = 0
    postings: int = 1
    shown_turn: int = 0
    shown_at: datetime | None = moment(default=None)
    offered_at: datetime | None = moment(default=None)
    first_tap_at: datetime | None = moment(default=None)
    submitted_at: datetime | None = moment(default=None)
    lease_until: datetime | None = moment(default=None)
    extra: bool = False
    rubric: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    delivered_at: datetime | None = moment(default=None)
    touched_at: datetime | None = moment(default=None)
    active: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    match: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    words: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    predicted: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    minutes: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    fast: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    renderer: str = Field(default="", sa_column_kwargs={"server_default": text("'house-1'")})
    """The default is the one of rows from before this column; whoever writes a row says which."""
    step: str = Field(default="", sa_column_kwargs={"server_default": text("''")})


class AnnotationRow(SQLModel, table=True):
    """One revision of a finished assignment; append-only. (assignment, attempt) is unique: the
    last guard against counting an answer twice."""

    __tablename__ = "annotation"
    __table_args__ = (UniqueConstraint("assignment", "attempt"),)
    id: int = number()
    assignment: str = Field(foreign_key="assignment.id")
    attempt: int
    at: datetime = moment()
    cause: str
    answer: dict[str, Any] = data()
    abstention: str = ""
    active: int | None = None


class SessionRow(SQLModel, table=True):
    """A stretch of work in one thread."""

    __tablename__ = "session"
    __table_args__ = (Index("session_open", "contact", "ended", "started_at"),)
    id: str = Field(primary_key=True)
    person: int = Field(foreign_key="person.id", sa_type=BigInteger)
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    root: str
    started_at: datetime = moment()
    touched_at: datetime = moment()
    ended: bool = False
    until: datetime | None = moment(default=None)


class MessageRow(SQLModel, table=True):
    """A message of ours by the name we gave it; `redraw` is what its newest press brought."""

    __tablename__ = "message"
    __table_args__ = (Index("message_ref", "contact", "ref"),)
    name: str = Field(primary_key=True)
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    ref: str = ""
    under: str = ""
    assignment: str = ""
    link: str = ""
    redraw: str = ""
    redraw_at: datetime | None = moment(default=None)
    redraws: int = 0


class HeardRow(SQLModel, table=True):
    """A message of a person's own that became (part of) a reason."""

    __tablename__ = "heard"
    contact: int = Field(primary_key=True, foreign_key="contact.id", sa_type=Serial)
    message: str = Field(primary_key=True)
    assignment: str = Field(foreign_key="assignment.id", index=True)
    place: int
    text: str
    pending: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
