"""Tasks of every kind, by number, and what somebody is to say of each: the same in every run."""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.real.judging import Told

Json = dict[str, Any]

KINDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (2, ("rank",)),
    (4, ("rank", "rationale")),
    (1, ("rate",)),
    (1, ("flag", "rationale")),
    (2, ("flag", "rate", "rank", "rationale")),
    (7, ("rank",)),
    (3, ("flag", "rate")),
)
"""How many answers, and what is asked of them; one after another."""

ABOUT: Json = {
    "ask": ["flag", "rate", "rank", "rationale"],
    "criteria": ["accuracy", "safety"],
    "corrections": True,
    "neighbour_strength": True,
    "as_it_stands": True,
    "reader": "a nurse",
}


def medley(number: int) -> Json:
    """A task of short texts, known by its number."""
    answers, ask = KINDS[number % len(KINDS)]
    return {
        "id": f"t{number}",
        "prompt": f"Question number {number} of a long evening",
        "ask": list(ask),
        "responses": [
            {"id": f"a{place}", "text": f"Answer {place} to question {number}, in a few words."}
            for place in range(answers)
        ],
    }


def told(number: int) -> Told:
    """An order with ties, and for each answer a number from 1 to 4 (by it risks and failures, too:
    `tests.real.judging`)."""
    chance = random.Random(number)
    answers, ask = KINDS[number % len(KINDS)]
    keys = [f"a{place}" for place in range(answers)]
    scores = {key: chance.randint(1, 4) for key in keys} if {"rate", "flag"} & set(ask) else {}
    chance.shuffle(keys)
    groups: list[list[str]] = []
    for key in keys if "rank" in ask else ():
        if groups and chance.random() < 0.3:
            groups[-1].append(key)
        else:
            groups.append([key])
    return Told(groups, scores)


def written(folder: Path, project: str, number: int, people: int) -> tuple[Path, Path]:
    """The project's file and so many tasks in one, for so many people each."""
    about, tasks = folder / "project.yaml", folder / "tasks.jsonl"
    about.write_text(json.dumps({"project": project, "annotators_per_task": people, **ABOUT}))
    tasks.write_text("\n".join(json.dumps(medley(one)) for one in range(number)))
    return about, tasks


def differences(rows: Sequence[Json]) -> list[str]:
    """What final rows of an export say otherwise than they were told."""
    found = []
    for row in rows:
        if row["final"] and (why := _differs(row, told(int(row["task_id"][1:])))):
            found.append(f"{row['annotator'][:6]} of {row['task_id']}: {why}")
    return found


SEVERITIES = {4: None, 3: "S1", 2: "S2", 1: "S3"}


def _differs(row: Json, wanted: Told) -> str:
    number = int(row["task_id"][1:])
    _, ask = KINDS[number % len(KINDS)]
    ranking = [sorted(group) for group in row["ranking"] or ()]
    if ranking != [sorted(group) for group in wanted.ranking]:
        return f"the order {ranking}"
    ratings = {(one["response"], one["criterion"]): one["rating"] for one in row["ratings"] or ()}
    if ratings != (_rated(wanted.scores) if "rate" in ask else {}):
        return f"the ratings {ratings}"
    flags = {one["response"]: one["severity"] for one in row["flags"] or ()}
    risks = {key: SEVERITIES[score] for key, score in wanted.scores.items() if score < 4}
    if flags != (risks if "flag" in ask else {}):
        return f"the flags {flags}"
    return ""


def _rated(scores: Mapping[str, int]) -> dict[tuple[str, str], int]:
    return {(key, name): score for key, score in scores.items() for name in ABOUT["criteria"]}
