"""Somebody types in a language that nobody speaks, a whole task of each kind, and a lesson."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from bot.cards import Post, words
from bot.records import DONE, SKIPPED, Item
from bot.tongue import ENGLISH, Tongue, phrase, spelt, tongue_of
from bot.words import STAYING
from tests.gallery_texts import EVERYTHING, FEVER, FOUR, PROJECT, RATED, REASON_ONLY, RISKS, SINGLE
from tests.gallery_visit import SLOW, Visit
from tests.schooling import COURSE
from tests.tongues.pseudo import ACCENTED, FROM_RIGHT, english, pseudo
from tests.tongues.speaking import speaking

PLATFORMS = ("slack", "telegram")
TASKS = {
    "compare": FEVER,
    "risks": RISKS,
    "rank": FOUR,
    "rate": RATED,
    "failures": SINGLE,
    "reason": REASON_ONLY,
    "everything": EVERYTHING,
}
STEPS_MOST = 80
ONWARD = ("continue", "try again")
REASON = "It says that waiting is safe, and for a baby of that age it is not."


@pytest.fixture(params=(ACCENTED, FROM_RIGHT))
def tongue(request: pytest.FixtureRequest) -> Tongue:
    return pseudo(request.param)


def visitor(platform: str, tongue: Tongue, *items: Item, reader: bool = False) -> Visit:
    rules = replace(SLOW, tongues={tongue.code: tongue})
    return Visit(platform, PROJECT, *items, rules=rules, reader=reader)


def answered(visit: Visit, tongue: Tongue) -> None:
    """Types the first choice that leads on, as its button calls it, until the task is done."""
    for _ in range(STEPS_MOST):
        task = visit.task
        if task.state == DONE:
            return
        card = visit.seen[task.panel]
        first = next(iter(_onward(visit)), "")
        before = task.turn
        if task.question == "rationale" or not first:
            visit.says(REASON)
        else:
            visit.says(first)
        assert visit.task.turn > before or visit.task.answer != task.answer, (first, words(card))
    raise AssertionError("it never ends")


def _onward(visit: Visit) -> list[str]:
    """Labels of the buttons of the question that is open, the best way on first."""
    card = visit.seen[visit.task.panel]
    rows = [button for row in card.rows for button in row]
    mine = [one for one in rows if one.token.rpartition(":")[2].rstrip("yn").isdecimal()]
    toggled = [one for one in mine if one.token.endswith("n")]
    plain = [one for one in mine if one.token[-1].isdecimal()]
    toggles = [one for one in mine if one.token.endswith("y")]
    if toggles and not toggled:
        return [toggles[0].label.strip("[]~").partition(" ")[0]]
    return [one.label for one in plain]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", TASKS)
def test_a_task_is_typed_in_ones_own_language(platform: str, kind: str, tongue: Tongue) -> None:
    with speaking(tongue):
        visit = visitor(platform, tongue, TASKS[kind]).says(tongue(spelt("next")))
        answered(visit, tongue)
    assert visit.task.state == DONE


@pytest.mark.parametrize("platform", PLATFORMS)
def test_english_is_understood_as_well(platform: str, tongue: Tongue) -> None:
    with speaking(tongue):
        visit = visitor(platform, tongue, FEVER).says("next").says("B").says("slightly").says("yes")
        visit.says("none").says("no reason")
    assert visit.task.state == DONE
    assert visit.task.answer["strength"] == 1


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_screen_reader_is_told_what_to_type_in_that_language(
    platform: str, tongue: Tongue
) -> None:
    """What is said to be typed is understood."""
    with speaking(tongue):
        visit = visitor(platform, tongue, RISKS, reader=True).says(tongue(spelt("next")))
        assert tongue(spelt("none")) in words(visit.seen[visit.task.panel])
        visit.says(tongue(spelt("none"))).says("s2")
    assert list(visit.task.answer["risk"].values()) == ["none", "S2"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_skip_and_back_have_words_of_their_own(platform: str, tongue: Tongue) -> None:
    with speaking(tongue):
        visit = visitor(platform, tongue, FEVER).says("next").says(tongue(spelt("skip")))
        assert visit.task.question == "skip"
        visit.says(tongue(spelt("back")))
        assert visit.task.question == "ranking"
        visit.says(tongue(phrase("Skip"))).says(tongue(phrase("Upsetting")))
    assert visit.task.state == SKIPPED


@pytest.mark.parametrize("platform", PLATFORMS)
def test_yes_and_no_have_words_of_their_own(platform: str, tongue: Tongue) -> None:
    """They may be others than the buttons say."""
    with speaking(tongue):
        visit = visitor(platform, tongue, FEVER).says("settings").presses("Screen reader")
        visit.says(tongue(spelt("yes")))
        assert next(iter(visit.memory.people.values())).screen_reader
        visit.says("leave").says(tongue(spelt("no")))
    person = next(iter(visit.memory.people.values()))
    assert person.state == "active"
    assert tongue(STAYING) in [words(out.card) for out in visit.posts if isinstance(out, Post)]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("language", ["", "en", "de", ACCENTED])
def test_stop_ends_all_messages_in_any_language_we_speak(platform: str, language: str) -> None:
    tongues = {code: pseudo(code) for code in (ACCENTED, FROM_RIGHT)}
    rules = replace(SLOW, tongues=tongues)
    for there in tongues.values():
        visit = Visit(platform, PROJECT, FEVER, rules=rules)
        visit.says("settings").presses("Reminders", "Yes, remind me")
        visit.language = language
        visit.says(there(spelt("stop")))
        person = next(iter(visit.memory.people.values()))
        assert person.reminders is False


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_lesson_is_typed_in_ones_own_language(platform: str, tongue: Tongue) -> None:
    """To the end of its first lesson, by the labels of its buttons."""
    rules = replace(SLOW, tongues={tongue.code: tongue})
    with speaking(tongue):
        visit = Visit(platform, PROJECT, FEVER, rules=rules, courses=(COURSE,))
        visit.says(tongue(spelt("learn"))).presses("RLHF").says(tongue(phrase("Start Lesson")))
        for tried in range(STEPS_MOST):
            card = visit.seen[visit.task.panel]
            labels = [button.label for row in card.rows for button in row]
            onward = [
                one for one in labels if english(tongue.code, one) in ("continue", "try again")
            ]
            visit.says(onward[0] if onward else labels[tried % (len(labels) - 1)])
            if any(one.question == "end" for one in visit.memory.tasks.values()):
                return
    raise AssertionError("the lesson never ends")


def test_codes_are_stored_as_ever(tongue: Tongue) -> None:
    """Two people who answer alike, each in their own language, leave the same."""
    left = []
    for code in ("", tongue.code):
        visit = Visit(
            "telegram", PROJECT, RISKS, rules=replace(SLOW, tongues={tongue.code: tongue})
        )
        visit.language = code
        with speaking(tongue) if code else nullcontext():
            visit.says("next").presses("A: no concern", "B: S2", "A is better", "Clearly", "Yes")
            visit.presses("None of these").says(REASON)
        task = visit.task
        left.append(
            (task.answer, task.state, [one.answer for one in visit.memory.revisions[task.id]])
        )
    assert left[0] == left[1]


@pytest.mark.parametrize("said", ["en-XA", "en_XA", "EN-xa"])
def test_a_language_is_known_however_a_platform_writes_it(said: str) -> None:
    there = pseudo(ACCENTED)
    assert tongue_of({ACCENTED: there}, said) is there


def test_a_country_falls_back_to_its_language_and_that_to_english() -> None:
    there = pseudo(ACCENTED)
    tongues = {"pt": there}
    assert tongue_of(tongues, "pt-BR") is there
    assert tongue_of(tongues, "de") is ENGLISH and tongue_of({}, "pt") is ENGLISH
