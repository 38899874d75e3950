"""A project's criteria, as its file says them: known ones by name, others with their anchors.

Every mistake is named with its line. A level is written "Label: what it means", under its number.
"""

from typing import Any

import yaml

from bot.cards import LABEL_MOST
from bot.rubric import KNOWN, Criterion, Level
from store.judging import SURROGATE, nearest, visible

CRITERIA_MOST = 9
ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
ID_MOST = 32
NAME_MOST = LABEL_MOST - len("A: ")
"""So that [A: Medical accuracy] still fits a button."""

LEVEL_MOST = LABEL_MOST - len("5 ")
ANCHOR_MOST = 200
NUMBERS = (5, 4, 3, 2, 1)
FIELDS = ("id", "name", "levels")


def read(node: yaml.Node, said: list[Any]) -> tuple[list[Criterion], list[str]]:
    """The criteria of a list that YAML has read, and what is wrong with them, by line."""
    found: list[Criterion] = []
    wrong: list[str] = []
    for item, value in zip(node.value, said, strict=True):
        at = f"line {item.start_mark.line + 1}: "
        if isinstance(value, str):
            if value in KNOWN:
                found.append(KNOWN[value])
            else:
                known = nearest(value, tuple(KNOWN))
                wrong.append(f"{at}the criterion “{value}” is not known. {known}")
            continue
        mistakes = _wrong(value)
        wrong += [f"{at}{mistake}" for mistake in mistakes]
        if not mistakes:
            found.append(_criterion(value))
    names = [one.id for one in found]
    wrong += [
        f"line {node.start_mark.line + 1}: the criterion “{name}” stands twice."
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    return found, wrong


def _criterion(value: dict[str, Any]) -> Criterion:
    said = _numbered(value["levels"])
    levels = tuple(
        Level(label.strip(), anchor.strip())
        for label, _, anchor in (said[number].partition(":") for number in NUMBERS)
    )
    return Criterion(value["id"], value["name"], levels)


def _numbered(levels: Any) -> Any:
    """The levels by number; JSON writes a number that names something as a text."""
    if not isinstance(levels, dict):
        return levels
    return {int(key) if str(key) in map(str, NUMBERS) else key: levels[key] for key in levels}


def _wrong(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return ["a criterion is a known name, or has id, name and levels."]
    if strange := [key for key in value if key not in FIELDS]:
        return [f"“{strange[0]}” of a criterion is not known. {nearest(str(strange[0]), FIELDS)}"]
    wrong = []
    key = value.get("id")
    if not isinstance(key, str) or not 0 < len(key) <= ID_MOST or set(key) - ID_CHARACTERS:
        wrong.append(f"a criterion's id has 1 to {ID_MOST} small letters, digits or “_”.")
    if why := _text(value.get("name"), NAME_MOST):
        wrong.append(f"a criterion's name {why}.")
    return wrong + _levels_wrong(value.get("levels"))


def _levels_wrong(said: Any) -> list[str]:
    levels = _numbered(said)
    if not isinstance(levels, dict) or set(levels) != set(NUMBERS):
        return ["a criterion's levels are 5, 4, 3, 2 and 1, each “Label: what it means”."]
    wrong = []
    for number in NUMBERS:
        one = levels[number]
        label, colon, anchor = one.partition(":") if isinstance(one, str) else ("", "", "")
        if not colon:
            wrong.append(f"level {number} is no “Label: what it means”: put it in quotation marks.")
        elif why := _text(label.strip(), LEVEL_MOST):
            wrong.append(f"the label of level {number} {why}.")
        elif why := _text(anchor.strip(), ANCHOR_MOST):
            wrong.append(f"the anchor of level {number} {why}.")
    return wrong


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or not visible(value) or "\n" in value:
        return "has to be one line of text"
    if "\x00" in value or SURROGATE.search(value):
        return "holds a character that no chat can carry: remove it"
    return f"has more than {most} characters" if len(value) > most else ""
