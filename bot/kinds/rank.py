"""Which of two is better, how much, and whether it could go out as it stands.

Stored: `ranking` as lists of response ids, best first, ties in one list in the order of the task
file; `strength` 1 to 3, absent when level; `stands` true if the better one (or, when level,
either) could reach the reader. Scale and wording: method.md 2.2, conversation.md 4.
"""

from collections.abc import Sequence

from bot.kinds.base import LETTERS, Option, Question, letter_of, shown_as, without
from bot.records import Answer, Item

STRENGTHS = (
    Option("Clearly better", ("clearly",), "The difference matters for care."),
    Option("Better", ("better",), "A real difference, in something that counts."),
    Option("Slightly better", ("slightly",), "A close call."),
)
"""In the order shown; the first is strength 3 (method.md 2.2)."""

STANDS = (Option("Yes", ("yes", "y")), Option("No, neither is acceptable", ("no", "n")))


class Rank:
    """A comparison of two. Three to nine responses are refused until their kind is built."""

    name = "rank"

    def refuse(self, responses: int) -> str:
        return "" if responses == 2 else f"rank compares exactly 2 responses, this has {responses}"

    def questions(self) -> tuple[str, ...]:
        return ("ranking", "strength", "stands")

    def ask(self, item: Item, order: Sequence[int], answer: Answer) -> Question | None:
        for key in self.questions():
            if key in answer or (key == "strength" and _level(answer)):
                continue
            return self.question(key, item, order, answer)
        return None

    def question(self, key: str, item: Item, order: Sequence[int], answer: Answer) -> Question:
        if key == "ranking":
            a, b = LETTERS[0], LETTERS[1]
            return Question(
                key,
                "Which answer is better overall?",
                (
                    Option(f"{a} is better", (a, f"answer {a}")),
                    Option("Level", ("level", "same", "tie", "equal")),
                    Option(f"{b} is better", (b, f"answer {b}")),
                ),
            )
        if key == "strength":
            best = letter_of(answer["ranking"][0][0], item, order)
            return Question(key, f"How much better is {best}?", STRENGTHS, stacked=True)
        which = "either" if _level(answer) else "the better one"
        asked = f"Could {which} go to this reader as it stands?"
        return Question(key, asked, STANDS, stacked=True)

    def choose(
        self, key: str, choice: int, item: Item, order: Sequence[int], answer: Answer
    ) -> Answer:
        if key == "ranking":
            first, second = shown_as(0, item, order), shown_as(1, item, order)
            level = [response.id for response in item.responses]
            ranking = ([[first], [second]], [level], [[second], [first]])[choice]
            return {**answer, "ranking": ranking}
        if key == "strength":
            return {**answer, "strength": (3, 2, 1)[choice]}
        return {**answer, "stands": (True, False)[choice]}

    def clear(self, key: str, answer: Answer) -> Answer:
        if key == "ranking":
            return without(answer, "ranking", "strength", "stands")
        return without(answer, key)

    def tell(self, item: Item, order: Sequence[int], answer: Answer) -> Sequence[str]:
        if "ranking" not in answer:
            return []
        if _level(answer):
            told = ["Level."]
        else:
            best = letter_of(answer["ranking"][0][0], item, order)
            how = {3: ", clearly", 2: "", 1: ", slightly"}.get(answer.get("strength", 2), "")
            told = [f"{best} is better{how}."]
        if "stands" in answer:
            told.append("Fit to go out." if answer["stands"] else "Neither is acceptable.")
        return told


def _level(answer: Answer) -> bool:
    return len(answer.get("ranking", [])) == 1
