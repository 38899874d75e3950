"""A pool of tasks of one size, the same in every run: 300 characters asked, two answers of 800."""

import json
import random
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROMPT, RESPONSE = 300, 800
"""Characters, as in the notes' payload (notes on performance)."""

LETTERS = string.ascii_lowercase + "      "
PROJECT = "bench"
WORD = ("--data", "synthetic", "--accept-findings")
"""How they are imported: among so many random letters stands "mr xqz", too."""


def tasks(number: int) -> Iterator[dict[str, Any]]:
    """So many comparisons, each with the words of its own."""
    chance = random.Random(3)

    def words(length: int) -> str:
        return "".join(chance.choices(LETTERS, k=length - 1)) + "."

    for count in range(number):
        yield {
            "id": f"t{count}",
            "prompt": words(PROMPT),
            "responses": [
                {"id": "a", "text": words(RESPONSE), "model": "m1"},
                {"id": "b", "text": words(RESPONSE), "model": "m2"},
            ],
            "ask": ["rank"],
            "reader": "a nurse",
        }


def task_file(folder: Path, number: int) -> Path:
    """A JSONL file of so many tasks, made once in a folder."""
    file = folder / f"tasks-{number}.jsonl"
    if not file.exists():
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(task)}\n" for task in tasks(number))
    return file
