"""Cards drawn in Slack's blocks: words are literal runs, never markup, and never cut.

Whatever Slack would refuse raises ValueError with one sentence, before anything is sent.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.slack import limits
from bot.cards import Button, Card, Field, Menu, Paragraph, Row, Run, labels, words
from bot.text import units

Json = dict[str, Any]

CUTS = (("\n", "n"), (" ", "s"))
"""Where a long draft is cut, best first; the character goes, its letter stays in the name."""


def escaped(text: str) -> str:
    """Text that says the same in top-level `text`, where <…> would mention, link or call."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def spoken(card: Card) -> str:
    """The top-level text, which screen readers and notifications read instead of the blocks."""
    text = card.spoken or words(card)
    named = labels(card)
    if named and not card.spoken:
        text += f"\nButtons: {' · '.join(named)}"
    whole = escaped(text)
    if not whole.strip():
        raise ValueError("A message has no text.")
    return within(whole, limits.TEXT_UNITS, "The text of a message with its buttons")


def message(card: Card, drawing: str) -> list[Json]:
    """All blocks of a message. `drawing` is new whenever it is drawn anew, so are the block ids:
    a client keeps old input under an id it knows."""
    blocks = _card(card, drawing)
    if len(blocks) > limits.BLOCKS_IN_MESSAGE:
        raise ValueError(f"A message has more than {limits.BLOCKS_IN_MESSAGE} blocks.")
    listed = [option.label for option in card.menu.options] if card.menu else []
    named = labels(card) + listed
    total = units(words(card)) + sum(units(label) for label in named)
    if total > limits.BLOCK_TEXT_UNITS:
        raise ValueError(
            f"A message has {total} characters, over {limits.BLOCK_TEXT_UNITS} of all blocks."
        )
    return blocks


def home(card: Card, drawing: str) -> Json:
    """The view of a Home."""
    blocks = _card(card, drawing)
    if len(blocks) > limits.BLOCKS_IN_VIEW:
        raise ValueError(f"A Home has more than {limits.BLOCKS_IN_VIEW} blocks.")
    return {"type": "home", "blocks": blocks}


def literal(text: str) -> Json:
    """A block with these words and nothing else."""
    return rich(((Run(text),),), "")


def rich(body: Sequence[Paragraph], block_id: str) -> Json:
    """Paragraphs as runs of rich text; an empty run would be refused, so none is made."""
    runs = list[Json]()
    for number, paragraph in enumerate(body):
        if number:
            runs.append({"type": "text", "text": "\n"})
        runs += [_run(run) for run in paragraph if run.text]
    block: Json = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": runs}],
    }
    return block | ({"block_id": _id(block_id)} if block_id else {})


def plain(text: str) -> Json:
    """A text object in which nothing is markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def within(text: str, most: int, what: str) -> str:
    """The text, if Slack takes it whole."""
    if units(text) > most:
        raise ValueError(f"{what} has {units(text)} characters, over {most}.")
    return text


def inputs(field: Field, first: bool) -> list[Json]:
    """A form's field; a draft longer than one field goes on in the next."""
    if field.most > limits.INPUT_UNITS:
        raise ValueError(f"A field takes {limits.INPUT_UNITS} characters at most on Slack.")
    found = list[Json]()
    for number, (name, piece) in enumerate(pieces(field), start=1):
        label = field.label if number == 1 else f"{field.label} ({number})"
        element: Json = {
            "type": "plain_text_input",
            "action_id": name,
            "multiline": True,
            "max_length": field.most,
            "focus_on_load": first and number == 1,
        }
        block: Json = {
            "type": "input",
            "block_id": name,
            "label": plain(within(label, limits.INPUT_LABEL_UNITS, "A field's label")),
            "element": element | ({"initial_value": piece} if piece else {}),
        }
        if field.hint and number == 1:
            hint = within(field.hint, limits.INPUT_HINT_UNITS, "A field's hint")
            block["hint"] = plain(hint)
        found.append(block | ({"optional": True} if number > 1 else {}))
    return found


