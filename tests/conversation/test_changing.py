"""A finished answer is changed, while other things go on: nothing typed or undone meanwhile says
something else than was meant."""

import pytest

from bot.words import WHICH_TASK
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import EDITED, REASON, annotations, finished
from tests.talk import Chat, task

ADDED = "And the dose in A is wrong for this age."
OTHER = "B leaves out that a baby with fever must be seen within hours."

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def last(chat: Chat) -> dict[str, object]:
    """What counts of the task that was finished first."""
    kept = [one for one in annotations(chat.talk, chat) if one["cause"] != "skipped"]
    return kept[-1]


def beside_an_open_task(begin: Begin, platform: str) -> Chat:
    osei = finished(begin(task(1), task(2)), platform)
    return osei.presses("Next task").sees("Which answer is better overall?")


@both
def test_a_reason_for_a_change_is_not_the_open_task_s(begin: Begin, platform: str) -> None:
    osei = beside_an_open_task(begin, platform)
    osei.says("answers").presses("Level").presses("Yes").presses("None of")
    osei.presses("Change 1").presses("The reason").says(OTHER)
    osei.sees("Which task is this for?")
    osei.presses("2. My child number 1").sees("Saved 09:00.")
    said = [one["rationale"] for one in annotations(osei.talk, osei)]
    assert said == [REASON, OTHER], "the open task has no reason yet"


@both
def test_a_choice_for_a_change_is_not_the_open_task_s(begin: Begin, platform: str) -> None:
    osei = beside_an_open_task(begin, platform)
    osei.says("answers").presses("Change 1").presses("Which is better")
    osei.says("B").sees(WHICH_TASK)
    osei.presses("B is better")
    assert len(annotations(osei.talk, osei)) == 1


@both
def test_a_question_to_the_coordinator_leaves_the_change_where_it_was(
    begin: Begin, platform: str
) -> None:
    osei = finished(begin(task(1)), platform)
    first = osei.last_said
    osei.presses("Change").presses("Which is better")
    osei.presses("More").presses("Ask the coordinator").says("Is this about adults?")
    osei.sees("Which answer is better overall?").edits(first, EDITED)
    assert (last(osei)["rationale"], last(osei)["ranking"]) == (EDITED, [["a1", "a2"]])
    osei.presses("Level").presses("Yes").sees("Saved 09:00.")
    assert (last(osei)["rationale"], last(osei)["cause"]) == (EDITED, "changed")


@both
def test_words_that_were_given_up_stand_in_no_reason_s_way(begin: Begin, platform: str) -> None:
    osei = finished(begin(task(1)), platform)
    first = osei.last_said
    osei.presses("Change").presses("The reason").says("B is wrong.").presses("Back")
    osei.sees("Reason: “Says to wait three days").presses("Change").presses("Which is better")
    osei.presses("Level").presses("Yes").sees("Saved 09:00.")
    assert (last(osei)["rationale"], last(osei)["ranking"]) == (REASON, [["a1", "a2"]])
    osei.edits(first, EDITED)
    assert last(osei)["rationale"] == EDITED, "an edit reaches the reason it belongs to"


def test_a_text_that_the_client_cut_in_two_is_one_text(begin: Begin) -> None:
    """Telegram sends a long paste as messages of 4096 characters, cut anywhere."""
    osei = begin(task(1)).member("telegram", "1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    pasted = "A names the red flags. " * 200
    osei.says(pasted[:4096]).says(pasted[4096:].strip()).says("B does not.")
    assert last(osei)["rationale"] == f"{pasted.strip()}\nB does not."


def test_a_form_says_the_whole_reason_and_not_some_more_of_it(begin: Begin) -> None:
    osei = begin(task(1)).member("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says("B waits.")
    osei.sees("What would you point to").presses("Write").submits(reason=REASON)
    assert osei.sees("Saved 09:00.") and last(osei)["rationale"] == REASON


def test_a_form_that_came_too_late_keeps_its_words_for_whoever_wrote_them(begin: Begin) -> None:
    osei = begin(task(1)).member("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of").presses("Write")
    osei.says(REASON).sees("Saved 09:00.").submits(reason=EDITED)
    told = "That question is finished. Copy your words and close this."
    assert osei.replies[-1].errors == (("reason", told),)
    assert [one["rationale"] for one in annotations(osei.talk, osei)] == [REASON]


@both
def test_an_old_undo_takes_nothing_newer_away(begin: Begin, platform: str) -> None:
    osei = finished(begin(task(1)), platform).says(ADDED)
    undo = osei.find("Undo")[0]
    osei.presses("Undo", on=undo).hears("Removed.")
    osei.says(OTHER).presses("Undo", on=undo).hears("Nothing to remove.")
    assert last(osei)["rationale"] == f"{REASON}\n{OTHER}"
    osei.presses("Change").presses("The reason").says(EDITED)
    osei.presses("Undo", on=undo).hears("Nothing to remove.")
    assert last(osei)["rationale"] == EDITED


@both
def test_an_edit_of_words_that_were_given_up_answers_nothing(begin: Begin, platform: str) -> None:
    osei = begin(task(1)).member(platform, "U1", "Dr Osei").says("next")
    osei.presses("Level").presses("Yes").presses("None of").says("B is wrong.").presses(
        "Back"
    ).sees("Why?")
    osei.edits(osei.last_said, "B is quite wrong.")
    osei.presses("More").presses("Back").sees("Why?").says(REASON).sees("Saved 09:00.")
    assert [one["rationale"] for one in annotations(osei.talk, osei)] == [REASON]


@both
def test_a_reason_given_and_declined_in_one_change_is_none(begin: Begin, platform: str) -> None:
    osei = finished(begin(task(1)), platform)
    osei.presses("Change").presses("Which is better").says("answers")
    osei.presses("Change 1").presses("The reason").says(OTHER)
    given = osei.last_said
    osei.says("answers").presses("Change 1").presses("The reason").presses("No reason")
    osei.presses("Level").presses("Yes").sees("Saved 09:00.")
    assert last(osei)["rationale"] is None
    osei.edits(given, EDITED)
    assert last(osei)["rationale"] is None


@both
def test_what_asks_nothing_here_is_not_told_of(begin: Begin, platform: str) -> None:
    """Two put aside ask nothing; a word that answers nothing hears so."""
    osei = begin(task(1), task(2)).member(platform, "U1", "Dr Osei").says("next")
    osei.presses("More").presses("Later").presses("Next task").presses("More").presses("Later")
    osei.says("hello", thread="-").sees("Nothing is waiting for a reply.")
