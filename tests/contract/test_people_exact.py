"""Invitations to the instant and to the letter; what a removal and a confirmation leave alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.cards import Card, Post
from bot.events import Account
from bot.records import RETURNED, Contact, Person
from store import people
from store.people import Refused
from store.port import SqlRecords
from store.port.leaving import INCIDENT, OUTBOX
from store.port.people import INVITATION
from store.port.queue import QUEUE
from store.tables import HUSHED, PENDING
from tests.contract.shelf import AT, Shelf, claimed
from tests.contract.test_people import CODE, MEMBER, invite, stranger, waiting


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    shelf.project(1, overlap=1)
    return shelf


def test_nobody_is_made_up(shelf: Shelf) -> None:
    with pytest.raises(LookupError, match="no such person"):
        shelf.do(lambda records: records.person(99))
    with pytest.raises(LookupError, match="no such project"):
        shelf.do(lambda records: records.project("nope"))
    with pytest.raises(LookupError, match="no contact for this account"):
        shelf.do(lambda records: records.contact_id(Account("slack", "T1", "U99")))


def test_who_finishes_a_task_that_was_passed_on_gives_back_no_slot_when_removed(
    shelf: Shelf,
) -> None:
    """Their answer would have been an extra one: the slot is somebody else's already."""
    person, contact = shelf.person()

    def work(records: SqlRecords) -> str:
        item = claimed(records, person.id)
        assert item
        return shelf.offer(records, contact, item.id, extra=True, question="ranking").id

    assignment = shelf.do(work)
    people.remove(shelf.store, person.id, AT)
    (slot,) = shelf.do(lambda records: records.all(select(QUEUE)))
    stored = shelf.do(lambda records: records.assignment(assignment))
    assert stored and (stored.state, slot.remaining, slot.is_open) == (RETURNED, 0, False)
    assert (stored.turn, stored.question) == (2, "")


@pytest.mark.parametrize(
    "account",
    [
        Account("slack", "T1", "U78"),
        Account("slack", "T2", "U77"),
        Account("telegram", "T1", "U77"),
    ],
)
def test_an_invitation_is_for_the_member_it_names(shelf: Shelf, account: Account) -> None:
    invite(shelf, "", **MEMBER)
    shelf.do(lambda records: records.meet(Contact(0, account)))
    assert shelf.do(lambda records: records.named(account, AT)) is None
    right = stranger(shelf)
    found = shelf.do(lambda records: records.named(right, AT))
    assert found and (found.project, found.name) == ("demo", "Dr Osei")


def test_an_invitation_is_over_at_its_last_instant(shelf: Shelf) -> None:
    invite(shelf, hours=2)
    invite(shelf, "", hours=2, **MEMBER)
    account, end = stranger(shelf), AT + timedelta(hours=2)
    digest = shelf.do(lambda records: records.all(select(INVITATION)))[0].code_hash
    assert shelf.do(lambda records: records.redeem(digest, account, end)) is None
    assert shelf.do(lambda records: records.named(account, end)) is None
    assert people.invitations(shelf.store, end) == []
    with pytest.raises(Refused):
        people.revoke(shelf.store, 1, end)
    before = end - timedelta(seconds=1)
    assert len(people.invitations(shelf.store, before)) == 2
    assert shelf.do(lambda records: records.redeem(digest, account, before))
    assert shelf.do(lambda records: records.named(account, before))


def test_who_used_an_invitation_and_when_is_kept(shelf: Shelf) -> None:
    invite(shelf)
    invite(shelf, CODE[::-1], "Dr Lind")
    digest = shelf.do(lambda records: records.all(select(INVITATION)))[0].code_hash
    stranger(shelf, "U76")
    account, later = stranger(shelf), AT + timedelta(hours=1)
    shelf.do(lambda records: records.redeem(digest, account, later))
    used, unused = shelf.do(lambda r: r.all(select(INVITATION).order_by(INVITATION.c.id)))
    assert (used.used_at, used.used_by) == (later, shelf.do(lambda r: r.contact_id(account)))
    assert (unused.used_at, unused.used_by) == (None, 0)
    with pytest.raises(Refused, match="no open invitation 1"):
        people.revoke(shelf.store, 1, later)
    people.revoke(shelf.store, 2, later)
    revoked = shelf.do(lambda r: r.all(select(INVITATION).order_by(INVITATION.c.id)))[1]
    assert revoked.revoked_at == later


