"""The one table of kinds. A new kind is one file, one line here and one sample in the gallery."""

from collections.abc import Sequence

from bot.kinds.base import Brief, Kind, Question
from bot.kinds.check import Check
from bot.kinds.flag import Flag
from bot.kinds.rank import Rank
from bot.kinds.rate import Rate
from bot.kinds.rationale import Rationale
from bot.kinds.read import Read
from bot.records import Answer, Item

_TABLE: tuple[Kind, ...] = (Flag(), Rate(), Rank(), Rationale())
KINDS = {kind.name: kind for kind in _TABLE}
"""In the order in which they are asked, whatever order `ask` names them in: what an answer could
do comes before which is better, so that tone has less pull (method.md 2.2)."""

ALL: dict[str, Kind] = {"read": Read(), "check": Check(), **KINDS}
"""With the kinds that only a lesson asks for."""

TOLD = ("rank", "rate", "flag", "rationale")
"""The order in which an answer is told: the verdict first (conversation.md 4)."""


def asked(item: Item) -> list[Kind]:
    """The kinds this item asks for, in asking order."""
    return [kind for name, kind in ALL.items() if name in item.ask]


def keys(brief: Brief, answer: Answer) -> list[str]:
    """Every question that there is, given the answer so far, in asking order."""
    return [key for kind in asked(brief.item) for key in kind.questions(brief, answer)]


def taps(brief: Brief) -> int:
    """Taps that an answer to everything takes."""
    return sum(kind.taps(brief) for kind in asked(brief.item))


def first_open(brief: Brief, answer: Answer) -> str:
    """The key of the first open question, "" when everything is answered."""
    for kind in asked(brief.item):
        for key in kind.questions(brief, answer):
            if not kind.done(key, brief, answer):
                return key
    return ""


def kind_of(key: str, item: Item) -> Kind | None:
    """The kind whose question is called `key`, None for a page that is no question."""
    stem = key.partition(":")[0]
    return next((kind for kind in asked(item) if stem in kind.stems), None)


def question(key: str, brief: Brief, answer: Answer) -> Question | None:
    """The question called `key` as asked now, None for a page that is no question."""
    kind = kind_of(key, brief.item)
    return kind.question(key, brief, answer) if kind else None


def answered(brief: Brief, answer: Answer) -> list[str]:
    """Keys of the questions answered so far, in asking order; one whose answer does no longer
    suffice is among them."""
    return [
        key
        for kind in asked(brief.item)
        for key in kind.questions(brief, answer)
        if key in answer or kind.done(key, brief, answer)
    ]


def asking(key: str, item: Item) -> Kind:
    """The kind whose question is called `key`. Raises LookupError for a page that is none."""
    kind = kind_of(key, item)
    if kind is None:
        raise LookupError(f"{key} is no question of this task")
    return kind


def called(key: str, brief: Brief) -> str:
    """A question's name on a button. Raises LookupError for a page that is none."""
    return asking(key, brief.item).called(key, brief)


def finish(brief: Brief, answer: Answer) -> Answer:
    """The answer as it is stored."""
    for kind in asked(brief.item):
        answer = kind.finish(brief, answer)
    return answer


def tell(brief: Brief, answer: Answer) -> list[str]:
    """The whole answer in sentences."""
    return [
        line for name in TOLD if name in brief.item.ask for line in KINDS[name].tell(brief, answer)
    ]


def refuse(ask: Sequence[str], responses: int) -> str:
    """Why `ask` cannot be asked of so many responses, "" if it can."""
    for name in ask:
        if name not in KINDS:
            return f"“{name}” is not known; use {', '.join(KINDS)}"
        if why := KINDS[name].refuse(responses):
            return why
    return ""
