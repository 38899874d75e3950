"""What a person sees: blocks become visible text, spans, buttons and menus, in the order they
stand."""

from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from playground.slack import echo
from playground.slack.emoji import to_pictures
from playground.slack.facts import Json
from playground.slack.hub import Hub
from playground.slack.mrkdwn import Visible

MENUS = ("static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow")


def plain(text: Json | None) -> str:
    """A plain_text object as drawn: literal, but for entities and (unless emoji is false) codes."""
    if not text:
        return ""
    shown = echo.unescape(text["text"])
    return shown if text.get("emoji") is False else to_pictures(shown)


def options_of(element: Json) -> list[Json]:
    """All options of a menu, out of its groups, too."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [
        entry for group in groups for entry in group["options"]
    ]


class Drawing:
    """Blocks drawn one below the other."""

    def __init__(self, names: dict[str, str]) -> None:
        self.visible = Visible(names)
        self.buttons: list[Json] = []
        self.selects: list[Json] = []
        self.row = 0

    def blocks(self, blocks: list[Json]) -> "Drawing":
        for block in blocks:
            self._block(block)
        return self

    def _block(self, block: Json) -> None:
        kind = block["type"]
        if kind in ("section", "alert", "header"):
            self._texts([block.get("text"), *block.get("fields", [])], bold=kind == "header")
        elif kind == "context":
            self._texts([one for one in block["elements"] if one["type"] != "image"])
        elif kind == "rich_text":
            self.visible.line()
            self.visible.rich(block)
        elif kind == "markdown":
            self.visible.line()
            self.visible.markdown(block["text"])
        elif kind in ("table", "data_table"):
            self._table(block["rows"])
        elif kind in ("card", "container"):
            names = ("title", "subtitle", "body")
            self._texts([block.get(name) for name in names])
            self.blocks(block.get("child_blocks", []))
        elif kind == "carousel":
            self.blocks(block["elements"])
        elif kind == "image":
            self._image(block)
        self._elements(block)

    def _texts(self, texts: list[Json | None], bold: bool = False) -> None:
        for text in texts:
            if not text:
                continue
            self.visible.line()
            begun = self.visible.length
            if text["type"] == "mrkdwn":
                self.visible.mrkdwn(text["text"])
            else:
                self.visible.add(plain(text))
            if bold:
                self.visible.mark("bold", begun, self.visible.length - begun)

    def _image(self, block: Json) -> None:
        self.visible.line()
        self.visible.add(f"[image: {block['alt_text']}]")

    def _table(self, rows: list[list[Json]]) -> None:
        for row in rows:
            self.visible.line()
            for number, cell in enumerate(row):
                if number:
                    self.visible.add(" | ")
                if cell["type"] == "rich_text":
                    self.visible.rich(cell)
                else:
                    self.visible.add(str(cell.get("text") or cell.get("value") or ""))

    def _elements(self, block: Json) -> None:
        if block["type"] == "input":  # fields are drawn by the form
            return
        found = echo.interactive(block)
        for element in found:
            self._element(element, block)
        self.row += bool(found)

    def _element(self, element: Json, block: Json) -> None:
        kind = element["type"]
        if kind in ("button", "workflow_button", "icon_button"):
            self.buttons.append(self._button(element, block))
        elif kind == "feedback_buttons":
            for name in ("positive_button", "negative_button"):
                self.buttons.append(
                    self._button(element[name] | {"action_id": element["action_id"]}, block)
                )
        elif kind in MENUS:
            self.selects.append(
                {
                    "id": element["action_id"],
                    "kind": kind,
                    "row": self.row,
                    "block": block["block_id"],
                    "placeholder": plain(element.get("placeholder")),
                    "options": [
                        {"label": plain(one["text"]), "value": one.get("value")}
                        for one in options_of(element)
                    ],
                }
            )

    def _button(self, element: Json, block: Json) -> Json:
        return {
            "label": plain(element["text"]),
            "id": element["action_id"],
            "value": element.get("value"),
            "block": block["block_id"],
            "row": self.row,
            "url": element.get("url"),
            "style": element.get("style"),
            "hint": element.get("accessibility_label"),
        }


def names(hub: Hub) -> dict[str, str]:
    return {person["id"]: person["name"] for person in hub.state.people.values()}


def message(hub: Hub, found: Json) -> Json:
    """One message as it stands on the screen."""
    fallback = Visible(names(hub))
    fallback.mrkdwn(found["text"])
    drawing = Drawing(names(hub)).blocks(found["blocks"])
    visible = drawing.visible if found["blocks"] else fallback
    thread = found.get("thread_ts")
    return {
        "id": found["ts"],
        "from": found["from"],
        "thread": thread if thread != found["ts"] else None,
        "text": visible.text,
        "fallback": fallback.text,
        "buttons": drawing.buttons,
        "selects": drawing.selects,
        "spans": visible.spans,
        "reply_to": None,
        "edited": "edited" in found,
        "silent": False,
        "ephemeral": bool(found.get("only_for")),
        "at": float(found["ts"]),
        "blocks": found["blocks"],
        "files": [file(one) for one in found.get("files", [])],
        "notice": False,
    }


def file(found: Json) -> Json:
    """An attachment under a message."""
    return {
        "name": found["name"],
        "title": found["title"],
        "mime": found["mimetype"],
        "size": found["size"],
        "alt": found.get("alt_txt", ""),
        "url": urlsplit(found["url_private"]).path,
    }


def notice(hub: Hub, person: Json, text: str, under: Json) -> Json:
    """Slack's own words under a message, for this person only."""
    said = {
        "ts": under["ts"] + ".notice",
        "from": "bot",
        "text": text,
        "blocks": [],
        "only_for": person["id"],
    }
    at = {"ts": under["ts"], "thread_ts": under.get("thread_ts")}
    return message(hub, said | at) | {"id": said["ts"], "notice": True}


