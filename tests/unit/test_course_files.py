"""Files of a course as an editor, a copy or an attacker leaves them: read, or refused by one
sentence."""

import os
from pathlib import Path
from typing import IO, cast

import pytest

from store.course import check
from store.course.check import NoCourse, examine
from store.course.mistakes import WrongCourse
from store.course.source import FILE_MOST
from tests.courses import CARD, FILES, LESSON, LESSON_FILE, read, told, warm_up, written

FRONT = 'a lesson begins with its front matter: between two lines "---" stand lesson, title and'


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_mean_nothing(tmp_path: Path, ends: str, mark: str) -> None:
    plain = read(tmp_path)
    files = {name: (mark + text).replace("\n", ends) for name, text in FILES.items()}
    assert read(tmp_path, files) == plain


def test_mixed_line_ends_keep_their_lines(tmp_path: Path) -> None:
    text = (
        LESSON.replace("\n", "\r\n", 3).replace("kind: say", "kind: tell").replace("\n\n", "\n\r")
    )
    found = told(tmp_path, {**FILES, LESSON_FILE: text})
    assert found[0].startswith(f'{LESSON_FILE} line 9: kind "tell" is not one of')


def test_text_is_kept_as_it_was_written_and_wrapped_lines_are_joined(tmp_path: Path) -> None:
    text = read(tmp_path).texts[0].lessons[0].steps[0].text
    assert text == (
        "Call your emergency number. *Trainers* are people like you.\n\n1. One.\n2. Two.\n\n"
        "• A bullet."
    )


def test_bullets_of_both_kinds_read_alike(tmp_path: Path) -> None:
    said = "Three:\n• one\n• two\n  goes on\n• *three*"
    text = LESSON.replace("- A bullet.", said)
    found = read(tmp_path, {**FILES, LESSON_FILE: text}).texts[0].lessons[0].steps[0].text
    assert found.endswith("Three:\n• one\n• two goes on\n• *three*")


def test_what_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    text = LESSON.replace("people like you", "pe\udcffple").encode("utf-8", "surrogateescape")
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f"{LESSON_FILE} line 12: this is not UTF-8; save the file as UTF-8."
    ]
    for coding in ("utf-16", "latin-1"):
        wrong = CARD.replace("Tiny", "Tïny").encode(coding)
        assert told(tmp_path, {**FILES, "course.yaml": wrong})[0].endswith(
            "save the file as UTF-8."
        )


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    large = LESSON + "x" * FILE_MOST
    sentence = f"{LESSON_FILE} line 1: this file is larger than 200000 bytes; shorten it."
    assert told(tmp_path, {**FILES, LESSON_FILE: large}) == [sentence]
    exact = LESSON.encode() + b"\n" * (FILE_MOST - len(LESSON.encode()))
    assert told(tmp_path, {**FILES, LESSON_FILE: exact}) == []


def test_a_missing_file_is_told_where_it_is_named(tmp_path: Path) -> None:
    card = CARD.replace("[1-first]", "[1-first, 2-secnd]").replace("minutes: 3", "minutes: 6")
    files = {**FILES, "course.yaml": card, "en/2-second.md": LESSON.replace("id: ", "id: b-")}
    assert told(tmp_path, files) == [
        'course.yaml line 7: there is no file "en/2-secnd.md". Did you mean "en/2-second.md"?',
        'en/2-second.md line 1: course.yaml does not name this file; add "2-second" to lessons, or'
        " remove the file.",
    ]


def test_a_course_without_a_card_is_looked_at_all_the_same(tmp_path: Path) -> None:
    course = written(tmp_path, {LESSON_FILE: LESSON.replace("kind: say", "kind: tell")})
    (course / "course.yml").write_text(CARD)
    assert [str(one) for one in examine(course).mistakes] == [
        'course.yaml line 1: there is no file "course.yaml". Did you mean "course.yml"?',
        f'{LESSON_FILE} line 9: kind "tell" is not one of: say, check, compare, rate, flag,'
        " explain.",
    ]


