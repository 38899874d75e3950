"""Which tasks lie on one pile: alike in field, question, number of answers and length."""

import json
from typing import Any

import pytest

from store.alike import sorted_out

PROMPT = [["user", "Is it urgent?"]]  # three words


def pile(words: int = 10, **changes: Any) -> list[Any]:
    """Of a task with so many words."""
    about: dict[str, Any] = {
        "prompt": PROMPT,
        "responses": [["a", " ".join(["word"] * (words - 3))]],
        "ask": ["rate"],
        "specialties": [],
    }
    made = sorted_out(**{**about, **changes})
    assert made["words"] == words or changes
    said: list[Any] = json.loads(made["pile"])
    return said


@pytest.mark.parametrize(
    ("words", "length"), [(200, 0), (201, 1), (500, 1), (501, 2), (1200, 2), (1201, 3)]
)
def test_short_middling_long_and_longer(words: int, length: int) -> None:
    assert pile(words)[3] == length


def test_fields_are_named_in_one_order_and_small() -> None:
    specialties = ["Paediatrics", "Ärztin", "cardiology", "PAEDIATRICS"]
    assert pile(specialties=specialties)[0] == ["cardiology", "paediatrics", "ärztin"]


def test_the_key_is_the_same_in_every_database() -> None:
    """It is stored: another spelling of the same pile would be another pile."""
    made = sorted_out([["user", "Später?"]], [["a", "Ja."]], ["flag", "rank"], ["Ärztin"])
    assert made == {"pile": '[["ärztin"],["flag","rank"],1,0]', "words": 2, "variant": 3001795598}


def test_variants_have_one_prompt() -> None:
    one, same, other = (
        sorted_out(prompt, [["a", text]], ["rate"], [])["variant"]
        for prompt, text in ((PROMPT, "Yes."), (PROMPT, "No."), ([["user", "Is it?"]], "Yes."))
    )
    assert one == same != other
