"""The one table of kinds. A new kind is one file, one line here and one sample in the gallery."""

from collections.abc import Sequence

from bot.kinds.base import Kind, Question
from bot.kinds.rank import Rank
from bot.kinds.rationale import Rationale
from bot.records import Answer, Item

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Rank(), Rationale())}

ASKED = ("rank", "rationale")
"""The order in which kinds are asked, whatever order `ask` names them in (conversation.md 4)."""


def asked(item: Item) -> list[Kind]:
    """The kinds this item asks for, in asking order."""
    return [KINDS[name] for name in ASKED if name in item.ask]


def next_question(item: Item, order: Sequence[int], answer: Answer) -> Question | None:
    """The first open question of the item, or None when everything is answered."""
    for kind in asked(item):
        if question := kind.ask(item, order, answer):
            return question
    return None


def kind_of(key: str, item: Item) -> Kind | None:
    """The kind whose question is called `key`, None for a page that is no question."""
    return next((kind for kind in asked(item) if key in kind.questions()), None)


def answered(item: Item, answer: Answer) -> list[str]:
    """Keys of the questions answered so far, in asking order."""
    return [key for kind in asked(item) for key in kind.questions() if key in answer]


def tell(item: Item, order: Sequence[int], answer: Answer) -> list[str]:
    """The whole answer in sentences."""
    return [line for kind in asked(item) for line in kind.tell(item, order, answer)]


def refuse(ask: Sequence[str], responses: int) -> str:
    """Why `ask` cannot be asked of so many responses, "" if it can."""
    for name in ask:
        if name not in KINDS:
            return f"“{name}” is not asked yet; use {' and '.join(KINDS)}"
        if why := KINDS[name].refuse(responses):
            return why
    return ""
