"""A word is a name by the words around it: a title, "my name is", a wife, what a patient does.

Being on a list of given names is never enough, and neither is a capital: eponyms, drugs and
headings have one too.
"""

import re
from collections.abc import Iterator

from bot.gate.rule import Finding, Rule, Text, keys, stands, words
from bot.gate.words import COMMON, GIVEN, PARTICLES, STARTERS, TITLED

_CAP = (
    r"[A-ZÀ-ÖØ-Þ](?:['’][A-ZÀ-ÖØ-Þ])?[^\W\d_]{1,20}(?:[-'’][A-ZÀ-ÖØ-Þ][^\W\d_]{1,20})?(?![^\W\d_])"
)
_BEHIND = r"(?:DOB|MRN|NHS|NOK|GP|ID|BP|HR|PMH|RE|SSN)\b"
"""What follows a name on a form, in capitals too."""
_PARTICLE = rf"(?:(?:{PARTICLES}) ){{0,2}}"
_MORE = rf"(?: (?!{_BEHIND}){_PARTICLE}(?:{_CAP}|[A-Z]\.)){{0,3}}"
_FULL = rf"(?:{_PARTICLE}{_CAP}{_MORE}|[A-Z]\.? ?(?:[A-Z]\. ?)?{_CAP})"
_LOW = r"[^\W\d_A-Z]{3,20}(?:['’-][^\W\d_]{2,20})?(?![^\W\d_])"
_BORNE = re.compile(rf"(?:{PARTICLES}) (?:(?:{PARTICLES}) )?[A-Z]")
_WORD = re.compile(r"[^\W\d_]{2,}")

SHORT_MOST = 5
"""MI, CKD, COPD: capitals that short are no name."""
_THEORY = re.compile(
    r"['’]s\b|[- ](?:sign|syndrome|disease|test|score|criteria|method|scale|law|node|nodule)\b"
)
"""Behind a name: it is an eponym, or somebody's theory."""


def _first(name: str) -> str:
    """The name's first word of two letters and more, in lower case."""
    found = _WORD.search(name)
    return found[0].lower() if found else ""


def _plain(word: str) -> bool:
    """Whether a word in lower case is one of every day, by a list and by its ending."""
    if word in GIVEN:
        return False
    return word in COMMON or word in TITLED or word.endswith(("ly", "ing", "ed", "tion", "s"))


def _is_name(name: str) -> bool:
    """Whether a word with a capital may be one, and one without is on the list."""
    first = _first(name)
    if name[:1].islower() and not _BORNE.match(name):
        return first in GIVEN
    return bool(first) and first not in STARTERS and first not in TITLED


def _short(name: str) -> bool:
    """MI, CKD, HTN: what a relative has, rather than how he is called."""
    first = _first(name)
    return name[: len(first)].isupper() and len(first) <= SHORT_MOST and first not in GIVEN


_TITLES = (
    "mr|mrs|ms|mx|miss|dr|prof|professor|herr|frau|mme|mlle|monsieur|madame|señor|señora|senor"
    "|senora|sr|sra|signor|signora|nurse|sister|sir|dra"
)
_TITLED = re.compile(
    r"(?!MR\b|MS\b|SR\b)(?:[A-Z]\w*|mrs?|dr|prof|frau|herr)\.?(?:\s(?:and|&)\s(?:Mrs|Dr|Ms)\.?)?"
    rf"\s{{1,2}}(?:Dr\.?\s)?(?P<name>{_FULL})"
)
_TITLED_LOW = re.compile(
    rf"(?P<title>mrs|mr|dr|miss|ms|mme|frau|herr|sra|prof)\.?\s(?P<name>{_LOW})"
)
_SURE = ("mrs", "mme", "frau", "herr", "sra")
"""Titles that are no other word: "mr" is a valve, "ms" an illness, and "dr said" names nobody."""


def _titles(text: Text) -> Iterator[Finding]:
    """Mrs Okonkwo, Dr. A. Petrov, Prof. van der Meer; mrs patel, but not "dr said"."""
    for at, _ in stands(text, _TITLE_KEYS):
        found = _TITLED.match(text.said, at)
        if found:
            if _is_name(found["name"]) and not _THEORY.match(text.said, found.end()):
                yield Finding("name", *found.span())
            continue
        found = _TITLED_LOW.match(text.said, at)
        if found and _titled_low(found["title"], found["name"]):
            yield Finding("name", *found.span())


