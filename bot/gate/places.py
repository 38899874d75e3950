"""A place smaller than a state tells where somebody is: a street, a postcode, a town one lives in.

45 CFR 164.514(b)(2)(i)(B). States and countries may be told, and a town that nobody is said to
live in or to come from is a place of the world, not of a person.
"""

import re
from collections.abc import Iterator

from bot.gate.rule import Finding, Rule, Text, before, keyed, keys, spans, stands, words
from bot.gate.words import (
    COMMON,
    COMPASS,
    COUNTRIES,
    NOT_STREETS,
    NOT_TOWNS,
    STARTERS,
    STATES,
    TWO_WORDS,
    WARDS,
)

_CAP = r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|['’-](?=[^\W\d_])){1,30}"
_NAME = rf"{_CAP}(?:[ -](?:(?:de|la|le|du|des|del|upon|on|am|an der) )?{_CAP}){{0,3}}"
_TOWN = rf"(?:, ?{_NAME})?(?:,? [A-Z]{{2}},? \d{{5}}(?:-\d{{4}})?)?"

_STREETS = (
    "street|road|avenue|lane|crescent|boulevard|terrace|grove|mews|highway|parade|alley|rd|ave|ln"
    "|blvd|cres"
)
_STREETS_CAP = (
    "St|Dr|Drive|Way|Place|Pl|Court|Ct|Close|Square|Sq|Park|Hill|Row|Rise|Green|View|Circle|Trail"
    "|Loop|Quay|Walk|Gardens"
)
_STREET = re.compile(
    r"\d(?<![\w.,/]\d)\d{0,4}[a-z]?,? (?P<name>(?:[^\W\d_][\w'’-]{1,20} ){1,3}?)"
    rf"(?:(?P<plain>(?i:{_STREETS}))|{_STREETS_CAP})\b\.?{_TOWN}"
)
_FLAT = re.compile(r"(?:flat|apartment|apt|unit|suite)\.? \w{1,4},? $", re.IGNORECASE)


def _streets(text: Text) -> Iterator[Finding]:
    """14 mill lane, with its flat and its town; not "10 years on the road"."""
    for found in _STREET.finditer(text.said):
        name = frozenset(found["name"].lower().split())
        told = found["plain"] is None and not COMMON.isdisjoint(name)
        if NOT_STREETS.isdisjoint(name) and not told:
            flat = _FLAT.search(text.said, max(0, found.start() - 20), found.start())
            yield Finding("place", flat.start() if flat else found.start(), found.end())


def _small(text: str, start: int, end: int) -> bool:
    """Neither a country, nor a state, nor a part of the world, nor the start of a sentence."""
    named = [word for word in re.split(r"[ ,'’-]+", text[start:end].lower()) if word]
    while len(named) > 1 and named[0] in COMPASS:
        named = named[1:]
    if named[0] in STATES or named[0] in COUNTRIES or named[0] in COMPASS:
        return False
    if " ".join(named[:2]) in TWO_WORDS or named[0] in NOT_TOWNS or named[0] in STARTERS:
        return False
    short = text[start:end].isupper() and end - start <= SHORT_MOST
    return not short and named[0] not in WARDS and not _ILLNESS.match(text, end)


SHORT_MOST = 5
"""ICU, HDU, COVID: capitals that short are no town."""
_ILLNESS = re.compile(r"['’]s\b|[ -](?:syndrome|disease|virus|fever|palsy|lymphoma)\b")

_US = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    "|T[NX]|UT|V[AT]|W[AIVY]"
)
_LIVING = (
    "live|lives|lived|living|reside|resides|resided|residing|stays|staying|based|raised|resident"
    "|native|moved|visiting|wohnhaft|wohnt|habite|vive"
)
_HOUSES = (
    "Hospital|Clinic|Infirmary|Hospice|Medical Cent(?:er|re)|Health Cent(?:er|re)"
    "|Nursing Home|Care Home|School|Prison"
)
_BEING = (
    "admitted|transferred|referred|seen|taken|brought|sent|attends|attended|works|worked|presented"
    "|discharged|treated|born|resident|patient|operated"
)
_WAYS = "rue|via|calle|rua|avenida|piazza|plaza|chemin|impasse|corso"
_WAY_KEYS = keys(_WAYS)
_WAY_NUMBER = re.compile(r"(?:^|(?<=\s))\d{1,4}(?:bis|ter)?,? $")
_WAY = re.compile(
    r"(?!via )\w+ (?:(?:de|du|des|la|las|los|le|les|del|della|das|dos|da|do) |l['’]){0,2}"
    rf"{_NAME}(?P<number>,? \d{{1,4}}\b)?"
)


