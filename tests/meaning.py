"""What somebody means to say of a task of the medley, and how they go about it: drawn by seat and
number, so that whoever is interrupted goes on as they began, and every run means the same.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bot.rubric import FAILURES, FAULTS, MERITS, SEVERITIES
from tests.medley import CRITERIA, asked, keys

CANNOT = ("not_my_field", "not_enough_information", "experts_differ")
SKIPS = ("not_my_field", "experts_differ", "upsetting", "cannot_read_here")

REASON = "Reason {}: it names no sign on which the reader should come back at once."
OTHER = "Second thoughts, number {}: it leaves out at what point to be seen the same day."
SHORT = "Reason {}, in brief."
WORDING = "Wording {}: come back if it is worse tomorrow."


@dataclass(frozen=True)
class Meant:
    """A whole answer. Where nothing of a kind is asked, nothing of it is meant."""

    ranking: Sequence[Sequence[str]] = ()
    strengths: Sequence[int] = ()
    stands: bool = True
    ratings: Mapping[str, Mapping[str, int | str]] = field(default_factory=dict)
    """By answer and criterion: a number, or the code of why it cannot be judged."""
    risks: Mapping[str, str] = field(default_factory=dict)
    failures: Mapping[str, Sequence[str]] = field(default_factory=dict)
    places: Mapping[str, int | None] = field(default_factory=dict)
    """Which sentence it is in, counted from 0."""
    wordings: Mapping[str, str] = field(default_factory=dict)
    main: tuple[str, str] | None = None
    rationale: str = ""


@dataclass(frozen=True)
class Plan:
    """One task for one person: what they mean, at first and at last, and how they go about it.

    `by` is how the one becomes the other: "change" or "edit". `aside` is a page of [More] that is
    visited once; `slips`: what names a patient is typed before the reason.
    """

    number: int
    first: Meant
    last: Meant
    by: str = ""
    skip: str = ""
    aside: str = ""
    slips: bool = False
    form: bool = False
    typed: bool = False
    back: bool = False
    """Whether they tap [Back] where there is nothing before, and are told so."""


ASIDES = ("report", "later", "away", "meaning")


@cache
def plan(seat: str, number: int) -> Plan:
    """Of one seat's, of one task."""
    chance = random.Random(f"{seat} {number}")
    first = _meant(number, chance)
    last, by = first, chance.choice(("change", "edit", "", "", ""))
    if by == "edit" and first.rationale:
        last = replace(first, rationale=OTHER.format(number))
    elif by:
        last, by = _otherwise(number, first, chance), "change"
    skip = chance.choice(SKIPS) if chance.random() < 0.08 else ""
    wordy = bool(first.rationale) and not skip
    aside = chance.choice(ASIDES) if not skip and chance.random() < 0.25 else ""
    if aside == "report" and number % 2 == (seat == "slack"):  # two of them would stop a task
        aside = "meaning"
    return Plan(
        number,
        first,
        last,
        by=by if last != first else "",
        skip=skip,
        aside=aside,
        slips=wordy and chance.random() < 0.5,
        form=wordy and by != "edit" and chance.random() < 0.5,
        typed=chance.random() < 0.4,
        back=chance.random() < 0.4,
    )


def _meant(number: int, chance: random.Random) -> Meant:
    ask, there = asked(number)[1], keys(number)
    meant = Meant()
    if "flag" in ask:
        meant = _flagged(there, meant, chance)
    if "rate" in ask:
        meant = replace(meant, ratings={key: _rated(chance) for key in there})
    if "rank" in ask:
        meant = _ranked(there, meant, chance)
    if "rationale" in ask:
        if "rank" in ask and len(there) == 2:
            meant = replace(meant, main=_main(meant, chance))
        meant = replace(meant, rationale=_reason(number, meant, chance))
    return meant


def _flagged(there: Sequence[str], meant: Meant, chance: random.Random) -> Meant:
    risks = {key: chance.choice(SEVERITIES) for key in there}
    if len(there) > 1:
        return replace(meant, risks=risks)
    (key,) = there
    codes = chance.sample(list(FAILURES), chance.choice((0, 1, 1, 2, 3)))
    if not codes:
        return replace(meant, failures={key: ()})
    return replace(
        meant,
        failures={key: tuple(code for code in FAILURES if code in codes)},
        risks={key: chance.choice(SEVERITIES[1:])},
        places={key: chance.choice((None, 0, 1, 2))},
        wordings={key: WORDING.format(chance.randrange(100)) if chance.random() < 0.6 else ""},
    )


def _rated(chance: random.Random) -> dict[str, int | str]:
    return {
        name: chance.choice(CANNOT) if chance.random() < 0.15 else chance.randint(1, 5)
        for name in CRITERIA
    }


def _ranked(there: Sequence[str], meant: Meant, chance: random.Random) -> Meant:
    groups: list[list[str]] = []
    for key in chance.sample(there, len(there)):
        if groups and chance.random() < 0.3:
            groups[-1].append(key)
        else:
            groups.append([key])
    strengths = [chance.randint(1, 3) for _ in groups[1:]]
    return replace(meant, ranking=groups, strengths=strengths, stands=chance.random() < 0.6)


def _main(meant: Meant, chance: random.Random) -> tuple[str, str] | None:
    """A fault of the one that lost, or of either where they are level; a merit of the winner."""
    if chance.random() < 0.2:
        return None
    best, worst = meant.ranking[0], meant.ranking[-1]
    if len(meant.ranking) == 2 and chance.random() < 0.3:
        return best[0], MERITS[0][1]
    return chance.choice(worst), chance.choice(FAULTS)[1]


def _reason(number: int, meant: Meant, chance: random.Random) -> str:
    """None only where none is required."""
    if chance.random() < 0.3 and not _required(meant):
        return ""
    return (SHORT if chance.random() < 0.2 else REASON).format(number)


def _required(meant: Meant) -> bool:
    worst = {"S2", "S3"} & set(meant.risks.values())
    return bool(worst) or 3 in meant.strengths or contradicts(meant)


def _otherwise(number: int, meant: Meant, chance: random.Random) -> Meant:
    """One thing of it is said otherwise, with what follows from it."""
    ask, there = asked(number)[1], keys(number)
    if len(meant.ranking) > 1:
        other = replace(meant, ranking=list(reversed(meant.ranking)), stands=not meant.stands)
        if meant.main:  # it is asked again: of who won and who lost it cannot be said any more
            other = replace(other, main=_main(other, chance))
    elif meant.ratings:
        key = chance.choice(there)
        other = replace(meant, ratings={**meant.ratings, key: _turned(meant.ratings[key])})
    elif meant.failures:
        other = _flagged(there, replace(Meant(), rationale=meant.rationale), chance)
    else:
        return meant
    if "rationale" in ask and not other.rationale and _required(other):
        return replace(other, rationale=REASON.format(number))
    return other


def _turned(rated: Mapping[str, int | str]) -> dict[str, int | str]:
    """Another accuracy."""
    was = rated["accuracy"]
    return {**rated, "accuracy": 3 if was != 3 else 4}


def contradicts(meant: Meant) -> bool:
    """Whether one that was marked as riskier stands above another."""
    harm = [[SEVERITIES.index(meant.risks.get(key, "none")) for key in g] for g in meant.ranking]
    return any(max(above) > min(below) for n, above in enumerate(harm) for below in harm[n + 1 :])
