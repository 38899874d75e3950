"""Which of the options on the screen somebody's words name: one for certain, or none."""

from collections.abc import Sequence

from bot.buttons import BACK, MORE, SKIP
from bot.kinds.base import Option
from bot.material import Scene
from bot.panel import offered
from bot.records import Assignment
from bot.tongue import Tongue, plain

WAYS_OUT = {"back": BACK, "skip": SKIP, "more": MORE}
"""Words that every question knows, and the buttons they stand for."""


def meant_by(assignment: Assignment, here: Scene, text: str) -> int | None:
    """Which of the options these words are: its label, another word for it, its number, or the
    first letters of one alone. On a scale a number is what it says, and "6" is nothing: "1" is the
    worst and not the first."""
    wanted, tongue = plain(text), here.tongue
    shown = [one for one in offered(assignment, here) if not one.listed]
    if (whole := called(shown, text, tongue)) is not None:
        return whole
    scale = any(word.isdecimal() for option in shown for word in option.typed)
    if not scale and wanted.isdecimal() and 1 <= int(wanted) <= len(shown):
        return int(wanted) - 1
    starts = [
        index
        for index, option in enumerate(shown)
        if len(wanted) > 1
        and any(plain(way).startswith(wanted) for way in tongue.ways(option.label))
    ]
    return starts[0] if len(starts) == 1 else None


def called(shown: Sequence[Option], text: str, tongue: Tongue) -> int | None:
    """Which option is called so, by its whole label or another word for it. Where words of the
    person's own are awaited this alone is a choice: a reason may begin with any word."""
    wanted = plain(text)
    for index, option in enumerate(shown):
        if wanted in (plain(way) for one in _names(option) for way in tongue.ways(one)):
            return index
    return None


def _names(option: Option) -> tuple[str, ...]:
    return (option.label, *option.typed)
