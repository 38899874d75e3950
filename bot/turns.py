"""How a panel moves without an answer: to a page, back to a question, once more to the same.

Each is a new turn, and what was drawn for the one before changes nothing any more.
"""

import re
from datetime import timedelta

from bot import courses, kinds
from bot.again import TO_COORDINATOR
from bot.events import Pressed
from bot.kinds.base import Question
from bot.material import Scene, guideline
from bot.panel import first_open, resting
from bot.parts import forget_change, last_submitted
from bot.records import DONE, END, LATER, SEEN, Assignment, replace
from bot.step import Step
from bot.tongue import bent, phrase
from bot.words import FINISHED, FIRST_QUESTION
from bot.work import redraw

UNSCORED = ("read", "check")
"""Questions of a lesson where a slip of the thumb costs nothing."""

NAMED = re.compile(r"Answer [A-I]\b")


def turn_to(step: Step, assignment: Assignment, here: Scene, page: str, *, lead: str = "") -> None:
    """Show a page or a question without answering anything."""
    changed = assignment
    if page == LATER:
        changed = replace(assignment, lease_until=step.at + step.rules.lease)
    if LATER in (page, assignment.question):
        step.news = True
    above = guideline(assignment, here) if page == "meaning" else []
    for name, card in above:
        step.post(name, card, under=step.under, assignment=assignment.id)
    turned(step, assignment, changed, page, lead, below=bool(above))


def reopen(step: Step, assignment: Assignment, here: Scene, key: str) -> None:
    """Ask `key` again; what was asked because of it is asked again too."""
    kind = kinds.asking(key, here.item)
    cleared = replace(assignment, answer=kind.clear(key, here.brief, assignment.answer))
    turned(step, assignment, cleared, key)


def back(step: Step, assignment: Assignment, here: Scene) -> None:
    """From a page to the question; from a question to the one before it."""
    if assignment.step and assignment.question in (SEEN, END):
        courses.earlier(step, assignment)
        return
    if assignment.step and assignment.state == DONE:
        asked = assignment.question == TO_COORDINATOR
        turn_to(step, assignment, here, resting(assignment, here) if asked else SEEN)
        return
    if assignment.state == DONE:
        _as_submitted(step, assignment)
        return
    key, answer = assignment.question, assignment.answer
    kind = kinds.kind_of(key, here.item)
    if kind is None:
        turn_to(step, assignment, here, first_open(assignment, here))
        return
    earlier = kind.earlier(key, here.brief, answer)
    if earlier is not None:
        turned(step, assignment, replace(assignment, answer=earlier), key)
        return
    there = kinds.keys(here.brief, answer)
    before = there[: there.index(key)] if key in there else there
    past = [one for one in kinds.answered(here.brief, answer) if one in before]
    if not past and assignment.step:
        courses.earlier(step, assignment)
        return
    if not past:
        step.notice(FIRST_QUESTION)
        return
    reopen(step, assignment, here, past[-1])


def slipped(step: Step, event: Pressed, assignment: Assignment, question: Question) -> bool:
    """A press too soon after its question was shown, if it was not asked twice yet.

    Not yet recorded as shown counts as shown this instant (conversation.md 4).
    """
    if step.rules.slip <= timedelta(0) or asked_as(question) in assignment.again:
        return False
    if question.id in UNSCORED:
        return False
    shown = assignment.shown_turn == assignment.turn and assignment.shown_at
    return not shown or event.at - shown < step.rules.slip


def ask_again(step: Step, assignment: Assignment, question: Question) -> None:
    after = replace(
        assignment, turn=assignment.turn + 1, again=(*assignment.again, asked_as(question))
    )
    redraw(
        step,
        assignment,
        after,
        lead=phrase("Once more, please: {question}", question=within(question.text)),
    )


def within(text: str) -> str:
    """A question as it goes on in a sentence: small, unless it begins with an answer's name."""
    return text if NAMED.match(text) else bent(_uncapped, text)


def _uncapped(text: str) -> str:
    return text[0].lower() + text[1:]


def asked_as(question: Question) -> str:
    """One asking of a question: one that takes several taps is asked several times."""
    return f"{question.id}{question.step}"


def turned(
    step: Step,
    before: Assignment,
    changed: Assignment,
    question: str,
    lead: str = "",
    *,
    below: bool = False,
) -> None:
    after = replace(changed, turn=before.turn + 1, question=question)
    if not redraw(step, before, after, lead=lead, below=below):
        step.notice(FINISHED)


def _as_submitted(step: Step, assignment: Assignment) -> None:
    """Back out of a change: the answer as it was last submitted, and its summary."""
    forget_change(step, assignment)
    last = last_submitted(step, assignment)
    turned(step, assignment, replace(assignment, answer=last.answer), "")
