"""A backup: taken while others write, whole, and a database like any other; or a clear refusal."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from adapters import edge
from adapters.cli import app
from store import Store, backup, open_store
from store.backup import NoBackup
from store.port.leaving import INCIDENT

AT = edge.now()


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUNDS_DATABASE_URL", found := f"sqlite:///{tmp_path}/rounds.db")
    return found


def command(*args: object) -> Any:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def counted(store: Store) -> int:
    return int(
        store.read(lambda c: c.execute(select(func.count()).select_from(INCIDENT)).scalar_one())
    )


def noting(store: Store, enough: threading.Event) -> Callable[[], None]:
    def write() -> None:
        while not enough.is_set():
            store.submit(lambda records: records.incident("note", "x" * 4_000, AT)).result()

    return write


def test_a_copy_is_whole_while_somebody_writes(url: str, tmp_path: Path) -> None:
    store, enough = open_store(url, edge.fresh_id), threading.Event()
    store.submit(lambda records: records.incident("note", "the first", AT)).result()
    writer = threading.Thread(target=noting(store, enough))
    writer.start()
    try:
        sizes = [backup.backup(url, tmp_path / f"copy-{number}.db") for number in range(5)]
    finally:
        enough.set()
        writer.join()
    copies = [
        open_store(f"sqlite:///{tmp_path}/copy-{number}.db", edge.fresh_id) for number in range(5)
    ]
    seen = [counted(copy) for copy in copies]
    assert seen == sorted(seen) and seen[0] >= 1 and seen[-1] <= counted(store) and min(sizes) > 0
    for one in (*copies, store):
        one.close()


def test_the_command_says_what_it_did_and_the_copy_serves_as_the_database(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("db", "upgrade")
    (tmp_path / "rounds.key").write_text("secret")
    done = command("db", "backup", "copy.db", "--json")
    said: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == 0 and said["bytes"] == (tmp_path / "copy.db").stat().st_size
    assert said["key"].endswith("rounds.key") and "secret" not in done.output
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    assert not [path for path in tmp_path.iterdir() if "unfinished" in path.name]
    monkeypatch.setenv("ROUNDS_DATABASE_URL", f"sqlite:///{tmp_path}/copy.db")
    assert command("db", "check").exit_code == 0
    told = command("db", "backup", "other.db").stdout
    assert told.startswith("other.db: ") and "Keep " in told


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("there.db", "there.db is there already: name a file that is not."),
        ("no/folder.db", "There is no folder no: make it first."),
    ],
)
def test_a_place_that_will_not_do_is_refused(
    url: str, tmp_path: Path, to: str, sentence: str
) -> None:
    command("db", "upgrade")
    (tmp_path / "there.db").write_text("somebody else's")
    done = command("db", "backup", to)
    assert (done.exit_code, done.stderr.strip()) == (1, sentence)
    assert (tmp_path / "there.db").read_text() == "somebody else's"


def test_what_is_not_a_whole_sqlite_file_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match=r"There is no database rounds\.db yet"):
        backup.backup(url, tmp_path / "copy.db")
    with pytest.raises(NoBackup, match="for PostgreSQL use pg_dump"):
        backup.backup("postgresql+psycopg://rounds@127.0.0.1/rounds", tmp_path / "copy.db")
    (tmp_path / "rounds.db").write_bytes(b"SQLite format 3\0" + b"torn" * 2_000)
    with pytest.raises(NoBackup, match=r"could not be copied \(.+\): nothing was written"):
        backup.backup(url, tmp_path / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rounds.db"]
