"""What leaves: in order within a chat, one at a time, newest edit only, fenced against the late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.cards import Card, Edit, Home, Lookup, Post
from bot.records import Contact
from bot.step import line
from store import Leased, outbox, tables
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from tests.contract.shelf import AT, Shelf

TEAMS = (("slack", "T1"),)


class Desk:
    """An outbox of one person, and a pump with one hand."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        _, self.contact = shelf.person()
        self.now = AT

    def emit(self, *outs: Post | Edit | Home | Lookup) -> None:
        for out in outs:
            self.shelf.do(lambda records, out=out: records.emit(out, self.now))  # type: ignore[misc]

    def post(self, name: str, under: str = "", to: Contact | None = None) -> Post:
        return Post((to or self.contact).account, name, card(name), under)

    def edit(self, name: str, text: str, late: bool = False) -> Edit:
        return Edit(self.contact.account, name, card(text), late=late)

    def claim(self, room: int = 9, owner: str = "me", lease: float = 60) -> list[Leased]:
        at = self.now
        return self.shelf.do(lambda r: outbox.claim(r, owner, TEAMS, at, lease, room))

    def sent(self, row: Leased, ref: str = "", channel: str = "") -> bool:
        return self.shelf.do(lambda r: outbox.sent(r, row, ref or row.ref, channel, self.now))

    def wait(self, row: Leased, seconds: float, **more: bool) -> bool:
        until = self.now + timedelta(seconds=seconds)
        return self.shelf.do(lambda r: outbox.wait(r, row, until, "later", **more))

    def row(self, which: int = -1) -> Any:
        """A row as it is stored; by default the newest."""
        return self.shelf.do(lambda r: r.all(select(OUTBOX).order_by(OUTBOX.c.id)))[which]

    def drain(self) -> list[str]:
        """Send everything; what was seen, in order."""
        seen: list[str] = []
        while rows := self.claim():
            for row in rows:
                assert self.sent(row, f"ref-{len(seen)}")
                seen.append(told(row))
        return seen


def card(text: str) -> Card:
    return Card((line(text),))


def told(row: Leased) -> str:
    if isinstance(row.out, Lookup):
        return f"look {row.out.what}"
    return row.out.card.body[0][0].text


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
    desk.emit(desk.post("one"), Home(account, card("old home")), Home(account, card("home")))
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


def test_a_chat_s_newest_edit_is_of_its_own_message(desk: Desk) -> None:
    """An edit that failed is only left out for a newer one of the same message."""
    _, other = desk.shelf.person()
    desk.emit(desk.post("a"), desk.post("b"), desk.post("other", to=other))
    desk.drain()
    desk.emit(desk.edit("a", "a changed"))
    (row,) = desk.claim()
    desk.emit(desk.edit("b", "b changed"), Lookup(desk.contact.account, "link", "a"))
    assert desk.wait(row, 0)
    assert desk.drain() == ["a changed", "b changed", "look link"]


