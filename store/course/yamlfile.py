"""A small YAML file as plain values with the line of each; what it cannot be sure of is refused.

Aliases, tags and a key that stands twice are mistakes: nothing refers to anything else, so that a
file is read in the time its length takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from store.course.mistakes import Page, quoted

Place = tuple[str | int, ...]
"""Where a value stands: keys and indexes from the top of the file on."""

DEEPEST = 20
"""Levels of nesting; a course has four."""


NOTHING = "tag:yaml.org,2002:null"

MEND = {
    "mapping values are not allowed here": "put a text that has a colon in quotation marks",
    "but found another document": 'remove the line "---"',
    "found character '@' that cannot start any token": "put the text in quotation marks",
    "found character '`' that cannot start any token": "put the text in quotation marks",
    "found character '%' that cannot start any token": "put the text in quotation marks",
}
"""What to do about what YAML's reader says most often."""

ELSE_MEND = "look here and just above for a quotation mark, a bracket or a space too few"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What YAML takes for a date or a number, and is none."""

    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """`said` is what the file says at its top, `lines` the line of every place in it."""

    said: dict[str, Any]
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that is there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(text: str, page: Page) -> Read | None:
    """What a file says, None if it is no YAML table; every mistake is told to its page."""
    loader = _Loader(text, page)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            page.tell(1, 'this is no table; begin with "course: " and the course\'s id')
            return None
        found = Read({}, {})
        found.said.update(_Reader(loader, page, found.lines).value(node, ()))
        return found
    except RecursionError:
        page.tell(1, "this is nested too deeply to be read; write it flat")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mend = MEND.get(str(error.problem), ELSE_MEND)
        page.tell(mark.line + 1 if mark else 1, f"this is not YAML ({error.problem}); {mend}")
    finally:
        loader.dispose()
    return None


class _Loader(yaml.SafeLoader):
    """Composes without aliases: each is told, and taken for nothing."""

    def __init__(self, text: str, page: Page) -> None:
        super().__init__(text)
        self.page = page

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        loader: Any = self  # whose reading of events has no types
        event = loader.peek_event()
        start: Any = event.start_mark
        line = start.line + 1
        if isinstance(event, yaml.AliasEvent):
            loader.get_event()
            points = f"{quoted(f'*{event.anchor}')} points at another place"
            self.page.tell(line, f"{points}; write out what is meant")
            return yaml.ScalarNode(NOTHING, "", start, start)
        if event.anchor is not None:
            self.page.tell(line, f"{quoted(f'&{event.anchor}')} names a place; remove it")
            event.anchor = None
        if event.tag is not None:
            self.page.tell(line, f"{quoted(event.tag)} is a tag; remove it")
            event.tag = None
        return super().compose_node(parent, index)


@dataclass(slots=True)
class _Reader:
    """Makes plain values of nodes, and notes where each stands."""

    loader: yaml.SafeLoader
    page: Page
    lines: dict[Place, int]

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if len(place) > DEEPEST:
            raise RecursionError
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*place, number)) for number, one in enumerate(node.value)]
        try:
            return self.loader.construct_object(node)
        except (ValueError, LookupError, AttributeError, OverflowError, yaml.YAMLError):
            # 2024-13-45, a number of ten thousand digits, or "="
            return Unreadable(str(node.value))

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, inner in node.value:
            line = key.start_mark.line + 1
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None:
                self.page.tell(line, "a list or a table stands where a name should; give it a name")
            elif name in seen:
                again = f"{name} stands twice, first on line {seen[name]}; keep one"
                self.page.tell(line, again)
            else:
                seen[name] = self.lines[(*place, name)] = line
                yield name, self.value(inner, (*place, name))
