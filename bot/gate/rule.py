"""A rule is asked only about texts that hold one of its words; what it finds are places, no words.

Texts are many and findings few, so a text's words are gathered once, and most rules sleep through
most texts. A search begins at what is rare, a digit or a word of the rule, and looks around it.
Every repetition is bounded or possessive, and every look around goes so many characters far: a
text made to hurt costs no more than its length.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something stands, in characters of the text, and of what kind; never what it says."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was said, in lower case (as many characters), its known words, its digits."""

    said: str
    low: str
    words: frozenset[bytes]
    digits: int


Find = Callable[[Text], Iterable[Finding]]
Holds = Callable[[str, int, int], bool]
"""Whether what stands in a text from a place to a place is what it looks like."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How details are found, and what a text must hold for the search to be worth it.

    words: any of them, in lower case; also: and any of these. digits: so many in all.
    """

    find: Find
    words: frozenset[bytes] = frozenset()
    digits: int = 0
    also: frozenset[bytes] = frozenset()


LETTERS = "äáàãçéèêëíñóöôøúûüß"
"""Letters beyond a to z that the rules' words have; any other sign parts two words."""

_KEPT = frozenset(LETTERS.encode())
_FOLD = bytes(
    code + 32 if 65 <= code <= 90 else code if 97 <= code <= 122 or code in _KEPT else 32
    for code in range(256)
)
_NO_DIGIT = bytes(code for code in range(256) if not 48 <= code <= 57)


class Pack:
    """Rules in order, and for each word a number whose bits are the rules that it wakes."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._finds = [(1 << place, rule.find, rule.digits) for place, rule in enumerate(rules)]
        self._wakes = _bits([rule.words for rule in rules])
        self._also = _bits([rule.also for rule in rules])
        self._always = _without([rule.words for rule in rules])
        self._alone = _without([rule.also for rule in rules])
        self._known = frozenset((*self._wakes, *self._also))

    def read(self, said: str) -> Text:
        """A text with those of its words that a rule knows. Bytes fold ten times as fast."""
        raw = said.encode("utf-8", "surrogatepass")
        words = self._known.intersection(raw.translate(_FOLD).split())
        return Text(said, _lower(said), words, len(raw.translate(None, _NO_DIGIT)))

    def awake(self, text: Text) -> Iterator[Find]:
        """The rules worth asking, in order."""
        wakes, also = self._always, self._alone
        for word in text.words:
            wakes |= self._wakes.get(word, 0)
            also |= self._also.get(word, 0)
        both = wakes & also
        return (find for bit, find, least in self._finds if both & bit and text.digits >= least)


def _lower(said: str) -> str:
    """In lower case, character by character: a Turkish İ would become two."""
    low = said.lower()
    if len(low) == len(said):
        return low
    return "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in said)


def _bits(lists: Sequence[frozenset[bytes]]) -> dict[bytes, int]:
    wakes: dict[bytes, int] = {}
    for place, several in enumerate(lists):
        for word in several:
            wakes[word] = wakes.get(word, 0) | 1 << place
    return wakes


def _without(lists: Sequence[frozenset[bytes]]) -> int:
    return sum(1 << place for place, several in enumerate(lists) if not several)


def words(*lists: str) -> frozenset[bytes]:
    """What wakes a rule: `words("mrn chart")`; the alternatives of a pattern will do too."""
    said = " ".join(lists).lower().replace("|", " ").split()
    return frozenset(_waking(word) for word in said)


def _waking(key: str) -> bytes:
    """The word of the folded text by which a key is seen: of a/c it is the c."""
    return re.split(r"[^\w]", key)[-1].encode()


def keys(*lists: str) -> dict[bytes, str]:
    """The same words, and what is looked for in the text once they are seen in it."""
    said = " ".join(lists).lower().replace("|", " ").split()
    return {_waking(key): key for key in said}


def _parted(low: str, at: int, end: int) -> bool:
    """Whether no letter and no underscore stands beside what stands from a place to a place."""
    first, last = low[at - 1 : at], low[end : end + 1]
    return not (first.isalpha() or last.isalpha() or first == "_" or last == "_")


def stands(text: Text, wanted: Mapping[bytes, str]) -> list[tuple[int, int]]:
    """Where the wanted keys stand as whole words, in order."""
    places = []
    for word in wanted.keys() & text.words:
        key = wanted[word]
        at = text.low.find(key)
        while at >= 0:
            end = at + len(key)
            if _parted(text.low, at, end):
                places.append((at, end))
            at = text.low.find(key, end)
    return sorted(places)


LOOK = 24
"""How far before a pattern its lead is looked for."""


def spans(
    kind: str,
    pattern: str,
    holds: Holds | None = None,
    flags: int = re.IGNORECASE,
    lead: str = "",
) -> Find:
    """Where the pattern stands, behind its lead if it has one.

    A lead belongs to what is found and is looked for last, so that the search begins at a digit.
    """
    compiled = re.compile(pattern, flags)
    led = re.compile(rf"(?:{lead})$", flags) if lead else None

    def find(text: Text) -> Iterator[Finding]:
        for found in compiled.finditer(text.said):
            start, end = found.span()
            if led is not None:
                began = led.search(text.said, max(0, start - LOOK), start)
                if began is None:
                    continue
                start = began.start()
            if holds is None or holds(text.said, start, end):
                yield Finding(kind, start, end)

    return find


def keyed(
    kind: str,
    wanted: str,
    pattern: str,
    holds: Holds | None = None,
    flags: int = re.IGNORECASE,
    *,
    digits: int = 0,
    also: frozenset[bytes] = frozenset(),
) -> Rule:
    """Where the pattern stands that begins with one of the wanted words; its group `it`, or all."""
    compiled = re.compile(pattern, flags)
    group = "it" if "it" in compiled.groupindex else 0
    known = keys(wanted)

    def find(text: Text) -> Iterator[Finding]:
        for at, _ in stands(text, known):
            found = compiled.match(text.said, at)
            if found and (holds is None or holds(text.said, *found.span(group))):
                yield Finding(kind, *found.span(group))

    return Rule(find, frozenset(known), digits, also)


def before(text: str, start: int, most: int) -> str:
    """What stands before a place on its line, in lower case."""
    return text[max(0, start - most) : start].rpartition("\n")[2].lower()


def after(text: str, end: int, most: int) -> str:
    """What stands behind a place on its line, in lower case."""
    return text[end : end + most].partition("\n")[0].lower()
