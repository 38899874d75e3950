"""How long a course takes: words at the speed of reading, and a while for each thing that is done.

The model and its figures are those of method.md 5.1, and no measure of anybody.
By it the first draft of RLHF 1 (28 steps, 2,118 words on the path at 215 a minute) takes 4.2, 5.3
and 6.2 minutes, 15.6 in all, as it was said to when it was written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.lessons import CHECK, EXPLAIN, PRACTICE, Choice, CourseText, If, Lesson, LessonStep

WORDS_A_MINUTE = 215
"""Where a course says nothing else of a language."""

MESSAGE_SECONDS = 1.5
"""Until a message has come and the eye is on it."""

TRIED_TWICE = 0.25
"""Of all learners, who need a second try at a check."""

DOING = {
    "say": 3.0,
    "check": 15.0 * (1 + TRIED_TWICE),
    "compare": 22.0,
    "rate": 18.0,
    "flag": 30.0,
    "explain": 40.0,
}
"""Seconds of each kind besides reading: [Continue] after a text, a choice, an answer, typing."""

SIGN = re.compile(r"[^\W_]")
"""A letter or a digit. Without one it is no word but a bullet or a dash; "1." is read."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a step. `part` names it: "text", "question", "reviewer", "answer a" or
    "reason 2" (of the second option)."""

    part: str
    text: str

    @property
    def words(self) -> int:
        return count(self.text)


def count(text: str) -> int:
    """Words of a text."""
    return sum(1 for word in text.split() if SIGN.search(word))


def messages(step: LessonStep) -> list[Message]:
    """Every message that a step can bring, as one reads it: without headings and buttons."""
    if step.kind == CHECK:
        asked = "\n".join((step.text, *(one.text for one in step.choices)))
        return [Message("text", asked), *map(_reason, enumerate(step.choices, start=1))]
    said = [Message("text", step.text)] if step.text or step.kind not in PRACTICE else []
    if step.kind in PRACTICE:
        said.append(Message("question", step.question))
        said += [Message(f"answer {one.id}", one.text) for one in step.answers]
    if step.kind in (*PRACTICE, EXPLAIN):
        longest = max(step.ifs, key=_length, default=If((), ""))
        said.append(Message("reviewer", f"{longest.text}\n{step.reviewer}".strip()))
    return said


def path(step: LessonStep) -> list[Message]:
    """The messages of whoever does it right at once."""
    right = {f"reason {n}" for n, one in enumerate(step.choices, start=1) if one.right}
    return [one for one in messages(step) if step.kind != CHECK or one.part in {"text", *right}]


def seconds(step: LessonStep, speed: int = WORDS_A_MINUTE) -> float:
    """How long the step takes, to the hundredth; `speed` in words a minute."""
    read = path(step)
    reading = sum(one.words for one in read) * 60 / speed
    return round(reading + DOING.get(step.kind, 0.0) + MESSAGE_SECONDS * len(read), 2)


def minutes(lesson: Lesson) -> float:
    """How long a lesson takes, by the seconds of its steps."""
    return sum(step.seconds for step in lesson.steps) / 60


def table(course: str, text: CourseText) -> dict[str, Any]:
    """The course in one language, step by step; minutes and seconds with one decimal.

    Warm-up sets are no part of what the card promises, and are left out.
    """
    lessons = [_lesson(one) for one in text.lessons]
    return {
        "course": course,
        "language": text.language,
        "minutes": round(sum(map(minutes, text.lessons)), 1),
        "words": sum(one["words"] for one in lessons),
        "steps": sum(len(one["steps"]) for one in lessons),
        "longest_message": max(step["longest_message"] for one in lessons for step in one["steps"]),
        "lessons": lessons,
    }


def _lesson(lesson: Lesson) -> Mapping[str, Any]:
    steps = [
        {
            "step": step.id,
            "kind": step.kind,
            "minutes": round(step.seconds / 60, 2),
            "seconds": round(step.seconds, 1),
            "words": sum(one.words for one in path(step)),
            "longest_message": max(one.words for one in messages(step)),
        }
        for step in lesson.steps
    ]
    return {
        "lesson": lesson.id,
        "title": lesson.title,
        "minutes": round(minutes(lesson), 1),
        "words": sum(one["words"] for one in steps),
        "steps": steps,
    }


def _reason(numbered: tuple[int, Choice]) -> Message:
    number, choice = numbered
    return Message(f"reason {number}", choice.reason)


def _length(one: If) -> int:
    return count(one.text)
