"""A day or a month of a life is a detail, a year is none; a dose, a ratio or a pressure is no date.

What is more exact than a year counts (45 CFR 164.514(b)(2)(i)(C)). A day of a document (updated,
published, accessed) is nobody's day, and neither is one before 1900.
"""

import re
from collections.abc import Iterator

from bot.gate.checks import YEAR_LEAST, day_in, day_of
from bot.gate.rule import Finding, Rule, Text, after, before, keys, stands, words
from bot.gate.words import MONTHS

_KEYS = keys(MONTHS)
_VERBS = frozenset(("may", "march", "mar"))
"""Months that are something else in most texts: "type 2 may", "march fractures"."""

_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_ORDINAL = rf"(?:(?:twenty|thirty)[ -])?(?:{_ORDINALS})"
_DAY_BEFORE = re.compile(
    r"(?<![\w/.,:])(?:\d{1,2}(?:st|nd|rd|th)?(?: to | and | ?[-–] ?))?(?P<d>\d{1,2})"
    r"(?P<th>st|nd|rd|th|er|º|ª)?(?:\.? {0,2}|-)(?:(?:day )?(?:of |de ))?$"
    rf"|\b(?P<said>{_ORDINAL}) (?:day )?(?:of )?$",
    re.IGNORECASE,
)
_DAY_AFTER = re.compile(
    r"\.?[ -](?:the )?(?:(?P<d>\d{1,2})(?P<th>st|nd|rd|th)?(?![\w/%]|[.,:]\d)"
    rf"|(?P<said>{_ORDINAL})\b)",
    re.IGNORECASE,
)
_UNIT = "(?:one|two|three|four|five|six|seven|eight|nine)"
_YEAR = re.compile(
    r"\.?(?:,? |,| del? |-|\.)(?:(?P<y>[12]\d{3})|['’]\d\d|(?<=-)\d\d"
    rf"|(?:nineteen|twenty) (?:oh |[a-z]{{3,5}}t(?:y|een)\b[ -]?){_UNIT}?"
    rf"|two thousand(?: and {_UNIT})?)(?![\w%]|:\d)",
    re.IGNORECASE,
)
_YEAR_SHORT = re.compile(r",? \d\d(?!\w)")
"""Told only of a birth: "12 March 40 patients" has no year."""
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_LEAD = re.compile(rf"(?:\b{_WEEKDAY}\.?,? (?:the )?|\bthe )$")
_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}\.?,? (?:the )?$")

UNITS = re.compile(
    r"\s?(?:%|°|[-–/]\s?\d)|\s?-?(?:mg|mcg|µg|g|kg|ml|l|iu|units?|cm|mm|tabs?|tablets?|puffs?"
    r"|mmol|hours?|hrs?|h|days?|weeks?|wks?|months?|minutes?|mins?|years?|yrs?|times|miles|km"
    r"|tsp|teaspoons?|tbsp|cups?|the dose|people|patients"
    r"|percent|points?|doses|of|or|ago|history|hx|occasions|cells|copies)\b"
)
"""What makes a measure, a span or a share of the number before it."""

DOCUMENT = re.compile(
    r"(?:updated|last reviewed|medically reviewed|review date|publi(?:shed|cation)|accessed"
    r"|retrieved|version|edition|issued|posted|released|revised|modified|copyright|©|guidelines?"
    r"|guidance|journal|approved by|fda|effective from|reprinted|downloaded|cutoff)\b[^.;]{0,40}$"
)
BIRTH = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\b|\bborn\b|birth|\bb\.|\bgeb(?:oren)?\b|\bn[ée]e?\sle|nacimiento"
    r"|\bnacid[oa]\b|\bnascid[oa]\b|\bnat[oa] il\b)[^;]{0,16}$"
)
BIRTH_BEHIND = re.compile(r"[\s,)]{0,2}(?:(?:is|was)\s(?:the|her|his|my)\s)?(?:dob|birth)")
EVENT = re.compile(
    r"\b(?:admi\w*|adm|discharg\w*|d/c|dc|seen|since|diagnos\w*|dx|operat\w*|op|surgery|died|death"
    r"|passed away|born|birth|dob|visit\w*|attended|transferr?\w*|transplant\w*|started|stopped"
    r"|hospital\w*|appointment|appt|stroke|biops\w*|scan\w*|x-?ray|mri|ct|miscarr\w*|deliver\w*"
    r"|fell|fall|fracture\w*|injur\w*|collapsed|relapse\w*|chemo\w*|last|f/u|follow[- ]up|review"
    r"|n?stemi|mi|cva|tia|pe|dvt|cabg|pci|turp|ercp|tkr|thr)"
    r"\b[^.;]{0,24}$"
)
"""What happens to a person, shortly before a month and a year: "diagnosed in March 2019"."""

