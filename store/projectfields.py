"""What each field of a project file may say: every mistake in it is named where it stands.

A check is given what YAML made of a field and the nodes that it was made of; it yields what is
wrong, each with the node that is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import yaml

from bot.kinds import KINDS
from bot.rubric import CONDITIONS
from store import criteria
from store.judging import LIST_MOST, SURROGATE, WORD_MOST, close, nearest, quoted, visible
from store.taskfile import RESPONSES_MOST, asks_wrong

GUIDELINE_MOST = 20_000
"""Characters of a guideline; it is shown whole."""

OVERLAP_MOST = 100
"""Annotators of one task."""

PLATFORMS = ("slack", "telegram")

ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
ID_MOST = 64

Wrong = Iterator[tuple[yaml.Node, str]]
Check = Callable[[Any, yaml.Node], Wrong]


def wrong_id(project: str) -> str:
    """Why a project cannot have this id, "" if it can."""
    if project and len(project) <= ID_MOST and ID_CHARACTERS.issuperset(project):
        return ""
    return f"A project's id has 1 to {ID_MOST} letters, digits, “-”, “_” or “.” and nothing else."


def written(node: yaml.Node) -> str:
    """What stands in the file, as far as it can be repeated."""
    return quoted(node.value) if isinstance(node, yaml.ScalarNode) else "a list or a table"


def meant(said: Any, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """The known words of a list with their places, as they are written or nearly so: what a
    mistyped word contradicts is told together with it."""
    for place, one in enumerate(said if isinstance(said, list) else [said]):
        if isinstance(one, str) and (word := one if one in known else close(one, known)):
            yield place, word


def _id(value: Any, node: yaml.Node) -> Wrong:
    if not isinstance(value, str):
        yield node, "is no text: put it in quotation marks"
    elif why := wrong_id(value):
        yield node, "cannot be this: " + why.rstrip(".")


def _words(value: Any, node: yaml.Node) -> Wrong:
    if why := _no_words(value):
        yield node, why


def _no_words(value: Any) -> str:
    """Why this is no text of one line, "" if it is."""
    if not isinstance(value, str):
        return "is no text: put it in quotation marks"
    if not visible(value) or "\n" in value:
        return "has to be one line of text"
    if "\x00" in value or SURROGATE.search(value):
        return "holds a character that no chat can carry: remove it"
    return f"has more than {WORD_MOST} characters: shorten it" if len(value) > WORD_MOST else ""


def _guideline(value: Any, node: yaml.Node) -> Wrong:
    if not isinstance(value, str):
        yield node, "is no text: write it under “guideline: |”"
        return
    if "\x00" in value or SURROGATE.search(value):
        yield node, "holds a character that no chat can carry: remove it"
    if len(value) > GUIDELINE_MOST:
        yield node, f"has {len(value)} characters: keep it within {GUIDELINE_MOST}"


def _list(value: Any, node: yaml.Node) -> Wrong:
    if not isinstance(value, list):
        yield node, "is no list: write [one, another]"
        return
    if len(value) > LIST_MOST:
        yield node, f"has {len(value)} entries: keep at most {LIST_MOST}"
    seen: list[Any] = []
    for one, place in zip(value, node.value, strict=True):
        if why := _no_words(one):
            yield place, f"has an entry ({written(place)}) that {why}"
        elif seen.count(one) == 1:
            yield place, f"names {quoted(one)} twice: keep one"
        seen.append(one)


def _among(value: Any, node: yaml.Node, known: Collection[str]) -> Wrong:
    """A list of words that are all known."""
    yield from _list(value, node)
    for one, place in _strange(value, node, known):
        yield place, f"names {quoted(one)}. {nearest(one, known).removesuffix('.')}"


def _strange(
    value: Any, node: yaml.Node, known: Collection[str]
) -> Iterable[tuple[str, yaml.Node]]:
    pairs = zip(value, node.value, strict=True) if isinstance(value, list) else ()
    return (pair for pair in pairs if isinstance(pair[0], str) and pair[0] not in known)


def _ask(value: Any, node: yaml.Node) -> Wrong:
    yield from _list(value, node)
    for one, place in _strange(value, node, KINDS):
        yield place, f"cannot be this: {quoted(one)} is not known; use {', '.join(KINDS)}"
    kinds = [kind for _, kind in meant(value, KINDS)]
    if kinds and isinstance(value, list) and (why := asks_wrong(kinds, RESPONSES_MOST)):
        yield node, f"cannot be this: {why}"


def _criteria(value: Any, node: yaml.Node) -> Wrong:
    if not isinstance(value, list):
        yield node, "is no list: write [accuracy, safety]"
    elif len(value) > (most := criteria.CRITERIA_MOST):
        more = f"names {len(value)}, and no task is rated by more than {most}"
        yield node, f"{more}: keep those that matter most"


def _conditions(value: Any, node: yaml.Node) -> Wrong:
    only = "can only say when a reason is asked: write “rationale: [S2, clearly]” below it"
    if not isinstance(value, dict):
        yield node, only
        return
    names = [name.value for name, _ in node.value]
    for place, (name, inner) in enumerate(node.value):
        if name.value != "rationale":
            yield name, only
        elif name.value in names[:place]:
            yield name, f"names {written(name)} twice: keep one"
        elif names.count(name.value) == 1:
            yield from _conditional(value["rationale"], inner)


def _conditional(value: Any, node: yaml.Node) -> Wrong:
    yield from _among(value, node, CONDITIONS)


def _switch(value: Any, node: yaml.Node) -> Wrong:
    if not isinstance(value, bool):
        yield node, "has to be true or false"


def _overlap(value: Any, node: yaml.Node) -> Wrong:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 1 <= value <= OVERLAP_MOST:
        yield node, f"has to be a whole number from 1 to {OVERLAP_MOST}"


def _course(value: Any, node: yaml.Node) -> Wrong:
    if value is None:
        return
    if not isinstance(value, str):
        yield node, "is no text: write the id of one course, such as rlhf_1"
    elif value and wrong_id(value):
        yield node, f"names {written(node)}, which is no id of a course: see rounds course list"


def _platforms(value: Any, node: yaml.Node) -> Wrong:
    if value == []:
        yield node, f"has to name {' or '.join(PLATFORMS)}, or both"
    yield from _among(value, node, PLATFORMS)


CHECKS: dict[str, Check] = {
    "project": _id,
    "title": _words,
    "run_by": _words,
    "coordinators": _list,
    "keep": _words,
    "reader": _words,
    "ask": _ask,
    "annotators_per_task": _overlap,
    "guideline": _guideline,
    "platforms": _platforms,
    "specialties": _list,
    "languages": _list,
    "requires": _course,
    "criteria": _criteria,
    "failure_kinds": _switch,
    "corrections": _switch,
    "neighbour_strength": _switch,
    "as_it_stands": _switch,
    "conditions": _conditions,
    "reason_required": _conditional,
}
"""What a project file may say, and how each is checked."""
