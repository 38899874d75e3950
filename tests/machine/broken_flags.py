"""Defects of risks, failures and reasons, and of what a project and its coordinators say."""

from dataclasses import replace
from typing import Any

import bot.answering
import bot.kinds
import bot.kinds.failures
import bot.kinds.flag
import bot.kinds.rationale
import bot.kinds.spans
import bot.stopping
from bot.kinds.base import Brief, lacking, within, without
from bot.kinds.flag import Flag
from bot.kinds.rate import Rate
from bot.kinds.rationale import Rationale
from bot.words import SKIPS, WRONGS
from store.port import SqlRecords
from tests.machine.broken_kinds import choosing
from tests.machine.defects import Patch, defect, defect_of

# -- what is wrong with an answer ------------------------------------------------------------------


@defect_of("risks", "faults")
def severity_kept_for_the_other_answer() -> list[Patch]:
    """What is said of A is said of B, too."""

    def chosen(whole: Any, key: str, choice: int, brief: Brief, answer: Any) -> Any:
        given = whole(key, choice, brief, answer)
        if key != "risk:0" or brief.size < 2:
            return given
        return within(given, "risk", brief.at(1).id, given["risk"][brief.at(0).id])

    return choosing(Flag, chosen)


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

    return choosing(Rationale, chosen)


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
