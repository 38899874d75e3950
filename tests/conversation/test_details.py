"""A text that may name a patient is used by nobody, and its writer goes on; some say it is none."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters import decide
from adapters.port import Never
from bot.records import LAPSED, OPEN, Contact
from bot.words import NOT_OPEN
from store import incidents, people, prune
from store.port.withheld import WITHHELD
from tests.conversation.conftest import Begin
from tests.conversation.test_comparison import EDITED, REASON, annotations
from tests.conversation.test_placing import awaiting, held
from tests.conversation.test_stored import mine
from tests.talk import Chat, Talk, task

NAMED = "B is unsafe: my patient born 3/14/61 waited three days and lost the kidney."
BIRTH = "This looks like a date of birth."
PHONE = "ring me on 07700 900123 about this one, it is worse than it looks"
DELETE = {
    "slack": "I have not used this text. Please delete your message and send the reason again"
    " without it.",
    "telegram": "I have not used this text and I am deleting your message. Please send the reason"
    " again without it.",
}
LATER = "A coordinator will look at it. Until then it is not used; you can go on."
BUTTON = "It is not about a patient"
PLATFORMS = pytest.mark.parametrize("platform", ["slack", "telegram"])


def kept(talk: Talk) -> list[Any]:
    """What is kept apart, oldest first."""
    query = WITHHELD.select().order_by(WITHHELD.c.at, WITHHELD.c.id)
    return talk.store.read(lambda connection: list(connection.execute(query).all()))


def told(talk: Talk, kind: str = "details") -> list[dict[str, Any]]:
    """What coordinators hear, of one kind, oldest first."""
    found = incidents.listing(talk.store, True)
    return [one for one in found if one["kind"] == kind][::-1]


def uses(talk: Talk) -> str:
    """A coordinator lets the newest text pass."""
    why = decide.use(talk.store, told(talk)[-1]["id"], talk.rules, talk.now)
    talk.pump()
    return why


def drops(talk: Talk) -> None:
    decide.drop(talk.store, told(talk)[-1]["id"], talk.rules, talk.now)
    talk.pump()


def forgets(talk: Talk, **passed: float) -> dict[str, int]:
    at = talk.now + timedelta(**passed)
    return talk.store.submit(lambda records: prune.forget(records, at)).result()


def note(chat: Chat) -> str:
    """The newest message that says what a text looks like."""
    return next(text for text in reversed(chat.texts()) if text.startswith("This looks like"))


def done(begin: Begin, platform: str) -> Chat:
    """Somebody who has answered, with a reason."""
    return awaiting(begin(task(1)), "1", platform).says(REASON).sees("Saved 09:00.")


@PLATFORMS
class TestAReason:
    def test_is_not_used_and_the_question_stays_open_below(
        self, begin: Begin, platform: str
    ) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED)
        said, panel = osei.messages[-2:]
        assert said.text == f"{BIRTH} {DELETE[platform]}"
        assert [button.label for button in said.buttons] == [BUTTON]
        assert said.under == panel.under != ""
        assert "Why? One or two sentences" in panel.text and osei.panel is panel
        assert osei.erased == ([osei.last_said] if platform == "telegram" else [])
        assert annotations(talk, osei) == [] and "rationale" not in mine(osei, OPEN).answer
        assert told(talk) == []
        osei.says(REASON).sees("Saved 09:00.")
        assert [one["rationale"] for one in annotations(talk, osei)] == [REASON]

    def test_is_kept_apart_with_what_was_seen_in_it(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED)
        (row,) = kept(talk)
        assert row.text == NAMED and row.message == osei.last_said
        ((kind, start, end),) = row.found
        assert (kind, NAMED[start:end]) == ("birth", "3/14/61")
        assert (row.use, row.question, row.rules) == ("reason", "rationale", "gate-1")
        assert (row.state, row.incident, row.decided_at) == ("kept", 0, None)

    def test_its_writer_says_that_it_is_about_no_patient_once(
        self, begin: Begin, platform: str
    ) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED)
        _, button = osei.find(BUTTON)
        osei.presses(BUTTON)
        asked = next(message for message in osei.messages if message.text.startswith(BIRTH))
        assert asked.text == f"{BIRTH} {LATER}" and asked.buttons == []
        osei.hears(LATER).presses_token(button.token, asked.ref).hears(LATER)
        (incident,) = told(talk)
        assert incident["text"] == (
            "A text looks like a date of birth; its writer says that it is not about a patient. It"
            " is not used until you decide: see rounds incidents show, then use or drop."
        )
        assert incident["state"] == "open" and incident["assignment"] == mine(osei, OPEN).id
        assert [row.state for row in kept(talk)] == ["asked"]

    def test_becomes_the_reason_when_it_was_let_pass(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED).presses(BUTTON)
        assert uses(talk) == ""
        assert osei.texts()[-2] == "A coordinator has looked at your text. It is used now."
        osei.sees("Saved 09:00.").sees("Reason: “B is unsafe: my patient born")
        (stored,) = annotations(talk, osei)
        assert (stored["cause"], stored["rationale"]) == ("submitted", NAMED)
        with pytest.raises(incidents.Undecided, match="was decided about"):
            uses(talk)
        with pytest.raises(incidents.Undecided, match="was decided about"):
            drops(talk)
        assert len(annotations(talk, osei)) == 1

    def test_is_deleted_when_it_was_not(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED).presses(BUTTON)
        drops(talk)
        assert osei.texts()[-2] == (
            "A coordinator has looked at your text. It could point to a patient, so it is deleted."
            " Please send the reason again without it."
        )
        osei.sees("Why? One or two sentences")
        (row,) = kept(talk)
        assert (row.state, row.text, row.found) == ("dropped", "", [])
        assert annotations(talk, osei) == []

    def test_comes_into_a_finished_answer_that_has_none(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED).presses(BUTTON)
        osei.presses("No reason").sees("No reason given.")
        assert uses(talk) == ""
        assert [(one["cause"], one["rationale"]) for one in annotations(talk, osei)] == [
            ("submitted", None),
            ("added", NAMED),
        ]
        osei.sees("Added to your reason.").presses("Undo")
        assert annotations(talk, osei)[-1]["rationale"] is None

    def test_is_not_asked_about_again(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1), task(2)), "1", platform).says(NAMED)
        osei.presses(BUTTON)
        uses(talk)
        osei.presses("Next task", "Level", "Yes", "None of").says(NAMED).sees("Saved 09:00.")
        lind = awaiting(talk, "2", platform).says(NAMED)
        assert note(lind).startswith(BIRTH), "what was let pass was this one's text"

    def test_an_edit_of_it_follows_once_it_counts(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED).presses(BUTTON)
        uses(talk)
        osei.edits(osei.last_said, f"{NAMED} The dose was right.")
        assert [one["cause"] for one in annotations(talk, osei)] == ["submitted", "edited"]
        assert annotations(talk, osei)[-1]["rationale"].endswith("The dose was right.")

    def test_more_of_it_is_withheld_alone(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says("A names a day").says(PHONE)
        stands = "; what you wrote before stands"
        deleting = " and I am deleting your message" if platform == "telegram" else ""
        again = "" if deleting else "delete your message and "
        assert note(osei) == (
            f"This looks like a phone number. I have not used this text{deleting}{stands}."
            f" Please {again}send the rest again without it."
        )
        osei.sees("So far: “A names a day”").presses("Send as is").sees("Saved 09:00.")
        assert annotations(talk, osei)[-1]["rationale"] == "A names a day"
        osei.presses(BUTTON)
        assert uses(talk) == ""
        assert annotations(talk, osei)[-1]["rationale"] == f"A names a day\n{PHONE}"

    def test_what_is_added_later_leaves_the_reason_as_it_was(
        self, begin: Begin, platform: str
    ) -> None:
        osei = done(begin, platform).says(PHONE)
        assert "your reason stands as it was" in note(osei)
        osei.sees("Saved 09:00.")
        assert len(annotations(osei.talk, osei)) == 1
        osei.presses(BUTTON)
        assert uses(osei.talk) == ""
        assert osei.texts()[-2:] == [
            "A coordinator has looked at your text. It is used now.",
            "Added to your reason.",
        ]
        assert annotations(osei.talk, osei)[-1]["rationale"] == f"{REASON}\n{PHONE}"

    def test_an_edit_leaves_it_as_it_was(self, begin: Begin, platform: str) -> None:
        osei = done(begin, platform)
        written = osei.last_said
        osei.edits(written, f"{REASON} Ask Dr Haddad.")
        edit = {
            "slack": " Please edit your message once more, without it.",
            "telegram": "",
        }[platform]
        deleting = " and I am deleting your message" if platform == "telegram" else ""
        assert note(osei) == (
            f"This looks like a person's name. I have not used the change{deleting};"
            f" your reason stands as it was.{edit}"
        )
        assert osei.erased == ([written] if platform == "telegram" else [])
        assert [one["rationale"] for one in annotations(osei.talk, osei)] == [REASON]
        osei.presses(BUTTON)
        assert uses(osei.talk) == ""
        assert [one["cause"] for one in annotations(osei.talk, osei)] == ["submitted", "edited"]
        assert annotations(osei.talk, osei)[-1]["rationale"] == f"{REASON} Ask Dr Haddad."
        osei.edits(written, f"{REASON} Ask Dr Haddad soon.")
        assert annotations(osei.talk, osei)[-1]["rationale"].endswith("Haddad soon."), (
            "what was let pass is not asked about again"
        )

    def test_a_question_to_the_coordinator_is_still_awaited(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1))
        osei = talk.member(platform, "1", "Dr Osei").says("next").presses("More", "Ask the")
        osei.says("Is this about Mrs Okonkwo of ward 7?")
        assert note(osei).endswith("ask again without it.")
        osei.sees("Write your question in one message.")
        assert told(talk, "question") == []
        osei.says("Is 38.4 measured under the arm?").sees("Which answer is better overall?")
        assert [one["text"] for one in told(talk, "question")] == [
            "Is 38.4 measured under the arm?"
        ]

    def test_such_a_question_reaches_them_once_it_was_let_pass(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1))
        osei = talk.member(platform, "1", "Dr Osei").says("next").presses("More", "Ask the")
        osei.says(asked := "Does Dr Haddad decide here?").presses(BUTTON)
        assert uses(talk) == ""
        assert [one["text"] for one in told(talk, "question")] == [asked]
        assert "I'll pass this on. Please judge as you see it." in osei.texts()
        osei.sees("Which answer is better overall?").says("B").sees("How much better")

    def test_a_wording_is_not_used_either(self, begin: Begin, platform: str) -> None:
        osei = wording(begin, platform).says("Say: call Dr Haddad at once.")
        assert note(osei).endswith("send the wording again without it.")
        osei.sees("How should Answer A read there?").presses(BUTTON)
        assert uses(osei.talk) == ""
        osei.sees("Why? One or two sentences")
        assert mine(osei, OPEN).answer["corrections"] == {"a1": "Say: call Dr Haddad at once."}

    def test_a_wording_comes_late_into_an_answer_without_one(
        self, begin: Begin, platform: str
    ) -> None:
        osei = wording(begin, platform).says(late := "Say: call Dr Haddad at once.")
        osei.presses(BUTTON, "No wording").says(REASON).sees("Saved 09:00.")
        assert uses(osei.talk) == ""
        osei.sees("Better: “Say: call Dr Haddad at once.”")
        found = annotations(osei.talk, osei)
        assert [one["corrections"] for one in found] == [{"a1": None}, {"a1": late}]
        assert found[-1]["cause"] == "added"

    def test_another_wording_stands(self, begin: Begin, platform: str) -> None:
        osei = wording(begin, platform).says("Say: call Dr Haddad at once.").presses(BUTTON)
        osei.says("Say: see a doctor at once.").sees("Why?")
        assert uses(osei.talk) == "another wording was given"
        assert osei.last.text == (
            "A coordinator has looked at your text: nothing speaks against it. It is not needed any"
            " more: another wording was given."
        )
        assert kept(osei.talk)[0].text == "" and kept(osei.talk)[0].state == "unwanted"


def wording(begin: Begin, platform: str) -> Chat:
    """Somebody who is asked how an answer should read."""
    one = {**task(1), "responses": [{"id": "a1", "text": "Wait. Then wait three days more."}]}
    talk = begin(one, ask=["flag", "rationale"], corrections=True)
    osei = talk.member(platform, "1", "Dr Osei").says("next").presses("Harmful", "1 Missing")
    return osei.presses("Done", "A: S2", "Sentence 2").sees("How should Answer A read there?")


class TestInTheWrongPlace:
    def test_it_is_not_even_held(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED, thread="-")
        assert osei.last.text == (
            f"{BIRTH} I have not used this text. Please delete your message and send it again"
            " without it."
        )
        assert held(osei) == [] and [row.use for row in kept(talk)] == ["placed"]

    def test_and_is_asked_about_once_it_was_let_pass(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED, thread="-").presses(BUTTON)
        assert uses(talk) == ""
        assert osei.texts()[-2] == (
            "A coordinator has looked at your text: nothing speaks against it."
        )
        osei.sees("Is this your reason for My child number 1 has had")
        assert [text for text, _ in held(osei)] == [NAMED]
        osei.presses("Yes, save it").sees("Saved 09:00.")
        assert annotations(talk, osei)[0]["rationale"] == NAMED

    def test_and_nothing_may_be_waiting_by_then(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED, thread="-").presses(BUTTON)
        osei.presses("No reason")
        assert uses(talk) == "no task waits for a reason"
        assert held(osei) == []

    def test_what_was_held_before_there_was_a_gate_passes_it_now(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(REASON, thread="-")
        (kept,) = talk.store.submit(lambda records: records.unplaced(osei.account)).result()
        old = replace(kept, text=NAMED)
        talk.store.submit(lambda records: records.mend_unplaced(old)).result()
        osei.presses("Yes, save it")
        assert note(osei).startswith(BIRTH) and annotations(talk, osei) == []

    def test_a_command_has_no_message_to_delete(self, begin: Begin) -> None:
        osei = awaiting(begin(task(1))).commands(NAMED)
        assert osei.last.text == (
            f"{BIRTH} I have not used this text. Please send it again without it."
        )
        assert osei.replies[-1].text == "The answer is in Messages."


class TestTheForm:
    def test_keeps_the_words_and_nothing_else_does(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).presses("Write…").submits(reason=NAMED)
        assert osei.replies[-1].errors == (
            (
                "reason",
                f"{BIRTH} I have not used this text. Take it out, or close this and reply in the"
                " thread.",
            ),
        )
        assert kept(talk) == [] and annotations(talk, osei) == []
        osei.submits(reason=REASON).sees("Saved 09:00.")

    def test_what_was_let_pass_may_be_sent_again_in_it(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says("Dr Haddad is right").presses(BUTTON)
        uses(talk)
        osei.sees("So far: “Dr Haddad is right”").presses("Write…")
        assert osei.forms[-1].fields[0].value == "Dr Haddad is right"
        osei.submits(reason="Dr Haddad is right that a baby with fever must be seen.")
        osei.sees("Saved 09:00.")

    def test_a_wording_in_it_is_told_the_same(self, begin: Begin) -> None:
        osei = wording(begin, "slack").presses("Write…").submits(reason="Ask Dr Haddad.")
        ((_, error),) = osei.replies[-1].errors
        assert error.startswith("This looks like a person's name. I have not used this text.")


def test_several_kinds_are_named_together(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says("Ask Dr Haddad, born 3/14/61, on 07700 900123 or x@y.org")
    assert note(osei).startswith(
        "This looks like a person's name, a date of birth, a phone number and an e-mail address."
    )


def test_what_only_shows_behind_an_earlier_part_is_seen(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says("x" * 4093 + " 07").says("700 900123 is the number")
    assert note(osei).startswith("This looks like a phone number.")


@pytest.mark.parametrize("text", ["b", "back", "3", "help", "where"])
def test_a_choice_and_a_command_pass_no_gate(begin: Begin, text: str) -> None:
    talk = begin(task(1))
    talk.member("slack", "1", "Dr Osei").says("next").says(text)
    assert kept(talk) == []


def test_the_place_of_a_failure_is_the_answers_own_words(begin: Begin) -> None:
    one = {**task(1), "responses": [{"id": "a1", "text": "Wait. Then ask Dr Haddad."}]}
    talk = begin(one, ask=["flag"], accept=True)
    osei = talk.member("slack", "1", "Dr Osei").says("next").presses("Harmful", "1 Missing")
    osei.presses("Done", "A: S2").says("“ask Dr Haddad”").sees("Saved")
    assert kept(talk) == []


class TestOnSlackItsWriterMends:
    """Nobody deletes anything for them there."""

    def test_by_editing_it(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        _, button = osei.find(BUTTON)
        osei.edits(osei.last_said, REASON).sees("Saved 09:00.")
        assert [one["rationale"] for one in annotations(talk, osei)] == [REASON]
        assert kept(talk) == []
        osei.presses_token(button.token).hears(NOT_OPEN)
        osei.edits(osei.last_said, EDITED)
        assert [one["rationale"] for one in annotations(talk, osei)] == [REASON, EDITED]

    def test_by_editing_it_badly(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        osei.edits(osei.last_said, PHONE)
        assert note(osei).startswith("This looks like a phone number.")
        assert [row.text for row in kept(talk)] == [PHONE]

    def test_too_late(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        written = osei.last_said
        osei.presses("Skip", "Not my field").edits(written, REASON)
        assert osei.last.text == "It is not needed any more: the task was skipped."
        assert kept(talk) == []

    def test_where_an_earlier_question_is_asked(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        written = osei.last_said
        osei.presses("Back").edits(written, REASON)
        osei.sees("This is not asked for at the moment. Send it again when it is.")
        assert kept(talk) == []

    def test_by_deleting_it(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        _, button = osei.find(BUTTON)
        before = len(osei.messages)
        osei.edits(osei.last_said, None)
        assert kept(talk) == [] and len(osei.messages) == before
        osei.presses_token(button.token).hears(NOT_OPEN)

    def test_by_deleting_it_after_a_coordinator_was_asked(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        osei.edits(osei.last_said, None)
        assert [row.state for row in kept(talk)] == ["asked"]

    def test_an_edit_of_a_reason_by_another_edit(self, begin: Begin) -> None:
        osei = done(begin, "slack")
        osei.edits(osei.last_said, f"{REASON} Ask Dr Haddad.").presses(BUTTON)
        osei.edits(osei.last_said, EDITED)
        assert [one["rationale"] for one in annotations(osei.talk, osei)] == [REASON, EDITED]
        with pytest.raises(incidents.Undecided, match="holds no text that waits"):
            uses(osei.talk)

    def test_a_reason_with_a_change_withheld_by_deleting_it(self, begin: Begin) -> None:
        osei = done(begin, "slack")
        osei.edits(osei.last_said, f"{REASON} Ask Dr Haddad.").edits(osei.last_said, None)
        osei.sees("You deleted your reason. Remove it here too?")
        assert kept(osei.talk) == []

    def test_a_change_that_a_coordinator_was_asked_about_stays(self, begin: Begin) -> None:
        osei = done(begin, "slack")
        changed = f"{REASON} Ask Dr Haddad."
        osei.edits(osei.last_said, changed).presses(BUTTON).edits(osei.last_said, None)
        osei.presses("Keep")
        assert uses(osei.talk) == ""
        assert annotations(osei.talk, osei)[-1]["rationale"] == changed


class TestWhatIsNotWantedAnyMore:
    @pytest.mark.parametrize(
        ("label", "why"),
        [("Skip", "the task was skipped"), ("", "the task was passed on")],
    )
    def test_is_said_and_deleted(self, begin: Begin, label: str, why: str) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        if label:
            osei.presses(label, "Not my field")
        else:
            talk.later(hours=73)
        assert uses(talk) == why
        assert osei.last.text.endswith(f"It is not needed any more: {why}.")
        assert annotations(talk, osei)[1:] == [] and kept(talk)[0].text == ""

    def test_waits_while_an_earlier_question_is_asked(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON, "Back")
        before = len(osei.messages)
        with pytest.raises(incidents.Undecided, match="has gone back to an earlier question"):
            uses(talk)
        assert told(talk)[0]["state"] == "open" and len(osei.messages) == before
        osei.presses("None of").sees("Why?")
        assert uses(talk) == "" and annotations(talk, osei)[0]["rationale"] == NAMED

    def test_is_asked_for_anew_where_its_question_will_be_asked_again(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON, "Back")
        drops(talk)
        assert osei.texts()[-2].endswith("Please send the reason again without it.")
        osei.sees("What counts most?")

    def test_a_question_that_is_awaited_no_more_is_passed_on_all_the_same(
        self, begin: Begin
    ) -> None:
        talk = begin(task(1))
        osei = talk.member("slack", "1", "Dr Osei").says("next").presses("More", "Ask the")
        osei.says("Does Dr Haddad decide here?").presses(BUTTON, "Back", "B is better")
        turn = mine(osei, OPEN).turn
        assert uses(talk) == ""
        assert len(told(talk, "question")) == 1 and mine(osei, OPEN).turn == turn
        osei.sees("How much better is B?")

    def test_an_edit_of_a_message_that_is_no_part_of_the_reason_any_more(
        self, begin: Begin
    ) -> None:
        osei = done(begin, "slack")
        osei.edits(osei.last_said, f"{REASON} Ask Dr Haddad.").presses(BUTTON)
        osei.presses("Change", "The reason").says(EDITED).sees("Saved 09:00.")
        assert uses(osei.talk) == "the message it changes is part of no reason any more"
        assert annotations(osei.talk, osei)[-1]["rationale"] == EDITED

    def test_an_edit_of_a_draft_that_was_passed_on(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says("A names a day")
        osei.edits(osei.last_said, "Dr Haddad names a day").presses(BUTTON)
        talk.later(hours=73)
        assert uses(talk) == ""
        assert mine(osei, LAPSED).answer["draft"] == "Dr Haddad names a day"

    def test_a_wording_that_is_not_asked_for_any_more(self, begin: Begin) -> None:
        osei = wording(begin, "slack").says("Say: call Dr Haddad at once.").presses(BUTTON)
        osei.presses("Back", "Back", "Back", "Back").presses("No failure found")
        assert uses(osei.talk) == "no wording is asked for any more"

    def test_a_wording_waits_while_its_place_is_asked_for(self, begin: Begin) -> None:
        osei = wording(begin, "slack").says(late := "Say: call Dr Haddad at once.")
        osei.presses(BUTTON, "Back")
        with pytest.raises(incidents.Undecided, match="has gone back to an earlier question"):
            uses(osei.talk)
        osei.presses("Sentence 1").sees("How should Answer A read there?")
        assert uses(osei.talk) == ""
        assert mine(osei, OPEN).answer["corrections"] == {"a1": late}

    def test_whose_writer_takes_no_part_for_now(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1), task(2))).says(NAMED).presses(BUTTON)
        osei.presses("Skip", "Not my field", "Next task", "Level", "Yes", "None of")
        osei.says(PHONE).presses(BUTTON)
        away = replace(person(osei), state="waiting")
        talk.store.submit(lambda records: records.save_person(away, talk.now)).result()
        before = len(osei.messages)
        assert uses(talk) == "its writer takes no part at the moment"
        decide.drop(talk.store, told(talk)[0]["id"], talk.rules, talk.now)
        talk.pump()
        assert len(osei.messages) == before and [row.text for row in kept(talk)] == ["", ""]

    def test_is_taken_where_its_task_lies_by_now(self, begin: Begin) -> None:
        """Brought to the other account, the task goes on there."""
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        there, number = talk.meets("telegram", "70", "Dr Osei"), mine(osei, OPEN).person
        met = Contact(0, there.account, person=number)
        talk.store.submit(lambda records: records.meet(met)).result()
        there.presses_token(f"bring:1:{mine(osei, OPEN).id}").sees("Why?")
        before = len(osei.messages)
        assert uses(talk) == "" and len(osei.messages) == before
        there.sees("Saved 09:00.")
        assert annotations(talk, there)[0]["rationale"] == NAMED

    def test_is_taken_from_below_a_page(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON, "More", "Later")
        assert uses(talk) == ""
        osei.sees("Saved 09:00.")

    def test_a_reason_that_is_not_asked_for_any_more(self, begin: Begin) -> None:
        talk = begin(task(1), conditions={"rationale": ["clearly"]})
        osei = talk.member("slack", "1", "Dr Osei").says("next")
        osei.presses("A is better", "Clearly", "Yes", "None of").says(NAMED).presses(BUTTON)
        osei.presses("Back", "Back", "Back").presses("Better", "Yes").sees("Saved 09:00.")
        assert uses(talk) == "no reason is asked for any more"

    def test_after_a_drop_nothing_is_asked_where_a_reason_stands(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON).says(REASON)
        drops(talk)
        assert osei.last.text.endswith("It could point to a patient, so it is deleted.")

    def test_after_a_drop_an_answer_without_a_reason_is_changed(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON, "No reason")
        drops(talk)
        assert osei.last.text.endswith("so it is deleted. Use Change to write it without that.")


class TestWhileItIsChanged:
    def test_a_text_let_pass_joins_the_reason_and_not_the_change(self, begin: Begin) -> None:
        osei = done(begin, "telegram").says(PHONE).presses(BUTTON)
        osei.presses("Change", "How much")
        assert uses(osei.talk) == ""
        assert annotations(osei.talk, osei)[-1]["rationale"] == f"{REASON}\n{PHONE}"
        osei.presses("Slightly").sees("Saved 09:00.")
        last = annotations(osei.talk, osei)[-1]
        assert (last["strength"], last["rationale"]) == (1, f"{REASON}\n{PHONE}")


class TestWhoseItIs:
    @PLATFORMS
    def test_nobody_else_may_say_anything_of_it(self, begin: Begin, platform: str) -> None:
        osei = awaiting(talk := begin(task(1)), "1", platform).says(NAMED)
        _, button = osei.find(BUTTON)
        lind = talk.member(platform, "2", "Dr Lind")
        for token in (button.token, "details:1:" + "0" * 19, "details:1:x"):
            lind.presses_token(token).hears(NOT_OPEN)
        assert told(talk) == [] and [row.state for row in kept(talk)] == ["kept"]

    def test_an_old_button_opens_nothing(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        _, button = osei.find(BUTTON)
        assert forgets(talk, hours=72)["unasked"] == 0
        assert forgets(talk, hours=72, seconds=1)["unasked"] == 1
        osei.presses_token(button.token).hears(NOT_OPEN)
        assert kept(talk) == [] and told(talk) == []

    def test_nor_does_one_that_was_decided_about(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        _, button = osei.find(BUTTON)
        osei.presses(BUTTON)
        drops(talk)
        osei.presses_token(button.token).hears(NOT_OPEN)
        assert len(told(talk)) == 1

    def test_whoever_leaves_takes_it_along(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        osei.says("leave", thread="-").presses("Yes, leave")
        assert kept(talk) == []
        with pytest.raises(incidents.Undecided, match="holds no text that waits"):
            uses(talk)
        assert incidents.close(talk.store, told(talk)[0]["id"], talk.now)

    def test_so_does_whoever_is_removed(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(NAMED)
        people.remove(talk.store, mine(osei, OPEN).person, talk.now)
        assert kept(talk) == []

    def test_what_we_said_that_we_delete_is_deleted_after_its_writer_left(
        self, begin: Begin
    ) -> None:
        osei = awaiting(talk := begin(task(1)), "1", "telegram")
        pump, talk.pump = talk.pump, lambda: None  # type: ignore[method-assign]
        osei.says(NAMED)
        written = osei.last_said
        osei.presses_token(f"leave:{person(osei).page_version}:yes")
        talk.pump = pump  # type: ignore[method-assign]
        talk.pump()
        assert osei.erased == [written]


def person(chat: Chat) -> Any:
    def look(records: Any) -> Any:
        return records.person(records.hold(chat.account).person)

    return chat.talk.store.submit(look).result()


class TestTheCoordinator:
    def test_does_not_close_it_without_a_decision(self, begin: Begin) -> None:
        awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        number = told(talk)[0]["id"]
        with pytest.raises(incidents.Undecided, match=f"rounds incidents use {number} if it is"):
            incidents.close(talk.store, number, talk.now)
        assert told(talk)[0]["state"] == "open"

    def test_sees_the_text_and_what_in_it_looked_like_details(self, begin: Begin) -> None:
        awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        shown = incidents.show(talk.store, told(talk)[0]["id"])
        assert shown and (shown["text_kept"], shown["would_be"]) == (NAMED, "reason")
        assert shown["looks_like"] == [{"kind": "birth", "words": "3/14/61"}]
        assert NAMED not in str(incidents.listing(talk.store, True))

    @pytest.mark.parametrize("use", [True, False])
    def test_a_text_is_kept_thirty_days_after_the_decision(self, begin: Begin, use: bool) -> None:
        awaiting(talk := begin(task(1))).says(NAMED).presses(BUTTON)
        assert forgets(talk, days=3000)["unasked"] == 0, "nobody has decided"
        uses(talk) if use else drops(talk)
        assert forgets(talk, days=30)["looked_at"] == 0
        assert forgets(talk, days=30, seconds=1)["looked_at"] == 1


class TestADeletionThatIsRefused:
    def test_is_told_to_whoever_can_do_it(self, begin: Begin) -> None:
        talk = begin(task(1))
        talk.fates["erase"] = Never("Message can't be deleted")
        osei = awaiting(talk, "1", "telegram").says(NAMED)
        assert osei.last.text == "I could not delete your message. Please delete it."
        assert osei.last.under == osei.panel.under and osei.erased == []
        assert told(talk, "unsendable") == []

    def test_means_that_nobody_is_reached_if_it_says_so(self, begin: Begin) -> None:
        talk = begin(task(1))
        talk.fates["erase"] = Never("bot was blocked by the user", gone=True)
        osei = awaiting(talk, "1", "telegram").says(NAMED)
        assert "I could not delete" not in osei.last.text
        assert len(told(talk, "unreachable")) == 1


DANGER = "my patient is not breathing"
EMERGENCY = (
    "Nobody watches this chat for emergencies. If someone is in danger now, use your usual"
    " emergency route."
)


class TestSomebodyInDangerNow:
    @PLATFORMS
    def test_its_writer_hears_that_nobody_watches_and_a_coordinator_of_it(
        self, begin: Begin, platform: str
    ) -> None:
        osei = done(begin, platform).says(DANGER)
        assert EMERGENCY in osei.texts()[-3:]
        (heard,) = told(osei.talk, "emergency")
        assert heard["text"] == (
            "Somebody writes as if a patient were in danger now. They were told that nobody watches"
            " this chat, and to use their usual emergency route. What they wrote is used as it is."
        )
        assert annotations(osei.talk, osei)[-1]["rationale"] == f"{REASON}\n{DANGER}"

    def test_not_again_for_half_an_hour(self, begin: Begin) -> None:
        osei = begin(task(1)).member("telegram", "1", "Dr Osei")
        osei.says(DANGER).says(f"{DANGER}, help")
        osei.talk.now += timedelta(minutes=29)
        osei.says(DANGER)
        assert osei.texts().count(EMERGENCY) == len(told(osei.talk, "emergency")) == 1
        osei.talk.now += timedelta(minutes=1)
        osei.says(DANGER)
        assert osei.texts().count(EMERGENCY) == len(told(osei.talk, "emergency")) == 2

    def test_one_is_not_silent_for_another(self, begin: Begin) -> None:
        talk = begin(task(1))
        for number in ("1", "2"):
            osei = talk.member("slack", number, "Dr").says(DANGER)
            assert EMERGENCY in osei.texts()

    def test_in_first_contact_and_by_command_too(self, begin: Begin) -> None:
        talk = begin(task(1))
        osei = talk.meets("slack", "U1", "Dr Osei")
        people.invite(talk.store, "demo", "Dr Osei", f"code-{1:0>17}", talk.now)
        osei.opens("start", f"code-{1:0>17}").says(DANGER)
        assert EMERGENCY in osei.texts()
        talk.member("slack", "U2", "Dr Lind").commands(DANGER)
        lind = talk.chats[next(one for one in talk.chats if one.user == "U2")]
        assert EMERGENCY in [reply.text for reply in lind.replies]

    def test_a_stranger_hears_what_strangers_hear(self, begin: Begin) -> None:
        osei = begin(task(1)).meets("slack", "U1", "Dr Osei").says(DANGER)
        assert [text[:22] for text in osei.texts()] == ["You need an invitation"]

    def test_in_a_form_and_in_an_edit(self, begin: Begin) -> None:
        osei = awaiting(begin(task(1))).presses("Write…")
        osei.submits(reason=f"{DANGER}, what do I do, it is the same as in this").sees("Saved")
        assert EMERGENCY in osei.texts()
        osei.talk.now += timedelta(hours=1)
        osei.says("It is over").edits(osei.last_said, f"It is not over: {DANGER}")
        assert osei.texts().count(EMERGENCY) == 2

    def test_what_names_somebody_is_withheld_all_the_same(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says("help, my patient Mrs Okonkwo has no pulse")
        assert osei.texts()[-3] == EMERGENCY and "a person's name" in osei.texts()[-2]
        assert len(kept(talk)) == 1

    def test_a_reason_about_an_emergency_is_a_reason(self, begin: Begin) -> None:
        osei = awaiting(talk := begin(task(1))).says(
            "A should have said call 999 at once: the baby is not breathing."
        )
        osei.sees("Saved 09:00.")
        assert EMERGENCY not in osei.texts() and told(talk, "emergency") == []


def test_every_kind_is_told_once(begin: Begin) -> None:
    osei = awaiting(begin(task(1))).says("Ask Dr Haddad, born 3/14/61, and then Dr Osei.")
    assert note(osei).startswith("This looks like a person's name and a date of birth.")
