"""What a press leaves behind: each answer, skip and change as it is stored, with its times."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.cards import words
from bot.records import DONE, LAPSED, OPEN, SKIPPED, Annotation, Assignment
from bot.rules import Rules
from store import incidents
from store.port.threads import MESSAGE
from tests.conversation.conftest import Begin
from tests.talk import Chat, task

RANK = ["rank"]

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def mine(chat: Chat, state: str) -> Assignment:
    def look(records: Any) -> Any:
        (found,) = records.assignments(records.hold(chat.account).person, state, 9)
        return found

    found: Assignment = chat.talk.store.submit(look).result()
    return found


def revisions(chat: Chat, assignment: Assignment) -> list[Annotation]:
    return list(chat.talk.store.submit(lambda it: it.annotations(assignment.id)).result())


@both
def test_an_answer(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    first = talk.later(minutes=1).now
    osei.presses("A is better")
    asked = mine(osei, OPEN)
    assert (asked.turn, asked.question, asked.trail) == (2, "strength", {"1": "0"})
    assert (asked.first_tap_at, asked.lease_until) == (first, first + Rules().lease)
    assert (asked.shown_turn, asked.shown_at) == (2, first)
    talk.later(minutes=1)
    osei.presses("Better")
    done_at = talk.later(minutes=1).now
    osei.presses("Yes")
    done = mine(osei, DONE)
    assert (done.turn, done.question, done.attempt) == (4, "", 1)
    assert (done.first_tap_at, done.submitted_at) == (first, done_at)
    assert sorted(done.trail) == ["1", "2", "3"]
    (told,) = revisions(osei, done)
    assert (told.attempt, told.cause, told.at, told.abstention) == (1, "submitted", done_at, "")
    assert osei.notices == ["Saved."] * 3


@both
def test_a_change_is_a_second_attempt(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for label in ("A is better", "Better", "Yes", "Change", "Which is better", "B is better"):
        osei.presses(label)
    later = talk.later(minutes=9).now
    for label in ("Slightly", "Yes"):
        osei.presses(label)
    done = mine(osei, DONE)
    told = revisions(osei, done)
    assert [(one.attempt, one.cause) for one in told] == [(1, "submitted"), (2, "changed")]
    assert (done.attempt, done.submitted_at, told[1].at) == (2, later, later)
    assert told[0].answer["ranking"] != told[1].answer["ranking"]


@both
@pytest.mark.parametrize(
    ("label", "code", "heard"),
    [("Not my field", "not_my_field", []), ("Upsetting", "upsetting", ["upset"])],
)
def test_a_skip(begin: Begin, platform: str, label: str, code: str, heard: list[str]) -> None:
    talk = begin(task(1, ask=RANK), annotators_per_task=1)
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("A is better")
    turn = mine(osei, OPEN).turn
    later = talk.later(minutes=3).now
    osei.presses("Skip").presses(label)
    assert osei.notices[-1] == "Skipped."
    gone = mine(osei, SKIPPED)
    assert (gone.turn, gone.question, gone.attempt) == (turn + 2, "", 1)
    assert gone.submitted_at == later and gone.trail == {"1": "0", str(turn + 1): code}
    (told,) = revisions(osei, gone)
    assert (told.attempt, told.cause, told.abstention, told.at) == (1, "skipped", code, later)
    assert told.answer["ranking"], "what was answered is kept"
    found = incidents.listing(talk.store, every=True)
    assert [one["kind"] for one in found] == heard
    assert all((one["person"], one["assignment"]) == (gone.person, gone.id) for one in found)
    lind = talk.member(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")


@both
def test_home_follows_what_was_done(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK), task(2, ask=RANK), task(3, ask=RANK))
    osei = talk.member(platform, "U1", "Dr Osei").opens("home")

    def home() -> str:
        assert osei.home is not None
        return words(osei.home).splitlines()[2]

    assert home() == "This week: 0 done · 3 waiting"
    osei.says("next").presses("A is better").presses("Better").presses("Yes")
    assert home() == "This week: 1 done · 2 waiting"
    osei.says("next")
    assert osei.home and "Next: Compare two answers" not in words(osei.home)
    osei.presses("Skip").presses("Not my field")
    assert "Next: Compare two answers" in words(osei.home)
    assert home() == "This week: 1 done · 1 waiting"


@both
def test_a_thumb_too_early_is_asked_once_and_then_believed(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK), rules=Rules(block=1, slip=timedelta(seconds=1)))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").sees("Once more, please: which answer is better overall?")
    asked = mine(osei, OPEN)
    assert (asked.turn, asked.again, asked.trail, asked.answer) == (2, ("ranking",), {}, {})
    osei.presses("A is better").sees("How much better is A?")
    osei.presses("Better").sees("Once more, please: how much better is A?")
    assert mine(osei, OPEN).again == ("ranking", "strength")
    osei.presses("Skip").sees("Why skip it?")
    osei.presses("Not my field").sees("Skipped:")


@both
def test_where_no_thumb_is_too_early_none_is_asked_twice(begin: Begin, platform: str) -> None:
    """Not even one that comes before it is known that its question was shown."""
    talk = begin(task(1, ask=RANK), rules=Rules(block=1, slip=timedelta(0)))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    public, turn, _ = osei.find("A is better")[1].token.split(":")
    talk.pump = lambda: None  # type: ignore[method-assign]
    osei.presses_token(f"{public}:{turn}:0").presses_token(f"{public}:{int(turn) + 1}:0")
    asked = mine(osei, OPEN)
    assert (asked.turn, asked.again, asked.trail) == (3, (), {"1": "0", "2": "0"})


@both
def test_an_old_press_redraws_where_it_was_pressed_and_below_when_elsewhere(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1, ask=RANK))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    first, (_, a), (_, b) = osei.panel, osei.find("A is better"), osei.find("B is better")
    osei.presses("A is better")
    count, said = len(osei.messages), len(osei.notices)
    osei.presses_token(b.token, first.ref)
    assert len(osei.messages) == count, "the panel is where it was"
    osei.hears("That question is finished.")
    osei.presses_token(a.token, first.ref)
    assert len(osei.notices) == said + 1, "a second tap of what is stored is silent"
    osei.says("where")
    below, count = osei.panel, len(osei.messages)
    assert below is not first
    osei.presses_token(a.token, first.ref)
    assert len(osei.messages) == count and len(osei.notices) == said + 1
    osei.presses_token(b.token, first.ref)
    assert len(osei.messages) == count + 1 and osei.panel is not below
    osei.sees("How much better is A?").hears("That question is finished.")


@both
def test_a_panel_that_looks_old_is_drawn_anew_by_its_own_press(begin: Begin, platform: str) -> None:
    """Its edit was lost on the way, or has not arrived."""
    osei = begin(task(1, ask=RANK)).member(platform, "U1", "Dr Osei").says("next")
    panel, before, (_, a) = osei.panel, osei.panel.card, osei.find("A is better")
    osei.presses("A is better")
    panel.card = before
    osei.presses_token(a.token, panel.ref)
    assert "How much better is A?" in panel.text


@both
def test_a_way_back_is_shown_where_it_was_pressed(begin: Begin, platform: str) -> None:
    osei = begin(task(1, ask=RANK)).member(platform, "U1", "Dr Osei").says("next")
    panel, count = osei.panel, len(osei.messages)
    osei.presses("A is better").presses("Back").sees("Which answer is better overall?")
    for label in ("A is better", "Better", "Yes", "Change", "Which is better", "Back"):
        osei.presses(label)
    assert "Saved 09:00." in panel.text and len(osei.messages) == count


@both
def test_what_a_task_does_not_offer_is_not_open(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    _, button = osei.find("A is better")
    stem = button.token.rpartition(":")[0]
    for choice in ("3", "99", "zz", "0x"):
        osei.presses_token(f"{stem}:{choice}", osei.panel.ref)
        assert osei.notices[-1] == "This is not open for you."
    assert (mine(osei, OPEN).turn, mine(osei, OPEN).trail) == (1, {})


@both
def test_work_on_a_task_keeps_its_session_open(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=RANK))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(minutes=20)
    osei.presses("A is better")
    talk.later(minutes=20)
    osei.says("next").sees("This one is still open.")
    talk.later(minutes=31)
    osei.says("next").sees("You have one open:")


@both
def test_a_task_that_lapsed_is_an_extra_vote_once_it_is_finished(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1, ask=RANK), annotators_per_task=1)
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(hours=73)
    assert mine(osei, LAPSED).turn == 2
    osei.presses("Finish it anyway")
    late = mine(osei, OPEN)
    assert late.extra and late.turn == 3 and late.lease_until == talk.now + Rules().lease


def test_what_explains_a_task_at_length_stands_in_its_thread(begin: Begin) -> None:
    talk = begin(task(1), guideline="Red flags first. " * 100)
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    thread = osei.panel.under
    osei.presses("More").presses("What does this mean?")
    told = [one for one in osei.messages if "Red flags first." in one.text]
    assert told and {one.under for one in told} == {thread} != {""}
    assert osei.last.buttons and osei.last not in told, "the way back stands below"


def test_a_reply_goes_to_the_task_it_answers_and_to_no_other(begin: Begin) -> None:
    """Two tasks await a reason; whoever replies has said which one is meant."""
    talk = begin(task(1), task(2))
    osei = talk.member("telegram", "1", "Dr Osei").says("next")
    for label in ("A is better", "Better", "Yes", "None of"):
        osei.presses(label)
    first = osei.panel
    talk.later(minutes=40)
    osei.presses_token("home:1:another")
    for label in ("A is better", "Better", "Yes", "None of"):
        osei.presses(label)
    osei.says("It sends the child home although it is feverish.", reply_to=first.ref)
    done = mine(osei, DONE)
    assert revisions(osei, done)[0].answer["rationale"].startswith("It sends the child home")
    assert done.id == first.name.split(":")[0]
    hello = osei.says("help").last
    osei.says("Wait for a day.", reply_to=hello.ref)
    assert len(revisions(osei, mine(osei, OPEN))) == 0


def test_a_reply_to_a_message_of_somebody_elses_task_reaches_nobody(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.member("telegram", "1", "Dr Osei").says("next")
    for label in ("A is better", "Better", "Yes", "None of"):
        osei.presses(label)
    lind = talk.member("telegram", "2", "Dr Lind").says("hello")
    theirs = mine(osei, OPEN)

    def pass_on(records: Any) -> None:
        name = records.message(lind.account, lind.last.ref).name
        named = update(MESSAGE).where(MESSAGE.c.name == name).values(assignment=theirs.id)
        records.connection.execute(named)

    talk.store.submit(pass_on).result()
    lind.says("It sends the child home although it is feverish.", reply_to=lind.last.ref)
    assert mine(osei, OPEN) == theirs
    lind.sees("Nothing is waiting for a reply.")


@both
def test_a_reason_of_a_skipped_task_is_edited_no_more(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for label in ("A is better", "Better", "Yes", "None of"):
        osei.presses(label)
    osei.says("It waits").sees("What would you point to")
    said = osei.last_said
    osei.presses("Skip").presses("Not my field")
    gone, seen = mine(osei, SKIPPED), len(osei.texts())
    osei.edits(said, "It waits for three days although the child is feverish.").edits(said, None)
    assert mine(osei, SKIPPED) == gone and len(osei.texts()) == seen
