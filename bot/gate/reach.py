"""What reaches a person: phone, fax, e-mail, web and internet addresses; not a line for everybody.

Toll-free and emergency numbers, and the pages of public bodies, reach nobody in particular.
"""

import ipaddress
import re
from collections.abc import Iterator

from bot.gate.rule import Finding, Rule, Text, after, before, keyed, words

_NUMBER = re.compile(r"[+(\d](?<![\w.,/#\-][+(\d])[\d \u00a0().\-/]{5,20}\d(?![\w%])")
_SHAPE = re.compile(
    r"\+\d{1,3}[ .\-(]{0,2}\d[\d .\-()]{5,18}"  # +44 20 7946 0321
    r"|\(0?[1-9]\d{1,4}\)[ .-]?\d{2,4}[ .-]?\d{3,4}"  # (202) 555-0143
    r"|(?:1[ .-]?)?[2-9]\d\d([.-])[2-9]\d\d\1\d{4}"  # 202-555-0143
    r"|00[1-9]\d[ .-]?\d[\d .-]{6,16}"  # 0044 20 7946 0321
    r"|0[1-9]\d{1,3}[ .-]\d{3,4}[ .-]?\d{3,5}"  # 020 7946 0321, 07700 900123
    r"|0[1-9]([ .-])\d\d(?:\2\d\d){3}"  # 06 39 98 40 11
    r"|0[1-9]\d{8,9}"  # 07700900123
)
"""How numbers are written that show by themselves that one may call them."""

_TOLL_FREE = re.compile(
    r"\(?(?:\+?1[ .-]?)?\(?(?:8(?:00|33|44|55|66|77|88)|900)\)?[ .-]"
    r"|0[38]\d\d|1[38]00"
)
"""Numbers anyone may call: North America's 8xx, Britain's 03xx and 08xx, Australia's 1300."""
_NO_NUMBER = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,5} ?[-–/] ?\d{1,5}"
    r"|\d{1,3}(?:\.\d{1,4})?(?:[ /-]\d{1,3}(?:\.\d{1,4})?)*"
)
"""A day, a range, or measures in a row."""

_CALLS = (
    "tel|telephone|telefon|teléfono|phone|ph|mob|mobile|cell|cellular|handy|landline|home|whatsapp"
    "|call|calling|called|ring|rang|text|sms|contact|reach|reached|dial|pager|bleep|number"
    "|rappeler|appeler"
)
_FAXES = "fax|faxed|facsimile|telefax"
_TO = (
    r"(?:\W{0,3}(?:no|nr|number|is|on|at|to|her|him|them|me|us|back|au|the|it|daughter|son|wife"
    r"|ward|letter|result|results|report|form)\b){0,4}\W{0,4}$"
)
_CALL = re.compile(rf"\b(?:{_CALLS})\b{_TO}")
_FAX = re.compile(rf"\b(?:{_FAXES})\b{_TO}|(?:^|[\s(])f:?\s$")
_LEAST, _MOST = 7, 15
"""Digits of a telephone number (ITU-T E.164 allows fifteen)."""


def _calls(text: Text) -> Iterator[Finding]:
    """Numbers that one may call, by their shape or by the words before them."""
    for found in _NUMBER.finditer(text.said):
        said = found[0]
        digits = sum(sign.isdigit() for sign in said)
        if not _LEAST <= digits <= _MOST or _TOLL_FREE.match(said):
            continue
        told = before(text.said, found.start(), 44)
        if _FAX.search(told) and not _NO_NUMBER.fullmatch(said):
            yield Finding("fax", *found.span())
        elif _SHAPE.fullmatch(said) or (_CALL.search(told) and not _NO_NUMBER.fullmatch(said)):
            yield Finding("phone", *found.span())


_HOST = r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}\b"
_AT = re.compile(rf"@ ?{_HOST}", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+\-%]{1,64} ?$")


def _mails(text: Text) -> Iterator[Finding]:
    """Found from its @, so that a text without one is not searched at all."""
    for found in _AT.finditer(text.said):
        local = _LOCAL.search(text.said, max(0, found.start() - 66), found.start())
        if local:
            yield Finding("email", local.start(), found.end())


_SPOKEN = re.compile(
    r"(?:[\[(]at[\])] ?[\w-]{2,30}(?:(?: ?[\[(]dot[\])] ?|\.)[a-z]{2,10}){1,3}"
    r"| at [\w-]{2,30}(?: dot [a-z]{2,10}){1,3})\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[\w.+-]{1,40}(?: dot [\w-]{1,30}){0,2} ?$", re.IGNORECASE)


