"""What could not be used is told once, kept, run again once, and forgotten a month after that."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.replay import replay
from bot.cards import Out
from bot.events import Account
from bot.port import Records
from bot.records import Contact
from bot.rules import Rules
from store import Delivery, MachineError, Quarantined, incidents
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from store.sql import QUARANTINE
from tests.contract.shelf import AT, Shelf

STARTED = json.dumps(
    {
        "update_id": 7,
        "message": {
            "message_id": 3,
            "date": 1772442000,
            "chat": {"id": 99, "type": "private", "first_name": "Kofi"},
            "from": {"id": 99, "is_bot": False, "first_name": "Kofi", "language_code": "en"},
            "text": "hello",
        },
    }
)
KOFI = Account("telegram", "1000001", "99")


def quarantined(
    shelf: Shelf, raw: str = STARTED, source: str = "telegram", account: Account | None = KOFI
) -> int:
    """A delivery whose step failed; its incident."""

    def step(records: Records) -> Sequence[Out]:
        if account:
            records.meet(Contact(0, account))
        raise ZeroDivisionError("with what somebody wrote in it")

    delivery = Delivery(source, "1000001", "7", raw, AT, account)
    done = shelf.store.deliver(delivery, step).result()
    assert isinstance(done, Quarantined)
    return done.incident


def shown(shelf: Shelf, incident: int) -> dict[str, Any]:
    found = incidents.show(shelf.store, incident)
    assert found is not None
    return found


def again(shelf: Shelf, incident: int) -> str:
    return replay(shelf.store, shown(shelf, incident), Rules(), AT + timedelta(days=1))


def outbox(shelf: Shelf) -> list[Any]:
    return shelf.do(lambda records: records.all(select(OUTBOX)))


def test_what_could_not_be_used_is_told_once_and_kept(shelf: Shelf) -> None:
    incident = quarantined(shelf)
    (told,) = incidents.listing(shelf.store, False)
    assert told == {
        "id": incident,
        "kind": "unusable",
        "text": "A message could not be used (ZeroDivisionError). It is kept; rounds incidents"
        " replay runs it again.",
        "at": "2026-03-02T09:00:00+00:00",
        "state": "open",
        "closed_at": "",
        "person": 0,
        "assignment": "",
    }
    assert shown(shelf, incident) == told | {
        "source": "telegram",
        "team": "1000001",
        "raw": STARTED,
        "error": "ZeroDivisionError",
        "text_kept": "",
        "would_be": "",
        "looks_like": [],
    }


def test_an_incident_without_a_message_holds_none(shelf: Shelf) -> None:
    incident = shelf.do(lambda records: records.incident("question", "Why?", AT))
    assert shown(shelf, incident)["raw"] == ""
    assert incidents.show(shelf.store, incident + 1) is None


def test_run_again_it_is_used_and_closed_in_one_transaction(shelf: Shelf) -> None:
    incident = quarantined(shelf)
    assert again(shelf, incident) == ""
    found = shown(shelf, incident)
    assert (found["state"], found["closed_at"]) == ("closed", "2026-03-03T09:00:00+00:00")
    (answer,) = outbox(shelf)
    assert "You need an invitation" in json.dumps(answer.out)


def test_it_is_used_once_however_often_it_is_run(shelf: Shelf) -> None:
    incident = quarantined(shelf)
    found = shown(shelf, incident)
    told = [replay(shelf.store, found, Rules(), AT) for _ in range(2)]
    assert told == ["", "its incident was closed meanwhile"]
    assert len(outbox(shelf)) == 1


def test_what_fails_again_stays_open_and_changes_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(records: SqlRecords, *_about: Any) -> list[Out]:
        records.meet(Contact(0, KOFI))
        raise ZeroDivisionError("with what somebody wrote in it")

    incident = quarantined(shelf)
    with monkeypatch.context() as patched:
        patched.setattr("adapters.replay.engine.handle", fails)
        assert again(shelf, incident) == "ZeroDivisionError"
    assert shown(shelf, incident)["state"] == "open"
    assert shelf.do(lambda records: records.hold(KOFI)) is None
    assert again(shelf, incident) == ""


def test_a_machine_that_fails_is_not_the_messages_fault(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_about: Any) -> list[Out]:
        raise OSError("no space left on device")

    incident = quarantined(shelf)
    monkeypatch.setattr("adapters.replay.engine.handle", fails)
    with pytest.raises(MachineError):
        again(shelf, incident)
    assert shown(shelf, incident)["state"] == "open"


@pytest.mark.parametrize(
    ("raw", "source", "why"),
    [
        ("not json", "telegram", "JSONDecodeError"),
        (
            '{"update_id": 7, "message": {}}',
            "telegram",
            "Telegram sent message without a usable chat",
        ),
        ('{"update_id": 7}', "telegram", "it says nothing that concerns Rounds"),
        ('{"type": "event_callback"}', "slack", "Slack sent"),
    ],
)
def test_what_cannot_be_read_says_why(shelf: Shelf, raw: str, source: str, why: str) -> None:
    incident = quarantined(shelf, raw, source, None)
    assert again(shelf, incident).startswith(why)
    assert shown(shelf, incident)["state"] == "open"


def test_a_closed_incident_is_listed_on_demand_and_closed_once(shelf: Shelf) -> None:
    first, second = quarantined(shelf), shelf.do(lambda r: r.incident("question", "Why?", AT))
    assert incidents.close(shelf.store, first, AT)
    assert not incidents.close(shelf.store, first, AT + timedelta(days=9))
    assert shown(shelf, first)["closed_at"] == "2026-03-02T09:00:00+00:00"
    assert [one["id"] for one in incidents.listing(shelf.store, False)] == [second]
    assert [one["id"] for one in incidents.listing(shelf.store, True)] == [second, first]


def test_the_kept_message_is_apart_from_what_is_told(shelf: Shelf) -> None:
    quarantined(shelf)
    (kept,) = shelf.do(lambda records: records.all(select(QUARANTINE)))
    assert kept.raw == STARTED
    assert "hello" not in json.dumps(incidents.listing(shelf.store, True))
