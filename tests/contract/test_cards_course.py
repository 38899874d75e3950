"""The courses that ship: every step of them as each platform shows it, kept as text; and every card
of theirs keeps what cards keep.

`pytest tests/contract --golden` writes the texts anew, so that a change of a course is read in the
chat's own words before it is released.
"""

from collections.abc import Iterator

import pytest

from bot.cards import LABEL_MOST, Card, Edit, Post, labels, words
from bot.lessons import LessonStep
from bot.material import EMPHASIS
from tests.contract.drawn import GOLDEN, as_seen, calls
from tests.contract.test_cards import ROW_CHARACTERS
from tests.contract.test_cards_words import SHORT
from tests.contract.wall import wall
from tests.gallery import PLATFORMS
from tests.gallery_course import COURSES, REVIEWED, Seen, seen
from tests.playground.server import Playground

FILES = [
    (platform, course, lesson)
    for platform in PLATFORMS
    for course in COURSES
    for lesson in seen(platform, course)
]
REVIEWER = "**Reviewer:**"


@pytest.mark.parametrize(("on", "course", "lesson"), FILES, ids=map("-".join, FILES))
def test_a_lesson_reads_as_it_did(
    request: pytest.FixtureRequest, on: str, course: str, lesson: str
) -> None:
    file = GOLDEN / "course" / course / f"{lesson}.{on}.txt"
    text = "\n".join(_told(on, one) for one in seen(on, course)[lesson])
    if request.config.getoption("--golden"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.exists(), "a new lesson: read it, then run pytest tests/contract --golden"
    assert file.read_text(encoding="utf-8") == text


def test_no_lesson_is_left_behind(request: pytest.FixtureRequest) -> None:
    known = {GOLDEN / "course" / course / f"{lesson}.{on}.txt" for on, course, lesson in FILES}
    left = {one for one in (GOLDEN / "course").rglob("*") if one.is_file()} - known
    if request.config.getoption("--golden"):
        for file in left:
            file.unlink()
        return
    assert not left


def _told(platform: str, one: Seen) -> str:
    """A moment of a step. What another answer opens is told without the reviewer's words, which
    stand there already."""
    said = "\n\n".join(as_seen(call) for call in calls(platform, one.outs))
    if one.when.startswith("if "):
        said = said.partition(f"\n\n{REVIEWER}")[0]
    return f"=== {one.step.id} · {one.when}\n\n{said}\n"


def _moments(platform: str) -> Iterator[Seen]:
    for course in COURSES:
        for moments in seen(platform, course).values():
            yield from moments


def _cards(platform: str) -> Iterator[Card]:
    for one in _moments(platform):
        yield from (out.card for out in one.outs if isinstance(out, Post | Edit))


def test_every_step_stands_there_and_every_if_is_met(platform: str) -> None:
    for course in COURSES.values():
        text, shown = course.texts[0], seen(platform, course.id)
        assert list(shown) == [lesson.id for lesson in (*text.lessons, *text.warm_up)]
        for lesson in (*text.lessons, *text.warm_up):
            steps = dict.fromkeys(one.step.id for one in shown[lesson.id])
            assert list(steps) == [step.id for step in lesson.steps]
            for step in lesson.steps:
                said = [_plain(one) for one in shown[lesson.id] if one.step == step]
                missing = [one for one in _texts(step) if not any(one in text for text in said)]
                assert missing == []


def _plain(one: Seen) -> str:
    return "\n".join(words(out.card) for out in one.outs if isinstance(out, Post | Edit))


def _texts(step: LessonStep) -> Iterator[str]:
    """Everything that its file says, up to the first letter that is filled in."""
    said = [step.text, step.question, step.reviewer, *(one.text for one in step.ifs)]
    said += [one.reason for one in step.choices] + [part.text for part in step.answers]
    for one in said:
        parts = EMPHASIS.sub(r"\1", one).replace("{", "\0").replace("}", "\0").split("\0")[::2]
        yield max(parts, key=len).strip()


def test_every_card_of_a_course_has_room_on_a_phone(platform: str) -> None:
    for card in _cards(platform):
        assert card.literal or len(words(card)) <= SHORT
        assert all(len(label) <= LABEL_MOST for label in labels(card)), labels(card)
        for row in card.rows:
            assert all(len(button.label) * len(row) <= ROW_CHARACTERS for button in row), row


def test_nothing_of_a_course_is_read_as_signs(platform: str) -> None:
    """No brace, no star, no mark of an option is left over."""
    for card in _cards(platform):
        assert not set("{}*_`~") & set(words(card)), words(card)
        assert "[x]" not in words(card) and "[ ]" not in words(card)


def test_what_was_practised_ends_with_the_reviewer(platform: str) -> None:
    for one in _moments(platform):
        if one.when == REVIEWED:
            assert one.step.reviewer and "\nReviewer: " in _plain(one)


async def test_a_stand_in_takes_every_card_of_a_course(platform: str) -> None:
    async with Playground() as play, wall(play, platform) as on:
        for one in _moments(platform):
            for out in one.outs:
                assert await on.hang(out), one
        ledger = await play.get("ledger")
    assert ledger["violations"] == []