def screen(hub: Hub, person: Json, last: int | None = None) -> Json:
    channel = person["channel"]
    there = (one for one in hub.state.newest(channel) if not one.get("gone"))
    shown: list[Json] = []
    for one in [*islice(there, last)][::-1]:
        shown.append(message(hub, one))
        warning = hub.notices.get(f"{channel}/{one['ts']}")
        if warning:
            shown.append(notice(hub, person, warning, one))
    return {
        "person": {"id": person["id"], "name": person["name"]},
        "messages": shown,
        "home": home(hub, person["id"]),
        "modal": modal(hub, person["id"]),
        "tab": hub.tab.get(person["id"], "messages"),
        "toasts": [],
        "commands": [{"command": name, "description": ""} for name in hub.faults.commands],
        "typing": False,
    }


def home(hub: Hub, person: str) -> Json | None:
    view = hub.views.homes.get(person)
    if view is None:
        return None
    drawing = Drawing(names(hub)).blocks(view["blocks"])
    return {
        "id": view["id"],
        "text": drawing.visible.text,
        "spans": drawing.visible.spans,
        "blocks": view["blocks"],
        "buttons": drawing.buttons,
        "selects": drawing.selects,
        "notice": hub.notices.get(view["id"]),
    }


def modal(hub: Hub, person: str) -> Json | None:
    view = hub.views.top(person)
    if view is None:
        return None
    drawing = Drawing(names(hub)).blocks(view["blocks"])
    return {
        "id": view["id"],
        "title": plain(view["title"]),
        "text": drawing.visible.text,
        "spans": drawing.visible.spans,
        "blocks": view["blocks"],
        "buttons": drawing.buttons,
        "selects": drawing.selects,
        "submit": plain(view["submit"]) or None,
        "close": plain(view["close"]) or "Cancel",
        "fields": [field(hub, view, block) for block in view["blocks"] if block["type"] == "input"],
        "notice": hub.notices.get(view["id"]),
    }


def field(hub: Hub, view: Json, block: Json) -> Json:
    element = block["element"]
    state = hub.chosen.get(view["id"], {}).get(block["block_id"], {}).get(element["action_id"], {})
    return {
        "id": element["action_id"],
        "block": block["block_id"],
        "kind": element["type"],
        "label": plain(block["label"]),
        "value": value_of(state) if state else initial_of(element),
        "placeholder": plain(element.get("placeholder")),
        "multiline": bool(element.get("multiline")),
        "min": element.get("min_length"),
        "max": element.get("max_length"),
        "optional": bool(block.get("optional")),
        "options": [
            {"label": plain(one["text"]), "value": one["value"]} for one in options_of(element)
        ],
        "hint": plain(block.get("hint")) or None,
        "error": hub.errors.get(view["id"], {}).get(block["block_id"]),
    }


def value_of(state: Json) -> Any:
    """What stands in a field whose state is this: text, an option's label, or several."""
    if "selected_options" in state:
        return [plain(one["text"]) for one in state["selected_options"]]
    if "selected_option" in state:
        return plain(state["selected_option"]["text"]) if state["selected_option"] else ""
    return state.get("value") or ""


def initial_of(element: Json) -> Any:
    if element.get("initial_options"):
        return [plain(one["text"]) for one in element["initial_options"]]
    if element.get("initial_option"):
        return plain(element["initial_option"]["text"])
    return element.get("initial_value") or ""
