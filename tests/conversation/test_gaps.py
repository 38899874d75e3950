"""Two, five or ten minutes between two patients: what fits is given, and the end is said."""

from datetime import timedelta

import pytest

from bot.cards import words
from bot.gaps import typed
from bot.rules import Rules
from tests.conversation.conftest import Begin
from tests.talk import Chat, task

RANK = ["rank"]
QUICK = Rules(block=1, slip=timedelta(0), double_tap=timedelta(0))

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def long(number: int, length: int, **more: object) -> dict[str, object]:
    """A task whose two answers are so many words long each."""
    made = task(number, **more)
    for response in made["responses"]:
        response["text"] += " word" * length
    return made


def answered(osei: Chat, minutes: float = 1) -> Chat:
    osei.talk.later(minutes=minutes)
    return osei.presses("A is better").presses("Better").presses("Yes")


@both
def test_two_minutes_bring_a_task_of_two_minutes(begin: Begin, platform: str) -> None:
    talk = begin(long(1, 400, ask=RANK), long(2, 20, ask=RANK), long(3, 900, ask=RANK))
    osei = talk.joined(platform, "U1", "Dr Osei").opens("start")
    assert [button.label for button in osei.panel.card.rows[1]] == ["2 min", "5 min", "10 min"]
    osei.presses("2 min").sees("My child number 2 has had")
    assert any("about 1 min" in text for text in osei.texts())


@both
def test_what_does_not_fit_is_said_and_offered(begin: Begin, platform: str) -> None:
    osei = begin(long(1, 600, ask=RANK), long(2, 300, ask=RANK)).joined(platform, "U1", "Dr Osei")
    osei.says("2 min").sees("Nothing fits in 2 minutes. The shortest is 4.")
    osei.presses("Not now")
    assert "Nothing was started." in " ".join((*osei.notices[-1:], osei.last.text))
    osei.says("I have 2 minutes").presses("Start it").sees("My child number 2 has had")


@both
def test_within_a_gap_only_what_still_fits_is_given(begin: Begin, platform: str) -> None:
    """Five minutes, of which three are gone: four minutes do not fit any more."""
    talk = begin(long(1, 20, ask=RANK), long(2, 300, ask=RANK), long(3, 20, ask=RANK))
    osei = talk.joined(platform, "U1", "Dr Osei").says("5 min").sees("My child number 1 has had")
    answered(osei, 3).presses("Next task").sees("My child number 3 has had")
    answered(osei, 1).presses("Next task").sees("Nothing fits in 1 minute. The shortest is 4.")
    osei.presses("Start it").sees("My child number 2 has had")


@both
def test_a_gap_that_is_over_limits_nothing(begin: Begin, platform: str) -> None:
    """Whoever goes on has more time than they said."""
    osei = begin(long(1, 20, ask=RANK), long(2, 300, ask=RANK)).joined(platform, "U1", "Dr Osei")
    answered(osei.says("2 min"), 3).sees("That's one done. Stop here or one more?")
    osei.presses("Next task").sees("My child number 2 has had")


@both
def test_after_five_minutes_the_end_is_said(begin: Begin, platform: str) -> None:
    talk = begin(*(task(number, ask=RANK) for number in range(1, 5)))
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    answered(osei, 2)
    assert "one more" not in osei.panel.text
    answered(osei.presses("Next task"), 2.5).sees("That's two done. Stop here or one more?")
    assert [button.label for button in osei.panel.card.rows[1]] == ["Next task", "Stop here"]
    answered(osei.presses("Next task")).sees("That's three done. Stop here or one more?")
    osei.presses("Change").presses("Which is better").presses("Level").presses("Yes")
    assert "one more" not in osei.panel.text, "a change is no further task"
    osei.presses("Stop here").sees("Stopped.")


def test_a_gap_is_started_from_home(begin: Begin) -> None:
    osei = begin(long(1, 600, ask=RANK), task(2, ask=RANK)).joined("slack", "U1", "Dr Osei")
    osei.opens("home").presses("2 min").sees("My child number 2 has had")
    assert osei.home and "One task, or I have:" not in words(osei.home), "one is open"


@both
def test_nobody_has_no_minutes_or_a_day(begin: Begin, platform: str) -> None:
    osei = begin(task(1, ask=RANK)).joined(platform, "U1", "Dr Osei")
    osei.says("0 min").sees("Nothing is waiting for a reply.")
    osei.says("99 minutes").sees("My child number 1 has had")


@both
def test_predictions_follow_the_person(begin: Begin, platform: str) -> None:
    """Who takes twice what is predicted is promised twice as much."""
    talk = begin(*(long(number, 200, ask=RANK) for number in range(1, 8)))
    osei = talk.joined(platform, "U1", "Dr Osei")
    for _ in range(6):
        osei.says("next", thread="-").sees("Which answer is better overall?")
        for label in ("A is better", "Better", "Yes"):
            talk.later(seconds=90)
            osei.presses(label)
    osei.opens("start")
    first = next(text for text in osei.texts() if "Compare two answers · about" in text)
    assert "about 3 min" in first
    assert "Next: Compare two answers · about 5 min" in osei.panel.text


@both
def test_three_answers_faster_than_reading_are_asked_about_once(
    begin: Begin, platform: str
) -> None:
    talk = begin(*(long(number, 200, ask=RANK) for number in range(1, 6)), rules=QUICK)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    said = []
    for number in range(1, 6):
        osei.presses("A is better").presses("Better").presses("Yes")
        said.append("Shall we slow down or stop here?" in osei.panel.text)
        if number < 5:
            osei.presses("Next task")
    assert said == [False, False, True, False, False]


def test_who_reads_is_asked_nothing(begin: Begin) -> None:
    talk = begin(*(long(number, 50, ask=RANK) for number in range(1, 5)), rules=QUICK)
    osei = talk.joined("slack", "U1", "Dr Osei").says("next")
    for number in range(1, 5):
        answered(osei, 1.5)
        assert "slow down" not in osei.panel.text
        if number < 4:
            osei.presses("Next task")


def test_gaps_are_typed_in_many_ways() -> None:
    for text, minutes in (
        ("5 min", 5),
        ("10 minutes", 10),
        ("i have 2 min", 2),
        ("i've got 7 minutes", 7),
    ):
        assert typed(text) == minutes
    for text in ("5", "min", "5 mins of fever", "i have 5"):
        assert typed(text) == 0
