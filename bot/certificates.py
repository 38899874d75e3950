"""A certificate in words: the code that people copy by hand, and what it says and does not say.

Nothing is drawn here; `said` is all that stands on it, so that a picture of it can be read aloud.
"""

import unicodedata
from collections.abc import Mapping

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a sign read wrongly can be told."""

CODE_BITS = 60
PREFIX = "RND"
GROUPS, GROUP = 3, 4
"""A code is the prefix and three groups of four signs: 60 bits, and nothing else."""

MISREAD = str.maketrans("OIL", "011")

BESIDE = ("Zs", "Pd", "Cc", "Cf")
"""Unicode's blanks, dashes and what is not seen at all: how a code is broken up does not matter."""

HASH_SHOWN = 12
"""Signs of a course's hash that are printed: enough to compare two by eye."""

NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip

NEEDED = ("name", "title", "version", "date", "hash", "code")


def code_of(bits: int) -> str:
    """The code of 60 bits drawn at random, as RND-7K2M-9QX4-T0ZB."""
    if not 0 <= bits < 1 << CODE_BITS:
        raise ValueError(f"A code is made of {CODE_BITS} bits.")
    signs = "".join(SIGNS[bits >> 5 * at & 31] for at in reversed(range(GROUPS * GROUP)))
    return "-".join([PREFIX, *(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))])


def read_code(text: str) -> str | None:
    """The code that somebody typed, or None. Case, blanks and hyphens do not matter, nor whether
    a letter was taken for the digit that looks like it."""
    plain = unicodedata.normalize("NFKC", text).upper()
    signs = "".join(one for one in plain if unicodedata.category(one) not in BESIDE)
    signs = signs.translate(MISREAD)
    if len(signs) == len(PREFIX) + GROUPS * GROUP:
        signs = signs.removeprefix(PREFIX)
    if len(signs) != GROUPS * GROUP or not set(signs) <= set(SIGNS):
        return None
    bits = 0
    for one in signs:
        bits = bits << 5 | SIGNS.index(one)
    return code_of(bits)


def said(values: Mapping[str, str]) -> dict[str, str]:
    """Every line that stands on it, by what it is for; a line that has nothing to say is "".

    `values` are name, title, version, date, hash and code; they may also be course, language,
    lessons, minutes, and `review`: whoever reviewed the clinical content, "" for nobody. Raises
    ValueError, with one sentence, for what is missing.
    """
    if missing := [one for one in NEEDED if not values.get(one, "").strip()]:
        raise ValueError(f"A certificate needs {', '.join(missing)}.")
    given = {name: " ".join(value.split()) for name, value in values.items()}
    return {
        "heading": "Certificate of completion",
        "this": "This certifies that",
        "name": given["name"],
        "completed": "completed the course",
        "title": given["title"],
        "about": _about(given),
        "date": given["date"],
        "course": " · ".join(_course(given)),
        "code": given["code"],
        "check": f"To check it: rounds course verify {given['code']}",
        "practice": "It certifies attendance and practice.",
        "competence": "It certifies no clinical competence.",
        "review": _review(given),
    }


def aloud(values: Mapping[str, str]) -> str:
    """What a screen reader says of its picture."""
    line = said(values)
    about = f", {line['about']}" if line["about"] else ""
    sentences = (
        f"{line['heading']}: {line['name']} {line['completed']} {line['title']}{about}, on"
        f" {line['date']}.",
        f"Code {line['code']}.",
        line["practice"],
        line["competence"],
        line["review"],
    )
    return " ".join(one for one in sentences if one)


def file_stem(values: Mapping[str, str]) -> str:
    """The name of its file, without its ending: plain letters, whatever the course is called."""
    return f"certificate-{said(values)['code']}"


def _about(given: Mapping[str, str]) -> str:
    """What kind of course it was. How long is said only where it is known."""
    parts = ["self-paced"]
    if lessons := given.get("lessons"):
        parts.insert(0, f"{_number(lessons)} lesson{'s' if lessons != '1' else ''}")
    if minutes := given.get("minutes"):
        parts.append(f"about {minutes} minutes")
    return ", ".join(parts)


def _course(given: Mapping[str, str]) -> list[str]:
    """Which course exactly: anybody who has its files can compare."""
    parts = [f"Course {given['course']}"] if given.get("course") else []
    parts.append(f"version {given['version']}")
    if language := given.get("language"):
        parts.append(f"language {language}")
    return [*parts, f"content {given['hash'][:HASH_SHOWN]}"]


def _review(given: Mapping[str, str]) -> str:
    if "review" not in given:
        return ""
    if by := given["review"]:
        return f"Its clinical content was reviewed by {by}."
    return "Its clinical content has not been reviewed."


def _number(digits: str) -> str:
    """A small number as a word."""
    number = int(digits) if digits.isdecimal() else 0
    return NUMBERS[number - 1] if 1 <= number <= len(NUMBERS) else digits
