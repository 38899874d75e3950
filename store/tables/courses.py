"""Courses as they were released, and who is where in them. A release never changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.tables.base import Serial, data, moment, number


class ReleaseRow(SQLModel, table=True):
    """One version of a course, whole. Its steps are tasks of a project of its own."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("course", "version"),)
    id: int = number()
    project: str = Field(foreign_key="project.id", unique=True)
    course: str
    version: str
    said: dict[str, Any] = data()
    sha256: str
    at: datetime = moment()


class LearnerRow(SQLModel, table=True):
    """Somebody in a course: in which version and language, and how far past it."""

    __tablename__ = "learner"
    person: int = Field(primary_key=True, foreign_key="person.id", sa_type=Serial)
    course: str = Field(primary_key=True)
    version: str
    language: str
    started_at: datetime = moment()
    finished_at: datetime | None = moment(default=None)
    ready_at: datetime | None = moment(default=None)
    met: datetime | None = moment(default=None)
    told: str = ""


class CompletionRow(SQLModel, table=True):
    """A course completed in a version; appended, once for each version. `code` is the
    certificate's."""

    __tablename__ = "completion"
    __table_args__ = (UniqueConstraint("person", "course", "version"),)
    code: str = Field(primary_key=True)
    person: int = Field(foreign_key="person.id", sa_type=BigInteger)
    course: str
    version: str
    language: str
    sha256: str
    at: datetime = moment()


class CorrectionRow(SQLModel, table=True):
    """What a step taught was wrong, and what is right. Who was told is known by the name of the
    message."""

    __tablename__ = "correction"
    id: int = number()
    course: str
    step: str
    text: str
    at: datetime = moment()


class RemarkRow(SQLModel, table=True):
    """[I see it differently]: what a learner wrote to the course's author about a step."""

    __tablename__ = "remark"
    __table_args__ = (Index("remark_step", "course", "step"),)
    id: int = number()
    course: str
    version: str
    step: str
    person: int = Field(foreign_key="person.id", sa_type=BigInteger)
    text: str
    at: datetime = moment()
