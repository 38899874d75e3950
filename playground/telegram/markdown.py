"""parse_mode MarkdownV2 and the older Markdown, refused with the server's own words."""

import re
from dataclasses import dataclass

from playground.telegram.facts import ApiError, Json, bad, width
from playground.telegram.links import checked_link, linked_user

RESERVED = "_*[]()~`>#+-=|{}.!\n"
NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "spoiler": "Spoiler",
    "strikethrough": "Strikethrough", "code": "Code", "pre": "Pre", "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote",
}  # fmt: skip
MARKS = {
    "bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||",
    "code": "`", "pre": "```", "text_link": "]", "custom_emoji": "]",
}  # fmt: skip
FENCE = re.compile(r"```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?")
CUSTOM_EMOJI = re.compile(r"tg://emoji/?\?id=(\d+)")


def wrong(what: str) -> ApiError:
    return bad(f"can't parse entities: {what}")


def place_of(offset: int, end: int) -> Json:
    return {"offset": offset, "length": end - offset}


def link_entity(url: str, place: Json) -> list[Json]:
    if user := linked_user(url):
        named = {"id": user, "is_bot": False, "first_name": ""}
        return [{"type": "text_mention", "user": named} | place]
    checked = checked_link(url)
    return [{"type": "text_link", "url": checked} | place] if checked else []


@dataclass(slots=True)
class Open:
    kind: str
    offset: int
    byte: int
    begin: int  # in the result
    language: str = ""


class MarkdownV2:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.result: list[str] = []
        self.offset = 0
        self.open: list[Open] = []
        self.entities: list[Json] = []
        self.quoting = False

    def byte(self, at: int) -> int:
        return len(self.text[:at].encode("utf-8", "replace"))

    def add(self, char: str) -> None:
        self.result.append(char)
        self.offset += width(char)

    def parse(self) -> tuple[str, list[Json]]:
        text = self.text
        while self.at < len(text):
            char = text[self.at]
            after = text[self.at + 1 : self.at + 2]
            literal = self.open and self.open[-1].kind in ("code", "pre")
            if char == "\\" and after and 0 < ord(after) <= 126:
                self.add(after)
                self.at += 2
            elif char not in ("`" if literal else RESERVED):
                self.add(char)
                self.at += 1
            elif self.ends(char):
                self.close()
            else:
                self.start(char)
        if self.quoting and self.open and self.open[-1].kind == "blockquote":
            self.finish(self.open.pop())
        if self.open:
            raise self.unended(self.open[-1])
        return "".join(self.result), self.entities

    def unended(self, one: Open) -> ApiError:
        return wrong(f"Can't find end of {NAMES[one.kind]} entity at byte offset {one.byte}")

    def ends(self, char: str) -> bool:
        if not self.open:
            return False
        if self.quoting and char == "\n" and self.text[self.at + 1 : self.at + 2] != ">":
            return True
        kind = self.open[-1].kind
        if kind == "blockquote":
            return False
        here = self.text.startswith(MARKS[kind], self.at)
        return here and not (kind == "italic" and self.text.startswith("__", self.at))

    def reserved(self, char: str) -> ApiError:
        return wrong(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def start(self, char: str) -> None:
        if char == "\n":
            self.newline()
            return
        text, begin = self.text, self.at
        language = ""
        if char == ">" and begin == 0:
            kind, size, self.quoting = "blockquote", 1, True
        elif text.startswith("![", begin):
            kind, size = "custom_emoji", 2
        elif match := FENCE.match(text, begin):
            kind, size, language = "pre", len(match[0]), match[1] or ""
        else:
            marks = ("__", "||", "_", "*", "~", "[", "`")
            mark = next((one for one in marks if text.startswith(one, begin)), "")
            if not mark:
                raise self.reserved(char)
            size = len(mark)
            kind = "text_link" if mark == "[" else next(k for k, m in MARKS.items() if m == mark)
        self.open.append(Open(kind, self.offset, self.byte(begin), len(self.result), language))
        self.at += size

    def newline(self) -> None:
        self.add("\n")
        self.at += 1
        if self.text[self.at : self.at + 1] == ">":
            if not self.quoting:
                at = self.byte(self.at - 1)
                self.open.append(Open("blockquote", self.offset, at, len(self.result)))
                self.quoting = True
            self.at += 1

    def close(self) -> None:
        one = self.open.pop()
        if self.text[self.at] == "\n" and one.kind != "blockquote":
            raise self.unended(one)
        if one.kind == "blockquote":
            self.quoting = False
            self.add("\n")
            self.at += 1
        else:
            self.at += len(MARKS[one.kind])
        self.finish(one)

    def finish(self, one: Open) -> None:
        place = place_of(one.offset, self.offset)
        url = self.address(one) if one.kind in ("text_link", "custom_emoji") else ""
        if not place["length"]:
            return
        if one.kind == "text_link":
            self.entities += link_entity(url, place)
        elif one.kind == "custom_emoji":
            match = CUSTOM_EMOJI.fullmatch(url)
            if match is None:
                raise wrong("Custom emoji URL must have an emoji identifier")
            self.entities.append({"type": "custom_emoji", "custom_emoji_id": match[1]} | place)
        else:
            language = {"language": one.language} if one.language else {}
            self.entities.append({"type": one.kind} | place | language)

    def address(self, one: Open) -> str:
        """The address in brackets after a link's text, or the text itself."""
        if self.text[self.at : self.at + 1] != "(":
            if one.kind == "custom_emoji":
                raise wrong("Custom emoji entity must contain a tg://emoji URL")
            return "".join(self.result[one.begin :])
        begin = self.at = self.at + 1
        url = ""
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self.text[self.at] == "\\" and self.at + 1 < len(self.text):
                self.at += 1
            url += self.text[self.at]
            self.at += 1
        if self.at >= len(self.text):
            what = "a custom emoji URL" if one.kind == "custom_emoji" else "a URL"
            raise wrong(f"Can't find end of {what} at byte offset {self.byte(begin)}")
        self.at += 1
        return url


def parse_markdown_v2(text: str) -> tuple[str, list[Json]]:
    return MarkdownV2(text).parse()


def parse_markdown(text: str) -> tuple[str, list[Json]]:
    """The older dialect: no nesting, a mark ends at its next occurrence."""
    result, entities, offset, at = "", [], 0, 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] in ("_", "*", "`", "["):
            char, at = text[at + 1], at + 1
        elif char in "_*`[":
            fence = FENCE.match(text, at)
            begin = fence.end() if fence else at + 1
            end = text.find("```" if fence else {"[": "]"}.get(char, char), begin)
            if end < 0:
                before = len(text[:at].encode("utf-8", "replace"))
                raise wrong(f"Can't find end of the entity starting at byte offset {before}")
            inner = text[begin:end]
            place = place_of(offset, offset + width(inner))
            at = end + (3 if fence else 1)
            if char == "[":
                match = re.compile(r"\(([^)]*)\)?").match(text, at)
                at = match.end() if match else at
                entities += link_entity(match[1] if match else inner, place)
            elif inner:
                kind = "pre" if fence else {"_": "italic", "*": "bold", "`": "code"}[char]
                language = {"language": fence[1]} if fence and fence[1] else {}
                entities.append({"type": kind} | place | language)
            result += inner
            offset += width(inner)
            continue
        result += char
        offset += width(char)
        at += 1
    return result, entities
