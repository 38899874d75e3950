"""A text is shown whole or not at all: every step that draws it has a named inverse.

What a platform would change (trimmed edges, tabs, control and bidi characters, automatic links)
is changed here first, by steps that `restore` undoes to the byte. Long texts are cut into parts,
at a paragraph if there is one, never inside a character as people see it; nothing is dropped.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

RENDERER = "house-1"
"""Name of the steps below, recorded with what was shown; other steps get another name."""

JOINER = "\u2060"
"""WORD JOINER: invisible, keeps links apart and edges from being trimmed; `restore` drops all."""

WIDE = "\u2003"
"""EM SPACE: how a tab is shown, because Telegram makes a plain space of a tab."""

OPENS, CLOSES = "⟦", "⟧"
"""Around a code such as ⟦U+202E⟧, which stands for one character that would be changed or hide."""

CODED = (
    *(code for code in range(0x20) if code not in (0x09, 0x0A)),
    *range(0x7F, 0xA0),
    *(0x030A, 0x0333, 0x033F, 0x034A),
    0x061C,
    *(0x200E, 0x200F),
    *range(0x2028, 0x202F),
    ord(JOINER),
    *range(0x2066, 0x206A),
    ord(WIDE),
    ord(OPENS),
)
"""Characters shown as codes: controls, bidi controls, what Telegram's server drops (its
clean_input_string takes the bytes CC 8A, B3 and BF away: U+030A, U+0333, U+033F) and the three
characters that these steps use themselves."""

STEPS = {code: f"{OPENS}U+{code:04X}{CLOSES}" for code in CODED} | {0x09: WIDE}
HEAD_STEPS = {code: step for code, step in STEPS.items() if code not in (0x2068, 0x2069)}
CODE = re.compile(f"{OPENS}U\\+([0-9A-F]{{4,6}}){CLOSES}")

LINKS = re.compile(
    r"(?:"
    r"&(?=(?:amp|lt|gt);)"  # what Slack takes for a sign that was written so
    r"|://(?=\S)"  # whatever follows a scheme
    r"|[/@#$](?=\w|[\u00b7-\U0010ffff])"  # commands, names, tags, paths, addresses
    r"|\.(?<=\S\.)(?=[^\W\d]|[\u00b7-\U0010ffff])"  # hosts without a scheme
    r")(?!\u2060)"
)
"""Signs behind which a joiner keeps a client from seeing a link, or a sign where its name was
written. Decimals such as 0.5 are left alone. Each branch begins with its sign: the search then
looks at nothing else, and takes a sixth of the time."""

DIGIT = re.compile(r"\d")

QUAD = re.compile(r"(?<!\d)\d++(?:\.\d++){3,}")
"""Four numbers and more with dots between them: Telegram links any four as an address."""

_CLEANED = "".join(map(chr, CODED)).translate(dict.fromkeys(map(ord, f"{JOINER}{WIDE}{OPENS}")))
LONG_NUMBER = re.compile(rf"(?:\d[ \t\-{re.escape(_CLEANED)}]*){{12}}(?=\d)")
"""Thirteen digits and more, which Telegram tries as the number of a bank card, once its server has
dropped what it drops and made spaces of controls."""

QUAD_LEAST, LONG_LEAST = 4, 13
"""Digits that such a number has at least: most texts have fewer, and are not searched for one."""

PART_UNITS = 3000
"""Most UTF-16 units of a part, heading included (Slack's section text; Telegram allows 4096)."""

PART_ESCAPED = 3900
"""Most characters of a part once & < > are written &amp; &lt; &gt; (Slack's `text`)."""

HEADING_MOST = 1500
"""Longest heading, so that at least half of each part is text."""

NUMBER_MOST = len(" (9999/9999)")
GUARDS = 2
"""Joiners that may be needed at a piece's two edges."""

ESCAPES = {"&": 4, "<": 3, ">": 3}
"""Characters that escaping adds."""

PARAGRAPH = re.compile(r"(?<=[^\n])(?=\n\s*\n)")
LINE = re.compile(r"(?<=[^\n])(?=\n)")
SENTENCE = re.compile(r"(?:[.!?…][\"'”’)\]]*(?=\s)|[。！？]+[\"”』」）]*)[^\S\n]*")
WORD = re.compile(r"[^\S\n\u00a0\u202f]+|\u200b")
BREAKS = (PARAGRAPH, LINE, SENTENCE, WORD)
"""Where a part may end, best first. A new line goes to the next part, a space stays behind."""

MARKS = frozenset(("Mn", "Mc", "Me"))
TRAILING = frozenset(
    (
        *(0x200C, 0x200D, 0x2060, 0x0E33, 0x0EB3, 0xFF9E, 0xFF9F),
        *range(0x1F3FB, 0x1F400),
        *range(0xE0020, 0xE0080),
    )
)
"""Joiners, Thai and Lao AM, Katakana sound marks, skin tones and flag tags follow their base."""

LEADING = frozenset((*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD))
"""Arabic and Indic signs that belong to what follows them."""

VIRAMA = 9
"""Combining class of the sign that ties two consonants into one."""

CODE_LONGEST = len(f"{OPENS}U+10FFFF{CLOSES}")


def unlinked(text: str) -> str:
    """The same words with nothing in them that a client would turn into a link; idempotent."""
    digits = len(DIGIT.findall(text))
    if digits >= QUAD_LEAST:
        text = QUAD.sub(lambda found: found[0].replace(".", "." + JOINER), text)
    if digits >= LONG_LEAST:
        text = LONG_NUMBER.sub(lambda found: found[0] + JOINER, text)
    return LINKS.sub(rf"\g<0>{JOINER}", text)


def shown(text: str) -> str:
    """The text as it is drawn: tabs wide, codes for what would be changed, nothing linked."""
    return unlinked(text.translate(STEPS))


def unshown(text: str) -> str:
    """The inverse of `shown`, whatever joiners were added since."""
    text = text.replace(JOINER, "").replace(WIDE, "\t")
    return CODE.sub(lambda found: chr(int(found[1], 16)), text)


def typed(text: str) -> str:
    """What people type, as it is kept: composed (NFC), no NUL, no half of a surrogate pair."""
    whole = text.replace("\0", "").encode("utf-16-le", "surrogatepass")
    return unicodedata.normalize("NFC", whole.decode("utf-16-le", "replace"))


def units(text: str) -> int:
    """UTF-16 units, in which Telegram measures entities and Slack's blocks their text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def opening(text: str, words: int, most: int) -> str:
    """The text's first words on one line, marked where it goes on, in `most` characters at most.

    For naming a text that stands whole elsewhere; what would hide or turn the line around is
    shown as a code.
    """
    said = text.split(maxsplit=words)
    line = " ".join(said[:words]).translate(STEPS)
    if len(said) <= words and len(line) <= most:
        return line
    if len(line) + len(" …") <= most:
        return f"{line} …"
    end = most - len("…")
    while end > 1 and _torn(line, 0, end):
        end -= 1
    return f"{line[:end]}…"


def parts(heading: str, text: str, *, marks: bool = False) -> tuple[str, ...]:
    """The text under its heading, in as many messages as it needs; `restore` is the inverse.

    Several parts are numbered behind the heading's first words: "Answer A (1/2) · AI text …".
    `marks` are kept in a heading that is ours and read from the right (`bot.tongue`).
    Raises ValueError when the heading leaves no room for the text.
    """
    said = " ".join(heading.split()).translate(HEAD_STEPS if marks else STEPS)
    head, whole = unlinked(said) or JOINER, shown(text)
    if units(head) > HEADING_MOST or escaped_units(head) > HEADING_MOST:
        raise ValueError(
            f"The heading is longer than {HEADING_MOST} characters: shorten the project's title."
        )
    if _fits(head, whole):
        return (f"{head}\n{_guarded(whole)}",)
    pieces = _pieces(whole, head)
    first, dot, rest = head.partition(" · ")
    return tuple(
        f"{first} ({number}/{len(pieces)}){dot}{rest}\n{_guarded(piece)}"
        for number, piece in enumerate(pieces, start=1)
    )


def restore(shown_parts: Iterable[str]) -> str:
    """The text that `parts` cut, to the byte, also after a platform trimmed or cleaned them."""
    return unshown("".join(part.partition("\n")[2] for part in shown_parts))


def escaped_units(text: str) -> int:
    """UTF-16 units of the text once & < > are written &amp; &lt; &gt;."""
    return units(text) + sum(text.count(character) * more for character, more in ESCAPES.items())


def _fits(head: str, piece: str) -> bool:
    whole = f"{head}\n{piece}"
    return units(whole) + GUARDS <= PART_UNITS and escaped_units(whole) + GUARDS <= PART_ESCAPED


def _guarded(piece: str) -> str:
    """Joiners at the edges that trimming would take."""
    before = JOINER if piece[:1].isspace() else ""
    after = JOINER if not piece or piece[-1].isspace() else ""
    return before + piece + after


def _pieces(whole: str, head: str) -> list[str]:
    """Cut greedily: each piece ends at the best break in the latter half of its room."""
    taken = units(head) + NUMBER_MOST + 1 + GUARDS
    room = PART_UNITS - taken
    room_escaped = PART_ESCAPED - taken - escaped_units(head) + units(head)
    sizes = [1 + (character > "\uffff") for character in whole]
    upto = list(accumulate(sizes, initial=0))
    upto_escaped = list(
        accumulate(
            (
                size + ESCAPES.get(character, 0)
                for size, character in zip(sizes, whole, strict=True)
            ),
            initial=0,
        )
    )
    pieces, start = [], 0
    while start < len(whole):
        end = min(
            bisect_right(upto, upto[start] + room) - 1,
            bisect_right(upto_escaped, upto_escaped[start] + room_escaped) - 1,
        )
        if end < len(whole):
            end = _break(whole, start, end)
        pieces.append(whole[start:end])
        start = end
    return pieces


def _break(text: str, start: int, most: int) -> int:
    """Where the piece from `start` ends, at `most` at the latest."""
    half = start + (most - start) // 2
    for kind in BREAKS:
        ends = [found.end() for found in kind.finditer(text, half, most)]
        for end in reversed(ends):
            if end > start and not _torn(text, start, end):
                return end
    for end in range(most, start, -1):
        if not _torn(text, start, end):
            return end
    return most


def _torn(text: str, start: int, at: int) -> bool:
    """Whether a break before `text[at]` would tear a character (or a code) that people see as one.

    `start` is a place known to be whole. Follows Unicode's grapheme clusters as far as the
    standard library's tables go.
    """
    if at >= len(text):
        return False
    before, after = ord(text[at - 1]), ord(text[at])
    if after < 0x300 and before < 0x300:
        opened = text.rfind(OPENS, max(start, at - CODE_LONGEST), at)
        return opened >= 0 and CLOSES not in text[opened:at]
    if after in TRAILING or unicodedata.category(text[at]) in MARKS:
        return True
    if before == 0x200D or before in LEADING:
        return True
    if unicodedata.combining(text[at - 1]) == VIRAMA and text[at].isalpha():
        return True
    if _flag(before) and _flag(after):
        return _flags_before(text, start, at) % 2 == 1
    if _jamo(before, after):
        return True
    opened = text.rfind(OPENS, max(start, at - CODE_LONGEST), at)
    return opened >= 0 and CLOSES not in text[opened:at]


def _flag(code: int) -> bool:
    return 0x1F1E6 <= code <= 0x1F1FF


def _flags_before(text: str, start: int, at: int) -> int:
    """How many regional indicators stand in a row before `at`; two make a flag."""
    first = at
    while first > start and _flag(ord(text[first - 1])):
        first -= 1
    return at - first


def _jamo(before: int, after: int) -> bool:
    """Two Hangul letters of one syllable."""
    leading = 0x1100 <= before <= 0x115F or 0xA960 <= before <= 0xA97C
    if leading and (0x1100 <= after <= 0x11A7 or 0xA960 <= after <= 0xA97C):
        return True
    if leading and 0xAC00 <= after <= 0xD7A3:
        return True
    vowel_or_tail = 0x1160 <= after <= 0x11FF or 0xD7B0 <= after <= 0xD7FB
    hangul = 0x1100 <= before <= 0x11FF or 0xA960 <= before <= 0xA97C or 0xAC00 <= before <= 0xD7FB
    return vowel_or_tail and hangul
