"""Somebody at work while things die: they answer tasks of every kind as they were told, tap again
what nobody acknowledged, and ask where they are when all is quiet.
"""

import json
import time
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Self

from tests.medley import medley, told
from tests.real.annotator import Annotator
from tests.real.judging import Judge

Json = dict[str, Any]

QUIET_SECONDS, STUCK_SECONDS = 6.0, 120.0
AGAIN_SECONDS, WORDS_AGAIN_SECONDS = 0.4, 20.0
"""What was pressed without effect is pressed again; words are on their way for longer."""

LOOK_SECONDS = 0.05
NEWEST = 40
"""Messages of a screen: the longest task, and what stands around it."""


@dataclass
class Hand(Judge):
    """One person, in a thread of their own; `resting` they begin nothing new."""

    seen: str = ""
    since: float = field(default_factory=time.monotonic)
    failed: BaseException | None = None
    quiet: float = QUIET_SECONDS
    resting: bool = False
    _heard: bool = True
    _worded: float = 0.0
    _worded_for: str = ""
    _tasks: dict[str, tuple[Json, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, who: Annotator, tasks: int) -> Self:
        """Of somebody who knows so many tasks of the medley."""
        known = [medley(number) for number in range(tasks)]
        return cls(who, known, {task["id"]: told(n) for n, task in enumerate(known)})

    def acknowledged(self, token: str) -> None:
        """The platform says that a press was taken in, of a button that carries this."""

    def work(self, stop: Event | None = None) -> None:
        self.who.newest, self.patience = NEWEST, AGAIN_SECONDS
        try:
            while not (stop and stop.is_set()) and not self._look():
                time.sleep(LOOK_SECONDS)
        except BaseException as error:
            self.failed = error

    def _look(self) -> bool:
        """One look at the chat and what follows from it; True when nothing is left to do."""
        screen = self.who.screen()
        now, state = time.monotonic(), json.dumps(screen["messages"][-3:], sort_keys=True)
        if state != self.seen:
            self.seen, self.since = state, now
        quiet = now - self.since
        assert quiet < STUCK_SECONDS, f"{self.who.name} is stuck: {state[:3000]}"
        panel = self._panel(screen)
        if panel == "over":
            return True
        awaited = self._heard and now - self._worded > WORDS_AGAIN_SECONDS
        if quiet > self.quiet and awaited and not self.resting:
            self.who.say("where")
            self.since = now
        elif isinstance(panel, dict) and not (self.resting and _summary(panel)):
            self._answer(panel)
        return False

    def _shown(self, panel: Json) -> tuple[Json, dict[str, str]]:
        """Remembered: many a "where" later the answers have left the screen."""
        name = _token(panel["buttons"][0]).partition(":")[0]
        if name not in self._tasks:
            self._tasks[name] = super()._shown(panel)
        return self._tasks[name]

    def _words(self, panel: Json) -> None:
        """Typed once; Slack and Telegram deliver it later if nobody hears it now."""
        turn = _token(panel["buttons"][0]).rpartition(":")[0]
        if turn != self._worded_for or time.monotonic() - self._worded > WORDS_AGAIN_SECONDS:
            super()._words(panel)
            self._worded_for, self._worded = turn, time.monotonic()

    def _tap(self, label: str, panel: Json) -> None:
        tap = {"person": self.who.id, "label": label, "message": panel["id"], "stale": True}
        try:
            heard = self.who.run.control(f"{self.who.platform}/press", tap)["acked"]
        except AssertionError as gone:  # it was redrawn between the look and the tap
            assert "a button" in str(gone) or "no button" in str(gone), gone
            return
        self._heard = bool(heard)
        for button in panel["buttons"] if heard else ():
            if button["label"] == label:
                self.acknowledged(_token(button))


def _token(button: Json) -> str:
    """What it carries, on Slack and on Telegram."""
    return str(button.get("value") or button["id"])


def _summary(panel: Json) -> bool:
    return any(button["label"] == "Next task" for button in panel["buttons"])
