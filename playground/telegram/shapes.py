"""Our records as the Bot API writes them: every required field is there, nothing is null."""

from playground.telegram.facts import Json
from playground.telegram.state import State

COPIED = {
    "reply_markup": "markup",
    "quote": "quote",
    "link_preview_options": "preview",
    "has_protected_content": "protect",
}


def message(state: State, stored: Json, nested: bool = True) -> Json:
    """A Message; a replied-to message inside it shows no further reply."""
    person = state.known(stored["chat"]) or {"id": stored["chat"], "name": "", "language": "en"}
    found: Json = {
        "message_id": stored["id"],
        "from": state.bot() if stored["from"] == "bot" else state.user(person),
        "chat": state.chat(person),
        "date": int(stored["at"]),
    }
    if stored.get("edit_date"):
        found["edit_date"] = int(stored["edit_date"])
    for name, ours in COPIED.items():
        if stored.get(ours):
            found[name] = stored[ours]
    replied = stored.get("reply_to") and state.message(stored["chat"], stored["reply_to"])
    if nested and replied:
        found["reply_to_message"] = message(state, replied, nested=False)
    if stored.get("file"):
        found |= file(stored["file"])
        words = ("caption", "caption_entities")
    else:
        words = ("text", "entities")
    if stored.get("text"):
        found[words[0]] = stored["text"]
    if stored.get("entities"):
        found[words[1]] = stored["entities"]
    return found


def file(stored: Json) -> Json:
    """The field of a Message that holds its file."""
    found = {"file_id": stored["file_id"], "file_unique_id": stored["file_id"][-12:]}
    if stored.get("size"):
        found["file_size"] = stored["size"]
    kind = stored["kind"]
    if kind == "photo":
        return {"photo": [found | {"width": stored["width"], "height": stored["height"]}]}
    if kind == "voice":
        about = {"duration": stored["duration"], "mime_type": "audio/ogg"}
        return {"voice": found | about}
    return {"document": found | {"file_name": stored["name"], "mime_type": stored["mime"]}}


def callback_query(state: State, query: Json, stored: Json) -> Json:
    person = state.person(query["person"])
    return {
        "id": query["id"],
        "from": state.user(person),
        "message": message(state, stored),
        "chat_instance": str(-(person["id"] * 7919 + state.bot_id) % 2**63),
        "data": query["data"],
    }


def chat_member(state: State, person: Json, blocked: bool, at: float) -> Json:
    """my_chat_member: the person blocked the bot, or let it in again."""
    bot = state.bot()
    member: Json = {"user": bot, "status": "member"}
    kicked: Json = {"user": bot, "status": "kicked", "until_date": 0}
    return {
        "chat": state.chat(person),
        "from": state.user(person),
        "date": int(at),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
