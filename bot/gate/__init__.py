"""A text that may name a patient waits for a person: the gate finds, and certifies nothing.

The rules look for the eighteen kinds of identifiers of the Safe Harbor rule (45 CFR
164.514(b)(2)(i)) as far as patterns go. What passes is not free of patient details: a name without
a title, in lower case, passes (docs/security.md says how much does).
"""

from collections.abc import Iterable
from operator import attrgetter

from bot.gate.ages import AGES
from bot.gate.codes import CODED
from bot.gate.danger import endangered
from bot.gate.dates import DATES
from bot.gate.labels import LABELLED
from bot.gate.likeness import LIKENESS
from bot.gate.names import NAMES
from bot.gate.places import PLACES
from bot.gate.reach import REACH
from bot.gate.rule import Finding, Pack
from bot.gate.shapes import SHAPED
from bot.tongue import phrase

__all__ = ("KINDS", "RULES", "Finding", "apart", "endangered", "findings", "named")

RULES = "gate-1"
"""Name of the rules below, recorded with what they found; other rules get another name."""

KINDS = {
    "name": phrase("a person's name"),
    "place": phrase("an address"),
    "birth": phrase("a date of birth"),
    "date": phrase("an exact date"),
    "age": phrase("an age over 89"),
    "phone": phrase("a phone number"),
    "fax": phrase("a fax number"),
    "email": phrase("an e-mail address"),
    "social": phrase("a social security or national health number"),
    "record": phrase("a medical record number"),
    "plan": phrase("a health plan number"),
    "account": phrase("an account number"),
    "licence": phrase("a licence or certificate number"),
    "vehicle": phrase("a vehicle's number"),
    "device": phrase("a device's serial number"),
    "url": phrase("a web address"),
    "ip": phrase("an internet address of a computer"),
    "biometric": phrase("a fingerprint or the like"),
    "photo": phrase("a picture of a face"),
    "number": phrase("a number that belongs to one person"),
}
"""What each kind is called in "This looks like a date of birth." (conversation.md 8)."""

PACK = (
    *LABELLED,
    *CODED,
    *REACH,
    *SHAPED,
    *DATES,
    *AGES,
    *PLACES,
    *NAMES,
    *LIKENESS,
)
"""All rules, in order: of two that find the same words, the first one says what they are."""

_PACK = Pack(PACK)


def findings(text: str) -> tuple[Finding, ...]:
    """What looks like patient details, in order, none within another."""
    known = _PACK.read(text)
    return apart(one for find in _PACK.awake(known) for one in find(known))


def apart(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order; those that overlap are one, of the longest one's kind."""
    parted: list[Finding] = []
    for one in sorted(found, key=attrgetter("start")):
        if parted and one.start < parted[-1].end:
            parted[-1] = _one_of(parted[-1], one)
        else:
            parted.append(one)
    return tuple(parted)


def named(kind: str) -> str:
    """The kind in words that fit "This looks like …"."""
    return KINDS[kind]


def _one_of(first: Finding, second: Finding) -> Finding:
    """Two that overlap are one, of the longer one's kind, and cover what both cover."""
    longer = second if second.end - second.start > first.end - first.start else first
    return Finding(longer.kind, first.start, max(first.end, second.end))
