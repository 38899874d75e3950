"""A coordinator's word: who may come, who is the right person, who leaves; nobody is messaged."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.cards import Card, Post
from bot.events import Account
from bot.records import RETURNED, Contact, Person
from store import incidents, people
from store.people import Refused
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from store.port.people import INVITATION
from store.port.queue import QUEUE
from store.tables import HUSHED
from tests.contract.shelf import AT, Shelf, claimed

CODE = "abcdefghijklmnopqrst12"
MEMBER: dict[str, Any] = {"slack_member": "U77", "slack_team": "T1"}


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    shelf.project(1, overlap=1)
    return shelf


def invite(shelf: Shelf, code: str = CODE, who: str = "Dr Osei", **more: Any) -> dict[str, Any]:
    return people.invite(shelf.store, more.pop("project", "demo"), who, code, AT, **more)


def stranger(shelf: Shelf, user: str = "U77") -> Account:
    account = Account("slack", "T1", user)
    shelf.do(lambda records: records.meet(Contact(0, account)))
    return account


def waiting(shelf: Shelf, state: str = "waiting") -> Person:
    """Somebody who came by a link, and the question whether they are the right one."""

    def step(records: SqlRecords) -> Person:
        person, account = Person(0, "K. Osei", state), Account("telegram", "1", "99")
        person = records.add_person(person, AT)
        records.meet(Contact(0, account, person=person.id, name="@k_osei"))
        records.enrol(person.id, "demo", AT)
        records.incident("confirm", "Right person?", AT, person=person.id)
        return person

    return shelf.do(step)


def test_a_code_opens_once_and_is_kept_as_its_hash(shelf: Shelf) -> None:
    made = invite(shelf, who="  Dr\tOsei ")
    assert made == {
        "invitation": 1,
        "project": "demo",
        "name": "Dr Osei",
        "expires": "2026-03-05T09:00:00+00:00",
    }
    (row,) = shelf.do(lambda records: records.all(select(INVITATION)))
    assert CODE not in repr(row) and len(row.code_hash) == 64
    account = stranger(shelf)
    found = [shelf.do(lambda records: records.redeem(row.code_hash, account, AT)) for _ in range(2)]
    assert found[0] and not found[0].named and found[1] is None


def test_a_named_member_needs_no_code_and_is_the_right_person(shelf: Shelf) -> None:
    invite(shelf, "", **MEMBER)
    account = stranger(shelf)
    found = [shelf.do(lambda records: records.named(account, AT)) for _ in range(2)]
    assert found[0] and found[0].named and found[1] is None


def test_an_invitation_may_confirm_whoever_comes(shelf: Shelf) -> None:
    invite(shelf, confirmed=True)
    (row,) = shelf.do(lambda records: records.all(select(INVITATION)))
    assert row.confirmed


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"project": "nope"}, "There is no project nope: see rounds project list."),
        ({"who": " "}, "Say who it is for, in 1 to 100 characters."),
        ({"who": "x" * 101}, "Say who it is for, in 1 to 100 characters."),
        ({"hours": 0}, "An invitation is good for 1 to 336 hours."),
        ({"hours": 337}, "An invitation is good for 1 to 336 hours."),
        (
            {"slack_member": "U77"},
            "A Slack member needs their workspace, too: add --slack-team T….",
        ),
        (
            {"slack_team": "T1"},
            "A workspace alone names nobody: add --slack-member U….",
        ),
        (
            {"slack_member": "@osei", "slack_team": "T1"},
            "“@osei” is no member id: Slack shows it in the person's profile under ⋮, as U… or W….",
        ),
        (
            {"slack_member": "U77", "slack_team": "st-anna"},
            "“st-anna” is no workspace id: it stands in the address of Slack in a browser, as T….",
        ),
        ({"code": ""}, "An invitation needs a code or a Slack member."),
    ],
)
def test_what_makes_no_invitation(shelf: Shelf, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as found:
        invite(shelf, **more)
    assert str(found.value) == sentence
    assert people.invitations(shelf.store, AT) == []


def test_a_member_is_invited_once_until_that_is_revoked_or_over(shelf: Shelf) -> None:
    invite(shelf, "", **MEMBER)
    with pytest.raises(Refused, match="U77 is invited already, by invitation 1: revoke it first"):
        invite(shelf, "", **MEMBER)
    people.revoke(shelf.store, 1, AT)
    invite(shelf, "", **MEMBER)
    later = AT + timedelta(hours=72)
    people.invite(shelf.store, "demo", "Dr Osei", "", later, **MEMBER)


def test_a_member_who_is_known_types_a_code(shelf: Shelf) -> None:
    person, contact = shelf.person()
    with pytest.raises(Refused, match=rf"{person.name} \(active\): make a code instead"):
        invite(shelf, "", slack_member=contact.account.user, slack_team="T1")


def test_a_revoked_code_opens_nothing(shelf: Shelf) -> None:
    invite(shelf)
    (row,) = shelf.do(lambda records: records.all(select(INVITATION)))
    assert people.revoke(shelf.store, 1, AT) == {"invitation": 1, "state": "revoked"}
    account = stranger(shelf)
    assert shelf.do(lambda records: records.redeem(row.code_hash, account, AT)) is None
    for nobody in (1, 2):
        with pytest.raises(Refused, match=f"There is no open invitation {nobody}: "):
            people.revoke(shelf.store, nobody, AT)


def test_who_takes_part_and_who_may_still_come(shelf: Shelf) -> None:
    person = waiting(shelf)
    invite(shelf)
    invite(shelf, "", "Dr Lind", hours=1, **MEMBER)
    assert people.listing(shelf.store) == [
        {
            "id": person.id,
            "name": "K. Osei",
            "state": "waiting",
            "accounts": ["telegram 99 (1)"],
            "projects": ["demo"],
            "specialties": [],
        }
    ]
    assert [(i["id"], i["name"], i["account"]) for i in people.invitations(shelf.store, AT)] == [
        (1, "Dr Osei", ""),
        (2, "Dr Lind", "slack U77 (T1)"),
    ]
    later = AT + timedelta(hours=1)
    assert [i["id"] for i in people.invitations(shelf.store, later)] == [1]


@pytest.mark.parametrize(("before", "after"), [("waiting", "active"), ("joining", "joining")])
def test_whoever_is_confirmed_may_work_once_they_have_answered(
    shelf: Shelf, before: str, after: str
) -> None:
    person = waiting(shelf, before)
    done = people.confirm(shelf.store, person.id, AT)
    assert done == {"person": person.id, "name": "K. Osei", "state": after}
    assert shelf.do(lambda records: records.person(person.id)).confirmed
    assert incidents.listing(shelf.store, False) == [], "the question is answered"
    assert shelf.do(lambda records: records.all(select(OUTBOX))) == [], "nobody is messaged"
    assert people.confirm(shelf.store, person.id, AT) == done, "twice does no harm"


@pytest.mark.parametrize("state", ["left", "removed", "declined"])
def test_who_takes_no_part_is_not_confirmed(shelf: Shelf, state: str) -> None:
    person = waiting(shelf, state)
    with pytest.raises(Refused, match=rf"^K\. Osei takes no part \({state}\): invite them again"):
        people.confirm(shelf.store, person.id, AT)


def test_nobody_is_confirmed_or_removed_who_is_not_there(shelf: Shelf) -> None:
    waiting(shelf)
    for decide in (people.confirm, people.remove):
        with pytest.raises(Refused, match=r"^There is no person 5: see rounds people list\.$"):
            decide(shelf.store, 5, AT)


def test_whoever_is_removed_gives_back_what_lay_open_and_hears_nothing(shelf: Shelf) -> None:
    person, contact = shelf.person()

    def work(records: SqlRecords) -> str:
        item = claimed(records, person.id)
        assert item
        made = shelf.offer(records, contact, item.id)
        records.emit(Post(contact.account, "m:1", Card(())), AT)
        return made.id

    assignment = shelf.do(work)
    done = people.remove(shelf.store, person.id, AT)
    assert done["state"] == "removed"

    def look(records: SqlRecords) -> tuple[Any, ...]:
        stored = records.assignment(assignment)
        assert stored
        (slot,) = records.all(select(QUEUE))
        (row,) = records.all(select(OUTBOX))
        gone = records.person(person.id)
        return stored.state, slot.remaining, slot.is_open, row.state, gone.confirmed, gone.consent

    assert shelf.do(look) == (RETURNED, 1, True, HUSHED, False, 0)
    with pytest.raises(Refused, match="was removed already"):
        people.remove(shelf.store, person.id, AT)


def test_removing_while_they_are_at_work_loses_neither(shelf: Shelf) -> None:
    """What a person does at that instant is decided before or after, never half of it."""
    person, contact = shelf.person()

    def press(records: SqlRecords) -> str:
        assert records.hold(contact.account)
        found = records.person(person.id)
        if found.state == "active":
            records.save_person(replace(found, reminders=True), AT)
        return found.state

    before = [shelf.store.submit(press) for _ in range(20)]
    people.remove(shelf.store, person.id, AT)
    after = [shelf.store.submit(press) for _ in range(5)]
    assert {future.result() for future in before} <= {"active", "removed"}
    assert {future.result() for future in after} == {"removed"}
    assert shelf.do(lambda records: records.person(person.id)).state == "removed"


def test_two_first_messages_of_one_account_meet_it_once(shelf: Shelf) -> None:
    """One of them would otherwise fail on the other's row, and be of no use."""
    account, began = Account("slack", "T1", "U77"), threading.Event()

    def first(records: SqlRecords) -> int:
        assert records.hold(account) is None
        began.set()
        threading.Event().wait(0.3)
        return records.meet(Contact(0, account)).id

    def second(records: SqlRecords) -> int:
        return (records.hold(account) or records.meet(Contact(0, account))).id

    one = shelf.store.submit(first)
    assert began.wait(10)
    two = shelf.store.submit(second)
    assert one.result(10) == two.result(10)


def test_a_removal_waits_for_what_they_are_doing_and_stands(shelf: Shelf) -> None:
    """What they began before it would otherwise be written over it, and let them in again."""
    person, contact = shelf.person()
    began, decided = threading.Event(), threading.Event()

    def press(records: SqlRecords) -> None:
        assert records.hold(contact.account)
        found = records.person(person.id)
        began.set()
        decided.wait(0.3)
        records.save_person(replace(found, reminders=True), AT)

    pressed = shelf.store.submit(press)
    assert began.wait(10)
    people.remove(shelf.store, person.id, AT)
    decided.set()
    pressed.result(10)
    gone = shelf.do(lambda records: records.person(person.id))
    assert (gone.state, gone.reminders) == ("removed", False)
