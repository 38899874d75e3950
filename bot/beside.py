"""A button that stands beside a task, and under none of its questions, can be typed by its label.

[Remove], [It is not about a patient], [Start it]: what was offered last is kept with the contact
until it is used. It reaches no other task than the one that is meant, and a choice of the question
that is open comes first.
"""

from bot.cards import Post
from bot.events import Said
from bot.naming import plain
from bot.placing import meant
from bot.records import replace
from bot.step import Step
from bot.words import NO_PATIENT

LABELS = ("Remove", "Keep", NO_PATIENT, "Start it", "Not now")
"""Others have words of their own (`bot.commands`), or belong to first contact."""


def keep(step: Step) -> None:
    """What was offered last, if this step offered any of these."""
    cards = [out.card for out in step.outs if isinstance(out, Post) and out.turn is None]
    buttons = [one for card in cards for row in card.rows for one in row if one.label in LABELS]
    if buttons:
        _offers(step, "\n".join(f"{one.label}\t{one.token}" for one in buttons))


def taken(step: Step, event: Said) -> str:
    """The token of the button that is called so, which is offered no longer; "" where none is."""
    for line in step.contact.offered.split("\n"):
        label, _, token = line.partition("\t")
        if label and plain(label) == plain(event.text) and _may(step, event, token):
            _offers(step, "")
            return token
    return ""


def _may(step: Step, event: Said, token: str) -> bool:
    """A part of a reason is removed or kept where its task is meant, or nothing else could be."""
    task, found = step.records.assignment(token.partition(":")[0]), meant(step, event)
    return task is None or found is None or found.id == task.id


def _offers(step: Step, offered: str) -> None:
    if offered != step.contact.offered:
        step.contact = replace(step.contact, offered=offered)
        step.records.save_contact(step.contact)
