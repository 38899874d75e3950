"""Somebody comes in, or comes back: to which project, by whose word, and with what they chose."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.cards import words
from bot.records import DONE
from bot.words import CONFIRMING, NEED_INVITATION, NOTHING_WAITING
from store import audit, incidents, people
from store.port.people import CHOICE
from tests.conversation.conftest import Begin
from tests.conversation.test_outside import CODE, OTHER, in_first_contact, person
from tests.talk import task

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


@both
def test_a_second_invitation_opens_a_second_project(
    begin: Begin, platform: str, tmp_path: Any
) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei")
    for number, (name, code) in enumerate((("Skin", CODE), ("Heart", OTHER)), start=2):
        (tmp_path / name).mkdir()
        talk.project([task(number, ask=["rank"])], tmp_path / name, project=name, title=name)
        people.invite(talk.store, name, "Dr Osei", code, talk.now)
        before = len(osei.texts())
        osei.opens("start", code) if name == "Skin" else osei.says(f"join {code}")
        assert osei.texts()[before:] == [f"You can now work on {name}. Type next for a task."]
    used = [one for one in audit.listing(talk.store) if one["action"] == "invitation used"]
    assert len(used) == 2 and person(osei).state == "active"
    who = person(osei).id
    for _ in range(3):
        osei.says("next").presses("Level").presses("Yes")
    done = talk.store.submit(lambda it: it.assignments(who, DONE, 9)).result()
    assert {one.project for one in done} == {"demo", "Skin", "Heart"}


@both
def test_one_who_left_comes_back_by_a_passed_on_link_and_is_asked_about(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("leave").presses("Yes, leave")
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei.opens("start", CODE)
    assert not person(osei).confirmed
    for label in ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't", "No"):
        osei.presses(label)
    osei.presses("Correct").sees(CONFIRMING)
    assert person(osei).state == "waiting"


@both
def test_every_choice_is_appended_as_it_was_made(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei")
    osei.says("settings").presses("Reminders").presses("Yes, remind me")
    rows = talk.store.read(lambda look: look.execute(select(CHOICE).order_by(CHOICE.c.id)).all())
    assert [(row.page, row.choice) for row in rows] == [
        ("who", "Continue"),
        ("terms", "Continue"),
        ("rights", "Continue"),
        ("part", "Take part"),
        ("remind", "No reminders"),
        ("quote", "Don't quote"),
        ("reader", "No"),
        ("zone", "Correct"),
        ("remind", "Yes, remind me"),
    ]
    who = person(osei)
    assert {(row.person, row.at, row.version) for row in rows} == {(who.id, talk.now, who.consent)}
    assert (who.page, who.reminders, who.quoting, who.screen_reader) == ("", True, False, False)
    osei.says("where").sees("No task is open.")


@both
@pytest.mark.parametrize(
    ("labels", "kept"),
    [
        (("Yes, remind me", "May be quoted", "Yes", "Yes"), (True, True, True, True)),
        (("No reminders", "Don't", "No", "No"), (False, False, False, False)),
        (("Yes, remind me", "Don't", "Yes", "No"), (True, False, True, False)),
    ],
)
def test_what_is_chosen_is_what_is_kept(
    begin: Begin, platform: str, labels: tuple[str, ...], kept: tuple[bool, ...]
) -> None:
    talk = begin(task(1), coordinators=["Sam Lee"])
    osei = in_first_contact(talk, platform)
    for label in ("Continue", "Continue", "Continue", "Take part", *labels, "Correct"):
        osei.presses(label)
    who = person(osei)
    assert (who.reminders, who.quoting, who.managed, who.screen_reader) == kept
    assert (who.consent, who.page) == (talk.rules.consent, "")


def test_home_tells_what_was_set(begin: Begin) -> None:
    osei = begin(task(1)).joined("slack", "U1", "Dr Osei").says("next")
    osei.presses("Skip").presses("Not my field").opens("home")
    assert osei.home and NOTHING_WAITING not in words(osei.home)
    osei.says("settings").presses("Reminders").presses("Yes, remind me")
    assert NOTHING_WAITING in words(osei.home)


def test_who_was_removed_is_not_let_in_by_a_name_that_still_stands(begin: Begin) -> None:
    """Invited by name, and came by a code: the name was never used."""
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", "", talk.now, slack_member="U1", slack_team="T1")
    osei = in_first_contact(talk)
    people.remove(talk.store, person(osei).id, talk.now)
    osei.says("hello").sees(NEED_INVITATION)
    assert person(osei).state == "removed"


@both
def test_one_who_left_comes_back_to_another_project(
    begin: Begin, platform: str, tmp_path: Any
) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next").says("leave").presses("Yes, leave")
    (tmp_path / "skin").mkdir()
    talk.project([task(2)], tmp_path / "skin", project="skin", title="Skin")
    people.invite(talk.store, "skin", "Dr Osei", CODE, talk.now, confirmed=True)
    osei.opens("start", CODE)
    for label in ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't", "No"):
        osei.presses(label)
    osei.presses("Correct").says("next").sees("My child number 2 has had")


@both
def test_whoever_comes_by_a_link_is_asked_about(begin: Begin, platform: str) -> None:
    """It could have been passed on: a coordinator says whether this is the right person."""
    talk = begin(task(1))
    osei = in_first_contact(talk, platform)
    (asked,) = incidents.listing(talk.store, every=True)
    assert (asked["kind"], asked["person"]) == ("confirm", person(osei).id)
    who = f"Dr Osei ({platform} U1)"
    assert asked["text"] == f"{who} joined with Dr Osei's link. Right person?"


@both
def test_whoever_was_vouched_for_is_in_at_once(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now, confirmed=True)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    for label in ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't", "No"):
        osei.presses(label)
    osei.presses("Correct").sees("You're in.").presses("Next task").sees("Which answer is better")
    assert incidents.listing(talk.store, every=True) == []
