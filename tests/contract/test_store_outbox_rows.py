"""What leaves, to the instant and to the row: whose place is taken, and whose not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Document, Durable, Edit, Erase, Home, Lookup, Post, Upload
from store import outbox, tables
from store.port import SqlRecords
from tests.contract.desk import TEAMS, Desk, card, told
from tests.contract.shelf import AT, Shelf


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(Shelf(database_url))
    yield made
    made.shelf.store.close()


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
    desk.emit(Home(desk.contact.account))
    (row,) = desk.claim()
    desk.emit(Home(other.account))
    assert desk.wait(row, 0)
    assert desk.drain() == ["home", "home"]
    desk.emit(Home(desk.contact.account))
    (row,) = desk.claim()
    desk.emit(Home(desk.contact.account))
    assert desk.wait(row, 0)
    assert desk.drain() == ["home"]


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
    desk.emit(Home(account), Home(other.account))
    desk.emit(desk.edit("a", "a changed"))
    old = desk.row(3)
    assert (old.state, old.settled_at) == (tables.SUPERSEDED, desk.now)
    assert desk.row(2) == sent, "what was sent stays sent"
    seen = desk.drain()
    assert sorted(seen) == ["a changed", "b changed", "home", "home", "look link"]


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


def test_a_deletion_waits_for_nobody_and_nobody_for_it(desk: Desk) -> None:
    desk.emit(desk.post("said"), Erase(desk.contact.account, "17"), desk.post("panel"))
    assert [told(row) for row in desk.claim()] == ["said", "erase 17"]


@pytest.mark.parametrize(("reach", "left"), [("ok", ["erase 17"]), ("blocked", [])])
def test_a_deletion_is_made_after_its_writer_left_but_not_where_nothing_arrives(
    desk: Desk, reach: str, left: list[str]
) -> None:
    account = desk.contact.account
    desk.emit(desk.post("said"), Erase(account, "17"))

    def leave(records: SqlRecords) -> None:
        known = records.hold(account)
        assert known is not None
        records.save_contact(replace(known, reach=reach))
        records.hush(account, desk.now)

    desk.shelf.do(leave)
    assert [told(row) for row in desk.claim()] == left


def test_what_is_queued_comes_out_as_it_went_in(desk: Desk) -> None:
    account = desk.contact.account
    whole: list[Durable] = [
        Post(account, "root", card("root")),
        Post(account, "panel", card("panel"), "root", "t1", 3, sound=False),
        desk.upload("proof", under="root"),
        Upload(account, "picture", Document("certificate.png", {}), "Here.", assignment="t1"),
        Edit(account, "panel", card("changed"), "t1", 4),
        Edit(account, "root", card("late"), "t1", 5, late=True),
        Home(account),
        Erase(account, "17", "t1"),
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
    desk.emit(Home(other.account), Lookup(other.account, "profile"))
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
