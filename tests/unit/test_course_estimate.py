"""How long a course takes: the rule of method.md 5.1, held to what it was said to give."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.lessons import Choice, CourseText, If, Lesson, LessonStep, Part
from store.course import estimate
from store.course.estimate import count, messages, minutes, seconds
from tests.courses import CARD, FILES, LESSON, LESSON_FILE, read, told


def words(number: int) -> str:
    return " ".join(["word"] * number)


def say(number: int) -> LessonStep:
    return LessonStep("s", "say", "Say", words(number))


def check(asked: int, right: int) -> LessonStep:
    options = (Choice(words(1), words(9)), Choice(words(1), words(right), right=True))
    return LessonStep("c", "check", "Check", words(asked - 2), options)


def practice(
    kind: str, question: int, answers: tuple[int, ...], ifs: tuple[int, ...], reviewer: int
) -> LessonStep:
    return LessonStep(
        "p",
        kind,
        "Practice",
        question=words(question),
        answers=tuple(Part(str(n), words(number)) for n, number in enumerate(answers)),
        ifs=tuple(If((str(n),), words(number)) for n, number in enumerate(ifs)),
        reviewer=words(reviewer),
    )


DRAFT = (
    (
        *(say(87), say(73), say(87), say(85), check(37, 23)),
        *(say(67), say(66), check(39, 22), say(42)),
    ),
    (
        *(say(75), say(80), say(70), say(81), check(48, 18), say(62), check(38, 22)),
        *(say(60), say(54), say(55), check(42, 19), say(32)),
    ),
    (
        say(46),
        practice("compare", 15, (49, 59), (18, 5, 12), 66),
        practice("rate", 9, (51,), (5, 13, 21), 41),
        LessonStep("e", "explain", "Explain", words(21), reviewer=words(43)),
        practice("flag", 25, (29,), (17, 10, 16), 33),
        practice("compare", 8, (30, 25), (5, 19, 19), 40),
        say(69),
    ),
)
"""The first draft of RLHF 1 in words: 28 steps, said to take 4.2, 5.3 and 6.2 minutes, 15.6 in
all."""


def test_the_first_draft_takes_what_it_was_said_to_take() -> None:
    lessons = tuple(
        Lesson(str(n), "L", "G", tuple(replace(step, seconds=seconds(step)) for step in steps))
        for n, steps in enumerate(DRAFT)
    )
    told = estimate.table("rlhf_1", CourseText("en", "RLHF 1", "…", lessons, ()))
    assert (told["minutes"], told["steps"], told["words"]) == (15.6, 28, 2118)
    assert [one["minutes"] for one in told["lessons"]] == [4.2, 5.3, 6.2]


def test_each_part_of_the_rule() -> None:
    assert seconds(say(215)) == pytest.approx(60 + 3 + 1.5)
    assert seconds(say(100), speed=100) == pytest.approx(60 + 3 + 1.5)
    assert seconds(check(43, 172)) == pytest.approx(60 + 15 * 1.25 + 2 * 1.5)
    assert seconds(practice("compare", 43, (43, 43), (10, 43), 43)) == pytest.approx(82 + 4 * 1.5)
    assert seconds(practice("rate", 43, (86,), (), 86)) == pytest.approx(78 + 3 * 1.5)
    assert seconds(practice("flag", 43, (86,), (43,), 43)) == pytest.approx(90 + 3 * 1.5)


def test_a_bullet_is_no_word_and_a_number_is() -> None:
    assert count("• one – two — 3. four-five 38.4 °C * “") == 6
    assert count("حمى شديدة") == 2
    assert count(" \n ") == 0


def test_what_one_message_holds() -> None:
    step = practice("compare", 2, (3, 4), (1, 9, 5), 6)
    assert [(one.part, one.words) for one in messages(step)] == [
        ("question", 2),
        ("answer 0", 3),
        ("answer 1", 4),
        ("reviewer", 15),
    ]
    assert [one.part for one in messages(check(5, 5))] == ["text", "reason 1", "reason 2"]
    assert [one.part for one in messages(say(5))] == ["text"]


@pytest.mark.parametrize(
    ("promised", "sentence"),
    [
        (1, "minutes: 1 promises 0.0 to 2.0; cut about 240 words, or promise 3."),
        (5, "minutes: 5 promises 4.0 to 6.0; there is room for 200 words, or promise 3."),
        (15, "minutes: 15 promises 13.5 to 16.0; there is room for 2240 words, or promise 3."),
    ],
)
def test_a_card_keeps_its_promise(tmp_path: Path, promised: int, sentence: str) -> None:
    card = CARD.replace("minutes: 3", f"minutes: {promised}")
    assert told(tmp_path, {**FILES, "course.yaml": card}) == [
        f"course.yaml line 5: the lessons in en take 3.1 minutes, and {sentence}"
    ]


def test_a_lesson_over_seven_minutes_is_told(tmp_path: Path) -> None:
    more = "".join(f"## More\nid: more-{n}\nkind: say\n\n{words(90)}\n\n" for n in range(9))
    text = LESSON.replace("## Say why", f"{more}## Say why")
    files = {**FILES, LESSON_FILE: text, "course.yaml": CARD.replace("minutes: 3", "minutes: 8")}
    assert told(tmp_path, files) == [
        f"{LESSON_FILE} line 1: this lesson takes 7.5 minutes, and 7 is the most; cut about 110"
        " words, or make two lessons of it."
    ]


def test_warm_ups_do_not_count(tmp_path: Path) -> None:
    text = read(tmp_path).texts[0]
    assert estimate.table("tiny", text)["minutes"] == 3.1
    assert minutes(text.warm_up[0]) > 3


def test_characters_are_limited_where_words_are_not_parted(tmp_path: Path) -> None:
    text = LESSON.replace("people like you", "熱" * 1_500)
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f"{LESSON_FILE} line 11: this message has 1574 characters, and a message has 1500 at most;"
        " split the step."
    ]
