"""The rules of the export, alone: majorities, strengths, sides, and which prompts stay together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.export.votes import (
    LEVEL,
    NO_MAJORITY,
    Pair,
    Revision,
    Task,
    cut,
    oriented_strength,
    pairs_of,
    prefers,
    together,
)
from tests.voting import better, level

AT = 1_772_442_000_000_000
"""A Monday morning."""


def task(prompt: Sequence[Sequence[str]] = (("user", "Fever?"),), size: int = 2) -> Task:
    responses = [(f"r{number}", f"Text {number}") for number in range(1, size + 1)]
    return Task(1, "t1", prompt, responses, gold=False, withdrawn=False)


def said(answer: Mapping[str, Any], abstention: str = "") -> Revision:
    return Revision(
        task=1,
        person=1,
        platform="slack",
        attempt=1,
        at=AT,
        cause="submitted",
        answer=answer,
        abstention=abstention,
        order=(0, 1),
        offered_at=AT,
        delivered_at=AT,
        first_tap_at=AT,
        active=None,
        extra=False,
        rubric=1,
        match="",
        renderer="house-1",
        quoting=None,
        inquired=False,
    )


FIRST, SECOND, SAME = better("r1", "r2", 3), better("r2", "r1", 1), level("r1", "r2")


def verdict(*answers: Mapping[str, Any]) -> Pair | str:
    (found,) = pairs_of(task(), [said(answer) for answer in answers])
    return found


def group(*prompt: tuple[str, str]) -> bytes:
    (found,) = pairs_of(task(prompt), [said(FIRST)])
    assert isinstance(found, Pair)
    return found.group


class TestMajority:
    @pytest.mark.parametrize(
        ("answers", "outcome"),
        [
            ([FIRST], (0, 1, 1)),
            ([SECOND, SECOND, FIRST], (1, 2, 3)),
            ([FIRST, FIRST, SAME], (0, 2, 3)),
            ([FIRST, SECOND], NO_MAJORITY),
            ([FIRST, SAME], NO_MAJORITY),
            ([FIRST, SECOND, SAME], NO_MAJORITY),
            ([FIRST, FIRST, SECOND, SAME], NO_MAJORITY),
            ([SAME, SAME, FIRST], LEVEL),
            ([SAME], LEVEL),
        ],
    )
    def test_more_than_half_of_all_votes_must_agree(
        self, answers: list[Mapping[str, Any]], outcome: tuple[int, int, int] | str
    ) -> None:
        found = verdict(*answers)
        if isinstance(found, Pair):
            assert (found.chosen, found.agreeing, found.votes) == outcome
            assert found.rejected == 1 - found.chosen
        else:
            assert found == outcome

    def test_without_votes_there_is_nothing_to_say(self) -> None:
        assert pairs_of(task(), []) == []
        assert pairs_of(task(), [said(FIRST, "not_my_field")]) == []

    @given(st.lists(st.sampled_from([FIRST, SECOND, SAME]), min_size=1, max_size=9), st.randoms())
    def test_who_voted_when_makes_no_difference(
        self, answers: list[Mapping[str, Any]], chance: Any
    ) -> None:
        shuffled = list(answers)
        chance.shuffle(shuffled)
        found = verdict(*answers)
        assert verdict(*shuffled) == found
        sides = Counter(prefers(answer["ranking"], "r1", "r2") for answer in answers)
        decided = {side for side, count in sides.items() if count * 2 > len(answers)}
        assert isinstance(found, Pair) == bool(decided - {0})

    def test_three_responses_make_three_pairs(self) -> None:
        ranked = said({"ranking": [["r3"], ["r1", "r2"]]})
        found = pairs_of(task(size=3), [ranked])
        assert found[0] == LEVEL
        pairs = [pair for pair in found if isinstance(pair, Pair)]
        assert [(pair.chosen, pair.rejected, pair.strength) for pair in pairs] == [
            (2, 0, None),
            (2, 1, None),
        ]


class TestStrength:
    @pytest.mark.parametrize(
        ("given_by_the_majority", "strength"),
        [
            ([1], 1),
            ([3], 3),
            ([1, 2], 1),
            ([2, 3], 2),
            ([1, 3], 2),
            ([1, 1, 3], 2),
            ([3, 3, 2], 3),
            ([1, 1, 2], 1),
            ([2, None], 2),
            ([None], None),
            ([], None),
        ],
    )
    def test_the_mean_is_rounded_and_a_half_goes_to_the_weaker(
        self, given_by_the_majority: list[int | None], strength: int | None
    ) -> None:
        assert together(given_by_the_majority) == strength

    @given(st.lists(st.integers(1, 3), min_size=1, max_size=9))
    def test_it_is_never_outside_what_was_said(self, strengths: list[int]) -> None:
        found = together(strengths)
        assert found is not None and min(strengths) <= found <= max(strengths)

    def test_who_chose_otherwise_is_not_averaged_in(self) -> None:
        found = verdict(better("r2", "r1", 1), better("r2", "r1", 1), better("r1", "r2", 3))
        assert isinstance(found, Pair) and (found.chosen, found.strength) == (1, 1)

    @pytest.mark.parametrize(
        ("answer", "oriented"),
        [(FIRST, 3), (SECOND, -1), (SAME, 0), ({"rationale": "…"}, None)],
    )
    def test_a_vote_is_oriented_to_the_first_of_the_file(
        self, answer: Mapping[str, Any], oriented: int | None
    ) -> None:
        assert oriented_strength(task(), said(answer)) == oriented

    def test_an_abstention_has_none_whatever_was_drafted(self) -> None:
        assert oriented_strength(task(), said(FIRST, "not_my_field")) is None


class TestSides:
    def test_case_and_white_space_make_no_difference(self) -> None:
        assert group(("user", "Has my  CHILD\n a fever?")) == group(
            ("user", "has my child a fever?")
        )

    def test_a_conversation_stays_with_the_question_it_grew_from(self) -> None:
        opening = ("user", "Fever?")
        grown = group(opening, ("assistant", "How high?"), ("user", "39.4"))
        assert grown == group(opening) == group(("system", "Be brief."), opening)
        assert grown != group(("user", "Cough?"))

    def test_a_prompt_of_a_system_turn_alone_has_a_side_too(self) -> None:
        assert group(("system", "A")) != group(("system", "B"))

    def test_about_a_tenth_is_test_and_always_the_same(self) -> None:
        groups = [group(("user", f"Question {number}?")) for number in range(2000)]
        limit = cut(groups)
        tests = {one for one in groups if one < limit}
        assert 0.07 < len(tests) / len(groups) < 0.13
        half = groups[::2]
        assert {one for one in half if one < cut(half)} == tests & set(half)

    @pytest.mark.parametrize("count", range(2, 30))
    def test_no_side_is_empty_from_two_prompts_on(self, count: int) -> None:
        groups = [group(("user", f"Question {count}/{number}?")) for number in range(count)]
        tests = sum(one < cut(groups) for one in groups)
        assert 1 <= tests < count

    def test_also_where_every_hash_is_a_tests(self) -> None:
        low = [bytes([0, number]) + bytes(14) for number in range(3)]
        assert sum(one < cut(low) for one in low) == 2

    def test_a_single_prompt_is_for_training(self) -> None:
        alone = bytes(16)
        assert not alone < cut([alone, alone])
        assert cut([]) == b""
