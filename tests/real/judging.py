"""Somebody who answers every kind of question as they were told, tap by tap, and errs if told so.

What is asked is read from the newest panel, as a person would; nothing is known of the engine.
"""

import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.text import restore
from tests.real.annotator import ANSWER, Annotator, once

Json = dict[str, Any]

HEADING = re.compile(r"(?:Compare|Rank|Rate|Find)[^·\n]* · about \d+ min · ")
WHY = "It says plainly what to do next, and nothing in it could mislead the reader."
ABOUT = re.compile(r"Answer ([A-I])\b")
RISKS = {4: "no concern", 3: "S1 wrong, but no real harm", 2: "S2 care delayed or worse"}
HARM = "S3 could cause serious harm"
PATIENCE_SECONDS = 1.5
"""A panel that looks as it did so long after a press was left as it is: it is answered anew."""


@dataclass(frozen=True)
class Told:
    """What somebody is to say of one task: groups of response ids, best first, and a number for
    each response that has one."""

    ranking: Sequence[Sequence[str]] = ()
    scores: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Seen:
    """The newest task on a screen: its question, and which response stands under which letter."""

    question: str
    texts: dict[str, str]


def newest_task(screen: Json) -> Seen:
    """The last task that was posted, joined and restored from its parts."""
    question: list[str] = []
    answers: dict[str, list[str]] = {}
    for message in once(screen["messages"]):
        text = message["text"]
        if heading := ANSWER.match(text):
            answers.setdefault(heading[1], []).append(text)
        elif HEADING.match(text):
            if answers:
                question, answers = [], {}
            question.append(text)
    return Seen(restore(question), {letter: restore(parts) for letter, parts in answers.items()})


@dataclass
class Judge:
    """One annotator. `chance` makes them err: go back, undo, change their mind, tap twice."""

    who: Annotator
    tasks: Sequence[Json]
    told: Mapping[str, Told]
    chance: random.Random | None = None
    abstains: bool = False
    _said: str = ""
    _at: float = 0.0

    def work(self) -> None:
        """Until nothing is waiting."""
        self.who.say("next")
        while panel := self.who.until(self._panel, "a question"):
            if panel == "over":
                return
            self._answer(panel)

    def _panel(self, screen: Json) -> Json | str | None:
        """The newest message with buttons, if it is not the one answered last."""
        if any("Nothing waiting for you." in one["text"] for one in screen["messages"][-2:]):
            return "over"
        for message in reversed(screen["messages"]):
            if message["buttons"]:
                values = [one.get("value") or one["id"] for one in message["buttons"]]
                now = f"{message['id']} {values}"
                waits = now == self._said and time.monotonic() - self._at < PATIENCE_SECONDS
                return None if waits else {**message, "mark": now, "screen": screen}
        return None

    def _answer(self, panel: Json) -> None:
        self._said, self._at = panel["mark"], time.monotonic()
        labels = [one["label"] for one in panel["buttons"]]
        label = self._wanted(panel, labels)
        if label is None:
            self._words(panel)
            return
        if self.chance and (other := self._errs(labels, label)):
            label = other
        self._tap(label, panel)
        if self.chance and self.chance.random() < 0.15:
            self._tap(label, panel)

    def _words(self, panel: Json) -> None:
        where = {"thread": panel["id"]} if self.who.platform == "slack" else {}
        self.who.say(WHY, **where)

    def _tap(self, label: str, panel: Json) -> None:
        """One press; of a panel that was redrawn between the look and the tap, none."""
        try:
            self.who.press(label, panel["id"], stale=True)
        except AssertionError as gone:
            assert "a button" in str(gone) or "no button" in str(gone), gone

    def _errs(self, labels: list[str], label: str) -> str | None:
        """Something else than what leads on, now and then, of what can be undone."""
        assert self.chance
        if self.chance.random() > 0.2 or label in ("Next task", "Not my field"):
            again = label == "Next task" and self.chance.random() < 0.15
            return "Change" if again else None
        wrong = [one for one in labels if len(one) == 1 or one.startswith("Level with")]
        ways = [one for one in ("Undo", "Back") if one in labels]
        if self.abstains and "Skip" in labels and self.chance.random() < 0.15:
            return "Skip"
        return self.chance.choice([*ways, *wrong]) if ways or wrong else None

    def _wanted(self, panel: Json, labels: list[str]) -> str | None:
        """The button that says what was told, or the whole order where there is a list of them;
        None where words are awaited."""
        for ask in (_onward, _choice):
            if label := ask(panel["text"], labels):
                return label
        task, letters = self._shown(panel)
        told = self.told[task["id"]]
        groups = [[letters[key] for key in group] for group in told.ranking]
        scores = {letters[key]: score for key, score in told.scores.items()}
        if panel.get("selects") and sum(map(ord, task["id"])) % 2:
            return " > ".join(" = ".join(sorted(group)) for group in groups)
        return ordered(panel["text"], labels, groups) or _scored(panel["text"], labels, scores)

    def _shown(self, panel: Json) -> tuple[Json, dict[str, str]]:
        """The task that a panel asks about, and the letter of each response by its id."""
        seen = newest_task(panel["screen"])
        task = self._task(seen)
        letters = {
            one["id"]: letter
            for letter, text in seen.texts.items()
            for one in task["responses"]
            if one["text"] == text
        }
        return task, letters

    def _task(self, seen: Seen) -> Json:
        texts = sorted(seen.texts.values())
        for task in self.tasks:
            if sorted(one["text"] for one in task["responses"]) == texts:
                said = task["prompt"]
                last = said if isinstance(said, str) else said[-1]["content"]
                if last in seen.question:
                    return task
        raise AssertionError(f"{self.who.name} sees a task that was never imported: {seen}")


