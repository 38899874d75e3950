"""Nobody judges what they did not see: a task that cannot be shown whole goes to somebody else."""

import pytest

from adapters.port import Never
from bot.words import NOTHING_AWAITED, ON_ITS_WAY
from store import incidents
from tests.conversation.conftest import Begin
from tests.talk import Talk, task

SENDABLE, HIDDEN = "Take her to a doctor today.", "Wait for three days."
RANK = ["rank"]
TASK = task(
    1,
    ask=RANK,
    responses=[{"id": "r1", "text": SENDABLE}, {"id": "r2", "text": HIDDEN}],
)

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def heard(talk: Talk) -> list[str]:
    """What a coordinator heard, besides who joined."""
    every = [one["kind"] for one in incidents.listing(talk.store, every=True)]
    return [kind for kind in every if kind != "confirm"]


@both
def test_a_part_that_cannot_be_sent_takes_the_task_back(begin: Begin, platform: str) -> None:
    talk = begin(TASK, annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei")
    talk.fates = {HIDDEN: Never("refused")}
    osei.says("next").sees("This task was withdrawn. Nothing more to do.")
    assert not any("Which answer" in text for text in osei.texts())
    assert heard(talk) == ["unsendable"]
    osei.says("next").sees("Nothing waiting for you.")
    talk.fates = {}
    lind = talk.joined(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")


@both
def test_a_later_message_that_cannot_be_sent_takes_nothing_back(
    begin: Begin, platform: str
) -> None:
    talk = begin(TASK)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next").presses("A is better")
    talk.fates = {"How much better": Never("refused")}
    osei.says("where")
    talk.fates = {}
    osei.says("where").sees("How much better is A?").presses("Better").presses("Yes").sees("Saved")
    assert heard(talk) == ["unsendable"]


@both
def test_who_blocks_the_bot_halfway_has_no_half_a_task_when_they_are_back(
    begin: Begin, platform: str
) -> None:
    talk = begin(TASK, annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei")
    talk.fates = {HIDDEN: Never("blocked", gone=True)}
    osei.says("next")
    assert heard(talk) == ["unreachable"]
    talk.fates = {}
    lind = talk.joined(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")
    osei.reached("joined").says("where").sees("No task is open.")


@both
def test_a_task_shown_whole_waits_for_who_blocked_the_bot(begin: Begin, platform: str) -> None:
    talk = begin(TASK, annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.reached("blocked").reached("joined")
    osei.says("where").sees("Which answer is better overall?")


@both
def test_what_is_typed_before_the_task_is_there_answers_nothing(
    begin: Begin, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Slack there is no thread yet to write it in."""
    talk = begin(TASK, annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei")
    talk.fates = {HIDDEN: Never("refused")}
    with monkeypatch.context() as slow:
        slow.setattr(talk, "pump", lambda: None)
        osei.says("next").says("a")
    talk.pump()
    assert {"slack": NOTHING_AWAITED, "telegram": ON_ITS_WAY}[platform] in osei.texts()
    assert any("This task was withdrawn." in text for text in osei.texts())
    assert heard(talk) == ["unsendable"]


@both
def test_what_was_asked_of_the_coordinator_is_no_answer(
    begin: Begin, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = begin(TASK, annotators_per_task=1)
    osei = talk.joined(platform, "U1", "Dr Osei").says("next")
    osei.presses("More", "Ask the coordinator").says("Is this about adults?")
    talk.fates = {"Which answer": Never("blocked", gone=True)}
    osei.says("where")
    talk.fates = {}
    lind = talk.joined(platform, "U2", "Dr Lind").says("next")
    lind.sees("Which answer is better overall?")
