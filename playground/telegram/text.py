"""What the server stores is not what was sent: it cleans, trims, checks and links every text.

Tabs and control characters become blanks, carriage returns, bidi overrides and some combining lines
vanish, blanks at both ends go, entities move along with the text. Limits count what is left.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from playground.telegram import links
from playground.telegram.facts import ENTITIES_SHOWN, RAW_TEXT_BYTES, Json, bad, width
from playground.telegram.markdown import parse_markdown, parse_markdown_v2
from playground.telegram.markup import parse_html

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
PRE = ("pre", "code")
HIDDEN = (*PRE, "text_link", "text_mention")  # kept even where they cover blanks only
FOUND_BY_SERVER = (
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
    "bank_card_number",
)  # fmt: skip
PRIORITY = {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94} | {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49,
    "text_mention": 49, "custom_emoji": 99,
}  # fmt: skip
DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
MARKS = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
EMPTY = re.compile(
    "[\\s\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\u00a0\U000e0000-\U000e007f]*"
)
PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as the server keeps it; `autolinks` are those entities nobody asked for."""

    text: str
    entities: list[Json]
    autolinks: list[Json]
    dropped: int = 0  # entities over the number shown


def clean(text: str) -> str:
    """Characters only; nothing is trimmed."""
    kept = DROPPED.sub("", BLANKED.sub(" ", text))
    return MARKS.sub("\u200c", kept)


def trimmed(text: str) -> str:
    return clean(text).strip(" \n")


def formatted(
    text: str, parse_mode: str, entities: object, most: int, caption: bool = False
) -> Formatted:
    """From the arguments of a call to what is stored; raises what the server would answer."""
    if not text and not caption:
        raise bad("Message text is empty")
    if len(text.encode("utf-8", "replace")) > RAW_TEXT_BYTES:
        raise bad("text is too long")
    mode = parse_mode.lower()
    given: list[Json] = []
    if text and mode and mode != "none":
        if mode not in PARSERS:
            raise bad("unsupported parse_mode")
        text, given = PARSERS[mode](text)
    elif isinstance(entities, list):
        given = [one for one in map(read_entity, entities) if one]
    found = fixed(text, given)
    if not caption and EMPTY.fullmatch(found.text):
        raise bad("text must be non-empty")
    if len(found.text) > most:
        raise bad("message caption is too long" if caption else "message is too long")
    return found


def read_entity(entity: object) -> Json | None:
    """One MessageEntity as the caller gave it; those the server finds by itself are ignored."""
    wrong = "can't parse MessageEntity: "
    if not isinstance(entity, dict):
        raise bad(f"{wrong}expected an Object")
    for name in ("offset", "length"):
        if name not in entity:
            raise bad(f'{wrong}Can\'t find field "{name}"')
        if isinstance(entity[name], bool) or not isinstance(entity[name], int):
            raise bad(f'{wrong}Field "{name}" must be of type Number')
    kind = entity.get("type")
    more: Json = {}
    if kind in FOUND_BY_SERVER:
        return None
    if kind == "text_link":
        return linked(str(entity.get("url", "")), int(entity["offset"]), int(entity["length"]))
    if kind == "text_mention":
        more = {"user": entity.get("user")}
    elif kind == "pre" and entity.get("language"):
        more = {"language": str(entity["language"])}
    elif kind == "custom_emoji":
        more = {"custom_emoji_id": str(entity.get("custom_emoji_id", ""))}
    elif kind == "date_time":
        more = {"unix_time": int(entity.get("unix_time", 0))}
        if entity.get("date_time_format"):
            more["date_time_format"] = str(entity["date_time_format"])
    elif kind not in (*SPLITTABLE, *QUOTES, *PRE):
        raise bad(f"{wrong}Unsupported type specified")
    return {"type": kind, "offset": entity["offset"], "length": entity["length"]} | more


