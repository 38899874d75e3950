"""An update as Telegram sent it becomes one event, or none; pure, and on the raw JSON.

Only private chats count: in groups, channels and from bots nothing is read. What keeps the shape
the Bot API promises is read or passed over, anything else raises `Unreadable`.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.port import Unreadable
from bot.events import Account, Event, Opened, Pressed, Reached, Revised, Said
from bot.text import typed

Json = Mapping[str, Any]

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@[A-Za-z0-9_]{3,32})?\s*")
START = re.compile(r"/start(?:@[A-Za-z0-9_]{3,32})?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*")
"""Telegram's own shape of a command and of a link's payload."""

SPELLED = {"mydata": "my data"}
"""Words that cannot be spelled as a command."""

FORMS = {
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "photo": "photo",
    "document": "file",
    "video": "file",
    "animation": "file",
    "sticker": "file",
    "contact": "file",
    "location": "file",
    "venue": "file",
    "poll": "file",
    "dice": "file",
    "game": "file",
    "story": "file",
    "paid_media": "file",
    "checklist": "file",
}
"""What a message may hold instead of text. Anything else is a service message, and passed over."""

LARGEST = 2**63 - 1
"""Of Telegram's numbers; theirs have 52 bits."""

REACHED = {"kicked": "blocked", "member": "joined"}


def read(update: Json, bot: str, at: datetime) -> Event | None:
    """What this update means for us; None when it means nothing. `bot` is our team."""
    number = str(_field(update, "update_id", int, "the update"))
    if "message" in update:
        return _message(_field(update, "message", dict, "the update"), number, bot, at)
    if "edited_message" in update:
        return _revised(_field(update, "edited_message", dict, "the update"), number, bot, at)
    if "callback_query" in update:
        return _pressed(_field(update, "callback_query", dict, "the update"), number, bot, at)
    if "my_chat_member" in update:
        return _reached(_field(update, "my_chat_member", dict, "the update"), number, bot, at)
    return None


def sender(update: object, bot: str) -> Account | None:
    """Whose update this is, as far as it can be told; never raises."""
    for part in update.values() if isinstance(update, dict) else ():
        person = part.get("from") if isinstance(part, dict) else None
        if isinstance(person, dict) and not person.get("is_bot"):
            user = person.get("id")
            if numbered(user):
                return Account("telegram", bot, str(user))
    return None


def numbered(value: object) -> bool:
    """Whether this is a number that may be a name: any database keeps it."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def press(update: object) -> str:
    """The id under which a press waits for its answer, "" when the update is no press."""
    query = update.get("callback_query") if isinstance(update, dict) else None
    answer = query.get("id") if isinstance(query, dict) else None
    return answer if isinstance(answer, str) else ""


def _message(message: Json, number: str, bot: str, at: datetime) -> Event | None:
    came = _came(message, "message", number, bot, at)
    if came is None:
        return None
    written = str(_field(message, "message_id", int, "message"))
    if "text" not in message:
        form = next((form for name, form in FORMS.items() if name in message), "")
        if not form:
            return None
        caption = _field(message, "caption", str, "message") if "caption" in message else ""
        return Said(**came, message=written, text=caption, form=form, reply_to=_reply(message))
    text = _field(message, "text", str, "message")
    if start := START.fullmatch(text):
        return Opened(**came, view="start", code=start[1] or "")
    if command := COMMAND.fullmatch(text):
        word = command[1].lower()
        text = SPELLED.get(word, word)
    quote = message.get("quote")
    marked = _field(quote, "text", str, "message.quote") if quote is not None else ""
    return Said(**came, message=written, text=text, reply_to=_reply(message), quote=marked)


def _revised(message: Json, number: str, bot: str, at: datetime) -> Event | None:
    came = _came(message, "edited_message", number, bot, at)
    if came is None or "text" not in message:
        return None
    written = str(_field(message, "message_id", int, "edited_message"))
    return Revised(**came, message=written, text=_field(message, "text", str, "edited_message"))


def _pressed(query: Json, number: str, bot: str, at: datetime) -> Event | None:
    """A press on a message of ours; presses on games and on inline results carry no token."""
    _field(query, "id", str, "callback_query")
    if "message" not in query or "data" not in query:
        return None
    message = _field(query, "message", dict, "callback_query")
    pressed = {**message, "from": _field(query, "from", dict, "callback_query")}
    came = _came(pressed, "callback_query", number, bot, at)
    if came is None:
        return None
    return Pressed(
        **came,
        token=_field(query, "data", str, "callback_query"),
        message=str(_field(message, "message_id", int, "callback_query.message")),
    )


def _reached(change: Json, number: str, bot: str, at: datetime) -> Event | None:
    came = _came(change, "my_chat_member", number, bot, at)
    member = _field(change, "new_chat_member", dict, "my_chat_member")
    status = _field(member, "status", str, "my_chat_member.new_chat_member")
    if came is None or status not in REACHED:
        return None
    return Reached(**came, change=REACHED[status])


def _came(part: Json, name: str, number: str, bot: str, at: datetime) -> dict[str, Any] | None:
    """What every event carries; None where nobody of ours speaks: groups, channels, bots."""
    chat = _field(part, "chat", dict, name)
    if _field(chat, "type", str, f"{name}.chat") != "private" or "from" not in part:
        return None
    person = _field(part, "from", dict, name)
    if person.get("is_bot") or "sender_chat" in part:
        return None
    names = [person.get("first_name"), person.get("last_name")]
    language = person.get("language_code")
    return {
        "id": number,
        "at": at,
        "account": Account("telegram", bot, str(_field(person, "id", int, f"{name}.from"))),
        "channel": str(_field(chat, "id", int, f"{name}.chat")),
        "name": typed(" ".join(one for one in names if isinstance(one, str) and one)),
        "language": typed(language) if isinstance(language, str) else "",
    }


def _reply(message: Json) -> str:
    """The message replied to. In a topic every plain message replies to its opening: no reply."""
    replied = message.get("reply_to_message")
    if not isinstance(replied, dict) or "forum_topic_created" in replied:
        return ""
    return str(_field(replied, "message_id", int, "message.reply_to_message"))


def _field(part: Json, name: str, kind: type[Any], where: str) -> Any:
    """A field of the promised type."""
    value = part.get(name) if isinstance(part, dict) else None
    if not isinstance(value, kind) or (kind is int and not numbered(value)):
        raise Unreadable(f"Telegram sent {where} without a usable {name}.")
    return value
