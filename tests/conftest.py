"""What every test may ask for: a fresh database of either kind, the real data, a browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from store import schema
from tests import needs, postgres

KEPT = ("ROUNDS_REAL_", "ROUNDS_REQUIRE")
"""Settings of the tests themselves; those of an installation must not reach them."""

for _name in [name for name in os.environ if name.upper().startswith("ROUNDS_")]:
    if not _name.upper().startswith(KEPT):
        del os.environ[_name]

with suppress(ModuleNotFoundError):  # what trains a model has no use for it
    from hypothesis import settings

    settings.register_profile("house", settings(), deadline=None)  # a busy machine is no defect
    settings.load_profile("house")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """One server for the tests of one process."""
    with postgres.server(needs.postgresql()) as running:
        yield running


@pytest.fixture(scope="session")
def postgresql_template(postgresql: postgres.Server) -> str:
    """The name of a database at the newest schema, which nobody is connected to."""
    name = postgresql.create()
    schema.upgrade(postgresql.url(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file at the newest schema, which nobody has open."""
    file = tmp_path_factory.mktemp("template") / "rounds.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, at the newest schema, on each of the two kinds."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'rounds.db')}"
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    name = server.create(request.getfixturevalue("postgresql_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that nobody has set up yet, on each of the two kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real questions and answers."""
    return needs.real_data()
