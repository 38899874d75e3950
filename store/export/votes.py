"""What a vote says and what several say together: pure rules, written out so they can be argued.

A vote is an annotator's newest answer to a task, if it is no abstention. A pair is made where a
strict majority of all votes, level ones counted, chose the same side; late extra votes count like
others. Ties never become pairs (notes on export, 1.8).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

SPLIT = "split-1"
"""Name of the rule below; a changed rule gets a new name. It is part of the hash."""

TEST_SHARE = 0.1
"""Share of the hashes, and so about that of the prompts, that is test."""

HASH_BYTES = 16

LEVEL, NO_MAJORITY = "level", "no_majority"
"""Why a comparison with votes is no pair: the majority said level, or there was none."""

Ranking = Sequence[Sequence[str]]
"""Response ids, best first; those of one inner list are level."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task as imported. `prompt` is (role, text) by turn, `responses` (id, text) in file order.
    `gold` is true where the right answer is known, so that it measures people and trains nobody."""

    id: int
    key: str
    prompt: Sequence[Sequence[str]]
    responses: Sequence[Sequence[str]]
    gold: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored answer of one person to one task; fields in the order that `reading` selects.

    `order` holds indexes into `Task.responses`; times are microseconds since 1970, UTC. `quoting`
    is the person's choice at the time of the export, None if not asked. `inquired` tells that they
    had asked the coordinator about the task by then.
    """

    task: int
    person: int
    platform: str
    attempt: int
    at: int
    cause: str
    answer: Mapping[str, Any]
    abstention: str
    order: Sequence[int]
    offered_at: int | None
    delivered_at: int | None
    first_tap_at: int | None
    active: int | None
    extra: bool
    rubric: int
    match: str
    renderer: str
    quoting: bool | None
    inquired: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """What a majority prefers. `chosen` and `rejected` are indexes into `Task.responses`;
    `strength` is 1 to 3, None where nobody was asked for it; `agreeing` of `votes` chose so.
    `order` sorts pairs, first by the prompt's opening (`group`), then by the whole prompt."""

    order: bytes
    task: int
    chosen: int
    rejected: int
    strength: int | None
    votes: int
    agreeing: int

    @property
    def group(self) -> bytes:
        return self.order[:HASH_BYTES]


def ranking_of(revision: Revision) -> Ranking | None:
    """What the revision ranks; None for an abstention, whose draft is nobody's answer."""
    return None if revision.abstention else revision.answer.get("ranking")


def prefers(ranking: Ranking, first: str, second: str) -> int:
    """1 if `first` stands above `second`, -1 if below, 0 if they are level."""
    place = {key: number for number, group in enumerate(ranking) for key in group}
    return (place[second] > place[first]) - (place[second] < place[first])


def oriented_strength(task: Task, revision: Revision) -> int | None:
    """-3 to 3: above 0 if the first response of the task file is better, 0 if level; None where
    it was not asked."""
    ranking = ranking_of(revision)
    if ranking is None or len(task.responses) != 2:
        return None
    side = prefers(ranking, task.responses[0][0], task.responses[1][0])
    if side == 0:
        return 0
    strength = revision.answer.get("strength")
    return None if strength is None else side * int(strength)


def pairs_of(task: Task, votes: Sequence[Revision]) -> list[Pair | str]:
    """One entry per unordered pair of responses that was voted on: the pair, or why it is none."""
    cast = [(vote, ranking) for vote in votes if (ranking := ranking_of(vote))]
    if not cast:
        return []
    order = _order(task.prompt)
    found: list[Pair | str] = []
    for first, second in combinations(range(len(task.responses)), 2):
        keys = task.responses[first][0], task.responses[second][0]
        sides = [prefers(ranking, *keys) for _, ranking in cast]
        side, agreeing = Counter(sides).most_common(1)[0]
        if agreeing * 2 <= len(sides):
            found.append(NO_MAJORITY)
        elif side == 0:
            found.append(LEVEL)
        else:
            chosen, rejected = (first, second) if side > 0 else (second, first)
            strengths = [
                vote.answer.get("strength")
                for (vote, _), its in zip(cast, sides, strict=True)
                if its == side
            ]
            strength = together(strengths) if len(task.responses) == 2 else None
            found.append(Pair(order, task.id, chosen, rejected, strength, len(sides), agreeing))
    return found


def together(strengths: Sequence[int | None]) -> int | None:
    """The mean of what the majority said, rounded; an exact half goes to the weaker.

    Those who chose otherwise are not averaged in: how many they were is `agreement`, and a
    strength that mixed both could point away from the chosen answer.
    """
    given = [strength for strength in strengths if strength is not None]
    return -((len(given) - 2 * sum(given)) // (2 * len(given))) if given else None


def cut(groups: Sequence[bytes]) -> bytes:
    """Groups below the result are test, the others train.

    A group's hash decides, so that a prompt keeps its side in every release; only where a side
    would stay empty does the cut move, by one group. A single group is train.
    """
    distinct = sorted(set(groups))
    limit = int(TEST_SHARE * 2**64).to_bytes(8, "big")
    tests = sum(group < limit for group in distinct)
    if len(distinct) < 2:
        return b""
    return distinct[min(max(tests, 1), len(distinct) - 1)]


def _order(prompt: Sequence[Sequence[str]]) -> bytes:
    """Two hashes: of how the talk opens, so that all that grew from one question stay on one
    side, and of the whole prompt. Letter case and white space make no difference."""
    said = [text for role, text in prompt if role != "system"]
    opening = said[0] if said else prompt[0][1]
    whole = json.dumps([[role, _folded(text)] for role, text in prompt], ensure_ascii=False)
    return _hash(_folded(opening)) + _hash(whole)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _hash(text: str) -> bytes:
    return hashlib.sha256(f"{SPLIT}\n{text}".encode()).digest()[:HASH_BYTES]
