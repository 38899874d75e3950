"""A task put aside for later stands in nobody's way, and is there again when it is wanted."""

import pytest

from bot.cards import words
from tests.conversation.conftest import Begin
from tests.talk import Chat, task

RANK = ["rank"]
LATER = "Kept for you until Thursday 09:00."

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def put_aside(begin: Begin, platform: str, tasks: int) -> Chat:
    talk = begin(*(task(number, ask=RANK) for number in range(1, tasks + 1)))
    osei = talk.joined(platform, "U1", "Dr Osei").opens("home").says("next")
    return osei.presses("More").presses("Later").sees(LATER)


@both
def test_next_task_passes_over_it(begin: Begin, platform: str) -> None:
    osei = put_aside(begin, platform, 2)
    osei.presses("Next task").sees("My child number 2 has had")
    osei.says("level").sees("Could either go to this reader as it stands?").says("yes")
    osei.sees("Saved 09:00. Level.")


@both
def test_it_comes_back_when_nothing_else_is_left(begin: Begin, platform: str) -> None:
    osei = put_aside(begin, platform, 2).presses("Next task")
    osei.says("level").says("yes").presses("Next task")
    osei.sees("My child number 1 has had").sees("This one is still open.")
    osei.says("a").sees("How much better is A?")


@both
def test_where_asks_its_question_again(begin: Begin, platform: str) -> None:
    osei = put_aside(begin, platform, 1)
    osei.says("where").sees("Which answer is better overall?")


@both
def test_three_put_aside_are_offered_instead_of_a_fourth(begin: Begin, platform: str) -> None:
    osei = put_aside(begin, platform, 4)
    for _ in range(2):
        osei.presses("Next task").presses("More").presses("Later").sees(LATER)
    osei.presses("Next task").sees("This one is still open.")
    osei.sees("Which answer is better overall?")


@both
def test_it_can_be_brought_to_a_new_session(begin: Begin, platform: str) -> None:
    osei = put_aside(begin, platform, 1)
    osei.talk.later(minutes=31)
    osei.says("next", thread="-").sees("You have one open: My child number 1 has had")
    osei.presses("Bring it here").sees("Which answer is better overall?").says("b")
    osei.sees("How much better is B?")


def test_home_leads_on_and_back_to_it_at_last(begin: Begin) -> None:
    osei = put_aside(begin, "slack", 2)
    assert osei.home is not None and "Next: Compare two answers" in words(osei.home)
    osei.presses("Next task").presses("Level").presses("Yes")
    assert "Your task is in Messages." in words(osei.home)


def test_the_greeting_of_a_chat_knows_of_an_open_task(begin: Begin) -> None:
    talk = begin(task(1, ask=RANK))
    osei = talk.joined("telegram", "U1", "Dr Osei").says("next").opens("start")
    osei.sees("You have one open: My child number 1 has had")
    talk.later(minutes=1)
    osei.presses("Next task").sees("This one is still open.")


@both
def test_what_is_answered_already_is_not_put_off(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("Level", "Yes")
    osei.presses("Change", "Which is better", "More").sees("What is it?")
    assert "Later" not in osei.labels()
    osei.presses("What does this mean?").sees("Safe, then accurate").presses("Back").sees("Saved")


@both
def test_where_finds_a_change_that_is_under_way(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), task(2, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("Level", "Yes")
    osei.presses("Change", "Which is better")
    old = osei.panel
    osei.says("where").sees("Which answer is better overall?")
    assert osei.panel is not old
    osei.presses("A is better", "Better", "Yes").sees("Saved")


def test_where_asks_what_is_open_in_this_thread_and_not_an_older_change(begin: Begin) -> None:
    talk = begin(task(1, ask=["rank"]), task(2, ask=["rank"]))
    osei = talk.member("slack", "U1", "Dr Osei").says("next").presses("Level", "Yes", "Change")
    talk.later(minutes=40)
    osei.says("next", thread="-").presses("A is better").says("where").sees("How much better")
    osei.says("where", thread="-").sees("How much better is A?")
