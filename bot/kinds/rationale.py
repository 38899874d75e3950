"""Why: the main reason in one tap, then one or two sentences in the person's own words.

Stored: `main` as [response id, code], None for none of those offered; `rationale` as the text, or
None where no reason was given and none was required. While a nudge stands the text waits under
`draft`; `nudged` and `as_is` keep that it was asked about once, and sent as it was. Rules:
conversation.md 4 and 8, method.md 2.5.
"""

import hashlib
from collections.abc import Sequence

from bot.counting import unparted
from bot.kinds.base import Brief, Option, Question, of, without
from bot.kinds.flag import worst
from bot.kinds.rank import riskier
from bot.records import Answer
from bot.rubric import ALWAYS, FAULTS, MERITS, REASONS, SEVERITIES
from bot.text import opening
from bot.tongue import phrase, spelt
from bot.words import MARKED

WHY = phrase("Why? One or two sentences: where, what is wrong, what could follow. Reply here.")
NUDGE = phrase("What would you point to in the text?")
SEND_AS_IS = Option(phrase("Send as is"), (spelt("send as is"), spelt("send")), declines=True)
NO_REASON = Option(phrase("No reason"), (spelt("no reason"),), declines=True)
NONE_OF_THESE = Option(phrase("None of these"), (spelt("none of these"), spelt("none")))
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
    """A main reason where two were compared; then a reason, typed as a reply or in a form."""

    name = "rationale"
    stems: tuple[str, ...] = ("main", "rationale")

    def refuse(self, responses: int) -> str:
        return ""

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        if not asked_for(brief, answer):
            return []
        return ["main", "rationale"] if compares(brief) else ["rationale"]

    def taps(self, brief: Brief) -> int:
        return len(self.questions(brief, {}))

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        """What was said before something else was changed may not answer it any more."""
        if key not in answer:
            return False
        if key == "main":
            return answer["main"] is None or tuple(answer["main"]) in offered(brief, answer)
        return answer["rationale"] is not None or not required(brief, answer)

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        if key == "main":
            level = len(answer.get("ranking") or []) == 1  # the same words then stand for both
            options = tuple(
                Option(
                    of(brief.letter(response), REASONS[code]),
                    () if level else (REASONS[code],),
                )
                for response, code in chips(brief, answer)
            )
            text = phrase("What counts most?")
            return Question(
                key, text, (*options, NONE_OF_THESE), stacked=True, about=phrase("Main reason")
            )
        if "draft" in answer:
            return Question(
                key, NUDGE, (SEND_AS_IS,), writing=True, about=phrase("Your reason"), step="/2"
            )
        options = () if required(brief, answer) else (NO_REASON,)
        return Question(key, WHY, options, writing=True, about=phrase("Your reason"))

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        option = self.question(key, brief, answer).options[choice]
        if key == "main":
            if option is NONE_OF_THESE:
                return {**answer, "main": None}
            return {**answer, "main": list(chips(brief, answer)[choice])}
        if option is SEND_AS_IS:
            return {**without(answer, "draft"), "rationale": answer["draft"], "as_is": True}
        return {**without(answer, "draft"), "rationale": None}

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        return None

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        return without(answer, "draft") if key == "rationale" and "draft" in answer else None

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        if key == "main":
            return without(answer, "main")
        return without(answer, "rationale", "draft", "as_is")  # nobody is nudged twice

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        if not asked_for(brief, answer):
            return without(answer, "main", "rationale", "draft", "nudged", "as_is")
        return without(answer, "draft")

    def called(self, key: str, brief: Brief) -> str:
        return phrase("The main reason") if key == "main" else phrase("The reason")

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        told = []
        if (main := answer.get("main")) and main[0] not in answer.get("risk", {}):
            told.append(MARKED.format(letter=brief.letter(main[0]), marks=REASONS[main[1]]))
        if "rationale" in answer:
            text = answer["rationale"]
            told.append(
                phrase("No reason given.")
                if text is None
                else phrase("Reason: {words}", words=quoted(text))
            )
        return told


def compares(brief: Brief) -> bool:
    """Two answers were told apart, so that one of them lost."""
    return brief.size == 2 and "rank" in brief.item.ask


def offered(brief: Brief, answer: Answer) -> list[tuple[str, str]]:
    """(response id, code) of each main reason there is: what failed in the answer that lost and
    what was good in the winner; after Level, what failed in both (conversation.md 4)."""
    groups = answer.get("ranking") or []
    if len(groups) == 2:
        won, lost = groups[0][0], groups[1][0]
        return [(lost, code) for _, code in FAULTS] + [(won, code) for _, code in MERITS]
    return [(response, code) for response in brief.ids() for _, code in FAULTS]


def chips(brief: Brief, answer: Answer) -> list[tuple[str, str]]:
    """The main reasons in an order of the person's own, so that none is favoured."""
    ids = brief.ids()
    return sorted(
        offered(brief, answer), key=lambda chip: (_drawn(brief, chip[1]), ids.index(chip[0]))
    )


def _drawn(brief: Brief, code: str) -> bytes:
    return hashlib.sha256(f"chips-1|{brief.seed}|{code}".encode()).digest()


def holds(condition: str, brief: Brief, answer: Answer) -> bool:
    """Whether a condition of a project is true of this answer (see `rubric.CONDITIONS`)."""
    if condition == ALWAYS:
        return True
    if condition in SEVERITIES:
        return SEVERITIES.index(worst(answer)) >= SEVERITIES.index(condition)
    if condition == "clearly":
        return answer.get("strength") == 3 or 3 in answer.get("strengths", {}).values()
    if condition == "level":
        return len(answer.get("ranking") or []) == 1
    if condition == "contradiction":
        return riskier(answer) is not None
    return answer.get("stands") is False


def asked_for(brief: Brief, answer: Answer) -> bool:
    """Whether a reason is asked here at all: a project may want it under conditions only."""
    only = brief.rubric.only.get("rationale", ())
    return not only or any(holds(one, brief, answer) for one in only)


def required(brief: Brief, answer: Answer) -> bool:
    """A reason is required where it pays (method.md 2.5), or where the project says so."""
    return any(holds(one, brief, answer) for one in brief.rubric.reasons)


def thin(text: str, short: int) -> bool:
    """Fewer than `short` words, or only a verdict."""
    words = [word.strip(".,;:!?'\"()").lower() for word in text.split()]
    return len(words) + unparted(text) < short or all(word in VERDICTS for word in words)


def quoted(text: str) -> str:
    """A reason's first words, in quotation marks."""
    return phrase("“{words}”", words=opening(text, QUOTED_WORDS, QUOTED_MOST))
