"""One transaction's ground: the connection, chance by argument, and what this step already read.

What is remembered here lives as long as the transaction and no longer, but for what never changes;
nothing is cached that another command may change.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, Table, and_, bindparam, insert, select, text
from sqlmodel import SQLModel

from bot.events import Account
from bot.learning import Release
from bot.records import Item, Project, Session
from bot.rubric import Rubric
from store import tables
from store.ready import Ready


def table(row: type[SQLModel]) -> Table:
    """The Core table of a SQLModel class."""
    found: Table = row.__table__  # type: ignore[attr-defined]
    return found


CONTACT = table(tables.ContactRow)

T = TypeVar("T")

ACCOUNT_LOCKS = 0x526F756E
"""First key of the advisory locks on accounts nobody knows yet."""


_INSERTS: dict[tuple[str, ...], Ready] = {}
"""By table and columns: as many as there are places that insert."""


@dataclass(slots=True)
class Fixed:
    """What never changes once it is written: versions of a rubric by project and number, releases
    of courses by project. It outlives the transaction."""

    rubrics: dict[tuple[str, int], Rubric] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)


class Ground:
    """What every part of the port stands on."""

    def __init__(
        self,
        connection: Connection,
        fresh: Callable[[], str],
        by: str = "",
        fixed: Fixed | None = None,
    ) -> None:
        self.connection = connection
        self.fixed = fixed or Fixed()
        self.by = by
        """For whom this transaction is: an account, or a command."""
        self._fresh = fresh
        self.queued = False
        """True once something was put into the outbox: the pump is woken after the commit."""
        self._contacts: dict[Account, int] = {}
        self._accounts: dict[int, Account] = {}
        self._items: dict[int, Item] = {}
        self._projects: dict[str, Project] = {}
        self._reach: dict[int, str] = {}
        self._sessions: dict[str, Session] = {}
        self._enrolled: dict[int, list[Project]] = {}
        self._stood: dict[tuple[int, str], Mapping[str, Sequence[int]]] = {}
        self._session_of: dict[Account, str] = {}

    def fresh(self) -> str:
        return self._fresh()

    @property
    def sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def one(self, statement: Any, values: Mapping[str, Any] | None = None) -> Any:
        """The first row, None if there is none."""
        if isinstance(statement, Ready):
            return statement.first(self.connection, values or {})
        return self.connection.execute(statement, values or {}).first()

    def all(self, statement: Any, values: Mapping[str, Any] | None = None) -> list[Any]:
        """Every row."""
        if isinstance(statement, Ready):
            return statement.every(self.connection, values or {})
        return list(self.connection.execute(statement, values or {}).all())

    def change(self, statement: Any, values: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        if isinstance(statement, Ready):
            return statement.change(self.connection, values)
        return self.connection.execute(statement, values).rowcount

    def add(self, into: Table, **values: Any) -> int:
        """Insert one row; its number, 0 for a table whose rows have names."""
        shape = (into.name, *values)
        if shape not in _INSERTS:
            _INSERTS[shape] = Ready(insert(into), tuple(values))
        return _INSERTS[shape].insert(self.connection, values)

    def account_lock(self, account: Account) -> None:
        """Nobody else meets this account until the transaction ends. SQLite has one writer."""
        if self.sqlite:
            return
        name = f"{account.platform}\x1f{account.team}\x1f{account.user}".encode()
        keys = {"a": ACCOUNT_LOCKS, "b": zlib.crc32(name) - 2**31}
        self.connection.execute(text("SELECT pg_advisory_xact_lock(:a, :b)"), keys)

    def contact_id(self, account: Account) -> int:
        """The row of an account. Raises LookupError for one that was never met."""
        if account not in self._contacts:
            row = self.one(_CONTACT_ID, key_of(account))
            if row is None:
                raise LookupError("no contact for this account")
            self.known(row.id, account, row.reach)
        return self._contacts[account]

    def account(self, contact: int) -> Account:
        """The account of a row."""
        if contact not in self._accounts:
            row = self.one(_ACCOUNT, {"contact": contact})
            self.known(contact, Account(row.platform, row.team, row.user), row.reach)
        return self._accounts[contact]

    def known(self, contact: int, account: Account, reach: str) -> None:
        self._contacts[account] = contact
        self._reach[contact] = reach
        self._accounts[contact] = account


class Columns:
    """How a frozen record and its row name the same things."""

    _names: ClassVar[dict[type, tuple[str, ...]]] = {}

    @classmethod
    def of(cls, record: Any) -> dict[str, Any]:
        """The record's fields by name."""
        kind = type(record)
        if kind not in cls._names:
            cls._names[kind] = tuple(field.name for field in fields(kind))
        return {name: getattr(record, name) for name in cls._names[kind]}

    @classmethod
    def made(cls, kind: type[T], values: dict[str, Any]) -> T:
        """The record of these fields. Its constructor, frozen, would set each by a call of its
        own. Raises TypeError for a field too many or too few."""
        if values.keys() != kind.__dataclass_fields__.keys():  # type: ignore[attr-defined]
            raise TypeError(f"not the fields of a {kind.__name__}: {sorted(values)}")
        record = object.__new__(kind)
        record.__dict__.update(values)
        return record

    @classmethod
    def changed(cls, before: Any, after: Any) -> dict[str, Any]:
        """What differs, by name."""
        was = cls.of(before)
        return {name: value for name, value in cls.of(after).items() if value != was[name]}


def key_of(account: Account) -> dict[str, str]:
    return {"platform": account.platform, "team": account.team, "user": account.user}


def of_account(contact: Table = CONTACT) -> Any:
    """The condition that names one account, by the parameters of `key_of`."""
    return and_(
        contact.c.platform == bindparam("platform"),
        contact.c.team == bindparam("team"),
        contact.c.user == bindparam("user"),
    )


_CONTACT_ID = Ready(select(CONTACT.c.id, CONTACT.c.reach).where(of_account()))
_ACCOUNT = Ready(
    select(CONTACT.c.platform, CONTACT.c.team, CONTACT.c.user, CONTACT.c.reach).where(
        CONTACT.c.id == bindparam("contact")
    )
)