def test_a_name_uses_its_own_invitation_and_no_other(shelf: Shelf) -> None:
    invite(shelf, CODE, "Dr Lind")
    invite(shelf, "", **MEMBER)
    account = stranger(shelf)
    found = shelf.do(lambda records: records.named(account, AT))
    rows = shelf.do(lambda r: r.all(select(INVITATION).order_by(INVITATION.c.id)))
    assert found and (found.id, found.name) == (2, "Dr Osei")
    assert [row.used_at for row in rows] == [None, AT]


def test_somebody_who_only_looked_in_can_still_be_invited(shelf: Shelf) -> None:
    stranger(shelf)
    assert invite(shelf, "", **MEMBER)["invitation"] == 1


def test_a_confirmation_answers_its_own_question_and_no_other(shelf: Shelf) -> None:
    osei = waiting(shelf)

    def more(records: SqlRecords) -> int:
        lind = records.add_person(replace(osei, id=0, name="Dr Lind"), AT)
        records.incident("confirm", "Right person?", AT, person=lind.id)
        records.incident("report", "names", AT, person=osei.id, assignment="a1")
        return lind.id

    lind = shelf.do(more)
    later = AT + timedelta(hours=1)
    people.confirm(shelf.store, osei.id, later)
    rows = shelf.do(lambda records: records.all(select(INCIDENT).order_by(INCIDENT.c.id)))
    told = [(row.kind, row.person, row.assignment, row.state, row.closed_at) for row in rows]
    assert told == [
        ("confirm", osei.id, "", "closed", later),
        ("confirm", lind, "", "open", None),
        ("report", osei.id, "a1", "open", None),
    ]
    people.confirm(shelf.store, osei.id, later + timedelta(hours=1))
    again = shelf.do(lambda records: records.all(select(INCIDENT).order_by(INCIDENT.c.id)))
    assert again[0].closed_at == later, "closed once"


def test_whoever_is_removed_falls_silent_on_every_account_and_nobody_else(shelf: Shelf) -> None:
    person, contact = shelf.person()
    _, other = shelf.person()
    phone = Account("telegram", "1", "7")

    def talk(records: SqlRecords) -> None:
        records.meet(Contact(0, phone, person=person.id))
        records.save_person(replace(person, page="who", reminders=True, consent=1), AT)
        for number, account in enumerate((contact.account, phone, other.account)):
            records.emit(Post(account, f"m:{number}", Card(())), AT)

    shelf.do(talk)
    done = people.remove(shelf.store, person.id, AT)
    assert done == {"person": person.id, "name": person.name, "state": "removed"}
    rows = shelf.do(lambda records: records.all(select(OUTBOX).order_by(OUTBOX.c.id)))
    assert [row.state for row in rows] == [HUSHED, HUSHED, PENDING]
    gone = shelf.do(lambda records: records.person(person.id))
    assert (gone.page, gone.reminders, gone.consent, gone.confirmed) == ("", False, 0, False)


def test_projects_are_told_in_the_order_of_coming_and_once(shelf: Shelf) -> None:
    shelf.project(1, name="a later one")
    person, _ = shelf.person("demo")

    def enrol(records: SqlRecords) -> list[str]:
        before = [one.id for one in records.projects(person.id)]
        records.enrol(person.id, "a later one", AT + timedelta(days=1))
        records.enrol(person.id, "demo", AT + timedelta(days=2))
        return [*before, *[one.id for one in records.projects(person.id)]]

    assert shelf.do(enrol) == ["demo", "demo", "a later one"]
    taken = shelf.do(lambda records: claimed(records, person.id))
    assert taken and taken.project == "demo", "its row is written again, behind the other"
    (told,) = people.listing(shelf.store)
    assert told["projects"] == ["demo", "a later one"]


