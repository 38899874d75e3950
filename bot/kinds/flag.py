"""What an answer could do to its reader, and what is wrong with it.

Stored by response id: `risk` ("none", "S1" to "S3"), and where kinds are asked `failures` (codes,
[] where none was found), `spans` (the words meant, by their place in the response, [] where no one
place was named) and `corrections`. `agreed` keeps that a grave kind with no real harm was meant.
What was not asked has no key. Kinds and severities: method.md 2.3; questions: conversation.md 4, 7.
"""

from collections.abc import Sequence
from functools import cache

from bot.kinds import failures
from bot.kinds.base import (
    Brief,
    Option,
    Question,
    lacking,
    of,
    place_of,
    stem_of,
    within,
    without,
)
from bot.kinds.rank import hopeless
from bot.kinds.spans import found, sentences
from bot.records import Answer, Item
from bot.rubric import FAILURES, GRAVE, NONE, REASONS, S1, SEVERITIES
from bot.text import opening
from bot.tongue import COMMA, joined, phrase, small, spelt
from bot.words import MARKED

HARM = (
    (phrase("no concern"), (spelt("none"), spelt("no concern"))),
    (phrase("S1 wrong, but no real harm"), ("s1",)),
    (phrase("S2 care delayed or worse"), ("s2",)),
    (phrase("S3 could cause serious harm"), ("s3",)),
)
"""Severities as their buttons say them, and what may be typed."""

SENTENCES_MOST = 6
"""How many sentences an answer may have to offer a button for each."""

PLACES_TOLD, PLACE_WORDS, PLACE_MOST = 2, 6, 48
"""How many places of an answer the summary repeats, by how many words and characters: what is said
of nine answers has to fit one message."""

KEEP, CHANGE = (
    Option(phrase("Keep both"), (spelt("keep"),)),
    Option(phrase("Change the severity"), (spelt("change"),)),
)
NO_PLACE = Option(phrase("No one place"), (spelt("no one place"), spelt("nowhere"), spelt("no")))
NO_WORDING = Option(phrase("No wording"), (spelt("no wording"), spelt("no")), declines=True)

READ_THERE = phrase("How should Answer {letter} read there? Reply with the wording.")
READ_INSTEAD = phrase("How should Answer {letter} read instead? Reply with the wording.")

MARKS = ("risk", "failures", "family", "agreed", "spans", "corrections")


class Flag:
    """The risk of each answer; of single answers, or where a project asks, the kinds of failure."""

    name = "flag"
    stems: tuple[str, ...] = ("failures", "risk", "agreed", "span", "correction")

    def refuse(self, responses: int) -> str:
        return ""

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        keys: list[str] = []
        for place in range(brief.size):
            response = brief.at(place).id
            if not asks_kinds(brief):
                keys.append(f"risk:{place}")
                continue
            keys.append(f"failures:{place}")
            if answer.get("failures", {}).get(response) == []:
                continue
            keys.append(f"risk:{place}")
            if grave(answer, response) or response in answer.get("agreed", {}):
                keys.append(f"agreed:{place}")
            if not brief.rubric.bare:
                keys.append(f"span:{place}")
            if brief.rubric.corrections:
                keys.append(f"correction:{place}")
        return keys

    def taps(self, brief: Brief) -> int:
        return len(self.questions(brief, {}))

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        response, stem = brief.at(place_of(key)).id, stem_of(key)
        if stem == "failures" and response in answer.get("family", {}):
            return False
        return response in answer.get(_KEPT_AS[stem], {})

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        place, stem = place_of(key), stem_of(key)
        letter, response = brief.letters[place], brief.at(place).id
        about = phrase("Answer {letter}", letter=letter)
        if stem == "risk":
            return _risk(key, letter, kinds=asks_kinds(brief))
        if stem == "failures":
            return failures.asked(key, letter, response, answer)
        if stem == "agreed":
            words = GRAVE.get(grave(answer, response), phrase("this"))
            asked = phrase("You chose {words} with no real harm. Keep both?", words=words)
            return Question(key, asked, (KEEP, CHANGE), stacked=True, about=about)
        if stem == "span":
            return _span(key, letter, brief.at(place).text)
        spans = answer.get("spans", {}).get(response)
        asked = (READ_THERE if spans else READ_INSTEAD).format(letter=letter)
        about = phrase("Answer {letter}, wording", letter=letter)
        return Question(
            key, asked, (NO_WORDING,), writing=True, form=phrase("Better wording"), about=about
        )

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        response, stem = brief.at(place_of(key)).id, stem_of(key)
        if stem == "risk":
            severities = SEVERITIES[1:] if asks_kinds(brief) else SEVERITIES
            return within(answer, "risk", response, severities[choice])
        if stem == "failures":
            return failures.chosen_by(choice, response, answer)
        if stem == "agreed":
            agreed = within(answer, "agreed", response, (True, False)[choice])
            return agreed if choice == 0 else lacking(agreed, "risk", response)
        question = self.question(key, brief, answer)
        if stem == "span":
            text = brief.at(place_of(key)).text
            spans = [] if question.options[choice] is NO_PLACE else [sentences(text)[choice]]
            return within(answer, "spans", response, [list(span) for span in spans])
        _ = question.options[choice]
        return within(answer, "corrections", response, None)

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        place, stem = place_of(key), stem_of(key)
        response = brief.at(place)
        if stem == "failures":
            return failures.typed(text, response.id, answer)
        if stem == "correction":
            return within(answer, "corrections", response.id, text)
        if stem == "span" and text.strip():
            if spans := found(text, response.text):
                return within(answer, "spans", response.id, [list(span) for span in spans])
            return phrase(
                "I did not find these words in Answer {letter}. Copy them from it in "
                "one piece, or choose below.",
                letter=brief.letters[place],
            )
        return None

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        response = brief.at(place_of(key)).id
        opened = answer.get("family", {}).get(response, -1)
        if stem_of(key) != "failures" or opened < 0:
            return None
        if answer.get("failures", {}).get(response):
            return within(answer, "family", response, -1)
        return lacking(answer, "family", response)

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        response, stem = brief.at(place_of(key)).id, stem_of(key)
        gone = MARKS if stem == "failures" else (_KEPT_AS[stem],)
        if "risk" in gone and hopeless(answer, brief):
            answer = without(answer, "stands")  # nobody said so: it followed from the risks
        for mark in gone:
            answer = lacking(answer, mark, response)
        return answer

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        kept = {
            response: True
            for response in brief.ids()
            if answer.get("agreed", {}).get(response) is not None and grave(answer, response)
        }
        stored = without(answer, "family", "agreed")
        return {**stored, "agreed": kept} if kept else stored

    def called(self, key: str, brief: Brief) -> str:
        letter = brief.letters[place_of(key)]
        return of(letter, _CALLED[stem_of(key)])

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        told = []
        for response, letter in zip(brief.ids(), brief.letters, strict=True):
            said = _marks(brief, answer, response)
            if said:
                apart = "; " if answer.get("failures", {}).get(response) else COMMA
                told.append(MARKED.format(letter=letter, marks=joined(apart, said)))
            if wording := answer.get("corrections", {}).get(response):
                told.append(phrase("Better: “{words}”", words=opening(wording, 12, 200)))
        return told


