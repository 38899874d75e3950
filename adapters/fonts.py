"""Which signs can be drawn with the fonts that come with Rounds; what none of them has is told.

The fonts are Noto's, as two packages bring them; a name can be written in any script.
"""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path

PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""SIL Open Font License 1.1: Noto Sans for most scripts, and for Chinese, Japanese and Korean."""

PLAIN = "Noto Sans"
PICTURES = ("Noto Sans Symbols", "Noto Emoji")

UNSEEN = "\u200c\u200d\u200e\u200f\u061c" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Joiners, marks of direction and variation selectors: part of how names are spelled, and drawn
by themselves they are nothing."""

MISSING = "[U+{:04X}]"
"""What stands in the place of a sign that no font has, or that nobody could see."""

HAN = {"ja": "JP", "ko": "KR", "zh-tw": "TC", "zh-hant": "TC", "zh-hk": "HK"}
"""Where Chinese characters are drawn differently, by language; else as in Beijing."""

SCRIPTS = (("HIRAGANA", "JP"), ("KATAKANA", "JP"), ("HANGUL", "KR"), ("BOPOMOFO", "TC"))
"""Signs that say which of them it is."""

Ranges = tuple[tuple[int, int], ...]


@cache
def folders() -> list[str]:
    """Where the fonts lie."""
    found = [find_spec(package) for package in PACKAGES]
    return [place for spec in found if spec for place in spec.submodule_search_locations or ()]


def families(known: Sequence[str], text: str, language: str = "") -> list[str]:
    """The families in which this text is looked for, best first."""
    han = f"Noto Sans CJK {_han(text, language)}"
    first, last = [PLAIN], [one for one in known if one in PICTURES]
    plain = [one for one in known if one not in (PLAIN, *PICTURES) and " CJK " not in one]
    return [*first, *sorted(plain), han, *last]


def drawable(text: str) -> str:
    """The text, with a code in the place of every sign that would not be seen."""
    return "".join(_told(cluster) for cluster in _clusters(text))


def rightward(text: str) -> bool:
    """Whether it is read from the left, as its first letter says."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind == "L" for kind in kinds if kind in ("L", "R", "AL")), True)


def _han(text: str, language: str) -> str:
    names = [unicodedata.name(sign, "") for sign in text]
    for script, place in SCRIPTS:
        if any(name.startswith(script) for name in names):
            return place
    said = language.lower().replace("_", "-")
    return HAN.get(said) or HAN.get(said.split("-")[0], "SC")


def _clusters(text: str) -> Iterator[str]:
    """A sign with the marks that stand on it: one font has to have them all."""
    cluster = ""
    for sign in text:
        if cluster and not (unicodedata.category(sign).startswith("M") or sign in UNSEEN):
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def _told(cluster: str) -> str:
    if _seen(cluster):
        return cluster
    alone = (sign for sign in cluster if sign not in UNSEEN)
    return "".join(
        sign if not unicodedata.category(sign).startswith("M") and _seen(sign) else _code(sign)
        for sign in alone
    )


def _seen(cluster: str) -> bool:
    signs = [ord(sign) for sign in cluster if sign not in UNSEEN]
    if not signs or any(unicodedata.category(chr(sign)).startswith("C") for sign in signs):
        return False
    return any(all(_has(file, sign) for sign in signs) for file in _files())


def _code(sign: str) -> str:
    return MISSING.format(ord(sign))


@cache
def _files() -> list[Path]:
    """Every font, those asked first that have what most names are made of."""
    files = [path for folder in folders() for path in sorted(Path(folder).glob("*.[to]t[fc]"))]
    upright = [path for path in files if "Italic" not in path.name]
    return sorted(upright, key=lambda path: not path.name.startswith("NotoSans["))


def _has(file: Path, sign: int) -> bool:
    rows = _signs(file)
    at = bisect_right(rows, sign, key=lambda row: row[0]) - 1
    return at >= 0 and sign <= rows[at][1]


@cache
def _signs(file: Path) -> Ranges:
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as font:
        return signs_of(font)


def signs_of(font: bytes | mmap) -> Ranges:
    """The first and last of each row of signs that a font file (a collection: its first font) has
    a glyph for."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", font, start + 4)
    for at in range(start + 12, start + 12 + tables * 16, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, at)
        if tag == b"cmap":
            return tuple(_merged(sorted(set(_mapped(font, offset)))))
    return ()


def _mapped(font: bytes | mmap, cmap: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, cmap + 8 + number * 8)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if form == 12:
            yield from _segments(font, cmap + offset)
        elif form == 4:
            yield from _short_segments(font, cmap + offset)


def _segments(font: bytes | mmap, at: int) -> Iterator[tuple[int, int]]:
    """Format 12: rows of any signs."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    for number in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + number * 12)
        yield first, last


def _short_segments(font: bytes | mmap, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: rows of signs below U+10000; a sign may still be mapped to no glyph."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    for here in range(at + 14, at + 14 + double, 2):
        (last,) = struct.unpack_from(">H", font, here)
        first, delta, reach = (
            struct.unpack_from(">H", font, here + 2 + double * row)[0] for row in (1, 2, 3)
        )
        for sign in range(first, min(last, 0xFFFE) + 1):
            glyph = sign
            if reach:
                place = here + 2 + double * 3 + reach + 2 * (sign - first)
                (glyph,) = struct.unpack_from(">H", font, place)
            if reach and not glyph:
                continue
            if (glyph + delta) & 0xFFFF:
                yield sign, sign


def _merged(rows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begun, ended = -1, -2
    for first, last in rows:
        if first > ended + 1:
            if begun >= 0:
                yield begun, ended
            begun, ended = first, last
        ended = max(ended, last)
    if begun >= 0:
        yield begun, ended
