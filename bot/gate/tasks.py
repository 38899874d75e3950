"""Of a task the gate looks at what annotators get to see, and tells what it found by line, field
and kind, never by its words.

They see the turns of the prompt, every answer, and the reader; no annotator and no platform gets
ids, models, gold and metadata.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.gate import Finding, findings


class Shown(NamedTuple):
    """A task by its line; prompt and responses as they are stored: JSON, pairs of a role or an id
    and a text."""

    line: int
    prompt: str
    responses: str
    reader: str


class Seen(NamedTuple):
    """What looks like patient details: in which line and field, of what kind, from which character
    of the field on, counted from 1."""

    line: int
    where: str
    kind: str
    at: int


def look(tasks: Sequence[Shown]) -> list[Seen]:
    """All that is found in these tasks, in their order."""
    return [
        Seen(task.line, where, one.kind, one.start + 1)
        for task in tasks
        for where, found in _fields(task)
        for one in found
    ]


def _fields(task: Shown) -> Iterator[tuple[str, Sequence[Finding]]]:
    turns = json.loads(task.prompt)
    for number, (_, text) in enumerate(turns, start=1):
        yield "the prompt" if len(turns) == 1 else f"turn {number} of the prompt", findings(text)
    for key, text in json.loads(task.responses):
        yield f"answer {key}", findings(text)
    yield "the reader", _of_reader(task.reader)


_of_reader = lru_cache(1024)(findings)
"""Most tasks of a file have the same reader."""
