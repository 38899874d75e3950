"""What is wrong with an answer: a family first, then its kinds, several of them together.

Kinds wait under `failures`, by response; `family` names the family whose kinds are shown, -1 the
families again. Once it is gone the question is answered. Taxonomy: method.md 2.3.
"""

from dataclasses import replace

from bot.kinds.base import Option, Question, lacking, within
from bot.records import Answer
from bot.rubric import FAILURES, FAMILIES
from bot.tongue import joined, phrase, shaped, small, spelt

NO_FAILURE = phrase("No failure found")
DONE, OTHERS = (
    Option(phrase("Done"), (spelt("done"),), sums=True),
    Option(phrase("Another kind of problem"), (spelt("another"),)),
)
"""Below the toggles, always: what is tapped with them must not stand somewhere else meanwhile."""

KINDS_SHOWN = 30
"""Characters of a kind's button; its whole words stand numbered above."""


def asked(key: str, letter: str, response: str, answer: Answer) -> Question:
    """The families; or, once one is open, its kinds as numbered toggles."""
    chosen = answer.get("failures", {}).get(response, [])
    about = phrase("Answer {letter}", letter=letter)
    words = joined("; ", (small(FAILURES[code].words) for code in chosen))
    so_far = (phrase("So far: {words}.", words=words),) if chosen else ()
    done = replace(DONE, told=words or phrase("nothing chosen"))
    opened = answer.get("family", {}).get(response)
    if opened is None or opened < 0:
        options = tuple(Option(family.name) for family in FAMILIES)
        ending = (
            done
            if chosen
            else Option(NO_FAILURE, (spelt("no failure"), spelt("none"), spelt("ok")))
        )
        text = phrase("What is wrong with Answer {letter}?", letter=letter)
        return Question(key, text, (*options, ending), stacked=True, about=about, notes=so_far)
    family = FAMILIES[opened]
    options = tuple(
        Option(
            _toggle_label(number, failure.words, failure.code in chosen), on=failure.code in chosen
        )
        for number, failure in enumerate(family.failures, start=1)
    )
    count = len(chosen)
    notes = [
        phrase("{number}. {words}", number=number, words=one.words)
        for number, one in enumerate(family.failures, start=1)
    ]
    return Question(
        key,
        phrase(
            "{family}: what is it in Answer {letter}? {count} chosen.",
            family=family.name,
            letter=letter,
            count=count,
        ),
        (*options, done, OTHERS),
        stacked=True,
        about=about,
        step=f"/{opened}",
        notes=(*notes, *so_far),
    )


def chosen_by(choice: int, response: str, answer: Answer) -> Answer:
    """The answer after a tap. [Done] with nothing chosen leads back to the families, where [No
    failure found] is."""
    chosen = list(answer.get("failures", {}).get(response, []))
    opened = answer.get("family", {}).get(response)
    if opened is None or opened < 0:
        if choice < len(FAMILIES):
            return within(answer, "family", response, choice)
        if choice > len(FAMILIES):
            raise IndexError(choice)
        return within(lacking(answer, "family", response), "failures", response, chosen)
    codes = [failure.code for failure in FAMILIES[opened].failures]
    if choice < len(codes):
        return _toggled(answer, response, codes[choice], codes[choice] not in chosen)
    ending = (DONE, OTHERS)[choice - len(codes)]
    if ending is DONE:
        return lacking(answer, "family", response)
    return within(answer, "family", response, -1)


def typed(text: str, response: str, answer: Answer) -> Answer | str | None:
    """ "2, 5": the kinds of the open family, by number; nothing else of it stays chosen."""
    opened = answer.get("family", {}).get(response)
    if opened is None or opened < 0:
        return None
    numbers = [one for one in text.replace(",", " ").replace("and", " ").split() if one]
    if not numbers or not all(one.isdecimal() for one in numbers):
        return None
    codes = [failure.code for failure in FAMILIES[opened].failures]
    wrong = [one for one in numbers if not 1 <= int(one) <= len(codes)]
    if wrong:
        return phrase(
            "There is no {number} here. Type numbers from 1 to {last}.",
            number=wrong[0],
            last=len(codes),
        )
    wanted = {codes[int(one) - 1] for one in numbers}
    for code in codes:
        answer = _toggled(answer, response, code, code in wanted)
    return answer


def _toggled(answer: Answer, response: str, code: str, on: bool) -> Answer:
    """The kinds in the taxonomy's order, whatever order they were tapped in."""
    chosen = set(answer.get("failures", {}).get(response, []))
    chosen = chosen | {code} if on else chosen - {code}
    kept = [known for known in FAILURES if known in chosen]
    return (
        within(answer, "failures", response, kept)
        if kept
        else lacking(answer, "failures", response)
    )


def _toggle_label(number: int, words: str, on: bool) -> str:
    if on:
        said = phrase("{number} chosen: {words}", number=number, words=words)
    else:
        said = phrase("{number} {words}", number=number, words=words)
    return shaped(_cut, said)


def _cut(said: str) -> str:
    if len(said) <= KINDS_SHOWN:
        return said
    cut = said[: KINDS_SHOWN - 1].rsplit(" ", 1)[0].rstrip(",:;")
    return f"{cut} …" if len(cut) + 2 <= KINDS_SHOWN else f"{cut}…"
