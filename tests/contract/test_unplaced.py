"""Words whose task is not certain: whose they are, in which order, and where old ones went."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.events import Account
from bot.withheld import Unplaced
from store import schema
from store.connect import writing
from store.port import SqlRecords
from store.port.unplaced import UNPLACED
from tests.contract.shelf import AT, Shelf
from tests.released.story import FOLDER, load

FIRST = "A says to wait three days although the child has had a fever since today."


def words(account: Account, name: str, minutes: int = 0) -> Unplaced:
    at = AT + timedelta(minutes=minutes)
    return Unplaced(name, account, f"m-{name}", FIRST, ("t1", "t2"), ("rationale", "ask"), at)


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    shelf.project(1)
    return shelf


def kept(shelf: Shelf, *unplaced: Unplaced) -> None:
    def keep(records: SqlRecords) -> None:
        for one in unplaced:
            records.keep_unplaced(one)

    shelf.do(keep)


def test_they_come_back_as_they_were_kept_oldest_first(shelf: Shelf) -> None:
    _, contact = shelf.person()
    account = contact.account
    late, early = words(account, "a", 2), words(account, "b", 1)
    kept(shelf, late, early)
    assert shelf.do(lambda records: records.unplaced(account)) == [early, late]
    mended = replace(late, text="It says so.", message="m-again")
    shelf.do(lambda records: records.mend_unplaced(mended))
    assert shelf.do(lambda records: records.unplaced(account)) == [early, mended]


def test_nobody_else_s_are_seen_or_forgotten(shelf: Shelf) -> None:
    (_, mine), (_, theirs) = shelf.person(), shelf.person()
    one, third = words(mine.account, "a"), words(mine.account, "c")
    other = words(theirs.account, "b")
    kept(shelf, one, other, third)
    shelf.do(lambda records: records.forget_unplaced(mine.account, "b"))
    assert shelf.do(lambda records: records.unplaced(theirs.account)) == [other]
    shelf.do(lambda records: records.forget_unplaced(mine.account, "a"))
    assert shelf.do(lambda records: records.unplaced(mine.account)) == [third]
    shelf.do(lambda records: records.forget_unplaced(mine.account))
    assert shelf.do(lambda records: records.unplaced(mine.account)) == []
    assert shelf.do(lambda records: records.unplaced(theirs.account)) == [other]


IDLE = """
    INSERT INTO contact (id, platform, team, "user", person, channel, name, zone, language, reach,
                         home, offered, held_text, held_message)
    VALUES (77, 'slack', 'T1', 'U77', 0, '', '', '', '', 'ok', :no, '', '', '')
"""
"""An account without a task."""


def test_what_an_older_release_held_is_kept(
    empty_database_url: str, at_schema: Callable[[str, str], None]
) -> None:
    """With every task that asks there, and where there never was one, too."""
    at_schema(empty_database_url, "0001")
    engine = writing(empty_database_url)
    with engine.connect() as connection, connection.begin():
        load(connection, json.loads((FOLDER / "0001.json").read_text(encoding="utf-8")))
    at_schema(empty_database_url, "0010")
    held = "UPDATE contact SET held_text = 'Words ' || id, held_message = 'm'"
    asks = "SELECT contact, id FROM assignment WHERE question != ''"
    with engine.connect() as connection, connection.begin():
        connection.execute(text(IDLE), {"no": False})
        connection.execute(text(held))
        contacts = {row.id for row in connection.execute(text("SELECT id FROM contact"))}
        asking: dict[int, set[str]] = {contact: set() for contact in contacts}
        for row in connection.execute(text(asks)):
            asking[row.contact].add(row.id)
    schema.upgrade(empty_database_url)
    with engine.connect() as connection:
        rows = connection.execute(select(UNPLACED)).all()
    engine.dispose()
    assert {row.contact: row.text for row in rows} == {one: f"Words {one}" for one in contacts}
    assert {row.contact: set(row.tasks) for row in rows} == asking and len(asking) > 2
