"""`rounds course`: released once, listed, gone through, checked again; all of it without a chat."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters import edge
from adapters.cli import app
from bot.learning import Completion, Learner
from bot.records import Person, replace
from store import Store, open_store, releases

Run = Callable[..., Result]


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    made = f"sqlite:///{tmp_path}/rounds.db"
    monkeypatch.setenv("ROUNDS_DATABASE_URL", made)
    return made


@pytest.fixture
def rounds(url: str) -> Run:
    return lambda *words: CliRunner().invoke(app, [*words], env={"COLUMNS": "200"})


@pytest.fixture
def course(tmp_path: Path, rounds: Run) -> Path:
    """A course of one's own, as `rounds course new` begins it."""
    folder = tmp_path / "my_course"
    assert rounds("course", "new", str(folder)).exit_code == 0
    return folder


def told(done: Result) -> Any:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def rewritten(folder: Path, old: str, new: str, file: str = "course.yaml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def lesson_of(folder: Path) -> str:
    return next(str(one.relative_to(folder)) for one in (folder / "en").glob("*.md"))


def test_a_course_is_released_once_and_listed(rounds: Run, course: Path) -> None:
    first = told(rounds("course", "release", str(course), "--json"))
    assert (first["course"], first["change"], len(first["sha256"])) == ("my_course", "first", 64)
    again = told(rounds("course", "release", str(course), "--json"))
    assert again["sha256"] == first["sha256"] and again["change"] == "none"
    listed = told(rounds("course", "list", "--json"))["courses"]
    assert [(one["course"], one["version"]) for one in listed] == [("my_course", first["version"])]
    assert "no clinician has reviewed" in rounds("course", "release", str(course)).stdout


def test_other_content_needs_a_higher_version(rounds: Run, course: Path) -> None:
    version = told(rounds("course", "release", str(course), "--json"))["version"]
    lesson = lesson_of(course)
    rewritten(course, "kind: say\n\n", "kind: say\n\nOne more sentence. ", lesson)
    refused = rounds("course", "release", str(course))
    assert refused.exit_code == 1
    assert "is released already with another content: give it a higher" in refused.stderr
    assert "patch" in refused.stderr
    rewritten(course, f"version: {version}", "version: 1.0.1")
    assert told(rounds("course", "release", str(course), "--json"))["change"] == "patch"


def test_a_change_of_meaning_is_no_patch(rounds: Run, course: Path) -> None:
    version = told(rounds("course", "release", str(course), "--json"))["version"]
    lesson = lesson_of(course)
    text = (course / lesson).read_text(encoding="utf-8")
    right, wrong = text.index("- [x]"), text.index("- [ ]")
    moved = list(text)
    moved[right + 3], moved[wrong + 3] = " ", "x"
    (course / lesson).write_text("".join(moved), encoding="utf-8")
    rewritten(course, f"version: {version}", f"version: {version[:-1]}1")
    refused = rounds("course", "release", str(course))
    assert refused.exit_code == 1 and "This is a major change because the right" in refused.stderr
    assert f"its version has to be {int(version[0]) + 1}.0.0 at least" in refused.stderr


def test_a_damaged_course_reaches_nobody(rounds: Run, course: Path) -> None:
    rewritten(course, "id: ", "id: Ä ", lesson_of(course))
    refused = rounds("course", "release", str(course))
    assert refused.exit_code == 1 and " line " in refused.stderr
    assert told(rounds("course", "list", "--json"))["courses"] == []


def gone_through(url: str, course: Path, rounds: Run) -> Completion:
    """One who has not started, one in progress, one who is done."""
    version = told(rounds("course", "release", str(course), "--json"))["version"]
    store: Store = open_store(url, edge.fresh_id)
    at = edge.now()
    done = Completion("RND-0000-0000-0001", 3, "my_course", version, "en", "ab" * 32, at)

    def step(records: Any) -> None:
        for name in ("Dr None", "Dr Half", "Dr Whole"):
            records.add_person(Person(0, name, "active", confirmed=True), at)
        half = Learner(2, "my_course", version, "en", at)
        records.begin(half)
        records.begin(replace(half, person=3, finished_at=at, ready_at=at))
        records.complete(done)

    store.submit(step).result()
    store.close()
    return done


def test_a_coordinator_sees_three_states_and_no_answer(url: str, rounds: Run, course: Path) -> None:
    gone_through(url, course, rounds)
    found = told(rounds("course", "learners", "my_course", "--json"))["learners"]
    states = {one["name"]: (one["state"], one["ready"]) for one in found}
    assert states == {
        "Dr None": ("not started", "no"),
        "Dr Half": ("in progress", "no"),
        "Dr Whole": ("done", "yes"),
    }
    assert set(found[0]) == {"id", "name", "state", "version", "done", "ready"}


def test_after_a_talk_somebody_is_ready(url: str, rounds: Run, course: Path) -> None:
    gone_through(url, course, rounds)
    assert rounds("course", "ready", "my_course", "2").exit_code == 0
    again = rounds("course", "ready", "my_course", "2")
    assert again.exit_code == 1 and "is ready already" in again.stderr
    assert rounds("course", "ready", "my_course", "1").exit_code == 1


@pytest.mark.parametrize("typed", ["RND-0000-0000-0001", "rnd-0000-0000-0001"])
def test_a_certificate_is_checked_by_its_code(
    url: str, rounds: Run, course: Path, typed: str
) -> None:
    done = gone_through(url, course, rounds)
    found = told(rounds("course", "verify", typed, "--json"))
    assert (found["name"], found["sha256"]) == ("Dr Whole", done.sha256)
    said = rounds("course", "verify", typed).stdout
    assert "RND-0000-0000-0001 is right." in said and "Dr Whole completed" in said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("RND-0000-0000-0002", "No certificate has the code RND-0000-0000-0002."),
        ("hello", "hello is no certificate's code: it looks like RND-XXXX-XXXX-XXXX."),
    ],
)
def test_a_code_that_is_none_is_said_to_be(
    url: str, rounds: Run, course: Path, typed: str, sentence: str
) -> None:
    gone_through(url, course, rounds)
    done = rounds("course", "verify", typed)
    assert done.exit_code == 1 and sentence in done.stderr


