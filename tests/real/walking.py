"""Somebody walks through a course on the wire: they look at their chat, and tap or type what comes
next once it stands there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.attended import attended
from tests.real.annotator import Annotator, said
from tests.scholar import Act, Scholar, plain

Json = dict[str, Any]

NEWEST, ALL = 24, 1_000_000
"""Messages looked at while walking, and at the end."""

COMPLETED, LEARN = "Done on ", "Learn\n"


@dataclass
class Walker:
    """One person in one chat; whoever takes the course is `scholar`, who may walk in two."""

    who: Annotator
    scholar: Scholar
    _did: str = ""

    def begins(self) -> None:
        """Asks for the courses that there are, and sees them below everything."""
        self.who.newest = NEWEST
        before = newest_from_bot(self.who.screen())
        self.who.say("learn")
        self.who.until(
            lambda screen: (
                newest_from_bot(screen) != before
                and screen["messages"][-1]["text"].startswith(LEARN)
            ),
            "the courses",
        )

    def walk(self, until: Callable[[], bool] = lambda: False) -> None:
        """On to the end; or to where this is so, and nothing is done there."""
        while act := self.who.until(self._next, f"what comes after {self.scholar.at()}"):
            if isinstance(act, str) or until():
                return
            self._does(act)

    def one_step(self) -> None:
        """Through the step that stands there, until the next one does."""
        before = self.scholar.at()
        self.walk(until=lambda: self.scholar.at() != before)

    def all_of_it(self) -> None:
        """From the first look at it to the certificate."""
        self.begins()
        self.walk()
        self.sees("Not started")
        ends([self])

    def _next(self, screen: Json) -> Act | str | None:
        """What is to be done, unless just that was done: its answer may not stand there yet."""
        act = self.scholar.act(screen["messages"])
        if act is None:
            return "done" if self.scholar.done else None
        return None if _mark(act) == self._did else act

    def _does(self, act: Act) -> None:
        self._did = _mark(act)
        if act.kind == "tap":
            self.who.press(act.what, act.panel["id"])
        else:
            thread = {"thread": act.panel["id"]} if self.who.platform == "slack" else {}
            self.who.say(act.what, **thread)

    def sees(self, words: str) -> None:
        """Anywhere in the chat, now or soon."""
        self.who.newest = ALL
        self.who.until(lambda screen: said(screen, words), repr(words))

    def certificate(self) -> list[Json]:
        """Asked for at the end: the files that come."""
        self.who.newest = NEWEST
        self.who.button("Certificate")
        self.who.until(lambda screen: len(files(screen["messages"])) == 2, "the certificate")
        return files(self.everything())

    def everything(self) -> list[Json]:
        self.who.newest = ALL
        return list(self.who.screen()["messages"])


def ends(chats: Sequence[Walker], moves: int = 0) -> None:
    """The end is told once, and the certificate comes once, in the last of somebody's chats; then
    everything is looked at. Raises AssertionError at what is not as it must be."""
    *_, last = chats
    last.sees(COMPLETED)
    assert sorted(one["mime"] for one in last.certificate()) == ["application/pdf", "image/png"]
    shown = sorted((one for chat in chats for one in chat.everything()), key=lambda one: one["at"])
    end = f"That's {last.scholar.text.title}."
    told = sum(one["text"].startswith(end) for one in shown)
    assert told == 1, f"the end was told {told} times"
    attended(last.scholar, shown, moves)


def newest_from_bot(screen: Json) -> str:
    return next((one["id"] for one in reversed(screen["messages"]) if one["from"] == "bot"), "")


def files(messages: list[Json]) -> list[Json]:
    """What came as files."""
    return [
        file
        for one in messages
        for file in (*one.get("files", ()), *([one["file"]] if one.get("file") else ()))
    ]


def _mark(act: Act) -> str:
    """This act at this state of this message."""
    carried = [one.get("value") or one["id"] for one in act.panel["buttons"]]
    return f"{act.kind} {act.what} {act.panel['id']} {carried} {plain(act.panel['text'])}"
