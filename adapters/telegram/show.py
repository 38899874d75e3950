"""A card becomes exactly one call of the Bot API, or none; pure, whole or refused, never cut.

Words go out as plain text with styled stretches counted by us, so nothing in them is markup, and
nothing foreign links: literal cards were drawn by `bot.text`, all others are unlinked here.
"""

from collections.abc import Sequence
from typing import Any

from adapters.documents import file
from adapters.port import Call, Where
from adapters.telegram import limits
from bot.cards import (
    Button,
    Card,
    Durable,
    Edit,
    Erase,
    Notice,
    Passing,
    Post,
    Reply,
    Row,
    Upload,
)
from bot.text import JOINER, units, unlinked

STYLES = ("bold", "italic")
NO_PREVIEW = {"is_disabled": True}


def show(out: Durable, where: Where) -> Call | None:
    """The call that makes `out` happen; None for Home and Lookup, which Telegram does not have.

    Raises ValueError, with one sentence, for what Telegram would refuse.
    """
    if isinstance(out, Post):
        return _post(out, where)
    if isinstance(out, Upload):
        return _upload(out, where)
    if isinstance(out, Edit):
        return _edit(out, where)
    if isinstance(out, Erase):
        chat = int(where.channel or where.user)
        return Call("deleteMessage", {"chat_id": chat, "message_id": int(out.ref)})
    return None


def answer(press: str, notices: Sequence[Notice]) -> Call:
    """The answer to a press: a toast when there is something to say, else only its end.

    Raises ValueError over Telegram's limit.
    """
    text = " ".join(notice.text for notice in notices)
    if len(text) > limits.TOAST_CHARACTERS:
        raise ValueError(f"A notice has more than {limits.TOAST_CHARACTERS} characters.")
    return Call(
        "answerCallbackQuery", {"callback_query_id": press} | ({"text": text} if text else {})
    )


def reply(out: Passing, chat: str) -> Call:
    """A passing word as a silent message. Telegram has no forms: asking for one is our mistake."""
    if not isinstance(out, Reply):
        raise ValueError(f"A {type(out).__name__} cannot be shown on Telegram.")
    text = _whole(unlinked(out.text or " ".join(said for _, said in out.errors)))
    args = {"chat_id": int(chat), "text": text, "link_preview_options": NO_PREVIEW}
    return Call("sendMessage", args | {"disable_notification": True})


def _post(out: Post, where: Where) -> Call:
    text, entities = _words(out.card)
    args: dict[str, Any] = {
        "chat_id": int(where.channel or where.user),
        "text": text,
        "link_preview_options": NO_PREVIEW,
        "disable_notification": not out.sound,
    }
    if entities:
        args["entities"] = entities
    if out.card.literal:
        args["protect_content"] = True
    args |= _under(where)
    if out.card.rows:
        args["reply_markup"] = _keyboard(out.card.rows)
    return Call("sendMessage", args)


def _upload(out: Upload, where: Where) -> Call:
    """A picture goes as a document, too, so that nothing recompresses it."""
    args = {
        "chat_id": int(where.channel or where.user),
        "caption": _whole(unlinked(out.text), limits.CAPTION_UNITS),
        "disable_notification": True,
    }
    return Call("sendDocument", args | _under(where), file(out.document))


def _under(where: Where) -> dict[str, Any]:
    """What a message replies to; one that is gone is no reason not to send it."""
    if not where.under:
        return {}
    number = int(where.under)
    return {"reply_parameters": {"message_id": number, "allow_sending_without_reply": True}}


def _edit(out: Edit, where: Where) -> Call:
    """The keyboard is always said: left out, Telegram would take it away."""
    text, entities = _words(out.card)
    if not where.ref:
        raise ValueError(f"The message {out.name} has no number on Telegram yet.")
    args: dict[str, Any] = {
        "chat_id": int(where.channel or where.user),
        "message_id": int(where.ref),
        "text": text,
        "link_preview_options": NO_PREVIEW,
        "reply_markup": _keyboard(out.card.rows),
    }
    if entities:
        args["entities"] = entities
    return Call("editMessageText", args)


def _words(card: Card) -> tuple[str, list[dict[str, Any]]]:
    """The body as text, and its styled stretches in UTF-16 units; a literal heading is bold."""
    text, entities = "", list[dict[str, Any]]()
    for number, paragraph in enumerate(card.body):
        text += "\n" if number else ""
        for run in paragraph:
            words = run.text if card.literal else unlinked(run.text)
            if run.style in STYLES and words.strip():
                entities.append(_entity(run.style, units(text), words))
            text += words
    if card.literal:
        heading = text.partition("\n")[0]
        entities = [_entity("bold", 0, heading)] if heading.strip() else []
    if len(entities) > limits.ENTITIES:
        raise ValueError(f"A message has more than {limits.ENTITIES} styled stretches.")
    return _whole(text), entities


def _entity(kind: str, offset: int, words: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": units(words)}


def _whole(text: str, most: int = limits.TEXT_UNITS) -> str:
    """The text, if Telegram takes it whole."""
    if not text.replace(JOINER, "").strip():
        raise ValueError("A message has no text.")
    if units(text) > most:
        raise ValueError(f"A message has {units(text)} characters, over {most}.")
    return text


def _keyboard(rows: Sequence[Row]) -> dict[str, Any]:
    if sum(len(row) for row in rows) > limits.BUTTONS:
        raise ValueError(f"A message has more than {limits.BUTTONS} buttons.")
    if any(len(row) > limits.BUTTONS_IN_ROW for row in rows):
        raise ValueError(f"A row has more than {limits.BUTTONS_IN_ROW} buttons.")
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _button(button: Button) -> dict[str, str]:
    """A link opens and sends no press on Telegram; every other button sends its token."""
    if not button.label.strip() or len(button.label) > limits.LABEL_CHARACTERS:
        raise ValueError(
            f"A label needs 1 to {limits.LABEL_CHARACTERS} characters: {button.label!r}"
        )
    if button.url:
        return {"text": button.label, "url": button.url}
    if not 1 <= len(button.token.encode()) <= limits.DATA_BYTES:
        raise ValueError(f"A token needs 1 to {limits.DATA_BYTES} bytes: {button.token!r}")
    return {"text": button.label, "callback_data": button.token}
