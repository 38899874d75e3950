"""What is wrong with an answer: its kinds by family, how bad the worst is, and where it stands."""

from datetime import timedelta
from typing import Any

import pytest

from bot.rules import Rules
from bot.words import FINISHED, NOT_OPEN
from tests.conversation.conftest import Begin
from tests.conversation.test_orders import both, stored
from tests.conversation.test_ratings import single
from tests.talk import Chat, Talk, task

TEXT = "Rest for two days. Numbness is “common” & needs no treatment! It's only a strain."


def searched(begin: Begin, platform: str, text: str = TEXT, **project: Any) -> tuple[Talk, Chat]:
    """Somebody before one answer that is to be searched for failures."""
    made = single(1, "flag")
    made["responses"][0]["text"] = text
    talk = begin(made, ask=["flag"], **project)
    return talk, talk.member(platform, "U1", "Dr Osei").says("next")


@both
def test_kinds_of_several_families_and_the_worst(begin: Begin, platform: str) -> None:
    talk, osei = searched(begin, platform)
    osei.sees("What is wrong with Answer A?").presses("Harmful")
    osei.sees("Harmful: what is it in Answer A? 0 chosen.").sees("2. Missed a rare but serious")
    osei.presses("2 Missed").sees("1 chosen.").presses("Another kind")
    osei.sees("So far: missed a rare but serious condition.").presses("Factually wrong", "1 Plaus")
    osei.sees("2 chosen.").presses("Done").sees("Answer A: if this reader acted on it?")
    assert "A: no concern" not in [button.label for button in osei.panel.buttons]
    osei.presses("A: S3").sees("Where in Answer A?").presses("Sentence 2").sees("Saved")
    answer = stored(talk, osei)
    ((start, end),) = answer["spans"]["a1"]
    assert TEXT[start:end] == "Numbness is “common” & needs no treatment!"
    assert answer["failures"] == {"a1": ["W1", "H2"]} and answer["risk"] == {"a1": "S3"}


@both
def test_the_summary_says_where_and_what_was_kept(begin: Begin, platform: str) -> None:
    """Every mark is listed, as far as it fits a phone."""
    talk, osei = searched(begin, platform)
    osei.presses("Harmful", "2 Missed", "Done", "A: S1", "Keep both", "Sentence 2")
    osei.sees(
        "Saved 09:00. A: S1; missed a rare but serious condition; kept both; where: “Numbness is"
        " “common” & needs no …”."
    )
    osei.presses("Change", "A: risk", "A: S3").sees("missed a rare but serious condition; where:")
    osei.presses("Change", "A: where").says("only a strain.").sees("where: “only a strain”.")
    osei.presses("Change", "A: where", "No one place").sees("A: S3; missed a rare but serious con")
    assert "where" not in osei.panel.text
    quoted = "“rest” “for two” “days” “common” “strain”"
    osei.presses("Change", "A: where").says(f"It says {quoted} and is wrong.")
    osei.sees("where: “Rest”, “for two” and 3 more.")
    assert len(stored(talk, osei)["spans"]["a1"]) == 5


@both
def test_a_long_place_is_told_by_its_first_words(begin: Begin, platform: str) -> None:
    text = "Rest well. One two three four five six seven eight nine, and so on. Then work."
    _, osei = searched(begin, platform, text)
    osei.presses("Manner", "2 ", "Done", "A: S1", "Sentence 2")
    osei.sees("too long, jargon, disordered; where: “One two three four five six …”.")


@both
def test_no_failure_found_is_an_answer(begin: Begin, platform: str) -> None:
    talk, osei = searched(begin, platform)
    osei.presses("No failure found").sees("Saved 09:00. A: no failure found.")
    assert stored(talk, osei) == {"failures": {"a1": []}}


