"""parse_mode HTML, refused with the server's own words and byte offsets.

Known tags only; `</>` closes anything; of the named entities only lt, gt, amp and quot exist.
"""

import re
from dataclasses import dataclass

from playground.telegram.facts import ApiError, Json, bad, width
from playground.telegram.links import checked_link, linked_user

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
OTHERS = ("a", "tg-emoji", "tg-time", "pre", "code", "blockquote")
SPACES = b" \t\r\n\x0b\x00"
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]+));?")
REFERENCE_MAX = 10  # bytes of a numeric reference


def wrong(what: str) -> ApiError:
    return bad(f"can't parse entities: {what}")


@dataclass(slots=True)
class Tag:
    name: str
    argument: str
    unix: int
    offset: int
    begin: int  # in the result, in characters


def reference(source: bytes, at: int) -> tuple[str, int]:
    """What the reference at `at` stands for and where it ends; nothing if it is none."""
    match = REFERENCE.match(source, at)
    if match is None:
        return "", at
    if match[3]:
        return NAMED.get(match[3], ""), match.end()
    number = int(match[1] or b"0", 16) if match[1] is not None else int(match[2] or b"0")
    long = len(match[0].rstrip(b";")) >= REFERENCE_MAX
    if number == 0 or number >= 0x10FFFF or long:
        return "", at
    return chr(number), match.end()


def parse_html(text: str) -> tuple[str, list[Json]]:
    return Html(text).parse()


