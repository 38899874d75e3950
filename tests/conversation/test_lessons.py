"""A course in the chat: one step after the other, nothing repeated, skipped or lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.certificate import draw
from adapters.port import Never
from bot.events import Account
from bot.lessons import Course
from bot.records import Contact
from bot.rules import Rules
from bot.words import FIRST_STEP, NOTED, WHICH_TASK
from store import releases
from tests import schooling
from tests.conversation.conftest import Begin
from tests.talk import TEAMS, Chat, Talk, task

PLATFORMS = ("slack", "telegram")
RIGHT = "To sound sure of itself"
WHY = "It says once a day; weekly is right, and daily doses can kill."


def taught(begin: Begin, course: Course = schooling.COURSE) -> Talk:
    talk = begin(task(1), task(2))
    releases.release(talk.store, course, "seed", talk.now)
    return talk


def numbered(chat: Chat, text: str) -> str:
    """The number under which a check shows this answer."""
    line = next(one for one in chat.panel.text.split("\n") if one.endswith(text))
    return line.partition(".")[0]


def letter(chat: Chat, text: str) -> str:
    """The letter under which a practice answer with these words stands."""
    said = [one.text for one in chat.messages if text in one.text]
    found = [one for one in said if one.startswith("Answer")]
    return found[-1].removeprefix("Answer ")[0]


def learner(begin: Begin, platform: str) -> tuple[Talk, Chat]:
    """Somebody at the first step."""
    talk = taught(begin)
    osei = talk.member(platform, "U1", "Dr Osei").says("learn", thread="-")
    return talk, osei.presses("RLHF", "Start Lesson").sees("Welcome\nLesson 1 of 2 · step 1 of 4")


def answer(chat: Chat) -> None:
    """What the panel asks, by the right path, whichever step it is."""
    shown = chat.panel.text
    if (
        "The loop" in shown
        or "Welcome" in shown
        or "In one line" in shown
        or "next\n" in shown
        or "Lesson 1 of 2 is done" in shown
        or "Reviewer:" in shown
        or "Yes. It learns" in shown
    ):
        chat.presses("Continue")
    elif "Quick check" in shown:
        chat.presses(numbered(chat, RIGHT))
    elif "better overall" in shown:
        chat.presses(f"{letter(chat, 'See a doctor')} is better")
    elif "How much better" in shown:
        chat.presses("Clearly")
    elif "Medical accuracy" in shown:
        chat.presses("1 ")
    elif "say why" in shown:
        chat.says(WHY)
    elif "What is wrong with" in shown:
        chat.presses("Harmful")
    elif "Harmful: what" in shown:
        chat.presses("2 Missed", "Done")
    else:
        chat.presses("A: S3")


def to_the_end(chat: Chat) -> None:
    for _ in range(40):
        if "That's RLHF 1." in chat.panel.text:
            return
        chat.talk.later(seconds=20)
        answer(chat)
    raise AssertionError(chat.panel.text)


def until(chat: Chat, words: str) -> Chat:
    for _ in range(40):
        if words in chat.panel.text:
            return chat
        chat.talk.later(seconds=20)
        answer(chat)
    raise AssertionError(chat.panel.text)


def titles(chat: Chat) -> list[str]:
    """The steps that stand in the chat, in order, each as often as it stands there."""
    found = [one.text.split("\n")[0] for one in chat.messages if " · step " in one.text]
    return [title for title in found if title]


def completions(talk: Talk) -> Sequence[Any]:
    return talk.store.look(lambda records: records.completions(1))


STEPS = [one.title for lesson in schooling.LESSONS for one in lesson.steps]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_from_the_first_step_to_the_certificate(begin: Begin, platform: str) -> None:
    talk, osei = learner(begin, platform)
    to_the_end(osei)
    osei.sees("Done on 2 March 2026, version 1.0.0.")
    assert titles(osei) == STEPS
    (done,) = completions(talk)
    assert (done.course, done.version, done.language) == ("rlhf_1", "1.0.0", "en")
    assert len(done.sha256) == 64 and done.code.startswith("RND-")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_wrong_answer_hears_its_reason_and_is_tried_again(begin: Begin, platform: str) -> None:
    talk, osei = learner(begin, platform)
    until(osei, "Quick check")
    osei.presses(numbered(osei, "Nothing at all")).sees("They cancel out only by luck.")
    osei.presses("Try again").presses(numbered(osei, "To check its facts")).sees("Sadly not.")
    osei.presses("Try again").presses(numbered(osei, RIGHT)).sees("Yes. It learns whatever won.")
    osei.presses("Other reasons").sees("Sadly not.")
    many = len(osei.messages)
    osei.presses("Other reasons").hears("The other reasons stand below already.")
    assert len(osei.messages) == many
    to_the_end(osei)
    assert len(completions(talk)) == 1


def test_practice_says_what_a_reviewer_saw_and_what_was_wrong_on_purpose(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    until(osei, "better overall")
    calm = letter(osei, "Fevers are common")
    osei.presses(f"{calm} is better", "Slightly")
    osei.sees(f"You: {calm} is better, slightly.").sees(f"{calm} is warmer. It could delay care.")
    wrong = next(one.text for one in osei.messages if "Fevers are common" in one.text)
    assert wrong.startswith(f"Practice answer, wrong on purpose. Answer {calm}")
    right = next(one.text for one in osei.messages if "See a doctor now" in one.text)
    assert right.startswith("Answer ")


def test_who_sees_it_differently_writes_to_the_author(begin: Begin) -> None:
    talk, osei = learner(begin, "slack")
    until(osei, "Reviewer:")
    osei.presses("I see it differently").says("Where I work a nurse sees the child first.")
    assert NOTED in osei.texts()
    osei.sees("Reviewer:").presses("Continue").sees("Medical accuracy")
    ((step, text),) = releases.remarks(talk.store, "rlhf_1")
    assert (step, text) == ("fever", "Where I work a nurse sees the child first.")


def test_practice_may_be_skipped_and_the_view_comes_all_the_same(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "better overall")
    osei.presses("Skip", "Not my field").sees("You skipped it: not my field.").sees("Reviewer:")
    to_the_end(osei)
    assert len(completions(talk)) == 1


@pytest.mark.parametrize("platform", PLATFORMS)
def test_back_leads_to_the_step_before_and_on_again(begin: Begin, platform: str) -> None:
    _, osei = learner(begin, platform)
    osei.presses("Back").hears(FIRST_STEP)
    osei.presses("Continue", "Continue").sees("Quick check")
    osei.presses("Back").sees("The loop\n").presses("Back").sees("Welcome\n")
    osei.presses("Continue").sees("The loop\n").presses("Continue").sees("Quick check")
    osei.presses(numbered(osei, RIGHT)).sees("Yes.").presses("Continue").sees("In one line")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_step_pressed_twice_or_from_an_old_message_is_passed_once(
    begin: Begin, platform: str
) -> None:
    talk, osei = learner(begin, platform)
    first = osei.find("Continue")
    osei.presses("Continue").sees("The loop\n")
    second = osei.find("Continue")
    for message, button in (first, first, second, first, second):
        assert message
        osei.presses_token(button.token, message.ref)
    osei.sees("Quick check")
    assert titles(osei) == STEPS[:3]
    to_the_end(osei)
    assert titles(osei) == STEPS and len(completions(talk)) == 1


def test_a_task_in_between_leaves_the_step_where_it_was(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    osei.presses("Continue", "Continue").sees("Quick check")
    osei.says("next").sees("My child number 1")
    osei.says("b").sees("How much better is B?")
    kept = next(one for one in osei.messages if "Your place is kept." in one.text)
    osei.presses("Continue", on=kept).sees("Quick check")


def test_typing_alone_is_enough(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    osei.says("continue").says("Continue").sees("Quick check")
    osei.says(numbered(osei, "Nothing at all")).sees("They cancel").says("try again")
    osei.says(numbered(osei, RIGHT)).says("other reasons").sees("Sadly not.")
    osei.says("continue").says("continue").sees("Lesson 1 of 2 is done.").says("continue")
    osei.says(letter(osei, "See a doctor")).says("clearly").sees("Reviewer:").says("continue")
    osei.says("1").says("continue").says(WHY).sees("Reviewer:").says("continue")
    osei.says("harmful").says("2").says("done").says("s3").says("continue").says("continue")
    osei.sees("That's RLHF 1.")
    assert len(completions(talk)) == 1
    osei.says("warm-up set").sees("Case 1\nWarm-up · 1 of 8")


def test_a_screen_reader_hears_what_to_type(begin: Begin) -> None:
    talk = taught(begin)
    osei = talk.joined("telegram", "7", "Dr Osei", reader=True)
    osei.says("learn").says("rlhf").says("start lesson").sees("Reply continue.")
    osei.says("continue").says("continue").sees("Reply 1, 2 or 3.")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_after_a_restart_at_every_step_it_goes_on(
    begin: Begin, platform: str, database_url: str
) -> None:
    talk, osei = learner(begin, platform)
    for _ in range(40):
        if "That's RLHF 1." in osei.panel.text:
            break
        talk.restart(database_url)
        answer(osei)
    assert titles(osei) == STEPS and len(completions(talk)) == 1


def also(talk: Talk, osei: Chat, platform: str) -> Chat:
    """The same person's account on another platform."""
    chat = talk.meets(platform, "900", "Dr Osei")

    def step(records: Any) -> None:
        mine = records.contact(osei.account)
        account = Account(platform, TEAMS[platform], "900")
        records.meet(Contact(0, account, person=mine.person, name="Dr Osei"))

    talk.store.submit(step).result()
    return chat


