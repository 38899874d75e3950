"""What Telegram sends, in the shapes it really has."""

import random
from typing import Any

from tests.fuzz.damage import CANARY

Json = dict[str, Any]
BOT = {"id": 1000001, "is_bot": True, "first_name": "Rounds", "username": "rounds_bot"}
AT = 1_772_442_000
WORDS = (CANARY, "rest and to drink", "It names no sign", "  IT SAYS…", "x" * 1024)
"""What may be marked in a message that is replied to."""


def person(user: str) -> Json:
    names = {"first_name": f"Dr {CANARY}", "last_name": "Lind"}
    return {"id": int(user), "is_bot": False, "language_code": "en"} | names


def chat(user: str) -> Json:
    return {"id": int(user), "type": "private", "first_name": f"Dr {CANARY}"}


def message(user: str, ref: str, **more: Any) -> Json:
    whole = {"message_id": int(ref), "date": AT, "from": person(user), "chat": chat(user)}
    return whole | more


def said(user: str, key: str, ref: str, text: str, reply_to: str = "") -> Json:
    more: Json = {"text": text}
    if text.startswith("/"):
        word = text.split()[0]
        more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(word)}]
    if reply_to:
        more["reply_to_message"] = ours(user, reply_to)
    return {"update_id": int(key), "message": message(user, ref, **more)}


def quoted(user: str, key: str, ref: str, text: str, reply_to: str, words: str) -> Json:
    """A reply to a message of ours, with words of it marked."""
    whole = said(user, key, ref, text, reply_to)
    marked = {"text": words, "position": 31, "is_manual": True}
    marked |= {"entities": [{"type": "italic", "offset": 0, "length": 2}]}
    whole["message"]["quote"] = marked
    return whole


def ours(user: str, ref: str) -> Json:
    """A message of the bot's own, as a press or a reply repeats it."""
    button = {"text": f"{CANARY} label", "callback_data": "x"}
    shown = {"message_id": int(ref), "date": AT, "from": BOT, "chat": chat(user)}
    return shown | {"text": CANARY, "reply_markup": {"inline_keyboard": [[button]]}}


def edited(user: str, key: str, ref: str, text: str) -> Json:
    return {
        "update_id": int(key),
        "edited_message": message(user, ref, text=text, edit_date=AT + 9),
    }


def pressed(user: str, key: str, token: str, ref: str) -> Json:
    query = {
        "id": f"77{key}",
        "from": person(user),
        "message": ours(user, ref),
        "chat_instance": "-5",
        "data": token,
    }
    return {"update_id": int(key), "callback_query": query}


def member(user: str, key: str, status: str) -> Json:
    change = {
        "chat": chat(user),
        "from": person(user),
        "date": AT,
        "old_chat_member": {"user": BOT, "status": "member"},
        "new_chat_member": {"user": BOT, "status": status, "until_date": 0},
    }
    return {"update_id": int(key), "my_chat_member": change}


def any_shape(chance: random.Random, user: str, key: str, token: str, text: str) -> Json:
    """One of everything that people do, and of what is told about them."""
    ref, other = f"{chance.randrange(1, 500)}", f"{chance.randrange(1, 500)}"
    file = {"file_id": CANARY, "file_unique_id": "u", "file_size": 9}
    held = (
        {"voice": file | {"duration": 3, "mime_type": "audio/ogg"}},
        {"photo": [file | {"width": 90, "height": 60}], "caption": text},
        {"document": file | {"file_name": CANARY}, "caption": text},
        {"sticker": file | {"emoji": "👍"}},
        {"location": {"latitude": 5.6, "longitude": -0.2}},
        {"pinned_message": {"message_id": 4, "date": 0, "chat": chat(user)}},
    )
    far = {"origin": {"type": "hidden_user", "sender_user_name": CANARY, "date": AT}}
    moved = {"business_connection_id": CANARY, "chat": chat(user), "message_ids": [int(ref)]}
    thumb = {"chat": chat(user), "message_id": int(ref), "user": person(user), "date": AT}
    thumb |= {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
    topic = {"message_id": 2, "forum_topic_created": {"name": CANARY}}
    made = (
        lambda: said(user, key, ref, text),
        lambda: said(user, key, ref, text, other),
        lambda: said(user, key, ref, "/next"),
        lambda: said(user, key, ref, f"/start {CANARY}"),
        lambda: {"update_id": int(key), "message": message(user, ref, **chance.choice(held))},
        lambda: {
            "update_id": int(key),
            "message": message(user, ref, text=text, reply_to_message=topic),
        },
        lambda: quoted(user, key, ref, text, other, chance.choice(WORDS)),
        lambda: quoted(user, key, ref, text, other, text),
        lambda: {
            "update_id": int(key),
            "message": message(user, ref, text=text, external_reply=far, quote={"text": text}),
        },
        lambda: edited(user, key, ref, text),
        lambda: {
            "update_id": int(key),
            "edited_message": message(user, ref, edit_date=AT + 9, **chance.choice(held)),
        },
        lambda: {"update_id": int(key), "deleted_business_messages": moved},
        lambda: {"update_id": int(key), "message_reaction": thumb},
        lambda: pressed(user, key, token, other),
        lambda: pressed(user, key, token, other),
        lambda: member(user, key, "kicked"),
        lambda: member(user, key, "member"),
    )
    return chance.choice(made)()
