"""Rankings with ties: read from `c > a = d > b`, said in words, and all there are of a few letters.

Letters are lower case here; groups stand best first, those of one group are level.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations

Groups = list[list[str]]

PLACES = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th")
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
            return f"Begin with the best, and put > between: {' > '.join(letters)}."
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
    heard = f"I read {', '.join(said)}."
    if strange := [sign for sign in said if sign not in letters]:
        return f"{heard} There is no {strange[0]}: the answers are {', '.join(letters)}."
    if twice := [sign for sign in letters if said.count(sign) > 1]:
        return f"{heard} {twice[0]} stands there twice. Where does it go?"
    if missing := [sign for sign in letters if sign not in said]:
        go = "does" if len(missing) == 1 else "do"
        return f"{heard} Where {go} {' and '.join(missing)} go?"
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
    said = [f"{_named(group)}{' level' if len(group) > 1 else ''}" for group in groups]
    return ", then ".join(said)


def _named(group: Sequence[str]) -> str:
    *first, last = group
    return f"{', '.join(first)} and {last}" if first else last
