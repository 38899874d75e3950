"""What is asked: projects, batches, tasks and the narrow queue that picks from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from store.tables.base import Serial, data, moment, number

ZERO = {"server_default": text("0")}
"""What older rows were given while they were sorted anew."""

EMPTY = {"server_default": text("''")}


class ProjectRow(SQLModel, table=True):
    """A pool of tasks and how they are asked. The queue's tasks from number `recount_from` on
    still stand as `recount_was` annotators asked; NULL when all stand as `overlap` does."""

    __tablename__ = "project"
    id: str = Field(primary_key=True)
    title: str
    run_by: str = ""
    seed: str
    coordinators: list[str] = data()
    keep: str = ""
    reader: str = ""
    ask: list[str] = data()
    overlap: int
    guideline: str = ""
    platforms: list[str] = data()
    specialties: list[str] = data()
    languages: list[str] = data()
    paused: bool = False
    at: datetime = moment()
    recount_from: int | None = Field(default=None, sa_type=BigInteger)
    recount_was: int | None = None
    rubric: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    requires: str = Field(default="", sa_column_kwargs=EMPTY)
    course: str = Field(default="", sa_column_kwargs=EMPTY)
    """The course whose release it is, "" for a pool of tasks."""


class RubricRow(SQLModel, table=True):
    """How a project asked, version by version. A row never changes: drafts and exports point at
    the version they began with."""

    __tablename__ = "rubric"
    project: str = Field(primary_key=True, foreign_key="project.id")
    version: int = Field(
        primary_key=True, sa_type=Serial, sa_column_kwargs={"autoincrement": False}
    )
    said: dict[str, Any] = data()
    at: datetime = moment()


class BatchRow(SQLModel, table=True):
    """One import. `attestation` is the importer's word for its texts; hidden until complete.
    `findings` is what the gate found in them, by kind, all of it accepted, and `rules` the gate's
    rules by name; NULL where nobody looked."""

    __tablename__ = "batch"
    id: int = number()
    project: str = Field(foreign_key="project.id", index=True)
    attestation: str
    file: str
    sha256: str
    tasks: int = 0
    revealed: bool = False
    at: datetime = moment()
    rules: str | None = None
    findings: dict[str, int] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class TaskRow(SQLModel, table=True):
    """A task as it was imported, to the byte. `hidden` (models, gold, metadata) is for the export
    alone and is never selected for an annotator."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("project", "key"),)
    id: int = number()
    project: str = Field(foreign_key="project.id")
    batch: int = Field(foreign_key="batch.id", index=True, sa_type=BigInteger)
    key: str
    prompt: list[Any] = data()
    responses: list[Any] = data()
    ask: list[str] = data()
    reader: str = ""
    specialties: list[str] = data()
    hidden: dict[str, Any] = data()
    withdrawn: bool = False
    pile: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)
    words: int = Field(default=0, sa_column_kwargs=ZERO)
    variant: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)
    step: str = Field(default="", sa_column_kwargs=EMPTY)
    language: str = Field(default="", sa_column_kwargs=EMPTY)
    """Of a step of a lesson: its id, and the language it is in."""


class PileRow(SQLModel, table=True):
    """Tasks of a project that are alike (`store.piles`). `key` says all of it in one text."""

    __tablename__ = "pile"
    __table_args__ = (UniqueConstraint("project", "key"),)
    id: int = number()
    project: str = Field(foreign_key="project.id")
    key: str
    specialties: list[str] = data()
    ask: list[str] = data()
    size: int
    length: int


class AuthorRow(SQLModel, table=True):
    """Who wrote a response of a task: they never judge it."""

    __tablename__ = "author"
    person: int = Field(primary_key=True, foreign_key="person.id", sa_type=Serial)
    task: int = Field(primary_key=True, foreign_key="task.id", sa_type=Serial, index=True)


class QueueRow(SQLModel, table=True):
    """What is still wanted of a task: narrow, so that picking the next stays flat (notes on
    performance, 6). `pos` is the order; `remaining` the annotators still wanted. While it is
    `paused` nobody else gets it; `looked_at` is when a coordinator last let it go on."""

    __tablename__ = "task_queue"
    __table_args__ = (
        Index(
            "queue_open",
            "pile",
            "pos",
            sqlite_where=text("is_open = 1"),
            postgresql_where=text("is_open"),
        ),
    )
    task: int = Field(primary_key=True, foreign_key="task.id", sa_type=Serial)
    project: str
    pos: int = Field(sa_type=BigInteger)
    remaining: int
    is_open: bool
    pile: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)
    words: int = Field(default=0, sa_column_kwargs=ZERO)
    variant: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)
    paused: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    looked_at: datetime | None = moment(default=None)
