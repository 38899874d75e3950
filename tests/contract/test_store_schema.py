"""A database is set up when empty, refused when newer or foreign, and what the tables say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from adapters.edge import fresh_id
from store import open_store, schema
from store.connect import writing
from store.schema import HEAD, SchemaMismatch


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = writing(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_migrations_make_exactly_these_tables(connection: Connection) -> None:
    found = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(found, SQLModel.metadata) == []


def test_the_newest_revision_is_the_one_that_is_asked_for() -> None:
    assert schema.known()[-1] == HEAD


def test_an_empty_database_is_set_up_on_first_use(empty_database_url: str) -> None:
    assert schema.check(empty_database_url) == [
        "The database is empty: run rounds db upgrade, or simply begin to use it."
    ]
    open_store(empty_database_url, fresh_id).close()
    assert schema.version(empty_database_url) == HEAD
    assert schema.check(empty_database_url) == []


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ("9999", "The database has schema 9999, which is newer than this version of Rounds"),
        ("0000", "The database has schema 0000, which is newer"),
    ],
)
def test_a_newer_database_is_refused(
    database_url: str, connection: Connection, found: str, sentence: str
) -> None:
    with connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": found})
    for use in (
        lambda: open_store(database_url, fresh_id),
        lambda: schema.upgrade(database_url),
    ):
        with pytest.raises(SchemaMismatch, match=sentence.replace("(", r"\(")):
            use()
    assert schema.check(database_url)[0].startswith(sentence)


def test_an_older_database_asks_for_an_upgrade(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "HEAD", "9999")
    with pytest.raises(SchemaMismatch, match="make a backup, then run rounds db upgrade"):
        open_store(database_url, fresh_id)


def test_another_program_s_tables_are_left_alone(empty_database_url: str) -> None:
    engine = writing(empty_database_url)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    engine.dispose()
    with pytest.raises(SchemaMismatch, match="another program's tables"):
        open_store(empty_database_url, fresh_id)


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear colleague, " * 500)
    with pytest.raises(SchemaMismatch, match="file is not a database"):
        open_store(f"sqlite:///{tmp_path / 'letter.db'}", fresh_id)
    with pytest.raises(SchemaMismatch, match="unable to open database file"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'rounds.db'}", fresh_id)
    with pytest.raises(SchemaMismatch, match="ROUNDS_DATABASE_URL is not understood"):
        open_store("rounds.db", fresh_id)


def test_a_password_is_never_told() -> None:
    with pytest.raises(SchemaMismatch) as told:
        open_store("postgresql+psycopg://rounds:hunter2@127.0.0.1:1/none", fresh_id)
    assert "hunter2" not in str(told.value)


def test_a_damaged_file_is_found_by_check(tmp_path: Path) -> None:
    file = tmp_path / "rounds.db"
    open_store(f"sqlite:///{file}", fresh_id).close()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert (
        "restore a backup" in schema.check(f"sqlite:///{file}")[0]
        or "malformed" in (schema.check(f"sqlite:///{file}")[0])
    )


def test_looking_whether_all_is_well_waits_for_no_writer_and_keeps_none(
    database_url: str, connection: Connection
) -> None:
    """A check reads the whole database: with the write lock, presses would wait for seconds."""
    with connection.begin():  # on SQLite this holds the write lock
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        assert schema.version(database_url) == HEAD
        assert schema.check(database_url) == []
