"""A button that stands beside a task, and under none of its questions, can be typed by its label.

[Remove], [It is not about a patient], [Start it]: what was offered is kept with the contact until
it is tapped or typed, the newest first. It reaches no other task than the one that is meant, and a
choice of the question that is open comes first.
"""

from collections.abc import Sequence

from bot.cards import Edit, Post
from bot.events import Said
from bot.placing import meant
from bot.records import replace
from bot.required import PAGE as COURSES
from bot.step import Step
from bot.tongue import plain
from bot.unplaced import PAGE
from bot.words import NO_PATIENT

LABELS = ("Remove", "Keep", NO_PATIENT, "Start it", "Not now", "Yes, leave")
"""Where one of them stands, those beside it are known, too: "no" answers what was asked last.
Others have words of their own (`bot.commands`), or belong to first contact."""

LEARN = f"{COURSES}:"
"""Begins the token of every button of a course."""

ASKED = "?\n\n"
"""Begins what is offered while the newest question is what words are for (`bot.unplaced`)."""

OFFERS_MOST = 4
"""So many offers are kept; older ones are far above, and are tapped."""


def keep(step: Step) -> None:
    """What this step offered, before what was offered earlier; and whether it asked, last of all,
    what words are for."""
    cards = [out for out in step.outs if isinstance(out, Post | Edit) and out.card.rows]
    if not cards:
        return
    beside = [out.card for out in cards if isinstance(out, Post) and out.turn is None]
    rows = [[one for row in card.rows for one in row] for card in beside]
    fresh = [
        "\n".join(f"{one.label}\t{one.token}" for one in row)
        for row in rows
        if any(one.label in LABELS or one.token.startswith(LEARN) for one in row)
    ]
    asks = cards[-1].card.rows[0][0].token.startswith(f"{PAGE}:")
    _offers(step, [*reversed(fresh), *_offered(step)][:OFFERS_MOST], asked=asks)


def asked_last(step: Step, event: Said) -> bool:
    """Whether the newest question is what words are for, and this is no reply to a task."""
    if not _asks(step):
        return False
    message = step.records.message(event.account, event.reply_to) if event.reply_to else None
    return not (message and message.assignment)


def taken(step: Step, event: Said) -> str:
    """The token of the button that is called so, which is offered no longer; "" where none is."""
    for age, offer in enumerate(_offered(step)):
        for line in offer.split("\n"):
            label, _, token = line.partition("\t")
            if _called(step, label, event.text) and _may(step, event, token, age):
                used(step, token)
                return token
    return ""


def used(step: Step, token: str) -> None:
    """A button was tapped or typed: it and those beside it are offered no longer."""
    if token and token in step.contact.offered:
        ends = f"\t{token}\n"
        left = [one for one in _offered(step) if ends not in f"{one}\n"]
        _offers(step, left, asked=_asks(step))


def _called(step: Step, label: str, text: str) -> bool:
    """Whether a button that was offered is called so, in their language or in English."""
    wanted, said = plain(text), plain(label)
    return wanted in (said, plain(step.tongue.text(label))) or step.tongue.meant(wanted) == said


def _may(step: Step, event: Said, token: str, age: int) -> bool:
    """A part of a reason is removed or kept where its task is meant, or nothing else could be; of
    anything else only what was offered last is meant."""
    task, found = step.records.assignment(token.partition(":")[0]), meant(step, event)
    if task is None:
        return age == 0
    return found is None or found.id == task.id


def _offered(step: Step) -> list[str]:
    return [one for one in step.contact.offered.removeprefix(ASKED).split("\n\n") if one]


def _asks(step: Step) -> bool:
    return step.contact.offered.startswith(ASKED)


def _offers(step: Step, offers: Sequence[str], *, asked: bool) -> None:
    offered = (ASKED if asked else "") + "\n\n".join(offers)
    if offered != step.contact.offered:
        step.contact = replace(step.contact, offered=offered)
        step.records.save_contact(step.contact)
