"""Beside a step that is done: the other reasons of a check, and what somebody sees differently.

A note reaches the course's author without a name; what may name a patient is no part of it.
"""

from bot import details
from bot.again import trace
from bot.cards import Paragraph
from bot.kinds.check import shown
from bot.material import Scene
from bot.records import SEEN, Assignment, replace
from bot.step import Step
from bot.teach import DIFFER, chosen
from bot.words import NO_WORDS, NOTED, STAND_BELOW
from bot.work import redraw


def other_reasons(step: Step, assignment: Assignment, here: Scene) -> None:
    """[Other reasons]: what speaks for and against the rest, in a message of its own; once where
    the step stands, however often it is pressed."""
    if here.item.taught is None:
        return
    name = f"{assignment.id}:reasons:{assignment.postings}"
    if step.records.message_named(name):
        step.notice(STAND_BELOW)
        return
    lines = list[Paragraph]()
    for choice in shown(here.brief):
        if not choice.right:
            lines += [*chosen(choice), ()]
    step.say(*lines[:-1], name=name)


def remark(step: Step, assignment: Assignment, text: str, message: str) -> None:
    """What somebody sees differently reaches the course's author."""
    if not text.strip():
        step.say(NO_WORDS)
        redraw(step, assignment, assignment, below=True)
    elif found := details.seen(step, text):
        details.withhold(step, found, "remark", text, message, assignment)
    else:
        note(step, assignment, text)
        noted(step, assignment, text)


def note(step: Step, assignment: Assignment, text: str) -> None:
    release = step.records.release(assignment.project)
    step.records.remark(assignment, release, text, step.at)
    step.say(NOTED)


def noted(step: Step, assignment: Assignment, text: str) -> None:
    """No note is awaited any more."""
    trail = {**assignment.trail, str(assignment.turn): trace(DIFFER, text)}
    after = replace(assignment, turn=assignment.turn + 1, question=SEEN, trail=trail)
    redraw(step, assignment, after, below=True)
