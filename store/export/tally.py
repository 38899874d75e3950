"""What the card counts while the rows go by: how much there is, and how far to trust it.

Rates are counted, never estimated, and each carries its n.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import sqrt
from typing import Any

from store.export import asked
from store.export.votes import Pair, Revision, Task, prefers, ranking_of

CHANCE_95 = 1.96 * 0.5
"""Half-width of what chance alone gives a fair coin in 95 of 100 series, times sqrt(n)."""


@dataclass(slots=True)
class Rate:
    """`count` of `of`; a level vote against a decided one counts half (method.md 1.2, 8)."""

    count: float = 0
    of: int = 0

    def add(self, hit: float) -> None:
        self.count += hit
        self.of += 1

    def told(self) -> dict[str, Any]:
        """`rate` is None where nothing was counted."""
        return {"rate": round(self.count / self.of, 4) if self.of else None, "n": self.of}

    def by_chance(self) -> str:
        """The range a fair coin would stay in."""
        half = CHANCE_95 / sqrt(self.of) if self.of else 0.5
        return f"{100 * max(0.5 - half, 0):.0f} to {100 * min(0.5 + half, 1):.0f} %"


@dataclass(slots=True)
class Tally:
    """Counts over a whole project; memory does not grow with it."""

    overlap: int
    people: set[int] = field(default_factory=set)
    platforms: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    abstentions: Counter[str] = field(default_factory=Counter)
    votes_with: Counter[str] = field(default_factory=Counter)
    rubrics: set[int] = field(default_factory=set)
    renderers: set[str] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)
    agreement: Rate = field(default_factory=Rate)
    decided: Rate = field(default_factory=Rate)
    compared_tasks: int = 0
    first: Rate = field(default_factory=Rate)
    longer: Rate = field(default_factory=Rate)
    oldest: int | None = None
    newest: int | None = None

    def chain(self, revisions: Sequence[Revision]) -> None:
        """One person's revisions of one task, oldest first."""
        last = revisions[-1]
        self.people.add(last.person)
        self.rubrics.update(one.rubric for one in revisions)
        self.renderers.add(last.renderer)
        self.counts["superseded"] += len(revisions) - 1
        self.oldest = min(self.oldest or revisions[0].at, revisions[0].at)
        self.newest = max(self.newest or last.at, last.at)
        if last.abstention:
            self.abstentions[last.abstention] += 1
            return
        self.platforms[last.platform] += 1
        self.counts["votes"] += 1
        self.votes_with.update(asked.marks(last.answer))
        self.counts["extra"] += last.extra

    def task(self, task: Task, votes: Sequence[Revision]) -> None:
        """All votes on one task."""
        self.counts["tasks_answered"] += bool(votes)
        if len(task.responses) != 2:
            return
        cast = [
            (vote, prefers(ranking, task.responses[0][0], task.responses[1][0]))
            for vote in votes
            if (ranking := ranking_of(vote))
        ]
        sides = [side for _, side in cast]
        self.counts["level"] += sides.count(0)
        self.compared_tasks += len(sides) > 1
        for one, other in combinations(sides, 2):
            self.agreement.add(1 if one == other else 0.5 if 0 in (one, other) else 0)
            if one and other:
                self.decided.add(one == other)
        words = [len(text.split()) for _, text in task.responses]
        for vote, side in cast:
            if side:
                winner = 0 if side > 0 else 1
                self.first.add(vote.order[0] == winner)
                if words[0] != words[1]:
                    self.longer.add(words[winner] > words[1 - winner])

    def keep(self, task: Task, found: Sequence[Pair | str]) -> list[Pair]:
        """The pairs of a task that may train; the others are counted by reason."""
        why = "gold" if task.gold else "withdrawn" if task.withdrawn else ""
        kept = []
        for one in found:
            if why or isinstance(one, str):
                self.dropped[why or str(one)] += 1
            else:
                self.counts["pairs_below_overlap"] += one.votes < self.overlap
                kept.append(one)
        return kept
