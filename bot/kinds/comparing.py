"""The words of a comparison: its choices, its questions, and how its answer is told."""

from bot.kinds.base import Option
from bot.kinds.growing import SPELT
from bot.tongue import phrase, spelt

STRENGTHS = (
    Option(
        phrase("Clearly better"), (spelt("clearly"),), phrase("The difference matters for care.")
    ),
    Option(
        phrase("Better"), (spelt("better"),), phrase("A real difference, in something that counts.")
    ),
    Option(phrase("Slightly better"), (spelt("slightly"),), phrase("A close call.")),
)
"""In the order shown; the first is strength 3 (method.md 2.2)."""

OF_TWO = (
    Option(phrase("A is better"), ("A", SPELT.format(letter="A"))),
    Option(phrase("Level"), (spelt("level"), spelt("same"), spelt("tie"), spelt("equal"))),
    Option(phrase("B is better"), ("B", SPELT.format(letter="B"))),
)
STANDS = (
    Option(phrase("Yes"), (spelt("yes"), "y"), told=phrase("yes")),
    Option(phrase("No, neither is acceptable"), (spelt("no"), "n"), told=phrase("no")),
)
NONE_STANDS = (
    Option(phrase("Yes"), (spelt("yes"), "y")),
    Option(phrase("No, none is acceptable"), (spelt("no"), "n")),
)
KEEP = (
    Option(phrase("Keep both"), (spelt("keep"),)),
    Option(phrase("Change the risk"), (spelt("change the risk"), spelt("risk"))),
    Option(phrase("Change the choice"), (spelt("change the choice"), spelt("choice"))),
)


BEST_FIT = phrase("Could the best go to this reader as it stands?")
ONE_FIT = phrase("Could one of the best go to this reader as it stands?")
EITHER_FIT = phrase("Could either go to this reader as it stands?")
BETTER_FIT = phrase("Could the better one go to this reader as it stands?")

BETTER_BY = {
    3: phrase("{letter} is better, clearly."),
    2: phrase("{letter} is better."),
    1: phrase("{letter} is better, slightly."),
}
NEXT_BY = {
    3: phrase("{place} better than the next, clearly."),
    2: phrase("{place} better than the next."),
    1: phrase("{place} better than the next, slightly."),
}
NEITHER, NONE_FIT = phrase("Neither is acceptable."), phrase("None is acceptable.")
