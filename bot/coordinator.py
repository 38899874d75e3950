"""A question to the coordinator is passed on with its task, and answers nothing.

It is awaited while the task's page asks for it, and only there.
"""

from bot import details
from bot.again import TO_COORDINATOR, trace
from bot.panel import resting
from bot.records import Assignment, replace
from bot.sessions import root_of
from bot.step import Step
from bot.turns import turned
from bot.words import NO_WORDS, PASS_ON, PASS_ON_LESSON
from bot.work import redraw, scene


def to_coordinator(step: Step, assignment: Assignment, text: str, message: str) -> None:
    """The awaited question; the task's panel comes back below it."""
    step.under = root_of(step, assignment)
    if not text.strip():
        step.say(NO_WORDS)
        redraw(step, assignment, assignment, below=True)
    elif found := details.seen(step, text):  # the question is still awaited
        details.withhold(step, found, "question", text, message, assignment)
    else:
        pass_on(step, assignment, text)
        asked(step, assignment, text)


def asked(step: Step, assignment: Assignment, text: str) -> None:
    """No question is awaited any more: back to what is judged. Its words are known again."""
    left = {str(assignment.turn): trace(TO_COORDINATOR, text)}
    known = replace(assignment, trail={**assignment.trail, **left})
    turned(step, assignment, known, resting(assignment, scene(step, assignment)))


def pass_on(step: Step, assignment: Assignment, text: str) -> None:
    """A question reaches the coordinator with its task."""
    step.records.incident("question", text, step.at, person=step.who.id, assignment=assignment.id)
    step.say(PASS_ON_LESSON if assignment.step else PASS_ON)
