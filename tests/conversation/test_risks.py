"""What an answer could do to its reader is asked first, and held against which is better."""

from typing import Any

import pytest

from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import REASON, annotations
from tests.conversation.test_orders import both, many, stored
from tests.talk import task

ASK = ["flag", "rank", "rationale"]


@both
def test_the_whole_journey_in_its_order(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=ASK))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.sees("Answer A: if this reader acted on it?")
    assert [button.label for button in osei.panel.buttons][:4] == [
        "A: no concern",
        "A: S1 wrong, but no real harm",
        "A: S2 care delayed or worse",
        "A: S3 could cause serious harm",
    ]
    osei.presses("A: S2").sees("Answer B: if this reader acted on it?").presses("B: no concern")
    osei.sees("Which answer is better overall?").presses("B is better")
    osei.sees("How much better is B?").presses("Slightly")
    osei.sees("Could the better one go").presses("Yes")
    osei.sees("What counts most?")
    offered = {button.label for button in osei.panel.buttons}
    assert {"A: missing warning", "A: too sure", "B: clearer", "None of these"} <= offered
    assert not {"B: missing warning", "A: clearer"} & offered
    osei.presses("A: missing warning").sees("Why?")
    osei.says(REASON).sees(
        "B is better, slightly. Fit to go out. A: S2, missing warning. B: no con"
    )
    (kept,) = annotations(talk, osei)
    (worse,) = [key for key, risk in kept["risk"].items() if risk == "S2"]
    assert kept["main"] == [worse, "H1"] and kept["ranking"][1] == [worse]
    assert "contradiction" not in kept


@both
def test_nothing_is_asked_by_default_but_this(begin: Begin, platform: str) -> None:
    talk = begin(task(1), ask=[])
    osei = talk.member(platform, "U1", "Dr Osei").says("next").sees("question 1 of 7")
    osei.says("none").says("s1").sees("Which answer is better overall?")


