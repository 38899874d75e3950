"""A scripted annotator who sees what a person sees and presses what a person would press."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bot.text import restore

if TYPE_CHECKING:
    from tests.real.run import Run

WAIT_SECONDS = 60.0
LOOK_SECONDS = 0.02
ANSWER = re.compile(r"Answer ([A-I])(?: \(\d+/\d+\))? · AI text under test")
"""How an answer's message begins; a question may begin with the word, too."""

NEWEST = 16
"""Messages looked at: a task, its panel and what stands around it."""


class Annotator:
    """One person on one platform of the playground."""

    def __init__(self, run: "Run", platform: str, name: str) -> None:
        self.newest = NEWEST
        self.run, self.platform, self.name = run, platform, name
        made = run.control(f"{platform}/people", {"name": name, "zone": "Europe/London"})
        self.id = made["id"]
        self._pressed: set[tuple[Any, ...]] = set()

    def screen(self) -> dict[str, Any]:
        return dict(self.run.control(f"{self.platform}/screen/{self.id}?last={self.newest}"))

    def press(self, label: str, message: str | None = None, stale: bool = False) -> dict[str, Any]:
        """Press a button; `stale`: on a screen that may not show yet what replaced it."""
        body: dict[str, Any] = {"person": self.id, "label": label, "stale": stale}
        if message is not None:
            body["message"] = message
        answer = self.run.control(f"{self.platform}/press", body)
        assert answer["acked"], f"{self.name}: {label} was not acknowledged: {answer}"
        return dict(answer)

    def say(self, text: str, **more: Any) -> None:
        self.run.control(f"{self.platform}/say", {"person": self.id, "text": text, **more})

    def open(self, where: str, code: str = "") -> None:
        self.run.control(f"{self.platform}/open", {"person": self.id, "where": where, "code": code})

    def until(self, seen: Callable[[dict[str, Any]], Any], what: str) -> Any:
        """Look until `seen` finds something."""
        give_up = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < give_up:
            screen = self.screen()
            if found := seen(screen):
                return found
            time.sleep(LOOK_SECONDS)
        last = [message["text"][:200] for message in screen["messages"][-4:]]
        raise AssertionError(f"{self.name} never saw {what}; last: {last}")

    def button(self, label: str) -> dict[str, Any]:
        """Wait for the newest message with this button; press it."""
        message = self.until(lambda screen: self._unpressed(screen, label), f"[{label}]")
        self.press(label, message["id"])
        return dict(message)

    def _unpressed(self, screen: dict[str, Any], label: str) -> dict[str, Any] | None:
        """The newest message with this button, unless that very button was pressed already: the
        answer to a press may not stand there yet."""
        found = newest(screen, label)
        if found is None:
            return None
        (button,) = [one for one in found["buttons"] if one["label"] == label]
        mark = (found["id"], button["id"], button.get("value"))
        if mark in self._pressed:
            return None
        self._pressed.add(mark)
        return found

    def question(self, screen: dict[str, Any]) -> str:
        """The newest task's question, joined and restored from its parts."""
        parts: list[str] = []
        ended = False
        for message in once(screen["messages"]):
            if message["text"].startswith("Compare two answers · about "):
                parts = [] if ended else parts
                parts.append(message["text"])
                ended = False
            elif ANSWER.match(message["text"]):
                ended = True
        return restore(parts)

    def join(self, *, reader: bool = False) -> None:
        """First contact, as somebody who takes part and wants no reminders."""
        for label in ("Continue", "Continue", "Continue", "Take part", "No reminders"):
            self.button(label)
        self.button("Don't quote")
        self.until(lambda screen: said(screen, "Do you use a screen reader"), "the next page")
        self.button("Yes" if reader else "No")
        self.button("Correct")


def once(messages: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The bot's messages; a copy that Telegram may show right below its original is left out."""
    last = None
    for message in messages:
        if message["from"] == "bot":
            if message["text"] != last:
                yield message
            last = message["text"]


def newest(screen: dict[str, Any], label: str) -> dict[str, Any] | None:
    """The newest message that has a button of this label."""
    for message in reversed(screen["messages"]):
        if any(button["label"] == label for button in message["buttons"]):
            return dict(message)
    return None


def fresh(old: str, screen: dict[str, Any]) -> dict[str, Any] | None:
    """The panel of another task than the one that `old` was the panel of."""
    panel = newest(screen, "Level")
    return panel if panel and panel["id"] != old else None


def said(screen: dict[str, Any], words: str) -> bool:
    return any(words in message["text"] for message in screen["messages"])


def answers(screen: dict[str, Any]) -> dict[str, str]:
    """The texts of the newest task's answers by letter, joined and restored from their parts."""
    parts: dict[str, list[str]] = {}
    for message in once(screen["messages"]):
        if heading := ANSWER.match(message["text"]):
            text, letter = message["text"], heading[1]
            if letter == "A" and "B" in parts:
                parts = {}
            parts.setdefault(letter, []).append(text)
    return {letter: restore(pieces) for letter, pieces in parts.items()}
