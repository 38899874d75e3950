"""A comparison from the first button to the stored reason, on both platforms."""

from typing import Any

import pytest

from bot.port import Records
from bot.words import ALREADY_ANSWERED
from tests.conversation.conftest import Begin
from tests.talk import Chat, Talk, task

EDITED = "Says to wait three days, and a feverish baby must be seen within hours."
REASON = "Says to wait three days although a baby with fever must be seen today."


def annotations(talk: Talk, chat: Chat) -> list[dict[str, Any]]:
    """Everything stored about this person's newest assignment, oldest first."""

    def step(records: Records) -> list[dict[str, Any]]:
        contact = records.hold(chat.account)
        assert contact is not None
        found: list[dict[str, Any]] = []
        for state in ("open", "done", "skipped"):
            for assignment in records.assignments(contact.person, state, 50):
                found += [
                    {"cause": a.cause, "attempt": a.attempt, "abstention": a.abstention, **a.answer}
                    for a in records.annotations(assignment.id)
                ]
        return found

    return talk.store.submit(step).result()


def finished(talk: Talk, platform: str) -> Chat:
    """Somebody who has answered everything, with a reason."""
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    return osei.presses("Level").presses("Yes").presses("None of").says(REASON).sees("Saved 09:00.")


def letter_of(chat: Chat, words: str) -> str:
    """The letter under which the answer that holds these words is shown."""
    shown = [text for text in chat.texts() if text.startswith("Answer ") and words in text]
    return shown[-1][7]


