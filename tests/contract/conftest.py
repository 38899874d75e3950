"""`pytest tests/contract --golden` writes the golden files anew: new looks become a diff."""

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from alembic import command
from alembic.config import Config

from store.connect import writing
from tests.contract.shelf import Shelf
from tests.gallery import PLATFORMS, gallery


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="write tests/golden anew instead of comparing"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of cards that takes `platform` and `name` runs for every card of the gallery."""
    if ".test_cards" not in metafunc.module.__name__:
        return
    if {"platform", "name"} <= set(metafunc.fixturenames):
        every = [(platform, name) for platform in PLATFORMS for name in gallery(platform)]
        metafunc.parametrize(("platform", "name"), every, ids=[f"{p}-{n}" for p, n in every])
    elif "platform" in metafunc.fixturenames:
        metafunc.parametrize("platform", PLATFORMS)


@pytest.fixture
def shelf(database_url: str) -> Iterator[Shelf]:
    """An empty store; tests that want something in it put it there in a fixture of this name."""
    made = Shelf(database_url)
    yield made
    made.store.close()


@pytest.fixture
def at_schema() -> Callable[[str, str], None]:
    """Set an empty database up as an older release had it."""

    def upgrade(url: str, revision: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(files("store") / "migrations"))
        engine = writing(url)
        with engine.connect() as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        engine.dispose()

    return upgrade