@both
def test_a_toggle_sets_the_state_it_names(begin: Begin, platform: str) -> None:
    """Tapped twice by one finger, or on two devices, it is on; the turn stays."""
    talk, osei = searched(begin, platform)
    osei.presses("Manner")
    on = next(button for button in osei.panel.buttons if button.label.startswith("1 "))
    heard = len(osei.notices)
    osei.presses_token(on.token, osei.panel.ref).hears("Saved.").sees("1 chosen.")
    assert len(osei.notices) == heard + 1
    osei.presses_token(on.token, osei.panel.ref).sees("1 chosen.")
    osei.presses("1 chosen").sees("0 chosen.")
    osei.presses_token(on.token, osei.panel.ref).sees("1 chosen.")
    assert stored(talk, osei, "open")["failures"] == {"a1": ["M1"]}
    osei.presses("Done").presses_token(on.token, osei.panel.ref).hears(FINISHED)
    osei.sees("Answer A: if this reader acted on it?")


@both
def test_a_toggle_tapped_too_soon_is_asked_once_more(begin: Begin, platform: str) -> None:
    made = single(1, "flag")
    talk = begin(made, ask=["flag"], rules=Rules(block=1, double_tap=timedelta(0)))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(seconds=5)
    osei.presses("Manner").presses("1 ").sees("Once more, please: manner: what is it in Answer A?")
    osei.presses("1 ").sees("1 chosen.").presses("2 ").sees("2 chosen.")


@both
def test_kinds_are_typed_as_a_list(begin: Begin, platform: str) -> None:
    talk, osei = searched(begin, platform)
    osei.says("harmful").says("2, 7")
    assert "There is no 7 here. Type numbers from 1 to 6." in osei.texts()
    osei.says("1 and 3").sees("2 chosen.").says("5").sees("1 chosen.").says("done").says("s2")
    osei.says("no one place").sees("Saved")
    assert stored(talk, osei)["failures"] == {"a1": ["H5"]}
    assert stored(talk, osei)["spans"] == {"a1": []}


@pytest.mark.parametrize(
    ("family", "kind", "words"),
    [
        ("Harmful", "2 Missed", "a missed serious condition"),
        ("Harmful", "3 Wrong", "an urgency that is too low"),
        ("Harmful", "5 Tells", "dangerous advice"),
    ],
)
def test_a_grave_kind_without_harm_is_asked_about_once(
    begin: Begin, family: str, kind: str, words: str
) -> None:
    talk, osei = searched(begin, "telegram")
    osei.presses(family, kind, "Done", "A: S1")
    osei.sees(f"You chose {words} with no real harm. Keep both?")
    osei.presses("Change the severity").sees("Answer A: if this reader").presses("A: S1")
    osei.sees("Where in Answer A?").presses("No one place").sees("Saved")
    assert stored(talk, osei)["agreed"] == {"a1": True}


@pytest.mark.parametrize(
    "typed",
    ["“numbness is  COMMON”", '"Numbness is "common""', "needs no treatment", "it’s only a strain"],
)
@both
def test_words_are_found_where_they_stand(begin: Begin, platform: str, typed: str) -> None:
    talk, osei = searched(begin, platform)
    osei.presses("Manner", "2 ", "Done", "A: S1").says(typed).sees("Saved")
    ((start, end),) = stored(talk, osei)["spans"]["a1"]
    assert 0 <= start < end <= len(TEXT)


@pytest.mark.parametrize(
    ("typed", "stand"),
    [
        ('It says "needs no treatment" and that is wrong.', ["needs no treatment"]),
        ("„only a strain“ rät zum Abwarten, «common» auch", ["common", "only a strain"]),
        ("It says “take an aspirin”, or nearly; and 'it's only a strain'.", ["It's only a strain"]),
    ],
)
@both
def test_words_in_quotation_marks_are_the_place(
    begin: Begin, platform: str, typed: str, stand: list[str]
) -> None:
    """People say something about what they quote; every quotation that stands there is kept."""
    talk, osei = searched(begin, platform)
    osei.presses("Manner", "2 ", "Done", "A: S1").says(typed).sees("Saved")
    spans = stored(talk, osei)["spans"]["a1"]
    assert [TEXT[start:end] for start, end in spans] == stand