def _ways(text: Text) -> Iterator[Finding]:
    """5 Rue des Lilas, Via Garibaldi 38."""
    for at, _ in stands(text, _WAY_KEYS):
        found = _WAY.match(text.said, at)
        number = _WAY_NUMBER.search(text.said, max(0, at - 9), at)
        if found and (number or found["number"]):
            yield Finding("place", number.start() if number else at, found.end())


_AGED = re.compile(
    r"\d(?:[ -]?(?:years?|yrs?)[ -]old|[ -]?y/?o|[mf])(?: [a-z-]{2,16}){0,3} $", re.IGNORECASE
)
_NOT_COMING = re.compile(
    r"\b(?:with|pain|suffering|dying|died|dead|switched|changed|weaned|recover\w+|result\w*|bleeding"
    r"|rash|away|free|withdrawn|differs?|rang\w+|protect\w+|discharged|transferred|referred) $"
)
_FROM_KEYS = keys("from")
_FROM = re.compile(rf"from (?:near |outside )?(?P<it>{_NAME})")


def _origins(text: Text) -> Iterator[Finding]:
    """A 45-year-old farmer from Kisumu."""
    for at, _ in stands(text, _FROM_KEYS):
        found = _FROM.match(text.said, at)
        if found is None or not _small(text.said, *found.span("it")):
            continue
        first = max(0, at - 64)
        if _AGED.search(text.said, first, at) and not _NOT_COMING.search(text.low, first, at):
            yield Finding("place", *found.span("it"))


_OTHER_ADDRESS = re.compile(r"(?:ip|mail|email|web|mac|internet|url|web ?site|memory)\W?$")


def _home(text: str, start: int, end: int) -> bool:
    """An address with a number in it, and not one of a computer."""
    said = text[start:end]
    told = before(text, start, 40).rpartition("address")[0].strip()
    return any(sign.isdigit() for sign in said) and not _OTHER_ADDRESS.search(told)


def _house(text: str, start: int, end: int) -> bool:
    """Larkfield General Hospital, not "the District General Hospital"."""
    named = [word for word in text[start:end].lower().split()[:-1] if word not in WARDS]
    return bool(named) and named[0] not in STARTERS


PLACES = (
    Rule(_streets, words(_STREETS, _STREETS_CAP), digits=1),
    Rule(
        spans(
            "place",
            rf"\d(?<=[eg.] \d)\d{{0,3}}[a-z]?\b(?:, ?\d{{5}})?(?: {_CAP})?",
            None,
            0,
            r"\b[A-ZÄÖÜ][\wäöüß-]{1,16}(?:stra(?:ß|ss)e|str\.|weg|gasse|allee) ",
        ),
        digits=1,
    ),
    Rule(_ways, words(_WAYS), digits=1),
    Rule(
        spans("place", r"\d{5}(?<=[A-Z] \d{5})(?:-\d{4})?\b", None, 0, rf"\b(?:{_US}),? "),
        digits=5,
    ),
    keyed(
        "place",
        "zip postal post pin postcode zipcode eircode plz cep",
        r"(?:(?:zip|postal|post|pin) ?code|zip|postcode|eircode|plz|cep)(?:\W{0,3}(?:is|was)\b)?"
        r"\W{1,3}"
        r"(?P<it>[a-z]{0,2}\d[a-z\d]{1,6}(?:[ -]\d?[a-z]{2,3}\b|-\d{3,4}| \d{2,3}\b)?)\b",
        digits=3,
    ),
    keyed(
        "place",
        "address adresse anschrift wohnort domicilio dirección indirizzo",
        r"\w+(?: on (?:file|record))?(?: is|\s?[:–-]) ?(?P<it>[^.;:\n@]{4,60}\b)",
        _home,
        digits=1,
    ),
    keyed(
        "place",
        "village town suburb hamlet",
        rf"(?:\w+ (?:near|outside|called)|village of) (?P<it>{_NAME})",
        _small,
        0,
    ),
    keyed("place", "box", r"box\W{1,3}(?:no\W{1,2}|number )?(?P<it>\d\w{1,7})", digits=2),
    keyed(
        "place",
        _LIVING,
        r"(?!visiting (?!from))\w+(?: alone| now| currently| back)?"
        r"(?: (?:of|in|at|to|from|near|outside|à|en|a (?:small )?(?:village|town))){1,3}"
        rf" (?P<it>{_NAME})",
        _small,
        0,
    ),
    Rule(_origins, words("from"), 1, words("f m yo y o yr yrs year years old")),
    keyed(
        "place",
        _BEING,
        r"\w+(?: back| over)? (?:to|at|by|from|in|of) (?:the )?"
        rf"(?P<it>(?:{_CAP} ){{1,4}}(?:{_HOUSES})\b)",
        _house,
        0,
        also=words("hospital clinic infirmary hospice center centre home school prison"),
    ),
)
