"""A button that stands beside a task, and under none of its questions, can be typed by its label.

[Remove], [It is not about a patient], [Start it]: what was offered last is kept with the contact. A
choice of the question that is open comes first.
"""

from collections.abc import Iterable

from bot.cards import Post
from bot.naming import plain
from bot.records import replace
from bot.step import Step


def keep(step: Step) -> None:
    """What was offered last, if this step offered anything."""
    cards = [out.card for out in step.outs if isinstance(out, Post) and out.turn is None]
    offers = [card for card in cards if any(card.rows)]
    if offers:
        buttons = [one for row in offers[-1].rows for one in row if not one.url]
        said = _written((one.label, one.token) for one in buttons)
        if said != step.contact.offered:
            step.contact = replace(step.contact, offered=said)
            step.records.save_contact(step.contact)


def typed(step: Step, text: str) -> str:
    """The token of the button that is called so; "" where none is."""
    lines = [line.partition("\t") for line in step.contact.offered.split("\n")]
    return next((token for label, _, token in lines if label and plain(label) == plain(text)), "")


def _written(buttons: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}\t{token}" for label, token in buttons)
