"""What a new version changes is named, and its number promises no less than it brings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.lessons import Course
from store.course.change import MAJOR, MINOR, NONE, PATCH, between, version_wrong
from tests.courses import CARD, FILES, LESSON, LESSON_FILE, WARM_UP_FILE, read

NEW = "## New\nid: new\nkind: say\n\nSomething new to read.\n\n"
AGAIN = LESSON.split("## Say why")[0]

CHANGES = [
    ("", "", NONE, []),
    ("people like you", "people such as you", PATCH, ["only words changed"]),
    ("title: First", "title: The first", PATCH, ["only words changed"]),
    ("To sound sure", "To sound certain", PATCH, ["only words changed"]),
    ("The facts", "Teh facts", PATCH, ["only words changed"]),
    ("## Say why", f"{NEW}## Say why", MINOR, ["step “new” is new"]),
    ("id: welcome", "id: hello", MINOR, ["step “welcome” was dropped", "step “hello” is new"]),
    (
        "- [x] To sound sure",
        "- [ ] Nothing at all\n  > No.\n- [x] To sound sure",
        MINOR,
        ["the options of “quick-check” changed"],
    ),
    (
        "- [ ] The facts\n  > No. Nothing told it that facts mattered.\n- [x] To sound sure\n"
        "  > Yes. It learns what won.",
        "- [x] To sound sure\n  > Yes. It learns what won.\n"
        "- [ ] The facts\n  > No. Nothing told it that facts mattered.",
        MINOR,
        ["the options of “quick-check” changed"],
    ),
    ("reason: yes\n", "", MINOR, ["what “fever” asks for changed"]),
    (
        "- [x] To sound sure",
        "- [x] Which drugs interact",
        MAJOR,
        ["the right option of “quick-check” changed"],
    ),
    ("accept: 1, 2", "accept: 1", MAJOR, ["what counts as agreeing in “medicine” changed"]),
    (
        "severity: S3",
        "severity: S2, S3",
        MAJOR,
        ["what counts as agreeing in “back-pain” changed"],
    ),
    (
        "criterion: accuracy",
        "criterion: safety",
        MAJOR,
        ["what counts as agreeing in “medicine” changed"],
    ),
    ("wrong: wait\n", "", MAJOR, ["what is wrong on purpose in “fever” changed"]),
    (
        "### Answer wait",
        "### Answer later\nLater.\n\n### Answer wait",
        MAJOR,
        ["the answers of “fever” changed"],
    ),
    (
        LESSON[LESSON.index("Call") : LESSON.index("\n\n## Quick")],
        "Reward models predict what reviewers would prefer.",
        MAJOR,
        ["“welcome” says something else now"],
    ),
    (
        LESSON[LESSON.index("kind: explain") :],
        "kind: say\n\nA useful reason has three parts.",
        MAJOR,
        ["“say-why” was an explain and is a say now"],
    ),
]


@pytest.mark.parametrize(("old", "new", "kind", "reasons"), CHANGES)
def test_the_kind_of_a_change_and_its_reasons(
    tmp_path: Path, old: str, new: str, kind: str, reasons: list[str]
) -> None:
    assert old in LESSON
    before = read(tmp_path)
    text = LESSON.replace(old, new, 1)
    if "later" in new:
        text = text.replace("now clearly, now better", "now")
    now = read(tmp_path, {**FILES, LESSON_FILE: text})
    change = between(before, now)
    assert change.kind == kind
    assert [one for one in change.reasons if one in reasons] == reasons
    assert "later" in new or list(change.reasons) == reasons


def test_the_right_option_of_two_that_changed_places(tmp_path: Path) -> None:
    text = LESSON.replace("- [x] To", "- [ ] To").replace("- [ ] The", "- [x] The")
    change = between(read(tmp_path), read(tmp_path, {**FILES, LESSON_FILE: text}))
    assert str(change) == (
        "This is a major change because the right option of “quick-check” changed."
    )


def test_a_firm_step_that_is_no_longer_firm(tmp_path: Path) -> None:
    text = FILES[WARM_UP_FILE].replace("firm: yes", "firm: no", 1)
    text = text[::-1].replace("on :mrif", "sey :mrif", 1)[::-1]
    change = between(read(tmp_path), read(tmp_path, {**FILES, WARM_UP_FILE: text}))
    assert change.reasons == (
        "whether “w1-0” is firm changed",
        "whether “w1-7” is firm changed",
    )


def test_steps_that_moved_are_a_minor_change(tmp_path: Path) -> None:
    before = read(tmp_path)
    head, first, second, rest = LESSON.split("## ", 3)
    files = {**FILES, LESSON_FILE: "## ".join((head, second, first, rest))}
    assert between(before, read(tmp_path, files)).reasons == ("the order of steps changed",)


def test_a_language_more_is_a_minor_change(tmp_path: Path) -> None:
    before = read(tmp_path)
    now = replace(before, texts=(*before.texts, replace(before.texts[0], language="de")))
    assert between(before, now).reasons == ("the language de is new",)
    assert between(now, before).reasons == ("the language de was dropped",)


@pytest.mark.parametrize(
    ("kind", "version", "at_least"),
    [
        (lambda course: course, "1.2.3", "1.2.3"),
        (lambda course: replace(course, author="Another"), "1.2.3", "1.2.4"),
        (lambda course: replace(course, texts=(*course.texts, course.texts[0])), "1.2.3", "1.2.3"),
    ],
)
def test_a_version_is_high_enough(
    tmp_path: Path, kind: Callable[[Course], Course], version: str, at_least: str
) -> None:
    before = replace(read(tmp_path), version=version)
    change = between(before, kind(before))
    assert change.at_least in (at_least, "1.2.4")
    assert version_wrong(change, "1.10.0") == ""


def test_a_version_that_promises_less_is_refused(tmp_path: Path) -> None:
    before = read(tmp_path)
    text = LESSON.replace("accept: 1, 2", "accept: 1")
    card = CARD.replace("version: 1.0.0", "version: 1.0.1")
    now = read(tmp_path, {**FILES, LESSON_FILE: text, "course.yaml": card})
    assert version_wrong(between(before, now), now.version) == (
        "This is a major change because what counts as agreeing in “medicine” changed: its version"
        " has to be 2.0.0 at least, and is 1.0.1."
    )


def test_an_id_that_was_given_up_does_not_come_back_as_another_step(tmp_path: Path) -> None:
    first = read(tmp_path)
    without = read(tmp_path, {**FILES, LESSON_FILE: AGAIN})
    other = f"{AGAIN}## Other\nid: say-why\nkind: say\n\nSomething else altogether.\n"
    other_ = read(tmp_path, {**FILES, LESSON_FILE: other})
    assert between(without, other_, [first]).reused == (
        "id “say-why” was another step in 1.0.0; choose a new id.",
    )
    assert between(without, first, [first]).reused == ()


def test_nothing_changed(tmp_path: Path) -> None:
    before = read(tmp_path)
    slower = replace(before, version="1.0.1")
    change = between(before, slower)
    assert (change.kind, change.at_least, str(change)) == (NONE, "1.0.0", "Nothing changed.")


def test_steps_that_moved_to_another_lesson_are_a_minor_change(tmp_path: Path) -> None:
    before = read(tmp_path)
    (text,) = before.texts
    (first,) = text.lessons
    parted = (
        replace(first, steps=first.steps[:3]),
        replace(first, id="second", steps=first.steps[3:]),
    )
    now = replace(before, texts=(replace(text, lessons=parted),))
    assert between(before, now).reasons == ("steps moved to another lesson",)
