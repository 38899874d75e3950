"""Where in a text a person's quotation stands: as they typed it, quotes and spaces folded.

A span is (start, end) in characters of the stored text, end excluded.
"""

import re
import unicodedata

Span = tuple[int, int]

SENTENCE = re.compile(r"[^\s].*?(?:[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+|(?=\n)|$)", re.DOTALL)
"""From a sign to the end of its sentence or line."""

FOLDS: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "'’‘‚‛`´\"“”„‟«»")),
    **{ord(dash): "-" for dash in "‐‑‒–—−"},
}
"""Quotation marks say where words are quoted and not which; a dash is a dash."""

QUOTED = re.compile(
    r"“((?:[^“”]|“[^“”]*”)+)”|„([^„“”]+)[“”]|”([^“”]+)”|«([^«»]+)»|»([^«»]+)«"
    r"|(?<!\w)\"(.{1,1000}?)\"(?!\w)|(?<!\w)'(.{1,1000}?)'(?!\w)|(?<!\w)‘(.{1,1000}?)’(?!\w)",
    re.DOTALL,
)
"""A run between quotation marks of one language or another; an apostrophe opens and closes none,
and straight marks tell no inner from outer, so that a run of theirs has an end."""

LEAST = 2
"""Characters of a quotation that can be found: one letter stands everywhere."""


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order."""
    return [found.span() for found in SENTENCE.finditer(text) if found[0].strip()]


def found(said: str, text: str) -> list[Span]:
    """Where the quoted words stand first: all that was said, or else each run of it that is between
    quotation marks and stands in the text. In the text's order, each once; [] where none does.

    Letter case, white space, quotation marks, the shapes of dashes and signs that nobody sees make
    no difference.
    """
    folded = _folded(text)
    if whole := _place(said, *folded):
        return [whole]
    runs = ("".join(run.groups(default="")) for run in QUOTED.finditer(said))
    return sorted({span for run in runs if (span := _place(run, *folded))})


def _place(quotation: str, folded: str, places: list[int]) -> Span | None:
    wanted = _folded(quotation)[0].strip().strip(".…").strip()
    if len(wanted) < LEAST:
        return None
    at = folded.find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and from which character of the text each of its signs is."""
    signs: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue  # joiners that drawing puts in, and signs nobody sees
        if character.isspace():
            if signs and signs[-1] != " ":
                signs.append(" ")
                places.append(place)
            continue
        for sign in unicodedata.normalize("NFKC", character).translate(FOLDS).casefold():
            signs.append(sign)
            places.append(place)
    return "".join(signs), places