_ON = re.compile(
    r"(?:\b(?:on|since|until|till|adm(?:itted|ission|it)?|discharged?|d/c|dc'?d|seen|d\.?o\.?b|born"
    r"|birth(?:day|date)?|died|rip|appt|appointment|surgery|operated|op|dated?|due|edd|lmp|visit"
    r"|transferred|f/u|follow[- ]up|started|stopped|last)\b)[\s:.,-]{1,3}(?:the\s|on\s|seen\s)?$"
)
_AGAIN = re.compile(r"(?:f/u|follow[- ]up|appt|review|due)\W{1,3}(?:on\s)?$")
_SPANS_OF_TIME = (7, 12, 52)
"""Under a stroke: days, months and weeks of British notes ("f/u 3/12" is in three months)."""
_GOES_ON = re.compile(r"\s?(?:$|[.,;:)!?(-]|(?:and|at|in|on|to|for|with|by|he|she|they|we|it)\b)")


def _document(text: str, start: int) -> bool:
    return bool(DOCUMENT.search(before(text, start, 60)))


def _made(text: str, start: int, end: int) -> Finding:
    """With the weekday or the article before it, and as a birth where one is told of."""
    led = _LEAD.search(before(text, start, 16))
    if led:
        start -= len(led[0])
    born = BIRTH.search(before(text, start, 30)) or BIRTH_BEHIND.match(after(text, end, 20))
    return Finding("birth" if born else "date", start, end)


def _day(text: Text, at: int, end: int) -> tuple[int, int, re.Match[str] | None]:
    """From where to where a month and its day stand, and the day; None if there is none."""
    first = _DAY_BEFORE.search(text.said, max(0, at - 26), at)
    if first and (first["said"] or 1 <= int(first["d"]) <= 31):
        return first.start(), end, first
    then = _DAY_AFTER.match(text.said, end)
    if then and (then["said"] or 1 <= int(then["d"]) <= 31):
        return at, then.end(), then
    return at, end, None


def _months(text: Text) -> Iterator[Finding]:
    """12 March; March 12th, 1952; the twelfth of March; March 2019 if it happened to somebody."""
    for at, named in stands(text, _KEYS):
        start, end, day = _day(text, at, named)
        year = _YEAR.match(text.said, end)
        if (day is None and year is None) or (year and int(year["y"] or YEAR_LEAST) < YEAR_LEAST):
            continue
        if year is None and BIRTH.search(before(text.said, start, 30)):
            year = _YEAR_SHORT.match(text.said, end)
        if year is not None:
            end = year.end()
        if day is None and not EVENT.search(before(text.said, start, 50)):
            continue
        if year is None and not _alone(text.said, start, end, text.said[at:named], day):
            continue
        if not _document(text.said, start):
            yield _made(text.said, start, end)


def _alone(text: str, start: int, end: int, month: str, day: re.Match[str] | None) -> bool:
    """Whether a month and a number are a day without a year: "2 May", and not "type 2 may be"."""
    if UNITS.match(after(text, end, 12)):
        return False
    if month.lower() not in _VERBS or (day and (day["th"] or day["said"])):
        return True
    if month.islower():
        return bool(_ON.search(before(text, start, 24)))
    return bool(_GOES_ON.match(after(text, end, 8)))