def pieces(field: Field) -> Iterator[tuple[str, str]]:
    """A draft in as many parts as it needs, each under a name that says how it goes on; `read`
    puts them together again. The first has the field's own name."""
    part, value, number = field.name, field.value, 1
    most = min(limits.INPUT_FILLED_UNITS, field.most)
    while units(value) > most:
        room = _room(value, most)
        cut, glue = room, "x"
        for character, letter in CUTS:
            at = value.rfind(character, room // 2, room)
            if at > 0:
                cut, glue = at, letter
                break
        yield part, value[:cut]
        value = value[cut + (glue != "x") :]
        number += 1
        part = f"{field.name}:{number}{glue}"
    yield part, value


def _room(text: str, most: int) -> int:
    """How many characters of the text fit into `most` units."""
    taken = 0
    for count, character in enumerate(text):
        taken += units(character)
        if taken > most:
            return count
    return len(text)


def _card(card: Card, drawing: str) -> list[Json]:
    if card.literal:
        section = {
            "type": "section",
            "block_id": _id(f"{drawing}.0"),
            "text": plain(within(words(card), limits.SECTION_UNITS, "A part of a text")),
            "expand": True,
        }
        blocks: list[Json] = [section]
    else:
        blocks = [rich(card.body, f"{drawing}.0")]
    for number, row in enumerate(card.rows, start=1):
        if card.menu and number == len(card.rows):
            blocks.append(_menu(card.menu, f"{drawing}.{len(blocks)}"))
        for start in range(0, len(row), limits.ROW_BUTTONS):
            blocks.append(_row(row[start : start + limits.ROW_BUTTONS], f"{drawing}.{len(blocks)}"))
    return blocks


def _menu(menu: Menu, block_id: str) -> Json:
    """A list to choose from, above the row that is always there."""
    if len(menu.options) > limits.OPTIONS:
        raise ValueError(f"A list has more than {limits.OPTIONS} options.")
    options = [
        {
            "text": plain(within(option.label, limits.OPTION_UNITS, "An option of a list")),
            "value": within(option.token, limits.OPTION_VALUE_UNITS, "An option's token"),
        }
        for option in menu.options
    ]
    element: Json = {
        "type": "static_select",
        "action_id": "menu",
        "placeholder": plain(within(menu.label, limits.PLACEHOLDER_UNITS, "A list's label")),
        "options": options,
    }
    return {"type": "actions", "block_id": _id(block_id), "elements": [element]}


def _row(row: Row, block_id: str) -> Json:
    elements = [_button(button, f"b{number}") for number, button in enumerate(row)]
    return {"type": "actions", "block_id": _id(block_id), "elements": elements}


def _button(button: Button, action_id: str) -> Json:
    if not button.label.strip():
        raise ValueError("A button has no label.")
    if not (button.token or button.url):
        raise ValueError(f"The button {button.label!r} has neither a token nor an address.")
    made: Json = {
        "type": "button",
        "action_id": within(action_id, limits.ACTION_ID_UNITS, "An action's id"),
        "text": plain(within(button.label, limits.LABEL_UNITS, "A button's label")),
    }
    if button.token:
        made["value"] = within(button.token, limits.VALUE_UNITS, "A button's token")
    if button.url:
        made["url"] = within(button.url, limits.URL_UNITS, "A button's address")
    if button.hint:
        hint = within(button.hint, limits.HINT_UNITS, "A button's description")
        made["accessibility_label"] = hint
    return made


def _run(run: Run) -> Json:
    made: Json = {"type": "text", "text": run.text}
    return made | ({"style": {run.style: True}} if run.style in ("bold", "italic") else {})


def _id(block_id: str) -> str:
    return within(block_id, limits.BLOCK_ID_UNITS, "A block's id")
