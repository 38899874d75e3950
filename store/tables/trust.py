"""Who decided what about whom, and who tried codes that open nothing."""

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


class GuessRow(SQLModel, table=True):
    """A code that opened nothing, by who tried it."""

    __tablename__ = "guess"
    __table_args__ = (Index("guess_recent", "contact", "at"),)
    id: int = number()
    contact: int = Field(foreign_key="contact.id", sa_type=BigInteger)
    at: datetime = moment()
