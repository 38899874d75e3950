"""Deliveries that come again, and late, leave no trace: `tests.drill.deliveries` in short."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import sql
from tests import postgres
from tests.drill.deliveries import WAYS, compared

KEPT = ("annotation", "heard", "outbox", "quarantine", "choice", "withheld", "incident")


@pytest.fixture
def other_database_url(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """A second database of the same kind, equal to the first."""
    if database_url.startswith("sqlite"):
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'again.db')}"
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    name = server.create(request.getfixturevalue("postgresql_template"))
    yield server.url(name)
    server.drop(name)


def test_copies_of_what_was_delivered_change_nothing(
    database_url: str, other_database_url: str, tmp_path: Path
) -> None:
    said, rows = compared(
        database_url, other_database_url, tmp_path, extra=600, seed=1, rounds=WAYS
    )
    assert "one delivery up to 28 times" in said
    assert all(rows[name] for name in KEPT)


def test_without_marks_it_would_be_noticed(
    database_url: str, other_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = sql._mark
    monkeypatch.setattr(sql, "_mark", lambda *about: mark(*about) or True)
    with pytest.raises(AssertionError, match="a copy was no duplicate"):
        compared(database_url, other_database_url, tmp_path, extra=20, seed=1, rounds=1)
