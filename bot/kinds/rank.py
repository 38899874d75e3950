"""Which answer is better, how much, and whether it could go out as it stands.

Stored: `ranking` as lists of response ids, best first, ties in one list in the order of the task
file; `strength` 1 to 3 of two responses, absent when level; `strengths` of more, by the places of
the better group ("0" is the best against the second); `stands` true if the best (or, when level,
any) could reach the reader; `contradiction` true where the one preferred was marked as riskier and
that was meant. While a ranking grows its groups wait under `picked`, and `level` opens the choice
of what is level. Scale and wording: method.md 2.2, conversation.md 4 and 5.
"""

from collections.abc import Mapping, Sequence

from bot.kinds import growing
from bot.kinds.base import (
    Brief,
    Question,
    lacking,
    place_of,
    stem_of,
    within,
    without,
)
from bot.kinds.comparing import (
    BEST_FIT,
    BETTER_BY,
    BETTER_FIT,
    EITHER_FIT,
    KEEP,
    NEITHER,
    NEXT_BY,
    NONE_FIT,
    NONE_STANDS,
    OF_TWO,
    ONE_FIT,
    STANDS,
    STRENGTHS,
)
from bot.kinds.growing import lettered
from bot.kinds.orders import PLACES, all_of, spoken, typed
from bot.records import Answer
from bot.rubric import NONE, S3, SEVERITIES
from bot.tongue import joined, phrase, plural

MARKS = ("ranking", "picked", "level", "strength", "strengths", "stands")


class Rank:
    """A comparison of two, or a ranking of three to nine."""

    name = "rank"
    stems: tuple[str, ...] = ("ranking", "strength", "stands", "contradiction")

    def refuse(self, responses: int) -> str:
        return "" if responses > 1 else "rank compares at least 2 responses, this has 1"

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        keys = ["ranking"]
        groups = answer.get("ranking")
        if brief.size == 2:
            if not _level(answer):
                keys.append("strength")
        elif brief.rubric.neighbours and groups:
            keys += [f"strength:{place}" for place in range(len(groups) - 1)]
        if _asks_stands(brief) and not hopeless(answer, brief):
            keys.append("stands")
        if riskier(answer) or "contradiction" in answer:
            keys.append("contradiction")
        return keys

    def taps(self, brief: Brief) -> int:
        """An order is tapped place by place, and then confirmed; then how much better each is than
        the next."""
        asked = len(self.questions(brief, {}))
        if brief.size == 2:
            return asked
        between = brief.size - 1 if brief.rubric.neighbours else 0
        return asked + brief.size + between

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        if ":" in key:
            return key.partition(":")[2] in answer.get("strengths", {})
        return key in answer

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        stem = stem_of(key)
        if stem == "ranking":
            return _of_two(key) if brief.size == 2 else growing.asked(key, brief, answer)
        if stem == "strength":
            return _how_much(key, brief, answer)
        if stem == "stands":
            return _as_it_stands(key, brief, answer)
        return Question(
            key, _contradiction(brief, answer), KEEP, stacked=True, about=phrase("The risk")
        )

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        stem = stem_of(key)
        if stem == "ranking":
            return (_chosen_of_two if brief.size == 2 else growing.picked_by)(choice, brief, answer)
        if stem == "strength":
            strength = (3, 2, 1)[choice]
            if ":" in key:
                return within(answer, "strengths", key.partition(":")[2], strength)
            return {**answer, "strength": strength}
        if stem == "stands":
            return {**answer, "stands": (True, False)[choice]}
        settled = {**answer, "contradiction": choice == 0}
        if choice == 0:
            return settled
        gone = (("risk",), MARKS)[choice - 1]
        return without(settled, *gone)

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        if stem_of(key) != "ranking":
            return None
        said = typed(text, brief.letters.lower())
        if said is None or isinstance(said, str):
            return said
        groups = [[brief.ids()[ord(sign) - ord("a")] for sign in group] for group in said]
        return growing.settled(brief, answer, groups, confirm=brief.size > 2)

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        if stem_of(key) == "ranking" and answer.get("picked"):
            return growing.undone(brief, answer)
        return None

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        if key == "ranking":
            return without(answer, *MARKS)
        return (
            lacking(answer, "strengths", str(place_of(key))) if ":" in key else without(answer, key)
        )

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        stored: Answer = without(answer, "picked", "level", "contradiction")
        if hopeless(answer, brief) and _asks_stands(brief):
            stored = {**stored, "stands": False}
        return {**stored, "contradiction": True} if riskier(answer) else stored

    def called(self, key: str, brief: Brief) -> str:
        if ":" in key:
            place = place_of(key)
            return phrase("How much: {one} and {other}", one=PLACES[place], other=PLACES[place + 1])
        return {
            "ranking": phrase("Which is better") if brief.size == 2 else phrase("The order"),
            "strength": phrase("How much better"),
            "stands": phrase("As it stands"),
            "contradiction": phrase("Risk and choice"),
        }[key]

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        groups = answer.get("ranking")
        if not groups:
            return []
        if brief.size > 2:
            told = [phrase("{order}.", order=spoken(lettered(brief, groups)))]
            for place, strength in sorted(answer.get("strengths", {}).items()):
                told.append(NEXT_BY[strength].format(place=PLACES[int(place)]))
        elif _level(answer):
            told = [phrase("Level.")]
        else:
            letter = brief.letter(groups[0][0])
            told = [BETTER_BY[answer.get("strength", 2)].format(letter=letter)]
        if "stands" in answer:
            unfit = NEITHER if brief.size == 2 else NONE_FIT
            told.append(phrase("Fit to go out.") if answer["stands"] else unfit)
        if answer.get("contradiction"):
            told.append(phrase("Riskier, and still preferred."))
        return told