class Html:
    """One text being parsed; positions are bytes, as the server reports them."""

    def __init__(self, text: str) -> None:
        self.source = text.encode("utf-8", "replace") + b"\x00"
        self.size = len(self.source) - 1
        self.at = 0
        self.result: list[str] = []
        self.offset = 0
        self.open: list[Tag] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < self.size:
            if self.source[self.at] == ord("<"):
                if self.source[self.at + 1] == ord("/"):
                    self.end_tag()
                else:
                    self.start_tag()
            else:
                self.plain()
        if self.open:
            raise wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)  # only code inside pre has a language
        return self.checked(), self.entities

    def checked(self) -> str:
        text = "".join(self.result)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise wrong(
                "Text contains invalid Unicode characters after decoding HTML entities, check for"
                " unmatched surrogate code units"
            )
        return text

    def plain(self) -> None:
        char, after = "", self.at
        if self.source[self.at] == ord("&"):
            char, after = reference(self.source, self.at)
        if not char:
            ends = [self.source.find(mark, self.at + 1) for mark in (b"<", b"&")]
            after = min([end for end in ends if end >= 0] + [self.size])
            char = self.source[self.at : after].decode("utf-8")
        self.result.append(char)
        self.offset += width(char)
        self.at = after

    def skip_spaces(self) -> None:
        while self.at < self.size and self.source[self.at] in SPACES:
            self.at += 1

    def name(self, begin: int, stops: bytes) -> str:
        self.at = begin
        while self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at].decode("utf-8", "replace").lower()

    def start_tag(self) -> None:
        begin = self.at
        name = self.name(begin + 1, SPACES + b">")
        if self.at >= self.size:
            raise wrong(f"Unclosed start tag at byte offset {begin}")
        if name not in STYLES and name not in OTHERS:
            raise wrong(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = Tag(name, "", 0, self.offset, len(self.result))
        while self.source[self.at] != ord(">"):
            self.skip_spaces()
            if self.source[self.at] == ord(">"):
                break
            self.attribute(tag, begin)
        self.at += 1
        if name == "span" and tag.argument != "spoiler":
            raise wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(tag)

    def attribute(self, tag: Tag, begin: int) -> None:
        name = self.name(self.at, SPACES + b"=>/\"'")
        if not name:
            raise wrong(f'Empty attribute name in the tag "{tag.name}" at byte offset {begin}')
        self.skip_spaces()
        if self.source[self.at] != ord("="):
            if self.at >= self.size:
                raise wrong(f'Unclosed start tag "{tag.name}" at byte offset {begin}')
            value = ""
        else:
            self.at += 1
            self.skip_spaces()
            if self.at >= self.size:
                raise wrong(f'Unclosed start tag "{tag.name}" at byte offset {begin}')
            value = self.value()
            if self.at >= self.size:
                raise wrong(f"Unclosed start tag at byte offset {begin}")
        self.keep(tag, name, value)

    def value(self) -> str:
        quote = self.source[self.at]
        begin = self.at
        if quote not in b"'\"":
            while chr(self.source[self.at]).isascii() and (
                chr(self.source[self.at]).isalnum() or self.source[self.at] in b".-"
            ):
                self.at += 1
            if self.source[self.at] not in SPACES + b">":
                raise wrong(f"Unexpected end of name token at byte offset {begin}")
            return self.source[begin : self.at].decode().lower()
        end = self.source.find(bytes([quote]), begin + 1)
        if end < 0:
            self.at = self.size
            return ""
        self.at = end + 1
        raw = self.source[begin + 1 : end]
        plain = re.sub(rb"&[^&]*", lambda match: self.decoded(match[0]), raw)
        return plain.decode("utf-8", "replace")

    @staticmethod
    def decoded(piece: bytes) -> bytes:
        char, after = reference(piece, 0)
        return char.encode("utf-8", "replace") + piece[after:] if char else piece

    @staticmethod
    def keep(tag: Tag, name: str, value: str) -> None:
        wanted = (tag.name, name)
        if wanted in (("a", "href"), ("tg-emoji", "emoji-id"), ("tg-time", "format")):
            tag.argument = value
        elif wanted == ("code", "class") and value.startswith("language-"):
            tag.argument = value[9:]
        elif wanted == ("span", "class") and value.startswith("tg-"):
            tag.argument = value[3:]
        elif wanted == ("blockquote", "expandable"):
            tag.argument = "1"
        elif wanted == ("tg-time", "unix"):
            tag.unix = int(value) if value.isascii() and value.isdigit() else 0

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise wrong(f"Unexpected end tag at byte offset {begin}")
        name = self.name(begin + 2, SPACES + b">")
        self.skip_spaces()
        if self.source[self.at] != ord(">"):
            raise wrong(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open[-1]
        if name and name != tag.name:
            raise wrong(
                f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found'
                f' "</{name}>"'
            )
        self.open.pop()
        if self.offset > tag.offset:
            self.close(tag)

    def close(self, tag: Tag) -> None:
        place = {"offset": tag.offset, "length": self.offset - tag.offset}
        last = self.entities[-1] if self.entities else {}
        same = last and (last["offset"], last["length"]) == (place["offset"], place["length"])
        if tag.name in STYLES:
            self.entities.append({"type": STYLES[tag.name]} | place)
        elif tag.name == "a":
            self.link(tag, place)
        elif tag.name == "tg-emoji":
            if not tag.argument.isdigit() or int(tag.argument) == 0:
                raise wrong("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", "custom_emoji_id": tag.argument} | place)
        elif tag.name == "tg-time":
            self.time(tag, place)
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self.entities.append({"type": kind} | place)
        elif tag.name == "pre" and same and last.get("type") == "code" and last.get("language"):
            last["type"] = "pre"
        elif tag.name == "code" and same and last.get("type") == "pre" and tag.argument:
            last["language"] = tag.argument
        else:
            language = {"language": tag.argument} if tag.name == "code" and tag.argument else {}
            self.entities.append({"type": tag.name} | place | language)

    def link(self, tag: Tag, place: Json) -> None:
        url = tag.argument or "".join(self.result[tag.begin :])
        if user := linked_user(url):
            named = {"id": user, "is_bot": False, "first_name": ""}
            self.entities.append({"type": "text_mention", "user": named} | place)
        elif checked := checked_link(url):
            self.entities.append({"type": "text_link", "url": checked} | place)

    def time(self, tag: Tag, place: Json) -> None:
        if tag.argument not in ("r", "R") and tag.argument.strip("tTdDwW"):
            raise wrong("Invalid date format used")
        if tag.unix > 0:
            shape = {"date_time_format": tag.argument} if tag.argument else {}
            self.entities.append({"type": "date_time", "unix_time": tag.unix} | shape | place)
