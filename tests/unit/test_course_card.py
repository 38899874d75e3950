"""course.yaml: each mistake is one sentence with its line; what YAML can do to us is refused."""

from pathlib import Path

import pytest

from tests.courses import CARD, FILES, LESSON, LESSON_FILE, read, told

LINE = "has to be one line of 1 to 200 characters"
TITLE = "has to be one line of 1 to 60 characters"
QUOTES = "is no text; put it in quotation marks"
VERSION = "version has to be three numbers such as 1.0.0, and is"
NAME = 'has to be a file\'s name without ".md": small letters, digits and "-"'

VALUES = [
    ("version: 1.0.0", "version: 1.0", f'{VERSION} "1.0".'),
    ("version: 1.0.0", "version: 1.0.0.0", f'{VERSION} "1.0.0.0".'),
    ("version: 1.0.0", "version: 01.0.0", f'{VERSION} "01.0.0".'),
    ("version: 1.0.0", "version: v1", f'{VERSION} "v1".'),
    ("section: RLHF", "section: 2024", f"section {QUOTES}."),
    ("section: RLHF", "section: yes", f"section {QUOTES}."),
    ("section: RLHF", "section:", f"section {QUOTES}."),
    ("section: RLHF", 'section: " "', f'section {TITLE}, and is "".'),
    ("section: RLHF", 'section: "a\\nb"', f'section {TITLE}, and is "a b".'),
    (
        "order: 1",
        "order: 0",
        'order has to be a whole number from 1 to 999, and is "0".',
    ),
    ("order: 1", "order: yes", "order has to be a whole number from 1 to 999."),
    ("order: 1", "order: 1.5", 'order has to be a whole number from 1 to 999, and is "1.5".'),
    (
        "minutes: 3",
        "minutes: three",
        'minutes has to be a whole number from 1 to 120, and is "three".',
    ),
    (
        "minutes: 3",
        "minutes: 1:60:60",
        'minutes has to be a whole number from 1 to 120, and is "1:60:60".',
    ),
    (
        "languages: [en]",
        "languages: [en, english]",
        'languages.1 has to be a language such as en or pt-BR, and is "english".',
    ),
    ("languages: [en]", "languages: [en, en]", 'languages names "en" twice; keep one.'),
    (
        "lessons: [1-first]",
        "lessons: [1-first, 1-first]",
        'lessons names "1-first" twice; keep one.',
    ),
    (
        "lessons: [1-first]",
        "lessons: [1-first, ../other]",
        f'lessons.1 {NAME}, and is "../other".',
    ),
    (
        "warm_up: [warm-up-1]",
        "warm_up: [warm-up-1, 1-first]",
        '"1-first" is a lesson and a warm-up; name it in one place.',
    ),
    (
        "warm_up: [warm-up-1]",
        "warm_up: warm-up-1",
        'warm_up has to be a list of at most 2 files such as [warm-up-1], and is "warm-up-1".',
    ),
    ('author: "A. Author"', "author: [A, B]", f"author {QUOTES}."),
    ('author: "A. Author"', f"author: {'a' * 201}", f'author {LINE}, and is "{"a" * 60}…".'),
    (
        "clinical_review: none",
        "clinical_review: no",
        'clinical_review has to be none, or {by: "…", date: 2026-01-31}.',
    ),
    (
        "clinical_review: none",
        "clinical_review: Dr X",
        'clinical_review has to be none, or {by: "…", date: 2026-01-31}, and is "Dr X".',
    ),
    (
        "clinical_review: none",
        "clinical_review: {by: Dr X}",
        'clinical_review.date is missing; write "date: 2026-01-31".',
    ),
    (
        "clinical_review: none",
        "clinical_review: {by: Dr X, date: 2026-13-31}",
        "clinical_review.date has to be a day such as 2026-01-31.",
    ),
    (
        "clinical_review: none",
        "clinical_review: {by: Dr X, date: soon}",
        'clinical_review.date has to be a day such as 2026-01-31, and is "soon".',
    ),
    (
        "clinical_review: none",
        "clinical_review: {by: Dr X, date: 20260131}",
        'clinical_review.date has to be a day such as 2026-01-31, and is "20260131".',
    ),
    (
        "clinical_review: none",
        "clinical_review: {by: Dr X, dat: 2026-01-31, date: 2026-01-31}",
        'key "dat" is not known. Did you mean "date"?',
    ),
    (
        "clinical_review: none",
        "clinical_review: none\nrequires_refresh: maybe",
        'requires_refresh has to be true or false, and is "maybe".',
    ),
    (
        "clinical_review: none",
        "clinical_review: none\nchanged: [a, b, c, d]",
        "changed has to be a list of at most 3 lines.",
    ),
    (
        "clinical_review: none",
        "clinical_review: none\nreading: {de: 20}",
        'reading.de has to be a whole number from 80 to 400, and is "20".',
    ),
    (
        "clinical_review: none",
        "clinical_review: none\nreview: none",
        'key "review" is not known.',
    ),
    ("order: 1", "order: 1\nordr: 2", 'key "ordr" is not known. Did you mean "order"?'),
    ("order: 1", "order: 1\norder: 2", "order stands twice, first on line 4; keep one."),
    ("line:", "lien: x, line:", 'key "lien" is not known. Did you mean "line"?'),
    ("title: Tiny, ", "", 'card.en.title is missing; write "title: "…"".'),
    ("title: Tiny", "title: {a: b}", f"card.en.title {QUOTES}."),
    (
        '"your emergency number"',
        '"{number}"',
        f'words.en.emergency_number {LINE} without braces and stars, and is "{{number}}".',
    ),
    (
        "words:\n",
        "words:\n  Welsh: {a: b}\n",
        'words.Welsh has to be a language such as en or pt-BR, and is "Welsh".',
    ),
    (
        '"A small one."',
        '"A {small} one."',
        '"{small}" is no word of course.yaml in en.',
    ),
    (
        "course: tiny",
        "course: tiny_one",
        'course is "tiny_one", and its folder is called "tiny"; give both one name.',
    ),
    (
        "course: tiny",
        "course: Tiny",
        'course has to be 1 to 40 small letters, digits and "_", beginning with a letter, and is'
        ' "Tiny".',
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), VALUES)
def test_a_mistake_of_the_card_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert old in CARD
    text = CARD.replace(old, new, 1)
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line not in CARD.split("\n")]
    found = told(tmp_path, {**FILES, "course.yaml": text})
    assert found == [f"course.yaml line {lines[0] if lines else 5}: {sentence}"]


