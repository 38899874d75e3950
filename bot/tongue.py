"""What Rounds says, in the language of whoever hears it.

A `Phrase` is a `str`: its value is the English sentence, and it remembers how it was made. So all
that compares, stores or matches words goes on with English, and only what leaves for somebody is
said anew in their `Tongue`. Words of a task, a project, a course or a person are plain strings, and
stay as they are written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from gettext import NullTranslations
from typing import overload
from unicodedata import decimal, normalize

UNSEEN = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that turn a line around and that nobody types."""

TYPED = "typed"
"""Context of words that people type: a catalogue says what they type in its language."""

STOP = "stop"
"""Ends all messages at once, in whatever language it is said (method.md 4)."""

DOT_ABOVE = "\u0307"
"""What is left above the i when a Turkish capital İ is made small."""

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and its end: around what stands in a sentence that is read from the right,
so that a Latin word in it turns nothing around."""

RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))
"""Languages read from the right; "ku" where it is written in Arabic letters."""


class Phrase(str):
    """English words that can be said in another language: `said` makes them anew in a tongue."""

    __slots__ = ("said",)
    said: Callable[["Tongue"], str]

    def format(self, *args: object, **given: object) -> "Phrase":
        """The sentence with its placeholders filled; what stands in them is said in the same
        tongue. Placeholders have names, so that a translation may order them otherwise."""
        if args:
            raise TypeError("a phrase names its placeholders")
        return _made(_format(self, **given), partial(_filled, self, given))


_new, _format = str.__new__, str.format


def _made(english: str, said: Callable[["Tongue"], str]) -> Phrase:
    made = _new(Phrase, english)
    made.said = said
    return made


def _filled(template: Phrase, given: Mapping[str, object], tongue: "Tongue") -> str:
    filled = tongue.filled(given)
    try:
        return template.said(tongue).format(**filled)
    except (LookupError, ValueError):  # a mistake of a translation costs nobody the sense
        return _format(template, **filled)


@cache
def _entry(english: str) -> Phrase:
    return _made(english, lambda tongue: tongue.text(english))


def phrase(english: str, **given: object) -> str:
    """A sentence, a label or a button of ours, as it stands in the catalogues."""
    made = _entry(english)
    return _made(_format(english, **given), partial(_filled, made, given)) if given else made


def plural(one: str, many: str, number: int, **given: object) -> str:
    """A sentence with a number in it, which may stand there as {n}."""
    english = one if number == 1 else many
    made = _made(english, lambda tongue: tongue.counted(one, many, number))
    return made.format(n=number, **given)


def spelt(english: str) -> str:
    """A word that people may type instead of tapping."""
    return _made(english, lambda tongue: tongue.spelt(english))


def joined(between: str, parts: Iterable[str]) -> str:
    """Sentences one after another, or names in a row; each is said in the same tongue."""
    there = tuple(parts)
    english = between.join(there)
    if Phrase not in map(type, there) and type(between) is not Phrase:
        return english
    return _made(english, lambda tongue: tongue(between).join(map(tongue, there)))


def shaped(shape: Callable[[str], str], text: str) -> str:
    """The text as `shape` makes it, in whatever language it is said: cut to a button's length."""
    if not isinstance(text, Phrase):
        return shape(text)
    return _made(shape(text), lambda tongue: shape(tongue(text)))


def bent(shape: Callable[[str], str], text: str) -> str:
    """The text as English bends it where it stands; a translation is left as it was written."""
    if not isinstance(text, Phrase):
        return shape(text)
    return _made(shape(text), lambda tongue: tongue(text))


def small(text: str) -> str:
    """The text within a sentence, in lower case; not every language knows small letters there."""
    return bent(str.lower, text)


def around(english: str, **given: object) -> tuple[str, str]:
    """What stands before and behind {it}: a name that is drawn in a style of its own."""
    whole = phrase(english)

    def half(place: int) -> str:
        def said(tongue: Tongue) -> str:
            there = tongue(whole)
            return (there if "{it}" in there else english).partition("{it}")[place]

        made = _made(english.partition("{it}")[place], said)
        return made.format(**given) if given else made

    return half(0), half(2)


COMMA = phrase(", ")


