"""A task that people say is broken stops for everybody else, until a coordinator has looked."""

from pathlib import Path

import pytest

from bot.cards import words
from bot.port import Records
from bot.records import Assignment
from store import audit, incidents, people, tasks
from tests.conversation.conftest import Begin
from tests.conversation.test_orders import stored
from tests.talk import Chat, Talk, task

RANK = ["rank"]
HELD = "Nobody else gets this task until a coordinator has looked."

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def team(begin: Begin, platform: str, people: int) -> list[Chat]:
    """So many people, each with the same first task open, which five are wanted for."""
    talk = begin(task(1, ask=RANK), task(2, ask=RANK), annotators_per_task=5)
    return [
        talk.member(platform, f"U{number}", f"Dr {number}").says("next") for number in range(people)
    ]


def reports(chat: Chat, what: str) -> Chat:
    return chat.presses("More").presses("Something is wrong").presses(what)


def kinds(talk: Talk) -> list[str]:
    return [one["kind"] for one in incidents.listing(talk.store, False)]


def standing(talk: Talk, key: str = "t1") -> str:
    return str(tasks.show(talk.store, "demo", key)["state"])


def assignment(chat: Chat, state: str) -> Assignment:
    """The newest task of this person in that state."""

    def step(records: Records) -> Assignment:
        contact = records.contact(chat.account)
        assert contact is not None
        return records.assignments(contact.person, state, 1)[0]

    return chat.talk.store.submit(step).result()


@both
def test_names_in_it_are_enough_alone(begin: Begin, platform: str) -> None:
    (osei,) = team(begin, platform, 1)
    reports(osei, "Names in it").sees(f"Reported: Names in it. {HELD}")
    osei.sees("Which answer is better overall?")
    talk = osei.talk
    assert kinds(talk) == ["paused", "report"] and standing(talk) == "paused"
    lind = talk.member(platform, "U9", "Dr Lind").says("next")
    lind.sees("My child number 2 has had")


@both
def test_two_reports_stop_it_and_one_person_s_two_do_not(begin: Begin, platform: str) -> None:
    osei, lind = team(begin, platform, 2)
    reports(osei, "Cut off").sees("Reported: Cut off.")
    reports(osei, "Duplicate").sees("Reported: Duplicate.")
    assert standing(osei.talk) == "open"
    reports(lind, "Cut off").sees(f"Reported: Cut off. {HELD}")
    assert standing(osei.talk) == "paused"
    lind.presses("Level").presses("Yes").sees("Saved 09:00."), "whoever has it may finish"
    assert kinds(osei.talk).count("paused") == 1


@both
def test_three_who_lack_information_stop_it(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK), annotators_per_task=5)
    for number in (1, 2, 3):
        assert standing(talk) == "open"
        chat = talk.member(platform, f"U{number}", "Dr").says("next")
        chat.presses("Skip").presses("Not enough information").sees("Skipped")
    assert standing(talk) == "paused" and kinds(talk) == ["paused"]
    talk.member(platform, "U9", "Dr Lind").says("next").sees("Nothing waiting for you.")


@both
def test_other_reasons_to_skip_stop_nothing(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK), annotators_per_task=5)
    for number in (1, 2, 3, 4):
        chat = talk.member(platform, f"U{number}", "Dr").says("next")
        chat.presses("Skip").presses("Not my field").sees("Skipped")
    assert standing(talk) == "open"


@both
def test_an_upsetting_task_is_told_to_a_coordinator_and_goes_on(
    begin: Begin, platform: str
) -> None:
    """What upsets somebody may be fit for others; but who was upset is somebody's concern."""
    (osei,) = team(begin, platform, 1)
    osei.presses("Skip").presses("Upsetting").sees("Skipped: upsetting.")
    talk = osei.talk
    (told,) = incidents.listing(talk.store, False)
    assert (told["kind"], told["person"]) == ("upset", 1)
    assert told["assignment"] == assignment(osei, "skipped").id
    assert standing(talk) == "open"


def test_who_paused_what_is_in_the_audit(begin: Begin) -> None:
    (osei,) = team(begin, "slack", 1)
    reports(osei, "Names in it")
    told = audit.listing(osei.talk.store)[0]
    assert (told["action"], told["task"]) == ("task paused", 1)
    (stopped,) = tasks.stopped(osei.talk.store, "demo")
    assert stopped["task"] == "t1" and stopped["incidents"]


def test_released_it_goes_on_and_counts_anew(begin: Begin) -> None:
    osei, lind = team(begin, "slack", 2)
    talk = osei.talk
    reports(osei, "Other"), reports(lind, "Other")
    talk.later(minutes=1)
    assert tasks.release(talk.store, "demo", "t1", talk.now)["state"] == "open"
    assert kinds(talk) == [], "what was reported is settled"
    third = talk.later(minutes=1).member("slack", "U9", "Dr Third").says("next")
    reports(third.sees("My child number 1 has had"), "Other").sees("Reported: Other.")
    assert standing(talk) == "open", "one report since somebody looked"
    with pytest.raises(tasks.Refused, match="t1 is not paused: there is nothing to let go on"):
        tasks.release(talk.store, "demo", "t1", talk.now)


def test_a_slot_given_back_to_a_paused_task_opens_nothing(begin: Begin) -> None:
    (osei,) = team(begin, "slack", 1)
    reports(osei, "Names in it").presses("Skip").presses("Not my field")
    talk = osei.talk
    talk.member("slack", "U9", "Dr Lind").says("next").sees("My child number 2 has had")
    talk.applies(ask=RANK, annotators_per_task=7)
    talk.member("slack", "U8", "Dr Ray").says("next").sees("My child number 2 has had")
    tasks.release(talk.store, "demo", "t1", talk.now)
    assert tasks.show(talk.store, "demo", "t1")["wanted"] == 7
    talk.member("slack", "U7", "Dr Bo").says("next").sees("My child number 1 has had")


