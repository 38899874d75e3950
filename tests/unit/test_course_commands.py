"""`rounds course`: what people and machines are told of a course's files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.cli import course as commands
from bot.lessons import KINDS, PRACTICE
from store.course import blank, check, estimate
from tests.courses import FILES, LESSON, LESSON_FILE, written

Rounds = Callable[..., Result]


@pytest.fixture
def rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rounds:
    """The command line, with courses in a folder of the test's own; no database is needed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(commands, "HOME", tmp_path / "courses")
    (tmp_path / "courses").mkdir()
    written(tmp_path / "courses")

    def run(*args: object, code: int = 0) -> Result:
        done = CliRunner().invoke(app, ["course", *[str(arg) for arg in args]])
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return run


def test_a_course_without_mistakes_is_told_as_that(rounds: Rounds, tmp_path: Path) -> None:
    line = "tiny 1.0.0 is right: 1 lesson, 6 steps, 1 warm-up set, 3.1 minutes, en.\n"
    assert rounds("check", "tiny").stdout == line
    assert rounds("check", tmp_path / "courses" / "tiny").stdout == line
    assert rounds("check", "courses/tiny/").stdout == line
    assert json.loads(rounds("check", "tiny", "--json").stdout) == {
        "course": "tiny",
        "version": "1.0.0",
        "languages": ["en"],
        "lessons": 1,
        "warm_up": 1,
        "steps": 6,
        "words": 108,
        "minutes": 3.1,
        "mistakes": [],
    }


def test_every_mistake_is_a_line_and_the_exit_code_is_one(rounds: Rounds, tmp_path: Path) -> None:
    text = LESSON.replace("id: say-why", "id: welcome").replace("kind: say", "kind: tell")
    written(tmp_path / "courses", {**FILES, LESSON_FILE: text})
    told = rounds("check", "tiny", code=1)
    assert told.stdout == ""
    assert told.stderr == (
        'en/1-first.md line 9: kind "tell" is not one of: say, check, compare, rate, flag,'
        " explain.\n"
        'en/1-first.md line 95: id "welcome" is already used on line 8.\n'
    )
    as_json = json.loads(rounds("check", "tiny", "--json", code=1).stdout)
    assert as_json["mistakes"][1] == {
        "file": "en/1-first.md",
        "line": 95,
        "what": 'id "welcome" is already used on line 8.',
    }


def test_the_estimate_step_by_step(rounds: Rounds) -> None:
    told = json.loads(rounds("estimate", "tiny", "--json").stdout)
    assert {name: told[name] for name in ("course", "minutes", "words", "steps")} == {
        "course": "tiny",
        "minutes": 3.1,
        "words": 108,
        "steps": 6,
    }
    (lesson,) = told["lessons"]
    assert (lesson["lesson"], lesson["minutes"]) == ("first", 3.1)
    assert [step["step"] for step in lesson["steps"]][:2] == ["welcome", "quick-check"]
    assert sum(step["words"] for step in lesson["steps"]) == told["words"]
    drawn = rounds("estimate", "tiny").stdout
    assert drawn.endswith("tiny: 3.1 minutes, 108 words, 6 steps.\n")
    assert "  quick-check" in drawn and "longest message" in drawn


def test_the_estimate_is_told_while_there_are_mistakes(rounds: Rounds, tmp_path: Path) -> None:
    text = LESSON.replace("accept: 1, 2", "accept: 7")
    written(tmp_path / "courses", {**FILES, LESSON_FILE: text})
    told = rounds("estimate", "tiny")
    assert "3.1 minutes" in told.stdout
    assert told.stderr == "It has 1 mistake: see rounds course check tiny.\n"
    written(tmp_path / "courses", {**FILES, "course.yaml": "no: table"})
    assert "course.yaml line 1: " in rounds("estimate", "tiny", code=1).stderr


def test_a_language_that_is_not_there(rounds: Rounds) -> None:
    refused = rounds("estimate", "tiny", "--language", "de", code=1).stderr
    assert refused == "tiny has no language de. It has en.\n"


def test_a_course_that_is_not_there(rounds: Rounds, tmp_path: Path) -> None:
    refused = rounds("check", "tinny", code=1).stderr
    there = tmp_path / "courses"
    assert refused == f'There is no course "tinny" in {there}. Did you mean "tiny"?\n'


def test_a_new_course_is_right_at_once(rounds: Rounds, tmp_path: Path) -> None:
    told = rounds("new", "reading_a_guideline").stdout
    folder = tmp_path / "courses" / "reading_a_guideline"
    assert f"Made {folder}/course.yaml.\n" in told
    assert "rounds course check reading_a_guideline" in told
    made = check.read(folder)
    (lesson,) = made.texts[0].lessons
    assert [step.kind for step in lesson.steps] == [
        "say", "check", *PRACTICE, "explain"
    ]  # fmt: skip
    assert {step.kind for step in lesson.steps} == set(KINDS)
    assert made.minutes == 3 and 2.5 <= estimate.minutes(lesson) <= 3.5
    assert made.texts[0].title == "Reading a guideline"
    assert "reading_a_guideline 0.1.0 is right" in rounds("check", "reading_a_guideline").stdout


def test_a_new_course_may_lie_anywhere(rounds: Rounds, tmp_path: Path) -> None:
    told = json.loads(rounds("new", "elsewhere/own", "--json").stdout)
    assert told["course"] == "own"
    assert check.read(tmp_path / "elsewhere" / "own").id == "own"


def test_a_course_is_never_written_over(rounds: Rounds, tmp_path: Path) -> None:
    there = tmp_path / "courses" / "tiny"
    before = (there / "course.yaml").read_text()
    assert rounds("new", "tiny", code=1).stderr == (
        f"{there} is there already: choose another name.\n"
    )
    assert (there / "course.yaml").read_text() == before
    refused = rounds("new", "Reading-1", code=1).stderr
    assert refused == (
        'A course\'s id has 1 to 40 small letters, digits and "_", and begins with a letter:'
        ' "Reading-1" cannot be one.\n'
    )


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(blank.Taken) as found:
        blank.begin(tmp_path / "file" / "own")
    assert str(found.value).startswith(f"{tmp_path / 'file' / 'own'} cannot be written: ")


def test_the_courses_of_the_house_are_found() -> None:
    assert (commands.HOME / "__init__.py").is_file()
