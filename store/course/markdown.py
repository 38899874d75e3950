"""The Markdown of a lesson, taken apart by its tokens: headings, paragraphs, and nothing that only
one of the platforms could draw.

*Emphasis*, numbered lines and bullets are all there is; everything else is a mistake that names
what stands there and how to mend it. Texts keep their emphasis as it was written; a line that the
file only wraps goes on with a space, and every bullet becomes "• ".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from store.course.mistakes import Page

_BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")
_INLINE = MarkdownIt("commonmark").enable("strikethrough").disable("text_join")

BULLET = "• "
STEP, PART = 2, 3
"""Levels of the headings that begin a step and a part of it."""

ONWARD = re.compile(r"•\s|\d{1,3}\.\s")
"""What begins a line of its own within a paragraph."""

UNSPACED = re.compile(r"#{2,3}[^#\s]")

LOOKED_INTO = 5_000
"""Characters of a paragraph whose emphasis is looked at. No message may have as many, which is told
elsewhere; and the time that Markdown takes can grow with their square."""

NAMED = {
    "heading": "a heading stands within a list or a quotation; begin it at the margin",
    "fence": "this is code; write it as plain text",
    "code_block": "four spaces before a line make code of it; take them away",
    "html_block": "this is HTML; write it as plain text",
    "hr": "this is a rule across the page; remove it",
    "table": "this is a table; write it as lines of text",
    "strong": "this is bold; write *one star* on either side for emphasis",
    "s": "this is crossed out; remove the ~~",
    "link": "this is a link; write out what it says, without brackets",
    "image": "this is a picture; say in words what it shows",
    "code_inline": "this is code; write it without backticks",
    "html_inline": "this is HTML; write it as plain text",
    "hardbreak": "a backslash ends this line; remove it",
    "escape": "a backslash stands before a sign; write the sign alone",
    "entity": "this is a sign in HTML's spelling; write the sign itself",
}
"""What each thing that cannot stand in a text is, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a step or the name of a part."""

    level: int
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `marker` is what a list puts before them, `gap` whether an empty
    line is above, `quote` what is quoted below an entry of a list. What is `bare` was told to be
    nothing that can stand here, and is not looked at again."""

    lines: tuple[str, ...]
    line: int
    gap: bool = True
    marker: str = ""
    quote: tuple["Paragraph", ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What is quoted at the margin, below no entry of a list."""

    paragraphs: tuple[Paragraph, ...]
    line: int


Block = Heading | Paragraph | Quote


def blocks(text: str, page: Page) -> list[Block]:
    """What the text is made of, in order; what cannot stand there is told."""
    env: dict[str, Any] = {}
    tokens = _BLOCKS.parse(text, env)
    defined = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
    for one in defined:
        page.tell(one["map"][0] + 1, "this is the address of a link; remove it")
    reader = _Reader(text.split("\n"), page)
    return [block for node in SyntaxTreeNode(tokens).children for block in reader.block(node)]


def joined(paragraphs: Sequence[Paragraph], page: Page) -> str:
    """The paragraphs as one text; what is not plain in them is told."""
    text = ""
    for one in paragraphs:
        between = ("\n\n" if one.gap else "\n") if text else ""
        text += f"{between}{one.marker}{_spoken(one, page)}"
        for quoted in one.quote[:1]:
            page.tell(quoted.line, 'only an option of a check has a line with ">"; remove the sign')
    return text


@dataclass(slots=True)
class _Reader:
    lines: list[str]
    page: Page

    def block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """What one node at the margin is."""
        if node.type == "heading":
            yield self._heading(node)
        elif node.type == "blockquote":
            yield Quote(tuple(self._within(node)), self._line(node))
        else:
            yield from self._paragraphs(node)

    def _heading(self, node: SyntaxTreeNode) -> Block:
        line, title = self._line(node), node.children[0].content if node.children else ""
        if node.markup in ("-", "="):
            why = f'the line of "{node.markup}" below makes a heading of this; remove it'
        elif node.markup not in ("##", "###"):
            why = f'a step begins with "## " and a part with "### ", and this with "{node.markup} "'
        else:
            return Heading(len(node.markup), " ".join(title.split()), line)
        self.page.tell(line, why)
        return Paragraph((title,), line, bare=True)

    def _paragraphs(self, node: SyntaxTreeNode, marker: str = "") -> Iterator[Paragraph]:
        line = self._line(node)
        if node.type == "paragraph":
            said = tuple(node.children[0].content.split("\n"))
            for number, words in enumerate(said):
                if UNSPACED.match(words):
                    self.page.tell(line + number, 'put a space behind the "#" of a heading')
            yield Paragraph(said, line, self._gap(line), marker)
        elif node.type in ("bullet_list", "ordered_list"):
            yield from self._list(node)
        elif node.type == "blockquote":
            self.page.tell(line, 'this is quoted with ">"; remove the sign')
            yield from self._within(node)
        else:
            self.page.tell(line, NAMED[node.type])
            said = tuple(node.content.strip("\n").split("\n"))
            yield Paragraph(said, line, self._gap(line), marker, bare=True)

    def _list(self, node: SyntaxTreeNode) -> Iterator[Paragraph]:
        if node.markup != "-" and node.type == "bullet_list":
            self.page.tell(self._line(node), f'begin a bullet with "- " and not "{node.markup} "')
        elif node.markup == ")":
            self.page.tell(self._line(node), 'write the numbers of lines as "1." and not "1)"')
        for item in node.children:
            marker = f"{item.info}. " if node.type == "ordered_list" else BULLET
            yield self._entry(item, marker)

    def _entry(self, item: SyntaxTreeNode, marker: str) -> Paragraph:
        """An entry of a list: one paragraph, and below it perhaps a quotation."""
        line, first, quote = self._line(item), list[Paragraph](), list[Paragraph]()
        for node in item.children:
            inner = list(
                self._within(node) if node.type == "blockquote" else self._paragraphs(node)
            )
            if node.type == "blockquote" and not quote:
                quote = inner
                continue
            if node.type not in NAMED and (first or node.type != "paragraph"):
                told = "an entry of a list is one paragraph; take this out of the list"
                self.page.tell(self._line(node), told)
            first += inner
        if not first:
            self.page.tell(line, "this entry of a list is empty; remove it")
        lines = tuple(words for one in first for words in one.lines)
        bare = any(one.bare for one in first)
        return Paragraph(lines, line, self._gap(line), marker, tuple(quote), bare)

    def _within(self, node: SyntaxTreeNode) -> Iterator[Paragraph]:
        for inner in node.children:
            yield from self._paragraphs(inner)

    def _line(self, node: SyntaxTreeNode) -> int:
        return node.map[0] + 1 if node.map else 1

    def _gap(self, line: int) -> bool:
        """Whether the line above is empty."""
        return line < 2 or not self.lines[line - 2].strip(" >")


def _spoken(paragraph: Paragraph, page: Page) -> str:
    """The lines of a paragraph as they are told."""
    if not paragraph.bare and sum(map(len, paragraph.lines)) <= LOOKED_INTO:
        _plain(paragraph, page)
    told: list[str] = []
    for words in paragraph.lines:
        if told and not ONWARD.match(words.strip()):
            told[-1] += f" {words.strip()}"
        else:
            told.append(words.strip())
    return "\n".join(told)


def _plain(paragraph: Paragraph, page: Page) -> None:
    """Tells what is not plain in a paragraph: all but *emphasis*, which ends on its line."""
    line, inside = paragraph.line, ""
    for token in _INLINE.parseInline("\n".join(paragraph.lines))[0].children or ():
        what = token.type.removesuffix("_open")
        if what == "em":
            if inside:
                page.tell(line, "emphasis stands within emphasis; remove the inner stars")
            elif token.markup == "_":
                page.tell(line, "write *one star* on either side for emphasis and not _this_")
            inside = token.markup
        elif what == "em_close":
            inside = ""
        elif what == "text_special" or what in NAMED:
            page.tell(line, NAMED[token.info if what == "text_special" else what])
        elif what == "text" and "*" in token.content:
            page.tell(line, 'a "*" begins or ends no emphasis; remove it')
        elif what == "softbreak" and inside:
            line += 1
            if ONWARD.match(paragraph.lines[line - paragraph.line].strip()):
                page.tell(line, "emphasis ends on the line where it begins; close it there")
            continue
        line += token.content.count("\n") + (what in ("softbreak", "hardbreak"))
