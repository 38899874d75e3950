"""A figure is what was promised, what was seen in each round, and whether that is enough.

The median decides; the spread over the rounds stands beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

WORDS = {True: "PASS", False: "FALL SHORT", None: "-"}


@dataclass(frozen=True, slots=True)
class Figure:
    """`values` are what the goal is about, one a round: a ratio, or a number with its `unit`.

    `least` or `most` is the goal; a figure without either is told, not judged. `ours` and `floor`
    say what the ratio was made of.
    """

    name: str
    values: Sequence[float]
    least: float | None = None
    most: float | None = None
    unit: str = ""
    ours: str = ""
    floor: str = ""

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def passed(self) -> bool | None:
        if self.least is not None:
            return self.value >= self.least
        return None if self.most is None else self.value <= self.most

    @property
    def goal(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:g}{self.unit}"
        return "" if self.most is None else f"≤ {self.most:g}{self.unit}"

    def told(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "median": self.value,
            "min": min(self.values),
            "max": max(self.values),
            "unit": self.unit or "ratio",
            "goal": self.goal,
            "ours": self.ours,
            "floor": self.floor,
            "verdict": WORDS[self.passed],
        }


@dataclass(slots=True)
class Rates:
    """Rates of several rivals, measured one after another in each round."""

    seen: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, rate: float) -> None:
        self.seen.setdefault(name, []).append(rate)

    def against(
        self,
        what: str,
        ours: str,
        floor: str,
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> Figure:
        """Ours over the floor's, round by round."""
        pairs = zip(self.seen[ours], self.seen[floor], strict=True)
        return Figure(
            what,
            [mine / theirs for mine, theirs in pairs],
            least,
            most,
            "",
            spread(self.seen[ours]),
            spread(self.seen[floor]),
        )


def spread(values: Sequence[float], unit: str = "/s") -> str:
    """The median and its range, as short as they mean something."""
    return f"{short(median(values))} ({short(min(values))}–{short(max(values))}) {unit}".strip()


def short(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percentile(values: Iterable[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def show(figures: Sequence[Figure]) -> None:
    table = Table(title="median (min–max)")
    for heading in ("what", "ours", "floor", "figure", "goal", ""):
        table.add_column(heading, overflow="fold")
    for one in figures:
        figure = spread(one.values, one.unit)
        table.add_row(one.name, one.ours, one.floor, figure, one.goal, WORDS[one.passed])
    Console(width=None if Console().is_terminal else 160).print(table)
