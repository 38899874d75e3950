"""Words typed where a button stands: a beginning is enough, and what is optional is left out."""

import pytest

from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import annotations
from tests.talk import task

REASON = "It says when to see a doctor, and does not wait three days."
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
    osei.presses("A is better").presses("Slightly").presses("Yes").presses("None of")
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
    osei.presses("A is better").presses("Clearly").presses("Yes").presses("None of")
    osei.says("skip").sees("Why skip it?")


def test_what_a_form_brought_is_answered_below(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better", "Slightly", "Yes", "None of", "Write")
    old = osei.panel
    osei.submits(reason=REASON).sees("Saved")
    assert osei.panel is not old and old.text == "Continued below."


@both
def test_a_finished_answer_is_changed_by_typing_what_its_button_says(
    begin: Begin, platform: str
) -> None:
    """It became a part of the reason."""
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for said in ("a is better", "slightly", "yes", "none of", REASON):
        osei.says(said)
    osei.sees("Saved").says("Change").sees("What would you like to change?")
    osei.says("how much better").sees("How much better is A?").says("better")
    osei.sees("A is better. Fit to go out. Reason:")
    assert [(a["strength"], a["rationale"]) for a in annotations(talk, osei)] == [
        (1, REASON),
        (2, REASON),
    ]


@both
def test_a_session_is_ended_by_typing_what_its_button_says(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for said in ("a is better", "slightly", "yes", "none of", REASON):
        osei.says(said)
    osei.says("stop here").sees("Stopped. Your answers are saved.")
    assert [saved["rationale"] for saved in annotations(talk, osei)] == [REASON]


@both
def test_one_of_the_last_answers_is_changed_by_its_number(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), task(2, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.says("a").says("better").says("yes")
    talk.later(minutes=1)
    osei.says("next").says("level").says("no")
    osei.says("answers").says("change 2").sees("What would you like to change?")
    osei.says("as it stands").says("no").sees("A is better. Neither is acceptable.")
    osei.says("answers").says("change 7").sees("There is no answer 7 here: type answers.")