_PARTED = re.compile(r"[/.\-]\d\d?[/.\-]\d")
"""What every such day has in its middle: most texts have none, and are searched for no more."""
_FULL = re.compile(
    r"(?P<a>\d(?<!\w\d)(?<!\d[/.,\-]\d)\d?)(?P<s>[/.\-])(?P<b>\d\d?)(?P=s)(?P<c>\d{4}|\d\d)"
    r"(?![\w/]|[.,\-]\d)"
)
_ISO = re.compile(
    r"(?P<y>[12]\d{3})(?<!\w\d{4})(?P<s>[\-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d|[\-/]\d)"
)


def _numeric(text: Text) -> Iterator[Finding]:
    """14/03/2021, 14.3.21, 2021-03-14."""
    said = text.said
    if not _PARTED.search(said):
        return
    for found in _FULL.finditer(said):
        year, dotted = int(found["c"]), found["s"] == "."
        if not day_in(int(found["a"]), int(found["b"])) or 99 < year < YEAR_LEAST:
            continue
        short = dotted and year <= 99 and min(len(found["a"]), len(found["b"])) < 2
        if short and not BIRTH.search(before(said, found.start(), 30)):
            continue
        if not UNITS.match(after(said, found.end(), 12)) and not _document(said, found.start()):
            yield _made(said, *found.span())
    for found in _ISO.finditer(said):
        real = day_of(int(found["y"]), int(found["m"]), int(found["d"]))
        if real and not _document(said, found.start()):
            yield _made(said, *found.span())


_SHORT = re.compile(r"/(?<=\d/)(?P<b>\d\d?)(?![\w/%]|[.,]\d)")
_SHORT_DAY = re.compile(r"(?<![\w./,\-])(?P<a>\d{1,2})$")


def _short(text: Text) -> Iterator[Finding]:
    """Admitted 3/14; but 3/12 of cough are months, and 4/5 is a strength."""
    for found in _SHORT.finditer(text.said):
        day = _SHORT_DAY.search(text.said, max(0, found.start() - 3), found.start())
        if day is None or not day_in(int(day["a"]), int(found["b"])):
            continue
        said = before(text.said, day.start(), 24)
        months = int(found["b"]) in _SPANS_OF_TIME and _AGAIN.search(said)
        told = _ON.search(said) or _WEEKDAY_BEFORE.search(said)
        if told and not months and not UNITS.match(after(text.said, found.end(), 12)):
            yield _made(text.said, day.start(), found.end())


_NTH = re.compile(r"\d(?<![\w.,/]\d)\d?(?:st|nd|rd|th)\b")
_ENDS = re.compile(r"\s*(?:$|[.,;)!?])")
_ON_THE = re.compile(r"\b(?:on|until|till|since) the $")


def _nth(text: Text) -> Iterator[Finding]:
    """Thursday 2nd; until the 21st. Not the 2nd floor, not the 21st century."""
    for found in _NTH.finditer(text.said):
        said = before(text.said, found.start(), 16)
        ends = _ENDS.match(after(text.said, found.end(), 4))
        if _WEEKDAY_BEFORE.search(said) or (ends and _ON_THE.search(said)):
            yield _made(text.said, *found.span())


_COMPACT = re.compile(r"\d{6}(?:\d\d)?(?<!\w\d{6})(?<!\w\d{8})(?!\w)")
_LABEL = re.compile(r"\b(?:d\.?o\.?b\.?|born|birth(?:day|date)?)\W{0,3}(?:is\s|on\s)?$")


def _compact(text: Text) -> Iterator[Finding]:
    """DOB 04071952."""
    for found in _COMPACT.finditer(text.said):
        if _LABEL.search(before(text.said, found.start(), 24)):
            yield Finding("birth", *found.span())


DATES = (
    Rule(_months, words(MONTHS)),
    Rule(_numeric, digits=4),
    Rule(_short, digits=2),
    Rule(_nth, words("st nd rd th"), digits=1),
    Rule(_compact, words("dob b born birth birthday birthdate"), digits=6),
)