@both
def test_words_that_stand_nowhere_are_asked_for_again(begin: Begin, platform: str) -> None:
    _, osei = searched(begin, platform)
    osei.presses("Manner", "2 ", "Done", "A: S1").says("It says “take an aspirin”")
    assert any(text.startswith("I did not find these words in Answer A.") for text in osei.texts())
    osei.sees("Where in Answer A?")


@both
def test_a_better_wording_is_kept_to_the_letter(begin: Begin, platform: str) -> None:
    talk, osei = searched(begin, platform, corrections=True)
    osei.presses("Incomplete", "1 ", "Done", "A: S2", "No one place")
    osei.sees("How should Answer A read instead?").says("Stop: numbness there is an emergency.")
    osei.sees("Better: “Stop: numbness there is an emergency.”")
    assert stored(talk, osei)["corrections"] == {"a1": "Stop: numbness there is an emergency."}
    osei.presses("Change", "A: wording", "No wording").sees("Saved")
    assert stored(talk, osei)["corrections"] == {"a1": None}


@both
def test_a_wording_is_asked_for_the_place_that_was_named(begin: Begin, platform: str) -> None:
    _, osei = searched(begin, platform, corrections=True)
    osei.presses("Incomplete", "1 ", "Done", "A: S2", "Sentence 1")
    osei.sees("How should Answer A read there?")


@both
def test_kinds_with_commas_in_them_are_told_apart_and_once(begin: Begin, platform: str) -> None:
    talk = begin(task(1), ask=["flag", "rank", "rationale"], failure_kinds=True)
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("Harmful", "1 ", "3 ", "Done", "A: S3", "No one place", "No failure found")
    osei.presses("B is better", "Clearly", "Yes", "A: missing warning")
    osei.says("It says to wait three days, and a serious infection could be missed.")
    osei.sees("A: S3; missing safety warning; wrong urgency, too low. B: no failure found.")


@both
def test_back_leads_through_the_families(begin: Begin, platform: str) -> None:
    _, osei = searched(begin, platform)
    osei.presses("Harmful", "Back").sees("What is wrong with Answer A?")
    osei.presses("Harmful", "1 ", "Back").sees("So far: missing safety warning.").presses("Done")
    osei.sees("Answer A: if this reader").presses("Back").sees("What is wrong with Answer A?")


def test_a_long_answer_has_no_button_for_each_sentence(begin: Begin) -> None:
    _, osei = searched(begin, "slack", text="One. " * 40 + "The dose is wrong.")
    osei.presses("Manner", "2 ", "Done", "A: S1")
    assert osei.panel.buttons[0].label == "No one place"
    osei.says("dose is wrong").sees("Saved")


def test_a_comparison_may_ask_for_kinds_too(begin: Begin) -> None:
    talk = begin(ask=["flag", "rank"], failure_kinds=True)
    osei = talk.member("slack", "U1", "Dr Osei").says("next").presses("No failure found")
    osei.sees("What is wrong with Answer B?").presses("Harmful", "1 ", "Done", "B: S2")
    osei.presses("No one place").sees("Which answer is better overall?")


@both
def test_a_screen_that_is_one_tap_behind_never_takes_one_button_for_another(
    begin: Begin, platform: str
) -> None:
    """All toggles share a turn: what another button means must not depend on them."""
    talk, osei = searched(begin, platform)
    osei.presses("Harmful")
    others = next(button for button in osei.panel.buttons if button.label.startswith("Another"))
    osei.presses("1 ").presses_token(others.token, osei.panel.ref)
    osei.sees("What is wrong with Answer A?").sees("So far: missing safety warning.")
    osei.presses("Done", "Back", "Harmful")
    done = next(button for button in osei.panel.buttons if button.label == "Done")
    osei.presses("1 ").presses_token(done.token, osei.panel.ref)
    osei.sees("Answer A: if this reader acted on it?")
    assert stored(talk, osei, "open")["failures"] == {"a1": ["H1"]}


