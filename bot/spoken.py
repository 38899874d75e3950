"""What leaves a step, said in the language of whoever it goes to.

A step is decided in English: only here are its words turned, all at once. Tokens, names, order and
styles stay; so does what a document says, which is drawn when it is sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import (
    Button,
    Card,
    Edit,
    Field,
    Form,
    Menu,
    Notice,
    Out,
    Post,
    Reply,
    Row,
    Run,
    Upload,
    labels,
    words,
)
from bot.tongue import Tongue, joined, phrase

BUTTONS = phrase("Buttons: {labels}")
"""How the text that is read instead of a card names what can be tapped."""


def spoken(outs: Sequence[Out], tongue: Tongue) -> list[Out]:
    """The outs in this tongue; in English they are what they were."""
    if tongue.english:
        return list(outs)
    return [_out(out, tongue) for out in outs]


def card_in(card: Card, tongue: Tongue) -> Card:
    """A card in this tongue."""
    if tongue.english:
        return card
    if card.rows and not card.spoken:
        card = replace(
            card,
            spoken=joined("\n", (words(card), BUTTONS.format(labels=joined(" · ", labels(card))))),
        )
    return Card(
        tuple(tuple(Run(tongue(run.text), run.style) for run in one) for one in card.body),
        tuple(_row(row, tongue) for row in card.rows),
        tongue(card.spoken),
        card.literal,
        Menu(tongue(card.menu.label), _row(card.menu.options, tongue)) if card.menu else None,
    )


def _row(row: Row, tongue: Tongue) -> Row:
    return tuple(Button(tongue(one.label), one.token, one.url, tongue(one.hint)) for one in row)


def _out(out: Out, tongue: Tongue) -> Out:
    match out:
        case Post() | Edit():
            return replace(out, card=card_in(out.card, tongue))
        case Upload():
            return replace(out, text=tongue(out.text))
        case Notice():
            return Notice(tongue(out.text), out.saved, tongue(out.close))
        case Form():
            fields = tuple(
                Field(one.name, tongue(one.label), one.value, tongue(one.hint), one.most)
                for one in out.fields
            )
            return Form(out.token, tongue(out.title), fields, tongue(out.send), tongue(out.close))
        case Reply():
            errors = tuple((name, tongue(said)) for name, said in out.errors)
            return Reply(tongue(out.text), errors)
        case _:
            return out
