"""A course changes while people are in it: nobody is moved without a word or loses a step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.lessons import Course, LessonStep
from store import releases
from tests import schooling
from tests.conversation.conftest import Begin
from tests.conversation.test_lessons import completions, learner, to_the_end, until
from tests.talk import Chat, Talk, task

Change = Callable[[LessonStep], LessonStep]


def changed(version: str, change: Change, **more: object) -> Course:
    """The course with every step as `change` makes it."""
    text = schooling.ENGLISH
    lessons = tuple(
        replace(lesson, steps=tuple(change(step) for step in lesson.steps))
        for lesson in text.lessons
    )
    made = replace(text, lessons=lessons)
    return replace(schooling.COURSE, version=version, texts=(made,), **more)  # type: ignore[arg-type]


def worded(step: str, text: str) -> Change:
    return lambda one: replace(one, text=text) if one.id == step else one


def released(talk: Talk, course: Course) -> None:
    releases.release(talk.store, course, "seed", talk.now)


def with_one_more(version: str, **more: object) -> Course:
    """A step more, at the end of the first lesson."""
    new = LessonStep("limits", "say", "Limits", "It is a push, not a promise.", seconds=10)
    first, *rest = schooling.ENGLISH.lessons
    text = replace(schooling.ENGLISH, lessons=(replace(first, steps=(*first.steps, new)), *rest))
    return replace(schooling.COURSE, version=version, texts=(text,), **more)  # type: ignore[arg-type]


def again(osei: Chat) -> Chat:
    """Through Learn, as after a break."""
    osei.talk.later(hours=3)
    return osei.says("learn", thread="-").presses("RLHF")


def test_a_patch_reaches_whoever_is_under_way(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    osei.presses("Continue").sees("The loop\n")
    released(talk, changed("1.0.1", worded("recap", "Your answers teach it, one by one.")))
    until(osei, "In one line").sees("Your answers teach it, one by one.")
    to_the_end(osei)
    (done,) = completions(talk)
    assert done.version == "1.0.1"


def test_a_patch_of_the_very_step_comes_with_the_next_message(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    osei.presses("Continue").sees("You rank, we learn.")
    released(talk, changed("1.0.1", worded("loop", "You rank, and it learns.")))
    again(osei).presses("Continue").sees("You rank, and it learns.")
    assert not any("You rank, we learn." in text for text in osei.texts())
    osei.presses("Continue").sees("Quick check")


def test_a_step_more_is_offered_and_finished_steps_stay_ticked(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "better overall")
    released(talk, with_one_more("1.1.0"))
    again(osei).presses("Continue")
    osei.sees("There is a newer version of RLHF 1. Your finished steps stay ticked.")
    osei.presses("Use the newer one").sees("Limits\n").presses("Continue")
    osei.sees("Lesson 1 of 2 is done.").presses("Continue").sees("better overall")
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["1.1.0"]


def test_who_stays_with_theirs_is_asked_once(begin: Begin) -> None:
    talk, osei = learner(begin, "slack")
    until(osei, "better overall")
    released(talk, with_one_more("1.1.0"))
    again(osei).presses("Continue").presses("Stay with mine").sees("better overall")
    again(osei).presses("Continue").sees("better overall")
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["1.0.0"]


def test_a_new_meaning_waits_thirty_days_and_no_longer(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "better overall")
    fever = worded("recap", "It learns what you say.")
    released(talk, changed("2.0.0", fever, changed=("The fever case is another one.",)))
    again(osei).presses("Continue").sees("The fever case is another one.")
    osei.presses("Stay with mine").sees("better overall")
    talk.later(days=31)
    again(osei).presses("Continue").sees("better overall")
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["2.0.0"]


def test_on_the_thirtieth_day_the_old_meaning_still_holds(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    until(osei, "The loop")
    released(talk, changed("2.0.0", worded("recap", "It learns."), changed=("Another recap.",)))
    at = talk.now
    talk.now = at + timedelta(days=30)
    osei.presses("Continue").sees("Quick check")
    assert not any("goes on in version" in text for text in osei.texts())
    talk.now = at + timedelta(days=30, seconds=1)
    osei.says("where")
    assert any("RLHF 1 goes on in version 2.0.0." in text for text in osei.texts())


def test_behind_a_step_that_is_gone_comes_the_first_that_is_left(begin: Begin) -> None:
    """Passed over a month later, with a button that stood there all the time."""
    talk, osei = learner(begin, "telegram")
    until(osei, "The loop")
    first, *rest = schooling.ENGLISH.lessons
    kept = replace(first, steps=tuple(one for one in first.steps if one.id != "loop"))
    text = replace(schooling.ENGLISH, lessons=(kept, *rest))
    released(talk, replace(schooling.COURSE, version="2.0.0", texts=(text,), changed=("Less.",)))
    talk.later(days=31)
    osei.presses("Continue").sees("Quick check")
    assert any("RLHF 1 goes on in version 2.0.0." in text for text in osei.texts())
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["2.0.0"]


def test_who_is_through_is_told_what_changed_and_stays_through(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    to_the_end(osei)
    told = ("The fever case is another one.", "Two steps are shorter.")
    released(talk, changed("2.0.0", lambda one: one, changed=told))
    again(osei).sees("New in version 2.0.0:").sees("• The fever case is another one.")
    assert "Go through it" not in osei.labels() and "Done on 2 March 2026" in osei.panel.text


def test_only_where_the_course_asks_for_it_people_go_through_it_again(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    to_the_end(osei)
    released(talk, with_one_more("2.0.0", requires_refresh=True))
    again(osei).sees("Please go through what is new.").presses("Go through it").sees("Limits\n")
    osei.presses("Continue")
    to_the_end(osei)
    assert [one.version for one in completions(talk)] == ["1.0.0", "2.0.0"]


def test_who_begins_now_gets_the_newest(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    released(talk, with_one_more("1.1.0"))
    boateng = talk.member("telegram", "5", "Dr Boateng").says("learn").presses("RLHF")
    boateng.presses("Start Lesson").sees("step 1 of 5")
    osei.presses("Continue").sees("step 2 of 4")


def test_a_correction_comes_by_day_once_and_to_those_who_passed_it(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    boateng = talk.member("telegram", "5", "Dr Boateng").says("learn").presses("RLHF")
    boateng.presses("Start Lesson")
    until(osei, "Medical accuracy")
    talk.now = datetime(2026, 3, 4, 21, 30, tzinfo=UTC)
    said = "A febrile infant of 7 weeks is seen at once."
    assert releases.correct(talk.store, "rlhf_1", "fever", said, talk.now) == 1
    talk.later(minutes=5)
    assert not any(said in text for text in osei.texts())
    talk.later(hours=11)
    assert f"A correction to Rank: a fever, in RLHF 1:\n{said}" in osei.texts()
    talk.later(hours=1)
    assert sum(said in text for text in osei.texts()) == 1
    assert not any(said in text for text in boateng.texts())


def test_a_language_that_is_not_there_is_said_once_and_english_comes(begin: Begin) -> None:
    talk = begin()
    released(talk, schooling.COURSE)
    osei = talk.member("telegram", "3", "Dr Osei")
    osei.speaks("fr").says("learn").presses("RLHF", "Start Lesson")
    assert sum("is not there in your language yet" in text for text in osei.texts()) == 1
    osei.sees("Welcome\n").presses("Continue").sees("The loop\n")


def test_a_course_comes_in_the_language_of_its_reader(begin: Begin) -> None:
    talk = begin()
    german = replace(
        schooling.ENGLISH,
        language="de",
        title="RLHF 1 (de)",
        lessons=tuple(
            replace(one, steps=tuple(replace(s, title=f"{s.title} (de)") for s in one.steps))
            for one in schooling.ENGLISH.lessons
        ),
    )
    released(talk, replace(schooling.COURSE, texts=(schooling.ENGLISH, german)))
    osei = talk.member("telegram", "3", "Dr Osei").speaks("de-at")
    osei.says("learn").presses("RLHF").sees("RLHF 1 (de)").presses("Start Lesson")
    osei.sees("Welcome (de)\n")
    (one,) = talk.store.look(lambda records: records.learning(1))
    assert one.language == "de"


def with_portuguese(version: str, **more: object) -> Course:
    """As an author writes the code; the same steps."""
    text = replace(schooling.ENGLISH, language="pt-BR", title="RLHF 1, curso", warm_up=())
    english = replace(schooling.ENGLISH, warm_up=())
    return replace(schooling.COURSE, version=version, texts=(english, text), **more)  # type: ignore[arg-type]


def test_a_language_is_known_however_its_code_is_written(begin: Begin) -> None:
    talk = begin()
    released(talk, with_portuguese("1.0.0"))
    osei = talk.member("telegram", "3", "Dr Osei").speaks("pt-br")
    osei.says("learn").presses("RLHF").sees("RLHF 1, curso").presses("Start Lesson").sees("Welcome")
    assert not any("in your language" in text for text in osei.texts())
    until(osei, "That's RLHF 1, curso.")
    assert [one.language for one in completions(talk)] == ["pt-BR"]


def test_a_newer_version_comes_in_the_language_it_has_by_now(begin: Begin) -> None:
    talk, osei = learner(begin, "telegram")
    released(talk, with_portuguese("1.1.0", changed=("In Portuguese, too.",)))
    osei.speaks("pt-br")
    again(osei).presses("Continue").sees("There is a newer version of RLHF 1, curso.")
    osei.presses("Use the newer one")
    until(osei, "That's RLHF 1, curso.")
    assert [one.language for one in completions(talk)] == ["pt-BR"]


def test_a_language_that_a_version_dropped_is_said(begin: Begin) -> None:
    talk = begin()
    released(talk, with_portuguese("1.0.0"))
    osei = talk.member("telegram", "3", "Dr Osei").speaks("pt-br")
    osei.says("learn").presses("RLHF", "Start Lesson")
    until(osei, "The loop")
    released(talk, with_one_more("1.1.0", changed=("It is a push.",)))
    again(osei).presses("Continue", "Use the newer one")
    assert any("RLHF 1 is not there in your language yet." in text for text in osei.texts())


def test_a_patch_makes_nobody_complete_it_twice(begin: Begin) -> None:
    """Not even by a button from before they began."""
    talk, osei = learner(begin, "telegram")
    start = next(b for m in osei.messages for b in m.buttons if b.token.endswith(":start"))
    to_the_end(osei)
    released(talk, changed("1.0.1", worded("recap", "Your answers teach it. So.")))
    talk.later(days=40)
    osei.presses_token(start.token).sees("Done on 2 March 2026, version 1.0.0.")
    assert [one.version for one in completions(talk)] == ["1.0.0"]


def test_who_is_through_needs_no_warm_up_that_is_gone(begin: Begin) -> None:
    talk = begin(task(1))
    released(talk, schooling.COURSE)
    talk.applies(requires="rlhf_1")
    osei = talk.member("telegram", "3", "Dr Osei").says("next").presses("Start Lesson")
    to_the_end(osei)
    bare = replace(with_one_more("2.0.0").texts[0], warm_up=())
    released(talk, replace(schooling.COURSE, version="2.0.0", texts=(bare,), changed=("Less.",)))
    again(osei)
    start = next(b for m in osei.messages for b in m.buttons if b.token.endswith(":start"))
    osei.presses_token(start.token).presses("Use the newer one")
    osei.says("next").sees("My child number 1")
