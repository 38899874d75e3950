"""People at work as people are: they answer, go back, skip, look things up, write, and err.

Each does one thing at a time, and notes down outside of everything that is measured what a
platform acknowledged.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from adapters.edge import ID_LENGTH
from tests.real.annotator import Annotator

Json = dict[str, Any]

REASON = "It says to wait three days, although a baby with fever must be seen on the same day"
SHORT = ("unsafe", "B", "same", "idk")
PAGES = ("where", "answers", "settings", "help", "my data", "where", "learn")
RUBBISH = ("?", "🩺", "/nothing", "asdf " * 700, "12345", "a\u0000b", "💊" * 90, "<script>", "0")
ANSWERS = ("A is", "B is", "Level", "Clearly", "Better", "Slightly", "Yes", "No, neither")
MAIN = ("A: ", "B: ", "None of these")
ASIDE = ("Back", "Skip", "More", "Stop here", "Change")
APART_SECONDS = 4.0
"""Between two things somebody does, so that nothing of the first can come in between."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a task that its platform acknowledged. `answers`: it answers a question;
    `alone`: nothing else of this person's was under way."""

    assignment: str
    turn: int
    choice: str
    answers: bool
    alone: bool


@dataclass
class Clinician:
    """One person. `resting` they begin nothing new."""

    who: Annotator
    chance: random.Random
    pause: float
    done: int = 0
    presses: list[Press] = field(default_factory=list)
    finishing: int = 0
    resting: bool = False
    busy: bool = False
    failed: BaseException | None = None
    _others: float = 0.0
    _said: list[str] = field(default_factory=list)

    def rest(self) -> None:
        self.resting = True

    def go_on(self) -> None:
        """What stands in the chat may be old for a while."""
        self._others = time.monotonic() + APART_SECONDS
        self.resting = False

    def work(self, over: Event) -> None:
        try:
            while not over.is_set():
                began = time.monotonic()
                self.busy = not self.resting
                if self.busy:
                    self._something(self.who.screen())
                self.busy = False
                spent = time.monotonic() - began
                over.wait(max(0.0, self.pause * self.chance.uniform(0.5, 1.5) - spent))
        except BaseException as error:
            self.failed = error
            self.busy = False

    def _something(self, screen: Json) -> None:
        self.done += 1
        if screen["modal"]:
            self._form()
            return
        aside: tuple[tuple[float, Callable[[Json], None]], ...] = (
            (0.04, self._page),
            (0.02, self._rubbish),
            (0.03, self._old),
            (0.02, self._corrects),
            (0.01, self._opens),
        )
        drawn = self.chance.random()
        for part, does in aside:
            if drawn < part:
                self._others = time.monotonic()
                does(screen)
                return
            drawn -= part
        self._works(screen)

    def _works(self, screen: Json) -> None:
        """What the newest buttons ask; a reason where one is awaited."""
        panel = next((m for m in reversed(screen["messages"]) if _pressable(m)), None)
        if panel is None or self.chance.random() < 0.01:
            self._say("next" if self.chance.random() < 0.7 else "where")
            return
        labels = [one["label"] for one in _pressable(panel)]
        if "Why?" in panel["text"] or "would you point to" in panel["text"]:
            self._reason(panel, labels)
        elif "Next task" in labels:
            often = [one for one in labels if one == "Next task"] * 9
            self._press(panel, self.chance.choice([*often, *labels]))
        else:
            answers = [one for one in labels if one not in ASIDE] * 12
            self._press(panel, self.chance.choice([*answers, *labels]))

    def _reason(self, panel: Json, labels: list[str]) -> None:
        drawn = self.chance.random()
        if drawn < 0.25 and len(labels) > 3:
            self._press(panel, labels[0])
            return
        self.finishing += 1
        words = self.chance.choice(SHORT) if drawn > 0.9 else f"{REASON}, case {self.done}."
        where = "thread" if self.who.platform == "slack" else "reply_to"
        self._say(words, **({where: panel["id"]} if drawn < 0.9 else {}))

    def _form(self) -> None:
        self._others = time.monotonic()
        self.finishing += 1
        about = {"person": self.who.id, "fields": {"Where": f"{REASON}, form {self.done}."}}
        told = self._try("submit", about)
        if not told.get("acked") or told.get("errors"):
            self._try("close", {"person": self.who.id})

    def _press(self, panel: Json, label: str) -> None:
        button = next(one for one in _pressable(panel) if one["label"] == label)
        alone = time.monotonic() - self._others > APART_SECONDS
        self.finishing += _answers(label)
        told = self._try(
            "press", {"person": self.who.id, "label": label, "message": panel["id"], "stale": True}
        )
        assignment, _, rest = token(button).partition(":")
        turn, _, choice = rest.partition(":")
        if not told.get("acked"):
            self._others = time.monotonic()
        elif len(assignment) == ID_LENGTH:
            self.presses.append(Press(assignment, int(turn), choice, _answers(label), alone))

    def _page(self, _screen: Json) -> None:
        self._say(self.chance.choice(PAGES))

    def _rubbish(self, _screen: Json) -> None:
        if self.who.platform == "telegram" and self.chance.random() < 0.3:
            kind = self.chance.choice(("voice", "photo"))
            self._try("say", {"person": self.who.id, "text": "", "kind": kind})
        else:
            self._say(self.chance.choice(RUBBISH))

    def _old(self, screen: Json) -> None:
        """A button that stands higher up, and perhaps not any more."""
        if older := [one for one in screen["messages"][:-2] if _pressable(one)]:
            panel = self.chance.choice(older)
            label = self.chance.choice(_pressable(panel))["label"]
            about = {"person": self.who.id, "label": label, "message": panel["id"], "stale": True}
            self.finishing += 1
            self._try("press", about)

    def _corrects(self, _screen: Json) -> None:
        if self._said:
            about = {"person": self.who.id, "message": self._said[-1]}
            if self.chance.random() < 0.7:
                self._try("edit", about | {"text": f"{REASON}, corrected {self.done}."})
            else:
                self._try("delete", about)

    def _opens(self, _screen: Json) -> None:
        where = self.chance.choice(("home", "messages"))
        slack = self.who.platform == "slack"
        self._try("open", {"person": self.who.id, "where": where if slack else "start"})

    def _say(self, text: str, **more: Any) -> None:
        self._others = time.monotonic()
        told = self._try("say", {"person": self.who.id, "text": text, **more})
        if "message" in told:
            self._said = [*self._said[-3:], told["message"]]

    def _try(self, verb: str, body: Json) -> Json:
        """The platform itself may refuse it: what was seen is gone by now, or is nonsense."""
        try:
            return dict(self.who.run.control(f"{self.who.platform}/{verb}", body))
        except AssertionError:
            return {}


def token(button: Json) -> str:
    """What a button carries, on either platform."""
    return str(button.get("value") or button["id"])


def _answers(label: str) -> bool:
    return label.startswith((*ANSWERS, *MAIN))


def _pressable(message: Json) -> list[Json]:
    return [one for one in message["buttons"] if not one["url"]]
