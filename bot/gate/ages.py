"""An age of ninety and more names somebody, so few are left; the age of a group does not.

45 CFR 164.514(b)(2)(i)(C): "all ages over 89".
"""

import re

from bot.gate.rule import Rule, after, before, keyed, spans, words

_UNIT = "(?:one|two|three|four|five|six|seven|eight|nine)"
_SAID = rf"(?:ninety(?:[\s-]{_UNIT})?|(?:one |a )?hundred(?:\sand\s{_UNIT})?)"

_GROUP = re.compile(
    r"(?:over|above|under|below|than|until|to|between|least|most|past|for|last|after|in|≥|≤|>|<"
    r"|\d\s?[-–])\s?$"
)
"""Before an age: a bound, a span of years, or a group of people."""

_FEVER = re.compile(
    r"\s?(?:fever|temp|chills|with (?:chills|rigors)|[)\]]|[(/]\s?\d|or higher|or above|°)"
)
_FEVER_BEFORE = re.compile(r"(?:temp\w*|fever|t|febrile|of|to|at|max|than|over|\d\.|°)[\s:=]{0,2}$")
_OPEN = re.compile(
    r"\s?(?:[%+°]|[.,]\d|[-–]\s?\d|mg|ml|mm|kg|cm|bpm|to\b|and (?:over|above|older|up)|plus\b"
    r"|or (?:over|above|older|more)|groups?\b|range|limit|th\b|percent|minutes|days|weeks|months)"
)


def _one(text: str, start: int, _end: int) -> bool:
    return not _GROUP.search(before(text, start, 12))


def _lettered(text: str, start: int, end: int) -> bool:
    """95F is a woman, and in other places a fever."""
    if _FEVER_BEFORE.search(before(text, start, 14)):
        return False
    return _one(text, start, end) and not _FEVER.match(after(text, end, 20))


def _labelled(text: str, _start: int, end: int) -> bool:
    return not _OPEN.match(after(text, end, 20))


AGES = (
    Rule(
        spans(
            "age",
            r"[91]\d(?<!\w\d\d)(?<![.,/]\d\d)(?:(?<=9\d)|\d(?<=1[01]\d))[\s-]{0,2}"
            r"(?:(?:years?|yrs?|y)\.?(?:[\s-]{1,2}of age|[\s-]{0,2}old|/o|o)\b|yrs?\b\.?|y\b"
            r"|a[nñ]os\b|ans\b|jahre\b|jährige?\w?\b|anni\b)",
            _one,
        ),
        words("year years yr yrs y yo o años anos ans jahre jährige jähriger anni old"),
        digits=2,
    ),
    Rule(spans("age", r"9\d(?<!\w\d\d)\s?[FfMm]\b(?![/'’])", _lettered), words("f m"), 2),
    keyed(
        "age",
        "age aged ages turns turned turning tiene",
        r"\w{3,7}(?:\sof)?[\s:=-]{1,3}(?P<it>(?:9\d|1[01]\d))(?!\d)",
        _labelled,
        digits=2,
    ),
    keyed(
        "age",
        "he she",
        r"(?:he|she)(?:['’]s| is| was)(?: now| already)? (?P<it>(?:9\d|1[01]\d))(?!\d)",
        _labelled,
        digits=2,
    ),
    keyed("age", "ninety hundred", rf"{_SAID}[\s-]years?[\s-]olds?\b", _one),
    keyed("age", "aged age", rf"aged?\s(?P<it>{_SAID})\b", _one, also=words("ninety hundred")),
)
