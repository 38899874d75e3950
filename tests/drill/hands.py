"""Somebody at work while things die: they do what they mean to, tap again what nobody
acknowledged, type again what was lost, and ask where they are when all is quiet.
"""

import json
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Self

from bot.words import LOOKS_LIKE, NO_PATIENT
from tests.medley import asked
from tests.mind import Mind, asks_nothing
from tests.real.annotator import ANSWER, Annotator
from tests.saying import SLIP, Act, Panel

Json = dict[str, Any]

QUIET_SECONDS, STUCK_SECONDS = 6.0, 120.0
AGAIN_SECONDS, WORDS_AGAIN_SECONDS = 0.4, 12.0
"""What was pressed without effect is pressed again; words are on their way for longer, and nobody
types them again while the platform still owes them."""

LOOK_SECONDS, FORM_LOOKS = 0.05, 10
NEWEST, ALL = 24, 1_000_000
"""Messages of a screen: the longest task, and what stands around it."""

FOR_WHICH = ("Is this your ", "Which task is this for?")
"""Asked where words could be for another task than was meant."""

SHOWN = re.compile(r"This is answer (\d+) to question (\d+)\.")
WARNED = LOOKS_LIKE.partition("{")[0]


@dataclass
class Hand:
    """One person, in a thread of their own; `resting` they begin nothing new."""

    who: Annotator
    mind: Mind
    seen: str = ""
    since: float = field(default_factory=time.monotonic)
    failed: BaseException | None = None
    quiet: float = QUIET_SECONDS
    resting: bool = False
    rested: bool = False
    """Whether nothing is left that was begun."""
    deeds: Counter[str] = field(default_factory=Counter)
    """What they did so far, by kind."""
    _letters: dict[int, dict[str, str]] = field(default_factory=dict)
    _wrote: dict[int, str] = field(default_factory=dict)
    _done: str = ""
    _at: float = 0.0
    _heard: bool = True
    _worded: float = 0.0
    _worded_for: int = 0
    _awaits: str = ""
    """Where words were typed last: the turn, what it said, and whether others were not used."""

    @classmethod
    def of(cls, who: Annotator, seed: int = 0) -> Self:
        return cls(who, Mind(who.platform, random.Random(seed)))

    def tries(self, token: str) -> None:
        """A button that carries this is about to be tapped; nobody may ever hear of it."""

    def acknowledged(self, token: str, page: bool) -> None:
        """The platform says that a press was taken in, of a button that carries this; `page` tells
        whether it stood on a page that asks nothing about the task."""

    def work(self, stop: Event | None = None) -> None:
        self.who.newest = NEWEST
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
        if self.over(screen):
            return True
        awaited = self._heard and now - self._worded > WORDS_AGAIN_SECONDS
        if quiet > self.quiet and awaited and self.wonders() and not self.owed():
            self.who.say(self.asks())
            self.since = now
        else:
            self._goes_on(screen)
        return False

    def over(self, screen: Json) -> bool:
        """Whether there is nothing left to do."""
        return any("Nothing waiting for you." in one["text"] for one in screen["messages"][-2:])

    def wonders(self) -> bool:
        """Whether they ask where they are when all is quiet."""
        return not self.resting

    def asks(self) -> str:
        """The word for it."""
        return "where"

    def owed(self) -> int:
        """How much of what people did the platform has not brought to us yet."""
        told = self.who.run.control(f"{self.who.platform}/faults", {})
        return int(told["owed" if self.who.platform == "slack" else "pending"])

    def _goes_on(self, screen: Json) -> None:
        """What is to be done with the newest message that has buttons, unless it was just done."""
        messages = [one for one in screen["messages"] if one["from"] == "bot"]
        place = next((n for n, one in reversed([*enumerate(messages)]) if one["buttons"]), None)
        if place is None:
            return
        shown = messages[place]
        mark = f"{shown['id']} {[_token(one) for one in shown['buttons']]}"
        if mark == self._done and time.monotonic() - self._at < AGAIN_SECONDS:
            return
        self._done, self._at = mark, time.monotonic()
        above = messages[place - 1] if place else shown
        if above["text"].startswith(WARNED):
            self._contest(above)
        if shown["text"].startswith(WARNED):
            return  # the panel follows it
        panel = self._panel(screen, shown, above)
        asks = f"{_turn(shown)} {panel.warned} {panel.text}"
        if asks == self._awaits and self._on_their_way():
            return
        if any(words in panel.text for words in FOR_WHICH):
            self._says_which(shown)
            return
        act = self.mind.act(panel)
        self.rested = self.resting and (act is None or act.what == "Next task")
        if act and not self.rested:
            self._awaits = asks if act.kind in ("words", "quote", "edit") else ""
            self._does(act, shown, panel.number)

    def _says_which(self, shown: Json) -> None:
        """Words came where it was not certain what they are for: they were for the task that they
        were typed for, and for no other."""
        labels = [one["label"] for one in shown["buttons"]]
        named = f"number {self._worded_for} "
        if "Yes, save it" in labels:
            label = "Yes, save it" if named in shown["text"] else "No"
        else:
            label = next(one for one in labels if f"Question {named}" in f"{one} ")
        self._tap(label, shown)

    def _panel(self, screen: Json, shown: Json, above: Json) -> Panel:
        labels = [one["label"] for one in shown["buttons"]]
        panel = Panel(
            shown["text"],
            labels,
            {},
            listed=bool(shown["selects"]),
            warned=above["text"].startswith(WARNED),
        )
        if panel.number is None:
            return panel
        return Panel(
            panel.text, labels, self._read(screen, panel.number), panel.listed, panel.warned
        )

    def _read(self, screen: Json, number: int) -> dict[str, str]:
        """Under which letter each answer of a task stands: it was shown once, above."""
        known = self._letters.setdefault(number, {})
        if len(known) < asked(number)[0]:
            self._look_up(screen)
        if len(known) < asked(number)[0]:
            self._look_up(self._everything())
        return known

    def _look_up(self, screen: Json) -> None:
        for message in screen["messages"]:
            heading, which = ANSWER.match(message["text"]), SHOWN.search(message["text"])
            if heading and which:
                self._letters.setdefault(int(which[2]), {})[f"a{which[1]}"] = heading[1]

    def _everything(self) -> Json:
        self.who.newest = ALL
        try:
            return self.who.screen()
        finally:
            self.who.newest = NEWEST

    def _contest(self, warning: Json) -> None:
        """Every second time they say that it is about no patient."""
        for button in warning["buttons"]:
            token, mind = _token(button), self.mind
            wanted = button["label"] == NO_PATIENT and sum(map(ord, token)) % 2 == 0
            if wanted and token not in mind.contested:
                mind.contests.add(token)
                if self._tap(NO_PATIENT, warning):
                    mind.contested.add(token)

    def _does(self, act: Act, panel: Json, number: int | None) -> None:
        self.deeds.update(one for one in (act.kind, act.about) if one)
        if act.kind in ("tap", "list"):
            self._tap(act.what, panel)
        elif act.kind == "form":
            self._fills_in(act.what, panel)
        else:
            self._types(act, panel, number)

    def _on_their_way(self) -> bool:
        """Whether what was typed last may still come: Slack and Telegram deliver it later if nobody
        hears it now, and so nothing else is done meanwhile."""
        return time.monotonic() - self._worded < WORDS_AGAIN_SECONDS or self.owed() > 0

    def _types(self, act: Act, panel: Json, number: int | None) -> None:
        self._worded, self._worded_for = time.monotonic(), number or 0
        if act.kind == "edit":
            change = {"person": self.who.id, "message": self._wrote[number or 0], "text": act.what}
            self.who.run.control(f"{self.who.platform}/edit", change)
            return
        body: Json = {"person": self.who.id, "text": act.what}
        if self.who.platform == "slack":
            body["thread"] = panel["id"]
        elif act.kind == "quote":
            body |= self._quoting(act, number or 0)
        sent = self.who.run.control(f"{self.who.platform}/say", body)["message"]
        if act.about == "reason":
            self._wrote[number or 0] = sent

    def _quoting(self, act: Act, number: int) -> Json:
        """A reply to the answer itself, with its words marked."""
        for message in reversed(self._everything()["messages"]):
            heading, which = ANSWER.match(message["text"]), SHOWN.search(message["text"])
            if heading and which and (heading[1], int(which[2])) == (act.about, number):
                return {"text": "Here.", "reply_to": message["id"], "quote": act.what}
        raise AssertionError(f"{act.what!r} stands nowhere")

    def _fills_in(self, words: str, panel: Json) -> None:
        """Opened and sent in one go; where either comes to nothing it is begun again."""
        if not self._tap("Write…", panel):
            return
        if not any(self._form() for _ in range(FORM_LOOKS)):
            return
        fields = {"person": self.who.id, "fields": {"reason": words}}
        sent = self.who.run.control("slack/submit", fields)
        self._heard = bool(sent["acked"])
        if not sent["acked"] or sent["errors"]:
            self.who.run.control("slack/close", {"person": self.who.id})

    def _form(self) -> bool:
        time.sleep(LOOK_SECONDS)
        return self.who.screen()["modal"] is not None

    def _tap(self, label: str, panel: Json) -> bool:
        """One press; whether it was acknowledged."""
        tokens = [_token(one) for one in panel["buttons"] if one["label"] == label]
        for token in tokens:
            self.tries(token)
        tap = {"person": self.who.id, "label": label, "message": panel["id"], "stale": True}
        try:
            heard = self.who.run.control(f"{self.who.platform}/press", tap)["acked"]
        except AssertionError as gone:  # it was redrawn between the look and the tap
            assert "a button" in str(gone) or "no button" in str(gone), gone
            return False
        self._heard = bool(heard)
        for token in tokens if heard else ():
            self.acknowledged(token, page=asks_nothing(panel["text"]))
        return self._heard


def _token(button: Json) -> str:
    """What it carries, on Slack and on Telegram."""
    return str(button.get("value") or button["id"])


def _turn(panel: Json) -> str:
    """The task and the turn that a panel asks."""
    return _token(panel["buttons"][0]).rpartition(":")[0]


def carelessly(screen: Json) -> int:
    """How many messages on a screen hold what may name a patient."""
    return sum(SLIP in message["text"] for message in screen["messages"])
