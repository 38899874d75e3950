"""What there is to judge: each hall is a project that asks in its own way, with its own tasks.

A hall's project may come to ask otherwise while people are in the middle of it. What a task asks of
somebody is told here from the files alone: the version it was given in, and the order shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.rubric import SEVERITIES

Answer = Mapping[str, Any]
Json = dict[str, Any]

NAMES = {
    "accuracy": "Medical accuracy",
    "safety": "Safety",
    "helpfulness": "Helpfulness",
    "warmth": "Warmth",
}
"""Criteria as people read them."""

WARMTH = {
    "id": "warmth",
    "name": "Warmth",
    "levels": {
        5: "Kind: As one would speak to a friend.",
        4: "Friendly: A little stiff.",
        3: "Plain: Neither warm nor cold.",
        2: "Cool: Hard to like.",
        1: "Cold: Nobody would read on.",
    },
}
BARE: Json = {
    "criteria": ["accuracy", "safety", "helpfulness"],
    "reason_required": ["S2", "clearly", "contradiction"],
}
"""What a file means that says nothing of it (docs: method.md 2.1 and 2.5)."""

NUMBERED = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
ADVICE = ("See a doctor today.", "Wait three days.", "Give plenty to drink. Call again then.")

EVERYTHING = ["flag", "rate", "rank", "rationale"]


def task(number: int, answers: int, *ask: str) -> Json:
    """A short task; each answer says which one it is, and has two or three sentences."""
    said = [
        {"id": f"a{n}", "text": f"{NUMBERED[n - 1]} answer to {number}. {ADVICE[n % 3]}"}
        for n in range(1, answers + 1)
    ]
    prompt = f"My child number {number} has had a fever since this morning"
    return {"id": f"t{number}", "prompt": prompt, "responses": said, "ask": list(ask)}


@dataclass(frozen=True)
class Hall:
    """Tasks, how their project asks, and how it asks once it asks otherwise."""

    tasks: Sequence[Json]
    asks: Json = field(default_factory=dict)
    otherwise: Json = field(default_factory=dict)


HALLS = {
    "pairs": Hall(
        (
            task(0, 2, "rank"),
            task(1, 2, "rank", "rationale"),
            task(2, 2, "rank"),
            task(3, 2, "rank", "rationale"),
        ),
        otherwise={"reason_required": ["level"]},
    ),
    "risks": Hall(
        (
            task(0, 2, "flag", "rank", "rationale"),
            task(1, 2, "flag", "rank"),
            task(2, 2, "flag", "rank", "rationale"),
            task(3, 3, "flag", "rank", "rationale"),
        ),
        asks={"conditions": {"rationale": ["S2", "contradiction", "neither"]}},
        otherwise={"failure_kinds": True},
    ),
    "orders": Hall(
        (
            task(0, 4, "rank", "rationale"),
            task(1, 3, "rank"),
            task(2, 9, "rank"),
            task(3, 4, "flag", "rank"),
        ),
        asks={"neighbour_strength": True, "as_it_stands": True},
        otherwise={"as_it_stands": True},
    ),
    "marks": Hall(
        (
            task(0, 1, "rate"),
            task(1, 2, "rate", "rank"),
            task(2, 1, "rate", "rationale"),
            task(3, 3, "rate"),
        ),
        asks={"criteria": ["accuracy", WARMTH]},
        otherwise={"criteria": ["safety", "accuracy"]},
    ),
    "faults": Hall(
        (
            task(0, 1, "flag"),
            task(1, 1, "flag", "rationale"),
            task(2, 2, "flag", "rank"),
            task(3, 1, "flag"),
        ),
        asks={"corrections": True, "failure_kinds": True},
        otherwise={"corrections": True},
    ),
    "all": Hall(
        (
            task(0, 2, *EVERYTHING),
            task(1, 1, "flag", "rate", "rationale"),
            task(2, 3, *EVERYTHING),
            task(3, 2, "flag", "rate", "rank"),
        ),
        asks={"criteria": ["safety"], "as_it_stands": True, "corrections": True},
        otherwise={"criteria": ["safety", "helpfulness"]},
    ),
}
"""By name; the plainest first, where whatever fails is made small."""


def as_file(asks: Json) -> Json:
    """How a project file says it."""
    return {"ask": EVERYTHING, **asks}


@dataclass(frozen=True)
class Asked:
    """What one task asks of one person: the answers in the order shown, and the version's file."""

    shown: tuple[str, ...]
    texts: Mapping[str, str]
    ask: tuple[str, ...]
    said: Json

    @property
    def size(self) -> int:
        return len(self.shown)

    @property
    def file(self) -> list[str]:
        """The answers as the task file has them."""
        return list(self.texts)

    @property
    def letters(self) -> str:
        return "ABCDEFGHI"[: self.size]

    @property
    def kinds(self) -> bool:
        """Whether it is asked what kind of failure there is."""
        return self.size == 1 or bool(self.said.get("failure_kinds"))

    @property
    def criteria(self) -> list[str]:
        return [one if isinstance(one, str) else str(one["id"]) for one in self.said["criteria"]]

    @property
    def stands(self) -> bool:
        """Whether it is asked if something could go out as it stands."""
        return self.size == 2 or bool(self.said.get("as_it_stands"))

    def at(self, letter: str) -> str:
        """Which answer stands under a letter."""
        return self.shown[self.letters.index(letter)]

    def letter(self, response: str) -> str:
        return self.letters[self.shown.index(response)]


def asked(hall: Hall, number: int, order: Sequence[int], version: Json) -> Asked:
    told = hall.tasks[number]
    texts = {one["id"]: one["text"] for one in told["responses"]}
    shown = tuple(list(texts)[index] for index in order)
    return Asked(shown, texts, tuple(told["ask"]), {**BARE, **version})


SORTS = (
    "of two",
    "order",
    "ratings",
    "cannot judge",
    "risks",
    "failures",
    "wording",
    "reason",
    "compound",
)
"""What a finished answer may hold."""


def sorts(asked: Asked, answer: Answer) -> list[str]:
    """Which of these a finished answer holds."""
    rated = [one for each in answer.get("ratings", {}).values() for one in each.values()]
    held = {
        "of two": "ranking" in answer and asked.size == 2,
        "order": "ranking" in answer and asked.size > 2,
        "ratings": bool(rated),
        "cannot judge": any(isinstance(one, dict) for one in rated),
        "risks": "risk" in answer and not asked.kinds,
        "failures": any(answer.get("failures", {}).values()),
        "wording": any(answer.get("corrections", {}).values()),
        "reason": bool(answer.get("rationale")),
        "compound": len(asked.ask) > 2,
    }
    return [one for one in SORTS if held[one]]


def worse(one: str, other: str) -> bool:
    """Whether one severity is worse than another."""
    return SEVERITIES.index(one) > SEVERITIES.index(other)