def _spoken(text: Text) -> Iterator[Finding]:
    """pieter dot jansen at gmail dot com; rosa[at]example.org."""
    for found in _SPOKEN.finditer(text.said):
        local = _SPEAKER.search(text.said, max(0, found.start() - 60), found.start())
        if local:
            yield Finding("email", local.start(), found.end())


_PUBLIC = re.compile(
    r"(?:^|\.)(?:(?:gov|edu|mil|int|org|museum)(?:\.[a-z]{2})?|(?:ac|gob|gouv|nhs|go)\.[a-z]{2}"
    r"|europa\.eu|(?:mayoclinic|webmd|medscape|healthline|medicalnewstoday|nejm|bmj|thelancet"
    r"|uptodate|drugs|nature|springer|sciencedirect|wiley|google|googleapis|github|youtube)\.com)$"
)
"""Governments, universities, organisations, known publishers: a link there is about nobody."""

_PERSONAL = re.compile(
    r"[~@]|/(?:users?|profiles?|patients?|photos?|people)/|(?:mrn|patient|dob|name|id|acc|user)="
)
"""What makes a web address there one of somebody all the same."""

_MARK = re.compile(r"://|(?:www|WWW|Www)\.|\.(?:com|org|net|example|me|blog|info|co)/")
_SCHEME = re.compile(r"\b(?:https?|hxxps?|ftp)$", re.IGNORECASE)
_NAMES = re.compile(r"(?<![\w.@/-])(?:[a-z0-9-]{2,40}\.){0,3}[a-z0-9-]{2,40}$", re.IGNORECASE)
_HERE = re.compile(r"localhost|127\.|0\.0\.0\.0|\[::1\]")
"""Hosts of a program's own machine."""
_PATH = re.compile(r"[^\s<>\"'()\[\]{}|\\^`]{3,300}")


def _webs(text: Text) -> Iterator[Finding]:
    """A page of somebody; the pages of public bodies pass unless they name a person."""
    said, reached = text.said, 0
    for found in _MARK.finditer(said):
        at = found.start()
        if at < reached:
            continue
        head = (_SCHEME if found[0] == "://" else _NAMES).search(said, max(0, at - 120), at)
        start = head.start() if head else at
        rest = _PATH.match(said, found.end() if found[0] == "://" else start)
        if rest is None or (head is None and found[0][0] in ":."):
            continue
        address = rest[0].rstrip(".,;:!?")
        reached = rest.start() + len(address)
        host = re.split(r"[/?#:]", address, maxsplit=1)[0].lower()
        public = _HERE.match(host) or _PUBLIC.search(host)
        if not public or _PERSONAL.search(address.lower()):
            yield Finding("url", start, reached)


_QUAD = re.compile(r"\.\d{1,3}\.\d{1,3}\.\d")
_V4 = re.compile(r"\d(?<![\w.]\d)\d{0,2}(?:\.\d{1,3}){3}(?!\w|\.\d)(?P<port>:\d{2,5}\b)?")
_COLONS = re.compile(r":[0-9a-fA-F]{0,4}:")
_V6 = re.compile(r"(?<![\w:])[0-9a-fA-F:]{3,39}+(?![\w:])")
_MAC = re.compile(r"(?<![\w:-])[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}(?![\w:-])")
_VERSION = re.compile(r"(?:version|ver|v|release|build|section|chapter)\W{0,2}$")


def _computer(said: str) -> bool:
    """Whether it is the address of some computer; this very machine's is nobody's."""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_multicast)


def _addresses(text: Text) -> Iterator[Finding]:
    """Internet addresses, old and new; a version with four parts is none."""
    for found in _V4.finditer(text.said) if _QUAD.search(text.said) else ():
        said = found[0].partition(":")[0]
        if _computer(said) and not _VERSION.search(before(text.said, found.start(), 10)):
            yield Finding("ip", *found.span())
    for shape, kind in ((_V6, "ip"), (_MAC, "device")) if _COLONS.search(text.said) else ():
        for found in shape.finditer(text.said):
            if kind == "device" or _computer(found[0]):
                yield Finding(kind, *found.span())


def _extension(text: str, start: int, end: int) -> bool:
    return not after(text, end, 3).lstrip().startswith(("%", "mg", "mm"))


REACH = (
    Rule(_calls, digits=_LEAST),
    keyed(
        "phone",
        "ext extn extension bleep pager",
        r"\w+\W{0,2}(?:(?:no|number)\b)?\W{1,3}(?P<it>\d{3,6})\b",
        _extension,
        digits=3,
    ),
    Rule(_mails),
    Rule(_spoken, words("at")),
    Rule(_webs, words("http https www ftp com org net example blog")),
    Rule(_addresses, digits=2),
)