def _titled_low(title: str, name: str) -> bool:
    if title in ("miss", "ms"):
        return name in GIVEN
    if title in _SURE:
        return name not in COMMON and name not in TITLED
    return not _plain(name)


_RELATIVES = (
    "wife|husband|partner|son|daughter|mother|father|mum|mom|dad|brother|sister|aunt|uncle|cousin"
    "|niece|nephew|grandson|granddaughter|grandmother|grandfather|grandma|granny|boyfriend"
    "|girlfriend|fiancé|fiancée|neighbour|neighbor|carer|caregiver"
)
_TITLE_KEYS = keys(_TITLES)
_NAMED_KEYS = keys("name named called surname")
_NAMED = re.compile(rf"\w++(?:['’]s| is)?\s?(?P<sign>[:=–-]\s?)?(?P<it>{_FULL}|{_LOW})")
_WHOSE_NAME = re.compile(
    r"\b(?:patient|pt|full|first|last|family|sur|maiden|given|his|her|child|baby|doctor|nurse"
    rf"|(?:{_RELATIVES})['’]s)(?:['’]s)?\s?$"
)
_PEOPLE = re.compile(
    r"\b(?:boy|girl|man|woman|lady|gentleman|patient|pt|baby|child|infant|toddler|teenager|newborn"
    r"|person|kid|nurse|doctor|midwife|client|resident|pensioner|wife|husband|partner|son|daughter"
    r"|mother|father|brother|sister|neighbour|neighbor|friend|he|she)(?: who)?(?: is| was)?,? $"
)


def _named(text: Text) -> Iterator[Finding]:
    """My name is Grace; patient name: Sigrun; a boy named Emeka; she is called Ludmila."""
    for at, end in stands(text, _NAMED_KEYS):
        found = _NAMED.match(text.said, at)
        if found is None or found.start("it") == end:
            continue
        told, key = text.low[max(0, at - 24) : at], text.low[at:end]
        name, own = found["it"], told.endswith("my ") and key == "name"
        if key == "name":
            stated = found["sign"] or text.low[end : end + 3] in (" is", "'s ", "’s ")
            line = not told.rpartition("\n")[2].strip() and _first(name) in GIVEN
            cued = stated and (own or line or bool(_WHOSE_NAME.search(told)))
        else:
            cued = key == "surname" or bool(_PEOPLE.search(told))
        cued = cued and not _short(name)
        if cued and (_is_name(name) or (own and not _plain(_first(name)))):
            first, last = found.span("it")
            yield Finding("name", first, _with_surname(text.said, first, last))


_RELATIVE_KEYS = keys(_RELATIVES)
_RELATIVE = re.compile(rf"\w+(?:,| is| was|:)? \(?(?P<it>{_FULL}|{_LOW})")
_WHOSE = re.compile(
    r"\b(?:his|her|my|their|patient['’]s) (?:late |elder |younger |older |oldest |youngest )?$"
)


def _relatives(text: Text) -> Iterator[Finding]:
    """Spoke to his wife Karin; her son ahmed."""
    for at, _ in stands(text, _RELATIVE_KEYS):
        found = _RELATIVE.match(text.said, at)
        if found is None or not _is_name(found["it"]) or _short(found["it"]):
            continue
        theirs = _WHOSE.search(text.low, max(0, at - 24), at) or _first(found["it"]) in GIVEN
        if theirs and not _THEORY.match(text.said, found.end()):
            yield Finding("name", *found.span("it"))


