"""A project's criteria, as its file says them: known ones by name, others with their anchors.

Every mistake is named with its line. A level is written "Label: what it means", under its number.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from bot.cards import LABEL_MOST
from bot.rubric import KNOWN, Criterion, Level
from store.judging import SURROGATE, close, nearest, quoted, visible

CRITERIA_MOST = 3
"""Of one task, because each is asked of each answer on a phone (method.md 2.1). A version of a
project that has more is asked as it stands until its file is applied again.
"""

ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
ID_MOST = 32
NAME_MOST = LABEL_MOST - len("A: ")
"""So that [A: Medical accuracy] still fits a button."""

LEVEL_MOST = LABEL_MOST - len("5 ")
ANCHOR_MOST = 200
NUMBERS = (5, 4, 3, 2, 1)
FIELDS = ("id", "name", "levels")


Mistakes = list[tuple[yaml.Node, str]]


def read(node: yaml.Node, said: list[Any]) -> tuple[list[Criterion], Mistakes]:
    """The criteria of a list that YAML has read, and what is wrong with them, each where it
    stands."""
    found: list[Criterion] = []
    wrong: Mistakes = []
    for item, value in zip(node.value, said, strict=True):
        made: Criterion | None = None
        if isinstance(value, str):
            made = KNOWN.get(value)
            if made is None:
                known = nearest(value, tuple(KNOWN))
                wrong.append((item, f"the criterion {quoted(value)} is not known. {known}"))
        elif mistakes := _wrong(item, value):
            wrong += mistakes
        else:
            made = _criterion(value)
        if made and [one.id for one in found].count(made.id) == 1:
            wrong.append((item, f"the criterion “{made.id}” stands twice: keep one."))
        if made:
            found.append(made)
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


def _wrong(item: yaml.Node, value: Any) -> Mistakes:
    """What is wrong with one that is written out. A mistyped field is told as that, and judged as
    what it was meant for."""
    if not isinstance(value, dict) or not isinstance(item, yaml.MappingNode):
        return [(item, "a criterion is a known name, or has id, name and levels.")]
    wrong: Mistakes = []
    places: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    said: dict[str, Any] = {}
    for name, inner in item.value:
        key = str(name.value)
        field = key if key in FIELDS else close(key, FIELDS)
        if key not in FIELDS:
            known = nearest(key, FIELDS)
            wrong.append((name, f"{quoted(key)} of a criterion is not known. {known}"))
        elif key in places:
            wrong.append((name, f"“{key}” of a criterion stands twice: keep one."))
        places.setdefault(field, (name, inner))
        said.setdefault(field, value.get(key))
    return wrong + _parts_wrong(item, places, said)


def _parts_wrong(
    item: yaml.Node, places: Mapping[str, tuple[yaml.Node, yaml.Node]], said: Mapping[str, Any]
) -> Mistakes:
    wrong: Mistakes = []
    key = said.get("id")
    bare = (item, item)
    if not isinstance(key, str) or not 0 < len(key) <= ID_MOST or set(key) - ID_CHARACTERS:
        why = f"a criterion's id has 1 to {ID_MOST} small letters, digits or “_”."
        wrong.append((places.get("id", bare)[0], why))
    if why := _text(said.get("name"), NAME_MOST):
        wrong.append((places.get("name", bare)[0], f"a criterion's name {why}."))
    return wrong + _levels_wrong(*places.get("levels", bare), said.get("levels"))


def _levels_wrong(key: yaml.Node, node: yaml.Node, said: Any) -> Mistakes:
    levels = _numbered(said)
    wrong: Mistakes = []
    if not isinstance(levels, dict) or set(levels) != set(NUMBERS):
        why = "a criterion's levels are 5, 4, 3, 2 and 1, each “Label: what it means”."
        wrong.append((key, why))
    if not isinstance(levels, dict):
        return wrong
    places = {str(name.value): inner for name, inner in node.value}
    for number in filter(levels.__contains__, NUMBERS):
        one, place = levels[number], places.get(str(number), key)
        label, colon, anchor = one.partition(":") if isinstance(one, str) else ("", "", "")
        if not colon:
            why = f"level {number} is no “Label: what it means”: put it in quotation marks."
            wrong.append((place, why))
            continue
        for what, text, most in (("label", label, LEVEL_MOST), ("anchor", anchor, ANCHOR_MOST)):
            if why := _text(text.strip(), most):
                wrong.append((place, f"the {what} of level {number} {why}."))
    return wrong


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or not visible(value) or "\n" in value:
        return "has to be one line of text"
    if "\x00" in value or SURROGATE.search(value):
        return "holds a character that no chat can carry: remove it"
    return f"has more than {most} characters: shorten it" if len(value) > most else ""
