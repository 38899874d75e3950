"""Somebody who takes a course and goes by what stands in the chat: its titles, texts and buttons.

They have the course at hand, as somebody has who wrote it, and know nothing of the engine. The same
chat and the same path give the same act, so that whoever was interrupted goes on where they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.lessons import CHECK, COMPARE, EXPLAIN, FLAG, RATE, CourseText, LessonStep
from bot.rubric import FAILURES, FAMILIES, NONE

Json = dict[str, Any]

HEAD = re.compile(r"(?P<title>.+)\nLesson (\d+) of (\d+) · step (\d+) of (\d+)(?: · .*)?\s*")
"""How every message of a step begins."""

ENDED = re.compile(r"Lesson (\d+) of (\d+) is done\.")
PRACTICE = re.compile(
    r"(?:Practice answer, wrong on purpose\. )?Answer ([A-I])(?: · practice text)?\n"
)
EMPHASIS = re.compile(r"\*([^*\n]+)\*")
KEPT = "Your place is kept."
WHY = "It says once a day, but it is once a week. Daily doses can kill."
"""A reason in a person's own words."""

HOW = {"clearly": "Clearly better", "better": "Better", "slightly": "Slightly better"}


@dataclass(frozen=True)
class Act:
    """One thing to do at a message: a "tap" on a label, or "words" to type."""

    kind: str
    what: str
    panel: Json


@dataclass
class Scholar:
    """One person. With `errs` they choose everything that is wrong before what is right, and
    practise as a reviewer would not. `heard` is what the steps said and asked, by their ids, one
    after the other: the same again is not heard again."""

    text: CourseText
    section: str
    errs: bool = False
    heard: list[tuple[str, str]] = field(default_factory=list)
    done: bool = False

    def act(self, messages: Sequence[Json]) -> Act | None:
        """What comes next; None where there is nothing to do, or not yet."""
        panel = _newest(messages)
        if panel is None:
            return None
        self.done = panel["text"].startswith(f"That's {self.text.title}.")
        if self.done:
            return None
        if head := HEAD.match(panel["text"]):
            return self._at(self._step(head), panel, messages)
        labels = _labels(panel)
        wanted = next(
            (one for one in (self.section, "Start Lesson", "Continue") if one in labels), ""
        )
        return Act("tap", wanted, panel) if wanted else None

    def at(self) -> str:
        """The step that was heard last."""
        return self.heard[-1][0] if self.heard else ""

    def _step(self, head: "re.Match[str]") -> LessonStep:
        """The step that a message says it is; its place and the counts must be the course's."""
        lesson, lessons, place, places = (int(head[n]) for n in range(2, 6))
        here = self.text.lessons[lesson - 1]
        step = here.steps[place - 1]
        told = (head["title"], lessons, places)
        assert told == (plain(step.title), len(self.text.lessons), len(here.steps)), head[0]
        return step

    def _at(self, step: LessonStep, panel: Json, messages: Sequence[Json]) -> Act | None:
        labels, said = _labels(panel), plain(HEAD.sub("", panel["text"], count=1))
        if KEPT in said:
            return Act("tap", "Continue", panel)
        if not self.heard or self.heard[-1] != (step.id, said):
            self.heard.append((step.id, said))
        for label in ("Try again", "Continue", "Keep both"):
            if label in labels:
                return Act("tap", label, panel)
        if step.kind == CHECK:
            return Act("tap", self._option(step, said), panel)
        if step.kind == EXPLAIN:
            return Act("words", WHY, panel)
        key = wanted(step, self.errs)
        begins = _practises(step, key, said, labels, messages)
        label = next((one for one in labels if one.startswith(begins)), "") if begins else ""
        return Act("tap", label, panel) if label else None

    def _option(self, step: LessonStep, said: str) -> str:
        """The number of what is chosen now: with `errs` what is wrong and was not answered yet."""
        known = [text for name, text in self.heard if name == step.id]
        wrong = [
            one
            for one in step.choices
            if not one.right and not any(plain(one.reason) in text for text in known)
        ]
        right = next(one for one in step.choices if one.right)
        chosen = wrong[0] if self.errs and wrong else right
        found = re.search(rf"(\d)\. {re.escape(plain(chosen.text))}(?= \d\. |$)", said)
        assert found, f"{chosen.text!r} is not offered: {said}"
        return found[1]


def wanted(step: LessonStep, errs: bool) -> str:
    """What a practice is answered with, in the words of `accept`."""
    if not errs:
        return step.reviewer[0] if step.reviewer[:1] in step.accept else step.accept[0]
    if step.kind == COMPARE:
        agreed = {key.partition(" ")[0] for key in step.accept}
        return next(f"{one.id} better" for one in step.answers if one.id not in agreed)
    if step.kind == RATE:
        return next(key for key in "54321" if key not in step.accept)
    return NONE if NONE not in step.accept else "H1"


def plain(text: str) -> str:
    """As it reads on a screen, whatever stands between its words."""
    return " ".join(EMPHASIS.sub(r"\1", text).split())


def letters(step: LessonStep, messages: Sequence[Json]) -> dict[str, str]:
    """Under which letter each answer of a practice stands, by its id: whoever takes a course reads
    it above the panel."""
    found: dict[str, str] = {}
    for message in messages:
        if heading := PRACTICE.match(message["text"]):
            said = plain(message["text"][heading.end() :])
            found |= {one.id: heading[1] for one in step.answers if plain(one.text) == said}
    return found


def _practises(
    step: LessonStep, key: str, said: str, labels: Sequence[str], messages: Sequence[Json]
) -> str:
    """How the label begins that says so; "" where nothing can be said yet."""
    if step.kind == COMPARE:
        best, _, how = key.partition(" ")
        if HOW["clearly"] in labels:
            return HOW[how]
        letter = letters(step, messages).get(best, "")
        return f"{letter} is better" if letter else ""
    if step.kind == RATE:
        return f"{key} "
    assert step.kind == FLAG, f"{step.kind} is answered otherwise"
    if key == NONE:
        return "No failure found"
    family = next(one for one in FAMILIES if FAILURES[key] in one.failures)
    if family.name in labels:
        return family.name
    if "Done" in labels:
        return "Done" if "1 chosen" in said else f"{family.failures.index(FAILURES[key]) + 1} "
    return f"A: {(*step.severity, 'S2')[0]}"


def _labels(message: Json) -> list[str]:
    return [one["label"] for one in message["buttons"]]


def _newest(messages: Sequence[Json]) -> Json | None:
    """The newest message that can be answered; None where a step stands below it, that is behind
    its learner: then the next one is on its way."""
    for message in reversed(messages):
        if _asks(message):
            return message
        if message["from"] == "bot" and HEAD.match(message["text"]):
            return None
    return None


def _asks(message: Json) -> bool:
    """Whether a message can be answered: a link that leads to it cannot."""
    return message["from"] == "bot" and any(one["label"] != "Open" for one in message["buttons"])
