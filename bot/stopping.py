"""A task stops for everybody when people say that it is broken; a coordinator lets it go on.

Two reports, or one of names in it, or three skips for want of information: until somebody has
looked, nobody else gets it (conversation.md 9, method.md 2.4). Whoever has it open may go on.
"""

from datetime import datetime

from bot.cards import Durable
from bot.panel import draw
from bot.port import Records
from bot.records import LAPSED, OPEN, OUTSIDE, WITHDRAWN, Assignment, replace
from bot.rules import Rules
from bot.step import Step
from bot.tongue import joined, phrase
from bot.work import scene

NAMES = "names"
"""The report that is enough alone."""

UNCLEAR = "not_enough_information"

HELD = phrase("Nobody else gets this task until a coordinator has looked.")


def report(step: Step, assignment: Assignment, code: str, label: str) -> str:
    """[Something is wrong here], by kind. Returns what the person is told."""
    step.records.incident(
        "report",
        f"{code}: {label}",
        step.at,
        person=assignment.person,
        assignment=assignment.id,
    )
    told = phrase("Reported: {label}.", label=label)
    if code == NAMES:
        _pause(step, assignment, f"It is reported: {label.lower()}.")
        return joined(" ", (told, HELD))
    if (people := step.records.reporters(assignment.item)) >= step.rules.reports:
        _pause(step, assignment, f"{people} people report that something is wrong with it.")
        return joined(" ", (told, HELD))
    return told


def skipped(step: Step, assignment: Assignment, code: str) -> None:
    """A typed skip was stored; what else it asks for."""
    if code == "upsetting":
        step.records.incident(
            "upset", "", step.at, person=assignment.person, assignment=assignment.id
        )
    if code == UNCLEAR:
        people = step.records.skippers(assignment.item, code)
        if people >= step.rules.unclear:
            why = f"{people} people skipped it for want of information: the task needs mending."
            _pause(step, assignment, why)


def withdraw(records: Records, item: int, at: datetime, rules: Rules) -> list[Durable]:
    """It is taken from everybody who may still answer it. Drafts and answers stay. Whoever takes
    no part hears nothing of it."""
    outs: list[Durable] = []
    for held in records.holders(item):
        contact = records.hold(held.account)  # first, as whoever works for an account does
        assignment = records.assignment(held.id)
        if contact is None or assignment is None or assignment.state not in (OPEN, LAPSED):
            continue
        after = replace(assignment, state=WITHDRAWN, turn=assignment.turn + 1, question="")
        if not records.save(assignment, after):
            continue
        records.audit("task withdrawn", at, person=assignment.person, task=item)
        step = Step(records, rules, at, contact, records.person(assignment.person))
        if step.who.state in OUTSIDE:
            continue
        if after.panel:
            panel = draw(after, scene(step, after))
            step.edit(after.panel, panel, assignment=after.id, turn=after.turn)
        if contact.home:
            step.home()
        outs += step.durable()
    return outs


def _pause(step: Step, assignment: Assignment, why: str) -> None:
    if step.records.pause(assignment.item):
        step.records.audit("task paused", step.at, task=assignment.item)
        step.records.incident("paused", why, step.at, assignment=assignment.id)
