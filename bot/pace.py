"""How long a task takes: predicted from its words and what it asks, corrected by one's own pace.

The model is method.md 4: reading, taps, writing. It errs for everybody in their own way, so what
the last tasks took beside what was predicted of them corrects it, person by person.
"""

import math
from collections.abc import Sequence
from statistics import median

from bot import kinds
from bot.counting import words
from bot.kinds.base import Brief
from bot.records import Item, Response
from bot.rubric import Rubric
from bot.rules import Rules

PAST_LEAST, PAST_MOST = 5, 21
"""Tasks that a person's pace is the median of; with fewer it is 1."""

SLOWEST, QUICKEST = 3.0, 0.5
"""A pace beyond these is an open chat or a slip, and promises nobody anything (a choice)."""

FLOOR_WORDS, FLOOR_SECONDS = 450, 2
"""Nobody reads more words a minute, and answers a question in fewer seconds (method.md 3.1)."""


def material_words(item: Item) -> int:
    """Words of everything there is to read of a task."""
    asked = sum(words(turn.text) for turn in item.prompt)
    return asked + sum(words(response.text) for response in item.responses)


def seconds(read: int, ask: Sequence[str], size: int, rubric: Rubric, rules: Rules) -> float:
    """Predicted seconds for a task of `read` words that asks this of `size` responses."""
    responses = tuple(Response(str(number), "") for number in range(size))
    bare = Item(0, "", "", (), responses, tuple(ask))
    taps = kinds.taps(Brief(bare, range(size), rubric))
    writing = rules.writing_seconds if "rationale" in ask else 0
    return read / rules.reading * 60 + taps * rules.tap_seconds + writing


def minutes(predicted: float, pace: float) -> int:
    """What is promised, in whole minutes and rounded up: "about 3 min"."""
    return max(1, math.ceil(predicted * pace / 60))


def pace(past: Sequence[tuple[int, int]]) -> float:
    """What the predictions are multiplied with for one who took so long beside what was predicted,
    task by task; both in the same unit."""
    ratios = [taken / predicted for taken, predicted in past if predicted > 0]
    if len(ratios) < PAST_LEAST:
        return 1.0
    return min(SLOWEST, max(QUICKEST, median(ratios)))


def fast(read: int, questions: int, active: int | None) -> bool | None:
    """Whether `active` milliseconds lie below what reading so many words and answering so many
    questions takes anybody; None where the time was not taken. The answer counts all the same."""
    if active is None:
        return None
    return active / 1000 < read / FLOOR_WORDS * 60 + FLOOR_SECONDS * questions
