"""Words typed where a button stands: a beginning is enough, and what is optional is left out."""

import pytest

from store import incidents
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import annotations
from tests.talk import Chat, task

REASON = "It says when to see a doctor, and does not wait three days."
MORE = "The baby is seven weeks old."
both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def asked_why(chat: Chat) -> Chat:
    """Up to the reason of a comparison, all of it typed."""
    return chat.says("a").says("slightly").says("yes").says("none").sees("Why?")


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


REASON = "It says when to see a doctor, and does not wait three days with a small baby."


@both
def test_what_is_offered_where_words_are_awaited_can_be_typed(begin: Begin, platform: str) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says("too short").sees("What would")
    osei.says("Send as is").sees("Reason: “too short”")
    osei.says("next").says("level").says("yes").says("none of these").says("No reason.")
    osei.sees("No reason given.")
    assert {one["rationale"] for one in annotations(talk, osei)} == {"too short", None}


@both
def test_a_phone_writes_another_apostrophe(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rate"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("Can’t judge")
    osei.sees("Why can't you judge the medical accuracy of Answer A?")


@both
def test_what_can_be_done_after_a_task_is_typed_and_never_taken_for_a_reason(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says(REASON).sees("Saved")
    osei.says("change").sees("What would you like to change?").says("back").sees("Saved")
    osei.says("The baby is seven weeks old.").sees("Added to your reason.")
    osei.says("undo").sees("Removed.").says("undo").sees("Nothing to remove.")
    osei.says("answers").says("change 1").sees("What would you like to change?")
    osei.says("how much better").says("better").sees("A is better. Fit to go out.")
    assert "Stopped. Your answers" not in " ".join(osei.texts())
    osei.says("stop here").sees("Stopped. Your answers are saved.")
    assert {one["rationale"] for one in annotations(talk, osei)} == {
        REASON,
        f"{REASON}\nThe baby is seven weeks old.",
    }


@both
def test_a_number_that_no_past_answer_has_lists_them_again(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("change 1").sees("You have not finished")
    osei.says("next").says("level").says("yes").says("change 7").sees("1. My child number 1")


@both
def test_more_and_its_pages_are_typed(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("more").sees("What is it?")
    osei.says("ask the coordinator").sees("Write your question").says("back")
    osei.sees("Which answer is better overall?").says("more").says("something is wrong")
    osei.says("other").sees("Reported: Other.").sees("Which answer is better overall?")


@both
def test_an_open_task_is_brought_here_or_left_for_another_one(begin: Begin, platform: str) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(minutes=31)
    osei.says("next", thread="-").sees("You have one open: My child number 1")
    osei.says("bring it here", thread="-").sees("Which answer is better overall?")
    assert "Moved." in osei.texts()
    osei.says("another one").sees("Which answer is better overall?")
    assert sum("Compare two answers" in text for text in osei.texts()) == 3
    osei.says("stop here")


@both
def test_bring_it_here_and_finish_it_anyway_of_nothing(begin: Begin, platform: str) -> None:
    osei = begin(task(1)).member(platform, "U1", "Dr Osei")
    for words in ("bring it here", "finish it anyway"):
        osei.says(words)
        assert osei.last.text == "No task is open."


@both
def test_a_task_that_was_passed_on_is_finished_all_the_same(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("a")
    talk.later(hours=73)
    osei.sees("This task was passed on").says("finish it anyway").sees("How much better is A?")
    osei.says("better").says("yes").sees("A is better.")


@both
def test_settings_are_changed_by_typing(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("settings").says("screen reader")
    osei.sees("Do you use a screen reader?").says("yes").sees("Screen reader: yes.")
    osei.says("next").says("a").sees("How much better is A?")
    assert "Better overall: A is better. Saved." in osei.texts()


def test_words_in_the_wrong_place_are_placed_by_typing(begin: Begin) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    osei.says("level").says("yes").says("none of these")
    osei.says(REASON, thread="-").sees("Is this your reason for").says("no", thread="-")
    assert osei.last.text == "Not saved."
    osei.says(REASON, thread="-").says("Yes", thread="-").sees("Saved")
    (saved,) = annotations(talk, osei)
    assert saved["rationale"] == REASON


@both
@pytest.mark.parametrize("said", ["2", "my child number 1"])
def test_which_of_two_tasks_kept_words_are_for_is_typed(
    begin: Begin, platform: str, said: str
) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei")
    for page in ("next", "another"):
        talk.later(minutes=40)
        osei.presses_token(f"home:1:{page}").presses("Level", "Yes", "None of these")
    osei.says(REASON, thread="-").sees("Which task is this for?")
    osei.says("neither of them", thread="-").sees("Which task is this for?")
    osei.says(said, thread="-").sees("“neither of them”").says("no", thread="-")
    (saved,) = annotations(talk, osei)
    assert saved["rationale"] == REASON
    assert osei.last.text == "Not saved."


@both
def test_leaving_is_asked_about_and_typed(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("leave").sees("Leave Rounds?")
    osei.says("yes, leave").sees("You have left.")


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


@both
def test_skip_at_the_nudge_leaves_the_reason_as_it_is(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says("too short").sees("What would")
    osei.says("skip").sees("Reason: “too short”")


# -- what stands beside a task ---------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "left"), [("remove", None), ("Keep.", REASON)])
def test_what_becomes_of_a_deleted_reason_is_typed(
    begin: Begin, typed: str, left: str | None
) -> None:
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    asked_why(osei).says(REASON).sees("Saved")
    osei.edits(osei.last_said, None).sees("Remove it here too?").says(typed)
    assert annotations(talk, osei)[-1]["rationale"] == left


@both
def test_that_it_is_about_no_patient_is_typed(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says("Ask Dr Haddad about this one.")
    osei.says("It is not about a patient.").sees("Why?")
    assert [one["kind"] for one in incidents.listing(talk.store, every=True)] == ["details"]
    osei.says(REASON).sees("Saved")


@both
def test_what_does_not_fit_is_started_by_typing(begin: Begin, platform: str) -> None:
    long = task(1, ask=["rank"])
    long["responses"][0]["text"] = "word " * 600
    osei = begin(long).member(platform, "U1", "Dr Osei").says("2 min").sees("Nothing fits")
    osei.says("start it").sees("Which answer is better overall?")


@both
def test_a_choice_of_the_open_question_comes_before_what_stands_beside_it(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("a").says("clearly")
    osei.says("leave").sees("Leave Rounds?").says("yes")
    osei.sees("Saved")


@both
def test_undo_reaches_no_other_task(begin: Begin, platform: str) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says(REASON).says(MORE).sees("Added")
    osei.says("next").says("undo").sees("Which answer is better overall?")
    assert annotations(talk, osei)[-1]["rationale"] == f"{REASON}\n{MORE}"


@both
def test_undo_takes_one_addition_after_the_other(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says(REASON)
    osei.says(MORE).says("B is too vague about the dose.").says("undo").says("undo")
    assert annotations(talk, osei)[-1]["rationale"] == REASON


@pytest.mark.parametrize("first", ["typed", "tapped"])
def test_of_two_deleted_messages_each_is_removed(begin: Begin, first: str) -> None:
    """The second "remove" reached nothing: what was offered first was forgotten."""
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    asked_why(osei).says(REASON).says(MORE).sees("Added")
    one, vague = osei.last_said, "B is too vague about the dose."
    osei.says(vague).sees("Added")
    other = osei.last_said
    osei.edits(one, None).edits(other, None)
    osei.says("remove") if first == "typed" else osei.presses("Remove")
    assert annotations(talk, osei)[-1]["rationale"] == f"{REASON}\n{MORE}"
    osei.says("remove")
    assert annotations(talk, osei)[-1]["rationale"] == REASON


@both
def test_home_s_buttons_are_no_words_while_a_reason_is_awaited(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("start").says("next")
    asked_why(osei).says("Settings").sees("What would")
    osei.presses("Send as is")
    assert annotations(talk, osei)[-1]["rationale"] == "Settings"


def test_what_belongs_to_another_task_is_not_removed_in_this_one(begin: Begin) -> None:
    talk = begin(task(1), task(2))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    asked_why(osei).says(REASON)
    first = osei.last_said
    talk.later(minutes=40)
    asked_why(osei.says("next", thread="-")).says(REASON)
    newest = osei.panel.under
    osei.edits(first, None).sees("Remove it here too?").says("remove", thread=newest)
    osei.sees("Added to your reason.")
    assert [one["rationale"] for one in annotations(talk, osei)][:1] == [REASON]


@both
def test_what_is_typed_below_a_page_of_settings_is_the_task_s(begin: Begin, platform: str) -> None:
    """ "1" and "yes" had answered the page, far above; its buttons still do."""
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("settings").says("screen reader")
    (page, yes), asked = osei.find("Yes"), osei.last
    osei.says("next").says("1").sees("How much better is A?")
    osei.presses("Better").says("yes").sees("What counts most?")
    osei.presses_token(yes.token, asked.ref).sees("Screen reader: yes.")
    osei.presses_token(yes.token, asked.ref)
    assert osei.notices[-1] == "Saved." and page == asked


@both
def test_a_city_is_no_answer_to_a_task(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("settings").says("time zone")
    osei.says("change").sees("Type your city").says("next").says("level")
    osei.sees("Could either go to this reader")


@both
def test_whoever_leaves_leaves_no_words_behind(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    asked_why(osei).says("Ask Dr Haddad about this one.")
    osei.commands("leave").presses("Yes, leave")
    contact = talk.store.submit(lambda records: records.hold(osei.account)).result()
    kept = talk.store.submit(lambda records: records.unplaced(osei.account)).result()
    assert contact and contact.offered == "" and not kept
