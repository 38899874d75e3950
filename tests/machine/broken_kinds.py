"""Defects of the kinds: an answer that comes to something else than was pressed, one at a time."""

from dataclasses import replace
from typing import Any

import bot.hearing
import bot.kinds
import bot.kinds.growing
import bot.kinds.orders
import bot.kinds.rank
import bot.kinds.rate
import bot.parts
from bot.kinds.base import Brief, without
from bot.kinds.rank import Rank
from bot.kinds.rate import Rate
from tests.machine.defects import Patch, defect_of


def choosing(kind: type[Any], chosen: Any) -> list[Patch]:
    """The kind chooses so; `chosen` is given what it did before, and what it was given."""
    whole = kind.choose

    def choose(self: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        return chosen(partial_of(whole, self), key, choice, brief, answer)

    return [(kind, "choose", choose)]


def partial_of(whole: Any, self: Any) -> Any:
    return lambda *args: whole(self, *args)


# -- words of one's own ----------------------------------------------------------------------------


@defect_of("faults")
def same_words_answer_what_is_asked_next() -> list[Patch]:
    return [(bot.hearing, "said_again", lambda assignment, *texts: False)]


@defect_of("pairs", "risks")
def same_words_count_twice() -> list[Patch]:
    return [(bot.parts, "there_already", lambda text, parts: False)]


# -- ratings ---------------------------------------------------------------------------------------


@defect_of("marks")
def rating_stored_under_the_neighbour() -> list[Patch]:
    """Under the criterion that is asked next."""

    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        names = [one.id for one in brief.rubric.criteria]
        stem, name, place = key.split(":")
        other = names[(names.index(name) + 1) % len(names)]
        asked = key if answer.get("unsure") == key or choice == 5 else f"{stem}:{other}:{place}"
        return whole(asked, choice, brief, answer)

    return choosing(Rate, chosen)


@defect_of("marks")
def rating_of_another_answer() -> list[Patch]:
    """By the place in the file, not the place in which it is shown."""

    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        return whole(key, choice, replace(brief, order=sorted(brief.order)), answer)

    return choosing(Rate, chosen)


@defect_of("marks")
def cannot_judge_counted_as_one() -> list[Patch]:
    rated = bot.kinds.rate._rated

    def _rated(answer: Any, response: str, criterion: str, given: Any) -> Any:
        return rated(answer, response, criterion, given if isinstance(given, int) else 1)

    return [(bot.kinds.rate, "_rated", _rated)]


@defect_of("marks")
def another_code_for_cannot_judge() -> list[Patch]:
    labels = [label for label, _ in bot.kinds.rate.CANNOT]
    codes = [code for _, code in bot.kinds.rate.CANNOT]
    return [(bot.kinds.rate, "CANNOT", tuple(zip(labels, codes[::-1], strict=True)))]


@defect_of("marks")
def scale_upside_down_when_typed() -> list[Patch]:
    """1 is taken for the first."""
    whole = Rate.question

    def question(self: Any, key: str, brief: Brief, answer: Any) -> Any:
        asked = whole(self, key, brief, answer)
        levels = [replace(o, typed=()) if o.meaning else o for o in asked.options]
        return replace(asked, options=tuple(levels))

    return [(Rate, "question", question)]


# -- orders ----------------------------------------------------------------------------------------


@defect_of("orders")
def tie_lost_by_undo() -> list[Patch]:
    def undone(brief: Brief, answer: Any) -> Any:
        if "level" in answer:
            return without(answer, "level")
        placed = [one for group in answer["picked"] for one in group][:-1]
        left = [[one] for one in placed]
        return {**answer, "picked": left} if left else without(answer, "picked")

    return [(bot.kinds.growing, "undone", undone)]


@defect_of("orders")
def undo_takes_two() -> list[Patch]:
    whole = bot.kinds.growing.undone

    def undone(brief: Brief, answer: Any) -> Any:
        once = whole(brief, answer)
        return whole(brief, once) if once.get("picked") else once

    return [(bot.kinds.growing, "undone", undone)]


@defect_of("orders")
def typed_order_read_in_file_order() -> list[Patch]:
    whole = Rank.read

    def read(self: Any, key: str, text: str, brief: Brief, answer: Any) -> Any:
        return whole(self, key, text, replace(brief, order=sorted(brief.order)), answer)

    return [(Rank, "read", read)]


@defect_of("pairs", "orders")
def typed_tie_read_as_better() -> list[Patch]:
    whole = bot.kinds.orders.typed

    def typed(text: str, letters: str) -> Any:
        return whole(text.replace("=", ">"), letters)

    return [(bot.kinds.rank, "typed", typed)]


@defect_of("orders")
def another_order_of_the_list() -> list[Patch]:
    """What is chosen from the list is the one beside it."""
    whole = bot.kinds.growing.picked_by

    def picked_by(choice: int, brief: Brief, answer: Any) -> Any:
        options = bot.kinds.growing.asked("ranking", brief, answer).options
        beside = choice - 1 if options[choice].listed else choice
        return whole(beside, brief, answer)

    return [(bot.kinds.growing, "picked_by", picked_by)]


@defect_of("orders")
def order_counted_before_it_is_submitted() -> list[Patch]:
    whole = bot.kinds.growing.settled

    def settled(brief: Brief, answer: Any, groups: Any, *, confirm: bool) -> Any:
        return whole(brief, answer, groups, confirm=False)

    return [(bot.kinds.growing, "settled", settled)]


@defect_of("orders")
def strength_of_another_pair() -> list[Patch]:
    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        pairs = len(answer.get("ranking") or ()) - 1
        if key.startswith("strength:") and pairs > 1:
            key = f"strength:{pairs - 1 - int(key.split(':')[1])}"
        return whole(key, choice, brief, answer)

    return choosing(Rank, chosen)


@defect_of("orders")
def strengths_kept_for_a_new_order() -> list[Patch]:
    whole = Rank.clear

    def clear(self: Any, key: str, brief: Brief, answer: Any) -> Any:
        kept = {k: v for k, v in answer.items() if k in ("strength", "strengths", "stands")}
        return {**whole(self, key, brief, answer), **(kept if key == "ranking" else {})}

    return [(Rank, "clear", clear)]


@defect_of("risks")
def contradiction_asked_twice() -> list[Patch]:
    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        given = whole(key, choice, brief, answer)
        return without(given, "contradiction") if key == "contradiction" else given

    return choosing(Rank, chosen)


@defect_of("risks")
def contradiction_never_asked() -> list[Patch]:
    return [(bot.kinds.rank, "riskier", lambda answer: None)]


@defect_of("risks")
def contradiction_forgotten_when_stored() -> list[Patch]:
    whole = Rank.finish

    def finish(self: Any, brief: Brief, answer: Any) -> Any:
        return without(whole(self, brief, answer), "contradiction")

    return [(Rank, "finish", finish)]
