"""What all tables share: how a moment, a number and JSON are kept.

Times are UTC instants in microseconds, the same on both databases.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as whole microseconds since 1970 UTC. A naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


Serial = BigInteger().with_variant(Integer, "sqlite")
"""A row number: SQLite counts by itself only in a column declared INTEGER."""


def number() -> Any:
    """A row's own number, given by the database."""
    return Field(default=None, primary_key=True, sa_type=Serial)


def moment(**more: Any) -> Any:
    return Field(sa_type=Instant, **more)


def data(**more: Any) -> Any:
    return Field(sa_type=JSON, **more)
