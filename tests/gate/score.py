"""How much of what names somebody the gate finds, and how often it is wrong, on invented sentences.

A detail counts as found if one finding covers four fifths of it, whatever its kind: what waits
for a person waits for any reason. How many were called by their kind is told beside it.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.gate import KINDS, Finding, findings

HALVES = {
    "known": Path(__file__).with_name("known.txt"),
    "held out": Path(__file__).with_name("held_out.txt"),
}
MARK = re.compile(r"⟦(?P<kind>[a-z]+)\|(?P<words>[^⟧]+)⟧")
COVERED = 0.8


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is typed, and what in it names somebody."""

    text: str
    marked: tuple[Finding, ...]


def sentence(line: str) -> Sentence:
    text, marked, last = "", list[Finding](), 0
    for mark in MARK.finditer(line):
        text += line[last : mark.start()]
        marked.append(Finding(mark["kind"], len(text), len(text) + len(mark["words"])))
        text += mark["words"]
        last = mark.end()
    return Sentence(text + line[last:], tuple(marked))


def sentences(path: Path) -> list[Sentence]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [sentence(line) for line in lines if line and not line.startswith("#")]


def hit(mark: Finding, found: tuple[Finding, ...]) -> Finding | None:
    """The finding that covers enough of what is marked."""
    needed = COVERED * (mark.end - mark.start)
    for one in found:
        if min(mark.end, one.end) - max(mark.start, one.start) >= needed:
            return one
    return None


@dataclass(frozen=True, slots=True)
class Score:
    """What was there and what was found, by kind; sentences caught; clean ones not let be."""

    there: Counter[str]
    found: Counter[str]
    called: int
    telling: int
    caught: int
    clean: int
    alarms: int

    def table(self) -> list[str]:
        found, there = self.found.total(), self.there.total()
        return [
            *(f"  {kind:10} {self.found[kind]:3} of {self.there[kind]:3}" for kind in KINDS),
            f"  {'all':10} {found:3} of {there:3} details, {found / there:.0%}",
            f"  called by their kind: {self.called} of {found}",
            f"  sentences with details caught: {self.caught} of {self.telling}",
            f"  false alarms: {self.alarms} of {self.clean} clean sentences",
        ]


def score(path: Path) -> Score:
    there, hits = Counter[str](), Counter[str]()
    called = telling = caught = clean = alarms = 0
    for one in sentences(path):
        found = findings(one.text)
        there.update(mark.kind for mark in one.marked)
        caught_here = [(mark, by) for mark in one.marked if (by := hit(mark, found))]
        hits.update(mark.kind for mark, _ in caught_here)
        called += sum(mark.kind == by.kind for mark, by in caught_here)
        telling += bool(one.marked)
        caught += bool(caught_here)
        clean += not one.marked
        alarms += bool(found) and not one.marked
    return Score(there, hits, called, telling, caught, clean, alarms)
