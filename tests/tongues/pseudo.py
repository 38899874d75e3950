"""Two languages that nobody speaks, made of the template by rule, to see what a real one will meet.

en-XA reads as English with an accent, two fifths longer and in brackets: what stands without
accents did not come through the catalogue. ar-XB is the same in signs that are read from the right.
"""

import io
import math
from gettext import GNUTranslations

from babel.messages import Catalog
from babel.messages.pofile import read_po

from bot.orders import ORDERS
from bot.tongue import UNSEEN, Tongue, learned
from tests.tongues.catalogue import PLACEHOLDER, TYPED, compiled, template

LATIN = "abcdefghijklmnopqrstuvwxyz"
ACCENTS = str.maketrans(
    LATIN + LATIN.upper(), "åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅɃÇÐÉƑĜĤÎĴĶĻⱮÑÖÞɊŔŠŢÛṼŴẊÝŽ"
)
ARABIC = str.maketrans(LATIN + LATIN.upper(), "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2)

LONGER = 0.4
FILL = "~"
OPENS, CLOSES = "[", "]"
ACCENTED, FROM_RIGHT = "en-xa", "ar-xb"
TABLES = {ACCENTED: ACCENTS, FROM_RIGHT: ARABIC}


def said(code: str, english: str, *, typed: bool = False) -> str:
    """A sentence in one of them, its placeholders as they were."""
    pieces = PLACEHOLDER.split(english)
    whole = "".join(
        piece if number % 2 else piece.translate(TABLES[code])
        for number, piece in enumerate(pieces)
    )
    if typed:
        return whole
    letters = sum(len(piece) for piece in pieces[::2])
    return f"{OPENS}{whole}{FILL * math.ceil(letters * LONGER)}{CLOSES}"


def catalogue(code: str) -> Catalog:
    """Every sentence of the template in it."""
    made = read_po(io.BytesIO(template().encode()), locale=None)
    spoken = Catalog(locale=None)
    spoken.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]
    for message in made:
        if not message.id:
            continue
        typed = message.context == TYPED
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        there = tuple(said(code, one, typed=typed) for one in forms)
        string = there[0] if isinstance(message.id, str) else there
        spoken.add(message.id, string, context=message.context)
    return spoken


def pseudo(code: str) -> Tongue:
    """The tongue, made as a real one is: compiled, and read by gettext."""
    made = compiled(catalogue(code))
    return learned(code, GNUTranslations(io.BytesIO(made)), ORDERS)


def english(code: str, shown: str) -> str:
    """What was shown, in small English letters again."""
    table = {there: chr(here).lower() for here, there in TABLES[code].items()}
    return shown.translate(table | UNSEEN | dict.fromkeys(map(ord, OPENS + CLOSES + FILL))).lower()
