"""A button that stands beside a task, and under none of its questions, can be typed by its label.

[Remove], [It is not about a patient], [Start it]: what was offered is kept with the contact until
it is tapped or typed, the newest first. It reaches no other task than the one that is meant, and a
choice of the question that is open comes first.
"""

from collections.abc import Sequence

from bot.cards import Post
from bot.events import Said
from bot.naming import plain
from bot.placing import meant
from bot.records import replace
from bot.step import Step
from bot.words import NO_PATIENT

LABELS = ("Remove", "Keep", NO_PATIENT, "Start it", "Not now", "Yes, save it", "Yes, leave")
"""Where one of them stands, those beside it are known, too: "no" answers what was asked last.
Others have words of their own (`bot.commands`), or belong to first contact."""

OFFERS_MOST = 4
"""So many offers are kept; older ones are far above, and are tapped."""


def keep(step: Step) -> None:
    """What this step offered, if it offered any of these, before what was offered earlier."""
    cards = [out.card for out in step.outs if isinstance(out, Post) and out.turn is None]
    rows = [[one for row in card.rows for one in row] for card in cards]
    asked = [row for row in rows if any(one.label in LABELS for one in row)]
    if asked:
        offers = ["\n".join(f"{one.label}\t{one.token}" for one in row) for row in asked]
        _offers(step, [*reversed(offers), *_offered(step)][:OFFERS_MOST])


def taken(step: Step, event: Said) -> str:
    """The token of the button that is called so, which is offered no longer; "" where none is."""
    for offer in _offered(step):
        for line in offer.split("\n"):
            label, _, token = line.partition("\t")
            if plain(label) == plain(event.text) and _may(step, event, token):
                used(step, token)
                return token
    return ""


def used(step: Step, token: str) -> None:
    """A button was tapped or typed: it and those beside it are offered no longer."""
    if token and token in step.contact.offered:
        ends = f"\t{token}\n"
        _offers(step, [one for one in _offered(step) if ends not in f"{one}\n"])


def _may(step: Step, event: Said, token: str) -> bool:
    """A part of a reason is removed or kept where its task is meant, or nothing else could be."""
    task, found = step.records.assignment(token.partition(":")[0]), meant(step, event)
    return task is None or found is None or found.id == task.id


def _offered(step: Step) -> list[str]:
    return [offer for offer in step.contact.offered.split("\n\n") if offer]


def _offers(step: Step, offers: Sequence[str]) -> None:
    offered = "\n\n".join(offers)
    if offered != step.contact.offered:
        step.contact = replace(step.contact, offered=offered)
        step.records.save_contact(step.contact)
