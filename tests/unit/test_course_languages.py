"""A translation is the same course: what it lacks, adds or changes besides words is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.courses import CARD, FILES, LESSON, LESSON_FILE, WARM_UP_FILE, line_of, read, told

THERE = "de/1-first.md"
TWO = (
    CARD.replace("languages: [en]", "languages: [en, de]")
    .replace("card:\n", 'card:\n  de: {title: Klein, line: "Ein kleiner."}\n')
    .replace("words:\n", 'words:\n  de: {emergency_number: "112"}\n')
)
WORDS = "; translate the words alone."


def both(german: str = LESSON) -> Mapping[str, str]:
    """The course in two languages."""
    german_warm_up = FILES[WARM_UP_FILE]
    return {**FILES, "course.yaml": TWO, THERE: german, "de/warm-up-1.md": german_warm_up}


def test_a_course_in_two_languages_is_read_in_both(tmp_path: Path) -> None:
    german = LESSON.replace("A fever", "Fieber").replace("Call", "Rufen Sie an:")
    made = read(tmp_path, both(german))
    assert [text.language for text in made.texts] == ["en", "de"]
    assert made.texts[1].title == "Klein"
    assert made.texts[1].lessons[0].steps[2].title == "Fieber"
    assert made.texts[1].lessons[0].steps[0].text.startswith("Rufen Sie an: 112.")
    assert made.texts[0].lessons[0].steps[0].text.startswith("Call your emergency number.")


SHAPES = [
    ("kind: rate\ncriterion: accuracy", "kind: flag", "## A medicine", "the kind"),
    ("accept: now clearly, now better", "accept: now better", "## A fever", "accept"),
    ("wrong: wait\n", "", "## A fever", "wrong"),
    ("reason: yes\n", "", "## A fever", "reason"),
    ("criterion: accuracy", "criterion: safety", "## A medicine", "criterion"),
    ("severity: S3", "severity: S2", "## Back pain", "severity"),
    ("### If 3, 4, 5", "### If 4, 5", "## A medicine", 'the parts "### If"'),
    (
        "- [x] To sound sure",
        "- [ ] Nothing\n  > No.\n- [x] To sound sure",
        "## Quick check",
        "the number of options",
    ),
]


@pytest.mark.parametrize(("old", "new", "where", "what"), SHAPES)
def test_only_words_are_translated(
    tmp_path: Path, old: str, new: str, where: str, what: str
) -> None:
    german = LESSON.replace(old, new, 1)
    step = LESSON[LESSON.index(where) :].split("id: ")[1].split("\n")[0]
    expected = (
        f'{THERE} line {line_of(german, where)}: {what} of step "{step}" is another than in'
        f" {LESSON_FILE} line {line_of(LESSON, where)}{WORDS}"
    )
    assert expected in told(tmp_path, both(german))


def test_the_right_option_keeps_its_place(tmp_path: Path) -> None:
    german = LESSON.replace("- [x] To", "- [ ] To").replace("- [ ] The", "- [x] The")
    assert told(tmp_path, both(german)) == [
        f'{THERE} line 19: the place of the right option of step "quick-check" is another than in'
        f" {LESSON_FILE} line 19{WORDS}"
    ]


def test_a_step_that_is_lacking_or_new_is_told(tmp_path: Path) -> None:
    german = LESSON.replace("id: quick-check", "id: quick")
    assert told(tmp_path, both(german)) == [
        f'{THERE} line 7: below here, step "quick-check" of {LESSON_FILE} is missing; translate'
        " it.",
        f'{THERE} line 19: step "quick" does not stand in {LESSON_FILE}; add it there, or remove it'
        " here.",
    ]


def test_steps_keep_their_order(tmp_path: Path) -> None:
    head, first, second, rest = LESSON.split("## ", 3)
    german = "## ".join((head, second, first, rest))
    assert told(tmp_path, both(german)) == [
        f'{THERE} line 7: step "quick-check" stands where {LESSON_FILE} has "welcome"; keep the'
        " order."
    ]


def test_a_lesson_keeps_its_id(tmp_path: Path) -> None:
    german = LESSON.replace("lesson: first", "lesson: erste")
    assert told(tmp_path, both(german)) == [
        f'{THERE} line 2: lesson is "erste" here and "first" in {LESSON_FILE}; keep the id.'
    ]


def test_a_file_that_was_not_translated_is_told(tmp_path: Path) -> None:
    files = {name: text for name, text in both().items() if name != THERE}
    assert told(tmp_path, files) == ['course.yaml line 7: there is no file "de/1-first.md".']


def test_a_card_and_words_are_needed_in_every_language(tmp_path: Path) -> None:
    card = TWO.replace('  de: {title: Klein, line: "Ein kleiner."}\n', "")
    card = card.replace('  de: {emergency_number: "112"}\n', "")
    assert told(tmp_path, {**both(), "course.yaml": card}) == [
        'course.yaml line 9: card says nothing in de; add "de: {title: …, line: …}".',
        f'{THERE} line 11: "{{emergency_number}}" names nothing; remove the braces.',
    ]


def test_a_language_that_is_not_offered_yet_may_lie_there(tmp_path: Path) -> None:
    assert told(tmp_path, {**FILES, "fr/1-first.md": "not yet"}) == []


def test_each_language_is_read_at_its_own_speed(tmp_path: Path) -> None:
    slow = {**both(), "course.yaml": f"{TWO}reading: {{de: 100}}\n"}
    english, german = read(tmp_path, slow).texts
    assert german.lessons[0].steps[0].seconds > 1.3 * english.lessons[0].steps[0].seconds
    slower = {
        **both(),
        "course.yaml": f"{TWO}reading: {{de: 80}}\n".replace("minutes: 3", "minutes: 2"),
    }
    assert told(tmp_path, slower)[0].startswith("course.yaml line 5: the lessons in de take 3.")
