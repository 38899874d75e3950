"""What an answer to a practice step says, and a course as data that loses nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lessons
from bot.kinds import KINDS as KINDS_OF_TASK
from bot.kinds.base import Brief
from bot.lessons import (
    Choice,
    Course,
    CourseText,
    If,
    Lesson,
    LessonStep,
    Part,
    agrees,
    chosen_keys,
    filled,
    matched,
    pack,
    unpack,
)
from bot.records import Item, Response, Turn
from bot.rubric import ACCURACY, Rubric

COMPARE = LessonStep(
    "fever",
    "compare",
    "A fever",
    answers=(Part("now", "Now."), Part("wait", "Wait.")),
    accept=("now clearly", "now better"),
    ifs=(If(("now slightly",), "Look again."), If(("now",), "Same."), If(("level",), "No.")),
)
RATE = LessonStep(
    "dose",
    "rate",
    "A dose",
    answers=(Part("a", "Daily."),),
    criterion="accuracy",
    accept=("1", "2"),
)
FLAG = LessonStep(
    "back",
    "flag",
    "Back pain",
    answers=(Part("a", "Stretch."),),
    accept=("H2", "H3"),
    severity=("S3",),
    ifs=(If(("W1",), "Also true."), If(("none",), "Look again."), If(("S1",), "More.")),
)
FINE = LessonStep("fine", "flag", "Fine", answers=(Part("a", "Fine."),), accept=("none",))


@pytest.mark.parametrize(
    ("step", "answer", "keys", "agreed", "shown"),
    [
        (
            COMPARE,
            {"ranking": [["now"], ["wait"]], "strength": 3},
            ["now clearly", "now"],
            True,
            "Same.",
        ),
        (
            COMPARE,
            {"ranking": [["now"], ["wait"]], "strength": 1},
            ["now slightly", "now"],
            False,
            "Look again.",
        ),
        (
            COMPARE,
            {"ranking": [["wait"], ["now"]], "strength": 2},
            ["wait better", "wait"],
            False,
            "",
        ),
        (COMPARE, {"ranking": [["now", "wait"]]}, ["level"], False, "No."),
        (COMPARE, {}, [], False, ""),
        (RATE, {"ratings": {"a": {"accuracy": 2}}}, ["2"], True, ""),
        (RATE, {"ratings": {"a": {"accuracy": 5}}}, ["5"], False, ""),
        (RATE, {"ratings": {"a": {"accuracy": {"cannot": "not_my_field"}}}}, ["cannot"], False, ""),
        (RATE, {"ratings": {"a": {"safety": 2}}}, [], False, ""),
        (RATE, {}, [], False, ""),
        (
            FLAG,
            {"failures": {"a": ["W1", "H2"]}, "risk": {"a": "S3"}},
            ["W1", "H2", "S3"],
            True,
            "Also true.",
        ),
        (FLAG, {"failures": {"a": ["H2"]}, "risk": {"a": "S1"}}, ["H2", "S1"], False, "More."),
        (FLAG, {"failures": {"a": ["I1"]}, "risk": {"a": "S3"}}, ["I1", "S3"], False, ""),
        (FLAG, {"failures": {"a": []}}, ["none"], False, "Look again."),
        (FLAG, {"risk": {"a": "none"}}, ["none"], False, "Look again."),
        (FLAG, {"risk": {"a": "S1"}}, ["S1"], False, "More."),
        (FLAG, {}, [], False, ""),
        (FINE, {"failures": {"a": []}}, ["none"], True, ""),
        (FINE, {"failures": {"a": ["W1"]}, "risk": {"a": "S1"}}, ["W1", "S1"], False, ""),
        (LessonStep("s", "say", "Say", "Hello."), {"ranking": [["a"]]}, [], False, ""),
    ],
)
def test_what_an_answer_says(
    step: LessonStep, answer: dict[str, Any], keys: list[str], agreed: bool, shown: str
) -> None:
    assert chosen_keys(step, answer) == keys
    assert agrees(step, answer) is agreed
    assert matched(step, keys) == shown


@pytest.mark.parametrize(
    ("ranking", "keys", "agreed"),
    [
        ([["b"], ["a", "c"]], ["b"], True),
        ([["a"], ["b"], ["c"]], ["a"], False),
        ([["a", "b"], ["c"]], ["level"], False),
        ([["a", "b", "c"]], ["level"], False),
    ],
)
def test_of_three_answers_the_best_alone_is_said(
    ranking: list[list[str]], keys: list[str], agreed: bool
) -> None:
    answers = tuple(Part(one, one) for one in "abc")
    step = LessonStep("three", "compare", "Three", answers=answers, accept=("b",))
    assert chosen_keys(step, {"ranking": ranking}) == keys
    assert agrees(step, {"ranking": ranking}) is agreed


def test_answers_that_the_real_kinds_make_are_understood() -> None:
    two = Brief(_item("now", "wait"), (1, 0), Rubric())
    rank = KINDS_OF_TASK["rank"]
    answer = rank.choose("ranking", 2, two, {})  # B is better, and B is "now" in this order
    answer = rank.choose("strength", 0, two, answer)
    assert chosen_keys(COMPARE, rank.finish(two, answer)) == ["now clearly", "now"]
    assert chosen_keys(COMPARE, rank.finish(two, rank.choose("ranking", 1, two, {}))) == ["level"]
    one = Brief(_item("a"), (0,), Rubric(criteria=(ACCURACY,)))
    rate = KINDS_OF_TASK["rate"]
    assert chosen_keys(RATE, rate.choose("rating:accuracy:0", 4, one, {})) == ["1"]
    unsure = rate.choose("rating:accuracy:0", 5, one, {})
    assert chosen_keys(RATE, unsure) == []
    unsure = rate.choose("rating:accuracy:0", 0, one, unsure)
    assert chosen_keys(RATE, rate.finish(one, unsure)) == ["cannot"]
    flag = KINDS_OF_TASK["flag"]
    marked = flag.choose("risk:0", 2, one, {"failures": {"a": ["H2"]}})
    assert chosen_keys(FLAG, flag.finish(one, marked)) == ["H2", "S3"]


def _item(*responses: str) -> Item:
    texts = tuple(Response(one, f"Text of {one}.") for one in responses)
    return Item(1, "k", "p", (Turn("user", "Question?"),), texts, ("rank",))


def test_letters_stand_where_answers_are_named() -> None:
    text = "{now}, clearly. {wait} and {other} { stay } {}"
    assert filled(text, {"now": "B", "wait": "A"}) == "B, clearly. A and {other} { stay } {}"


TEXTS = st.text(max_size=12)
KEYS = st.lists(TEXTS, max_size=3).map(tuple)
STEPS = st.builds(
    LessonStep,
    TEXTS,
    st.sampled_from(lessons.KINDS),
    TEXTS,
    TEXTS,
    st.lists(st.builds(Choice, TEXTS, TEXTS, st.booleans()), max_size=2).map(tuple),
    TEXTS,
    st.lists(st.builds(Part, TEXTS, TEXTS), max_size=2).map(tuple),
    KEYS,
    KEYS,
    TEXTS,
    st.booleans(),
    st.lists(st.builds(If, KEYS, TEXTS), max_size=2).map(tuple),
    TEXTS,
    KEYS,
    st.none() | st.booleans(),
    st.floats(0, 1000),
)
LESSONS = st.lists(
    st.builds(Lesson, TEXTS, TEXTS, TEXTS, st.lists(STEPS, max_size=2).map(tuple)), max_size=2
).map(tuple)
COURSES = st.builds(
    Course,
    TEXTS,
    TEXTS,
    TEXTS,
    st.integers(),
    st.integers(),
    TEXTS,
    TEXTS,
    st.lists(st.builds(CourseText, TEXTS, TEXTS, TEXTS, LESSONS, LESSONS), max_size=2).map(tuple),
    KEYS,
    st.booleans(),
)


@given(COURSES)
def test_a_packed_course_is_json_and_loses_nothing(course: Course) -> None:
    packed = pack(course)
    through_json = json.loads(json.dumps(packed))
    assert through_json == packed
    assert unpack(through_json) == course


def test_an_older_course_has_the_defaults_of_newer_fields() -> None:
    text = CourseText("en", "T", "L", (Lesson("l", "L", "G", (COMPARE,)),), ())
    course = Course("c", "1.0.0", "S", 1, 15, "A", "", (text,))
    packed = pack(course)
    for name in ("changed", "requires_refresh"):
        del packed[name]
    del packed["texts"][0]["lessons"][0]["steps"][0]["firm"]
    assert unpack(packed) == course