def linked(url: str, offset: int, length: int) -> Json | None:
    """A link under a word: a mention if it names a person, nothing if the address is none."""
    if links.linked_user(url):
        user = {"id": links.linked_user(url), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", "offset": offset, "length": length, "user": user}
    checked = links.checked_link(url)
    if checked is None:
        return None
    return {"type": "text_link", "offset": offset, "length": length, "url": checked}


def fixed(text: str, given: list[Json]) -> Formatted:
    """Clean, move, trim, nest and link."""
    cleaned, places = moved(text)
    entities = [placed(one, places, width(text)) for one in given if one["length"] > 0]
    units = utf16(cleaned)
    entities = [one for one in (unblanked(one, units) for one in entities) if one]
    end = len(cleaned.rstrip(" \n"))
    last = width(cleaned[:end])
    begin = len(cleaned) - len(cleaned.lstrip(" \n"))
    first = min([width(cleaned[:begin]), *(one["offset"] for one in entities)]) if end else 0
    kept = cleaned[first:end]  # blanks are one unit wide, so `first` counts characters, too
    entities = [
        one | {"offset": one["offset"] - first, "length": min(one["length"], last - one["offset"])}
        for one in entities
        if one["offset"] < last
    ]
    found = [entity_of(kept, *one) for one in links.find(kept)]
    nested, autolinks = merged(entities, found)
    shown = nested[:ENTITIES_SHOWN]
    return Formatted(
        kept, shown, [one for one in autolinks if one in shown], len(nested) - len(shown)
    )


def utf16(text: str) -> list[str]:
    """One entry a code unit, so that offsets index it; the second half of a pair is empty."""
    return [unit for char in text for unit in ([char, ""] if ord(char) > 0xFFFF else [char])]


def moved(text: str) -> tuple[str, dict[int, int]]:
    """The cleaned text, and where each character boundary went, in UTF-16 units."""
    places, old, new, kept = {}, 0, 0, []
    for char in text:
        places[old] = new
        wide = width(char)
        old += wide
        if not DROPPED.match(char):
            kept.append(char)
            new += wide
    places[old] = new
    return clean("".join(kept)), places


def placed(entity: Json, places: dict[int, int], total: int) -> Json:
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    if begin < 0 or begin > 1_000_000:
        raise bad(f"receive an entity with incorrect offset {begin}")
    if begin >= total:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {begin}")
    if begin not in places:
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {begin}")
    if end > total:
        raise bad(
            f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16"
            f" offset {end}"
        )
    if end not in places:
        raise bad(
            f"entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol at"
            f" byte offset {end}"
        )
    return entity | {"offset": places[begin], "length": places[end] - places[begin]}


def unblanked(entity: Json, units: list[str]) -> Json | None:
    """The entity without the blanks it begins with; None if it covers nothing else."""
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    if entity["type"] not in HIDDEN:
        while begin < end and units[begin] in (" ", "\n"):
            begin += 1
    return entity | {"offset": begin, "length": end - begin} if end > begin else None


def entity_of(text: str, begin: int, end: int, kind: str) -> Json:
    return {"type": kind, "offset": width(text[:begin]), "length": width(text[begin:end])}


def span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def in_order(entities: list[Json]) -> list[Json]:
    return sorted(
        entities, key=lambda one: (one["offset"], -one["length"], PRIORITY.get(one["type"], 50))
    )


def apart(entities: list[Json]) -> list[Json]:
    """Those that do not touch an earlier one."""
    kept: list[Json] = []
    for one in in_order(entities):
        if not kept or one["offset"] >= span(kept[-1])[1]:
            kept.append(one)
    return kept


def touches(one: Json, other: Json) -> bool:
    return span(one)[0] < span(other)[1] and span(other)[0] < span(one)[1]


def crosses(one: Json, other: Json) -> bool:
    """Neither outside nor wholly inside the other."""
    (begin, end), (left, right) = span(one), span(other)
    return begin < right and left < end and not (left <= begin and end <= right)


def merged(given: list[Json], found: list[Json]) -> tuple[list[Json], list[Json]]:
    """Entities nested as the server nests them, and those among them that it found by itself."""
    quotes = apart([one for one in given if one["type"] in QUOTES])
    whole = apart([one for one in given if one["type"] not in (*QUOTES, *SPLITTABLE)])
    whole = [one for one in whole if not any(crosses(one, quote) for quote in quotes)]
    autolinks = [
        one
        for one in found
        if not any(touches(one, other) for other in whole)
        and not any(crosses(one, quote) for quote in quotes)
    ]
    solid = in_order([*quotes, *whole, *autolinks])
    styles = joined([one for one in given if one["type"] in SPLITTABLE])
    cuts = {edge for one in solid for edge in span(one)} | {one["offset"] for one in styles}
    pieces = [piece for one in styles for piece in cut(one, cuts)]
    code = [span(one) for one in solid if one["type"] in PRE]
    pieces = [
        one for one in pieces if not any(left <= one["offset"] < right for left, right in code)
    ]
    return in_order([*solid, *pieces]), autolinks


def joined(styles: list[Json]) -> list[Json]:
    """Overlapping or touching spans of one style are one span."""
    kept: list[Json] = []
    for kind in SPLITTABLE:
        last: Json | None = None
        for one in in_order([style for style in styles if style["type"] == kind]):
            if last is not None and one["offset"] <= span(last)[1]:
                last["length"] = max(span(last)[1], span(one)[1]) - last["offset"]
            else:
                last = dict(one)
                kept.append(last)
    return kept


def cut(style: Json, cuts: set[int]) -> list[Json]:
    begin, end = span(style)
    edges = [begin, *sorted(edge for edge in cuts if begin < edge < end), end]
    return [style | {"offset": left, "length": right - left} for left, right in pairwise(edges)]
