"""Rankings with ties: read from `c > a = d > b`, said in words, and all there are of a few letters.

Letters are lower case here; groups stand best first, those of one group are level.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations

from bot.tongue import COMMA, joined, listed, phrase, plural
from bot.words import AND

Groups = list[list[str]]

PLACES = (
    phrase("1st"),
    phrase("2nd"),
    phrase("3rd"),
    phrase("4th"),
    phrase("5th"),
    phrase("6th"),
    phrase("7th"),
    phrase("8th"),
    phrase("9th"),
)
TYPED = re.compile(r"[a-z](?:\s*[>=<,]\s*[a-z]|\s+[a-z])*", re.IGNORECASE)
SIGNS = re.compile(r"[a-z]|[>=<,]", re.IGNORECASE)


def typed(text: str, letters: str) -> Groups | str | None:
    """The ranking in a typed text; a sentence on what is wrong with it; None if it is none.

    `letters` are those shown, lower case. Commas and spaces stand for `>`.
    """
    said = text.strip().strip(".").lower()
    if not TYPED.fullmatch(said) or len([sign for sign in said if sign.isalpha()]) < 2:
        return None
    groups: Groups = []
    level = False
    for sign in SIGNS.findall(said):
        if sign == "<":
            example = " > ".join(letters)
            return phrase("Begin with the best, and put > between: {example}.", example=example)
        if not sign.isalpha():
            level = sign == "="
        elif level:
            groups[-1].append(sign)
            level = False
        else:
            groups.append([sign])
    return _wrong([sign for group in groups for sign in group], letters) or groups


def _wrong(said: Sequence[str], letters: str) -> str:
    """What a typed ranking lacks, has too often or should not have; "" if nothing."""
    heard = joined(COMMA, said)
    if strange := [sign for sign in said if sign not in letters]:
        return phrase(
            "I read {heard}. There is no {letter}: the answers are {letters}.",
            heard=heard,
            letter=strange[0],
            letters=joined(COMMA, letters),
        )
    if twice := [sign for sign in letters if said.count(sign) > 1]:
        return phrase(
            "I read {heard}. {letter} stands there twice. Where does it go?",
            heard=heard,
            letter=twice[0],
        )
    if missing := [sign for sign in letters if sign not in said]:
        return plural(
            "I read {heard}. Where does {letters} go?",
            "I read {heard}. Where do {letters} go?",
            len(missing),
            heard=heard,
            letters=all_of(missing),
        )
    return ""


@cache
def all_orders(letters: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Every ranking of these letters, ties included: 3 of two, 13 of three, 75 of four."""
    if not letters:
        return ((),)
    found = []
    for size in range(1, len(letters) + 1):
        for best in combinations(letters, size):
            rest = "".join(letter for letter in letters if letter not in best)
            found += [(best, *others) for others in all_orders(rest)]
    return tuple(found)


def written(groups: Sequence[Sequence[str]]) -> str:
    """C > A = D > B."""
    return " > ".join(" = ".join(group) for group in groups).upper()


def spoken(groups: Sequence[Sequence[str]]) -> str:
    """C, then A and D level, then B."""
    first, *rest = (group_named(group) for group in groups)
    for one in rest:
        first = phrase("{before}, then {group}", before=first, group=one)
    return first


def group_named(group: Sequence[str]) -> str:
    """A and D level"""
    named = listed(group, AND)
    return phrase("{letters} level", letters=named) if len(group) > 1 else named


def all_of(letters: Sequence[str]) -> str:
    """a and b and c"""
    first, *rest = letters
    for one in rest:
        first = AND.format(most=first, last=one)
    return first
