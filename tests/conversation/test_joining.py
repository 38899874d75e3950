"""First contact: by link, by name, declined, confirmed, removed; and the words that always work."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.rules import Rules
from bot.text import RENDERER
from store import incidents, people
from tests.conversation.conftest import Begin
from tests.talk import FIRST_CONTACT, Talk, task

both = pytest.mark.parametrize("platform", ["slack", "telegram"])
CODE = "abcdefghijklmnopqrst12"


@both
def test_without_an_invitation_there_is_one_sentence(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    stranger = talk.meets(platform, "U9", "Somebody")
    for said in ("hello", "next", "/start", "b"):
        stranger.says(said)
    assert set(stranger.texts()) == {
        "You need an invitation to take part. Ask your coordinator for a link."
    }


@both
def test_every_answer_of_first_contact_is_stored_in_order(begin: Begin, platform: str) -> None:
    talk = begin(task(1), coordinators=["Sam Lee"], keep="answers for one year")
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    osei.sees("What is recorded").presses("Continue")
    osei.sees("Nobody watches this chat for emergencies.").presses("Continue")
    osei.sees("We keep answers for one year").presses("Continue")
    osei.sees("Would you like to take part?").presses("Take part")
    osei.presses("Yes, remind me").presses("May be quoted")
    osei.sees("Does Sam Lee manage you").presses("No")
    osei.sees("Do you use a screen reader?").presses("No").presses("Correct")
    osei.sees("Your coordinator is confirming your link. Type next later.")
    osei.says("next").sees("Your coordinator is confirming your link.")
    (person,) = people.listing(talk.store)
    assert person["state"] == "waiting"
    people.confirm(talk.store, person["id"], talk.now)
    osei.says("next").sees("Which answer is better overall?")


@both
def test_first_contact_can_be_typed(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").says(f"join {CODE}")
    for typed in ("continue", "continue", "continue", "take part", "no reminders", "2", "no"):
        seen = len(osei.texts())
        osei.says(typed)
        assert len(osei.texts()) == seen + 1, "the next page, once"
    osei.sees("It is 09:00 for you now").says("change").sees("Type your city")
    osei.says("Atlantis").sees("I do not know that place.")
    osei.says("back").sees("It is 09:00 for you now").says("change").presses("Keep it")
    osei.sees("It is 09:00 for you now").says("change").says("São Paulo").sees("Sao_Paulo")
    osei.says("change").says("keep it").sees("(America/Sao_Paulo)").says("change")
    osei.says("New York").sees("(America/New_York)").says("correct")
    osei.sees("Your coordinator is confirming your link.")


@both
def test_not_now_records_nothing_and_start_comes_back(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    osei.presses("Continue").presses("Continue").presses("Continue").presses("Not now")
    osei.sees("Nothing is recorded.")
    osei.says("next").sees("Nothing is recorded.")
    osei.says("start").sees("What is recorded")


@both
def test_an_invitation_is_single_use_and_expires(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    talk.meets(platform, "U1", "Dr Osei").opens("start", CODE).sees("What is recorded")
    talk.meets(platform, "U2", "Dr Lind").opens("start", CODE).sees("You need an invitation")
    people.invite(talk.store, "demo", "Dr Late", CODE[::-1], talk.now)
    talk.now += timedelta(hours=73)
    late = talk.meets(platform, "U3", "Dr Late").opens("start", CODE[::-1])
    late.sees("You need an invitation")


@both
def test_an_old_page_changes_nothing(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    first, (_, button) = osei.panel, osei.find("Continue")
    osei.presses("Continue").presses("Continue")
    seen = len(osei.texts())
    osei.presses_token(button.token, first.ref).hears("That question is finished.")
    (again,) = osei.texts()[seen:]
    assert "We keep answers until" in again, "the open page once more, below"
    for label in ("Continue", "Take part", "No reminders", "Don't", "No", "Correct"):
        osei.presses(label)
    seen = len(osei.texts())
    osei.presses_token(button.token, first.ref).hears("That question is finished.")
    assert osei.texts()[seen:] == [], "no page is open any more"


@both
def test_an_old_yes_to_leaving_is_asked_about(begin: Begin, platform: str) -> None:
    """Whoever left, came back and takes the old button for something else stays."""
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("leave")
    yes, (_, button) = osei.panel, osei.find("Yes, leave")
    osei.presses("Yes, leave").sees("You have left")
    people.invite(talk.store, "demo", "Dr Osei", "code-00000000000000002", talk.now, confirmed=True)
    osei.opens("start", "code-00000000000000002").takes_part()
    osei.presses_token(button.token, yes.ref).hears("That question is finished.")
    osei.sees("Leave Rounds?").presses("No").says("next").sees("Which answer is better overall?")


@both
def test_an_old_copy_of_the_open_page_answers_nothing(begin: Begin, platform: str) -> None:
    """What it says may not hold any more: here the time."""
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    for label in FIRST_CONTACT[:-1]:
        osei.presses(label)
    old, (_, button) = osei.panel, osei.find("Correct")
    osei.presses("Change").says("New York").sees("(America/New_York)")
    osei.presses_token(button.token, old.ref).hears("That question is finished.")
    osei.sees("(America/New_York)").presses("Correct").sees("Your coordinator is confirming")


@both
def test_an_answered_page_says_what_was_chosen_and_asks_no_more(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    first, asked = osei.panel, osei.panel.text
    osei.presses("Continue")
    assert (first.text, first.buttons) == (f"{asked}\nContinue", [])


@both
def test_one_letter_is_no_answer(begin: Begin, platform: str) -> None:
    """A letter answers a comparison; it agrees to nothing."""
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    osei.says("c").sees("What is recorded").says("co").sees("Type nothing that could identify")


@both
def test_leave_frees_open_tasks_and_silences(begin: Begin, platform: str) -> None:
    talk = begin(task(1), annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.says("leave").sees("Leave Rounds?").presses("No").hears("You are still taking part.")
    osei.says("leave").presses("Yes, leave").sees("You have left.")
    osei.says("next").sees("You need an invitation")
    lind = talk.joined(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")


@both
def test_stop_turns_reminders_off_and_settings_turn_them_on(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("stop")
    osei.sees("Reminders are off. Turn them on in Settings.")
    osei.says("settings").sees("Reminders: no.").presses("Reminders").presses("Yes, remind me")
    osei.sees("Reminders: yes.")


@both
def test_a_removed_person_has_no_access(begin: Begin, platform: str) -> None:
    talk = begin(task(1), annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    (person,) = people.listing(talk.store)
    people.remove(talk.store, person["id"], talk.now)
    osei.presses("A is better").hears("This is not open for you.")
    osei.says("next").sees("You need an invitation")
    lind = talk.joined(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")


@both
def test_a_screen_reader_gets_every_question_as_a_new_message(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.joined(platform, "U1", "Dr Osei", reader=True).says("next")
    old = osei.panel
    osei.presses("A is better")
    assert "A close call.\nReply clearly, better or slightly." in osei.last.text
    assert osei.last is not old
    assert old.text == "Better overall: A is better. Saved."
    assert old.buttons == []


def test_the_header_leads_to_the_task(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.joined("slack", "U1", "Dr Osei").says("next")
    header = next(m for m in osei.messages if m.text == "Ready. The task is in this thread.")
    assert header.buttons[0].url.startswith("https://chat.example/")
    osei.presses("Open", on=header)
    assert not osei.notices or "not open" not in osei.notices[-1]


def test_one_open_elsewhere_is_offered_first(begin: Begin) -> None:
    talk = begin(task(1), task(2))
    osei = talk.joined("slack", "U1", "Dr Osei").says("next").presses("A is better")
    talk.later(minutes=31)
    osei.says("next", thread="-")
    osei.sees("You have one open: My child number 1 has had")
    osei.presses("Bring it here").sees("How much better is A?")
    assert "Moved." in osei.texts()


def drawn_by(talk: Talk) -> str:
    """By which steps the material of the one task was drawn."""
    found = text("SELECT renderer FROM assignment")
    return str(talk.store.read(lambda look: look.execute(found).scalar_one()))


@both
def test_how_its_texts_were_drawn_is_kept_from_the_newest_posting(
    begin: Begin, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has a task brought to them judges what is posted there, by the steps of that day."""
    talk = begin(task(1, ask=["rank"]))
    monkeypatch.setattr("bot.work.RENDERER", "house-0")
    osei = talk.joined(platform, "U1", "Dr Osei").opens("home").says("next")
    assert drawn_by(talk) == "house-0"
    monkeypatch.undo()
    osei.presses("A is better")
    assert drawn_by(talk) == "house-0", "a panel that is drawn anew moves no material"
    talk.later(minutes=31)
    osei.says("next", thread="-").presses("Bring it here")
    assert drawn_by(talk) == RENDERER


