"""A lesson taken up again: where somebody was, once, and as it was left."""

from datetime import timedelta

import pytest

from bot.rules import Rules
from bot.teach import GOES_ON
from bot.work import CONTINUED
from store import releases
from tests import schooling
from tests.conversation.conftest import Begin
from tests.conversation.test_lessons import (
    STEPS,
    also,
    completions,
    learner,
    titles,
    to_the_end,
    until,
)
from tests.talk import Chat, task

ON_PURPOSE = "Practice answer, wrong on purpose."
CALM = "Fevers are common"


def asked_for(chat: Chat, how: str) -> Chat:
    """By a word, or through Learn."""
    chat.talk.later(seconds=20)
    if how == "where":
        return chat.says("where")
    return chat.says("learn", thread="-").presses("RLHF", "Continue")


def standing(chat: Chat, words: str) -> list[str]:
    """Messages that say so and can be pressed."""
    return [one.text for one in chat.messages if words in one.text and one.buttons]


@pytest.mark.parametrize("how", ["where", "learn"])
@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_what_was_answered_and_still_stands_is_there_once(
    begin: Begin, platform: str, how: str
) -> None:
    talk, osei = learner(begin, platform)
    until(osei, "Reviewer:")
    asked_for(osei, how).sees("Reviewer:")
    assert len(standing(osei, "Reviewer:")) == 1 and GOES_ON in osei.texts()
    to_the_end(osei)
    assert titles(osei) == STEPS and len(completions(talk)) == 1


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_who_is_at_the_end_of_a_lesson_stays_there(begin: Begin, platform: str) -> None:
    """Asked where they are; [Continue] on the course's card leads on to the next lesson."""
    talk, osei = learner(begin, platform)
    until(osei, "Lesson 1 of 2 is done.")
    asked_for(osei, "where").sees("Lesson 1 of 2 is done.")
    assert len(standing(osei, "Lesson 1 of 2 is done.")) == 1 and CONTINUED in osei.texts()
    assert titles(osei) == STEPS[:4]
    to_the_end(osei)
    assert titles(osei) == STEPS and len(completions(talk)) == 1


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_back_from_the_end_of_a_lesson_leads_to_its_last_step(begin: Begin, platform: str) -> None:
    _, osei = learner(begin, platform)
    until(osei, "Lesson 1 of 2 is done.")
    asked_for(osei, "where").presses("Back").sees("In one line\n").presses("Continue")
    osei.sees("Lesson 1 of 2 is done.").presses("Continue").sees("better overall")


@pytest.mark.parametrize(("here", "there"), [("slack", "telegram"), ("telegram", "slack")])
def test_the_end_of_a_lesson_moves_to_another_platform(begin: Begin, here: str, there: str) -> None:
    talk, osei = learner(begin, here)
    until(osei, "Lesson 1 of 2 is done.")
    phone = also(talk, osei, there)
    asked_for(phone, "where").sees("Lesson 1 of 2 is done.")
    assert titles(phone) == [] and not standing(osei, "Lesson 1 of 2 is done.")
    to_the_end(phone)
    assert titles(osei) + titles(phone) == STEPS and len(completions(talk)) == 1


@pytest.mark.parametrize(("here", "there"), [("slack", "telegram"), ("telegram", "slack")])
def test_practice_that_moved_is_marked_in_both_places(begin: Begin, here: str, there: str) -> None:
    """What is wrong on purpose must not stay unmarked in the chat that somebody left."""
    talk, osei = learner(begin, here)
    until(osei, "How much better")
    phone = also(talk, osei, there)
    asked_for(phone, "learn").presses("Clearly").sees("Reviewer:")
    for chat in (osei, phone):
        (text,) = [one for one in chat.texts() if CALM in one]
        assert text.startswith(ON_PURPOSE), chat.account.platform


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_practice_brought_to_a_later_session_is_marked_in_both(begin: Begin, platform: str) -> None:
    talk, osei = learner(begin, platform)
    until(osei, "How much better")
    talk.later(hours=2)
    asked_for(osei, "learn").presses("Clearly").sees("Reviewer:")
    shown = [one for one in osei.texts() if CALM in one]
    assert len(shown) == 2 and all(one.startswith(ON_PURPOSE) for one in shown)


def test_going_on_at_once_on_another_device_is_no_double_tap(begin: Begin) -> None:
    talk = begin(task(1), rules=Rules(block=1, slip=timedelta(0)))
    releases.release(talk.store, schooling.COURSE, "seed", talk.now)
    osei = talk.member("slack", "U1", "Dr Osei").says("learn", thread="-").presses("RLHF")
    osei.presses("Start Lesson")
    phone = also(talk, osei, "telegram").says("learn").presses("RLHF")
    talk.later(seconds=9)
    osei.presses("Continue").sees("The loop\n")
    talk.later(seconds=1)
    phone.presses("Continue").sees("The loop\n")
