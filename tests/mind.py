"""Somebody's way through an evening: tasks of every kind, with pages looked into, a task put away
for later, a skip, a report, a change of mind, a reason edited, a word too much about a patient.

What they mean is drawn beforehand (`tests.meaning`); here is kept how far they are, and what else
must have come of it.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.meaning import Plan, plan
from tests.saying import SKIP_LABELS, SLIP, Act, Panel, said, tap

PAGES = ("Why skip it?", "What is it?", "What is wrong here?", "What would you like to change?")
REPORTED = "Cut off"
ERRS = 0.08
"""How often something is tapped that is taken back at once."""


@dataclass
class Mind:
    """One seat's. `chance` makes them err on the way."""

    seat: str
    chance: random.Random | None = None
    leaves: bool = True
    """Whether a task that was put away for later is left; else it is taken up at once."""
    been: set[int] = field(default_factory=set)
    """Tasks of which the page of [More] was seen."""
    changing: set[int] = field(default_factory=set)
    slipped: set[int] = field(default_factory=set)
    reporting: set[int] = field(default_factory=set)
    reported: set[int] = field(default_factory=set)
    begun: set[int] = field(default_factory=set)
    finished: set[int] = field(default_factory=set)
    """Tasks that they left as done, or skipped."""
    contests: set[str] = field(default_factory=set)
    """Texts of which they said that they are about no patient, by the button's token."""
    contested: set[str] = field(default_factory=set)
    """Those of which that was acknowledged."""

    def act(self, panel: Panel) -> Act | None:
        """What to do next; None to wait."""
        if panel.number is None:
            return self._onward(panel)
        told = plan(self.seat, panel.number)
        if act := self._page(panel, told):
            return act
        if "Next task" in panel.labels:
            return self._summary(panel, told)
        if told.skip:
            return tap("Skip")
        if told.aside and panel.number not in self.been and "More" in panel.labels:
            return tap("More")
        if told.back and panel.number not in self.begun and "Back" in panel.labels:
            self.begun.add(panel.number)
            return tap("Back")
        if act := self._errs(panel):
            return act
        act = said(panel, told.last if panel.number in self.changing else told.first, told)
        if told.slips and act.about == "reason" and act.kind == "words":
            return self._careless(panel, act)
        return act

    def _onward(self, panel: Panel) -> Act | None:
        """No task's panel: what leads to one."""
        for label in ("Next task", "Bring it here"):
            if label in panel.labels:
                return tap(label)
        return None

    def _page(self, panel: Panel, told: Plan) -> Act | None:
        """A page that is no question."""
        text, number = panel.text, told.number
        if "Why skip it?" in text:
            return tap(SKIP_LABELS[told.skip])
        if "What is wrong here?" in text:
            self.been.add(number)
            self.reporting.add(number)
            return tap(REPORTED)
        if number in self.reporting and "What is it?" not in text:
            self.reported.add(number)
        if "What is it?" in text:
            return tap(self._aside(told))
        if "Safe, then accurate, then helpful." in text:
            self.been.add(number)
            return tap("Back")
        if "Kept for you until" in text:
            self.been.add(number)
            return tap("Next task" if told.aside == "away" and self.leaves else "Back")
        if "What would you like to change?" in text:
            self.changing.add(number)
            return tap(_changed(panel, told))
        if "Bring it here" in panel.labels:
            return tap("Bring it here")
        return None

    def _aside(self, told: Plan) -> str:
        if not told.aside or told.number in self.been:
            return "Back"
        pages = {"report": "Something is wrong here", "meaning": "What does this mean?"}
        return pages.get(told.aside, "Later")

    def _summary(self, panel: Panel, told: Plan) -> Act:
        """What was meant otherwise at last is changed; then on."""
        if told.by == "change" and told.number not in self.changing and "Change" in panel.labels:
            return tap("Change")
        words = told.last.rationale
        if told.by == "edit" and words.split(":")[0] not in panel.text and "Change" in panel.labels:
            return Act("edit", words, "reason")
        self.finished.add(told.number)
        return tap("Next task")

    def _careless(self, panel: Panel, act: Act) -> Act:
        """First with a word too much, until they are told."""
        if panel.warned and panel.number is not None:
            self.slipped.add(panel.number)
        return act if panel.number in self.slipped else Act("words", SLIP, "slip")

    def _errs(self, panel: Panel) -> Act | None:
        """Another tap, of what can be undone: of a finished answer nothing is given up."""
        if self.chance is None or self.chance.random() > ERRS:
            return None
        ways = [label for label in panel.labels if label == "Undo" or len(label) == 1]
        ways += [label for label in panel.labels if label.startswith("Level with")]
        if panel.number not in self.changing and "Back" in panel.labels:
            ways.append("Back")
        return tap(self.chance.choice(ways)) if ways else None


def _changed(panel: Panel, told: Plan) -> str:
    """What has to be asked again, by its button."""
    first, last = told.first, told.last
    if first.ranking != last.ranking:
        return next(one for one in panel.labels if one in ("Which is better", "The order"))
    for key, letter in panel.letters.items():
        if first.ratings.get(key) != last.ratings.get(key):
            return f"{letter}: Medical accuracy"
        if first.failures.get(key) != last.failures.get(key):
            return f"{letter}: what is wrong"
    return "Back" if first == last else f"{panel.letters['a0']}: what is wrong"


def asks_nothing(text: str) -> bool:
    """Whether this is a page of a panel that is no question about its task."""
    return any(words in text for words in PAGES)


def untold(minds: Sequence[Mind], rows: Sequence[Mapping[str, Any]], told: Counter[str]) -> str:
    """How what coordinators heard of these people, by kind, is not what came of their work."""
    wanted = Counter(
        report=sum(len(mind.reported) for mind in minds),
        upset=sum(row["abstention"] == "upsetting" for row in rows),
    )
    least = sum(len(mind.contested) for mind in minds)
    most = sum(len(mind.contests) for mind in minds)
    found = [kind for kind, number in wanted.items() if told[kind] != number]
    if not least <= told["details"] <= most:
        found.append("details")
    return f"{', '.join(found)}: {told}, not {wanted}, {least} to {most}" if found else ""