@pytest.mark.parametrize("platform", ["slack", "telegram"])
class TestOnePlatform:
    def test_a_task_is_read_judged_and_explained(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")

        texts = osei.texts()
        question = next(t for t in texts if t.startswith("Compare two answers · about 2 min"))
        assert "Triage · asked by a parent" in question
        assert "My child number 1 has had a fever since this morning" in question
        assert [t.splitlines()[0] for t in texts if t.startswith("Answer ")] == [
            "Answer A · AI text under test",
            "Answer B · AI text under test",
        ]
        osei.sees("Which answer is better overall?")
        assert [b.label for b in osei.panel.buttons] == [
            "A is better", "Level", "B is better", "Back", "Skip", "More",
        ]  # fmt: skip

        best = letter_of(osei, "see a doctor today")
        osei.presses(f"{best} is better").sees(f"How much better is {best}?")
        osei.presses("Clearly better").sees("go to this reader as it stands?")
        osei.presses("Yes").sees("What counts most?")
        worst = "B" if best == "A" else "A"
        osei.presses(f"{worst}: missing warning").sees("Why? One or two sentences")
        osei.says(REASON)
        osei.sees(f"Saved 09:00. {best} is better, clearly. Fit to go out. {worst}: missing")

        (stored,) = annotations(talk, osei)
        assert stored == {
            "cause": "submitted",
            "attempt": 1,
            "abstention": "",
            "ranking": [["a1"], ["a2"]],
            "strength": 3,
            "stands": True,
            "main": ["a2", "H1"],
            "rationale": REASON,
        }

    def test_level_asks_no_strength(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1, ask=["rank"]))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("Level").sees("Could either go to this reader as it stands?")
        osei.presses("No, neither").sees("Level. Neither is acceptable.")
        (stored,) = annotations(talk, osei)
        assert stored["ranking"] == [["a1", "a2"]]
        assert "strength" not in stored and stored["stands"] is False

    def test_everything_tapped_can_be_typed(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.says("b").sees("How much better is B?")
        osei.says("2").sees("go to this reader")
        osei.says("back").sees("How much better is B?")
        osei.says("slightly").says("no").says("none of these").sees("Why?")
        osei.says("no reasons").sees("What would you point to").says("send as is")
        osei.sees("B is better, slightly. Neither is acceptable. Reason: “no reasons”")

    def test_no_reason_is_offered_where_none_is_required(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better").presses("Slightly").presses("Yes").presses("None of")
        osei.presses("No reason").sees("No reason given.")
        assert annotations(talk, osei)[0]["rationale"] is None

    def test_a_reason_is_required_at_clearly_better(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better").presses("Clearly").presses("Yes").presses("None of").sees(
            "Why?"
        )
        assert "No reason" not in [button.label for button in osei.panel.buttons]

    def test_a_thin_reason_is_nudged_once(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(
            "A is better"
        )
        osei.sees("What would you point to in the text?")
        osei.says("It names a day").sees("Reason: “A is better It names a day”")
        assert annotations(talk, osei)[0]["rationale"] == "A is better\nIt names a day"

    @pytest.mark.parametrize(
        ("reason", "nudged"),
        [
            ("one two three four five six seven", True),
            ("one two three four five six seven eight", False),
            ("The better answer is A. It is clearly much better!", True),
            ("B說要立即就醫，這是正確的，因為六週大的嬰兒發燒可能很嚴重。", False),
            ("B比較好", True),
        ],
    )
    def test_under_eight_words_or_only_a_verdict_is_thin(
        self, begin: Begin, platform: str, reason: str, nudged: bool
    ) -> None:
        osei = begin(task(1)).joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better").presses("Better").presses("Yes").presses("None of").says(reason)
        osei.sees("What would you point to in the text?" if nudged else "Saved")

    def test_change_makes_a_new_revision_and_keeps_the_old(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1, ask=["rank"]))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better", "Better", "Yes").sees("A is better.")
        osei.presses("Change").sees("What would you like to change?")
        osei.presses("Which is better", "B is better", "Clearly", "Yes")
        osei.sees("B is better, clearly.")
        first, second = annotations(talk, osei)
        assert (first["cause"], first["attempt"]) == ("submitted", 1)
        assert (second["cause"], second["attempt"]) == ("changed", 2)
        assert first["ranking"] != second["ranking"]

    def test_back_out_of_a_change_restores_what_was_submitted(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1, ask=["rank"]))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better").presses("Better").presses("Yes")
        osei.presses("Change").presses("Which is better").presses("Back")
        osei.sees("Saved 09:00. A is better.")
        assert len(annotations(talk, osei)) == 1

    def test_an_edit_while_a_change_is_open_is_kept(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = finished(talk, platform)
        osei.presses("Change")
        osei.edits(osei.last_said, EDITED)
        osei.presses("Back").sees("Saved 09:00.")
        stored = annotations(talk, osei)
        assert [one["cause"] for one in stored] == ["submitted", "edited"]
        assert stored[-1]["rationale"] == EDITED

    def test_an_edit_while_another_reason_is_written_is_kept(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1))
        osei = finished(talk, platform)
        first = osei.last_said
        osei.presses("Change").presses("The reason").says("B is wrong.")
        osei.sees("What would you point to in the text?")
        osei.edits(first, EDITED)
        osei.sees("So far: “B is wrong.”")
        osei.presses("Back")
        assert [one["rationale"] for one in annotations(talk, osei)] == [REASON, EDITED]

    def test_what_is_written_for_a_change_replaces_the_reason_once_it_is_submitted(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1))
        osei = finished(talk, platform)
        first = osei.last_said
        osei.presses("Change").presses("The reason").says("B is wrong.")
        second = osei.last_said
        osei.presses("Send as is").edits(first, "Nobody reads this any more.")
        osei.edits(second, EDITED)
        said = [one["rationale"] for one in annotations(talk, osei)]
        assert said == [REASON, "B is wrong.", EDITED]

    def test_a_change_that_is_given_up_leaves_no_words_behind(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1))
        osei = finished(talk, platform)
        osei.presses("Change").presses("The reason").says("B is wrong.")
        osei.edits(osei.last_said, "B is quite wrong.").sees("So far: “B is quite wrong.”")
        osei.presses("Back")
        osei.edits(osei.last_said, EDITED)
        assert [one["rationale"] for one in annotations(talk, osei)] == [REASON]

    def test_a_reason_taken_away_in_a_change_stays_away(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1))
        osei = finished(talk, platform)
        osei.presses("Change").presses("The reason").presses("No reason")
        osei.edits(osei.last_said, EDITED)
        assert [one["rationale"] for one in annotations(talk, osei)] == [REASON, None]

    def test_back_and_skip_are_heard_within_a_change(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1, ask=["rank"]))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("A is better").presses("Better").presses("Yes")
        for step in ("Change", "Which is better"):
            osei.presses(step)
        osei.says("skip").sees(ALREADY_ANSWERED)
        osei.says("back").sees("Saved 09:00. A is better.")
        osei.presses("Change").says("back").sees("Saved 09:00. A is better.")
        assert len(annotations(talk, osei)) == 1

    def test_skip_is_typed_and_the_task_goes_to_someone_else(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1), annotators_per_task=1)
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("Skip").sees("Why skip it?").presses("Not my field")
        osei.sees("Skipped: not my field. The task goes to someone else.")
        assert annotations(talk, osei)[0]["abstention"] == "not_my_field"
        osei.says("next").sees("Nothing waiting for you.")
        other = talk.joined(platform, "U2", "Dr Lind").says("next")
        other.sees("Which answer is better overall?")

    def test_more_reports_explains_keeps_and_asks(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1), guideline="Red flags first.")
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("More").presses("What does this mean?").sees("Red flags first.")
        osei.presses("Back").sees("Which answer is better overall?")
        osei.presses("More").presses("Later").sees("Kept for you until Thursday 09:00.")
        osei.presses("Back").sees("Which answer is better overall?")
        osei.presses("More").presses("Something is wrong").presses("Cut off")
        osei.sees("Reported: Cut off.").sees("Which answer is better overall?")
        osei.presses("More").presses("Ask the coordinator").says("Is the child vaccinated?")
        assert "I'll pass this on. Please judge as you see it." in osei.texts()
        osei.sees("Which answer is better overall?")

    def test_back_from_a_question_to_the_coordinator_asks_nothing(
        self, begin: Begin, platform: str
    ) -> None:
        talk = begin(task(1, ask=["rank"]))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("More", "Ask the coordinator", "Back").says("a")
        osei.sees("How much better is A?")
        assert "I'll pass this on. Please judge as you see it." not in osei.texts()

    def test_nothing_left_is_said_kindly(self, begin: Begin, platform: str) -> None:
        talk = begin(task(1, ask=["rank"]))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        osei.presses("Level").presses("Yes").presses("Next task")
        osei.sees("Nothing waiting for you. Look in whenever you like.")

    def test_nobody_gets_one_task_twice(self, begin: Begin, platform: str) -> None:
        talk = begin(*(task(n, ask=["rank"]) for n in range(4)))
        osei = talk.joined(platform, "U1", "Dr Osei").says("next")
        for _ in range(3):
            osei.presses("Level").presses("Yes").presses("Next task")
        osei.presses("Level").presses("Yes")
        asked = [t for t in osei.texts() if t.startswith("Compare two answers")]
        assert len(set(asked)) == len(asked) == 4


def test_overlap_is_kept_and_orders_are_balanced(begin: Begin) -> None:
    talk = begin(task(1, ask=["rank"]), annotators_per_task=4)
    letters = []
    for number in range(4):
        chat = talk.joined("telegram", f"{number}", f"Dr {number}").says("next")
        letters.append(letter_of(chat, "see a doctor"))
        chat.presses("Level").presses("Yes")
    assert sorted(letters) == ["A", "A", "B", "B"]
    late = talk.joined("telegram", "9", "Dr Late").says("next")
    late.sees("Nothing waiting for you.")