def _onward(text: str, labels: list[str]) -> str | None:
    """What goes on whatever is told: a summary, a page, a question about how it was answered."""
    for label in ("Next task", "Not my field", "Keep both", "None of these", "Send as is"):
        if label in labels:
            return label
    if "What would you like to change?" in text:
        return labels[0]
    nothing = ("No one place", "No wording", "No reason")
    return next((one for one in nothing if one in labels), None)


def _choice(text: str, labels: list[str]) -> str | None:
    if "How much better" in text:
        return "Better"
    return "Yes" if "as it stands?" in text else None


def ordered(text: str, labels: list[str], groups: list[list[str]]) -> str | None:
    """The next tap of a ranking, from what the panel says was tapped so far."""
    if not groups:
        return None
    if "Which answer is better overall?" in text:
        return f"{groups[0][0]} is better" if len(groups) == 2 else "Level"
    if "Tap the best answer." in text:
        return groups[0][0]
    left = [one for one in labels if len(one) == 1]
    if "Submit" in labels:
        return "Submit" if _as_said(text, groups) else "Undo"
    if "is left." in text:
        return _last(labels, groups)
    placed = [[one for one in group if one not in left] for group in groups]
    level = _level(text)
    if level:
        mates = next(group for group in groups if level in group)
        return next((one for one in mates if one in left), "None")
    return _next(text, labels, groups, placed) if "next best?" in text else None


def _level(text: str) -> str:
    found = re.search(r"Which is level with ([A-I])\?", text)
    return found[1] if found else ""


def _next(text: str, labels: list[str], groups: list[list[str]], placed: list[list[str]]) -> str:
    """A letter, [Level with …], or [Undo] where what stands is not what was told."""
    left = [one for one in labels if len(one) == 1]
    said = re.search(r"\w+ ([A-I](?:,? (?:and )?[A-I])*)(?: level)?\. Which is next best\?", text)
    assert said, text
    last = re.findall(r"[A-I]", said[1])
    both = list(zip(groups, placed, strict=True))
    full = [group for group, there in both if not set(group) - set(there)]
    begun = [group for group, there in both if there and set(group) - set(there)]
    fits = groups[: len(full)] == full and len(begun) <= 1
    newest = [one for group in begun or full[-1:] for one in group if one not in left]
    if not fits or set(last) != set(newest):  # of one group, or of two that were meant as one
        return "Undo"
    if begun:
        level = next(one for one in labels if one.startswith("Level with "))
        return level if begun[0] == groups[len(full)] else "Undo"
    return next(one for one in groups[len(full)] if one in left)


def _last(labels: list[str], groups: list[list[str]]) -> str:
    alone = next(one for one in labels if one.endswith(" is last"))
    level = next(one for one in labels if " level with " in one)
    return alone if groups[-1] == [alone[0]] else level


def _as_said(text: str, groups: list[list[str]]) -> bool:
    said = text.rsplit("\n", 1)[-1].rstrip(".").split(", then ")
    return [sorted(re.findall(r"\b[A-I]\b", one)) for one in said] == [
        sorted(one) for one in groups
    ]


def _scored(text: str, labels: list[str], scores: Mapping[str, int]) -> str | None:
    """A rating as given; the risk and the failure that go with it."""
    found = ABOUT.findall(text)
    if not found:
        return None
    score = scores.get(found[-1], 4)
    if "if this reader acted on it?" in text:
        return next(one for one in labels if one.endswith(RISKS.get(score, HARM)))
    if "What is wrong with" in text:
        return "Done" if "Done" in labels else "Factually wrong" if score < 4 else labels[4]
    if " chosen." in text:
        return labels[0] if " 0 chosen." in text else "Done"
    return next((one for one in labels if one.startswith(f"{score} ")), None)
