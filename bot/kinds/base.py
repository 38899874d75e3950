"""What a kind of judgement is: questions derived from the answer so far, and nothing remembered.

A kind never draws and never stores. From a brief and an answer it says which questions there are,
what a choice means, and how a finished answer reads. Choices are indexes into `options`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from bot.records import Answer, Item, Response
from bot.rubric import Rubric
from bot.tongue import Tongue, phrase

LETTERS = "ABCDEFGHI"
"""Letters of the responses, in the order shown; nine at most (design.md 6.4)."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is judged, and how: an item, the order in which its responses stand, and the rubric.

    `order[k]` is the index, in the task file, of the response shown as letter k. `seed` draws the
    order of choices that should favour nobody; it is the same for a person all along.
    """

    item: Item
    order: Sequence[int]
    rubric: Rubric
    seed: str = ""

    @property
    def size(self) -> int:
        return len(self.order)

    @property
    def letters(self) -> str:
        """The letters shown, in order."""
        return LETTERS[: self.size]

    def at(self, place: int) -> Response:
        """The response shown at a place; 0 is A."""
        return self.item.responses[self.order[place]]

    def ids(self) -> list[str]:
        """Ids of the responses in the order shown."""
        return [self.item.responses[index].id for index in self.order]

    def letter(self, response: str) -> str:
        """The letter under which a response is shown. Raises ValueError for one that is not."""
        return LETTERS[self.ids().index(response)]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its button, further words that may be typed, and a meaning shown above.

    `told` names it shortly where the answer is repeated. `on` makes it a toggle and tells its
    state. `listed` options have no button: they stand in a list where the platform has one.
    `declines` is the one that leaves it at that where words are awaited; `sums` the one that ends a
    choice of several, which a screen reader then hears together.
    """

    label: str
    typed: tuple[str, ...] = ()
    meaning: str = ""
    told: str = ""
    on: bool | None = None
    listed: bool = False
    declines: bool = False
    sums: bool = False


def option_in(option: Option, tongue: Tongue) -> Option:
    """The option as it is called in this tongue, and what is typed for it there."""
    if tongue.english:
        return option
    return replace(
        option,
        label=tongue(option.label),
        typed=tuple(map(tongue, option.typed)),
        meaning=tongue(option.meaning),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as it is asked now.

    `writing` awaits words of the person's own; `form` is what a form for them is called. `about`
    names it where the answer is repeated. A question asked in several taps has a `step` for each.
    `notes` stand between text and buttons; `also` is what may be typed besides the options.
    """

    id: str
    text: str
    options: tuple[Option, ...] = ()
    writing: bool = False
    form: str = phrase("Your reason")
    stacked: bool = False
    about: str = ""
    step: str = ""
    notes: tuple[str, ...] = ()
    also: str = ""


class Kind(Protocol):
    """One kind of judgement, stateless. `answer` is the draft; every method is pure.

    A question's key begins with one of the kind's `stems`, and goes on after a colon with what it
    is about: "risk:0" asks for the risk of the response shown first.
    """

    name: str
    stems: tuple[str, ...]

    def refuse(self, responses: int) -> str:
        """Why an item with so many responses cannot be asked this, "" if it can."""
        ...

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        """Keys of the questions that there are, given the answer so far, in the order asked."""
        ...

    def taps(self, brief: Brief) -> int:
        """Taps that an answer to all of it takes, if every question is asked once."""
        ...

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        """Whether the question is answered."""
        ...

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        """The question as asked now."""
        ...

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        """The answer after `choice`; for a toggle, with its state turned. Raises IndexError for a
        choice that was not offered."""
        ...

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        """The answer after a typed text that names no option: the answer, a sentence on what is
        wrong with it, or None if it says nothing here."""
        ...

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        """The answer one step back inside this question; None at its beginning."""
        ...

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        """The answer without `key` and without what was asked because of it."""
        ...

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        """The answer as it is stored: marks that follow are set, what no longer holds is gone."""
        ...

    def called(self, key: str, brief: Brief) -> str:
        """The question's name, short enough for a button."""
        ...

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        """The answer in sentences, every mark listed."""
        ...


@cache
def of(letter: str, name: str) -> str:
    """A: missing warning. `name` is of a list of ours: what is said so is kept, and made once."""
    return phrase("{letter}: {name}", letter=letter, name=name)


def without(answer: Answer, *keys: str) -> Answer:
    """The answer less some keys."""
    return {key: value for key, value in answer.items() if key not in keys}


def within(answer: Answer, key: str, inner: str, value: object) -> Answer:
    """The answer with `value` under `inner` of the mapping under `key`."""
    return {**answer, key: {**answer.get(key, {}), inner: value}}


def lacking(answer: Answer, key: str, inner: str) -> Answer:
    """The answer without `inner` of the mapping under `key`, and without a mapping left empty."""
    left = without(answer.get(key, {}), inner)
    return {**answer, key: left} if left else without(answer, key)


def place_of(key: str) -> int:
    """The place a key is about: 2 of "risk:2"."""
    return int(key.rpartition(":")[2])


def stem_of(key: str) -> str:
    """What a key asks for: "risk" of "risk:2"."""
    return key.partition(":")[0]
