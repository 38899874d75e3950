"""How a file is judged: every mistake is collected, each with what to do about it."""

import re
from collections.abc import Collection, Iterator, Mapping
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
    """Collects the mistakes of one line. `of` says whose part it is, as " of response 1"."""

    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, error: str, remedy: str) -> None:
        self.mistakes.append(Mistake(error, remedy))

    def known(self, said: Mapping[str, Any], names: Collection[str], of: str = "") -> None:
        """No field stands there that nobody would read."""
        for name in said:
            if name not in names:
                self.wrong(f"The field {quoted(name)}{of} is not known.", nearest(name, names))

    def word(self, said: Mapping[str, Any], name: str, of: str = "", *, needed: bool = True) -> str:
        """A short text: an id, a reader, a model's name. "" if it is wrong or not there."""
        value = said.get(name)
        if isinstance(value, str) and len(value) <= WORD_MOST and visible(value):
            return value
        if value is None:
            if needed:
                self.wrong(f"The {name}{of} is missing.", f'Add "{name}": "…".')
        elif not isinstance(value, str):
            self.wrong(f"The {name}{of} is not a text.", "Put it in quotation marks.")
        elif not visible(value):
            self.wrong(f"The {name}{of} is empty.", f'Write "{name}": "…".')
        else:
            long = f"The {name}{of} has {len(value)} characters."
            self.wrong(long, f"Use at most {WORD_MOST}.")
        return ""

    def words(self, said: Mapping[str, Any], name: str) -> list[str]:
        """A list of short texts, each once."""
        value = said.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(f"{name} is not a list of texts.", f'Write "{name}": ["…", "…"].')
            return []
        if len(value) > LIST_MOST or any(len(one) > WORD_MOST for one in value):
            most = f"Use at most {LIST_MOST} entries of {WORD_MOST} characters."
            self.wrong(f"{name} is too long.", most)
        elif not all(map(visible, value)) or len(set(value)) < len(value):
            self.wrong(f"{name} has an empty or a repeated entry.", "Name each once.")
        return value

    def text(self, value: Any, whose: str) -> str:
        """A text to be read, to the byte. "" if it is wrong."""
        if isinstance(value, str) and len(value) <= TEXT_MOST and visible(value):
            return value
        if value is None:
            self.wrong(f"{whose} has no text.", "Give it one, or leave the task out.")
        elif not isinstance(value, str):
            self.wrong(f"{whose} is not a text.", "Put it in quotation marks.")
        elif not visible(value):
            self.wrong(f"{whose} is empty.", "Give it a text, or leave the task out.")
        else:
            long = f"{whose} has {len(value)} characters."
            self.wrong(long, f"Keep it within {TEXT_MOST} characters.")
        return ""

    def characters(self, said: Mapping[str, Any]) -> None:
        """No text holds what no database or chat can carry."""
        for place, text in _texts(said, ""):
            if "\x00" in text:
                self.wrong(f"There is a NUL character in {place}.", "Remove \\u0000.")
            if SURROGATE.search(text):
                self.wrong(
                    f"There is half of a surrogate pair in {place}.",
                    "Write the character itself, or both halves of its \\u escape.",
                )


def visible(text: str) -> bool:
    """Whether anything of the text can be seen."""
    first = text[:1]  # nearly always enough
    if first > " " and first.isprintable():
        return True
    return any(letter.isprintable() and letter != " " for letter in text)


def close(name: str, names: Collection[str]) -> str:
    """The name that was probably meant, "" if none is near."""
    return next(iter(get_close_matches(name, names, 1)), "")


def nearest(name: str, names: Collection[str]) -> str:
    """What to do about an unknown name."""
    if meant := close(name, names):
        return f"Did you mean {quoted(meant)}?"
    return f"Known are {', '.join(names)}."


def quoted(name: str) -> str:
    """A name from a file, as far as it can be repeated."""
    return f"“{SURROGATE.sub('?', name[:WORD_MOST])}”"


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text with its place, names of fields included."""
    match value:
        case str():
            yield place, value
        case dict():
            for name, inner in value.items():
                here = f"{place}, {quoted(name)}" if place else quoted(name)
                yield f"the name {here}", name
                yield from _texts(inner, here)
        case list():
            for number, inner in enumerate(value, start=1):
                yield from _texts(inner, f"{place}, number {number}")
