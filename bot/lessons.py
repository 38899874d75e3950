"""A course as the engine knows it. (Interim: the reader's branch brings the whole.)"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    text: str
    reason: str
    right: bool = False


@dataclass(frozen=True)
class Part:
    id: str
    text: str


@dataclass(frozen=True)
class If:
    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class LessonStep:
    id: str
    kind: str
    title: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    question: str = ""
    answers: tuple[Part, ...] = ()
    accept: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    criterion: str = ""
    reason: bool = False
    ifs: tuple[If, ...] = ()
    reviewer: str = ""
    wrong: tuple[str, ...] = ()
    firm: bool | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Lesson:
    id: str
    title: str
    goal: str
    steps: tuple[LessonStep, ...]


@dataclass(frozen=True)
class CourseText:
    language: str
    title: str
    line: str
    lessons: tuple[Lesson, ...]
    warm_up: tuple[Lesson, ...]


@dataclass(frozen=True)
class Course:
    id: str
    version: str
    section: str
    order: int
    minutes: int
    author: str
    review: str
    texts: tuple[CourseText, ...]
    changed: tuple[str, ...] = ()
    requires_refresh: bool = False


def pack(course: Course) -> dict[str, Any]:
    return asdict(course)


def unpack(packed: Mapping[str, Any]) -> Course:
    def step(one: Any) -> LessonStep:
        return LessonStep(
            **{
                **one,
                "choices": tuple(Choice(**c) for c in one["choices"]),
                "answers": tuple(Part(**c) for c in one["answers"]),
                "ifs": tuple(If(tuple(c["keys"]), c["text"]) for c in one["ifs"]),
                **{k: tuple(one[k]) for k in ("accept", "severity", "wrong")},
            }
        )

    def lesson(one: Any) -> Lesson:
        return Lesson(**{**one, "steps": tuple(step(s) for s in one["steps"])})

    def text(one: Any) -> CourseText:
        return CourseText(
            **{
                **one,
                "lessons": tuple(lesson(x) for x in one["lessons"]),
                "warm_up": tuple(lesson(x) for x in one["warm_up"]),
            }
        )

    return Course(
        **{
            **packed,
            "texts": tuple(text(t) for t in packed["texts"]),
            "changed": tuple(packed["changed"]),
        }
    )


def filled(text: str, letters: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z0-9-]+)\}", lambda m: letters.get(m[1], m[0]), text)


def chosen_keys(step: LessonStep, answer: Mapping[str, Any]) -> list[str]:
    if step.kind == "compare":
        groups = answer.get("ranking") or []
        if len(groups) == 1:
            return ["level"]
        if not groups:
            return []
        best = groups[0][0]
        how = {3: "clearly", 2: "better", 1: "slightly"}.get(answer.get("strength", 0), "")
        return [f"{best} {how}", best] if how else [best]
    if step.kind == "rate":
        for rated in answer.get("ratings", {}).values():
            for given in rated.values():
                return [str(given)] if isinstance(given, int) else ["cannot"]
        return []
    if step.kind == "flag":
        for codes in answer.get("failures", {}).values():
            return [*codes, *answer.get("risk", {}).values()] or ["none"]
    return []


def matched(step: LessonStep, keys: list[str]) -> str:
    for one in step.ifs:
        if set(one.keys) & set(keys):
            return one.text
    return ""


def agrees(step: LessonStep, answer: Mapping[str, Any]) -> bool:
    keys = chosen_keys(step, answer)
    right = bool(set(keys) & set(step.accept))
    return right and (not step.severity or bool(set(keys) & set(step.severity)))
