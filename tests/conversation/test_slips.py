"""Stale buttons, double taps, other people's tasks, early thumbs: nothing lost, nothing twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.port import Records
from bot.records import DONE, Heard
from bot.rules import Rules
from store import Duplicate
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import REASON, annotations
from tests.conversation.test_orders import many
from tests.talk import task

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


@both
def test_a_double_tap_is_silent(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    panel, (_, button) = osei.panel, osei.find("A is better")
    osei.presses_token(button.token, panel.ref).presses_token(button.token, panel.ref)
    osei.sees("How much better is A?")
    assert "That question is finished" not in " ".join(osei.notices)


@both
def test_another_choice_of_an_old_turn_changes_nothing(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    panel, (_, other) = osei.panel, osei.find("B is better")
    osei.presses("A is better").presses_token(other.token, panel.ref)
    osei.hears("That question is finished. Here is where you are.")
    osei.sees("How much better is A?")


@both
def test_the_same_delivery_twice_is_one_press(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better")
    from bot.events import Pressed

    _, button = osei.find("Clearly")
    event = Pressed(
        id="same", at=talk.now, account=osei.account, token=button.token, message=osei.panel.ref
    )
    talk.deliver(event)
    assert isinstance(talk.deliver(event), Duplicate)
    osei.sees("as it stands?")


@both
@pytest.mark.parametrize(
    "token", ["0" * 19 + ":1:0", "zzz", "home:1:nothing", "", "a" * 64, "held:1:" + "0" * 19]
)
def test_forged_and_unknown_presses_hear_the_same(begin: Begin, platform: str, token: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei")
    osei.presses_token(token)
    assert osei.notices[-1] in ("This is not open for you.", "Nothing is waiting for a reply.")


@both
def test_somebody_elses_task_is_not_open(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    lind = talk.joined(platform, "U2", "Dr Lind")
    _, button = osei.find("A is better")
    lind.presses_token(button.token, "x").hears("This is not open for you.")
    osei.sees("Which answer is better overall?")


@both
def test_a_thumb_too_early_is_asked_once_more(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), rules=Rules(block=1, slip=timedelta(seconds=0.7)))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    talk.now += timedelta(seconds=0.5)
    osei.presses("A is better").sees("Once more, please: which answer is better overall?")
    talk.now += timedelta(seconds=0.1)
    osei.presses("B is better").sees("How much better is B?")
    talk.now += timedelta(seconds=0.7)
    osei.presses("Better").sees("as it stands?")


@both
def test_once_more_an_answer_keeps_its_name(begin: Begin, platform: str) -> None:
    slow = Rules(slip=timedelta(seconds=0.7))
    talk = begin(task(1, ask=["flag"]), ask=["flag"], rules=slow)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A: S2").sees("Once more, please: Answer A: if this reader acted on it?")
    assert osei.panel.text.count("if this reader acted on it?") == 1


@both
def test_typed_answers_are_never_too_early(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), rules=Rules(block=1, slip=timedelta(seconds=0.7)))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next").says("a")
    osei.sees("How much better is A?")


@both
def test_a_lapsed_task_is_passed_on_and_can_be_finished(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next").presses("A is better")
    talk.later(hours=73)
    osei.sees("This task was passed on while you were away. Your answers are kept.")
    lind = talk.joined(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")
    osei.presses("Finish it anyway").sees("How much better is A?")
    osei.presses("Better").presses("Yes").sees("Saved")
    assert annotations(talk, osei)[0]["cause"] == "submitted"


@both
def test_a_task_is_kept_for_72_hours_from_the_last_answer(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    for press in ("A is better", "Better"):
        talk.later(hours=71)
        osei.presses(press)
    talk.later(hours=71)
    osei.sees("Could the better one go").presses("Yes").sees("Saved")


@both
def test_a_task_nobody_touched_is_passed_on_after_72_hours(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    talk.later(hours=71)
    osei.sees("Which answer is better overall?")
    talk.later(hours=2)
    osei.sees("This task was passed on while you were away.")


@both
def test_the_first_tap_is_the_first(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    first = talk.later(minutes=1).now
    osei.presses("A is better")
    talk.later(minutes=5)
    osei.presses("Better").presses("Yes")

    def tapped(records: Records) -> datetime | None:
        contact = records.hold(osei.account)
        assert contact is not None
        (done,) = records.assignments(contact.person, DONE, 9)
        return done.first_tap_at

    assert talk.store.submit(tapped).result() == first


@both
def test_a_reply_where_none_is_awaited(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei")
    osei.says("The baby looked fine to me yesterday evening").sees(
        "Nothing is waiting for a reply."
    )


@both
def test_more_text_is_added_and_undone(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(REASON)
    osei.says("And it names no red flags.").sees("Added to your reason.")
    assert annotations(talk, osei)[-1]["rationale"] == f"{REASON}\nAnd it names no red flags."
    osei.presses("Undo")
    assert annotations(talk, osei)[-1]["rationale"] == REASON
    assert [a["attempt"] for a in annotations(talk, osei)] == [1, 2, 3]


@both
def test_an_edited_reason_is_a_new_revision(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(REASON)
    said = osei.last_said
    osei.edits(said, "It sends a feverish baby home without saying what to look for.")
    stored = annotations(talk, osei)
    assert [a["cause"] for a in stored] == ["submitted", "edited"]
    assert stored[-1]["rationale"].startswith("It sends a feverish baby home")
    assert stored[0]["rationale"] == REASON


def test_a_deleted_reason_is_asked_about(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.joined("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(REASON)
    said = osei.last_said
    osei.edits(said, None).sees("You deleted your reason. Remove it here too?")
    assert osei.last.under == osei.panel.under != ""
    osei.presses("Keep")
    assert annotations(talk, osei)[-1]["rationale"] == REASON
    osei.edits(said, None).presses("Remove")
    assert annotations(talk, osei)[-1]["rationale"] is None


def test_the_form_takes_a_reason_and_refuses_an_empty_one(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.joined("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").presses("Write")
    osei.submits(reason="   ")
    assert osei.replies[-1].errors == (
        ("reason", "Write a sentence, or close this and choose there."),
    )
    osei.submits(reason=REASON).sees("Saved")
    assert annotations(talk, osei)[0]["rationale"] == REASON


@both
def test_only_whole_words_are_commands_while_a_reason_is_awaited(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    osei.says("Stop metformin is missing, which matters with a contrast scan tomorrow")
    osei.sees("Saved")


@both
@pytest.mark.parametrize(
    "hostile",
    [
        "<!channel> " + "look at the second line of answer A please",
        "*bold* _it_ `code` [link](http://example.org) and five more words",
        "a\u202eb right to left override and some more words here",
        "x" * 100_000,
        "e\u0301 combining and \U0001f469\u200d\u2695\ufe0f emoji and a few more words",
    ],
)
def test_hostile_reasons_are_kept_whole(begin: Begin, platform: str, hostile: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(hostile)
    if "What would you point to" in osei.panel.text:
        osei.presses("Send as is")
    import unicodedata

    assert annotations(talk, osei)[0]["rationale"] == unicodedata.normalize("NFC", hostile)


@both
def test_nul_and_surrogates_are_normalised_when_they_arrive(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    osei.says("It says\x00 nothing \ud800 about the fever in a baby this young")
    kept = annotations(talk, osei)[0]["rationale"]
    assert kept == "It says nothing \ufffd about the fever in a baby this young"


@both
def test_voice_and_files_are_declined_and_the_panel_follows(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.says("", form="voice")
    assert any("I can't listen to voice messages." in text for text in osei.texts())
    osei.says("", form="photo")
    assert any("I can only keep text." in text for text in osei.texts())


@both
def test_a_task_passed_on_and_then_skipped_gives_no_slot_back(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), annotators_per_task=1)
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("A is better")
    talk.later(hours=73)
    lind = talk.member(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")
    osei.presses("Finish it anyway").presses("Skip").presses("Not my field").sees("Skipped:")
    third = talk.member(platform, "U3", "Dr Third").says("next")
    third.sees("Nothing waiting for you.")
    assert annotations(talk, osei)[0]["abstention"] == "not_my_field"


@both
def test_a_message_that_became_somebody_elses_reason_is_not_edited(
    begin: Begin, platform: str
) -> None:
    """An account that would pass to another person takes no part of a reason along."""
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(REASON)
    lind = talk.member(platform, "U2", "Dr Lind")

    def pass_on(records: Any) -> None:
        (theirs,) = records.assignments(records.hold(osei.account).person, DONE, 9)
        records.hear(Heard(lind.account, "77", theirs.id, 0, REASON))

    talk.store.submit(pass_on).result()
    lind.edits("77", "It is fine.").edits("77", None)
    assert [one["rationale"] for one in annotations(talk, osei)] == [REASON]
    assert lind.messages == []


def test_a_whole_order_chosen_from_the_list_is_no_slip(begin: Begin) -> None:
    """Conversation.md 4: what is typed, chosen from a list or sent by form is exempt."""
    talk = begin(many(1, 4), rules=Rules(block=1, slip=timedelta(seconds=0.7)))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    (order,) = [one for one in osei.panel.listed if one.label == "A > C > B = D"]
    osei.presses_token(order.token, osei.panel.ref).sees("A, then C, then B and D level.")
