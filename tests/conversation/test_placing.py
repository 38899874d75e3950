"""Words in the wrong place are kept and asked about: they go where they were meant, or nowhere."""

import pytest

from bot.records import OPEN, Contact
from bot.words import NOT_OPEN, NOTHING_AWAITED, WHICH_TASK
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import EDITED, REASON, annotations
from tests.conversation.test_stored import mine
from tests.talk import Chat, Talk, task


def awaiting(talk: Talk, user: str = "U1", platform: str = "slack") -> Chat:
    """Somebody whose task awaits its reason."""
    chat = talk.member(platform, user, f"Dr {user}").says("next")
    return (
        chat.presses("A is better").presses("Better").presses("Yes").presses("None of").sees("Why?")
    )


def held(chat: Chat) -> tuple[str, str]:
    contact: Contact = chat.talk.store.submit(lambda records: records.hold(chat.account)).result()
    return contact.held_text, contact.held_message


def said(chat: Chat) -> list[object]:
    """The reason of each revision."""
    return [one["rationale"] for one in annotations(chat.talk, chat)]


def test_they_are_the_reason_of_the_task_that_was_meant(begin: Begin) -> None:
    osei = awaiting(begin(task(1)))
    thread, written = osei.panel.under, osei.says(REASON, thread="-").last_said
    assert held(osei) == (REASON, written)
    _, yes = osei.find("Yes, save it")
    osei.presses("Yes, save it").sees("Saved 09:00.")
    assert osei.panel.under == thread != ""
    osei.presses_token(yes.token).hears(NOTHING_AWAITED)
    osei.edits(written, EDITED)
    assert said(osei) == [REASON, EDITED] and held(osei) == ("", "")


