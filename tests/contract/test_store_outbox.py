"""What leaves: in order within a chat, one at a time, newest edit only, fenced against the late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cards import Home, Lookup
from store import outbox
from store.port import SqlRecords
from tests.contract.desk import Desk, told
from tests.contract.shelf import Shelf


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(Shelf(database_url))
    yield made
    made.shelf.store.close()


def test_one_chat_leaves_in_order_and_one_at_a_time(desk: Desk) -> None:
    desk.emit(desk.post("one"), desk.post("two"), desk.post("three"))
    (first,) = desk.claim()
    assert told(first) == "one" and desk.claim() == []
    desk.sent(first, "1")
    assert [told(row) for row in desk.claim()] == ["two"]


def test_chats_do_not_wait_for_each_other(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(
        desk.post("a1"), desk.post("a2"), desk.post("b1", to=other), desk.post("b2", to=other)
    )
    assert [told(row) for row in desk.claim()] == ["a1", "b1"]


def test_a_row_that_waits_holds_its_chat_and_nobody_else(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(desk.post("one"), desk.post("two"))
    (row,) = desk.claim()
    assert desk.wait(row, 30)
    desk.emit(desk.post("other", to=other))
    assert [told(row) for row in desk.claim()] == ["other"]
    desk.now += timedelta(seconds=31)
    assert [told(row) for row in desk.claim()] == ["one"]


def test_one_name_is_posted_once(desk: Desk) -> None:
    desk.emit(desk.post("one"), desk.post("one"))
    assert desk.drain() == ["one"]


def test_only_the_newest_edit_is_sent(desk: Desk) -> None:
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(*[desk.edit("panel", f"turn {n}") for n in range(5)])
    assert desk.drain() == ["turn 4"]


@pytest.mark.parametrize("late", [False, True])
def test_an_old_edit_that_failed_never_covers_a_newer_one(desk: Desk, late: bool) -> None:
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(desk.edit("panel", "old", late=late))
    (row,) = desk.claim()
    desk.emit(desk.edit("panel", "new"))
    assert desk.claim() == []  # the old one is still under way
    desk.wait(row, 5, unsure=True)
    assert desk.drain() == ["new"]
    desk.now += timedelta(minutes=1)
    assert desk.drain() == []


def test_late_edits_wait_for_everything_else(desk: Desk) -> None:
    desk.emit(desk.post("old panel"))
    desk.drain()
    desk.emit(
        desk.edit("old panel", "shrunk", late=True), desk.post("answer"), desk.post("new panel")
    )
    assert desk.drain() == ["answer", "new panel", "shrunk"]


def test_an_edit_knows_its_message_and_a_reply_its_root(desk: Desk) -> None:
    desk.emit(desk.post("root"), desk.post("reply", under="root"))
    (root,) = desk.claim()
    desk.sent(root, "100.1", "D9")
    (reply,) = desk.claim()
    assert (reply.under_ref, reply.channel) == ("100.1", "D9")
    desk.sent(reply, "100.2", "D9")
    desk.emit(desk.edit("reply", "changed"))
    (edit,) = desk.claim()
    assert edit.ref == "100.2"


def test_the_address_of_a_press_is_used_four_times_and_for_25_minutes(desk: Desk) -> None:
    account = desk.contact.account
    desk.emit(desk.post("panel"))
    desk.drain()
    ref = "ref-0"
    desk.shelf.do(lambda r: r.redrawable(account, ref, "https://press", desk.now))
    used = []
    for turn in range(6):
        desk.emit(desk.edit("panel", f"turn {turn}"))
        (row,) = desk.claim()
        used.append(row.redraw)
        desk.sent(row)
    assert used == ["https://press"] * 4 + ["", ""]

    desk.shelf.do(lambda r: r.redrawable(account, ref, "https://newer", desk.now))
    desk.now += timedelta(minutes=26)
    desk.emit(desk.edit("panel", "much later"))
    (row,) = desk.claim()
    assert row.redraw == ""


def test_a_lease_that_ran_out_is_taken_over_and_its_old_holder_is_fenced(desk: Desk) -> None:
    desk.emit(desk.post("one"), desk.post("two"))
    (mine,) = desk.claim(owner="slow", lease=10)
    desk.now += timedelta(seconds=11)
    (theirs,) = desk.claim(owner="quick")
    assert theirs.id == mine.id and theirs.attempt == 2
    assert not desk.sent(mine, "old") and not desk.wait(mine, 1)
    assert desk.sent(theirs, "new")
    message = desk.shelf.do(lambda records: records.message_named("one"))
    assert message is not None and message.ref == "new"


def test_tries_that_do_not_count_are_not_counted(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    for _ in range(3):
        (row,) = desk.claim()
        assert row.attempt == 1 and not row.unsure
        desk.wait(row, 0, counted=False)
    (row,) = desk.claim()
    desk.wait(row, 0, unsure=True)
    (row,) = desk.claim()
    assert row.attempt == 2 and row.unsure


def test_a_dead_row_lets_the_chat_go_on_and_its_edits_end_with_it(desk: Desk) -> None:
    desk.emit(desk.post("bad"), desk.edit("bad", "changed"), desk.post("good"))
    (row,) = desk.claim()
    assert desk.shelf.do(lambda r: outbox.dead(r, row, "refused", desk.now))
    assert desk.claim() == []  # the edit of what never left is settled
    assert desk.drain() == ["good"]


def test_hushed_rows_stay_unsent_and_nothing_is_queued_for_the_unreachable(desk: Desk) -> None:
    desk.emit(desk.post("one"), desk.post("two"))
    (row,) = desk.claim()

    def leave(records: SqlRecords) -> None:
        records.hush(desk.contact.account, desk.now)
        known = records.hold(desk.contact.account)
        assert known is not None
        records.save_contact(replace(known, reach="blocked"))
        records.emit(desk.post("three"), desk.now)

    desk.shelf.do(leave)
    assert desk.sent(row, "1")  # what was under way has arrived, and is known
    assert desk.drain() == []


def test_home_is_the_newest_and_waits_for_nobody(desk: Desk) -> None:
    account = desk.contact.account
    desk.emit(desk.post("one"), Home(account), Home(account))
    assert [told(row) for row in desk.claim()] == ["one", "home"]


def test_an_address_is_asked_for_when_nothing_else_waits(desk: Desk) -> None:
    desk.emit(
        desk.post("q"), Lookup(desk.contact.account, "link", "q"), desk.post("panel", under="q")
    )
    assert desk.drain() == ["q", "panel", "look link"]


def test_unreachable_platforms_are_left_alone(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    now: datetime = desk.now
    other = desk.shelf.do(lambda r: outbox.claim(r, "me", (("telegram", "1"),), now, 60, 9))
    assert other == []


def test_a_lease_that_its_own_holder_took_again_is_lost_all_the_same(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    (old,) = desk.claim(lease=5)
    desk.now += timedelta(seconds=6)
    (new,) = desk.claim()
    assert old.owner == new.owner and not desk.sent(old, "late") and desk.sent(new, "1.1")


def test_what_a_dead_worker_held_may_have_arrived_and_stays_so(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    (first,) = desk.claim(lease=5)
    desk.now += timedelta(seconds=6)
    (second,) = desk.claim(owner="another")
    assert not first.unsure and second.unsure
    assert desk.wait(second, 0)
    assert desk.claim(owner="a third")[0].unsure


def test_what_was_given_back_surely_did_not_leave(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    (row,) = desk.claim()
    desk.wait(row, 0)
    assert not desk.claim()[0].unsure


def test_what_a_newer_edit_has_said_is_not_said_over_by_one_that_was_stuck(desk: Desk) -> None:
    """The worker with the late edit died; the newer one need not wait for it, and is the last."""
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(desk.edit("panel", "passed on", late=True))
    (stuck,) = desk.claim(owner="slow", lease=10)
    desk.emit(desk.edit("panel", "taken up again"))
    desk.now += timedelta(seconds=11)
    assert desk.drain() == ["taken up again"]
    assert not desk.wait(stuck, 0) and not desk.sent(stuck)
    assert desk.drain() == []
