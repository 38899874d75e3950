"""A ranking of three to nine grows tap by tap, and counts once it was said as a whole.

Its groups wait under `picked`; `level` stands while it is asked what is level with the last one.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.kinds.base import Brief, Option, Question, without
from bot.kinds.orders import PLACES, Groups, all_orders, group_named, spoken, written
from bot.records import Answer
from bot.tongue import phrase, spelt

UNDO, NONE = Option(phrase("Undo"), (spelt("undo"),)), Option(phrase("None"), (spelt("none"),))
SUBMIT = Option(phrase("Submit"), (spelt("submit"), spelt("yes")))

SPELT = spelt("answer {letter}")

LISTED_MOST = 4
"""How many answers have all their orders in a list (conversation.md 5)."""


def lettered(brief: Brief, groups: Sequence[Sequence[str]]) -> Groups:
    """Groups of response ids as groups of the letters shown, those of a group in shown order."""
    return [sorted(brief.letter(response) for response in group) for group in groups]


def asked(key: str, brief: Brief, answer: Answer) -> Question:
    """One tap at a time; then the whole once more, to be submitted."""
    picked = lettered(brief, answer.get("picked", []))
    left = [letter for letter in brief.letters if letter not in _flat(picked)]
    step = f"/{len(_flat(picked))}{'=' if 'level' in answer else ''}"
    listed, also = (
        _listed(brief),
        phrase("the whole order, such as {example}", example=_example(brief)),
    )
    if not left:
        text = phrase("{order}.", order=spoken(picked))
        submit = replace(SUBMIT, told=spoken(picked))
        return Question(key, text, (submit, UNDO), about=phrase("Your order"), step=step)
    letters = tuple(Option(letter, (letter, SPELT.format(letter=letter))) for letter in left)
    if not picked:
        text, options = phrase("Tap the best answer."), (*letters, *listed)
        return Question(key, text, options, about=phrase("Best"), step=step, also=also)
    last = answer["picked"][-1][-1]
    mate = brief.letter(last)
    if "level" in answer:
        text, about = (
            phrase("Which is level with {mate}?", mate=mate),
            phrase("Level with {mate}", mate=mate),
        )
        return Question(key, text, (*letters, NONE, *listed), about=about, step=step)
    place = PLACES[len(_flat(picked[:-1]))]
    if len(left) == 1:
        ends = (
            Option(
                phrase("{letter} is last", letter=left[0]), (spelt("last"), left[0]), told=left[0]
            ),
            Option(
                phrase("{letter} level with {mate}", letter=left[0], mate=mate),
                (spelt("level"), "="),
            ),
        )
        return Question(
            key,
            phrase("{letter} is left.", letter=left[0]),
            (*ends, UNDO),
            about=phrase("Last"),
            step=step,
        )
    level = Option(phrase("Level with {mate}", mate=mate), (spelt("level"), "="))
    text = phrase(
        "{place} {letters}. Which is next best?", place=place, letters=group_named(picked[-1])
    )
    options = (*letters, level, UNDO, *listed)
    return Question(key, text, options, about=phrase("Next best"), step=step, also=also)


def picked_by(choice: int, brief: Brief, answer: Answer) -> Answer:
    """One tap of a ranking of three and more."""
    question = asked("ranking", brief, answer)
    option = question.options[choice]
    picked = [list(group) for group in answer.get("picked", [])]
    left = [one for one in brief.ids() if one not in _flat(picked)]
    if option is UNDO:
        return undone(brief, answer)
    if option.label == SUBMIT.label:
        return settled(brief, answer, picked, confirm=False)
    if option is NONE:
        return without(answer, "level")
    if option.listed:
        orders = all_orders(brief.letters)
        number = choice - (len(question.options) - len(orders))
        chosen = [[brief.ids()[ord(one) - ord("A")] for one in group] for group in orders[number]]
        return settled(brief, answer, chosen, confirm=True)
    if "level" in answer:
        picked[-1].append(left[choice])
        return {**without(answer, "level"), "picked": picked}
    if choice == len(left) and len(left) > 1:
        return {**answer, "level": True}
    if choice == 1 and len(left) == 1:
        picked[-1].append(left[0])
        return {**answer, "picked": picked}
    return {**answer, "picked": [*picked, [left[choice]]]}


def undone(brief: Brief, answer: Answer) -> Answer:
    """One tap back: out of the page that asks what is level, or without the answer placed last."""
    if "level" in answer:
        return without(answer, "level")
    picked = [list(group) for group in answer["picked"]]
    picked[-1].pop()
    left = [group for group in picked if group]
    return {**answer, "picked": left} if left else without(answer, "picked")


def settled(brief: Brief, answer: Answer, groups: Groups, *, confirm: bool) -> Answer:
    """A whole ranking: said once more before it counts, or counted. Ties in the file's order."""
    file = [response.id for response in brief.item.responses]
    ordered = [sorted(group, key=file.index) for group in groups]
    kept = without(answer, "picked", "level")
    return {**kept, "picked": groups} if confirm else {**kept, "ranking": ordered}


def _listed(brief: Brief) -> tuple[Option, ...]:
    if brief.size > LISTED_MOST:
        return ()
    return tuple(Option(written(order), listed=True) for order in all_orders(brief.letters))


def _example(brief: Brief) -> str:
    """An order with a tie, of the letters shown: c > a = d > b."""
    letters = brief.letters.lower()
    if len(letters) == 3:
        return "c > a = b"
    return " > ".join(["c", "a = d", "b", *letters[4:]])


def _flat(groups: Groups) -> list[str]:
    return [one for group in groups for one in group]
