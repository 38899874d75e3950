"""Words in the wrong place are kept and asked about: they go where they were meant, or nowhere."""

import pytest

from bot.records import OPEN, Contact
from bot.words import KEPT_UNPLACED, NOT_OPEN, NOT_WANTED, NOTHING_AWAITED, STAYING, WHICH_TASK
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import EDITED, REASON, annotations, finished
from tests.conversation.test_stored import mine
from tests.talk import Chat, Talk, task


def awaiting(talk: Talk, user: str = "U1", platform: str = "slack") -> Chat:
    """Somebody whose task awaits its reason."""
    chat = talk.member(platform, user, f"Dr {user}").says("next")
    return (
        chat.presses("A is better").presses("Better").presses("Yes").presses("None of").sees("Why?")
    )


def held(chat: Chat) -> list[tuple[str, str]]:
    """What waits for its task: words, and the message that they came in."""
    found = chat.talk.store.submit(lambda records: records.unplaced(chat.account)).result()
    return [(one.text, one.message) for one in found]


def said(chat: Chat) -> list[object]:
    """The reason of each revision."""
    return [one["rationale"] for one in annotations(chat.talk, chat)]


def test_they_are_the_reason_of_the_task_that_was_meant(begin: Begin) -> None:
    osei = awaiting(begin(task(1)))
    thread, written = osei.panel.under, osei.says(REASON, thread="-").last_said
    assert held(osei) == [(REASON, written)]
    _, yes = osei.find("Yes, save it")
    osei.presses("Yes, save it").sees("Saved 09:00.")
    assert osei.panel.under == thread != ""
    osei.presses_token(yes.token).hears(NOTHING_AWAITED)
    osei.edits(written, EDITED)
    assert said(osei) == [REASON, EDITED] and held(osei) == []


