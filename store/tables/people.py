"""Who takes part: persons, the accounts that point to them, and how they came in."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.tables.base import Serial, data, moment, number


class PersonRow(SQLModel, table=True):
    """Somebody who takes part, on whatever platforms."""

    __tablename__ = "person"
    id: int = number()
    name: str
    state: str
    page: str = ""
    page_version: int = 0
    chosen: str = ""
    consent: int = 0
    confirmed: bool = False
    reminders: bool | None = None
    quoting: bool | None = None
    managed: bool | None = None
    screen_reader: bool | None = None
    zone: str = "UTC"
    at: datetime = moment()
    specialties: list[str] = data(sa_column_kwargs={"server_default": text("'[]'")})


class ContactRow(SQLModel, table=True):
    """An account on a platform; it points to its person, several may point to one."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("platform", "team", "user"),)
    id: int = number()
    platform: str
    team: str
    user: str
    person: int = Field(default=0, index=True, sa_type=BigInteger)
    channel: str = ""
    name: str = ""
    zone: str = ""
    language: str = ""
    reach: str = "ok"
    home: bool = False
    offered: str = ""


class ChoiceRow(SQLModel, table=True):
    """One answer of first contact or of settings; appended, never overwritten."""

    __tablename__ = "choice"
    id: int = number()
    person: int = Field(foreign_key="person.id", index=True, sa_type=BigInteger)
    page: str
    version: int
    choice: str
    at: datetime = moment()


class InvitationRow(SQLModel, table=True):
    """A way in, once: by the hash of a code, or for a named account."""

    __tablename__ = "invitation"
    __table_args__ = (Index("invitation_account", "platform", "team", "user"),)
    id: int = number()
    code_hash: str | None = Field(default=None, unique=True)
    project: str = Field(foreign_key="project.id")
    name: str
    platform: str = ""
    team: str = ""
    user: str = ""
    confirmed: bool = False
    at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)
    used_by: int = Field(default=0, sa_type=BigInteger)
    revoked_at: datetime | None = moment(default=None)
    specialties: list[str] = data(sa_column_kwargs={"server_default": text("'[]'")})


class EnrolmentRow(SQLModel, table=True):
    """Who works on what. `firsts` counts, by number of responses, how often each index of the task
    file stood first for this person: {"2": [51, 49]}."""

    __tablename__ = "enrolment"
    person: int = Field(primary_key=True, foreign_key="person.id", sa_type=Serial)
    project: str = Field(primary_key=True, foreign_key="project.id", index=True)
    at: datetime = moment()
    firsts: dict[str, list[int]] = data(sa_column_kwargs={"server_default": text("'{}'")})


class FrontierRow(SQLModel, table=True):
    """Every open task of a pile before `pos` is this person's already."""

    __tablename__ = "frontier"
    person: int = Field(primary_key=True, foreign_key="person.id", sa_type=Serial)
    pile: int = Field(primary_key=True, foreign_key="pile.id", sa_type=Serial, index=True)
    pos: int = Field(sa_type=BigInteger)
