"""Who is in danger now is noticed no less often than it was, and no reason is taken for it."""

import pytest

from bot.gate import endangered
from tests.gate.danger import HALVES, told

KNOWN, HELD_OUT = (told(path) for path in HALVES.values())
MISSED = {"known": 1, "held out": 3}
"""Just what was measured; the held-out half was written down after the rule and not tuned on."""


@pytest.mark.parametrize("half", HALVES)
def test_no_more_messages_are_missed_than_were(half: str) -> None:
    assert len(told(HALVES[half]).missed) <= MISSED[half]


@pytest.mark.parametrize("reason", [*KNOWN.reasons, *HELD_OUT.reasons])
def test_a_reason_about_danger_is_a_reason(reason: str) -> None:
    assert not endangered(reason)


def test_the_lists_have_what_they_claim() -> None:
    every = [KNOWN.messages, KNOWN.reasons, HELD_OUT.messages, HELD_OUT.reasons]
    assert [len(lines) for lines in every] == [41, 81, 20, 36]
    texts = [text for lines in every for text in lines]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("text", "noticed"),
    [
        ("My patient is NOT BREATHING", True),
        ("my patient\nis not breathing", True),
        ("My patient isn’t breathing.", True),
        ("“My patient is not breathing”, it begins", False),
        ("My patient was not breathing", False),
        ("My patient is not breathing, says answer B", False),
        ("My patient collapsed", False),
        ("My patient collapsed ten minutes ago", True),
        ("My patient has collapsed last year", False),
        ("If he is unconscious, what do I do?", False),
        ("he is unconscious, what do I do?", True),
        ("", False),
    ],
)
def test_it_takes_somebody_here_in_the_present_who_is_judged_by_nobody(
    text: str, noticed: bool
) -> None:
    assert endangered(text) is noticed


@pytest.mark.parametrize(
    "piece", ["my patient ", "i have a man ", "not breathing ", "“", "he ", " collapsed", "help "]
)
def test_a_text_made_to_hurt_comes_to_its_end(piece: str) -> None:
    assert endangered(piece * (200_000 // len(piece))) in (True, False)
