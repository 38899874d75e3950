"""A question to the coordinator is what is written where one was asked for, and nothing else is."""

from typing import Any

import pytest

from bot.words import NO_WORDS, PASS_ON, WHICH_TASK
from store import incidents
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import annotations
from tests.conversation.test_orders import both, stored
from tests.talk import Chat, Talk, task

QUESTION = "Is the child vaccinated?"
REASON = "It says when to see a doctor, and does not wait three days with a small baby."


def asking(begin: Begin, platform: str) -> tuple[Talk, Chat]:
    """Somebody who opened the page for a question, and then another task, up to its reason."""
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("More", "Ask the coord")
    talk.later(minutes=40)
    osei.says("next", thread="-").presses("Another one")
    return talk, osei.presses("A is better", "Slightly", "Yes", "None of").sees("Why?")


def asked(talk: Talk) -> list[dict[str, Any]]:
    return [one for one in incidents.listing(talk.store, every=True) if one["kind"] == "question"]


def test_in_a_thread_of_its_own_a_reason_is_the_reason(begin: Begin) -> None:
    talk, osei = asking(begin, "slack")
    osei.says(REASON).sees("Saved")
    assert asked(talk) == [] and stored(talk, osei)["rationale"] == REASON


@pytest.mark.parametrize("told", ["1. My child number 2", "2. My child number 1"])
def test_in_one_chat_people_are_asked_which_it_is_for(begin: Begin, told: str) -> None:
    talk, osei = asking(begin, "telegram")
    osei.says(REASON).sees("Which task is this for?").presses(told)
    questions = asked(talk)
    if told.endswith("1"):
        assert [one["text"] for one in questions] == [REASON] and PASS_ON in osei.texts()
    else:
        assert questions == [] and stored(talk, osei)["rationale"] == REASON


def test_which_it_is_for_can_be_typed(begin: Begin) -> None:
    talk, osei = asking(begin, "telegram")
    osei.says(REASON).sees("Which task is this for?").says("1")
    assert len(asked(talk)) + len(annotations(talk, osei)) == 1


def test_a_choice_for_one_of_two_is_asked_about(begin: Begin) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member("telegram", "3", "Dr Osei").says("next").presses("More", "Ask the coord")
    talk.later(minutes=40)
    osei.says("next").presses("Another one").says("a").sees(WHICH_TASK)
    osei.says(QUESTION)
    assert [one["text"] for one in asked(talk)] == [QUESTION]


@both
def test_what_was_passed_on_meanwhile_awaits_no_question(begin: Begin, platform: str) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("More", "Ask the coord")
    talk.later(hours=80)
    osei.says("next", thread="-").says("a").sees("How much better is A?")
    assert asked(talk) == []


@both
def test_skip_and_back_lead_out_of_it(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("More", "Ask the coord")
    osei.says("skip").sees("Why skip it?").says("back").sees("Which answer is better overall?")
    assert asked(talk) == []


@both
def test_no_words_are_no_question(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("More", "Ask the coord")
    osei.says(" ").sees("Write your question")
    assert NO_WORDS in osei.texts() and asked(talk) == []
    osei.says(QUESTION, thread="-").sees("Which answer is better overall?")
    assert [one["text"] for one in asked(talk)] == [QUESTION]


@both
def test_who_only_asked_has_judged_nothing(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("More", "Ask the coord")
    osei.says(QUESTION)
    person = talk.store.submit(lambda records: records.hold(osei.account)).result()
    assert person
    (row,) = talk.store.submit(lambda r: r.assignments(person.person, "open", 1)).result()
    assert row.first_tap_at is None
