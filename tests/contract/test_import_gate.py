"""A file whose new texts look like patient details waits for a person, whole; what was let through
is counted and stays on record; on both databases."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.edge import fresh_id
from bot.gate import RULES
from store import MachineError, audit, batches, imports, intake, open_store, projects, schema
from store.connect import writing
from store.imports import import_tasks
from store.intake import LET_THROUGH
from store.port.people import BATCH
from store.port.queue import QUEUE, TASK
from tests.contract.files import Desk, task
from tests.contract.shelf import AT
from tests.released.story import FOLDER, load

BORN = "She was born on 3 May 1961."
WORDS = ("Okonkwo", "07700 900123", "3 May 1961", "Haddad", "48219077")
"""What names somebody in the texts below, and may be told by nobody."""


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(database_url, tmp_path)
    yield made
    made.store.close()


def answers(first: str, second: str = "Rest.") -> list[dict[str, str]]:
    return [{"id": "a1", "text": first}, {"id": "a2", "text": second}]


def batch(desk: Desk) -> Any:
    (row,) = desk.do(lambda records: records.all(select(BATCH)))
    return row


def test_what_names_somebody_anywhere_on_a_card_keeps_the_whole_file_out(desk: Desk) -> None:
    turns = [
        {"role": "user", "content": "Since when?"},
        {"role": "assistant", "content": "Ask Dr Haddad."},
        {"role": "user", "content": "Who?"},
    ]
    done = desk.takes(
        task(1),
        task(2, prompt="Mrs Okonkwo has a fever. Ring her on 07700 900123."),
        task(3, prompt=turns),
        task(4, responses=answers("Wait.", BORN), reader="the family of Mrs Okonkwo"),
    )
    assert [(one["line"], one["error"]) for one in done["refused"]] == [
        (2, "The prompt has what looks like a person's name, at character 1."),
        (2, "The prompt has what looks like a phone number, at character 38."),
        (3, "Turn 2 of the prompt has what looks like a person's name, at character 5."),
        (4, "Answer a2 has what looks like a date of birth, at character 17."),
        (4, "The reader has what looks like a person's name, at character 15."),
    ]
    assert {one["remedy"] for one in done["refused"]} == {LET_THROUGH}
    assert done["findings"] == {"name": 3, "birth": 1, "phone": 1}
    assert (done["imported"], done["already_there"], done["created"]) == (0, 0, False)
    assert desk.count(TASK) == desk.count(BATCH) == 0 and projects.listing(desk.store) == []
    assert not any(word in json.dumps(done) for word in WORDS)


def test_what_no_annotator_ever_gets_is_not_looked_at(desk: Desk) -> None:
    named = [{"id": "a1", "text": "Wait.", "model": "Dr Haddad"}, {"id": "a2", "text": "Rest."}]
    done = desk.takes(task(1, responses=named, metadata={"of": "Mrs Okonkwo"}, gold={"by": BORN}))
    assert (done["imported"], done["findings"]) == (1, {})


def test_what_was_let_through_is_counted_beside_the_attestation(desk: Desk) -> None:
    done = desk.takes(
        task(1, prompt="Mrs Okonkwo, MRN 48219077"),
        task(2, responses=answers("Mr Haddad knows.", "Rest.")),
        accept=True,
    )
    assert (done["imported"], done["refused"], done["findings"]) == (
        2,
        [],
        {"name": 2, "record": 1},
    )
    row = batch(desk)
    assert (row.attestation, row.rules, row.findings) == (
        "synthetic",
        RULES,
        {"name": 2, "record": 1},
    )
    (shown,) = projects.show(desk.store, "demo")["batches"]
    assert (shown["rules"], shown["findings"]) == (RULES, {"name": 2, "record": 1})
    (decided,) = audit.listing(desk.store)
    assert decided["action"] == "tasks imported"
    assert (decided["about"]["rules"], decided["about"]["findings"]) == (
        RULES,
        {"name": 2, "record": 1},
    )
    assert not any(word in json.dumps(decided) for word in WORDS)


def test_a_batch_in_which_nothing_was_found_was_looked_at(desk: Desk) -> None:
    desk.takes(task(1))
    assert (batch(desk).rules, batch(desk).findings) == (RULES, {})
    assert audit.listing(desk.store)[0]["about"]["findings"] == {}


def test_what_is_there_was_decided_and_is_not_asked_about_again(desk: Desk) -> None:
    known = task(1, prompt="Mrs Okonkwo has a fever.")
    desk.takes(known, task(2), accept=True)
    again = desk.takes(known, task(2))
    assert (again["imported"], again["already_there"], again["refused"]) == (0, 2, [])
    assert again["findings"] == {}
    assert desk.takes(known, task(2), task(3))["imported"] == 1
    more = desk.takes(known, task(4, prompt=BORN))
    assert [one["line"] for one in more["refused"]] == [2]
    assert more["findings"] == {"birth": 1} and desk.count(TASK) == 3
    found = [row.findings for row in desk.do(lambda r: r.all(select(BATCH).order_by(BATCH.c.id)))]
    assert found == [{"name": 1}, {}], "each batch tells of its own tasks"


def test_mistakes_and_findings_are_told_together_in_the_files_order(desk: Desk) -> None:
    lines = (task(1, prompt=BORN), task(2, prompt=""), task(3, reader="Mrs Okonkwo"), "{")
    told = [(one["line"], one["remedy"] == LET_THROUGH) for one in desk.takes(*lines)["refused"]]
    assert told == [(1, True), (2, False), (3, True), (4, False)]
    accepted = desk.takes(*lines, accept=True)
    assert [one["line"] for one in accepted["refused"]] == [2, 4], "a mistake stays one"
    assert (accepted["imported"], accepted["findings"]) == (0, {"name": 1, "birth": 1})


def test_of_too_many_findings_the_first_are_told_and_all_are_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MISTAKES_MOST", 3)
    monkeypatch.setattr(batches, "CHUNK", 2)
    done = desk.takes(*[task(number, prompt=f"{number}: {BORN}") for number in range(9)])
    assert [one["line"] for one in done["refused"]] == [1, 2, 3, 3]
    assert done["refused"][-1]["error"] == "Findings below it that are not told: 6."
    assert done["findings"] == {"birth": 9}


def test_a_dead_import_that_was_let_through_is_not_let_through_by_itself(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [task(number, prompt=f"{number}: {BORN}") for number in range(3)]

    def dies(*_about: Any) -> None:
        raise OSError("the disk went away")

    with monkeypatch.context() as patched, pytest.raises(MachineError):
        patched.setattr(batches, "reveal", dies)
        desk.takes(*tasks, accept=True)
    assert (batch(desk).revealed, batch(desk).rules, batch(desk).findings) == (False, None, None)
    assert len(desk.takes(*tasks)["refused"]) == 3 and desk.count(QUEUE) == 0
    assert desk.takes(*tasks, accept=True)["imported"] == 3
    assert (batch(desk).revealed, batch(desk).findings) == (True, {"birth": 3})


def test_a_batch_from_before_the_gate_was_never_looked_at(
    empty_database_url: str, at_schema: Callable[[str, str], None]
) -> None:
    """Unknown is not the same as nothing."""
    at_schema(empty_database_url, "0001")
    engine = writing(empty_database_url)
    with engine.connect() as connection, connection.begin():
        load(connection, json.loads((FOLDER / "0001.json").read_text(encoding="utf-8")))
    engine.dispose()
    schema.upgrade(empty_database_url)
    store = open_store(empty_database_url, fresh_id)
    (shown,) = projects.show(store, "demo")["batches"]
    assert (shown["tasks"], shown["rules"], shown["findings"]) == (6, None, None)
    store.close()


def test_how_far_it_is_can_be_watched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "CHUNK", 2)
    heard: list[tuple[str, int, int]] = []
    file = desk.file(*[task(number) for number in range(5)])
    import_tasks(desk.store, file, "demo", "synthetic", AT, tell=lambda *about: heard.append(about))
    reading = [about for about in heard if about[0] == intake.READING]
    size = file.stat().st_size
    assert [done for _, done, _ in reading] == sorted(done for _, done, _ in reading)
    assert len(reading) == 3 and reading[-1][1:] == (size, size)
    assert heard[3:] == [(imports.STORING, done, 5) for done in (2, 4, 5)]
