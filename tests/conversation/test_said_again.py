"""Words sent twice, because nothing was seen of the first time: they are one answer, and never the
answer to what is asked next.
"""

import pytest

from bot.words import HAVE_THAT, SAYS_THAT
from store import incidents
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import annotations
from tests.conversation.test_failures import searched
from tests.conversation.test_orders import both, many, stored
from tests.talk import Chat, Talk, task

REASON = "It says when to see a doctor, and does not wait three days with a small baby."
MORE = "The baby is seven weeks old."


def judged(begin: Begin, platform: str) -> tuple[Talk, Chat]:
    """Somebody who is asked why."""
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    return talk, osei.presses("A is better", "Slightly", "Yes", "None of").sees("Why?")


def counts(talk: Talk, osei: Chat) -> str | None:
    """The reason as it stands after everything."""
    rationale: str | None = annotations(talk, osei)[-1]["rationale"]
    return rationale


@both
def test_a_reason_sent_twice_counts_once(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says(REASON).sees("Saved").says(REASON).sees(SAYS_THAT)
    assert counts(talk, osei) == REASON
    osei.says(MORE).sees("Added to your reason.").says(f" {MORE}").sees(SAYS_THAT)
    osei.says(REASON).sees(SAYS_THAT)
    assert counts(talk, osei) == f"{REASON}\n{MORE}"


@both
def test_what_was_undone_can_be_added_again(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says(REASON).says(MORE).sees("Added to your reason.").presses("Undo")
    assert counts(talk, osei) == REASON
    osei.says(MORE).sees("Added to your reason.")
    assert counts(talk, osei) == f"{REASON}\n{MORE}"


@both
def test_a_short_reason_sent_twice_is_taken_as_it_is(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says("too short").sees("What would you point to").says("too short").sees("Saved")
    assert counts(talk, osei) == "too short"


@both
def test_a_long_text_that_a_client_cut_and_that_is_sent_twice_counts_once(
    begin: Begin, platform: str
) -> None:
    talk, osei = judged(begin, platform)
    first, second = ("dose " * 1000)[:4095] + ".", "and nothing else."
    osei.says(first).says(second).says(first).says(second)
    assert counts(talk, osei) == first + second


@both
def test_an_edit_of_one_copy_is_an_edit_of_both(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says(REASON).says(REASON)
    osei.edits(osei.last_said, MORE)
    assert counts(talk, osei) == MORE, "what is edited out of one copy is out"


@both
def test_a_wording_sent_twice_is_not_the_reason(begin: Begin, platform: str) -> None:
    asks = {"ask": ["flag", "rationale"], "corrections": True}
    made = {**task(1), "responses": [{"id": "a1", "text": "Rest for two days. It is a strain."}]}
    talk = begin({**made, "ask": asks["ask"]}, **asks)
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("Incomplete", "1 ", "Done", "A: S2", "No one place")
    wording = "Stop: numbness there is an emergency, and needs to be seen today."
    osei.says(wording).sees("Why?").says(f"{wording} ")
    assert HAVE_THAT in osei.texts()
    osei.sees("Why?").says(REASON).sees("Saved")
    answer = stored(talk, osei)
    assert (answer["corrections"], answer["rationale"]) == ({"a1": wording}, REASON)


@both
def test_an_order_sent_twice_is_one_order(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 3))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("c > b = a")
    osei.sees("C, then A and B level.").says("c > b = a").sees("C, then A and B level.")
    osei.presses("Submit").sees("Saved")
    assert len(annotations(talk, osei)) == 1


@both
def test_a_quoted_place_sent_twice_is_not_the_reason(begin: Begin, platform: str) -> None:
    asks = ["flag", "rationale"]
    made = {**task(1, ask=asks), "responses": [{"id": "a1", "text": "Rest for two days. Wait."}]}
    osei = begin(made, ask=asks).member(platform, "U1", "Dr Osei").says("next")
    osei.presses("Incomplete", "1 ", "Done", "A: S2").says("Here.", quote="Wait.").sees("Why?")
    osei.says("Here.", quote="Wait.").sees("Why?").says(REASON)
    answer = stored(osei.talk, osei.sees("Saved"))
    assert (answer["spans"], answer["rationale"]) == ({"a1": [[19, 23]]}, REASON)


@both
def test_kinds_typed_twice_are_the_same_kinds(begin: Begin, platform: str) -> None:
    """A list of numbers says what is chosen; typed once more it says so again, whatever was tapped
    in between."""
    _, osei = searched(begin, platform)
    osei.presses("Manner").says("1, 2").sees("2 chosen.").says("1, 2").sees("2 chosen.")
    osei.presses("1 chosen").sees("1 chosen.").says("1, 2").sees("2 chosen.")
    assert HAVE_THAT not in osei.texts()


@both
def test_a_question_to_the_coordinator_sent_twice_is_asked_once(
    begin: Begin, platform: str
) -> None:
    talk, osei = judged(begin, platform)
    osei.presses("More", "Ask the coordinator").says("Is this about adults?").sees("Why?")
    osei.says("Is this about adults?").sees("Why?").says(REASON).sees("Saved")
    assert HAVE_THAT in osei.texts() and counts(talk, osei) == REASON
    (asked,) = incidents.listing(talk.store, every=True)
    assert (asked["kind"], asked["text"]) == ("question", "Is this about adults?")


@both
def test_the_same_words_for_another_task_are_that_task_s(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says(REASON).presses("Next task", "A is better", "Slightly", "Yes", "None of")
    osei.says(REASON).sees("Saved")
    assert [one["rationale"] for one in annotations(talk, osei)] == [REASON, REASON]


# -- what looks like the same words, and is not ----------------------------------------------------


def worded(begin: Begin, platform: str, *, corrections: bool = True) -> tuple[Talk, Chat]:
    """Somebody before one answer, who is asked where its failure is."""
    asks = ["flag", "rationale"]
    made = {**task(1, ask=asks), "responses": [{"id": "a1", "text": "Rest for two days. Wait."}]}
    talk = begin(made, ask=asks, corrections=corrections)
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    return talk, osei.presses("Incomplete", "1 ", "Done", "A: S2").sees("Where in Answer A?")


@both
def test_other_words_beside_the_same_quote_are_new(begin: Begin, platform: str) -> None:
    talk, osei = worded(begin, platform, corrections=False)
    osei.says("Here.", quote="Wait.").sees("Why?").says(REASON, quote="Wait.").sees("Saved")
    assert stored(talk, osei)["rationale"] == REASON


@both
def test_a_wording_beside_a_quote_is_known_by_its_words(begin: Begin, platform: str) -> None:
    talk, osei = worded(begin, platform)
    osei.presses("No one place").says(MORE, quote="Wait.").sees("Why?").says(MORE, quote="Wait.")
    osei.sees("Why?").says(REASON).sees("Saved")
    assert stored(talk, osei)["rationale"] == REASON


@both
@pytest.mark.parametrize("typed", ["a", "skip"])
def test_a_choice_that_went_to_the_coordinator_is_still_a_choice(
    begin: Begin, platform: str, typed: str
) -> None:
    osei = begin(task(1)).member(platform, "U1", "Dr Osei").says("next")
    osei.presses("More", "Ask the coordinator").says("a").sees("Which answer is better overall?")
    osei.says(typed).sees({"a": "How much better is A?", "skip": "Why skip it?"}[typed])


def test_a_reason_that_was_removed_can_be_sent_again(begin: Begin) -> None:
    talk, osei = judged(begin, "slack")
    osei.says("too short").sees("What would you point to")
    osei.edits(osei.last_said, None).presses("Remove").says("too short").sees("Saved")
    assert counts(talk, osei) == "too short"


@both
def test_undo_takes_all_copies_of_what_was_added(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says(REASON).says(MORE).says(MORE).sees(SAYS_THAT).presses("Undo")
    assert counts(talk, osei) == REASON
    osei.says(MORE).says(REASON).says("undo").says("undo")
    assert counts(talk, osei) == REASON, "the reason itself is no addition"


@both
def test_a_question_to_the_coordinator_beside_a_draft_is_no_part_of_it(
    begin: Begin, platform: str
) -> None:
    talk, osei = judged(begin, platform)
    osei.says("too short").presses("More", "Ask the coordinator").says("Is this about adults?")
    osei.says("Is this about adults?").sees("What would you point to").presses("Send as is")
    assert counts(talk, osei) == "too short" and HAVE_THAT in osei.texts()


@both
def test_a_wording_given_in_a_change_is_no_addition_to_the_reason(
    begin: Begin, platform: str
) -> None:
    talk, osei = worded(begin, platform)
    osei.presses("No one place").says("See a doctor today.").says(REASON).sees("Saved")
    osei.presses("Change", "A: wording").says(MORE).sees("Saved").says(MORE)
    answer = stored(talk, osei)
    assert (answer["rationale"], answer["corrections"]) == (REASON, {"a1": MORE})


def test_words_kept_for_a_task_that_has_them_by_now_are_not_taken_twice(begin: Begin) -> None:
    talk, osei = worded(begin, "slack")
    osei.presses("No one place").says(MORE, thread="-").sees("Is this your wording for")
    held = osei.panel
    osei.says(MORE).sees("Why?").presses("Yes, save it", on=held).sees("Why?")
    assert HAVE_THAT in osei.texts() and "rationale" not in stored(talk, osei, "open")


def test_a_form_that_is_sent_twice_is_taken_once(begin: Begin) -> None:
    """Slack leaves it open where our acknowledgement came too late."""
    talk, osei = worded(begin, "slack")
    osei.presses("No one place", "Write").submits(reason=MORE).submits(reason=MORE)
    assert osei.replies == []
    osei.presses("Write").submits(reason=MORE)
    assert osei.replies[-1].errors == (("reason", HAVE_THAT),)
    osei.presses("Write").submits(reason=REASON).submits(reason=REASON).sees("Saved")
    assert len(osei.replies) == 1 and stored(talk, osei)["rationale"] == REASON


@both
def test_whoever_insists_on_a_short_reason_sends_it_as_it_is(begin: Begin, platform: str) -> None:
    talk, osei = judged(begin, platform)
    osei.says("too short").says("too short").sees("Saved")
    assert stored(talk, osei)["as_is"] is True


@both
def test_a_lapse_in_between_changes_nothing_about_that(begin: Begin, platform: str) -> None:
    talk, osei = worded(begin, platform)
    osei.presses("No one place").says(MORE).sees("Why?")
    talk.later(hours=80)
    osei.presses("Finish it anyway").sees("Why?").says(MORE).sees("Why?").says(REASON)
    assert stored(talk, osei.sees("Saved"))["rationale"] == REASON