@both
def test_nothing_chosen_and_done_leads_back_to_no_failure_found(
    begin: Begin, platform: str
) -> None:
    _, osei = searched(begin, platform)
    osei.presses("Harmful", "Done").sees("What is wrong with Answer A?")
    osei.presses("No failure found").sees("A: no failure found.")


@both
def test_a_state_is_set_only_of_what_has_one(begin: Begin, platform: str) -> None:
    _, osei = searched(begin, platform)
    for page in ("What is wrong with Answer A?", "Why skip it?"):
        name, turn, _ = osei.panel.buttons[0].token.split(":")
        osei.presses_token(f"{name}:{turn}:0y", osei.panel.ref).hears(NOT_OPEN).sees(page)
        if page.startswith("What"):
            osei.presses("Skip")


def test_a_wording_is_asked_for_by_its_name_and_may_be_left_out(begin: Begin) -> None:
    talk, osei = searched(begin, "slack", corrections=True)
    osei.presses("Incomplete", "1 ", "Done", "A: S2", "No one place", "Write")
    assert osei.forms[-1].title == "Better wording"
    osei.says("skip").sees("Saved")
    assert stored(talk, osei)["corrections"] == {"a1": None}


def test_words_marked_in_the_answer_are_the_place(begin: Begin) -> None:
    """On Telegram a part of a message can be quoted; what is written beside it says no more."""
    talk, osei = searched(begin, "telegram")
    osei.presses("Manner", "2 ", "Done", "A: S1")
    answer = next(message for message in osei.messages if "Answer A" in message.text)
    osei.says("this one", reply_to=answer.ref, quote="take an aspirin")
    assert any(text.startswith("I did not find these words in Answer A.") for text in osei.texts())
    osei.says(".", reply_to=answer.ref, quote="needs no\u2060 treatment").sees("Saved")
    ((start, end),) = stored(talk, osei)["spans"]["a1"]
    assert TEXT[start:end] == "needs no treatment"


@pytest.mark.parametrize(("number", "listed"), [(1, 0), (2, 2), (6, 6), (7, 0)])
def test_up_to_six_sentences_are_listed_with_their_first_words(
    begin: Begin, number: int, listed: int
) -> None:
    text = " ".join(f"This is sentence {one} of it." for one in range(1, number + 1))
    _, osei = searched(begin, "slack", text)
    osei.presses("Manner", "2 ", "Done", "A: S1").sees("Where in Answer A?")
    labels = [button.label for button in osei.panel.buttons]
    assert labels[:-3] == [*(f"Sentence {one}" for one in range(1, listed + 1)), "No one place"]
    assert (f"{number}. This is sentence {number} of it." in osei.panel.text) is bool(listed)


@both
def test_the_last_number_of_a_family_is_one_of_it(begin: Begin, platform: str) -> None:
    talk, osei = searched(begin, platform)
    osei.says("2").sees("Harmful: what is it in Answer A?").says("6").sees("1 chosen.")
    assert stored(talk, osei, "open")["failures"] == {"a1": ["H6"]}


@both
def test_back_leads_from_a_family_to_all_of_them_and_keeps_what_was_chosen(
    begin: Begin, platform: str
) -> None:
    talk, osei = searched(begin, platform)
    osei.presses("Harmful", "1 ").presses("Back").sees("What is wrong with Answer A?")
    osei.sees("So far: missing safety warning.").presses("Factually wrong").presses("Back")
    osei.sees("So far: missing safety warning.").presses("Done").sees("if this reader acted on it?")
    assert stored(talk, osei, "open")["failures"] == {"a1": ["H1"]}


def test_a_place_without_words_is_asked_for_again(begin: Begin) -> None:
    _, osei = searched(begin, "telegram")
    osei.presses("Manner", "2 ", "Done", "A: S1").says("  ").sees("Where in Answer A?")
    assert not any("did not find these words" in text for text in osei.texts())