def test_links_lead_nowhere_but_into_the_course(tmp_path: Path) -> None:
    course = written(tmp_path)
    outside = tmp_path / "outside.md"
    outside.write_text(LESSON)
    lesson = course / LESSON_FILE
    inside = course / "en" / "kept.txt"
    inside.write_text(LESSON)
    for target, sentence in (
        (outside, "this is a link to a file outside the course; put the file itself here."),
        (
            Path("/dev/zero"),
            "this is a link to a file outside the course; put the file itself here.",
        ),
        (lesson, "this is a link that leads nowhere; put the file itself here."),
        (tmp_path / "nothing", "this is a link that leads nowhere; put the file itself here."),
        (inside, ""),
    ):
        lesson.unlink()
        lesson.symlink_to(target)
        expected = [f"{LESSON_FILE} line 1: {sentence}"] if sentence else []
        assert [str(one) for one in examine(course).mistakes] == expected


def test_a_whole_language_may_not_lie_elsewhere(tmp_path: Path) -> None:
    course = written(tmp_path)
    (course / "en").rename(tmp_path / "en")
    (course / "en").symlink_to(tmp_path / "en")
    assert {one.what for one in examine(course).mistakes} == {
        "this is a link to a file outside the course; put the file itself here."
    }


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    course = written(tmp_path)
    for make in (Path.mkdir, os.mkfifo):
        (course / LESSON_FILE).rename(course / "kept")
        make(course / LESSON_FILE)
        assert [str(one) for one in examine(course).mistakes] == [
            f"{LESSON_FILE} line 1: this is no file; put a file of this name here."
        ]
        (course / LESSON_FILE).rmdir() if make is Path.mkdir else (course / LESSON_FILE).unlink()
        (course / "kept").rename(course / LESSON_FILE)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "file").write_text("")
    for name, sentence in (
        ("tinny", f'There is no course "tinny" in {tmp_path}. Did you mean "tiny"?'),
        ("other", f'There is no course "other" in {tmp_path}.'),
        ("file", f"{tmp_path / 'file'} is no folder: name the folder of a course."),
    ):
        with pytest.raises(NoCourse) as found:
            examine(tmp_path / name)
        assert str(found.value) == sentence


def test_what_has_mistakes_is_never_read(tmp_path: Path) -> None:
    course = written(tmp_path, {**FILES, "en/warm-up-1.md": warm_up(firm=4)})
    found = examine(course)
    assert found.course is not None and len(found.mistakes) == 1
    with pytest.raises(WrongCourse) as wrong:
        check.read(course)
    assert str(wrong.value) == str(found.mistakes[0])


@pytest.mark.parametrize("nothing", [b"", b"\n", b"\xef\xbb\xbf", b"---", b"---\n---", b"\x00"])
def test_next_to_nothing_is_no_lesson(tmp_path: Path, nothing: bytes) -> None:
    found = told(tmp_path, {**FILES, LESSON_FILE: nothing})
    assert any("this lesson has no step" in one for one in found)


@pytest.mark.parametrize(
    "sign",
    [
        "*",
        "**a",
        "[",
        "![",
        "`",
        "<",
        "<a",
        "_",
        "\\",
        "&",
        "{",
        "> ",
        "- ",
        "*a **b ",
        "a*",
        "~~",
        "[a](",
    ],
)
def test_no_text_keeps_the_reader_long(tmp_path: Path, sign: str) -> None:
    """Reading takes its time with the length of a file, not with its square."""
    text = LESSON.replace("people like you", sign * (100_000 // len(sign)))
    assert told(tmp_path, {**FILES, LESSON_FILE: text})


def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = written(tmp_path)
    opened = Path.open

    def refusing(self: Path, mode: str = "r") -> IO[bytes]:
        if self.name == "1-first.md":
            raise PermissionError(13, "Permission denied")
        return cast("IO[bytes]", opened(self, mode))

    monkeypatch.setattr(Path, "open", refusing)
    assert [str(one) for one in examine(course).mistakes] == [
        f"{LESSON_FILE} line 1: this file cannot be read: Permission denied."
    ]
