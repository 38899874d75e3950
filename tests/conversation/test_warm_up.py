"""A project may require a course: first the course, then a warm-up, then a person; never a wall."""

from dataclasses import replace

import pytest

from store import incidents, releases
from store.projects import WrongProject
from tests import schooling
from tests.conversation.conftest import Begin
from tests.conversation.test_lessons import letter, to_the_end
from tests.talk import Chat, Talk, task


def required(begin: Begin, platform: str = "telegram") -> tuple[Talk, Chat]:
    """Somebody in a project that requires the course."""
    talk = begin(task(1), task(2))
    releases.release(talk.store, schooling.COURSE, "seed", talk.now)
    talk.applies(requires="rlhf_1")
    return talk, talk.member(platform, "3", "Dr Osei")


def through(chat: Chat, right: int, *, of: int = 8) -> Chat:
    """A set of the warm-up, with so many of its first tasks as the reviewer has them."""
    for place in range(of):
        chat.talk.later(seconds=30)
        words = "See a doctor" if place < right else "Fevers are common"
        chat.presses(f"{letter(chat, words)} is better", "Clearly").sees("Reviewer:")
        chat.presses("Continue")
    return chat


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_what_is_required_comes_first_and_then_tasks(begin: Begin, platform: str) -> None:
    _, osei = required(begin, platform)
    osei.says("next", thread="-").sees("First comes RLHF 1, about 15 min in all; then tasks.")
    osei.presses("Start Lesson").sees("Welcome\n")
    to_the_end(osei)
    osei.says("next").sees("First comes a warm-up: eight short tasks, about 11 min")
    osei.presses("Warm-up set").sees("Case 1\nWarm-up · 1 of 8")
    through(osei, 5).sees("You agreed with the reviewer on 5 of the 6 clear ones.")
    osei.sees("You are ready for real tasks.").presses("Next task").sees("My child number 1")


def test_open_ones_count_for_nobody(begin: Begin) -> None:
    """Two of the eight are openly borderline: as they were answered, so it is."""
    _, osei = required(begin)
    osei.says("next").presses("Start Lesson")
    to_the_end(osei)
    osei.presses("Warm-up set")
    through(osei, 8).sees("on 6 of the 6 clear ones").sees("You are ready")


def test_a_second_set_makes_up_for_the_first(begin: Begin) -> None:
    _, osei = required(begin)
    osei.says("next").presses("Start Lesson")
    to_the_end(osei)
    osei.presses("Warm-up set")
    through(osei, 4).sees("on 4 of the 6 clear ones.").sees("There is a second set")
    osei.presses("Second warm-up set").sees("Case 1\nSecond warm-up · 1 of 8")
    through(osei, 5).sees("on 5 of the 6 clear ones. In both sets: on 9 of 12.")
    osei.sees("You are ready for real tasks.").presses("Next task").sees("My child")


def test_after_two_sets_a_person_talks_and_decides(begin: Begin) -> None:
    talk, osei = required(begin)
    osei.says("next").presses("Start Lesson")
    to_the_end(osei)
    osei.presses("Warm-up set")
    through(osei, 2).presses("Second warm-up set")
    through(osei, 4).sees("Before real tasks a coordinator will talk with you.")
    osei.says("next").sees("a coordinator will talk with you. They have been told.")
    (told,) = [one for one in incidents.listing(talk.store, every=False) if one["kind"] == "talk"]
    assert told["text"].startswith("Dr Osei has done both warm-up sets of RLHF 1")
    assert not any(sign.isdigit() for sign in told["text"].replace("RLHF 1", ""))
    releases.make_ready(talk.store, "rlhf_1", 1, talk.now)
    osei.says("next").sees("My child number 1")


def test_a_course_without_a_warm_up_is_enough(begin: Begin) -> None:
    talk = begin(task(1))
    text = replace(schooling.ENGLISH, warm_up=())
    course = replace(schooling.COURSE, texts=(text,))
    releases.release(talk.store, course, "seed", talk.now)
    talk.applies(requires="rlhf_1")
    osei = talk.member("telegram", "3", "Dr Osei").says("next").presses("Start Lesson")
    to_the_end(osei)
    osei.says("next").sees("My child number 1")


def test_only_a_released_course_can_be_required(begin: Begin) -> None:
    talk = begin(task(1))
    with pytest.raises(WrongProject, match="requires names rlhf_1, of which nothing is released"):
        talk.applies(requires="rlhf_1")
    with pytest.raises(WrongProject, match="run rounds course release rlhf_1 first"):
        talk.plans(requires="rlhf_1")


def test_a_project_that_requires_nothing_is_open_meanwhile(begin: Begin) -> None:
    talk, osei = required(begin)
    talk.project([task(7)], talk.folder, project="other", title="Other")
    talk.store.submit(lambda records: records.enrol(1, "other", talk.now)).result()
    osei.says("next").sees("My child number 7")
