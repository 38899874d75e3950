"""What people type about a task: a choice, words of their own, a question to the coordinator.

Everything that can be tapped can be typed; which task is meant is `bot.placing`'s.
"""

from bot import remarking
from bot.again import TO_COORDINATOR, said_again
from bot.answering import choose, control
from bot.coordinator import to_coordinator
from bot.events import Said
from bot.kinds.base import Question
from bot.material import Scene
from bot.naming import WAYS_OUT, called, meant_by
from bot.panel import open_question, options, ways
from bot.placing import meant, nothing_awaited, place
from bot.reasons import have_that, reason, written
from bot.records import DONE, OPEN, SEEN, Assignment
from bot.revising import add, undo
from bot.sessions import root_of, touch_session
from bot.step import Step
from bot.teach import DIFFER
from bot.text import typed as clean
from bot.tongue import phrase, plain
from bot.words import ON_ITS_WAY
from bot.work import redraw, scene, shown_whole


def said(step: Step, event: Said) -> None:
    """A text that is no word of ours: a typed choice, a reason, a question, or asked back."""
    text = clean(event.text)
    assignment = meant(step, event)
    if assignment is None:
        place(step, event, text)
        return
    step.under = root_of(step, assignment)
    here = scene(step, assignment)
    question, leads_out = (
        open_question(assignment, here),
        step.tongue.meant(plain(text)) in WAYS_OUT,
    )
    if not (leads_out or shown_whole(step, assignment, here)):
        step.say(ON_ITS_WAY)
    elif question and question.writing:
        _in_own_words(step, event, assignment, here, question)
    elif assignment.question == TO_COORDINATOR and not leads_out:
        to_coordinator(step, assignment, text, event.message)
    elif assignment.question == DIFFER and not leads_out:
        remarking.remark(step, assignment, text, event.message)
    else:
        _typed_choice(step, event, assignment, here, text)


def chooses(step: Step, event: Said) -> bool:
    """Whether this names a choice of the question that is open."""
    assignment, text = meant(step, event), clean(event.text)
    if assignment is None:
        return False
    here = scene(step, assignment)
    question = open_question(assignment, here)
    if question and question.writing:
        return called(question.options, text, here.tongue) is not None
    return meant_by(assignment, here, text) is not None


def _in_own_words(
    step: Step, event: Said, assignment: Assignment, here: Scene, question: Question
) -> None:
    """A reason or a wording; or the name of a button that stands below it."""
    text = clean(event.text)
    if (index := called(question.options, text, here.tongue)) is not None:
        choose(step, assignment, here, index)
    elif said_again(assignment, text, _whole(event)):
        have_that(step, assignment)
    else:
        reason(step, assignment, here, text, event.message)


def _typed_choice(step: Step, event: Said, assignment: Assignment, here: Scene, text: str) -> None:
    """A choice by letter, number or first words; after a finished task, more of its reason."""
    wanted = here.tongue.meant(plain(text))
    if assignment.state == OPEN or assignment.question:
        touch_session(step, assignment)
        if wanted in WAYS_OUT:
            control(step, None, assignment, here, WAYS_OUT[wanted])
            return
    if choice := ways(assignment, here).get(plain(text)):
        control(step, None, assignment, here, choice)
        return
    index = meant_by(assignment, here, text)
    whole, quote = _whole(event), clean(event.quote)
    if index is None and said_again(assignment, text, whole):
        have_that(step, assignment)
        return
    if quote and written(step, assignment, here, quote, first=True, sent=whole):
        return
    if written(step, assignment, here, text, first=index is None):
        return
    if index is not None:
        choose(step, assignment, here, index)
    else:
        _no_choice(step, event, assignment, here, text)


def _no_choice(step: Step, event: Said, assignment: Assignment, here: Scene, text: str) -> None:
    """More of a reason that is saved; or nothing that was asked for."""
    finished = assignment.state == DONE and assignment.question in ("", SEEN)
    if finished and assignment.answer.get("rationale"):
        if here.tongue.meant(plain(text)) == "undo":
            undo(step, assignment)
        else:
            add(step, assignment, text, event.message)
    elif options(assignment, here):
        step.say(phrase("I did not find that choice. Tap one, or type its number."))
        redraw(step, assignment, assignment, below=True)
    else:
        nothing_awaited(step)


def _whole(event: Said) -> str:
    """What was sent, with the words of ours that it answers."""
    text = clean(event.text)
    return f"{clean(event.quote)}\n{text}" if event.quote else text