def test_on_the_other_platform_it_goes_on_at_the_exact_step(begin: Begin) -> None:
    talk, osei = learner(begin, "slack")
    until(osei, "How much better")
    phone = also(talk, osei, "telegram")
    phone.says("learn").presses("RLHF").sees("Lesson 2 of 2, about").presses("Continue")
    phone.sees("How much better")
    assert "Moved." in osei.texts()
    phone.presses("Clearly").sees("Reviewer:")
    talk.later(hours=2)
    osei.says("where", thread="-").sees("Reviewer:").presses("Continue").sees("Medical accuracy")
    to_the_end(osei)
    assert len(completions(talk)) == 1


def test_a_year_later_the_step_is_still_there(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "Medical accuracy")
    talk.later(days=400)
    osei.says("learn").presses("RLHF").sees("Lesson 2 of 2").presses("Continue")
    osei.sees("Medical accuracy")
    to_the_end(osei)
    assert len(completions(talk)) == 1


def test_a_choice_typed_where_a_task_waits_as_well_is_asked_about(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    osei.says("next").sees("My child")
    osei.says("learn").presses("RLHF", "Continue").sees("Welcome\n")
    osei.says("a").sees(WHICH_TASK)


def test_a_course_can_be_read_again_and_as_plain_text(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    to_the_end(osei)
    osei.presses("Review", "2. Practice").sees("Reviewer:").presses("Continue").sees("Reviewer:")
    osei.says("learn").presses("RLHF").sees("Done on 2 March 2026").presses("Send me the text")
    assert any("Lesson 2 of 2 · Practice" in text for text in osei.texts())
    assert len(completions(talk)) == 1


def test_home_tells_how_far_it_is(begin: Begin) -> None:
    _, osei = learner(begin, "slack")
    osei.opens("home")
    assert osei.home
    until(osei, "Medical accuracy")
    osei.opens("home")
    words = "".join(run.text for line in osei.home.body for run in line)
    assert "RLHF 1 · 15 minutes · 2 lessons · self-paced · Lesson 2 of 2, about" in words


def test_a_double_tap_begins_once(begin: Begin) -> None:
    talk = begin(task(1), rules=Rules(block=1, slip=timedelta(0)))
    releases.release(talk.store, schooling.COURSE, "seed", talk.now)
    osei = talk.member("telegram", "3", "Dr Osei").says("learn").presses("RLHF")
    osei.presses("Start Lesson")
    talk.later(seconds=1)
    osei.presses("Start Lesson").sees("Welcome")
    assert titles(osei) == STEPS[:1]


def test_what_could_not_arrive_comes_whole_when_somebody_is_back(begin: Begin) -> None:
    """Blocked between two steps: nobody judges what they did not see."""
    talk, osei = learner(begin, "telegram")
    until(osei, "Lesson 1 of 2 is done.")
    talk.fates = {"Fevers are common": Never("blocked", gone=True)}
    osei.presses("Continue")
    talk.fates = {}
    osei.reached("joined")
    osei.says("learn").presses("RLHF", "Continue").sees("better overall")
    shown = [one.text for one in osei.messages[-4:]]
    assert shown[0].startswith("Practice · Compare two answers") and "Fevers" in "".join(shown)
    to_the_end(osei)
    assert len(completions(talk)) == 1


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_certificate_comes_as_a_page_and_as_a_picture(begin: Begin, platform: str) -> None:
    talk, osei = learner(begin, platform)
    to_the_end(osei)
    osei.presses("Certificate")
    (done,) = completions(talk)
    page, picture = osei.files
    assert [one.document.kind for one in osei.files] == ["certificate.pdf", "certificate.png"]
    assert page.text == f"Your certificate for RLHF 1. Its code is {done.code}."
    values = page.document.values
    assert values == picture.document.values
    assert (values["name"], values["date"], values["hash"]) == (
        "Dr Osei",
        "2 March 2026",
        done.sha256,
    )
    assert values["review"] == "" and draw(page.document.kind, values).startswith(b"%PDF")


def test_a_title_that_no_button_holds_stands_whole_above_it(begin: Begin) -> None:
    talk = begin()
    long = "How to read what a guideline says, and what it leaves out"
    first, second = schooling.LESSONS
    text = replace(schooling.ENGLISH, lessons=(first, replace(second, title=long)), warm_up=())
    course = replace(schooling.COURSE, texts=(text,), review="Dr Amadi, 2026-01-31")
    releases.release(talk.store, course, "seed", talk.now)
    osei = talk.member("telegram", "3", "Dr Osei").says("learn").presses("RLHF")
    osei.sees("Clinical content reviewed by Dr Amadi, 31 January 2026.").presses("Start Lesson")
    to_the_end(osei)
    osei.presses("Review").sees(f"1. What it is\n2. {long}")
    assert osei.panel.buttons[1].label == "2. How to read what a"
    osei.presses("2. How").sees("Rank: a fever")
