"""Tasks that are alike lie on one pile: whose field, what is asked, of how many, how long.

A person's way through a pile is one place in it, so that whatever they look for, a field, a kind,
a length, the next task is found by going to that place and no further.
"""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from bot import counting

LENGTHS = (200, 500, 1200)
"""Words up to which a task is short, middling, long: about 2, 4 and 8 minutes with what is asked
(a choice; a task itself is measured by its own words)."""


def sorted_out(
    prompt: Sequence[Sequence[str]],
    responses: Sequence[Sequence[str]],
    ask: Sequence[str],
    specialties: Sequence[str],
) -> dict[str, Any]:
    """Where a task belongs: {"pile": key of its pile, "words", "variant"}; a variant is the same
    for tasks with the same prompt."""
    words = sum(counting.words(text) for _, text in (*prompt, *responses))
    length = sum(words > most for most in LENGTHS)
    said = [sorted({one.casefold() for one in specialties}), list(ask), len(responses), length]
    return {
        "pile": json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        "words": words,
        "variant": zlib.crc32(json.dumps(prompt, ensure_ascii=False).encode()),
    }
