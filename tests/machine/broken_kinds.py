"""Defects of the kinds: an answer that comes to something else than was pressed, one at a time."""

from dataclasses import replace
from typing import Any

import bot.answering
import bot.kinds
import bot.kinds.failures
import bot.kinds.flag
import bot.kinds.growing
import bot.kinds.orders
import bot.kinds.rank
import bot.kinds.rate
import bot.kinds.rationale
import bot.kinds.spans
import bot.stopping
import bot.work
from bot.kinds.base import Brief, lacking, within, without
from bot.kinds.flag import Flag
from bot.kinds.rank import Rank
from bot.kinds.rate import Rate
from bot.kinds.rationale import Rationale
from bot.words import SKIPS, WRONGS
from store.port import SqlRecords
from tests.machine.defects import Patch, defect, defect_of


def _choosing(kind: type[Any], chosen: Any) -> list[Patch]:
    """The kind chooses so; `chosen` is given what it did before, and what it was given."""
    whole = kind.choose

    def choose(self: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        return chosen(partial_of(whole, self), key, choice, brief, answer)

    return [(kind, "choose", choose)]


def partial_of(whole: Any, self: Any) -> Any:
    return lambda *args: whole(self, *args)


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

    return _choosing(Rate, chosen)


@defect_of("marks")
def rating_of_another_answer() -> list[Patch]:
    """By the place in the file, not the place in which it is shown."""

    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        return whole(key, choice, replace(brief, order=sorted(brief.order)), answer)

    return _choosing(Rate, chosen)


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

    return _choosing(Rank, chosen)


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

    return _choosing(Rank, chosen)


@defect_of("risks")
def contradiction_never_asked() -> list[Patch]:
    return [(bot.kinds.rank, "riskier", lambda answer, brief: None)]


@defect_of("risks")
def contradiction_forgotten_when_stored() -> list[Patch]:
    whole = Rank.finish

    def finish(self: Any, brief: Brief, answer: Any) -> Any:
        return without(whole(self, brief, answer), "contradiction")

    return [(Rank, "finish", finish)]


# -- what is wrong with an answer ------------------------------------------------------------------


@defect_of("risks", "faults")
def severity_kept_for_the_other_answer() -> list[Patch]:
    """What is said of A is said of B, too."""

    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        given = whole(key, choice, brief, answer)
        if key != "risk:0" or brief.size < 2:
            return given
        return within(given, "risk", brief.at(1).id, given["risk"][brief.at(0).id])

    return _choosing(Flag, chosen)


@defect_of("faults")
def severity_one_too_low() -> list[Patch]:
    """Where no harm is no choice, the first is none all the same."""
    return [(bot.kinds.flag, "SEVERITIES", ("none", "none", "S1", "S2"))]


@defect_of("faults")
def severity_stays_when_kinds_are_changed() -> list[Patch]:
    return [(bot.kinds.flag, "MARKS", ("failures", "family", "spans", "corrections"))]


@defect_of("faults")
def toggle_turns_another_kind() -> list[Patch]:
    whole = bot.kinds.failures._toggled

    def _toggled(answer: Any, response: str, code: str, on: bool) -> Any:
        return whole(answer, response, {"H2": "H3"}.get(code, code), on)

    return [(bot.kinds.failures, "_toggled", _toggled)]


@defect_of("faults")
def kinds_of_another_family_dropped() -> list[Patch]:
    whole = bot.kinds.failures.chosen_by

    def chosen_by(choice: int, response: str, answer: Any) -> Any:
        given = whole(choice, response, answer)
        opened = given.get("family", {}).get(response, -1)
        anew = opened >= 0 and answer.get("family", {}).get(response, -1) < 0
        return lacking(given, "failures", response) if anew else given

    return [(bot.kinds.failures, "chosen_by", chosen_by)]


@defect_of("faults")
def typed_numbers_added_to_what_was_chosen() -> list[Patch]:
    whole = bot.kinds.failures.typed

    def typed(text: str, response: str, answer: Any) -> Any:
        read = whole(text, response, answer)
        had = answer.get("failures", {}).get(response, [])
        if not isinstance(read, dict):
            return read
        now = read.get("failures", {}).get(response, [])
        return within(read, "failures", response, sorted({*had, *now}))

    return [(bot.kinds.failures, "typed", typed)]


@defect_of("faults")
def grave_failure_without_harm_not_asked_about() -> list[Patch]:
    return [(bot.kinds.flag, "grave", lambda answer, response: "")]


@defect_of("faults")
def place_of_another_sentence() -> list[Patch]:
    whole = bot.kinds.spans.sentences

    def sentences(text: str) -> Any:
        return whole(text)[::-1]

    return [(bot.kinds.flag, "sentences", sentences)]


@defect_of("faults")
def wording_filed_with_another_failure() -> list[Patch]:
    whole = Flag.read

    def read(self: Any, key: str, text: str, brief: Brief, answer: Any) -> Any:
        if key.startswith("correction:") and brief.size > 1:
            key = f"correction:{(int(key.split(':')[1]) + 1) % brief.size}"
        return whole(self, key, text, brief, answer)

    return [(Flag, "read", read)]


@defect_of("faults")
def wording_cut() -> list[Patch]:
    whole = Flag.read

    def read(self: Any, key: str, text: str, brief: Brief, answer: Any) -> Any:
        return whole(self, key, text[:40] if key.startswith("correction") else text, brief, answer)

    return [(Flag, "read", read)]


# -- reasons, and how a project asks ---------------------------------------------------------------


@defect_of("pairs")
def main_reason_of_the_other_answer() -> list[Patch]:
    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        given = whole(key, choice, brief, answer)
        if key != "main" or not given["main"]:
            return given
        other = next(one for one in brief.ids() if one != given["main"][0])
        return {**given, "main": [other, given["main"][1]]}

    return _choosing(Rationale, chosen)


@defect_of("risks")
def reason_asked_against_its_condition() -> list[Patch]:
    return [(bot.kinds.rationale, "asked_for", lambda brief, answer: True)]


@defect_of("pairs", "risks")
def reason_never_required() -> list[Patch]:
    return [(bot.kinds.rationale, "required", lambda brief, answer: False)]


@defect_of("risks")
def reason_kept_when_none_is_asked_any_more() -> list[Patch]:
    return [(Rationale, "finish", lambda self, brief, answer: without(answer, "draft"))]


@defect_of("orders", "marks")
def draft_takes_the_new_version() -> list[Patch]:
    """What was begun asks as the project asks now."""
    whole = SqlRecords.rubric

    def rubric(self: Any, project: str, version: int) -> Any:
        return whole(self, project, self.project(project).rubric)

    return [(SqlRecords, "rubric", rubric)]


@defect_of("orders", "marks")
def first_version_for_everybody() -> list[Patch]:
    """Whoever begins is asked as the project asked at first."""
    whole = SqlRecords.project

    def project(self: Any, project: str) -> Any:
        return replace(whole(self, project), rubric=1)

    return [(SqlRecords, "project", project)]


@defect_of("marks")
def question_left_out() -> list[Patch]:
    """What is asked last of a kind is not asked where something else follows."""
    whole = Rate.questions

    def questions(self: Any, brief: Brief, answer: Any) -> Any:
        return list(whole(self, brief, answer))[:-1]

    return [(Rate, "questions", questions)]


@defect_of("risks", "faults")
def draft_stored_with_the_answer() -> list[Patch]:
    return [(bot.kinds, "finish", lambda brief, answer: answer)]


# -- tasks by a coordinator's word -----------------------------------------------------------------


@defect
def withdrawn_from_those_who_answered() -> list[Patch]:
    """What was answered is taken back with the rest."""
    return [(bot.stopping, "LAPSED", "done")]


@defect
def draft_lost_when_withdrawn() -> list[Patch]:
    def emptied(assignment: Any, **changes: Any) -> Any:
        return replace(assignment, **{"answer": {}, **changes})

    return [(bot.stopping, "replace", emptied)]


@defect
def paused_task_given_all_the_same() -> list[Patch]:
    whole = SqlRecords.pause

    def pause(self: Any, item: int) -> bool:
        done = whole(self, item)
        self.connection.exec_driver_sql(
            "UPDATE task_queue SET is_open = (remaining > 0) WHERE task = ?", (item,)
        )
        return bool(done)

    return [(SqlRecords, "pause", pause)]


@defect
def report_filed_under_another_sort() -> list[Patch]:
    labels = [label for label, _ in WRONGS]
    codes = [code for _, code in WRONGS]
    return [(bot.answering, "WRONGS", tuple(zip(labels, codes[1:] + codes[:1], strict=True)))]


@defect
def skip_under_another_code() -> list[Patch]:
    labels = [label for label, _ in SKIPS]
    codes = [code for _, code in SKIPS]
    return [(bot.answering, "SKIPS", tuple(zip(labels, codes[1:] + codes[:1], strict=True)))]
