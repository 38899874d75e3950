"""Long answers are shown whole on both platforms: their parts rejoin to the text as imported."""

import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from tests.real.annotator import Annotator, answers, fresh, newest
from tests.real.run import Run, lines, same_clients

FOLDER = "liveqa-a"
LONG = (12_000, 30_000)
"""Characters of generated answers without a single paragraph break."""


MANY = 60
"""Messages looked at: a task of many parts, its panel and what stands around it."""


def whole(folder: Path, data: Path) -> None:
    """See every task on both platforms. Raises AssertionError at the first that does not rejoin."""
    folder.mkdir()
    tasks = [*lines(data / FOLDER / "pairs.jsonl"), *(_long(length) for length in LONG)]
    for task in tasks:
        task["ask"] = ["rank"]
    file = folder / "tasks.jsonl"
    file.write_text("\n".join(json.dumps(task) for task in tasks), encoding="utf-8")
    run = Run(folder)
    run.rounds("import", str(file), "--project", "live", "--data", "public")
    known = Counter(frozenset(answer["text"] for answer in task["responses"]) for task in tasks)
    with run.playground(), run.serving():
        for someone in run.join("live", (("slack", "Ann"), ("telegram", "Cem"))):
            _see_all(someone, known.copy())
        same_clients(run)
    print(f"{len(tasks)} tasks with long answers shown whole on both platforms", flush=True)


def _long(length: int) -> dict[str, Any]:
    word = "febrile neutropenia, "
    texts = [(mark * 3 + word * (length // len(word) + 1))[:length] for mark in ("x ", "y ")]
    return {
        "id": f"long-{length}",
        "prompt": f"What is meant, in {length} characters",
        "reader": "a nurse",
        "responses": [{"id": f"r{number}", "text": text} for number, text in enumerate(texts)],
    }


def _see_all(someone: Annotator, left: Counter[frozenset[str]]) -> None:
    someone.newest = MANY
    someone.say("next")
    old = ""
    while left.total():
        panel = someone.until(partial(fresh, old), "a task")
        shown = frozenset(answers(someone.screen()).values())
        assert left[shown], f"{someone.platform}: an answer does not rejoin to an imported text"
        left[shown] -= 1
        someone.press("Level", panel["id"])
        someone.button("Yes")
        done = someone.until(lambda screen: newest(screen, "Change"), "the summary")
        old = panel["id"]
        if left.total():
            someone.press("Next task", done["id"])
