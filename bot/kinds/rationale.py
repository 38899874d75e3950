"""Why: one or two sentences in the person's own words, nudged once when thin, never cut.

Stored under `rationale`: the text, or None where no reason was given and none was required.
While a nudge stands the text waits under `draft`. Rules: conversation.md 8, method.md 2.5.
"""

from collections.abc import Sequence

from bot.kinds.base import Option, Question, without
from bot.records import Answer, Item
from bot.text import opening

WHY = "Why? One or two sentences: where, what is wrong, what could follow. Reply here."
NUDGE = "What would you point to in the text?"
SEND_AS_IS = Option("Send as is", ("send as is", "send"))
NO_REASON = Option("No reason", ("no reason",))
QUOTED_WORDS, QUOTED_MOST = 12, 200
"""Words of the reason repeated in the summary, and their characters; the whole reason is stored
and in the thread."""
VERDICTS = frozenset(
    {"a", "b", "is", "better", "best", "worse", "level", "same", "ok", "okay", "yes", "no", "as"}
    | {"above", "ditto", "good", "bad", "both", "neither", "answer", "the", "it", "much"}
    | {"clearly", "slightly"}
)
"""Words that alone make a verdict and not a reason."""


class Rationale:
    """A reason, typed as a reply or in a form."""

    name = "rationale"

    def refuse(self, responses: int) -> str:
        return ""

    def questions(self) -> tuple[str, ...]:
        return ("rationale",)

    def ask(self, item: Item, order: Sequence[int], answer: Answer) -> Question | None:
        return None if "rationale" in answer else self.question("rationale", item, order, answer)

    def question(self, key: str, item: Item, order: Sequence[int], answer: Answer) -> Question:
        if "draft" in answer:
            return Question(key, NUDGE, (SEND_AS_IS,), writing=True)
        return Question(key, WHY, () if required(answer) else (NO_REASON,), writing=True)

    def choose(
        self, key: str, choice: int, item: Item, order: Sequence[int], answer: Answer
    ) -> Answer:
        offered = self.question(key, item, order, answer).options[choice]
        text = answer["draft"] if offered is SEND_AS_IS else None
        return {**without(answer, "draft"), "rationale": text}

    def clear(self, key: str, answer: Answer) -> Answer:
        return without(answer, "rationale", "draft")

    def tell(self, item: Item, order: Sequence[int], answer: Answer) -> Sequence[str]:
        if "rationale" not in answer:
            return []
        text = answer["rationale"]
        return ["No reason given."] if text is None else [f"Reason: {quoted(text)}"]


def required(answer: Answer) -> bool:
    """A reason is required where it pays: at "clearly better" (method.md 2.5)."""
    return bool(answer.get("strength") == 3)


def thin(text: str, short: int) -> bool:
    """Fewer than `short` words, or only a verdict."""
    words = [word.strip(".,;:!?'\"()").lower() for word in text.split()]
    return len(words) < short or all(word in VERDICTS for word in words)


def quoted(text: str) -> str:
    """A reason's first words, in quotation marks."""
    return f"“{opening(text, QUOTED_WORDS, QUOTED_MOST)}”"
