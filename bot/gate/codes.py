"""A code of letters and digits names something by its shape or its check digit, label or none.

A digit behind a letter is rare in a text; all codes are looked for from there, at the start of the
word it stands in.
"""

import re
from collections.abc import Iterator

from bot.gate import checks
from bot.gate.rule import Finding, Holds, Rule, Text

_SEEN = re.compile(r"\d(?<=[A-Za-z]\d)")
_WORD = re.compile(r"(?<![^\W_])[A-Za-z\d]{1,17}$")
_WIDEST = 18

_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC"
    "|EH|EN|EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS"
    "|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR"
    "|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|[BEGLMNSW]"
)
"""Postcode areas of the United Kingdom (Royal Mail)."""
_BRITISH = re.compile(rf"(?:{_AREAS})\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE)
_CANADIAN = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d\b")
_IBAN = re.compile(r"[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b")
_DEA = re.compile(r"[A-Z]{2}\d{7}\b")
_VIN = re.compile(r"[A-HJ-NPR-Z\d]{13}\d{4}\b")
_MEDICARE = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d"
    r"-?[AC-HJKMNP-RT-Y]{2}\d\d\b"
)
"""Eleven signs, none of them S, L, O, I, B or Z (CMS, Medicare Beneficiary Identifier format)."""


def _no_dose(text: str, start: int, end: int) -> bool:
    """B12 5UG may be a dose of a vitamin."""
    return not (text[start] in "Bb" and text[end - 2 : end].lower() in ("ug", "gr"))


def _iban(text: str, start: int, end: int) -> bool:
    code = text[start:end].replace(" ", "")
    return 15 <= len(code) <= 34 and checks.iban(code)


def _dea(text: str, start: int, end: int) -> bool:
    return checks.dea(text[start:end])


def _vin(text: str, start: int, end: int) -> bool:
    return checks.vin(text[start:end])


def _always(_text: str, _start: int, _end: int) -> bool:
    return True


_CODES: tuple[tuple[str, re.Pattern[str], Holds], ...] = (
    ("place", _BRITISH, _no_dose),
    ("place", _CANADIAN, _always),
    ("account", _IBAN, _iban),
    ("licence", _DEA, _dea),
    ("vehicle", _VIN, _vin),
    ("plan", _MEDICARE, _always),
)


def _codes(text: Text) -> Iterator[Finding]:
    """Postcodes, bank accounts, prescribers, vehicles, Medicare numbers."""
    last = -1
    for seen in _SEEN.finditer(text.said):
        word = _WORD.search(text.said, max(0, seen.start() - _WIDEST), seen.start())
        if word is None or word.start() == last:
            continue
        last = word.start()
        for kind, shape, holds in _CODES:
            found = shape.match(text.said, last)
            if found and holds(text.said, *found.span()):
                yield Finding(kind, *found.span())


CODED = (Rule(_codes, digits=2),)
