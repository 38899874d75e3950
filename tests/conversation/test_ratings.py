"""One criterion of one answer at a time, from 5 to 1; what cannot be judged is never a number."""

from typing import Any

import pytest

from tests.conversation.conftest import Begin
from tests.conversation.test_orders import both, stored
from tests.talk import task


def single(number: int, *ask: str, **more: Any) -> dict[str, Any]:
    """A task of one answer."""
    made = task(number, ask=list(ask), **more)
    return {**made, "responses": made["responses"][:1]}


@both
def test_three_criteria_with_their_anchors_in_the_text(begin: Begin, platform: str) -> None:
    talk = begin(single(1, "rate"))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.sees("Medical accuracy of Answer A").sees("5 Sound: Correct and current.")
    assert [button.label for button in osei.panel.buttons][:6] == [
        "5 Sound", "4 Minor slip", "3 Needs correcting", "2 Misleading", "1 Wrong", "Can't judge",
    ]  # fmt: skip
    osei.presses("3 Needs").sees("Safety of Answer A").presses("5 Safe")
    osei.sees("Helpfulness of Answer A").sees("question 3 of 3").presses("4 Useful")
    osei.sees("Saved 09:00. A: medical accuracy 3, safety 5, helpfulness 4.")
    assert stored(talk, osei)["ratings"] == {"a1": {"accuracy": 3, "safety": 5, "helpfulness": 4}}


@both
def test_a_typed_number_is_what_it_says(begin: Begin, platform: str) -> None:
    """Not its place in the list: 1 stands last and is the worst."""
    talk = begin(single(1, "rate"))
    osei = (
        talk.member(platform, "U1", "Dr Osei").says("next").says("1").says("5").says("can't judge")
    )
    osei.sees("Why can't you judge the helpfulness of Answer A?").says("back")
    osei.sees("Helpfulness of Answer A").says("middling")
    assert stored(talk, osei, "open")["ratings"] == {"a1": {"accuracy": 1, "safety": 5}}
    osei.says("partly").sees("accuracy 1, safety 5, helpfulness 3.")


@both
def test_a_number_beyond_the_scale_is_none_of_it(begin: Begin, platform: str) -> None:
    """It was taken for the sixth button, which is [Can't judge]."""
    talk = begin(single(1, "rate"))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for said in ("6", "0"):
        osei.says(said)
        assert osei.texts()[-2] == "I did not find that choice. Tap one, or type its number."
        osei.sees("Medical accuracy of Answer A")


@both
def test_what_cannot_be_judged_has_a_reason_and_no_number(begin: Begin, platform: str) -> None:
    talk = begin(single(1, "rate"), ask=["rate"], criteria=["safety"])
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("Can't judge")
    osei.presses("Experts or guidelines differ").sees(
        "A: safety not judged (experts or guidelines differ)."
    )
    assert stored(talk, osei)["ratings"] == {"a1": {"safety": {"cannot": "experts_differ"}}}


@both
def test_each_answer_is_rated_and_any_number_changed(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rate"]), ask=["rate"], criteria=["accuracy", "sureness"])
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for number, question in enumerate(
        ("Medical accuracy of Answer A", "Sureness of Answer A", "Medical accuracy of Answer B"), 1
    ):
        osei.sees(question).says(str(number))
    osei.sees("Sureness of Answer B").says("back").sees("Medical accuracy of Answer B").says("4")
    osei.says("5").presses("Change", "A: Sureness").sees("Sureness of Answer A").says("1")
    osei.sees("A: medical accuracy 1, sureness 1. B: medical accuracy 4, sureness 5.")


def test_a_project_rates_by_its_own_words(begin: Begin) -> None:
    warmth = {
        "id": "warmth",
        "name": "Warmth",
        "levels": {
            5: "Warm: Meets the worry first.",
            4: "Kind: Polite and clear.",
            3: "Neutral: Neither warm nor cold.",
            2: "Cold: Skips the worry.",
            1: "Hurtful: Blames or belittles.",
        },
    }
    talk = begin(single(1, "rate"), ask=["rate"], criteria=[warmth])
    osei = talk.member("telegram", "7", "Dr Osei").says("next").sees("Warmth of Answer A")
    osei.sees("2 Cold: Skips the worry.").presses("More", "What does")
    assert any("1 Hurtful: Blames or belittles." in text for text in osei.texts())
    osei.presses("Back", "5 Warm").sees("warmth 5.")


@both
def test_a_draft_keeps_the_criteria_it_began_with(begin: Begin, platform: str) -> None:
    talk = begin(
        single(1, "rate"), single(2, "rate"), ask=["rate"], criteria=["accuracy", "safety"]
    )
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("4")
    planned = talk.plans(ask=["rate"], criteria=["helpfulness"])
    assert planned["under_way"] == 1 and list(planned["changed"]) == ["criteria"]
    talk.applies(ask=["rate"], criteria=["helpfulness"])
    osei.sees("Safety of Answer A").says("2").sees("medical accuracy 4, safety 2.")
    osei.presses("Next task").sees("Helpfulness of Answer A")


@pytest.mark.parametrize("label", ["5 Sound", "Can't judge"])
def test_a_screen_reader_hears_what_was_rated(begin: Begin, label: str) -> None:
    talk = begin(single(1, "rate"))
    osei = talk.joined("slack", "U1", "Dr Osei", reader=True).says("next")
    old = osei.panel
    osei.presses(label)
    assert old.text == f"Medical accuracy, A: {label}. Saved." and osei.last is not old
