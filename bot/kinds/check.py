"""A question of a lesson, with the reason for every answer at once, and any number of tries.

Stored: `tried`, the places of the answers in the course's file, in the order they were chosen; it
is done when the right one is among them. While a wrong one is answered its place stands in `shown`.
Nobody but the learner ever sees what was tried (method.md 5.2).
"""

from collections.abc import Sequence

from bot.kinds.base import Brief, Option, Question, without
from bot.lessons import Choice
from bot.records import Answer
from bot.tongue import phrase, spelt

TRY_AGAIN = Option(phrase("Try again"), (spelt("try again"), spelt("again")))


class Check:
    """One of a few answers; their order is drawn for each person."""

    name = "check"
    stems: tuple[str, ...] = ("check",)

    def refuse(self, responses: int) -> str:
        return ""

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        return ["check"]

    def taps(self, brief: Brief) -> int:
        return 1

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        choices = _choices(brief)
        return any(choices[place].right for place in answer.get("tried", ()))

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        about = brief.item.prompt[0].text
        if "shown" in answer:
            chosen = _choices(brief)[answer["shown"]]
            return Question(key, chosen.reason, (TRY_AGAIN,), about=about, step="/why")
        options = tuple(
            Option(str(number), told=choice.text) for number, choice in enumerate(shown(brief), 1)
        )
        return Question(key, "", options, about=about)

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        if "shown" in answer:
            _ = (TRY_AGAIN,)[choice]
            return without(answer, "shown")
        place = brief.order[choice]
        tried = {"tried": [*answer.get("tried", ()), place]}
        return tried if _choices(brief)[place].right else {**tried, "shown": place}

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        return None

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        return without(answer, "shown") if "shown" in answer else None

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        return {}

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        return answer

    def called(self, key: str, brief: Brief) -> str:
        return phrase("The answer")

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        return []


def shown(brief: Brief) -> list[Choice]:
    """The answers in the order in which they are shown."""
    choices = _choices(brief)
    return [choices[place] for place in brief.order]


def _choices(brief: Brief) -> Sequence[Choice]:
    if brief.item.taught is None:
        raise LookupError("only a step of a lesson is a check")
    return brief.item.taught.step.choices
