"""Buttons as the server checks them: 1 to 64 bytes of data, a label with words, one action."""

import re
from typing import Any

from playground.telegram.facts import (
    ALL_BUTTONS,
    COPY_TEXT_MAX,
    DATA_BYTES,
    PLACEHOLDER_MAX,
    ROW_BUTTONS,
    ROW_KEPT,
    Json,
    bad,
)
from playground.telegram.links import checked_link, linked_user
from playground.telegram.text import trimmed

ACTIONS = (
    "url", "callback_data", "callback_game", "pay", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "login_url", "web_app",
    "copy_text",
)  # fmt: skip
EMPTY_IS_AN_ACTION = ("switch_inline_query", "switch_inline_query_current_chat")
STYLES = ("primary", "success", "danger")
NOT_A_BUTTON = "can't parse inline keyboard button: "


class Markup:
    """What hangs below a message: inline buttons, or what opens at the person's keyboard."""

    def __init__(self) -> None:
        self.inline: Json | None = None
        self.other: Json | None = None  # force_reply, keyboard or remove_keyboard
        self.complaints: list[str] = []  # what a careful sender would not do, though it is allowed

    def complain(self, what: str) -> None:
        self.complaints.append(what)


def read_markup(given: object) -> Markup:
    """The reply_markup argument, already parsed from JSON."""
    markup = Markup()
    if given is None or given == "":
        return markup
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        markup.inline = inline(given["inline_keyboard"], markup)
    elif given.get("force_reply") is True:
        markup.other = {"force_reply": True} | placeholder(given)
    elif "keyboard" in given:
        rows = [[reply_button(one) for one in row] for row in rows_of(given, "keyboard")]
        markup.other = {"keyboard": rows} | placeholder(given)
    elif given.get("remove_keyboard") is True:
        markup.other = {"remove_keyboard": True}
    return markup


def placeholder(given: Json) -> Json:
    text = str(given.get("input_field_placeholder") or "")
    if len(text) > PLACEHOLDER_MAX:
        raise bad("input field placeholder is too long")
    return {"input_field_placeholder": text} if text else {}


def rows_of(given: Json, name: str) -> list[list[Any]]:
    rows = given[name]
    if not isinstance(rows, list):
        raise bad(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" must be an Array of Arrays')
    return rows


def reply_button(given: object) -> str:
    text = given.get("text") if isinstance(given, dict) else given
    if not isinstance(text, str) or not trimmed(text):
        raise bad("keyboard button text must be non-empty")
    return trimmed(text)


def inline(rows: object, markup: Markup) -> Json | None:
    read = [
        [button(one, markup) for one in row]
        for row in rows_of({"inline_keyboard": rows}, "inline_keyboard")
    ]
    total = sum(len(row) for row in read)
    widest = max((len(row) for row in read), default=0)
    if widest > ROW_BUTTONS:
        markup.complain(f"a row of {widest} buttons; {ROW_BUTTONS} fit")
    if total > ALL_BUTTONS:
        raise bad("reply markup is too long")
    kept = [row[:ROW_KEPT] for row in read if row]
    return {"inline_keyboard": kept} if kept else None


def button(given: object, markup: Markup) -> Json:
    if not isinstance(given, dict):
        raise bad(f"{NOT_A_BUTTON}expected an Object")
    if "text" not in given:
        raise bad(f'{NOT_A_BUTTON}Can\'t find field "text"')
    if not isinstance(given["text"], str):
        raise bad(f'{NOT_A_BUTTON}Field "text" must be of type String')
    chosen = [
        name
        for name in ACTIONS
        if given.get(name) or (name in EMPTY_IS_AN_ACTION and given.get(name) == "")
    ]
    if not chosen:
        raise bad(f"{NOT_A_BUTTON}Text buttons are unallowed in the inline keyboard")
    if len(chosen) > 1:
        markup.complain(f"a button with {' and '.join(chosen)}; exactly one is allowed")
    name = chosen[0]
    text = trimmed(given["text"])
    if not text:
        raise bad("inline keyboard button text must be non-empty")
    found: Json = {"text": text, name: action(name, given[name])}
    if given.get("style"):
        if given["style"] not in STYLES:
            raise bad(f"{NOT_A_BUTTON}Invalid button style specified")
        found["style"] = given["style"]
    if given.get("icon_custom_emoji_id"):
        found["icon_custom_emoji_id"] = str(given["icon_custom_emoji_id"])
    return found


def action(name: str, value: Any) -> Any:
    if name == "callback_data":
        if not isinstance(value, str):
            raise bad(f'{NOT_A_BUTTON}Field "callback_data" must be of type String')
        if not 1 <= len(value.encode()) <= DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
        return value
    if name == "url":
        return address(str(value))
    if name == "web_app":
        url = str(value.get("url", "")) if isinstance(value, dict) else ""
        if not re.match(r"https://", url):
            raise bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are"
                      " allowed")  # fmt: skip
        return {"url": url}
    if name == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= COPY_TEXT_MAX:
            raise bad("BUTTON_COPY_TEXT_INVALID")
        return {"text": text}
    return value


def address(url: str) -> str:
    """Where a link button leads, as the server keeps it; a name without a dot is no address."""
    if linked_user(url):
        return url
    checked = checked_link(url)
    if checked is None:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return checked
