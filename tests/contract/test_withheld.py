"""What is kept apart: whose it is, how its state moves, and that it is decided about once."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters import decide
from bot.events import Account
from bot.rules import Rules
from bot.withheld import ASKED, KEPT, UNWANTED, USED, Withheld
from store import audit, incidents
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf

TEXT = "Zq7canaryword was born 3/14/61."
FOUND = (("birth", 24, 31),)


def held(shelf: Shelf, account: Account, person: int, name: str = "w", **more: Any) -> Withheld:
    made = Withheld(name, account, person, "", "placed", "", f"m-{name}", TEXT, FOUND, "gate-1", AT)
    kept = replace(made, **more)
    shelf.do(lambda records: records.withhold(kept))
    return kept


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    shelf.project(1)
    return shelf


def test_it_comes_back_as_it_was_kept(shelf: Shelf) -> None:
    person, contact = shelf.person()
    kept = held(shelf, contact.account, person.id)
    assert shelf.do(lambda records: records.withheld("w")) == kept
    assert shelf.do(lambda records: records.withheld("x")) is None


def test_the_undecided_text_of_a_message_is_found_and_no_other(shelf: Shelf) -> None:
    person, contact = shelf.person()
    other, elsewhere = shelf.person()
    kept = held(shelf, contact.account, person.id)
    held(shelf, elsewhere.account, other.id, "theirs", message="m-w")
    account = contact.account

    def found(message: str) -> Withheld | None:
        return shelf.do(lambda records: records.withheld_in(account, message))

    assert found("m-w") == kept and found("m-x") is None and found("") is None
    asked = replace(kept, state=ASKED)
    assert shelf.do(lambda records: records.moved(kept, asked)) and found("m-w") == asked
    used = replace(asked, state=USED, decided_at=AT)
    assert shelf.do(lambda records: records.moved(asked, used)) and found("m-w") is None


def test_a_state_moves_once(shelf: Shelf) -> None:
    person, contact = shelf.person()
    kept = held(shelf, contact.account, person.id)
    asked = replace(kept, state=ASKED, incident=4)
    assert shelf.do(lambda records: records.moved(kept, asked))
    assert not shelf.do(lambda records: records.moved(kept, replace(kept, state=UNWANTED)))
    assert shelf.do(lambda records: records.withheld_of(4)) == asked
    assert shelf.do(lambda records: records.withheld_of(0)) is None


def test_whoever_leaves_takes_along_what_nobody_decided_about(shelf: Shelf) -> None:
    person, contact = shelf.person()
    other, elsewhere = shelf.person()
    for state in (KEPT, ASKED, USED):
        held(shelf, contact.account, person.id, state, state=state)
    held(shelf, elsewhere.account, other.id, "theirs")
    shelf.do(lambda records: records.forget_withheld(person.id))
    names = (KEPT, ASKED, USED, "theirs")
    left = [name for name in names if shelf.do(lambda r, name=name: r.withheld(name))]  # type: ignore[misc]
    assert left == [USED, "theirs"]


def test_only_the_very_text_was_let_pass(shelf: Shelf) -> None:
    person, contact = shelf.person()
    _, elsewhere = shelf.person()
    held(shelf, contact.account, person.id, "kept", state=KEPT, text="another")
    held(shelf, contact.account, person.id, "used", state=USED)

    def passed(account: Account, text: str) -> bool:
        return shelf.do(lambda records: records.let_pass(account, text))

    assert passed(contact.account, TEXT)
    assert not passed(contact.account, f"{TEXT} ") and not passed(contact.account, "another")
    assert not passed(elsewhere.account, TEXT)


def test_what_was_heard_is_of_a_kind_a_person_and_a_time(shelf: Shelf) -> None:
    person, _ = shelf.person()
    shelf.do(lambda records: records.incident("emergency", "One.", AT, person=person.id))

    def told(kind: str, of: int, minutes: float) -> bool:
        since = AT + timedelta(minutes=minutes)
        return shelf.do(lambda records: records.told_since(kind, of, since))

    assert told("emergency", person.id, -0.01)
    assert not told("emergency", person.id, 0)
    assert not told("details", person.id, -1) and not told("emergency", person.id + 1, -1)


def asked(shelf: Shelf) -> int:
    """A text that waits for a decision; its incident."""
    person, contact = shelf.person()

    def step(records: SqlRecords) -> int:
        return records.incident("details", "A text looks like it.", AT, person=person.id)

    incident = shelf.do(step)
    held(shelf, contact.account, person.id, state=ASKED, incident=incident)
    return incident


@pytest.mark.parametrize("use", [True, False])
def test_a_decision_is_written_down_without_a_word_of_the_text(shelf: Shelf, use: bool) -> None:
    incident, later = asked(shelf), AT + timedelta(hours=1)
    if use:
        assert decide.use(shelf.store, incident, Rules(), later) == "no task waits for a reason"
    else:
        decide.drop(shelf.store, incident, Rules(), later)
    told, closed = audit.listing(shelf.store)[:2]
    state = "unwanted" if use else "dropped"
    assert (told["by"], told["action"]) == ("use" if use else "drop", f"text {state}")
    assert told["about"] == {"incident": incident, "kinds": "birth"}
    assert (closed["action"], closed["about"]) == ("incident closed", {"incident": incident})
    assert "canary" not in json.dumps(audit.listing(shelf.store)).lower()
    kept = shelf.do(lambda records: records.withheld("w"))
    assert kept and (kept.state, kept.text, kept.found) == (state, "", ())
    assert kept.decided_at == later


def test_what_holds_no_text_cannot_be_decided_about(shelf: Shelf) -> None:
    incident = shelf.do(lambda records: records.incident("question", "Why?", AT))
    for decision in (decide.use, decide.drop):
        with pytest.raises(incidents.Undecided) as refused:
            decision(shelf.store, incident, Rules(), AT)
        assert str(refused.value) == (
            f"Incident {incident} holds no text that waits for a decision: what it had is gone, or"
            f" it is about something else. See rounds incidents show {incident}."
        )
    assert incidents.close(shelf.store, incident, AT)


def test_a_decision_that_fails_changes_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_about: Any) -> Any:
        raise ZeroDivisionError

    incident = asked(shelf)
    with monkeypatch.context() as patched:
        patched.setattr("adapters.decide.decided.dropped", fails)
        with pytest.raises(ZeroDivisionError):
            decide.drop(shelf.store, incident, Rules(), AT)
    found = incidents.show(shelf.store, incident)
    assert found and (found["state"], found["text_kept"]) == ("open", TEXT)
    decide.drop(shelf.store, incident, Rules(), AT)
