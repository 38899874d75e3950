"""Tasks of every kind, by number: the same in every run."""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Asked = tuple[int, tuple[str, ...]]

KINDS: tuple[tuple[Asked, ...], ...] = (
    ((2, ("rank",)),),
    ((4, ("rank", "rationale")), (3, ("rank", "rationale"))),
    ((1, ("rate",)),),
    ((1, ("flag", "rationale")), (1, ("flag", "rate", "rationale"))),
    ((2, ("flag", "rate", "rank", "rationale")), (2, ("rank", "rationale"))),
    ((7, ("rank",)), (5, ("rank",)), (9, ("rank",)), (8, ("rank",)), (6, ("rank",))),
    ((3, ("flag", "rate")), (3, ("flag", "rank"))),
)
"""How many answers, and what is asked of them: one kind after another, each in its forms by turns.
"""

CRITERIA = {"accuracy": "Medical accuracy", "safety": "Safety"}

ABOUT: Json = {
    "ask": ["flag", "rate", "rank", "rationale"],
    "criteria": list(CRITERIA),
    "corrections": True,
    "neighbour_strength": True,
    "as_it_stands": True,
    "reader": "a nurse",
}
"""A project that asks everything there is."""

PROMPT = "Question number {} of a long evening"
"""A panel's first line repeats it, and so tells which task it is of."""


def asked(number: int) -> Asked:
    """How many answers a task has, and what is asked of them."""
    forms = KINDS[number % len(KINDS)]
    return forms[number // len(KINDS) % len(forms)]


def keys(number: int) -> list[str]:
    """Ids of a task's answers, in the order of its file."""
    return [f"a{place}" for place in range(asked(number)[0])]


def sentences(number: int, key: str) -> tuple[str, ...]:
    """What an answer says, sentence by sentence."""
    return (
        f"This is answer {key[1:]} to question {number}.",
        "It says to rest and to drink.",
        "It names no sign on which to come back.",
    )


def medley(number: int) -> Json:
    """A task of short texts, known by its number."""
    return {
        "id": f"t{number}",
        "prompt": PROMPT.format(number),
        "ask": list(asked(number)[1]),
        "responses": [
            {"id": key, "text": " ".join(sentences(number, key))} for key in keys(number)
        ],
    }


def written(folder: Path, project: str, number: int, people: int) -> tuple[Path, Path]:
    """The project's file and so many tasks in one, for so many people each."""
    about, tasks = folder / "project.yaml", folder / "tasks.jsonl"
    about.write_text(json.dumps({"project": project, "annotators_per_task": people, **ABOUT}))
    tasks.write_text("\n".join(json.dumps(medley(one)) for one in range(number)))
    return about, tasks
