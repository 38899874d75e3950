"""Who decided what about whom, what nobody may use before it was looked at, and who tried codes
that open nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from store.tables.base import data, moment, number


class AuditRow(SQLModel, table=True):
    """One decision about a person, a task or a project. Appended in the decision's transaction;
    the database itself refuses to change or delete it. `by` is an account or a command; nothing
    that somebody wrote is in it."""

    __tablename__ = "audit"
    id: int = number()
    at: datetime = moment()
    by: str
    action: str
    person: int = Field(default=0, index=True, sa_type=BigInteger)
    task: int = Field(default=0, index=True, sa_type=BigInteger)
    about: dict[str, Any] = data()


class WithheldRow(SQLModel, table=True):
    """A typed text that may name a patient, and what in it looked like it. Nothing else reads it;
    few are there at a time, because each is deleted soon (`store.prune`)."""

    __tablename__ = "withheld"
    __table_args__ = (Index("withheld_message", "contact", "message"),)
    id: str = Field(primary_key=True)
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    person: int = Field(index=True, sa_type=BigInteger)
    assignment: str = ""
    use: str
    question: str = ""
    message: str = ""
    text: str
    found: list[Any] = data()
    rules: str
    state: str
    incident: int = Field(default=0, index=True, sa_type=BigInteger)
    at: datetime = moment()
    decided_at: datetime | None = moment(default=None)


class UnplacedRow(SQLModel, table=True):
    """Words of which it is not certain for what task they are; a row goes once that is said."""

    __tablename__ = "unplaced"
    id: str = Field(primary_key=True)
    contact: int = Field(foreign_key="contact.id", index=True, sa_type=BigInteger)
    message: str = ""
    text: str
    tasks: list[str] = data()
    asked: list[str] = data()
    at: datetime = moment()


class GuessRow(SQLModel, table=True):
    """A code that opened nothing, by who tried it."""

    __tablename__ = "guess"
    __table_args__ = (Index("guess_recent", "contact", "at"),)
    id: int = number()
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    at: datetime = moment()
