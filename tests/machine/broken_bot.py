"""Defects of the engine: what it no longer asks, one at a time."""

from dataclasses import replace
from typing import Any

import bot.answering
import bot.assign
import bot.commands
import bot.details
import bot.engine
import bot.hearing
import bot.material
import bot.parts
import bot.placing
import bot.reasons
import bot.revising
import bot.sending
import bot.turns
import bot.work
from bot.kinds.rank import Rank
from bot.kinds.rationale import Rationale
from bot.panel import first_open
from bot.records import DONE, LAPSED, OPEN, Annotation
from bot.text import typed
from store.port import SqlRecords
from tests.machine.defects import Patch, defect


class Anybody:
    """The port, but every assignment is whoever asks for it."""

    def __init__(self, records: Any, person: int) -> None:
        self.records, self.asker = records, person

    def __getattr__(self, name: str) -> Any:
        return getattr(self.records, name)

    def assignment(self, name: str) -> Any:
        found = self.records.assignment(name)
        return found and replace(found, person=self.asker)


def _unowned(whole: Any) -> Any:
    """The same step, which takes everybody for the owner."""

    def step_(step: Any, *args: Any, **more: Any) -> Any:
        records = step.records
        step.records = Anybody(records, step.person.id if step.person else 0)
        try:
            return whole(step, *args, **more)
        finally:
            step.records = records

    return step_


@defect
def owner_of_a_press_not_checked() -> list[Patch]:
    return [(bot.answering, "press", _unowned(bot.answering.press))]


@defect
def owner_of_a_form_not_checked() -> list[Patch]:
    return [(bot.reasons, "submitted", _unowned(bot.reasons.submitted))]


@defect
def owner_of_an_undo_not_checked() -> list[Patch]:
    return [(bot.commands, "remove", _unowned(bot.commands.remove))]


@defect
def owner_of_a_page_not_checked() -> list[Patch]:
    return [(bot.commands, "page", _unowned(bot.commands.page))]


@defect
def turn_not_checked() -> list[Patch]:
    whole = bot.answering.press

    def press(step: Any, event: Any, public: str, turn: int, choice: str) -> None:
        found = step.records.assignment(public)
        whole(step, event, public, found.turn if found else turn, choice)

    return [(bot.answering, "press", press)]


@defect
def draft_dropped_on_back() -> list[Patch]:
    whole = bot.turns.turn_to

    def turn_to(step: Any, assignment: Any, here: Any, page: str, *, lead: str = "") -> None:
        bare = replace(assignment, answer={}) if page not in ("skip", "more") else assignment
        whole(step, bare, here, page, lead=lead)

    return [(bot.answering, "turn_to", turn_to), (bot.turns, "turn_to", turn_to)]


@defect
def back_from_a_change_keeps_the_change() -> list[Patch]:
    def as_submitted(step: Any, assignment: Any) -> None:
        bot.turns.turned(step, assignment, assignment, "")

    return [(bot.turns, "_as_submitted", as_submitted)]


@defect
def rationale_filed_under_another_task() -> list[Patch]:
    whole = bot.placing.meant

    def meant(step: Any, event: Any) -> Any:
        found = whole(step, event)
        others = step.records.assignments(step.who.id, DONE, 3) if found else []
        return others[-1] if others else found

    return [(bot.hearing, "meant", meant)]


@defect
def reason_not_cleared_before_a_new_one() -> list[Patch]:
    return [(SqlRecords, "unhear", lambda self, heard: None)]


@defect
def order_of_the_answers_ignored() -> list[Patch]:
    whole = Rank.choose

    def choose(self: Any, key: str, choice: int, brief: Any, answer: Any) -> Any:
        return whole(self, key, choice, replace(brief, order=sorted(brief.order)), answer)

    return [(Rank, "choose", choose)]


@defect
def strength_upside_down() -> list[Patch]:
    whole = Rank.choose

    def choose(self: Any, key: str, choice: int, brief: Any, answer: Any) -> Any:
        return whole(self, key, 2 - choice if key == "strength" else choice, brief, answer)

    return [(Rank, "choose", choose)]


