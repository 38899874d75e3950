"""One lesson file, taken apart: front matter, steps, their keys, options and parts, with lines.

What a step may say is judged elsewhere (`store.course.steps`); here it only has to be in its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.lessons import CHECK, KINDS
from store.course.markdown import BULLET, STEP, Heading, Paragraph, Quote, blocks, joined
from store.course.mistakes import Page, Said, meant, near, quoted

FENCE = "---"
FRONT = ("lesson", "title", "goal")
KEYS = ("id", "kind", "accept", "severity", "criterion", "reason", "wrong", "firm")
"""What may stand under the title of a step."""

KEY = re.compile(r"([A-Za-z][A-Za-z_-]{0,19})\s*:\s*(.*)\Z")
KNOWN_KEY = re.compile(rf"(?:{'|'.join(KEYS)})\s*:")
MARK = re.compile(r"\[([ xX])\](?:\s+|\Z)(.*)", re.DOTALL)
"""How an option begins."""

FRONT_SAYS = 'between two lines "---" stand lesson, title and goal'


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a check as it stands; `reason` is None where none is below it."""

    text: str
    line: int
    right: bool
    reason: Said | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a step: its name behind "###", and its text."""

    name: str
    line: int
    text: Said


@dataclass(slots=True)
class Step:
    """A step as it stands in its file."""

    title: str
    line: int
    keys: dict[str, Said] = field(default_factory=dict)
    text: Said = field(default_factory=lambda: Said("", 0))
    options: list[Option] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def key(self, name: str) -> Said:
        """What a key says; "" at the step's title where it is not there."""
        return self.keys.get(name, Said("", self.line))


@dataclass(frozen=True, slots=True)
class LessonFile:
    """One lesson as it stands. A word of its front matter that is not there is "" on line 1."""

    page: Page
    front: dict[str, Said]
    steps: list[Step]


def read(text: str, page: Page) -> LessonFile:
    """A lesson file's text, taken apart; mistakes are told to its page."""
    lines = text.split("\n")
    front, end = _front(lines, page)
    body = "\n" * end + "\n".join(lines[end:])  # so that lines keep their numbers
    steps: list[Step] = []
    stray = True
    for heading, below in _sections(blocks(body, page)):
        if heading is not None and heading.level == STEP:
            _titled(heading, page)
            steps.append(_step(heading, below, page))
        elif steps and heading is not None:
            text_below = joined(_unquoted(below, page), page)
            line = below[0].line if below else heading.line
            steps[-1].pieces.append(Piece(heading.title, heading.line, Said(text_below, line)))
        elif stray and (heading or below):
            stray = False
            first = heading or below[0]
            page.tell(first.line, 'this belongs to no step; begin one above it with "## "')
    if not steps:
        page.tell(len(lines), 'this lesson has no step; begin one with "## " and its title')
    return LessonFile(page, front, steps)


def _front(lines: list[str], page: Page) -> tuple[dict[str, Said], int]:
    """The front matter, and how many lines it takes."""
    front = {name: Said("", 1) for name in FRONT}
    if lines[0].strip() != FENCE:
        page.tell(1, f"a lesson begins with its front matter: {FRONT_SAYS}")
        return front, 0
    found = (n for n, words in enumerate(lines) if n and _ends(words))
    end = next(found, len(lines))
    closed = end < len(lines) and lines[end].strip() == FENCE
    if not closed:
        page.tell(1, f"the front matter does not end: {FRONT_SAYS}")
    for line, words in enumerate(lines[1:end], start=2):
        if words.strip():
            _front_line(words, line, front, page)
    for name, said in front.items():
        if not said.text:
            page.tell(said.line, f'the front matter has no {name}; write "{name}: …"')
    return front, end + closed


def _ends(words: str) -> bool:
    """Whether the front matter is over here: by its line, or because steps begin."""
    return words.strip() == FENCE or words.startswith("#")


def _front_line(words: str, line: int, front: dict[str, Said], page: Page) -> None:
    found = KEY.match(words.strip())
    if found is None:
        page.tell(line, f'{quoted(words)} is no "name: text"; {FRONT_SAYS}')
        return
    name, said = found[1], found[2].strip()
    if name not in front:
        page.tell(line, f"key {quoted(name)} is not known in a front matter.{near(name, FRONT)}")
    elif front[name].text:
        page.tell(line, f"{name} stands twice; keep one")
    else:
        if len(said) > 1 and said[0] == said[-1] and said[0] in "\"'":
            said = said[1:-1].strip()  # many write it so, as YAML would want it
        front[name] = Said(said, line)