def test_they_are_forgotten_if_they_were_not_meant_for_it(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-")
    _, yes = osei.find("Yes, save it")
    osei.presses("No").hears("Not saved.")
    osei.presses_token(yes.token).hears(NOTHING_AWAITED)
    assert said(osei) == [] and held(osei) == ("", "")


def test_they_reach_no_task_of_somebody_else(begin: Begin) -> None:
    talk = begin(task(1))
    lind, osei = awaiting(talk, "U2"), awaiting(talk).says(REASON, thread="-")
    theirs = mine(lind, OPEN)
    osei.presses_token(f"held:1:{theirs.id}").hears(NOT_OPEN)
    osei.says(REASON, thread="-").presses_token("held:1:" + "0" * 19).hears(NOT_OPEN)
    assert mine(lind, OPEN) == theirs and said(osei) == []


@pytest.mark.parametrize("meanwhile", ["the reason", "back"])
def test_they_are_no_reason_where_none_is_awaited_any_more(begin: Begin, meanwhile: str) -> None:
    osei = awaiting(begin(task(1))).says(EDITED, thread="-")
    asked, (_, yes) = osei.last, osei.find("Yes, save it")
    osei.says(REASON) if meanwhile == "the reason" else osei.says("back")
    osei.presses_token(yes.token, asked.ref).hears(NOTHING_AWAITED)
    assert said(osei) == ([REASON] if meanwhile == "the reason" else [])


def test_nothing_is_asked_about_nothing(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says("  ", thread="-")
    osei.sees(NOTHING_AWAITED)
    assert held(osei) == ("", "")


def test_a_choice_in_the_wrong_place_is_not_guessed(begin: Begin) -> None:
    osei = begin(task(1)).member("slack", "U1", "Dr Osei").says("next")
    osei.says("B", thread="-").sees(NOTHING_AWAITED)
    assert mine(osei, OPEN).answer == {}


@pytest.mark.parametrize(("there", "here"), [("telegram", "slack"), ("slack", "telegram")])
def test_a_task_of_another_account_is_not_asked_about_here(
    begin: Begin, there: str, here: str
) -> None:
    talk = begin(task(1))
    first = awaiting(talk, "7", there)
    person = mine(first, OPEN).person
    second = talk.meets(here, "70", "Dr Seven")
    talk.store.submit(lambda it: it.meet(Contact(0, second.account, person=person))).result()
    second.says(REASON, thread="-").sees(NOTHING_AWAITED)
    assert held(second) == ("", "") and said(first) == []


def test_what_asks_in_this_thread_comes_before_what_asks_in_another(begin: Begin) -> None:
    """Two ask a choice here; the reason that is awaited elsewhere is not meant."""
    osei = awaiting(begin(task(1), task(2), task(3)))
    osei.talk.later(minutes=31)
    osei.presses_token("home:1:another").presses("More").presses("Later")
    kept = osei.panel
    osei.presses_token("home:1:another").sees("Which answer is better overall?")
    osei.presses("Back", on=kept).says(REASON).sees(WHICH_TASK)
    assert held(osei) == ("", "")


def test_a_reply_to_what_nobody_knows_is_a_message_like_any_other(begin: Begin) -> None:
    osei = awaiting(begin(task(1)), "7", "telegram")
    osei.says(REASON, reply_to="999").sees("Saved 09:00.")
    assert said(osei) == [REASON]


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_of_two_changes_and_an_open_task_none_is_meant(begin: Begin, platform: str) -> None:
    osei = begin(task(1), task(2), task(3)).member(platform, "1", "Dr Osei")
    for _ in range(2):
        osei.says("next").presses("Level").presses("Yes").presses("None of").says(REASON).sees(
            "Saved 09:00."
        )
    osei.says("next").sees("Which answer is better overall?").says("answers")
    listed = osei.last
    for number in (1, 2):
        osei.presses(f"Change {number}", on=listed).presses("Which is better")
    osei.says("B").sees(WHICH_TASK)


@pytest.mark.parametrize("typed", ["b", "c > a = d > b", "2", "which is better"])
@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_a_page_that_asks_what_to_change_asks_too(begin: Begin, platform: str, typed: str) -> None:
    """It was said that nothing waits, though two things did."""
    four = [{"id": f"r{n}", "text": f"Answer number {n}."} for n in range(4)]
    talk = begin(task(1, ask=["rank"]), task(2, ask=["rank"], responses=four))
    osei = talk.joined(platform, "7", "Dr Osei").says("next").presses("A is better")
    osei.presses("Better").presses("Yes").sees("Saved 09:00.")
    done = osei.panel
    osei.presses("Next task").sees("Tap the best answer.").presses("Change", on=done)
    osei.says(typed).sees(WHICH_TASK)


def test_a_reason_in_the_wrong_place_is_kept_and_asked_about(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.joined("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    osei.says(REASON, thread="-").sees("Is this your reason for My child number 1 has had")
    osei.presses("Yes, save it").sees("Saved")
    assert annotations(talk, osei)[0]["rationale"] == REASON


def test_two_open_reasons_ask_which_task(begin: Begin) -> None:
    talk = begin(task(1), task(2))
    osei = talk.joined("telegram", "7", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    talk.later(minutes=40)
    osei.presses_token("home:1:another")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    osei.says(REASON).sees("Which task is this for?")
    osei.presses("My child number 2").sees("Saved")


def two_in_one_thread(begin: Begin) -> Chat:
    """The first, put aside at its reason, is taken up again while the second lies open below."""
    osei = begin(task(1), task(2)).joined("slack", "U1", "Dr Osei").says("next")
    osei.presses("Level").presses("Yes").presses("None of").sees("Why?").presses("More").presses(
        "Later"
    )
    kept = osei.panel
    osei.presses("Next task").sees("My child number 2 has had")
    return osei.presses("Back", on=kept)


def test_a_reason_where_another_task_asks_a_choice_is_asked_about(begin: Begin) -> None:
    osei = two_in_one_thread(begin)
    osei.says(REASON).sees("Is this your reason for My child number 1 has had")
    osei.presses("Yes, save it").sees("Saved")
    osei.says("B").sees("How much better is B?")
    assert [one["rationale"] for one in annotations(osei.talk, osei)] == [REASON]


def test_a_choice_where_two_tasks_ask_goes_to_none_by_guess(begin: Begin) -> None:
    osei = two_in_one_thread(begin)
    osei.says("B").sees(WHICH_TASK)
    osei.presses("B is better").sees("How much better is B?")
    assert annotations(osei.talk, osei) == []


@pytest.mark.parametrize("word", ["skip", "back"])
def test_a_word_that_every_question_knows_is_no_reason(begin: Begin, word: str) -> None:
    osei = two_in_one_thread(begin).says(word).sees(WHICH_TASK)
    assert held(osei) == ("", "")


@pytest.mark.parametrize("word", ["skip", "back"])
def test_such_a_word_in_the_wrong_place_is_none_either(begin: Begin, word: str) -> None:
    osei = awaiting(begin(task(1))).says(word, thread="-").sees(NOTHING_AWAITED)
    assert held(osei) == ("", "")