@both
def test_a_task_withdrawn_while_open_is_said_to_be(begin: Begin, platform: str) -> None:
    osei, lind = team(begin, platform, 2)
    talk = osei.talk
    osei.presses("A is better")
    lind.presses("Level").presses("Yes").sees("Saved")
    old = osei.panel.buttons[0].token
    tasks.withdraw(talk.store, "demo", "t1", talk.now, talk.rules)
    talk.pump()
    osei.sees("This task was withdrawn. Nothing more to do.")
    lind.sees("Saved 09:00."), "what was given stays"
    osei.presses_token(old).sees("This task was withdrawn. Nothing more to do.")
    osei.presses("Next task").sees("My child number 2 has had")
    talk.member(platform, "U9", "Dr Third").says("next").sees("My child number 2 has had")
    with pytest.raises(tasks.Refused, match="t1 was withdrawn: it does not come back"):
        tasks.pause(talk.store, "demo", "t1", talk.now)


def test_a_withdrawal_reaches_everybody_who_may_still_answer(begin: Begin) -> None:
    """One finished, one passed it on, and behind them two still have it: all go on as they are,
    but the two, whose drafts stay."""
    done, passed, osei, lind = team(begin, "slack", 4)
    talk = osei.talk
    done.presses("Level").presses("Yes")
    passed.presses("Skip").presses("Not my field")
    osei.opens("home").presses("A is better")
    before = assignment(osei, "open")
    tasks.withdraw(talk.store, "demo", "t1", talk.now, talk.rules)
    talk.pump()
    for one in (osei, lind):
        one.sees("This task was withdrawn. Nothing more to do.")
    after = assignment(osei, "withdrawn")
    assert (after.state, after.question, after.turn) == ("withdrawn", "", before.turn + 1)
    assert after.answer == before.answer == {"ranking": after.answer["ranking"]}
    assert osei.home and "Next: Compare two answers" in words(osei.home)
    assert stored(talk, done)["ranking"] and passed.panel.text.startswith("My child number 1")
    told = [one for one in audit.listing(talk.store) if one["action"] == "task withdrawn"]
    holders = [after.person, assignment(lind, "withdrawn").person]
    assert [one["task"] for one in told] == [1] * 3
    assert sorted(one["person"] for one in told) == [0, *holders]


def test_a_lapsed_one_is_withdrawn_too(begin: Begin) -> None:
    (osei,) = team(begin, "slack", 1)
    talk = osei.talk.later(hours=73)
    osei.sees("This task was passed on while you were away.")
    tasks.withdraw(talk.store, "demo", "t1", talk.now, talk.rules)
    talk.pump()
    osei.sees("This task was withdrawn. Nothing more to do.")


@pytest.mark.parametrize("how", ["leaves", "is removed", "comes back and declines"])
@both
def test_whoever_takes_no_part_hears_nothing_of_it(begin: Begin, platform: str, how: str) -> None:
    (osei,) = team(begin, platform, 1)
    talk = osei.talk.later(hours=73)
    osei.sees("This task was passed on while you were away.")
    if how == "is removed":
        people.remove(talk.store, 1, talk.now)
    else:
        osei.says("leave").presses("Yes, leave")
    if how == "comes back and declines":
        code = "code-00000000000000001"
        people.invite(talk.store, "demo", "Dr Osei", code, talk.now, confirmed=True)
        osei.says(f"join {code}", thread="-") if platform == "slack" else osei.opens("start", code)
        osei.presses("Continue", "Continue", "Continue", "Not now").sees("Nothing is recorded.")
    before = osei.texts()
    tasks.withdraw(talk.store, "demo", "t1", talk.now, talk.rules)
    talk.pump()
    assert osei.texts() == before


def test_what_is_not_there_is_refused_in_one_sentence(begin: Begin) -> None:
    talk = begin()
    with pytest.raises(tasks.Refused, match="There is no task t9 in demo"):
        tasks.show(talk.store, "demo", "t9")
    tasks.pause(talk.store, "demo", "t1", talk.now)
    with pytest.raises(tasks.Refused, match="t1 is paused already"):
        tasks.pause(talk.store, "demo", "t1", talk.now)
    (stopped,) = tasks.stopped(talk.store, "demo")
    assert (stopped["task"], stopped["state"], stopped["incidents"]) == ("t1", "paused", [])


def test_a_criterion_taken_away_is_still_asked_where_it_was_begun(
    begin: Begin, tmp_path: Path
) -> None:
    """Drafts keep the version they began with; whoever begins later is asked what is asked now."""
    talk = begin(task(1), task(2), ask=["rate"], criteria=["accuracy", "safety"])
    osei = talk.member("slack", "U1", "Dr Osei").says("next").sees("Medical accuracy of Answer A")
    osei.presses("5 Sound")
    assert talk.plans(ask=["rate"], criteria=["accuracy"])["under_way"] == 1
    talk.applies(ask=["rate"], criteria=["accuracy"])
    osei.sees("Safety of Answer A").presses("5 Safe").presses("4 Minor").presses("3 Vague")
    osei.sees("Saved").sees("safety")
    osei.presses("Next task").presses("5 Sound").presses("5 Sound").sees("Saved")
    assert "safety" not in osei.panel.text.lower()