Section = tuple[Heading | None, list[Paragraph | Quote]]


def _sections(found: list[Heading | Paragraph | Quote]) -> Iterator[Section]:
    """Each heading with what stands below it; first, what stands above all of them."""
    heading, below = None, list[Paragraph | Quote]()
    for block in found:
        if isinstance(block, Heading):
            yield heading, below
            heading, below = block, []
        else:
            below.append(block)
    yield heading, below


def _titled(heading: Heading, page: Page) -> None:
    if not heading.title:
        page.tell(heading.line, 'this step has no title; write it behind the "##"')
    elif "*" in heading.title or "`" in heading.title:
        page.tell(heading.line, "a title is plain text; remove the stars and backticks")


def _step(heading: Heading, below: list[Paragraph | Quote], page: Page) -> Step:
    step = Step(heading.title, heading.line)
    below = _keyed(step, below, page)
    kind = step.key("kind").text
    kind = kind if kind in KINDS else meant(kind, KINDS)
    marked = [one for one in below if isinstance(one, Paragraph) and _mark(one)]
    is_check = kind == CHECK or (not kind and bool(marked))
    for one in marked[:1] if not is_check else ():
        page.tell(one.line, "only a check has options; remove the box")
    asked: list[Paragraph | Quote] = []
    for block in below:
        if is_check and isinstance(block, Paragraph) and block.marker == BULLET:
            step.options.append(_option(block, page))
        elif is_check and isinstance(block, Quote) and step.options:
            _misplaced_reason(step, block, page)
        else:
            if step.options:
                page.tell(block.line, "this stands below the options; put it above them")
            asked.append(block)
    text = joined(_unquoted(asked, page), page)
    step.text = Said(text, asked[0].line if asked else step.line)
    return step


def _keyed(step: Step, below: list[Paragraph | Quote], page: Page) -> list[Paragraph | Quote]:
    """Takes the keys under a title; what is left is the step's text."""
    taken = 0
    for block in below:
        if not isinstance(block, Paragraph) or block.marker or block.bare:
            break
        if taken and not KNOWN_KEY.match(block.lines[0]):
            break
        keys = 0
        for words in block.lines:
            found = KEY.match(words.strip())
            if found is None:
                break
            _key(step, found[1], found[2].strip(), block.line + keys, page)
            keys += 1
        if keys < len(block.lines):
            if keys:
                page.tell(block.line + keys, "leave an empty line between the keys and this text")
                left = Paragraph(block.lines[keys:], block.line + keys)
                return [left, *below[taken + 1 :]]
            break
        taken += 1
    return below[taken:]


def _key(step: Step, name: str, said: str, line: int, page: Page) -> None:
    key = name if name in KEYS else meant(name, KEYS)
    if key != name:
        page.tell(line, f"key {quoted(name)} is not known.{near(name, KEYS)}")
    elif key in step.keys:
        page.tell(line, f"{key} stands twice in this step; keep one")
    if key:
        step.keys.setdefault(key, Said(said, line))


def _mark(paragraph: Paragraph) -> re.Match[str] | None:
    """The box before an option, None where there is none."""
    return MARK.match("\n".join(paragraph.lines)) if paragraph.marker == BULLET else None


def _option(entry: Paragraph, page: Page) -> Option:
    found = _mark(entry)
    lines = tuple(found[2].split("\n")) if found else entry.lines
    if found is None:
        bullet = 'a bullet of the question begins with "• "'
        page.tell(entry.line, f'this option begins with neither "[ ]" nor "[x]"; add it ({bullet})')
    words = joined([Paragraph(lines, entry.line, bare=entry.bare)], page)
    reason = None
    if entry.quote:
        reason = Said(joined(entry.quote, page), entry.quote[0].line)
    return Option(words, entry.line, found is not None and found[1] in "xX", reason)


def _misplaced_reason(step: Step, quote: Quote, page: Page) -> None:
    """A reason at the margin: it is told, and taken for what it was meant."""
    page.tell(quote.line, 'put two spaces before the ">", so that it belongs to its option')
    last = step.options[-1]
    if last.reason is None:
        reason = Said(joined(quote.paragraphs, page), quote.line)
        step.options[-1] = Option(last.text, last.line, last.right, reason)


def _unquoted(below: list[Paragraph | Quote], page: Page) -> list[Paragraph]:
    """Paragraphs alone: what is quoted elsewhere than under an option is told."""
    plain: list[Paragraph] = []
    for block in below:
        if isinstance(block, Quote):
            page.tell(block.line, 'this is quoted with ">"; remove the sign')
            plain += block.paragraphs
        else:
            plain.append(block)
    return plain
