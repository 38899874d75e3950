"""Somebody at work: they see what reached their chat, and do what they mean to. Every deed is a
payload as their platform would send it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from bot.words import LOOKS_LIKE, NO_PATIENT
from tests.fuzz.doors import Door
from tests.mind import Mind
from tests.saying import Act, Panel
from tests.talk import Shown

SHOWN = re.compile(
    r"Answer ([A-I]) · AI text under test\s+This is answer (\d+) to question (\d+)\."
)
WARNED = LOOKS_LIKE.partition("{")[0]


class Seen(Protocol):
    """A chat as somebody sees it."""

    @property
    def messages(self) -> Sequence[Shown]: ...


def newest(messages: Sequence[Shown]) -> tuple[Shown | None, Shown | None]:
    """The newest message with buttons, and what stands above it."""
    for place in reversed(range(len(messages))):
        if messages[place].buttons:
            return messages[place], messages[place - 1] if place else None
    return None, None


@dataclass
class Worker:
    """One person. `idle` is how many of their deeds nothing came of; `resting` they begin nothing
    new."""

    user: str
    door: Door
    chat: Seen
    mind: Mind
    platform: str = ""
    idle: int = 0
    resting: bool = False
    _before: str = ""
    """What stood there when something was done that must change it."""
    _letters: dict[int, dict[str, str]] = field(default_factory=dict)
    _wrote: dict[int, str] = field(default_factory=dict)

    def does(self, key: str) -> Any:
        """The payload of what they do next; None where there is nothing to do."""
        shown, above = newest(self.chat.messages)
        stands = f"{shown} {above}"
        self.idle, self._before = self.idle + (stands == self._before), ""
        if shown is None:
            if self.resting:
                return None
            self._before = stands
            return self.door.said(self.user, key, "next")
        if above and (contest := self._contests(above)):
            return self.door.pressed(self.user, key, contest, above.ref)
        panel = self.panel()
        act = self.mind.act(panel)
        if act is None or (self.resting and act.what == "Next task"):
            return None
        if act.what != "Back":  # of the first question it leads nowhere
            self._before = stands
        return self._payload(act, key, shown, panel.number or 0)

    def _contests(self, above: Shown) -> str:
        """[It is not about a patient], every second time."""
        for button in above.buttons:
            wanted = button.label == NO_PATIENT and sum(map(ord, button.token)) % 2 == 0
            if wanted and button.token not in self.mind.contests:
                self.mind.contests.add(button.token)
                self.mind.contested.add(button.token)
                return button.token
        return ""

    def panel(self) -> Panel:
        """The newest panel, as it is read."""
        shown, above = newest(self.chat.messages)
        assert shown, "nothing asks anything here"
        for message in self.chat.messages:
            if found := SHOWN.match(message.text):
                self._letters.setdefault(int(found[3]), {})[f"a{found[2]}"] = found[1]
        read = Panel(
            shown.text,
            [button.label for button in shown.buttons],
            {},
            listed=bool(shown.listed),
            warned=bool(above and above.text.startswith(WARNED)),
        )
        return replace(read, letters=self._letters.get(read.number or 0, {}))

    def _answers(self, letter: str, number: int) -> str:
        """The message of one answer to a task."""
        for message in reversed(self.chat.messages):
            found = SHOWN.match(message.text)
            if found and (found[1], int(found[3])) == (letter, number):
                return message.ref
        raise AssertionError(f"answer {letter} to question {number} stands nowhere")

    def _payload(self, act: Act, key: str, shown: Shown, number: int) -> Any:
        tokens = {button.label: button.token for button in shown.buttons + shown.listed}
        match act.kind:
            case "tap":
                whole = next(one for one in tokens if one.startswith(act.what))
                token = tokens.get(act.what, tokens[whole])
                return self.door.pressed(self.user, key, token, shown.ref)
            case "list":
                return self.door.chosen(self.user, key, tokens[act.what], shown.ref)
            case "form":
                fields = {"reason": act.what}
                return self.door.submitted(self.user, key, tokens["Write…"], fields)
            case "edit":
                return self.door.edited(self.user, key, self._wrote[number], act.what)
            case "quote":
                ref = self._answers(act.about, number)
                return self.door.quoted(self.user, key, act.what, ref, shown.under)
        if act.about == "reason":
            self._wrote[number] = self.door.ref(key)
        return self.door.said(self.user, key, act.what, shown.under)