def _asks_stands(brief: Brief) -> bool:
    """Whether the best could go out as it stands is asked at all."""
    return brief.rubric.stands or (brief.size == 2 and not brief.rubric.bare)


def risks(answer: Answer) -> Mapping[str, str]:
    """By response, how risky it was called: one in which no failure was found is asked for no
    severity, and has none."""
    found = answer.get("failures", {})
    clean = {response: NONE for response, codes in found.items() if not codes}
    return {**clean, **answer.get("risk", {})}


def riskier(answer: Answer) -> tuple[str, str] | None:
    """(preferred, other): a response marked as riskier than one that it stands above."""
    groups, told = answer.get("ranking") or [], risks(answer)
    for place, group in enumerate(groups):
        for below in (one for later in groups[place + 1 :] for one in later):
            for above in group:
                if above in told and below in told and _worse(told[above], told[below]):
                    return above, below
    return None


def hopeless(answer: Answer, brief: Brief) -> bool:
    """Every answer could cause serious harm: nothing could go out as it stands."""
    risks = answer.get("risk", {})
    return len(risks) == brief.size and set(risks.values()) == {S3}


def _worse(one: str, other: str) -> bool:
    return SEVERITIES.index(one) > SEVERITIES.index(other)


def _level(answer: Answer) -> bool:
    return len(answer.get("ranking") or []) == 1


def _of_two(key: str) -> Question:
    return Question(
        key, phrase("Which answer is better overall?"), OF_TWO, about=phrase("Better overall")
    )


def _chosen_of_two(choice: int, brief: Brief, answer: Answer) -> Answer:
    first, second = brief.ids()
    level = [response.id for response in brief.item.responses]
    return {**answer, "ranking": ([[first], [second]], [level], [[second], [first]])[choice]}


def _how_much(key: str, brief: Brief, answer: Answer) -> Question:
    groups = answer["ranking"]
    better, next_one = groups[0], groups[-1]
    if ":" in key:
        place = place_of(key)
        better, next_one = groups[place], groups[place + 1]
    letters = lettered(brief, [better, next_one])
    above, below = all_of(letters[0]), all_of(letters[1])
    if brief.size > 2:
        asked = plural(
            "How much better is {above} than {below}?",
            "How much better are {above} than {below}?",
            len(better),
            above=above,
            below=below,
        )
    else:
        asked = phrase("How much better is {above}?", above=above)
    return Question(key, asked, STRENGTHS, stacked=True, about=phrase("How much better"))


def _as_it_stands(key: str, brief: Brief, answer: Answer) -> Question:
    groups = answer.get("ranking") or [[]]
    if brief.size > 2:
        asked = BEST_FIT if len(groups[0]) == 1 else ONE_FIT
    else:
        asked = EITHER_FIT if _level(answer) else BETTER_FIT
    options = STANDS if brief.size == 2 else NONE_STANDS
    return Question(key, asked, options, stacked=True, about=phrase("As it stands"))


def _contradiction(brief: Brief, answer: Answer) -> str:
    above, below = riskier(answer) or ("", "")
    if not above:
        return phrase("Risk and choice were asked about. Keep both?")
    preferred, other = brief.letter(above), brief.letter(below)
    asked = phrase("You marked {letter} as riskier and still prefer it.", letter=preferred)
    if brief.size > 2:
        asked = phrase(
            "You marked {letter} as riskier than {other} and still put it above.",
            letter=preferred,
            other=other,
        )
    if below in answer.get("risk", {}):
        return asked
    return joined(" ", (asked, phrase("You found no failure in {letter}.", letter=other)))