_COMES = (
    r"c/o|complain(?:s|ed|ing)\b|present(?:s|ed|ing)\b|attend(?:s|ed)\b|denie[sd]\b|came in\b"
    r"|was (?:admitted|seen|referred|discharged|transferred|diagnosed|brought|rushed|operated)\b"
    r"|is (?:a |an )?\d{1,3}\b|has (?:a )?(?:pain|fever|cough|rash)|reports (?:pain|feeling|no)"
    r"|walked in\b"
)
_AGED = (
    r",? \(?(?:aged? )?\d{1,3} ?(?:[),]|yo\b|y/o|years?\b|yrs?\b|[MFmf]\b)|,? (?:dob|DOB|d\.o\.b)"
)
_DOES = re.compile(rf"(?:{_AGED}|,? (?:{_COMES})|,? (?:admitted|discharged|born)\b)")
_HAS = re.compile(
    r"['’]s (?:wound|blood|bp|results?|bloods|scan|pain|tablets|medication|stoma|catheter|mother"
    r"|wife|husband|daughter|son|mum|family|discharge|notes|chart|symptoms|surgery|operation|hip"
    r"|knee|leg|x-?ray)\b"
)
_SAID_OF = re.compile(
    r"(?:\b(?:(?:seen|reviewed|referred|signed|assessed|discussed|examined|agreed) (?:by|with)"
    r"|spoke (?:to|with)|d/w|s/b|saw|reviewed|regards,?|sincerely,?|thanks,?|thx,?|cheers,?|dear"
    r"|attn:?|cc:?|(?:baby|child|son|daughter|mother|father|wife|husband) of|re:|nok:?"
    r"|next of kin:?|patient:?|pt:?)|^name\s?[:-])\s{1,2}$"
)
_GIVEN_KEYS = keys(*GIVEN)
_INVERTED = re.compile(rf"^(?P<it>{_CAP}), $", re.MULTILINE)
_ENDS = re.compile(r"\s?(?:$|[-–:;,(\n]|dob\b|d\.o\.b|\d)", re.IGNORECASE)
_SURNAME = re.compile(_MORE)
_SURNAME_LOW = re.compile(rf" (?P<name>{_LOW})")


def _given(text: Text) -> Iterator[Finding]:
    """A common given name where somebody comes in, is of an age, or is spoken to."""
    for at, named in stands(text, _GIVEN_KEYS):
        end = _with_surname(text.said, at, named)
        told = text.low[max(0, at - 28) : at]
        inverted = _INVERTED.search(text.said, max(0, at - 28), at)
        alone = inverted is not None and end == named and _is_name(inverted["it"])
        if inverted and alone and _ENDS.match(text.said, end):
            yield Finding("name", inverted.start("it"), end)
        elif _DOES.match(text.said, end) or _HAS.match(text.said, end) or _SAID_OF.search(told):
            yield Finding("name", at, end)


def _with_surname(said: str, at: int, end: int) -> int:
    """Where the name ends that begins with this given name."""
    if said[at].isupper():
        more = _SURNAME.match(said, end)
        return more.end() if more else end
    more = _SURNAME_LOW.match(said, end)
    if more is None or more["name"] in COMMON:
        return end
    sure = _ENDS.match(said, more.end()) or not _plain(more["name"])
    return more.end() if sure else end


_PATIENT_KEYS = keys("patient pt re")
_PATIENT = re.compile(rf"\w+\.?:? (?P<it>{_FULL})(?={_DOES.pattern})")
_PATIENT_LOW = re.compile(rf"(?:pt|patient) (?P<it>{_LOW})(?= (?:{_COMES}))")
_SEEN_KEYS = keys("seen reviewed referred signed assessed discussed examined d/w s/b")
_SEEN = re.compile(
    r"[\w/]+(?: by (?!U\.? ?[SK]\b)(?P<it>(?:[A-Z](?:\. ?| )){1,2}[A-Z][a-z]{2,20})"
    r"|(?: with)?:? (?P<with>(?:[A-Z]\. ?){1,2}[A-Z][a-z]{2,20}))(?! et al)"
)


def _patients(text: Text) -> Iterator[Finding]:
    """Patient Underhill presented; pt kowalska c/o; seen by J. Abernathy."""
    for at, _ in stands(text, _PATIENT_KEYS):
        found = _PATIENT.match(text.said, at)
        if found and _is_name(found["it"]) and not _short(found["it"]):
            yield Finding("name", *found.span("it"))
        low = None if found else _PATIENT_LOW.match(text.said, at)
        if low and not _plain(low["it"]):
            yield Finding("name", *low.span("it"))
    for at, _ in stands(text, _SEEN_KEYS):
        found = _SEEN.match(text.said, at)
        if found:
            yield Finding("name", *found.span("it" if found["it"] else "with"))


NAMES = (
    Rule(_titles, words(_TITLES)),
    Rule(_named, words("name named called surname")),
    Rule(_relatives, words(_RELATIVES)),
    Rule(_given, frozenset(_GIVEN_KEYS)),
    Rule(_patients, frozenset(_PATIENT_KEYS) | frozenset(_SEEN_KEYS)),
)
