"""What goes out: cards as data, addressed by names of ours; no platform's word appears here.

`Post`, `Upload`, `Edit`, `Erase`, `Home` and `Lookup` are durable: the store writes them to the
outbox in the same transaction as the decision. `Notice`, `Form` and `Reply` are made at once, best
effort, because what they answer lives for three seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.events import Account
from bot.tongue import joined, phrase

LABEL_MOST = 30
"""Longest button label, in characters (conversation.md); longer wording stands in the text."""

TOKEN_MOST = 64
"""Longest token, in bytes: Telegram's callback_data, the tightest of the platforms."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of literal text. `style` is "", "bold" or "italic"; nothing in it is markup."""

    text: str
    style: str = ""


Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `token` comes back in `Pressed`; `url` makes it a link that also sends a press."""

    label: str
    token: str
    url: str = ""
    hint: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose one of many from, on platforms that have one: an extra way, never the only
    one. Its options are buttons that nobody draws as buttons."""

    label: str
    options: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One message: paragraphs above rows of buttons.

    `spoken` is what a screen reader and a notification read; empty means body and labels.
    `literal` marks foreign text (a question, an answer): drawn plain, whole and unfolded.
    """

    body: tuple[Paragraph, ...]
    rows: tuple[Row, ...] = ()
    spoken: str = ""
    literal: bool = False
    menu: Menu | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A new message. `name` is ours and unique: posting one name twice posts once.

    `under` names the message that roots the thread (Slack) or is replied to (Telegram).
    `turn` is the assignment's turn that this card asks about, if it asks.
    """

    to: Account
    name: str
    card: Card
    under: str = ""
    assignment: str = ""
    turn: int | None = None
    sound: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document as what stands in it: `kind` says what is drawn of the values, and in which form,
    as in "certificate.pdf". Drawn again, it is the same."""

    kind: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with a few words beside it. `name` is ours and unique: uploading one name twice
    uploads once. Nothing can be posted under a file, nor is one changed: Slack does not say where
    it stands."""

    to: Account
    name: str
    document: Document
    text: str
    under: str = ""
    assignment: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """The message called `name` looks like this now. Only the newest unsent edit is sent.

    `late` marks a shrinking of an old panel, which may wait for everything else.
    """

    to: Account
    name: str
    card: Card
    assignment: str = ""
    turn: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Erase:
    """A message of the person's own is to go, where a platform lets us (`Rules.erases`). `ref` is
    the platform's; `assignment` is the task in whose thread it is told if it cannot go."""

    to: Account
    ref: str
    assignment: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The standing view of one account is to tell what is true now (Slack's App Home; platforms
    without one ignore it). What that is, is drawn when it is sent: see `Standing`."""

    to: Account


@dataclass(frozen=True, slots=True)
class Standing(Home):
    """A standing view as it is sent."""

    card: Card


@dataclass(frozen=True, slots=True)
class Lookup:
    """Ask the platform a fact: "profile" of the account, or the "link" of the message `name`."""

    to: Account
    what: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A passing word to the one who pressed. `saved`: a redraw that is seen tells it as well."""

    text: str
    saved: bool = False
    close: str = phrase("Close")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `most` in characters."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    most: int = 3000


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be opened now, on the trigger of the press that asked for it."""

    token: str
    title: str
    fields: tuple[Field, ...]
    send: str = phrase("Save")
    close: str = phrase("Cancel")


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an acknowledgement: the answer to a command, or field errors of a form."""

    text: str = ""
    errors: tuple[tuple[str, str], ...] = ()


Durable = Post | Upload | Edit | Erase | Home | Lookup
Passing = Notice | Form | Reply
Out = Durable | Passing


def words(card: Card) -> str:
    """The card's body as plain text, paragraphs on lines of their own."""
    return joined("\n", (joined("", (run.text for run in one)) for one in card.body))


def labels(card: Card) -> list[str]:
    """All button labels, in reading order."""
    return [button.label for row in card.rows for button in row]


def pack(card: Card) -> dict[str, Any]:
    """The card as JSON data, for the outbox. `unpack` is its inverse."""
    packed: dict[str, Any] = {
        "body": [[[run.text, run.style] for run in paragraph] for paragraph in card.body]
    }
    if card.rows:
        packed["rows"] = [[[b.label, b.token, b.url, b.hint] for b in row] for row in card.rows]
    if card.spoken:
        packed["spoken"] = card.spoken
    if card.literal:
        packed["literal"] = True
    if card.menu:
        options = [[b.label, b.token] for b in card.menu.options]
        packed["menu"] = [card.menu.label, options]
    return packed


def unpack(packed: dict[str, Any]) -> Card:
    """A card from the JSON data that `pack` made."""
    label, options = packed.get("menu", ("", ()))
    return Card(
        body=tuple(tuple(Run(*run) for run in paragraph) for paragraph in packed["body"]),
        rows=tuple(tuple(Button(*button) for button in row) for row in packed.get("rows", ())),
        spoken=packed.get("spoken", ""),
        literal=packed.get("literal", False),
        menu=Menu(label, tuple(Button(*option) for option in options)) if options else None,
    )
