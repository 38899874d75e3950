"""Which schema a database has, and how it gets this version's.

An empty database is set up on first use; an older one is upgraded only when told to, because that
is the moment for a backup; a newer one is refused.
"""

from importlib.resources import files

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from store.connect import is_sqlite, reading, writing

HEAD = "0012"
"""The newest revision in `migrations/`; a test holds the two together."""

UPGRADE_LOCK = 0x53636865
"""Advisory lock of PostgreSQL that one upgrade holds at a time."""


class SchemaMismatch(Exception):  # noqa: N818  the house's word
    """The database cannot be used by this version; one sentence, with the remedy."""


def ready(url: str) -> None:
    """Make sure that the database can be used; an empty one is set up. Raises SchemaMismatch."""
    if (found := version(url)) is None:
        upgrade(url)
    elif found != HEAD:
        raise SchemaMismatch(_mismatch(found))


def version(url: str) -> str | None:
    """The database's revision, None if it is empty. Raises SchemaMismatch if it cannot be read."""
    try:
        engine = reading(url)
    except (ArgumentError, NoSuchModuleError):
        raise SchemaMismatch(
            "ROUNDS_DATABASE_URL is not understood: use sqlite:///FILE or postgresql+psycopg://…"
        ) from None
    try:
        with engine.connect() as connection:
            return _version(connection)
    except DBAPIError as error:
        raise SchemaMismatch(_unreadable(url, error)) from None
    finally:
        engine.dispose()


def upgrade(url: str) -> str:
    """Bring the database to HEAD; returns it. Raises SchemaMismatch for a newer database."""
    found = version(url)
    if found is not None and found not in known():
        raise SchemaMismatch(_mismatch(found))
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("store") / "migrations"))
    engine = writing(url)
    try:
        with engine.connect() as connection, connection.begin():
            if not is_sqlite(url):
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": UPGRADE_LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return HEAD


def known() -> list[str]:
    """Revisions of this version, oldest first."""
    folder = files("store") / "migrations" / "versions"
    return sorted(file.name[:4] for file in folder.iterdir() if file.name[:4].isdecimal())


def check(url: str) -> list[str]:
    """What is wrong with the database, one sentence each; an empty list when it is well. Nobody's
    write waits for it, however large the database is."""
    try:
        found = version(url)
    except SchemaMismatch as error:
        return [str(error)]
    if found is None:
        return ["The database is empty: run rounds db upgrade, or simply begin to use it."]
    if found != HEAD:
        return [_mismatch(found)]
    if not is_sqlite(url):
        return []
    engine = reading(url)
    try:
        with engine.connect() as connection:
            said = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    except DBAPIError as error:
        return [_unreadable(url, error)]
    finally:
        engine.dispose()
    wrong = [f"The database file is damaged ({line}): restore a backup." for line in said]
    wrong = [] if said == ["ok"] else wrong[:3]
    if lost:
        wrong.append(f"{len(lost)} rows of the database point to nothing: restore a backup.")
    return wrong


def _version(connection: Connection) -> str | None:
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names:
        raise SchemaMismatch(
            "The database holds another program's tables: give Rounds a database of its own."
        )
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _mismatch(found: str) -> str:
    if found in known():
        return (
            f"The database has schema {found}, this version needs {HEAD}: make a backup, then run"
            " rounds db upgrade."
        )
    return (
        f"The database has schema {found}, which is newer than this version of Rounds ({HEAD}):"
        " install the newer version."
    )


def _unreadable(url: str, error: DBAPIError) -> str:
    where = make_url(url).render_as_string(hide_password=True)
    reason = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
    return f"The database {where} cannot be used ({reason}): check ROUNDS_DATABASE_URL."
