"""Who decided what is written down by the decision itself, and nobody changes it; who guesses codes
is left in silence; and a database of an older release goes on where it stopped."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from adapters.edge import fresh_id
from bot.words import GUESSED, NEED_INVITATION
from store import audit, incidents, open_store, people, schema
from store.connect import writing
from store.port.trust import AUDIT
from tests.released.story import FOLDER, load
from tests.talk import Chat, Talk, task

RELEASED = sorted(FOLDER.glob("*.json"))
WRONG = "x" * 22


@pytest.fixture
def talk(database_url: str, tmp_path: Path) -> Any:
    made = Talk(database_url)
    made.project([task(1), task(2)], tmp_path)
    yield made
    made.close()


def actions(talk: Talk, person: int = 0) -> list[str]:
    return [one["action"] for one in reversed(audit.listing(talk.store, person))]


def test_a_way_in_a_consent_and_a_leaving_are_written_down(talk: Talk) -> None:
    ann = talk.joined("slack", "U1", "Ann Osei")
    ann.says("next").says("leave").presses("Yes, leave")
    told = audit.listing(talk.store)
    assert actions(talk)[:2] == ["project made", "tasks imported"]
    assert actions(talk)[2:4] == ["invitation made", "invitation used"]
    states = [one["about"]["state"] for one in reversed(told) if "state" in one["about"]]
    assert states == [
        [None, "joining"],
        ["joining", "waiting"],
        ["waiting", "active"],
        ["active", "left"],
    ]
    assert [one["by"] for one in told if one["action"] == "task returned"] == ["slack T1 U1"]
    by = {one["about"]["state"][1]: one["by"] for one in told if "state" in one["about"]}
    assert by == {
        "joining": "slack T1 U1",
        "waiting": "slack T1 U1",
        "active": "confirm",
        "left": "slack T1 U1",
    }
    assert "Ann" not in json.dumps(told) and "fever" not in json.dumps(told)
    (back,) = [one for one in told if one["action"] == "task returned"]
    assert back["task"] and [one["task"] for one in told if one is not back] == [0] * (
        len(told) - 1
    )
    (used,) = [one for one in told if one["action"] == "invitation used"]
    assert used["about"] == {"invitation": 1, "project": "demo"}
    about_nobody = ("project made", "tasks imported", "invitation made", "invitation used")
    assert {one["person"] for one in told if one["action"] in about_nobody} == {0}


def test_a_removal_a_revocation_and_a_closed_incident_are_written_down(talk: Talk) -> None:
    ann = talk.joined("slack", "U1", "Ann Osei").says("next")
    person = talk.store.submit(lambda records: records.hold(ann.account)).result().person
    people.remove(talk.store, person, talk.now)
    made = people.invite(talk.store, "demo", "Ben", "b" * 22, talk.now)
    people.revoke(talk.store, made["invitation"], talk.now)
    noted = talk.store.submit(lambda records: records.incident("note", "look", talk.now)).result()
    incidents.close(talk.store, noted, talk.now)
    assert actions(talk)[-5:] == [
        "task returned",
        "person",
        "invitation made",
        "invitation revoked",
        "incident closed",
    ]
    assert actions(talk, person)[-2:] == ["task returned", "person"]
    returned, _, invited, revoked, _ = audit.listing(talk.store)[4::-1]
    assert returned["task"] == 1
    assert invited["about"] == {"invitation": made["invitation"], "project": "demo"}
    assert revoked["about"] == {"invitation": made["invitation"]}


def test_a_decision_that_was_undone_leaves_no_trace(talk: Talk) -> None:
    def breaks(records: Any) -> None:
        records.audit("never", talk.now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        talk.store.submit(breaks).result()
    assert "never" not in actions(talk)


@pytest.mark.parametrize("change", [update(AUDIT).values(by="somebody else"), delete(AUDIT)])
def test_the_database_itself_keeps_what_was_decided(talk: Talk, change: Any) -> None:
    before = audit.listing(talk.store)
    assert before
    with pytest.raises(DBAPIError, match="a row of the audit is never changed"):
        talk.store.submit(lambda records: records.connection.execute(change)).result()
    assert audit.listing(talk.store) == before


def test_five_codes_that_open_nothing_are_enough_for_an_hour(talk: Talk) -> None:
    good = "g" * 22
    people.invite(talk.store, "demo", "Cem", good, talk.now)
    cem = talk.meets("telegram", "7", "Cem")
    for _ in range(4):
        cem.opens("start", WRONG)
        assert cem.last.text == NEED_INVITATION
    cem.says(WRONG)
    assert cem.last.text == GUESSED
    heard = len(cem.messages)
    for code in (good, WRONG):
        cem.opens("start", code).says(f"join {code}")
    assert len(cem.messages) == heard
    others = talk.meets("telegram", "8", "Dee").opens("start", WRONG)
    assert others.last.text == NEED_INVITATION
    talk.later(minutes=60)
    cem.opens("start", good).sees("run by")


def test_a_code_used_expired_revoked_or_never_made_is_told_in_the_same_words(talk: Talk) -> None:
    talk.joined("slack", "U1", "Ann Osei")
    used = "code-000000000000000U1"
    revoked, late = "r" * 22, "l" * 22
    made = people.invite(talk.store, "demo", "Ben", revoked, talk.now)
    people.revoke(talk.store, made["invitation"], talk.now)
    people.invite(talk.store, "demo", "Ben", late, talk.now, hours=1)
    talk.later(hours=2)
    told = set()
    for number, code in enumerate((used, revoked, late, WRONG)):
        stranger: Chat = talk.meets("telegram", str(90 + number), "Nobody")
        told.add(stranger.opens("start", code).last.text)
    assert told == {NEED_INVITATION}


@pytest.mark.parametrize("released", RELEASED, ids=[file.stem for file in RELEASED])
def test_work_goes_on_from_every_released_schema(
    empty_database_url: str, released: Path, at_schema: Callable[[str, str], None]
) -> None:
    at_schema(empty_database_url, released.stem)
    engine = writing(empty_database_url)
    with engine.connect() as connection, connection.begin():
        load(connection, kept := json.loads(released.read_text(encoding="utf-8")))
    engine.dispose()
    if released.stem != schema.HEAD:
        with pytest.raises(schema.SchemaMismatch, match="make a backup, then run"):
            open_store(empty_database_url, fresh_id)
    assert schema.upgrade(empty_database_url) == schema.HEAD
    assert schema.check(empty_database_url) == []
    assert _renderers(empty_database_url) == {"house-1"}, "the only one until 0009"
    talk = Talk(empty_database_url)
    talk.ids = count(1000)  # deliveries nobody has marked yet
    ann = talk.meets("slack", "U1", "Ann Osei")
    cem = talk.meets("telegram", "42", "Cem")
    try:
        talk.pump()
        assert "could not use" in ann.last.text
        cem.sees("How much better").presses("Better").presses("Yes").presses("None of")
        cem.says("B waits for three days although the child has a fever since today.")
        for typed in (
            "B is better",
            "Better",
            "Yes",
            "None of these",
            "A sends the child to a doctor too early.",
        ):
            ann.says(typed, thread=_thread(kept, "U1"))
        assert "Saved" in cem.panel.text
        assert (
            talk.store.read(
                lambda look: look.execute(text("SELECT count(*) FROM annotation")).scalar()
            )
            == 3
        )
    finally:
        talk.close()


def _renderers(url: str) -> set[str]:
    """How the material of what is in work was drawn."""
    engine = writing(url)
    with engine.connect() as connection:
        found = {
            row.renderer for row in connection.execute(text("SELECT renderer FROM assignment"))
        }
    engine.dispose()
    return found


def _thread(kept: Any, user: str) -> str:
    """The root of somebody's session, as their platform knows it."""
    (contact,) = [one["id"] for one in kept["contact"] if one["user"] == user]
    (root,) = [one["root"] for one in kept["session"] if one["contact"] == contact]
    return next(str(one["ref"]) for one in kept["message"] if one["name"] == root)
