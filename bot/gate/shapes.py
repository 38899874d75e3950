"""A number without a label names somebody if its shape, its check digit or its length says so."""

import re
from collections.abc import Iterator

from bot.gate import checks
from bot.gate.labels import MEASURE, digits_in
from bot.gate.rule import Finding, Rule, Text, after, before, spans, words

_RUN = re.compile(r"\d(?<![\w.,/\-]\d)(?:[ -]?\d){6,18}+(?![\w]|[.,]\d)")
_SOCIAL = re.compile(r"\d{3}-\d{2}-\d{4}")
_NHS = re.compile(r"\d{3}([ -]?)\d{3}\1\d{4}")
_CARD = re.compile(r"\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|3\d{3}([ -]?)\d{6}\2\d{5}")
_PUBLISHED = re.compile(
    r"(?:pmid|pmcid|pmc|isbn|issn|doi|nct|isrctn|arxiv|rs|oclc"
    r"|snomed(?: ct)?|sctid|loinc|omim|rxcui|ndc|chembl|cid|cas|orcid|grant|[$€£¥=])"
    r"\W{0,3}$"
)
"""Before a number of a publication, of a registered trial, of a substance, or of money."""
_VARIETY = 3
"""Digits that a number with a meaning has at least: 10000001 has two."""


def _runs(text: Text) -> Iterator[Finding]:
    """Long numbers without a label: by their groups, by their check digit, or by their length."""
    for found in _RUN.finditer(text.said):
        kind = _run_kind(found[0])
        if not kind or _PUBLISHED.search(before(text.said, found.start(), 12)):
            continue
        if not MEASURE.match(after(text.said, found.end(), 14)):
            yield Finding(kind, *found.span())


def _run_kind(said: str) -> str:
    """Which kind of number a run of digits is; "" if it may well measure something."""
    digits = said.replace(" ", "").replace("-", "")
    if _SOCIAL.fullmatch(said):
        return "social"
    if _NHS.fullmatch(said) and checks.nhs(digits):
        return "social"
    if _CARD.fullmatch(said) and checks.luhn(digits):
        return "number"
    long = said.isdigit() and not digits.endswith("000") and len(set(digits)) >= _VARIETY
    return "number" if long else ""


_VEHICLES = (
    "plate|plates|reg|registration|registered|car|vehicle|van|truck|lorry|taxi|ambulance|bike"
    "|scooter|motorbike|motorcycle|kennzeichen|immatriculation|vrm|driving|crash"
)
_CAR = re.compile(rf"\b(?:{_VEHICLES})\b.{{0,24}}$")


def _plate(text: str, start: int, end: int) -> bool:
    return digits_in(text[start:end]) > 0 and bool(_CAR.search(before(text, start, 50)))


SHAPED = (
    Rule(_runs, digits=7),
    Rule(
        spans("social", r"\d\d ?\d\d ?\d\d ?[A-D]\b", lead=r"\b[A-Z]{2} ?"),
        words("a b c d"),
        6,
    ),
    Rule(
        spans(
            "vehicle",
            r"\b(?:[a-z]{2}\d\d ?[a-z]{3}|\d[a-z]{3}\d{3}|[a-z]{3}[ -]?\d{3,4}"
            r"|[a-z]\d{1,3} ?[a-z]{3}|[a-z]{1,3}-[a-z]{1,2} ?\d{1,4}"
            r"|[a-z]{2}[ -]\d{1,2}[ -][a-z]{1,2}[ -]\d{4})\b",
            _plate,
        ),
        words(_VEHICLES),
        2,
    ),
    Rule(spans("device", r"\(01\)\d{14}(?:\(\d\d\)[\w./-]{1,20}){0,4}"), digits=16),
)
