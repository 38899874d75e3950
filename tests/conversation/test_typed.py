"""Words typed where a button stands: a beginning is enough, and what is optional is left out."""

import pytest

from bot.cards import words
from bot.home import IN_FIRST_CONTACT
from bot.words import NOTHING_RECORDED
from store import people
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import annotations
from tests.talk import task

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


@both
def test_the_beginning_of_one_label_is_a_choice_and_of_two_is_none(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.says("a is b").sees("How much better is A?")
    osei.says("cl").sees("as it stands?")


@both
def test_skip_leaves_out_a_reason_that_nobody_needs(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Slightly").presses("Yes")
    assert "No reason" in [button.label for button in osei.panel.buttons]
    osei.says("skip").sees("No reason given.")
    (saved,) = annotations(talk, osei)
    assert (saved["rationale"], saved["abstention"]) == (None, "")


@both
def test_skip_where_a_reason_is_needed_asks_why_the_task_is_skipped(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Clearly").presses("Yes")
    osei.says("skip").sees("Why skip it?")


def test_home_promises_no_word_to_one_who_stopped_them(begin: Begin) -> None:
    osei = begin(task(1, ask=["rank"])).joined("slack", "U1", "Dr Osei").opens("home").says("next")
    osei.says("level").says("yes").says("settings").presses("Reminders").presses("Yes")
    assert osei.home and "We'll write when there is." in words(osei.home)
    osei.says("stop")
    assert "Look in whenever you like." in words(osei.home)


def test_home_follows_whoever_declines(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.meets("slack", "U1", "Dr Osei").opens("home")
    people.invite(talk.store, "demo", "Dr Osei", "code-00000000000000001", talk.now)
    osei.opens("start", "code-00000000000000001")
    assert osei.home and IN_FIRST_CONTACT in words(osei.home)
    osei.presses("Continue").presses("Continue").presses("Continue").presses("Not now")
    assert osei.home and NOTHING_RECORDED in words(osei.home)


def test_home_follows_whoever_leaves(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei").opens("home").says("next")
    before = osei.home
    osei.says("leave").presses("Yes, leave")
    assert osei.home and osei.home != before
    assert [button for row in osei.home.rows for button in row if button.label == "Next task"] == []
