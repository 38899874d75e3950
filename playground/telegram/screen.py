"""What one person sees in their chat with the bot, in order, as text, buttons and spans."""

from itertools import islice

from playground.telegram.facts import Json
from playground.telegram.hub import Hub
from playground.telegram.methods_bot import shown_commands, text_for

SPANS = {
    "pre": "code",
    "text_link": "link",
    "url": "link",
    "email": "link",
    "mention": "link",
    "text_mention": "link",
    "hashtag": "link",
    "cashtag": "link",
    "bot_command": "link",
    "bank_card_number": "link",
    "blockquote": "quote",
    "expandable_blockquote": "quote",
    "date_time": "time",
}
CARRIED = ("url", "language", "unix_time", "date_time_format")


def screen(hub: Hub, person: Json, last: int | None = None) -> Json:
    number = person["id"]
    language = str(person["language"])[:2]
    typing = hub.typing.get(number, 0.0) > hub.world.clock.now()
    return {
        "person": {
            "id": number,
            "name": person["name"],
            "started": person["started"],
            "invited": bool(person.get("link")),
            "blocked": person["blocked"],
            "deactivated": person["deactivated"],
        },
        "messages": [message(hub, one) for one in [*islice(hub.state.newest(number), last)][::-1]],
        "home": None,
        "modal": None,
        "toasts": hub.toasts.get(number, []),
        "commands": shown_commands(hub, person),
        "typing": typing,
        "description": text_for(hub, "description", language),
    }


def message(hub: Hub, stored: Json) -> Json:
    text = stored.get("text", "")
    other = stored.get("other", {})
    return {
        "id": stored["id"],
        "from": stored["from"],
        "thread": None,
        "text": text,
        "fallback": text,
        "buttons": buttons(stored),
        "selects": [],
        "spans": [span(one) for one in stored.get("entities", [])],
        "autolinks": [autolink(text, one) for one in stored.get("autolinks", [])],
        "reply_to": stored.get("reply_to"),
        "quote": stored.get("quote"),
        "edited": bool(stored.get("edited")),
        "silent": bool(stored.get("silent")),
        "protected": bool(stored.get("protect")),
        "ephemeral": False,
        "reactions": stored.get("reactions", []),
        "force_reply": other.get("input_field_placeholder", "") if "force_reply" in other else None,
        "keyboard": other.get("keyboard", []),
        "file": file(stored),
        "at": stored["at"],
    }


def buttons(stored: Json) -> list[Json]:
    rows = stored.get("markup", {}).get("inline_keyboard", [])
    return [
        {
            "label": one["text"],
            "id": one.get("callback_data"),
            "row": number,
            "url": one.get("url"),
            "style": one.get("style"),
            "hint": None,
        }
        for number, row in enumerate(rows)
        for one in row
    ]


def span(entity: Json) -> Json:
    found = {"offset": entity["offset"], "length": entity["length"]}
    found |= {"kind": SPANS.get(entity["type"], entity["type"]), "type": entity["type"]}
    return found | {name: entity[name] for name in CARRIED if name in entity}


def autolink(text: str, entity: Json) -> Json:
    units = text.encode("utf-16-le")
    begin, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return entity | {"text": units[begin:end].decode("utf-16-le")}


def file(stored: Json) -> Json | None:
    found = stored.get("file")
    if not found:
        return None
    about = {name: found[name] for name in ("kind", "name", "mime", "size")}
    return about | {"url": f"/telegram/files/{found['file_id']}"}