def listed(parts: Iterable[str], last: str) -> str:
    """A, B and C; `last` says how the last one is joined: "{most} and {last}"."""
    *most, end = parts
    return last.format(most=joined(COMMA, most), last=end) if most else end


@dataclass(frozen=True, eq=False)
class Tongue:
    """One language's catalogue; without one it is English, word for word."""

    code: str = "en"
    catalogue: NullTranslations | None = None
    apart: bool = True
    """Whether words of others are set apart in a sentence that is read from the right."""
    orders: Mapping[str, str] = field(default_factory=dict)
    """What people type in this language, in lower case, and the English word for it."""

    @overload
    def __call__(self, text: Phrase) -> str: ...
    @overload
    def __call__(self, text: str) -> str: ...
    def __call__(self, text: str) -> str:
        """The words in this tongue; what is not ours stays as it is."""
        if self.catalogue is None or not isinstance(text, Phrase):
            return text
        return text.said(self)

    @property
    def english(self) -> bool:
        return self.catalogue is None

    @property
    def from_right(self) -> bool:
        return self.code.partition("-")[0] in RIGHT_TO_LEFT

    @property
    def bare(self) -> "Tongue":
        """The same without signs that nobody sees: for what is drawn sign by sign (`bot.text`)."""
        return replace(self, apart=False) if self.from_right else self

    def text(self, english: str) -> str:
        """One entry of the catalogue; English where it has none."""
        return self.catalogue.gettext(english) if self.catalogue and english else english

    def spelt(self, english: str) -> str:
        return self.catalogue.pgettext(TYPED, english) if self.catalogue else english

    def counted(self, one: str, many: str, number: int) -> str:
        if self.catalogue is None:
            return one if number == 1 else many
        return self.catalogue.ngettext(one, many, number)

    def filled(self, given: Mapping[str, object]) -> dict[str, object]:
        """What stands in the placeholders, in this tongue; apart where it is read from the right,
        but for numbers."""
        said = {name: self(one) if isinstance(one, str) else one for name, one in given.items()}
        if not (self.apart and self.from_right):
            return said
        return {
            name: f"{ISOLATE}{one}{END_ISOLATE}" if _foreign(given[name], one) else one
            for name, one in said.items()
        }

    def ways(self, english: str) -> tuple[str, ...]:
        """How this may be typed: as it is called in this tongue, and in English."""
        return (self(english), english) if self.catalogue else (english,)

    def meant(self, text: str) -> str:
        """The English word for one that was typed in this tongue; any other text as it is."""
        return self.orders.get(text, text)


def _foreign(given: object, said: object) -> bool:
    """Words in a sentence that are not ours, and are more than a number."""
    return isinstance(given, str) and not isinstance(given, Phrase) and not str(said).isdecimal()


ENGLISH = Tongue()


def folded(language: str) -> str:
    """A language's code as it is compared: platforms tell "pt-br", people write "pt-BR"."""
    return language.replace("_", "-").lower()


def tongue_of(tongues: Mapping[str, Tongue], language: str) -> Tongue:
    """The tongue for a language as a platform names it ("pt-BR"): its own, or that of the language
    without the country, or English."""
    if not tongues or not language:
        return ENGLISH
    wanted = folded(language)
    return tongues.get(wanted) or tongues.get(wanted.partition("-")[0]) or ENGLISH


def learned(code: str, catalogue: NullTranslations, words: Iterable[str]) -> Tongue:
    """A tongue with what its people type for these words of ours."""
    bare = Tongue(code, catalogue)
    return replace(bare, orders={plain(bare(word)): plain(word) for word in words})


def plain(text: str) -> str:
    """As what is typed is compared: a phone's apostrophe is another than the label's, and a letter
    may come in two parts, a digit or a full stop from one's own keyboard."""
    if not text.isascii():
        text = normalize("NFKC", text.translate(UNSEEN)).replace("’", "'")
        text = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return text.strip().strip(".。").lower().replace(DOT_ABOVE, "")


def stops(tongues: Mapping[str, Tongue], text: str) -> bool:
    """Whether this says in any language we speak that no more messages are wanted."""
    return text == STOP or any(one.orders.get(text) == STOP for one in tongues.values())
