"""A project file: what it may say, read from YAML; every mistake is named with its line.

Nothing is accepted that would not be honoured: what this version cannot do is refused.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.kinds import KINDS
from bot.rubric import CONDITIONS, SEVERITIES
from store import criteria
from store.judging import LIST_MOST, SURROGATE, WORD_MOST, nearest, visible
from store.taskfile import RESPONSES_MOST, asks_wrong

FILE_MOST = 2**20
"""Bytes of a project file."""

GUIDELINE_MOST = 20_000
"""Characters of a guideline; it is shown whole."""

OVERLAP_MOST = 100
"""Annotators of one task."""

PLATFORMS = ("slack", "telegram")

ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
ID_MOST = 64

LATER = {"requires": "no course can be required yet"}
"""What a later version will honour, and why this one refuses it."""


class WrongProject(Exception):  # noqa: N818  the house's word
    """A project that is unknown, or a file that is none; one sentence for each mistake."""


def read(file: Path) -> dict[str, Any]:
    """What the file says, by the names of the project's columns. Raises WrongProject."""
    loader = _loader(_text(file))
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise WrongProject(f"{file} is no project file: begin with “project: NAME”.")
        return _said(loader, node, file)
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise WrongProject(f"{where}this is not YAML: {error.problem}.") from None
    finally:
        loader.dispose()


