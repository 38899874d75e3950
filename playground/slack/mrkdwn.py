"""Slack's markup as a reader sees it: visible text, and which parts of it are bold, code, links …

Offsets are in UTF-16 units, because the page that draws them is JavaScript.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from playground.slack.echo import unescape
from playground.slack.emoji import to_pictures
from playground.slack.facts import Json

TOKEN = re.compile(
    r"```\n?(?P<fence>.+?)\n?```"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])",
    re.DOTALL,
)
QUOTE = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
MARKDOWN = re.compile(
    r"```\w*\n?(?P<fence>.+?)\n?```|`(?P<code>[^`\n]+)`|\*\*(?P<bold>[^*\n]+)\*\*"
    r"|(?<![\w*])[*_](?P<italic>[^\s*_][^*_\n]*)[*_](?!\w)|!?\[(?P<label>[^\]\n]+)\]\((?P<url>[^)\s]+)\)",
    re.DOTALL,
)
LOUD = {"channel": "@channel", "here": "@here", "everyone": "@everyone"}


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class Visible:
    """Text that grows, and the spans over it."""

    names: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    spans: list[Json] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, *kinds: str, **more: str) -> None:
        for kind in kinds:
            self.mark(kind, self.length, units(text), **more)
        self.parts.append(text)
        self.length += units(text)

    def mark(self, kind: str, offset: int, length: int, **more: str) -> None:
        if length:
            self.spans.append({"offset": offset, "length": length, "kind": kind} | more)

    def line(self) -> None:
        """Begin on a new line, if anything is there yet."""
        if self.length:
            self.add("\n")

    @property
    def text(self) -> str:
        return "".join(self.parts)

    # markup

    def mrkdwn(self, text: str) -> None:
        """Lines that begin with > are a quote; the rest is inline markup."""
        at = 0
        for found in re.finditer(r"```.+?```", text, re.DOTALL):
            self._lines(text[at : found.start()])
            self.inline(found[0])
            at = found.end()
        self._lines(text[at:])

    def _lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.add("\n")
            begun = self.length
            quoted = QUOTE.match(line)
            self.inline(line[quoted.end() :] if quoted else line)
            if quoted:
                self.mark("quote", begun, self.length - begun)

    def inline(self, text: str) -> None:
        at = 0
        for found in TOKEN.finditer(text):
            self.add(to_pictures(unescape(text[at : found.start()])))
            self._token(found)
            at = found.end()
        self.add(to_pictures(unescape(text[at:])))

    def _token(self, found: re.Match[str]) -> None:
        kind, inner = str(found.lastgroup), str(found[str(found.lastgroup)])
        if kind in ("fence", "code"):
            self.add(unescape(inner), "code")
        elif kind == "angle":
            self._angle(inner)
        else:
            begun = self.length
            self.inline(inner)
            self.mark(kind, begun, self.length - begun)

    def _angle(self, inner: str) -> None:
        target, _, label = inner.partition("|")
        if target.startswith("!"):
            word = target[1:]
            if word in LOUD:
                self.add(LOUD[word], "bold", "mention")
            else:
                self.add(
                    unescape(label or word.partition("^")[0]),
                    *(["mention"] if word.startswith("subteam") else []),
                )
        elif target.startswith("@"):
            self.add(f"@{self.names.get(target[1:]) or label or target[1:]}", "mention")
        elif target.startswith("#"):
            self.add("#" + (label or target[1:]))
        else:
            url = unescape(target)
            self.add(unescape(label) if label else url.removeprefix("mailto:"), "link", url=url)

    def markdown(self, text: str) -> None:
        """Standard Markdown of a markdown block: headings are bold, links are links."""
        text = re.sub(r"^#{1,6} +(.+)$", r"**\1**", text, flags=re.MULTILINE)
        at = 0
        for found in MARKDOWN.finditer(text):
            self.add(text[at : found.start()])
            if found["label"]:
                self.add(found["label"], "link", url=found["url"])
            else:
                kind = next(name for name in ("fence", "code", "bold", "italic") if found[name])
                self.add(found[kind], "code" if kind == "fence" else kind)
            at = found.end()
        self.add(text[at:])

    # rich text

    def rich(self, block: Json) -> None:
        for number, part in enumerate(block.get("elements", [])):
            if number and not self.text.endswith("\n"):
                self.add("\n")
            begun = self.length
            if part["type"] == "rich_text_list":
                self._list(part)
            else:
                self._runs(part["elements"])
            kind = {"rich_text_quote": "quote", "rich_text_preformatted": "code"}.get(part["type"])
            if kind:
                self.mark(kind, begun, self.length - begun)

    def _list(self, part: Json) -> None:
        ordered, first = part["style"] == "ordered", int(part.get("offset", 0)) + 1
        for number, entry in enumerate(part["elements"]):
            if number:
                self.add("\n")
            bullet = f"{number + first}. " if ordered else "• "
            self.add("    " * int(part.get("indent", 0)) + bullet)
            self._runs(entry["elements"])

    def _runs(self, runs: list[Json]) -> None:
        for run in runs:
            kinds = [
                name
                for name in ("bold", "italic", "strike", "code")
                if (run.get("style") or {}).get(name)
            ]
            self._run(run, kinds)

    def _run(self, run: Json, kinds: list[str]) -> None:
        kind: Any = run["type"]
        if kind == "link":
            self.add(run.get("text") or run["url"], *kinds, "link", url=run["url"])
        elif kind == "emoji":
            self.add(to_pictures(f":{run['name']}:"))
        elif kind == "user":
            self.add(f"@{self.names.get(run['user_id'], run['user_id'])}", "mention")
        elif kind == "broadcast":
            self.add(f"@{run.get('range', 'channel')}", "bold", "mention")
        else:
            self.add(str(run.get("text") or run.get("fallback") or ""), *kinds)