def test_a_home_that_failed_is_left_out_for_a_newer_one_of_the_same_person(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(Home(desk.contact.account, card("home")))
    (row,) = desk.claim()
    desk.emit(Home(other.account, card("other home")))
    assert desk.wait(row, 0)
    assert sorted(desk.drain()) == ["home", "other home"]
    desk.emit(Home(desk.contact.account, card("old home")))
    (row,) = desk.claim()
    desk.emit(Home(desk.contact.account, card("new home")))
    assert desk.wait(row, 0)
    assert desk.drain() == ["new home"]


def test_an_edit_that_waited_for_nothing_newer_is_sent_again(desk: Desk) -> None:
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(desk.edit("panel", "first"))
    assert desk.drain() == ["first"]
    desk.emit(desk.edit("panel", "second"))
    (row,) = desk.claim()
    assert desk.wait(row, 0)
    assert desk.drain() == ["second"]


def test_a_claim_takes_what_there_is_room_for_oldest_first_and_late_ones_last(desk: Desk) -> None:
    others = [desk.shelf.person()[1] for _ in range(3)]
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(desk.edit("panel", "late", late=True))
    desk.emit(*[desk.post(f"m{number}", to=other) for number, other in enumerate(others)])
    rooms = [[told(row) for row in desk.claim(room=2)] for _ in range(3)]
    assert rooms == [["m0", "m1"], ["m2", "late"], []]


def test_a_lease_is_over_at_its_last_instant(desk: Desk) -> None:
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(desk.edit("panel", "late", late=True))
    (stuck,) = desk.claim(owner="slow", lease=10)
    desk.emit(desk.post("answer"))
    desk.now += timedelta(seconds=9)
    assert desk.claim() == []
    desk.now += timedelta(seconds=1)
    assert [told(row) for row in desk.claim(owner="quick", room=1)] == ["answer"]
    desk.now += timedelta(seconds=60)
    assert desk.drain() == ["answer", "late"] and not desk.sent(stuck)


def test_a_wait_is_over_at_its_last_instant(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    (row,) = desk.claim()
    assert desk.wait(row, 5)
    desk.now += timedelta(seconds=4)
    assert desk.claim() == []
    desk.now += timedelta(seconds=1)
    assert [told(row) for row in desk.claim()] == ["one"]


def test_what_may_have_arrived_stays_so_through_every_hand(desk: Desk) -> None:
    desk.emit(desk.post("one"))
    (row,) = desk.claim()
    assert desk.wait(row, 0, unsure=True)
    for _ in range(3):
        (row,) = desk.claim()
        assert row.unsure
        assert desk.wait(row, 0)


def test_the_address_of_a_press_is_its_message_s_own_and_good_for_25_minutes(desk: Desk) -> None:
    account = desk.contact.account
    desk.emit(desk.post("a"), desk.post("b"))
    desk.drain()
    for ref in ("ref-0", "ref-1"):
        desk.shelf.do(lambda r, ref=ref: r.redrawable(account, ref, f"https://{ref}", desk.now))  # type: ignore[misc]
    for turn in range(4):
        desk.emit(desk.edit("a", f"turn {turn}"))
        (row,) = desk.claim()
        assert row.redraw == "https://ref-0"
        desk.sent(row)
    desk.now += timedelta(minutes=25)
    desk.emit(desk.edit("b", "changed"))
    (row,) = desk.claim()
    assert row.redraw == "https://ref-1"
    desk.sent(row)
    desk.now += timedelta(seconds=1)
    desk.emit(desk.edit("b", "changed again"))
    assert [row.redraw for row in desk.claim()] == [""]


def test_looking_a_message_up_uses_no_address(desk: Desk) -> None:
    account = desk.contact.account
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.shelf.do(lambda r: r.redrawable(account, "ref-0", "https://press", desk.now))
    desk.emit(Lookup(account, "link", "panel"), Lookup(account, "profile"))
    looks = {told(row): row for row in desk.claim()}
    assert (looks["look link"].ref, looks["look link"].redraw) == ("ref-0", "")
    assert (looks["look profile"].ref, looks["look profile"].redraw) == ("", "")


def test_each_message_has_its_own_reference_and_each_person_their_own_chat(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(desk.post("mine"), desk.post("theirs", to=other))
    mine, theirs = desk.claim()
    assert desk.sent(mine, "1.1", "D7") and desk.sent(theirs, "2.2", "D8")
    desk.emit(desk.edit("mine", "changed"), Edit(other.account, "theirs", card("changed")))
    assert [(row.ref, row.channel) for row in desk.claim()] == [("1.1", "D7"), ("2.2", "D8")]


def test_a_chat_is_kept_when_the_platform_does_not_name_it(desk: Desk) -> None:
    desk.emit(desk.post("one"), desk.post("two"))
    (row,) = desk.claim()
    desk.sent(row, "1", "")
    (row,) = desk.claim()
    assert row.channel == "D1"


@pytest.mark.parametrize("team", [("slack", "T2"), ("telegram", "T1"), ("telegram", "1")])
def test_another_workspace_and_another_platform_are_not_this_one(
    desk: Desk, team: tuple[str, str]
) -> None:
    desk.emit(desk.post("one"))
    now = desk.now
    assert desk.shelf.do(lambda r: outbox.claim(r, "me", (team,), now, 60, 9)) == []
    both = (team, TEAMS[0])
    assert len(desk.shelf.do(lambda r: outbox.claim(r, "me", both, now, 60, 9))) == 1


def test_a_settled_row_is_in_nobody_s_hands_and_says_when_and_why(desk: Desk) -> None:
    desk.emit(desk.post("one"), desk.post("two"))
    (one,) = desk.claim()
    desk.wait(one, 0)
    assert (desk.row(0).why, desk.row(0).owner) == ("later", "")
    (one,) = desk.claim()
    assert desk.sent(one, "1")
    (two,) = desk.claim()
    assert desk.shelf.do(lambda r: outbox.dead(r, two, "refused", desk.now))
    told = [(desk.row(n).state, desk.row(n).why, desk.row(n).settled_at) for n in (0, 1)]
    assert told == [(tables.SENT, "", AT), (tables.DEAD, "refused", AT)]
    for row in (desk.row(0), desk.row(1)):
        assert (row.owner, row.lease_until) == ("", tables.EPOCH)
    assert not desk.sent(one, "1") and not desk.wait(two, 0)


def test_an_edit_of_what_never_left_says_why_it_ended(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(desk.post("bad"), desk.edit("bad", "changed"), desk.post("good", to=other))
    bad, _ = desk.claim()
    desk.shelf.do(lambda r: outbox.dead(r, bad, "refused", desk.now))
    desk.emit(desk.post("good too", to=desk.shelf.person()[1]))
    assert [told(row) for row in desk.claim()] == ["good too"]  # and no stop at the edit
    assert (desk.row(1).state, desk.row(1).why) == (tables.DEAD, outbox.UNSENT_MESSAGE)


def test_a_newer_edit_takes_the_place_of_its_own_kind_only(desk: Desk) -> None:
    """Of the same message, and not sent yet; everybody's Home is their own."""
    _, other = desk.shelf.person()
    account = desk.contact.account
    desk.emit(desk.post("a"), desk.post("b"))
    desk.drain()
    desk.emit(desk.edit("a", "a sent"))
    desk.drain()
    sent = desk.row()
    desk.now += timedelta(seconds=1)
    desk.emit(desk.edit("a", "a old"), desk.edit("b", "b changed"), Lookup(account, "link", "a"))
    desk.emit(Home(account, card("home")), Home(other.account, card("other home")))
    desk.emit(desk.edit("a", "a changed"))
    old = desk.row(3)
    assert (old.state, old.settled_at) == (tables.SUPERSEDED, desk.now)
    assert desk.row(2) == sent, "what was sent stays sent"
    seen = desk.drain()
    assert sorted(seen) == ["a changed", "b changed", "home", "look link", "other home"]


def test_hushed_is_what_waits_for_one_person(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(desk.post("gone"), desk.post("theirs", to=other), desk.post("mine"))
    desk.emit(Lookup(desk.contact.account, "profile"))
    (mine, theirs, look) = desk.claim()
    assert desk.sent(mine, "1")
    desk.now += timedelta(seconds=1)
    account = desk.contact.account
    assert desk.shelf.do(lambda records: records.hush(account, desk.now)) == []
    states = [(desk.row(n).state, desk.row(n).settled_at) for n in range(4)]
    assert states == [
        (tables.SENT, AT),
        (tables.PENDING, None),
        (tables.HUSHED, desk.now),
        (tables.HUSHED, desk.now),
    ]
    assert desk.sent(theirs, "2") and desk.sent(look)


def test_whose_tasks_were_not_shown_is_told_when_their_messages_fall_silent(desk: Desk) -> None:
    account = desk.contact.account
    for name, assignment in (("q1", "t1"), ("a1", "t1"), ("q2", "t2"), ("hello", "")):
        desk.emit(Post(account, name, card(name), assignment=assignment))
    desk.emit(desk.edit("q1", "changed"))
    desk.emit(Edit(account, "q1", card("again"), assignment="t9"))
    assert desk.shelf.do(lambda records: records.hush(account, desk.now)) == ["t1", "t2"]


def test_what_is_queued_comes_out_as_it_went_in(desk: Desk) -> None:
    account = desk.contact.account
    whole: list[Post | Edit | Home | Lookup] = [
        Post(account, "root", card("root")),
        Post(account, "panel", card("panel"), "root", "t1", 3, sound=False),
        Edit(account, "panel", card("changed"), "t1", 4),
        Edit(account, "root", card("late"), "t1", 5, late=True),
        Home(account, card("home")),
        Lookup(account, "link", "root"),
        Lookup(account, "profile"),
    ]
    desk.emit(*whole)
    seen = []
    while rows := desk.claim():
        for row in rows:
            assert desk.sent(row, row.ref or f"ref-{row.id}")
            seen.append(row.out)
    assert sorted(map(repr, seen)) == sorted(map(repr, whole))


def test_what_is_queued_for_the_unreachable_is_silent_from_the_first(desk: Desk) -> None:
    def emit(records: SqlRecords) -> bool:
        records.emit(desk.post("one"), desk.now)
        return records.queued

    def leave(records: SqlRecords) -> None:
        known = records.hold(desk.contact.account)
        assert known is not None
        records.save_contact(replace(known, reach="blocked"))

    assert desk.shelf.do(emit)
    desk.shelf.do(leave)
    desk.emit(desk.post("two"))
    assert (desk.row().state, desk.row().settled_at) == (tables.HUSHED, AT)
    assert (desk.row(0).state, desk.row(0).settled_at) == (tables.PENDING, None)


def test_home_and_a_profile_leave_before_what_is_late(desk: Desk) -> None:
    _, other = desk.shelf.person()
    desk.emit(desk.post("panel"))
    desk.drain()
    desk.emit(desk.edit("panel", "late", late=True))
    desk.emit(Home(other.account, card("home")), Lookup(other.account, "profile"))
    rooms = [told(row) for _ in range(3) for row in desk.claim(room=1)]
    assert rooms == ["home", "look profile", "late"]


def test_what_has_been_said_outdates_older_edits_of_its_own_message(desk: Desk) -> None:
    desk.emit(desk.post("a"), desk.post("b"))
    desk.drain()
    desk.emit(desk.edit("a", "a first"))
    desk.drain()
    first = desk.row()
    desk.emit(desk.edit("a", "a stuck", late=True))
    desk.emit(desk.edit("b", "b late", late=True))
    assert [told(row) for row in desk.claim(owner="slow", lease=0)] == ["a stuck"]
    desk.emit(desk.edit("a", "a now"))
    (now,) = desk.claim(room=1)
    assert told(now) == "a now"
    desk.emit(desk.edit("a", "a later", late=True))
    desk.now += timedelta(seconds=1)
    assert desk.sent(now)
    stuck = desk.row(3)
    assert (stuck.state, stuck.settled_at) == (tables.SUPERSEDED, desk.now)
    assert desk.row(2) == first, "what was sent stays sent"
    assert desk.drain() == ["b late", "a later"]