@both
def test_a_double_tap_on_a_page_is_silent(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    first, (_, button) = osei.panel, osei.find("Continue")
    osei.presses("Continue")
    seen = osei.texts()
    osei.presses_token(button.token, first.ref)
    assert osei.texts() == seen and osei.notices == ["Saved."]


@both
def test_a_double_tap_on_next_task_opens_one(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]), task(2), task(3), rules=Rules(block=1, slip=timedelta(0)))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    talk.later(minutes=1)
    osei.presses("Level").presses("Yes")
    _, button = osei.find("Next task")
    osei.presses("Next task")
    seen = osei.texts()
    for _ in range(7):
        osei.presses_token(button.token, osei.panel.ref)
    assert osei.texts() == seen
    talk.later(minutes=1)
    osei.presses_token(button.token, osei.panel.ref).sees("This one is still open.")


def test_a_command_says_where_the_task_is(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.joined("slack", "U1", "Dr Osei").commands("next")
    assert [reply.text for reply in osei.replies] == ["Your task is in Messages."]
    osei.sees("Which answer is better overall?")


@both
def test_one_who_was_removed_and_comes_by_a_new_link_is_confirmed_anew(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei")
    (person,) = people.listing(talk.store)
    people.remove(talk.store, person["id"], talk.now)
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei.opens("start", CODE).sees("What is recorded")
    kinds = [incident["kind"] for incident in incidents.listing(talk.store, False)]
    assert kinds == ["confirm"]
    for label in ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't", "No"):
        osei.presses(label)
    osei.presses("Correct").sees("Your coordinator is confirming your link.")


@both
def test_one_who_left_and_came_back_finds_the_old_task_with_someone_else(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    panel = osei.panel
    _, button = osei.find("A is better", panel)
    osei.says("leave").presses("Yes, leave")
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now, confirmed=True)
    osei.opens("start", CODE)
    for label in ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't", "No"):
        osei.presses(label)
    osei.presses("Correct").presses_token(button.token, panel.ref)
    osei.hears("That question is finished.")
    assert "This task went to someone else" in panel.text


@both
@pytest.mark.parametrize("choice", ["1", "9"])
def test_a_choice_that_a_page_does_not_have(begin: Begin, platform: str, choice: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)
    _, button = osei.find("Continue")
    page, version, _ = button.token.split(":")
    osei.presses_token(f"{page}:{version}:{choice}", osei.panel.ref)
    osei.hears("That question is finished.").sees("What is recorded").presses("Continue")
    osei.sees("Type nothing that could identify a patient")