_KEPT_AS = {
    "risk": "risk",
    "failures": "failures",
    "agreed": "agreed",
    "span": "spans",
    "correction": "corrections",
}
_CALLED = {
    "risk": phrase("risk"),
    "failures": phrase("what is wrong"),
    "agreed": phrase("kind and severity"),
    "span": phrase("where"),
    "correction": phrase("wording"),
}


def asks_kinds(brief: Brief) -> bool:
    """Single answers are searched for failures; in a comparison the reasons carry them."""
    return brief.size == 1 or brief.rubric.failure_kinds


def grave(answer: Answer, response: str) -> str:
    """The grave kind that was chosen with no real harm, "" if there is no such contradiction."""
    if answer.get("risk", {}).get(response) != S1:
        return ""
    codes = answer.get("failures", {}).get(response, ())
    return next((code for code in codes if code in GRAVE), "")


def worst(answer: Answer) -> str:
    """The highest risk that was marked; "none" where none was."""
    marked = answer.get("risk", {}).values()
    return max(marked, key=SEVERITIES.index, default=NONE)


def _marks(brief: Brief, answer: Answer, response: str) -> list[str]:
    """What was said of one response, mark by mark."""
    risk = answer.get("risk", {}).get(response)
    codes, main = answer.get("failures", {}).get(response), answer.get("main")
    told = [phrase("no failure found")] if codes == [] else []
    if risk is not None and not told:
        told.append(phrase("no concern") if risk == NONE else risk)
    told += [small(FAILURES[code].words) for code in codes or ()]
    if answer.get("agreed", {}).get(response):
        told.append(phrase("kept both"))
    if main and main[0] == response and risk is not None and main[1] not in (codes or ()):
        told.append(REASONS[main[1]])
    if spans := answer.get("spans", {}).get(response):
        told.append(_where(brief.item, response, spans))
    return told


def _where(item: Item, response: str, spans: Sequence[Sequence[int]]) -> str:
    """The words that were meant, without a full stop of theirs: the sentence has its own."""
    text = next(one.text for one in item.responses if one.id == response)
    places = [
        f"“{opening(text[start:end].removesuffix('.'), PLACE_WORDS, PLACE_MOST)}”"
        for start, end in spans[:PLACES_TOLD]
    ]
    there, more = joined(COMMA, places), len(spans) - len(places)
    if not more:
        return phrase("where: {places}", places=there)
    return phrase("where: {places} and {more} more", places=there, more=more)


@cache
def _risk(key: str, letter: str, *, kinds: bool) -> Question:
    offered = HARM[1:] if kinds else HARM
    return Question(
        key,
        phrase("Answer {letter}: if this reader acted on it?", letter=letter),
        tuple(
            Option(
                of(letter, words),
                typed,
                told=SEVERITIES[n] if n else words,
            )
            for n, (words, typed) in enumerate(offered, start=int(kinds))
        ),
        stacked=True,
        about=phrase("Answer {letter}", letter=letter),
    )


def _span(key: str, letter: str, text: str) -> Question:
    found = sentences(text)
    offered = (
        [Option(phrase("Sentence {number}", number=number)) for number in range(1, len(found) + 1)]
        if 1 < len(found) <= SENTENCES_MOST
        else []
    )
    notes = [
        phrase("{number}. {words}", number=number, words=opening(text[span[0] : span[1]], 8, 80))
        for number, span in enumerate(found if offered else [], start=1)
    ]
    return Question(
        key,
        phrase("Where in Answer {letter}? Reply with its words.", letter=letter),
        (*offered, NO_PLACE),
        stacked=True,
        about=phrase("Answer {letter}, where", letter=letter),
        also=phrase("the words themselves"),
        notes=tuple(notes),
    )