@both
def test_the_riskier_one_preferred_is_asked_about_once_and_kept(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1, ask=["flag", "rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A: S2", "B: no concern", "A is better", "Better", "Yes")
    osei.sees("You marked A as riskier and still prefer it.").presses("Keep both").sees("Saved")
    assert stored(talk, osei)["contradiction"] is True


@both
def test_the_risk_is_marked_anew_and_the_mark_is_gone(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["flag", "rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A: S2", "B: no concern", "A is better", "Better", "Yes", "Change the risk")
    osei.sees("Answer A: if this reader").presses("A: S1", "B: S1").sees(
        "Saved 09:00. A is better."
    )
    assert "contradiction" not in stored(talk, osei)


@both
def test_the_choice_is_made_anew_and_nothing_asks_twice(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["flag", "rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A: S2", "B: S1", "A is better", "Better", "Yes", "Change the choice")
    osei.sees("Which answer is better overall?").presses("A is better", "Clearly", "Yes")
    osei.sees("Saved 09:00. A is better, clearly.").sees("Riskier, and still preferred.")
    assert stored(talk, osei)["contradiction"] is True


@both
def test_an_answer_without_failures_is_the_less_risky_one(begin: Begin, platform: str) -> None:
    """Where kinds are asked, one in which nothing was found gets no risk of its own."""
    talk = begin(task(1), ask=["flag", "rank"], failure_kinds=True)
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("Harmful", "1 ", "Done", "A: S3", "No one place", "No failure found")
    osei.presses("A is better", "Clearly", "Yes")
    osei.sees("You marked A as riskier and still prefer it. You found no failure in B.")
    osei.presses("Change the risk").sees("Answer A: if this reader acted on it?").presses("A: S2")
    osei.sees("Saved 09:00. A is better, clearly.").sees("Riskier, and still preferred.")
    assert stored(talk, osei)["contradiction"] is True


def test_an_order_names_the_answer_without_failures(begin: Begin) -> None:
    talk = begin(many(1, 3, ask=["flag", "rank"]), ask=["flag", "rank"], failure_kinds=True)
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    osei.presses("No failure found", "No failure found")
    osei.presses("Manner", "1 ", "Done", "C: S1", "No one place").says("a > c > b")
    osei.presses("Submit").sees(
        "You marked C as riskier than B and still put it above. You found no failure in B."
    )
    osei.presses("Keep both").sees("Saved")
    assert stored(talk, osei)["contradiction"] is True


def test_where_nothing_was_found_in_either_nothing_is_riskier(begin: Begin) -> None:
    talk = begin(task(1), ask=["flag", "rank"], failure_kinds=True)
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    osei.presses("No failure found", "No failure found", "A is better", "Better", "Yes")
    osei.sees("Saved")
    assert "contradiction" not in stored(talk, osei)


@both
def test_where_both_could_do_serious_harm_nothing_goes_out(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["flag", "rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A: S3", "B: S3", "B is better", "Slightly").sees("Neither is acceptable.")
    assert stored(talk, osei)["stands"] is False


@both
def test_what_only_followed_from_two_risks_is_asked_once_they_are_others(
    begin: Begin, platform: str
) -> None:
    """Nobody said that it may not go out: that followed from S3 twice."""
    talk = begin(task(1, ask=["flag", "rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A: S3", "B: S3", "B is better", "Slightly").sees("Neither is acceptable.")
    osei.presses("Change", "B: risk", "B: S1").sees("go to this reader as it stands?")
    osei.presses("Yes").sees("Fit to go out.")
    osei.presses("Change", "B: risk", "B: S2").sees("Saved 09:00. B is better, slightly. Fit")
    osei.presses("Change", "B: risk", "B: S3").sees("Neither is acceptable.")
    assert [one["stands"] for one in annotations(talk, osei)] == [False, True, True, False]


@both
def test_a_reason_that_became_required_is_asked_for(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better", "Slightly", "Yes", "None of", "No reason").sees("Saved")
    osei.presses("Change", "How much", "Clearly").sees("Why?")
    assert "No reason" not in [button.label for button in osei.panel.buttons]
    osei.says(REASON).edits(osei.last_said, None).presses("Remove")
    assert annotations(talk, osei)[-1]["rationale"] is None
    osei.presses("Change", "The reason").says(REASON).sees("Reason: ")


@pytest.mark.parametrize(
    ("taps", "needed"),
    [
        (("A: no", "B: no", "B is better", "Better", "Yes"), False),
        (("A: S1", "B: no", "B is better", "Slightly", "Yes"), False),
        (("A: S2", "B: no", "B is better", "Slightly", "Yes"), True),
        (("A: S3", "B: no", "B is better", "Slightly", "Yes"), True),
        (("A: no", "B: no", "B is better", "Clearly", "Yes"), True),
        (("A: S1", "B: no", "A is better", "Slightly", "Yes", "Keep both"), True),
    ],
)
def test_a_reason_is_required_only_where_it_pays(
    begin: Begin, taps: tuple[str, ...], needed: bool
) -> None:
    talk = begin(task(1, ask=ASK))
    osei = talk.member("telegram", "7", "Dr Osei").says("next").presses(*taps).presses("None of")
    offered = [button.label for button in osei.panel.buttons]
    assert ("No reason" not in offered) is needed
    osei.says("skip").sees("Why skip it?" if needed else "Saved")


@pytest.mark.parametrize(
    ("only", "taps", "asked"),
    [
        (["S2"], ("A: S1", "B: no", "B is", "Clearly", "Yes"), False),
        (["S2"], ("A: S2", "B: no", "B is", "Slightly", "Yes"), True),
        (["clearly", "level"], ("A: no", "B: no", "Level", "Yes"), True),
        (["clearly", "level"], ("A: no", "B: no", "B is", "Better", "Yes"), False),
        (["neither"], ("A: no", "B: no", "B is", "Better", "No, neither"), True),
        (["contradiction"], ("A: S1", "B: no", "A is", "Better", "Yes", "Keep both"), True),
    ],
)
def test_a_project_may_ask_for_reasons_under_conditions(
    begin: Begin, only: list[str], taps: tuple[str, ...], asked: bool
) -> None:
    talk = begin(task(1, ask=ASK), ask=ASK, conditions={"rationale": only})
    osei = talk.member("telegram", "7", "Dr Osei").says("next").presses(*taps)
    osei.sees("What counts most?" if asked else "Saved")
    if asked:
        osei.presses("None of").says(REASON).sees("Saved")
        assert stored(talk, osei)["rationale"] == REASON
    else:
        assert "rationale" not in stored(talk, osei)


@both
def test_the_main_reason_follows_the_choice(begin: Begin, platform: str) -> None:
    """Whoever changes their mind is asked again what counts most."""
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better", "Slightly", "Yes", "B: too sure", "No reason").sees("B: too sure.")
    osei.presses("Change", "Which is better", "B is better", "Slightly", "Yes")
    osei.sees("What counts most?").presses("A: too sure").sees("A: too sure.")
    osei.presses("Change", "How much", "Better").sees("Saved")
    assert stored(talk, osei)["main"][1] == "M1", "what still fits is not asked again"


def test_chips_stand_in_an_order_of_the_persons_own(begin: Begin) -> None:
    talk = begin(*(task(number) for number in range(2)), annotators_per_task=12)
    seen: list[list[str]] = []
    for number in range(12):
        chat = talk.member("telegram", str(number), f"Dr {number}")
        mine: list[list[str]] = []
        for _ in range(2):
            chat.says("next").presses("A is better", "Slightly", "Yes")
            mine.append([button.label for button in chat.panel.buttons])
            chat.presses("None of", "No reason")
        assert mine[0] == mine[1], "for one person it stays"
        seen += mine[:1]
    assert len({tuple(one) for one in seen}) > 6


@both
def test_one_who_listens_hears_each_risk_and_what_it_became(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["flag", "rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei", reader=True).says("next")
    old: Any = osei.panel
    osei.says("s2")
    assert old.text == "Answer A: S2. Saved."
    osei.sees("Answer B: if this reader acted on it?")
