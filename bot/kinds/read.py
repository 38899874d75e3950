"""A step of a lesson that is read, and nothing else: one message, one button.

Stored: `read`, true.
"""

from collections.abc import Sequence

from bot.kinds.base import Brief, Option, Question, without
from bot.records import Answer
from bot.tongue import phrase, spelt

CONTINUE = Option(phrase("Continue"), (spelt("continue"), spelt("go on"), spelt("ok")))


class Read:
    """Read it, and go on."""

    name = "read"
    stems: tuple[str, ...] = ("read",)

    def refuse(self, responses: int) -> str:
        return ""

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        return ["read"]

    def taps(self, brief: Brief) -> int:
        return 1

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        return key in answer

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        return Question(key, "", (CONTINUE,), about=brief.item.prompt[0].text)

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        _ = (CONTINUE,)[choice]
        return {"read": True}

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        return None

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        return None

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        return without(answer, key)

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        return answer

    def called(self, key: str, brief: Brief) -> str:
        return phrase("Read")

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        return []
