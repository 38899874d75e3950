"""A file in the outbox: a message of its chat, kept as what stands in it and never as bytes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.outbox import SCANNED, conclude
from adapters.port import Never, Outcome, Sent, Unsure, Wait
from bot.cards import Document, Durable, Post, Upload
from bot.rules import Rules
from store import Leased, prune, tables
from store.port import SqlRecords
from store.port.leaving import INCIDENT
from store.port.threads import MESSAGE
from tests.contract.desk import Desk, card, told
from tests.contract.shelf import AT, Shelf

NAME = 'د. ليلى «حداد» "\\ 王小明 😀'


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(Shelf(database_url))
    yield made
    made.shelf.store.close()


def end(desk: Desk, row: Leased, outcome: Outcome) -> None:
    desk.shelf.do(lambda r: conclude(r, row, outcome, desk.now, Rules(), True))


def incidents(desk: Desk) -> list[tuple[str, str]]:
    rows = desk.shelf.do(lambda records: records.all(select(INCIDENT)))
    return [(row.kind, row.assignment) for row in rows]


def names(desk: Desk) -> set[str]:
    return {row.name for row in desk.shelf.do(lambda records: records.all(select(MESSAGE)))}


def test_its_values_come_out_as_they_went_in(desk: Desk) -> None:
    values = {"name": NAME, "review": "", "hash": "0" * 64}
    document = Document("certificate.png", values)
    desk.emit(Upload(desk.contact.account, "proof", document, NAME))
    (row,) = desk.claim()
    assert row.out == Upload(desk.contact.account, "proof", document, NAME)
    assert desk.row().kind == "upload" and row.queued == AT


def test_one_name_twice_is_uploaded_once_also_after_it_has_left(desk: Desk) -> None:
    desk.emit(desk.upload("proof"), desk.upload("proof"), desk.post("proof"))
    assert desk.drain() == ["file proof"]
    desk.emit(desk.upload("proof"))
    assert desk.drain() == []


def test_files_and_messages_of_a_chat_leave_in_order(desk: Desk) -> None:
    outs: list[Durable] = [desk.post("a"), desk.upload("b"), desk.post("c"), desk.upload("d")]
    desk.shelf.do(lambda records: records.emit_all(outs, AT))
    seen = list[str]()
    while rows := desk.claim():
        (row,) = rows
        assert desk.sent(row, f"ref-{len(seen)}")
        seen.append(told(row))
    assert seen == ["a", "file b", "c", "file d"]


def test_it_stands_under_the_message_it_belongs_to(desk: Desk) -> None:
    desk.emit(desk.post("root"))
    (row,) = desk.claim()
    desk.sent(row, "17.1", "D7")
    desk.emit(desk.upload("proof", under="root"))
    (row,) = desk.claim()
    assert (row.under_ref, row.channel, row.ref) == ("17.1", "D7", "")


def test_where_it_stands_is_kept_if_the_platform_says_it(desk: Desk) -> None:
    desk.emit(desk.upload("known"), desk.upload("unknown"))
    for ref in ("109", ""):
        (row,) = desk.claim()
        end(desk, row, Sent(ref, "D1"))
    stored = {
        name: desk.shelf.do(lambda r, name=name: r.message_named(name))  # type: ignore[misc]
        for name in ("known", "unknown")
    }
    assert [one and one.ref for one in stored.values()] == ["109", ""]
    desk.emit(desk.post("after", under="unknown"))
    (row,) = desk.claim()
    assert row.under_ref == "", "then it stands for itself"


def test_what_falls_silent_falls_silent_with_its_files(desk: Desk) -> None:
    account = desk.contact.account
    document = Document("certificate.pdf", {})
    desk.emit(Upload(account, "proof", document, "Here.", assignment="t1"))
    assert desk.shelf.do(lambda records: records.hush(account, desk.now)) == ["t1"]
    assert desk.row().state == tables.HUSHED and desk.claim() == []


def test_nobody_asks_for_it_while_a_platform_may_still_look_it_through(desk: Desk) -> None:
    desk.emit(desk.upload("proof"))
    pauses = []
    for _ in range(5):
        (row,) = desk.claim()
        end(desk, row, Unsure("no answer in time"))
        pause = desk.row().not_before - desk.now
        pauses.append(pause.total_seconds())
        desk.now += pause
    assert pauses == [SCANNED.total_seconds()] * 3 + [16, 32]
    (row,) = desk.claim()
    assert row.unsure and row.queued == AT


def test_a_wait_is_as_long_as_it_says_and_leaves_no_doubt(desk: Desk) -> None:
    desk.emit(desk.upload("proof"))
    (row,) = desk.claim()
    end(desk, row, Wait(10, "the bytes were not taken"))
    assert desk.row().not_before == AT + timedelta(seconds=10)
    desk.now += timedelta(seconds=10)
    (row,) = desk.claim()
    assert not row.unsure


def test_one_that_can_never_be_sent_is_told_of_and_holds_up_nobody(desk: Desk) -> None:
    desk.emit(desk.upload("proof"), desk.post("next"))
    (row,) = desk.claim()
    end(desk, row, Never("Slack: file_uploads_disabled"))
    assert incidents(desk) == [("unsendable", "")]
    assert desk.drain() == ["next"]


def test_one_that_met_nobody_sets_the_person_aside(desk: Desk) -> None:
    desk.emit(desk.upload("proof"), desk.post("next"))
    (row,) = desk.claim()
    end(desk, row, Never("Forbidden: bot was blocked by the user", gone=True))
    assert [kind for kind, _ in incidents(desk)] == ["unreachable"]
    desk.emit(desk.upload("another"))
    states = [desk.row(number).state for number in range(3)]
    assert states == [tables.DEAD, tables.HUSHED, tables.HUSHED]


def test_it_is_forgotten_as_a_message_is(desk: Desk) -> None:
    desk.emit(desk.upload("m:1"), desk.upload("proof"))
    desk.drain()

    def forget(records: SqlRecords) -> int:
        return prune.forget(records, AT + prune.SENT_FOR + timedelta(seconds=1))["sent"]

    assert desk.shelf.do(forget) == 2
    assert names(desk) == {"proof"}, "uploaded again under this name, it still is not"
    desk.emit(desk.upload("m:1"), desk.upload("proof"))
    assert desk.drain() == ["file m:1"]


def test_a_post_s_name_is_no_other_file_s(desk: Desk) -> None:
    desk.emit(Post(desk.contact.account, "one", card("one")), desk.upload("one"))
    assert desk.drain() == ["one"]
