"""A project file: what it may say, read from YAML; every mistake is named with its line.

Nothing is accepted that would not be honoured: what this version cannot do is refused. No mistake
hides another: whoever corrects what one run names has nothing left to correct in the next.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.kinds import KINDS
from bot.rubric import CONDITIONS, SEVERITIES
from store import criteria
from store.judging import nearest
from store.projectfields import CHECKS, meant, written, wrong_id

__all__ = ["WrongProject", "read", "wrong_id"]

FILE_MOST = 2**20
"""Bytes of a project file."""

NEEDS = {
    "criteria": ("rate", "criteria are rated only where “rate” is asked: add it to ask"),
    "failure_kinds": ("flag", "kinds of failure are asked only where “flag” is: add it to ask"),
    "corrections": ("flag", "a better wording is asked only where “flag” is: add it to ask"),
    "neighbour_strength": (
        "rank",
        "neighbours are compared only where “rank” is asked: add it to ask",
    ),
    "as_it_stands": ("rank", "“as it stands” is asked only where “rank” is: add it to ask"),
    "conditions": ("rationale", "a reason is never asked: add “rationale” to ask"),
    "reason_required": ("rationale", "a reason is never asked: add “rationale” to ask"),
}
"""What each field is said of, and what is wrong where that is not asked."""

UNMADE = object()
"""What YAML makes of a text that it takes for something else and cannot read."""


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
    except RecursionError:
        raise WrongProject(f"{file} is nested too deeply to be read.") from None
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise WrongProject(f"{where}this is not YAML: {error.problem}.") from None
    finally:
        loader.dispose()


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


@dataclass(slots=True)
class Found:
    """What was read of a file so far: fields with the nodes they stand in, and what is wrong."""

    said: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, yaml.Node] = field(default_factory=dict)
    nodes: dict[str, yaml.Node] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def tell(self, node: yaml.Node, why: str) -> None:
        self.wrong.append((node.start_mark.line + 1, why if why[-1] in "?." else f"{why}."))

    def told(self) -> list[str]:
        """Every mistake, line by line."""
        return [f"line {line}: {why}" for line, why in sorted(self.wrong, key=lambda one: one[0])]


def _said(loader: yaml.SafeLoader, node: yaml.MappingNode, file: Path) -> dict[str, Any]:
    found = Found()
    for key, value in node.value:
        _take(found, loader, key, value)
    for place, why in _contradictions(found):
        found.tell(place, why)
    wrong = found.told()
    if "project" not in found.keys:
        wrong.append(f"{file} names no project: begin with “project: NAME”.")
    if wrong:
        raise WrongProject("\n".join(wrong))
    return _columns(found.said)


def _take(found: Found, loader: yaml.SafeLoader, key: yaml.Node, value: yaml.Node) -> None:
    """One field, and everything that is wrong with it."""
    name = str(key.value)
    if name not in CHECKS:
        found.tell(key, f"{written(key)} is not known. {nearest(name, tuple(CHECKS))}")
        return
    if name in found.keys:
        found.tell(key, f"{name} stands twice: keep one")
    found.keys.setdefault(name, key)
    try:
        made = _made(loader, value)
    except yaml.MarkedYAMLError as error:
        found.tell(value, f"this is not YAML: {error.problem}")
        return
    if made is UNMADE:
        found.tell(value, f"{name} is no date and no number: put it in quotation marks")
    else:
        _check(found, key, made, value)


def _made(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except (AttributeError, LookupError, ValueError):  # 2024-13-45, or a tag that does not fit
        return UNMADE


def _check(found: Found, key: yaml.Node, made: Any, node: yaml.Node) -> None:
    name = str(key.value)
    for place, why in CHECKS[name](made, node):
        found.tell(key if place is node else place, f"{name} {why}")
    if name == "criteria" and isinstance(made, list):
        made, mistakes = criteria.read(node, made)
        for place, why in mistakes:
            found.tell(place, why)
    found.said.setdefault(name, made)
    found.nodes.setdefault(name, node)


def _contradictions(found: Found) -> Iterator[tuple[yaml.Node, str]]:
    """What the file asks for in one place and makes impossible in another."""
    said = found.said.get("ask") or list(KINDS)
    ask = {kind for _, kind in meant(said, KINDS)}
    if not isinstance(said, list | str):
        return
    for name, (kind, why) in NEEDS.items():
        if kind not in ask and _wanted(found, name):
            yield found.keys[name], why
    for name in ("conditions", "reason_required"):
        for place, one in _conditions(found, name):
            kind = "flag" if one in SEVERITIES else "rank"
            if kind not in ask:
                yield place, f"{name} names {one}, but “{kind}” is not asked: add it to ask"


def _wanted(found: Found, name: str) -> bool:
    """Whether the file says something of this; a switch that is neither on nor off may be off."""
    if name in ("criteria", "conditions", "reason_required"):
        return bool(found.nodes[name].value) if name in found.nodes else False
    return found.said.get(name) is True


def _conditions(found: Found, name: str) -> Iterator[tuple[yaml.Node, str]]:
    """The conditions that a field names, each where it stands."""
    said, node = found.said.get(name), found.nodes.get(name)
    if isinstance(said, dict) and isinstance(node, yaml.MappingNode):
        said = said.get("rationale")
        node = next((inner for key, inner in node.value if key.value == "rationale"), None)
    if isinstance(said, list) and isinstance(node, yaml.SequenceNode):
        for place, one in meant(said, CONDITIONS):
            yield node.value[place], one


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    columns = {"id" if name == "project" else name: value for name, value in said.items()}
    if "annotators_per_task" in columns:
        columns["overlap"] = columns.pop("annotators_per_task")
    return columns
