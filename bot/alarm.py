"""Who writes as if a patient were in danger now hears that nobody watches; a coordinator is told.

Nothing is held back for it: the words go on to where they were meant.
"""

from bot.gate import endangered
from bot.step import Step
from bot.words import EMERGENCY

INCIDENT = (
    "Somebody writes as if a patient were in danger now. They were told that nobody watches this"
    " chat, and to use their usual emergency route. What they wrote is used as it is."
)


def heard(step: Step, text: str) -> None:
    """The one sentence, where they wrote, once in so many minutes a person."""
    if not endangered(text):
        return
    since = step.at - step.rules.alarm_again
    if step.records.told_since("emergency", step.who.id, since):
        return
    step.records.incident("emergency", INCIDENT, step.at, person=step.who.id)
    step.say(EMERGENCY)
