"""What a typed ranking says, what it lacks, and what is no ranking at all."""

import pytest

from bot.kinds.orders import all_orders, spoken, typed, written

ABCD = "abcd"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("c > a = d > b", [["c"], ["a", "d"], ["b"]]),
        ("C>A=D>B", [["c"], ["a", "d"], ["b"]]),
        (" c, a, d, b. ", [["c"], ["a"], ["d"], ["b"]]),
        ("c a d b", [["c"], ["a"], ["d"], ["b"]]),
        ("a = b = c = d", [["a", "b", "c", "d"]]),
        ("a = b > c = d", [["a", "b"], ["c", "d"]]),
        ("a = b, c d", [["a", "b"], ["c"], ["d"]]),
    ],
)
def test_a_ranking(said: str, meant: list[list[str]]) -> None:
    assert typed(said, ABCD) == meant


NONE = ("", "a", "a.", "submit", "cadb", "a is best", "a >", "> a", "a >> b", "1 > 2", "a > b; c")


@pytest.mark.parametrize("said", NONE)
def test_what_is_no_ranking_is_left_to_others(said: str) -> None:
    assert typed(said, ABCD) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("c > a", "I read c, a. Where do b and d go?"),
        ("c > a = d", "I read c, a, d. Where does b go?"),
        ("c > a > d > e", "I read c, a, d, e. There is no e: the answers are a, b, c, d."),
        ("a = a > b", "I read a, a, b. a stands there twice. Where does it go?"),
        ("a < b", "Begin with the best, and put > between: a > b > c > d."),
    ],
)
def test_a_ranking_that_cannot_be_meant(said: str, sentence: str) -> None:
    assert typed(said, ABCD) == sentence


@pytest.mark.parametrize(
    ("letters", "count"), [("", 1), ("a", 1), ("ab", 3), ("abc", 13), (ABCD, 75)]
)
def test_all_orders_are_all_and_each_once(letters: str, count: int) -> None:
    """The ordered Bell numbers (OEIS A000670)."""
    found = all_orders(letters)
    assert len(found) == len(set(found)) == count
    for order in found:
        assert sorted(letter for group in order for letter in group) == list(letters)
        assert all(group for group in order)


def test_in_words_and_as_it_is_typed() -> None:
    groups = [["c"], ["a", "b", "d"]]
    assert spoken(groups) == "c, then a, b and d level" and written(groups) == "C > A = B = D"
    assert typed(written(groups), ABCD) == groups
