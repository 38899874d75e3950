"""What the machine gets wrong is told to whoever waits, loses nothing, and ends when it ends.

A full disk, a database in somebody else's hands, a file cut short.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from adapters.edge import fresh_id
from store import MachineError, Store, connect, open_store, schema
from store.port.leaving import INCIDENT
from tests.contract.shelf import AT
from tests.talk import Talk, task


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    made = Talk(f"sqlite:///{tmp_path / 'rounds.db'}")
    made.project([task(number) for number in range(4)], tmp_path, ask=["rank"])
    yield made
    made.close()


def _pages(store: Store, most: int) -> int:
    """Let the file have at most so many pages; how many it has."""

    def unit(records: Any) -> int:
        records.connection.execute(text(f"PRAGMA max_page_count = {most}")).all()
        return int(records.connection.execute(text("PRAGMA page_count")).scalar_one())

    return store.submit(unit).result()


def test_a_full_disk_is_told_and_work_goes_on_when_there_is_room(talk: Talk) -> None:
    ann = talk.member("telegram", "1", "Ann").says("next").presses("Level")
    full = _pages(talk.store, 10**9)
    _pages(talk.store, full)
    before = len(ann.messages)
    with pytest.raises(MachineError, match="full"):
        while True:  # there may be room within the last pages
            _note(talk.store)
    with pytest.raises(MachineError, match="full"):
        for _ in range(50):
            ann.presses("Yes")
            _note(talk.store, "x" * 5000)
    _pages(talk.store, 10**9)
    if "Saved" not in ann.panel.text:
        ann.presses("Yes")
    assert "Saved" in ann.panel.text and len(ann.messages) >= before
    assert schema.check(talk.store.url) == []
    ann.presses("Next task").presses("Level").presses("Yes")
    assert "Saved" in ann.panel.text


def test_a_database_in_somebody_else_s_hands_is_waited_for(talk: Talk) -> None:
    ann = talk.member("telegram", "1", "Ann").says("next").presses("Level")
    file = talk.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(1.0, lambda: other.execute("COMMIT")).start()
        ann.presses("Yes")
        assert "Saved" in ann.panel.text
        assert not other.in_transaction


def test_what_stays_locked_is_a_failure_of_the_machine(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_MS", 100)
    with closing(open_store(talk.store.url, fresh_id)) as impatient:
        file = talk.store.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(MachineError, match="locked"):
                _note(impatient)
            other.execute("ROLLBACK")
        _note(impatient)
    assert talk.store.read(lambda look: look.execute(select(func.count(INCIDENT.c.id))).scalar())


def test_a_file_cut_short_is_refused_with_its_remedy(tmp_path: Path) -> None:
    file = tmp_path / "rounds.db"
    url = f"sqlite:///{file}"
    open_store(url, fresh_id).close()
    whole = file.read_bytes()
    for share in (0.3, 0.6, 0.9):
        file.write_bytes(whole[: int(len(whole) * share)])
        (told, *_) = schema.check(url)
        assert "damaged" in told or "cannot be used" in told
        assert "restore a backup" in told or "check ROUNDS_DATABASE_URL" in told
    file.write_bytes(whole)
    assert schema.check(url) == []


def _note(store: Store, words: str = "a note") -> None:
    store.submit(lambda records: records.incident("note", words, AT)).result()