def test_remarks_are_anonymous(url: str, rounds: Run, course: Path) -> None:
    gone_through(url, course, rounds)
    assert told(rounds("course", "remarks", "my_course", "--json"))["remarks"] == []


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_a_preview_shows_every_step(rounds: Run, platform: str) -> None:
    done = rounds("course", "preview", "rlhf_1", "--platform", platform)
    assert done.exit_code == 0, done.output
    for told_ in ("Practice · Compare two answers", "[Try again] [Back]", "Reviewer:", "If "):
        assert told_ in done.stdout
    assert "{" not in done.stdout
    one = rounds("course", "preview", "rlhf_1", "--step", "welcome", "--platform", platform)
    assert "Lesson 1 of 3 · step 1 of 9" in one.stdout and "loop" not in one.stdout.lower()[:200]


def test_a_preview_of_what_is_not_there_is_refused(rounds: Run) -> None:
    done = rounds("course", "preview", "rlhf_1", "--step", "nowhere")
    assert done.exit_code == 1 and "rlhf_1 has no step nowhere" in done.stderr
    assert rounds("course", "preview", "rlhf_1", "--platform", "fax").exit_code == 1


def test_both_courses_that_come_along_can_be_released(rounds: Run) -> None:
    for name in ("rlhf_1", "reading_a_guideline"):
        assert told(rounds("course", "release", name, "--json"))["change"] == "first"


def test_releases_are_kept_whole(url: str, rounds: Run, course: Path) -> None:
    made = told(rounds("course", "release", str(course), "--json"))
    store = open_store(url, edge.fresh_id)
    (kept,) = releases.releases(store, "my_course")
    assert releases.content_hash(kept.course) == made["sha256"] == kept.sha256
    store.close()