def test_they_are_forgotten_if_they_were_not_meant_for_it(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-")
    _, yes = osei.find("Yes, save it")
    osei.presses("No").hears("Not saved.")
    osei.presses_token(yes.token).hears(NOTHING_AWAITED)
    assert said(osei) == [] and held(osei) == []


def test_they_reach_no_task_of_somebody_else(begin: Begin) -> None:
    talk = begin(task(1))
    lind, osei = awaiting(talk, "U2"), awaiting(talk).says(REASON, thread="-")
    _, yes = osei.find("Yes, save it")
    theirs = mine(lind, OPEN)
    lind.presses_token(yes.token).hears(NOTHING_AWAITED)
    osei.presses_token(yes.token.replace(":1:", ":2:")).hears(NOT_OPEN)
    assert mine(lind, OPEN) == theirs and said(osei) == []
    osei.presses("Yes, save it").sees("Saved 09:00.")


def test_they_go_with_the_reason_that_was_given_meanwhile(begin: Begin) -> None:
    """They were meant for that task, and its reason stands by now: they are more of it."""
    osei = awaiting(begin(task(1))).says(EDITED, thread="-")
    asked, (_, yes) = osei.last, osei.find("Yes, save it")
    osei.says(REASON).sees("Saved 09:00.")
    osei.presses_token(yes.token, asked.ref).sees("Added to your reason.")
    assert said(osei) == [REASON, f"{REASON}\n{EDITED}"] and held(osei) == []
    osei.presses("Undo")
    assert said(osei)[-1] == REASON


def test_they_wait_until_they_are_asked_for_again(begin: Begin) -> None:
    """They were lost: the button said that nothing waits, and they were kept nowhere any more."""
    osei = awaiting(begin(task(1))).says(EDITED, thread="-")
    asked, (_, yes) = osei.last, osei.find("Yes, save it")
    osei.says("back").presses_token(yes.token, asked.ref).hears(KEPT_UNPLACED)
    assert said(osei) == [] and [text for text, _ in held(osei)] == [EDITED]
    osei.presses("None of").presses_token(yes.token, asked.ref).sees("Saved 09:00.")
    assert said(osei) == [EDITED] and held(osei) == []


def test_one_text_takes_no_other_s_place(begin: Begin) -> None:
    """The second was kept instead of the first, and [Yes] of the first saved the second."""
    osei = awaiting(begin(task(1))).says(REASON, thread="-")
    _, first = osei.find("Yes, save it")
    osei.says(EDITED, thread="-")
    assert osei.last.text.startswith(f"“{' '.join(REASON.split()[:8])}"), "one after the other"
    osei.presses_token(first.token).sees("Is this your reason for").presses("No")
    osei.hears("Not saved.")
    assert said(osei) == [REASON] and held(osei) == []


@pytest.mark.parametrize("thread", ["-", ""])
def test_typed_they_are_asked_about_one_after_the_other(begin: Begin, thread: str) -> None:
    """Also where a task stands by then that could take the word for itself."""
    osei = awaiting(begin(task(1))).says(REASON, thread="-").says(EDITED, thread="-")
    osei.says("yes", thread="-").sees("Is this your reason for").says("yes", thread=thread)
    assert said(osei) == [REASON, f"{REASON}\n{EDITED}"] and held(osei) == []


def two_awaiting(begin: Begin) -> Chat:
    """Two tasks of one chat that await their reasons."""
    talk = begin(task(1), task(2), task(3))
    osei = awaiting(talk, "7", "telegram")
    talk.later(minutes=40)
    osei.presses_token("home:1:another").presses("A is better", "Better", "Yes", "None of")
    return osei.sees("Why?")


def test_what_a_phone_cut_in_two_stays_in_order(begin: Begin) -> None:
    osei, pasted = two_awaiting(begin), "A names the red flags. " * 200
    osei.says(pasted[:4096]).says(pasted[4096:].strip()).says("1").says("1")
    assert said(osei)[-1].split() == pasted.split()  # type: ignore[attr-defined]


def test_a_number_cut_in_two_is_seen(begin: Begin) -> None:
    osei = two_awaiting(begin)
    osei.says("x" * 4093 + " 07").says("700 900123 is the number").sees("This looks like")
    assert len(held(osei)) == 1


def test_yes_to_what_was_asked_last_judges_no_other_task(begin: Begin) -> None:
    talk = begin(task(1), task(2))
    osei = awaiting(talk, "7", "telegram")
    talk.later(minutes=40)
    osei.presses_token("home:1:another").presses("A is better", "Better").sees("as it stands?")
    osei.says(REASON).says(EDITED).says("yes").sees("Is this your reason for").says("yes")
    assert said(osei) == [REASON, f"{REASON}\n{EDITED}"]
    assert "stands" not in mine(osei, OPEN).answer


def test_no_to_another_question_gives_nothing_up(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-").sees("Is this your reason")
    osei.says("B is bad").sees("What would you point to").says("no")
    assert [text for text, _ in held(osei)] == [REASON]


def test_a_reason_is_no_question_to_the_coordinator(begin: Begin) -> None:
    """The task asked something else by the time [Yes, save it] was tapped."""
    osei = awaiting(begin(task(1)))
    panel = osei.panel
    osei.says(REASON, thread="-").sees("Is this your reason")
    question = osei.last
    osei.presses("More", "Ask the coord", on=panel).presses("Yes, save it", on=question)
    osei.hears(KEPT_UNPLACED)
    assert [text for text, _ in held(osei)] == [REASON]


def test_what_no_task_can_take_any_more_is_said_and_given_up(begin: Begin) -> None:
    osei = awaiting(begin(task(1)))
    panel = osei.panel
    osei.says(REASON, thread="-").sees("Is this your reason")
    question = osei.last
    osei.presses("Skip", "Not my field", on=panel).presses("Yes, save it", on=question)
    osei.hears(NOT_WANTED)
    assert held(osei) == []


def test_the_name_on_a_button_can_be_typed(begin: Begin) -> None:
    osei = two_awaiting(begin).says(REASON).sees("Which task is this for?")
    osei.says(osei.last.buttons[1].label)
    assert said(osei) == [REASON] and held(osei) == []


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_a_page_of_settings_above_it_takes_no_answer(begin: Begin, platform: str) -> None:
    talk = begin(task(1), task(2))
    osei = awaiting(talk, "7", platform)
    if platform == "telegram":
        talk.later(minutes=40)
        osei.presses_token("home:1:another")
    osei.says("settings", thread="-").says("screen reader", thread="-")
    osei.says(REASON, thread="-").sees("Is this your reason for").says("yes", thread="-")
    assert said(osei) == [REASON]


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_an_edit_far_above_closes_no_page(begin: Begin, platform: str) -> None:
    osei = finished(begin(task(1)), platform)
    first = osei.last_said
    osei.says("settings").says("screen reader").sees("Do you use a screen reader?")
    osei.edits(first, EDITED).says("yes").sees("Screen reader: yes.")
    assert said(osei)[-1] == EDITED


@pytest.mark.parametrize("typed", ["yes", "Yes, save it", "Yes, save it."])
def test_yes_is_an_answer_and_no_reason(begin: Begin, typed: str) -> None:
    """Also where the task that it is about awaits words: it had become the reason itself."""
    osei = awaiting(begin(task(1))).says(REASON, thread="-").says(typed).sees("Saved 09:00.")
    assert said(osei) == [REASON]


def test_no_answers_what_was_asked_last(begin: Begin) -> None:
    """It was about leaving; the kept words had been given up."""
    osei = awaiting(begin(task(1))).says(REASON, thread="-").commands("leave")
    osei.says("no", thread="-").sees(STAYING)
    assert [text for text, _ in held(osei)] == [REASON]
    osei.presses("No", on=osei.find("Yes, save it")[0]).hears("Not saved.")
    assert held(osei) == []


def test_an_edit_of_them_counts_before_their_task_is_known(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-")
    osei.edits(osei.last_said, EDITED).presses("Yes, save it").sees("Saved 09:00.")
    assert said(osei) == [EDITED]


@pytest.mark.parametrize("left", [None, "  "])
def test_what_its_writer_deletes_is_asked_about_no_more(begin: Begin, left: str | None) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-")
    osei.edits(osei.last_said, left).presses("Yes, save it").hears(NOTHING_AWAITED)
    assert said(osei) == [] and held(osei) == []


def test_an_edit_that_may_name_a_patient_is_kept_apart(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-")
    osei.edits(osei.last_said, f"{REASON} Born 3/14/61.").sees("This looks like a date of birth.")
    assert said(osei) == [] and held(osei) == []


def test_tasks_of_the_same_name_are_told_apart(begin: Begin) -> None:
    talk = begin(task(1), task(2, prompt=task(1)["prompt"]))
    osei = awaiting(talk, "7", "telegram")
    talk.later(minutes=40)
    osei.presses_token("home:1:another")
    osei.presses("A is better").presses("Better").presses("Yes").presses("None of")
    osei.says(REASON).sees("Which task is this for?").sees("(09:40)").sees("(09:00)")
    osei.says("2").sees("Saved 09:40.")
    assert said(osei) == [REASON]


def test_nothing_is_asked_about_nothing(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says("  ", thread="-")
    osei.sees(NOTHING_AWAITED)
    assert held(osei) == []


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
    assert held(second) == [] and said(first) == []


def test_what_asks_in_this_thread_comes_before_what_asks_in_another(begin: Begin) -> None:
    """Two ask a choice here; the reason that is awaited elsewhere is not meant."""
    osei = awaiting(begin(task(1), task(2), task(3)))
    osei.talk.later(minutes=31)
    osei.presses_token("home:1:another").presses("More").presses("Later")
    kept = osei.panel
    osei.presses_token("home:1:another").sees("Which answer is better overall?")
    osei.presses("Back", on=kept).says(REASON).sees(WHICH_TASK)
    assert held(osei) == []


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
    osei.presses("1. My child number 2").sees("Saved")


def test_the_same_words_sent_again_are_kept_once(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says(REASON, thread="-").says(REASON, thread="-")
    again = osei.last_said
    assert held(osei) == [(REASON, again)] and osei.last.text.startswith("Is this your reason")
    osei.presses("Yes, save it").sees("Saved 09:00.").edits(again, EDITED)
    assert said(osei) == [REASON, EDITED]


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
    assert held(osei) == []


@pytest.mark.parametrize("word", ["skip", "back"])
def test_such_a_word_in_the_wrong_place_is_none_either(begin: Begin, word: str) -> None:
    osei = awaiting(begin(task(1))).says(word, thread="-").sees(NOTHING_AWAITED)
    assert held(osei) == []
