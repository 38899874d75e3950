"""What Slack keeps is not what it was sent: entities are escaped, ids and defaults are filled in.

The three characters & < > are escaped wherever they are not already an entity or a reference
(<@U1>, <!here>, <https://…>). Values of form fields are the exception: they come back as typed.
"""

import re
from collections.abc import Callable
from typing import Any

from playground.slack.emoji import to_codes
from playground.slack.facts import Json

REFERENCE = re.compile(
    r"<(?:[@#!][^<>\s]+(?:\^[^<>]*)?(?:\|[^<>]*)?"
    r"|(?:https?|mailto|tel):[^<>\s]+(?: [^<>|]*)?(?:\|[^<>]*)?)>"
)
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]}'\"]")
WITH_BLOCKS = ("container", "carousel")
INNER_BLOCKS = {"child_blocks", "elements"}
FREE_FIELDS = {"value", "private_metadata", "initial_value", "block_id", "action_id"}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def from_app(text: str) -> str:
    """Text an app sent, as it is kept: references stay, stray characters are escaped."""
    kept, at = [], 0
    for found in REFERENCE.finditer(text):
        kept += [_stray(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*kept, _stray(text[at:])])


def _stray(text: str) -> str:
    return ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def from_person(text: str) -> str:
    """Typed text as an event carries it: escaped, addresses in brackets, emoji as codes."""
    return to_codes(ADDRESS.sub(lambda found: f"<{found[0]}>", escape(text)))


def person_blocks(text: str, block_id: str) -> list[Json]:
    """The rich text Slack's own composer makes of plain typing; here nothing is escaped."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def blocks(sent: list[Json], token: Callable[[int], str]) -> list[Json]:
    """Blocks as they come back: with ids, defaults and escaped text."""
    kept: list[Json] = []
    for one in sent:
        copy = _copy(one)
        fresh = {
            "type": copy.pop("type"),
            "block_id": copy.pop("block_id", None) or token(5),
        } | copy
        for name in INNER_BLOCKS & fresh.keys():
            if fresh["type"] in WITH_BLOCKS:
                fresh[name] = blocks(fresh[name], token)
        kept.append(fresh)
        for element in interactive(fresh):
            element.setdefault("action_id", token(5))
    return kept


def filled(view: Json, token: Callable[[int], str]) -> Json:
    """A view's titles and blocks as they come back."""
    texts = {name: _copy(view[name]) for name in ("title", "submit", "close") if view.get(name)}
    return texts | {"blocks": blocks(view["blocks"], token)}


def flat(blocks: list[Json]) -> list[Json]:
    """The blocks and the blocks inside them, in the order they are drawn."""
    found: list[Json] = []
    for one in blocks:
        inner = [entry for name in sorted(INNER_BLOCKS) for entry in one.get(name, [])]
        found += [one, *(flat(inner) if one["type"] in WITH_BLOCKS else [])]
    return found


def interactive(block: Json) -> list[Json]:
    """The elements of this very block that a person can use."""
    found = (
        list(block.get("elements", [])) if block["type"] in ("actions", "context_actions") else []
    )
    found += [block[name] for name in ("accessory", "element") if name in block]
    found += block.get("actions", [])
    return [entry for entry in found if entry["type"] != "image"]


def _copy(value: Any, literal: bool = False) -> Any:
    """A null is an absent field; the runs of a rich text are literal: nothing there is escaped."""
    if isinstance(value, list):
        return [_copy(entry, literal) for entry in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    kept = {name: inner for name, inner in value.items() if inner is not None}
    if not literal and kind in ("plain_text", "mrkdwn") and isinstance(value.get("text"), str):
        default = {"emoji": True} if kind == "plain_text" else {"verbatim": False}
        return (
            {"type": kind, "text": from_app(value["text"])}
            | default
            | {name: inner for name, inner in kept.items() if name not in ("type", "text")}
        )
    return {
        name: inner if name in FREE_FIELDS else _copy(inner, literal or kind == "rich_text")
        for name, inner in kept.items()
    }