@defect
def what_was_written_is_not_sent_as_is() -> list[Patch]:
    whole = Rationale.choose

    def choose(self: Any, key: str, *args: Any) -> Any:
        return {**whole(self, key, *args), key: None}

    return [(Rationale, "choose", choose)]


@defect
def lapsed_task_answered_twice() -> list[Patch]:
    def finish(step: Any, assignment: Any, here: Any) -> None:
        revived = replace(assignment, state=OPEN, lease_until=step.at + step.rules.lease)
        bot.turns.turned(step, assignment, revived, first_open(revived, here))

    return [(bot.answering, "_finish_anyway", finish)]


@defect
def lease_not_renewed_by_a_tap() -> list[Patch]:
    whole = bot.answering.onward

    def onward(step: Any, before: Any, changed: Any, *args: Any, **more: Any) -> None:
        whole(step, before, replace(changed, lease_until=before.lease_until), *args, **more)

    return [(bot.answering, "onward", onward)]


@defect
def skip_counted_as_an_answer() -> list[Patch]:
    whole = Annotation

    def annotation(*args: Any) -> Any:
        return whole(*args[:5])

    return [(bot.answering, "Annotation", annotation)]


@defect
def draft_dropped_when_passed_on() -> list[Patch]:
    def emptied(assignment: Any, **changes: Any) -> Any:
        lapses = changes.get("state") == LAPSED
        return replace(assignment, **changes, **({"answer": {}} if lapses else {}))

    return [(bot.engine, "replace", emptied)]


@defect
def half_a_task_left_with_its_person() -> list[Patch]:
    return [(bot.sending, "_take_back", lambda step, public: None)]


@defect
def edit_of_a_reason_not_taken() -> list[Patch]:
    def revised(step: Any, event: Any) -> None:
        heard = step.records.heard(step.contact.account, event.message)
        if heard and event.text is not None:
            step.say("Noted.")

    return [(bot.revising, "revised", revised)]


@defect
def deleted_reason_removed_unasked() -> list[Patch]:
    def revised(step: Any, event: Any) -> None:
        heard = step.records.heard(step.contact.account, event.message)
        if heard is None:
            return
        if event.text is None:
            step.records.unhear(heard)
        else:
            step.records.hear(replace(heard, text=typed(event.text)))
        found = step.records.assignment(heard.assignment)
        bot.revising._rejoin(step, found, heard, "edited")

    return [(bot.revising, "revised", revised)]


@defect
def gate_asleep() -> list[Patch]:
    return [(bot.details, "seen", lambda *about, **more: ())]


@defect
def owner_of_a_withheld_text_not_checked() -> list[Patch]:
    whole = bot.details.contest

    def contest(step: Any, public: str) -> None:
        held = step.records.withheld(public)
        if held:
            step.person = replace(step.person, id=held.person)
        whole(step, public)

    return [(bot.details, "contest", contest)]


@defect
def text_used_before_anybody_looked() -> list[Patch]:
    whole = bot.details.withhold

    def withhold(step: Any, found: Any, use: str, text: str, message: str, *task: Any) -> None:
        whole(step, found, use, text, message, *task)
        if task and task[0]:
            bot.parts.hear(step, task[0], text, message)

    return [(bot.details, "withhold", withhold)]


@defect
def panel_not_drawn_again() -> list[Patch]:
    def redraw(step: Any, before: Any, after: Any, **more: Any) -> bool:
        return bool(step.records.save(before, after))

    return [(bot.answering, "redraw", redraw)]


@defect
def another_task_is_shown() -> list[Patch]:
    whole = bot.material.material

    def material(assignment: Any, here: Any) -> Any:
        texts = [
            replace(turn, text=turn.text.replace("number 0", "number 3"))
            for turn in here.item.prompt
        ]
        item = replace(here.item, prompt=tuple(texts))
        return whole(assignment, replace(here, brief=replace(here.brief, item=item)))

    return [(bot.work, "material", material)]
