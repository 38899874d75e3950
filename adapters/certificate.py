"""The certificate as a page of PDF and as a picture: typeset from its values alone, so that the
same values are always the same bytes, and a second try sends what the first one did.
"""

import json
import logging
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from adapters import fonts
from bot.certificates import said

if TYPE_CHECKING:
    import typst

log = logging.getLogger(__name__)

WIDTH = 1600
"""Pixels of the picture, which is 1131 high: to be read on a phone without loading."""

PAGE_POINTS = 841.89
"""The longer side of A4."""

HOW: dict[str, dict[str, Any]] = {
    "certificate.pdf": {"format": "pdf", "pdf_standards": ["ua-1"]},
    "certificate.png": {"format": "png", "ppi": WIDTH / PAGE_POINTS * 72},
}
"""What each kind of document is made as. PDF/UA can be read by a screen reader."""

THEIRS = ("name", "title", "course", "review")
"""Lines that are not ours and may be in any script."""

LONGEST_WORD = 28
"""Signs after which a word may be broken: a longer one would run out of the page."""

BREAK = "\u200b"


def draw(kind: str, values: Mapping[str, str]) -> bytes:
    """The document of this kind. Raises ValueError, with one sentence, for what cannot be drawn.

    It takes up to a quarter of a second: not for the event loop.
    """
    if kind not in HOW:
        raise ValueError(f"There is no document {kind!r}.")
    lines = said(values)
    try:
        return _typeset(kind, lines, values.get("language", ""))
    except Exception as error:
        log.error("a %s could not be drawn (%s)", kind, type(error).__name__)
        raise ValueError(f"It could not be drawn ({type(error).__name__}).") from None


def _typeset(kind: str, lines: Mapping[str, str], language: str) -> bytes:
    import typst

    shelf = _fonts()
    known = shelf.families()
    if fonts.PLAIN not in known:
        raise LookupError("the fonts are not there")
    told = {name: fonts.drawable(line) for name, line in lines.items()}
    page = {
        "title": f"{told['heading']}: {told['name']}, {told['title']}",
        "lines": told,
        "fonts": fonts.families(known, ""),
        "theirs": {
            name: {
                "text": _breakable(told[name]),
                "fonts": fonts.families(known, told[name], language),
                "ltr": fonts.rightward(told[name]),
            }
            for name in THEIRS
        },
    }
    drawn: bytes = typst.compile(
        (files("adapters") / "certificate.typ").read_bytes(),
        font_paths=shelf,
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page)},
        **HOW[kind],
    )
    return drawn


def _fonts() -> "typst.Fonts":
    """Looked through anew each time: kept, Chinese would stay in memory (35 MB) for good."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts.folders()
    )


def _breakable(text: str) -> str:
    return " ".join(
        BREAK.join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in text.split(" ")
    )
