"""What a kind of judgement is: questions derived from the answer so far, and nothing remembered.

A kind never draws and never stores. From (item, order, answer) it says which question comes
next, what a choice means, and how a finished answer reads. Choices are indexes into `options`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.records import Answer, Item

LETTERS = "ABCDEFGHI"
"""Letters of the responses, in the order shown; nine at most (design.md 6.4)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its button, further words that may be typed, and a meaning shown above."""

    label: str
    typed: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `writing` awaits a reply; `nudge` marks the second asking for a reason."""

    id: str
    text: str
    options: tuple[Option, ...] = ()
    writing: bool = False
    stacked: bool = False


class Kind(Protocol):
    """One kind of judgement, stateless. `answer` is the draft; every method is pure."""

    name: str

    def refuse(self, responses: int) -> str:
        """Why an item with so many responses cannot be asked this, "" if it can."""
        ...

    def questions(self) -> tuple[str, ...]:
        """The questions' ids, in the order asked. Each is also its key in the answer."""
        ...

    def ask(self, item: Item, order: Sequence[int], answer: Answer) -> Question | None:
        """The first question still open, or None when this kind is finished."""
        ...

    def question(self, key: str, item: Item, order: Sequence[int], answer: Answer) -> Question:
        """The question called `key`, as asked now."""
        ...

    def choose(
        self, key: str, choice: int, item: Item, order: Sequence[int], answer: Answer
    ) -> Answer:
        """The answer after `choice`. Raises IndexError for a choice that was not offered."""
        ...

    def clear(self, key: str, answer: Answer) -> Answer:
        """The answer without `key` and without what was asked because of it."""
        ...

    def tell(self, item: Item, order: Sequence[int], answer: Answer) -> Sequence[str]:
        """The answer in sentences, every mark listed."""
        ...


def without(answer: Answer, *keys: str) -> Answer:
    """The answer less some keys."""
    return {key: value for key, value in answer.items() if key not in keys}


def letter_of(response: str, item: Item, order: Sequence[int]) -> str:
    """The letter under which a response was shown."""
    index = next(i for i, candidate in enumerate(item.responses) if candidate.id == response)
    return LETTERS[list(order).index(index)]


def shown_as(letter: int, item: Item, order: Sequence[int]) -> str:
    """The id of the response shown at a place (0 is A)."""
    return item.responses[order[letter]].id
