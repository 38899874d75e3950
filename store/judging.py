"""How a file is judged: every mistake is collected, each with what to do about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

TEXT_MOST = 100_000
"""Characters of a response and of a whole prompt: some 40 messages of a chat."""

WORD_MOST = 200
"""Characters of an id, a reader, a model's name or a specialty."""

LIST_MOST = 50
"""Entries of a list of such words."""

SURROGATE = re.compile("[\ud800-\udfff]")


class Mistake(NamedTuple):
    """What is wrong, and what to do about it: one sentence each."""

    error: str
    remedy: str


class Unusable(Exception):  # noqa: N818  the house's word
    """A line that cannot be a task."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(" ".join(mistake.error for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(slots=True)
class Judge:
    """Collects the mistakes of one line."""

    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, error: str, remedy: str) -> None:
        self.mistakes.append(Mistake(error, remedy))

    def characters(self, said: Any) -> None:
        """No text of the line holds what no database or chat can carry."""
        for place, text in _texts(said, ""):
            if "\x00" in text:
                self.wrong(f"{place} holds a NUL character.", "Remove \\u0000 from it.")
            if SURROGATE.search(text):
                self.wrong(
                    f"{place} holds half of a surrogate pair.",
                    "Write the character itself, or both halves of its \\u escape.",
                )

    def known(self, said: Mapping[str, Any], names: Sequence[str], where: str) -> None:
        for name in said.keys() - set(names):
            self.wrong(f"{where}{quoted(name)} is not a field here.", nearest(name, names))

    def word(self, said: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> str:
        """A short text: an id, a reader, a name."""
        if name not in said and not needed:
            return ""
        value = said.get(name)
        if not isinstance(value, str) or not visible(value):
            found = "is missing" if name not in said else "is empty or no text"
            self.wrong(f"{where}{name} {found}.", f'Give "{name}" a text of its own.')
        elif len(value) > WORD_MOST:
            self.wrong(f"{where}{name} has {len(value)} characters.", f"Use at most {WORD_MOST}.")
        else:
            return value
        return ""

    def words(self, said: Mapping[str, Any], name: str) -> list[str]:
        """A list of short texts, each once."""
        value = said.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(f"{name} is no list of texts.", f'Write "{name}": ["…", "…"].')
            return []
        if len(value) > LIST_MOST or any(len(one) > WORD_MOST for one in value):
            self.wrong(
                f"{name} is too long.", f"Use at most {LIST_MOST} of {WORD_MOST} characters."
            )
        if not all(map(visible, value)) or len(set(value)) < len(value):
            self.wrong(f"{name} has an empty or a repeated entry.", "Name each once.")
        return value

    def text(self, value: Any, place: str) -> str:
        """A text to be read, kept to the byte."""
        if not isinstance(value, str):
            self.wrong(f"{place} is no text.", "Put it in quotation marks.")
        elif not visible(value):
            self.wrong(f"{place} is empty.", "Give it a text, or leave the task out.")
        elif len(value) > TEXT_MOST:
            self.wrong(
                f"{place} has {len(value)} characters.", f"Keep it within {TEXT_MOST} characters."
            )
        else:
            return value
        return ""


def visible(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return any(letter.isprintable() and letter != " " for letter in text)


def nearest(name: str, names: Sequence[str]) -> str:
    """The remedy for an unknown name."""
    if close := get_close_matches(name, names, 1, 0.6):
        return f"Did you mean {quoted(close[0])}?"
    return f"Known are {', '.join(names)}; put anything else into metadata."


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text of a parsed line with its place, names of fields included."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield f"{place}, a field's name" if place else "A field's name", name
            yield from _texts(inner, f"{place}: {name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _texts(inner, f"{place} {number}")


def quoted(name: str) -> str:
    return f"“{SURROGATE.sub('�', name[:WORD_MOST])}”"
