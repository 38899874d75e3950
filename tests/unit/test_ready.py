"""A statement that is run on the driver itself says what the same statement says through Core."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, bindparam, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from store import tables
from store.connect import writing
from store.port.base import CONTACT, table
from store.ready import Ready, driver

SESSION, PERSON = table(tables.SessionRow), table(tables.PersonRow)
OUTBOX = table(tables.OutboxRow)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

_ALL = select(PERSON).where(PERSON.c.name == bindparam("called"), PERSON.c.state != "left")
_ADD = Ready(insert(PERSON), ("name", "state", "at"))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = writing(database_url)
    with engine.connect() as made, made.begin():
        yield made
    engine.dispose()


def add(connection: Connection, name: str, state: str = "active") -> int:
    return _ADD.insert(connection, {"name": name, "state": state, "at": AT})


def test_rows_are_the_same_row_for_row(connection: Connection) -> None:
    made = [add(connection, "Ann"), add(connection, "Ann"), add(connection, "Ann", "left")]
    assert made == [1, 2, 3]
    plain = connection.execute(_ALL, {"called": "Ann"}).all()
    fast = Ready(_ALL).every(connection, {"called": "Ann"})
    assert [dict(row._mapping) for row in plain] == [row._mapping for row in fast]
    assert [tuple(row) for row in plain] == [tuple(row) for row in fast]
    assert fast[0].at == AT and fast[0].confirmed is False and fast[0].reminders is None
    assert Ready(_ALL).first(connection, {"called": "nobody"}) is None


def test_json_moments_and_defaults_come_back_as_they_went(connection: Connection) -> None:
    contact = Ready(insert(CONTACT), ("platform", "team", "user"))
    number = contact.insert(connection, {"platform": "slack", "team": "T1", "user": "U1"})
    about = {"lane": "1", "contact": number, "platform": "slack", "team": "T1", "kind": "post"}
    values = {**about, "out": {"card": ["é", None, 1.5]}, "not_before": AT, "lease_until": AT}
    Ready(insert(OUTBOX), (*values, "at")).insert(connection, {**values, "at": AT})
    row = Ready(select(OUTBOX)).first(connection, {})
    assert row.out == {"card": ["é", None, 1.5]} and row.not_before == AT
    assert row.owner == "" and row.claims == 0 and row.settled_at is None


def test_changes_are_counted(connection: Connection) -> None:
    add(connection, "Ann"), add(connection, "Ann"), add(connection, "Ben")
    renamed = Ready(update(PERSON).where(PERSON.c.name == bindparam("was")), ("name",))
    assert renamed.change(connection, {"was": "Ann", "name": "Cem"}) == 2
    assert renamed.change(connection, {"was": "Ann", "name": "Cem"}) == 0
    (count,) = Ready(select(func.count()).select_from(PERSON)).first(connection, {})
    assert count == 3


def test_one_statement_for_many_rows_counts_what_all_of_them_changed(
    connection: Connection,
) -> None:
    people = [{"name": name, "state": "active", "at": AT} for name in ("Ann", "Ben", "Ann")]
    assert _ADD.many(connection, people) == 3
    rows = Ready(_ALL).every(connection, {"called": "Ann"})
    assert [(row.id, row.at, row.confirmed) for row in rows] == [(1, AT, False), (3, AT, False)]
    renamed = Ready(update(PERSON).where(PERSON.c.name == bindparam("was")), ("name",))
    changes = [{"was": name, "name": "Cem"} for name in ("Ann", "nobody", "Ben")]
    assert renamed.many(connection, changes) == 3
    twice = Ready(insert(CONTACT), ("platform", "team", "user"))
    with pytest.raises(IntegrityError) as told:
        twice.many(connection, [{"platform": "slack", "team": "T1", "user": "hunter2"}] * 2)
    assert told.value.params is None and "INSERT INTO contact" in str(told.value)


def test_errors_are_sqlalchemy_s_own_without_the_values(connection: Connection) -> None:
    contact = Ready(insert(CONTACT), ("platform", "team", "user"))
    secret = {"platform": "slack", "team": "T1", "user": "hunter2"}
    contact.insert(connection, secret)
    driver(connection, "SAVEPOINT s")
    with pytest.raises(IntegrityError) as told:
        contact.insert(connection, secret)
    assert told.value.params is None and "INSERT INTO contact" in str(told.value)
    driver(connection, "ROLLBACK TO SAVEPOINT s")
    with pytest.raises((OperationalError, ProgrammingError)):
        driver(connection, "RELEASE SAVEPOINT nobody")


def test_a_missing_value_is_named_and_nothing_is_run(connection: Connection) -> None:
    with pytest.raises(KeyError, match="called"):
        Ready(_ALL).every(connection, {})


def test_what_expands_is_not_run_this_way(connection: Connection) -> None:
    many = select(PERSON).where(PERSON.c.id.in_(bindparam("ids", expanding=True)))
    with pytest.raises(TypeError, match="expand"):
        Ready(many).every(connection, {"ids": [1]})


def test_whoever_listens_to_statements_hears_it_once(connection: Connection) -> None:
    heard: list[str] = []

    def listen(_c: object, _k: object, sql: str, *_more: object) -> None:
        heard.append(sql)

    event.listen(connection.engine, "before_cursor_execute", listen)
    Ready(_ALL).every(connection, {"called": "Ann"})
    connection.execute(text("SELECT 1"))
    event.remove(connection.engine, "before_cursor_execute", listen)
    assert len(heard) == 2 and "person" in heard[0]