def test_people_are_told_in_the_order_of_coming(shelf: Shelf) -> None:
    first, second = waiting(shelf), shelf.person()[0]
    people.confirm(shelf.store, first.id, AT)
    assert [one["id"] for one in people.listing(shelf.store)] == [first.id, second.id]


def test_who_has_no_name_is_told_by_number(shelf: Shelf) -> None:
    person = shelf.do(lambda records: records.add_person(Person(0, "", "waiting"), AT))
    assert people.confirm(shelf.store, person.id, AT)["name"] == f"Person {person.id}"
    assert people.listing(shelf.store)[0]["accounts"] == []


def test_a_member_of_one_workspace_is_not_the_one_of_another(shelf: Shelf) -> None:
    invite(shelf, "", **MEMBER)
    assert invite(shelf, "", slack_member="U77", slack_team="T2")["invitation"] == 2
    assert invite(shelf, "", slack_member="U78", slack_team="T1")["invitation"] == 3
    _, known = shelf.person()
    assert invite(shelf, "", slack_member=known.account.user, slack_team="T2")["invitation"] == 4
    _, other = shelf.person(platform="telegram")
    assert invite(shelf, "", slack_member=other.account.user, slack_team="T1")["invitation"] == 5


@pytest.mark.parametrize(("who", "hours"), [("X", 1), ("x" * 100, 336)])
def test_the_shortest_and_the_longest_that_may_be(shelf: Shelf, who: str, hours: int) -> None:
    made = invite(shelf, who=who, hours=hours)
    assert (made["name"], made["expires"]) == (who, (AT + timedelta(hours=hours)).isoformat())


def test_what_about_nobody_and_nothing_is_noted_is_about_nobody(shelf: Shelf) -> None:
    shelf.do(lambda records: records.incident("note", "look", AT))
    (row,) = shelf.do(lambda records: records.all(select(INCIDENT)))
    assert (row.person, row.assignment, row.state, row.at) == (0, "", "open", AT)


def test_what_is_saved_of_one_person_is_of_no_other(shelf: Shelf) -> None:
    (one, _), (other, _) = shelf.person(), shelf.person()
    changed = replace(one, reminders=True, zone="Europe/Paris")
    shelf.do(lambda records: records.save_person(changed, AT))
    assert shelf.do(lambda r: [r.person(each.id) for each in (one, other)]) == [changed, other]


def test_nobody_has_the_projects_of_another(shelf: Shelf) -> None:
    shelf.project(1, name="other")
    (one, _), (other, _) = shelf.person("demo"), shelf.person("other")
    told = shelf.do(lambda r: [[p.id for p in r.projects(each.id)] for each in (one, other)])
    assert told == [["demo"], ["other"]]


def test_a_name_opens_by_a_second_invitation_when_the_first_is_over(shelf: Shelf) -> None:
    invite(shelf, "", hours=1, **MEMBER)
    later = AT + timedelta(hours=2)
    people.invite(shelf.store, "demo", "Dr Osei", "", later, **MEMBER)
    account = stranger(shelf)
    found = shelf.do(lambda records: records.named(account, later))
    assert found and found.id == 2


def test_what_is_saved_of_one_account_is_of_no_other(shelf: Shelf) -> None:
    (_, one), (_, other) = shelf.person(), shelf.person()
    shelf.do(lambda records: records.save_contact(replace(one, name="Changed", reach="blocked")))
    assert shelf.do(lambda records: records.hold(other.account)) == other
    changed = replace(one, name="Changed", reach="blocked")
    assert shelf.do(lambda records: records.hold(one.account)) == changed
    looked = shelf.do(lambda r: [r.contact(each.account) for each in (one, other)])
    assert looked == [changed, other]


def test_orders_are_those_of_one_task(shelf: Shelf) -> None:
    first, second = shelf.project(2, name="two")
    people_there = [shelf.person("two") for _ in range(3)]
    for task, (_, contact) in zip((first, second, second), people_there, strict=True):
        shelf.do(lambda records, c=contact, t=task: shelf.offer(records, c, t))  # type: ignore[misc]
    assert shelf.do(lambda records: records.orders(first)) == [(0, 1)]
    assert shelf.do(lambda records: records.orders(second)) == [(0, 1)] * 2