@pytest.mark.parametrize(
    "name",
    ["course", "version", "section", "order", "minutes", "languages", "lessons", "card", "author"],
)
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    lines = CARD.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{name}:"))
    left = lines[:at] + lines[at + 1 + (name == "card") :]
    found = told(tmp_path, {**FILES, "course.yaml": "\n".join(left)})
    assert [one for one in found if f"{name} is missing; write" in one] == found


def test_a_review_is_told_as_who_looked_and_when(tmp_path: Path) -> None:
    assert read(tmp_path).review == ""
    for date in ("2026-01-31", '"2026-01-31"'):
        card = CARD.replace("clinical_review: none", f"clinical_review: {{by: Dr X, date: {date}}}")
        assert read(tmp_path, {**FILES, "course.yaml": card}).review == "Dr X, 2026-01-31"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", 'line 1: this is no table; begin with "course: " and the course\'s id.'),
        ("- course", 'line 1: this is no table; begin with "course: " and the course\'s id.'),
        (
            "course: tiny\nsection: A: B\n",
            "line 2: this is not YAML (mapping values are not allowed here); put a text that has a"
            " colon in quotation marks.",
        ),
        (
            "course: tiny\n---\ncourse: tiny\n",
            'line 2: this is not YAML (but found another document); remove the line "---".',
        ),
        (
            'course: tiny\nauthor: "A\n',
            "line 3: this is not YAML (found unexpected end of stream); look here and just above"
            " for a quotation mark, a bracket or a space too few.",
        ),
        ("course: " + "[" * 5000, "line 1: this is nested too deeply to be read; write it flat."),
        (
            "course: " + "{a: " * 30 + "b" + "}" * 30,
            "line 1: this is nested too deeply to be read; write it flat.",
        ),
    ],
)
def test_what_is_no_yaml_is_told_and_the_lessons_are_looked_at_all_the_same(
    tmp_path: Path, text: str, sentence: str
) -> None:
    lesson = LESSON.replace("kind: say", "kind: tell")
    assert told(tmp_path, {**FILES, "course.yaml": text, LESSON_FILE: lesson}) == [
        f"course.yaml {sentence}",
        f'{LESSON_FILE} line 9: kind "tell" is not one of: say, check, compare, rate, flag,'
        " explain.",
    ]


def test_a_bomb_of_aliases_is_refused_in_no_time(tmp_path: Path) -> None:
    bomb = "x0: &x0 [boom, boom]\n"
    bomb += "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12))
    found = told(tmp_path, {**FILES, "course.yaml": CARD + bomb})
    lines = CARD.count("\n")
    assert f'course.yaml line {lines + 1}: "&x0" names a place; remove it.' in found
    assert (
        f'course.yaml line {lines + 2}: "*x0" points at another place; write out what is meant.'
        in found
    )
    assert f'course.yaml line {lines + 12}: key "x11" is not known.' in found


def test_a_cycle_and_a_tag_are_refused(tmp_path: Path) -> None:
    card = CARD.replace("course: tiny", "course: !!python/name:os.system tiny")
    card = card.replace("card:", "card: &card").replace("words:", "words: *card\nwrods:")
    found = told(tmp_path, {**FILES, "course.yaml": card})
    assert 'course.yaml line 1: "tag:yaml.org,2002:python/name:os.system" is a tag; remove it.' in (
        found
    )
    assert 'course.yaml line 9: "&card" names a place; remove it.' in found
    assert 'course.yaml line 13: "*card" points at another place; write out what is meant.' in found


def test_a_list_is_no_name(tmp_path: Path) -> None:
    found = told(tmp_path, {**FILES, "course.yaml": f"{CARD}? [a, b]\n: c\n"})
    line = CARD.count("\n") + 1
    sentence = "a list or a table stands where a name should; give it a name."
    assert found == [f"course.yaml line {line}: {sentence}"]
