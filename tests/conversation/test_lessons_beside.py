"""What people do beside the straight way through a course, and what nobody may lose by it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.events import Account
from bot.records import DONE
from store import projects, releases
from store.export import Refused, export
from tests import schooling
from tests.conversation.conftest import Begin
from tests.conversation.test_course_versions import again, changed, released, with_one_more, worded
from tests.conversation.test_lessons import (
    WHY,
    also,
    completions,
    learner,
    letter,
    to_the_end,
    until,
)
from tests.conversation.test_warm_up import required, through
from tests.talk import Chat, Talk, task

SECRET = b"of a course"


def test_practice_is_no_data_and_nobody_s_to_see(begin: Begin, tmp_path: Path) -> None:
    talk, osei = learner(begin, "telegram")
    to_the_end(osei)
    project = "course:rlhf_1:1.0.0"
    with pytest.raises(Refused, match="There is no project"):
        export(talk.store, project, tmp_path / "out", talk.now, SECRET)
    with pytest.raises(projects.WrongProject):
        projects.show(talk.store, project)
    assert [one["project"] for one in projects.listing(talk.store)] == ["demo"]


def test_a_step_that_a_newer_version_dropped_leads_on(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "Medical accuracy")
    kept = tuple(
        replace(one, steps=tuple(s for s in one.steps if s.id != "dose"))
        for one in schooling.LESSONS
    )
    text = replace(schooling.ENGLISH, lessons=kept)
    released(talk, replace(schooling.COURSE, version="1.1.0", texts=(text,)))
    again(osei).presses("Continue", "Use the newer one").sees("say why")
    assert any("The course goes on further down." in text for text in osei.texts())
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["1.1.0"]


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_at_the_end_of_a_lesson_a_question_reaches_the_coordinator(
    begin: Begin, platform: str
) -> None:
    _, osei = learner(begin, platform)
    until(osei, "Lesson 1 of 2 is done.")
    osei.presses("Ask the coordinator").sees("Write your question in one message.")
    osei.presses("Back").sees("Lesson 1 of 2 is done.").presses("Ask the coordinator")
    osei.says("Is there a break?").sees("Lesson 1 of 2 is done.")
    assert "I'll pass this on. Go on whenever you like." in osei.texts()
    osei.presses("Continue").sees("better overall")


def test_what_a_refresh_changed_is_read_again(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    to_the_end(osei)
    loop = worded("loop", "It is not a loop at all.")
    released(talk, changed("2.0.0", loop, requires_refresh=True, changed=("No loop.",)))
    again(osei).presses("Go through it").sees("It is not a loop at all.")
    again(osei).sees("Lesson 1 of 2, about").presses("Continue").sees("It is not a loop at all.")
    osei.presses("Continue")
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["1.0.0", "2.0.0"]


def test_a_correction_waits_for_who_blocked_the_bot(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "Medical accuracy").reached("blocked")
    releases.correct(talk.store, "rlhf_1", "fever", "Right is this.", talk.now)
    talk.later(minutes=5)
    osei.reached("joined")
    talk.later(days=1)
    assert sum("Right is this." in text for text in osei.texts()) == 1


def test_a_correction_reaches_who_passes_the_old_step_later(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    releases.correct(talk.store, "rlhf_1", "fever", "Right is this.", talk.now)
    until(osei, "Medical accuracy")
    talk.later(days=1)
    assert sum("Right is this." in text for text in osei.texts()) == 1


def test_the_text_says_what_is_wrong_on_purpose(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    osei.says("learn").presses("RLHF", "Send me the text")
    text = next(text for text in osei.texts() if "Once a day, in the evening." in text)
    assert "(practice answer, wrong on purpose): Once a day, in the evening." in text


def test_an_old_warm_up_button_tells_what_was_done(begin: Begin) -> None:
    _, osei = required(begin)
    osei.says("next").presses("Start Lesson")
    to_the_end(osei)
    message, button = osei.find("Warm-up set")
    assert message
    osei.presses("Warm-up set")
    through(osei, 5).sees("on 5 of the 6 clear ones.")
    osei.presses_token(button.token, message.ref).sees("on 5 of the 6 clear ones.")


def test_a_talk_about_one_course_hides_no_other(begin: Begin) -> None:
    talk, osei = required(begin)
    text = replace(schooling.ENGLISH, title="Guide")
    released(talk, replace(schooling.COURSE, id="guide", order=2, texts=(text,)))
    talk.project([task(7)], talk.folder, project="other", title="Other", requires="guide")
    talk.store.submit(lambda records: records.enrol(1, "other", talk.now)).result()
    osei.says("next").presses("Start Lesson")
    to_the_end(osei)
    osei.presses("Warm-up set")
    through(osei, 2).presses("Second warm-up set")
    through(osei, 2).says("next").sees("First comes Guide")


def test_a_pause_at_the_end_of_a_lesson_leads_to_the_next(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    until(osei, "Lesson 1 of 2 is done.")
    again(osei).sees("Lesson 2 of 2, about").presses("Continue").sees("better overall")


def accounts(talk: Talk, out: Any) -> tuple[Account, Account]:
    """Where an edit goes, and where its message stands."""
    message: Any = talk.store.look(lambda records: records.message_named(out.name))
    return out.to, message.account


def test_an_old_button_on_the_other_platform_brings_the_step_there(begin: Begin) -> None:
    talk, osei = learner(begin, "slack")
    until(osei, "better overall")
    message, button = osei.find("Level")
    assert message
    phone = also(talk, osei, "telegram")
    phone.says("learn").presses("RLHF", "Continue").sees("better overall")
    osei.presses_token(button.token, message.ref).sees("better overall").presses("Level")
    osei.sees("Reviewer:").presses("Continue").sees("Medical accuracy")
    edits = [out for out in talk.sent if type(out).__name__ == "Edit"]
    assert all(to == there for to, there in (accounts(talk, out) for out in edits))


def test_an_old_button_leads_to_where_one_is(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    until(osei, "In one line")
    message, button = osei.find("Back")
    assert message
    osei.presses("Continue", "Continue").sees("better overall")
    osei.presses_token(button.token, message.ref).sees("better overall")
    assert osei.last.buttons


def asking(chat: Chat) -> list[str]:
    """Messages of lessons that have buttons."""
    return [one.text for one in chat.messages if one.buttons and " · step " in one.text]


def test_asked_for_again_a_step_stands_once(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    until(osei, "Reviewer:").says("where").says("where").sees("Reviewer:")
    assert len(asking(osei)) == 1


def test_an_open_task_that_comes_again_puts_the_lesson_aside(begin: Begin) -> None:
    _, osei = learner(begin, "telegram")
    osei.says("next").sees("My child")
    osei.says("learn").presses("RLHF", "Continue").sees("Welcome")
    osei.says("next").sees("My child").says("a").sees("How much better is A?")


def test_more_of_an_explanation_is_added(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "say why").says(WHY).says("And nobody told the reader about folic acid.")
    assert "Added to your reason." in osei.texts()
    (one,) = [
        one
        for one in talk.store.look(lambda records: list(records.steps(1)))
        if one.step == "why" and one.state == DONE
    ]
    assert one.answer["rationale"] == f"{WHY}\nAnd nobody told the reader about folic acid."
    osei.presses("Continue")
    to_the_end(osei)
    assert len(completions(talk)) == 1


def test_what_was_offered_is_what_one_gets(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "better overall")
    released(talk, with_one_more("1.1.0"))
    again(osei).presses("Continue").sees("There is a newer version")
    released(talk, with_one_more("2.0.0", changed=("Everything means something else.",)))
    osei.presses("Use the newer one").sees("Everything means something else.")
    osei.presses("Use the newer one").sees("Limits")


def test_thirty_days_count_however_one_goes_on(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "better overall")
    released(talk, with_one_more("2.0.0", changed=("It is a push.",)))
    talk.later(days=60)
    osei.says("where")
    assert any("RLHF 1 goes on in version 2.0.0." in text for text in osei.texts())
    until(osei, "Lesson 1 of 2 · step 5 of 5" if "Limits" not in osei.panel.text else "Limits")
    osei.presses("Continue")
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["2.0.0"]


def test_with_a_screen_reader_what_was_answered_is_repeated(begin: Begin) -> None:
    talk = begin(task(1))
    released(talk, schooling.COURSE)
    osei = talk.joined("telegram", "7", "Dr Osei", reader=True)
    osei.says("learn").says("rlhf").says("start lesson")
    until(osei, "better overall")
    osei.says(letter(osei, "See a doctor").lower()).says("clearly").sees("Reviewer:")
    assert any("Clearly better. Saved." in text for text in osei.texts())