def wrong_id(project: str) -> str:
    """Why a project cannot have this id, "" if it can."""
    if project and len(project) <= ID_MOST and ID_CHARACTERS.issuperset(project):
        return ""
    return f"A project's id has 1 to {ID_MOST} letters, digits, “-”, “_” or “.” and nothing else."


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes() if file.stat().st_size <= FILE_MOST else b""
        if raw:
            return raw.decode("utf-8-sig")
    except OSError as error:
        raise WrongProject(f"{file} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise WrongProject(f"{file} is not UTF-8: save it as UTF-8.") from None
    raise WrongProject(f"{file} is empty or larger than {FILE_MOST} bytes.")


def _loader(text: str) -> yaml.SafeLoader:
    try:
        return yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        wrong = f"line {line}: YAML has no room for the character U+{error.character:04X}."
        raise WrongProject(wrong) from None


def _said(loader: yaml.SafeLoader, node: yaml.MappingNode, file: Path) -> dict[str, Any]:
    said: dict[str, Any] = {}
    lines: dict[str, int] = {}
    wrong: list[str] = []
    for key, value in node.value:
        name = str(key.value)
        lines.setdefault(name, key.start_mark.line + 1)
        at = f"line {key.start_mark.line + 1}: "
        if name in said:
            wrong.append(f"{at}{name} stands twice.")
        elif name in LATER:
            if loader.construct_object(value, deep=True):
                wrong.append(f"{at}{name}: {LATER[name]}; leave it out.")
        elif name not in CHECKS:
            wrong.append(f"{at}“{name}” is not known. {nearest(name, tuple(CHECKS))}")
        else:
            said[name] = loader.construct_object(value, deep=True)
            if why := CHECKS[name](said[name]):
                wrong.append(f"{at}{name} {why}{'' if why.endswith('?') else '.'}")
            elif name == "criteria":
                said[name], mistakes = criteria.read(value, said[name])
                wrong += mistakes
    if "project" not in said:
        wrong.append(f"{file} names no project: begin with “project: NAME”.")
    if wrong:
        raise WrongProject("\n".join(wrong))
    if contradictions := _contradictions(said, lines):
        raise WrongProject("\n".join(contradictions))
    return _columns(said)


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    columns = {"id" if name == "project" else name: value for name, value in said.items()}
    if "annotators_per_task" in columns:
        columns["overlap"] = columns.pop("annotators_per_task")
    return columns


def _id(value: Any) -> str:
    if not isinstance(value, str):
        return "is no text: put it in quotation marks"
    return "cannot be this: " + why.rstrip(".") if (why := wrong_id(value)) else ""


def _words(value: Any) -> str:
    """A text of one line."""
    if not isinstance(value, str):
        return "is no text: put it in quotation marks"
    if not visible(value) or "\n" in value:
        return "has to be one line of text"
    if "\x00" in value or SURROGATE.search(value):
        return "holds a character that no chat can carry: remove it"
    return f"has more than {WORD_MOST} characters" if len(value) > WORD_MOST else ""


def _guideline(value: Any) -> str:
    if not isinstance(value, str):
        return "is no text: write it under “guideline: |”"
    if "\x00" in value or SURROGATE.search(value):
        return "holds a character that no chat can carry: remove it"
    if len(value) > GUIDELINE_MOST:
        return f"has {len(value)} characters: keep it within {GUIDELINE_MOST}"
    return ""


def _list(value: Any) -> str:
    if not isinstance(value, list):
        return "is no list: write [one, another]"
    if len(value) > LIST_MOST:
        return f"has more than {LIST_MOST} entries"
    for one in value:
        if why := _words(one):
            return f"has an entry ({one}) that {why}"
    return "names something twice" if len(set(value)) < len(value) else ""


def _ask(value: Any) -> str:
    if why := _list(value):
        return why
    if value and (why := asks_wrong(value, RESPONSES_MOST)):
        return f"cannot be this: {why}"
    return ""


def _criteria(value: Any) -> str:
    if not isinstance(value, list):
        return "is no list: write [accuracy, safety]"
    most = criteria.CRITERIA_MOST
    return f"names more than {most}: nobody rates so much" if len(value) > most else ""


def _conditions(value: Any) -> str:
    if not isinstance(value, dict) or set(value) - {"rationale"}:
        return "can only say when a reason is asked: write “rationale: [S2, clearly]” below it"
    return _conditional(value.get("rationale"))


def _conditional(value: Any) -> str:
    if why := _list(value):
        return why
    if strange := [one for one in value if one not in CONDITIONS]:
        known = nearest(strange[0], CONDITIONS).rstrip(".")
        return f"names “{strange[0]}”. {known}"
    return ""


def _switch(value: Any) -> str:
    return "" if isinstance(value, bool) else "has to be true or false"


def _contradictions(said: Mapping[str, Any], lines: Mapping[str, int]) -> list[str]:
    """What the file asks for in one place and makes impossible in another."""
    ask = said.get("ask") or list(KINDS)
    needs = {
        "criteria": ("rate", "criteria are rated only where “rate” is asked"),
        "failure_kinds": ("flag", "kinds of failure are asked only where “flag” is"),
        "corrections": ("flag", "a better wording is asked only where “flag” is"),
        "neighbour_strength": ("rank", "neighbours are compared only where “rank” is asked"),
        "as_it_stands": ("rank", "“as it stands” is asked only where “rank” is"),
        "conditions": ("rationale", "a reason is never asked: add “rationale” to ask"),
        "reason_required": ("rationale", "a reason is never asked: add “rationale” to ask"),
    }
    wrong = [
        f"line {lines[name]}: {why}."
        for name, (kind, why) in needs.items()
        if said.get(name) and kind not in ask
    ]
    for name in ("conditions", "reason_required"):
        named = said.get(name) or ()
        for one in named["rationale"] if isinstance(named, dict) else named:
            kind = "flag" if one in SEVERITIES else "rank"
            if kind not in ask:
                wrong.append(f"line {lines[name]}: {name} names {one}, but “{kind}” is not asked.")
    return wrong


def _overlap(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= OVERLAP_MOST:
        return ""
    return f"has to be a whole number from 1 to {OVERLAP_MOST}"


def _platforms(value: Any) -> str:
    if why := _list(value):
        return why
    if value and set(value) <= set(PLATFORMS):
        return ""
    return f"has to name {' or '.join(PLATFORMS)}, or both"


CHECKS: dict[str, Callable[[Any], str]] = {
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
    "criteria": _criteria,
    "failure_kinds": _switch,
    "corrections": _switch,
    "neighbour_strength": _switch,
    "as_it_stands": _switch,
    "conditions": _conditions,
    "reason_required": _conditional,
}
"""What a project file may say, and how each is checked: why not, "" if it may."""
