"""What a project file decides: columns of its project and how it asks; what it does not say has the
default.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.records import Project
from bot.rubric import CORE, Rubric, pack

ASKED_BY = {
    "criteria": "criteria",
    "guideline": "guideline",
    "failure_kinds": "failure_kinds",
    "corrections": "corrections",
    "neighbour_strength": "neighbours",
    "as_it_stands": "stands",
    "conditions": "only",
    "reason_required": "reasons",
}
"""What a file says of the rubric, and the rubric's own name for it. A change of any makes a new
version; a task that was begun keeps its own."""

BARE = Rubric()
"""How a project asks that says nothing of it."""

PLAIN = Project("", "", "", "")
"""A project whose file says nothing but its id."""


def columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """All that a file decides, as columns; defaults are the record's own."""
    return {
        "title": said.get("title", said["id"]),
        "run_by": said.get("run_by", PLAIN.run_by),
        "coordinators": said.get("coordinators", []),
        "keep": said.get("keep", PLAIN.keep),
        "reader": said.get("reader", PLAIN.reader),
        "ask": said.get("ask", []),
        "overlap": said.get("overlap", PLAIN.overlap),
        "guideline": said.get("guideline", ""),
        "platforms": said.get("platforms", list(PLAIN.platforms)),
        "specialties": said.get("specialties", []),
        "languages": said.get("languages", []),
        "requires": said.get("requires") or PLAIN.requires,
    }


def field(column: str) -> str:
    """A column's name in the file."""
    return "annotators_per_task" if column == "overlap" else column


def changes(before: Mapping[Any, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a file changes, and what they become."""
    return {name: value for name, value in after.items() if before[name] != value}


def asked_otherwise(before: Mapping[str, Any], asks: Rubric) -> dict[str, list[Any]]:
    """What of a stored rubric is not as it was, by the names of the file: before and after."""
    after = json.loads(json.dumps(pack(asks)))
    return {
        name: [before[field], after[field]]
        for name, field in ASKED_BY.items()
        if before[field] != after[field]
    }


def rubric(said: Mapping[str, Any]) -> Rubric:
    """How the file asks; what it does not say has the default."""
    bare = BARE
    return Rubric(
        criteria=tuple(said.get("criteria") or CORE),
        guideline=said.get("guideline", bare.guideline),
        failure_kinds=said.get("failure_kinds", bare.failure_kinds),
        corrections=said.get("corrections", bare.corrections),
        neighbours=said.get("neighbour_strength", bare.neighbours),
        stands=said.get("as_it_stands", bare.stands),
        only={kind: tuple(names) for kind, names in said.get("conditions", {}).items()},
        reasons=tuple(said.get("reason_required", bare.reasons)),
    )
