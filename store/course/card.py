"""course.yaml: the card of a course, and which files it is made of.

The models say what may stand there; whatever does not fit them is told in a sentence of ours, on
the line where it stands.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from store.course.mistakes import near, quoted
from store.course.yamlfile import Place, Read

ID = r"^[a-z][a-z0-9_]{0,39}\Z"
NAME = r"^[a-z0-9][a-z0-9-]{0,39}\Z"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z"
VERSION = r"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}\Z"
WORD = r"^[a-z][a-z0-9_]{0,39}\Z"

TITLE_MOST, LINE_MOST = 60, 200
"""Characters of a card's title and of another line of text."""

MINUTES_MOST = 120
LESSONS_MOST = 30
LANGUAGES_MOST = 40
CHANGES_MOST = 3
WARM_UPS_MOST = 2
SPEEDS = (80, 400)
"""Words a minute that people read; most lie between 175 and 300 (method.md 5.1)."""

Line = Annotated[str, Field(max_length=LINE_MOST, pattern=r"^[^\n]*\S[^\n]*\Z")]
Title = Annotated[str, Field(max_length=TITLE_MOST, pattern=r"^[^\n]*\S[^\n]*\Z")]
Spoken = Annotated[str, Field(max_length=LINE_MOST, pattern=r"^(?=.*\S)[^\n{}*]*\Z")]
Name = Annotated[str, Field(pattern=NAME)]
Day = Annotated[date, BeforeValidator(lambda said: _day(said))]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
Word = Annotated[str, StringConstraints(pattern=WORD)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", regex_engine="python-re")


class CardText(_Model):
    """The card in one language."""

    title: Title
    line: Line


class Review(_Model):
    """Which clinician looked, and when."""

    by: Line
    date: Day


class Card(_Model):
    """course.yaml. `minutes` is what the card promises; `reading` has words a minute."""

    course: Annotated[str, Field(pattern=ID)]
    version: Annotated[str, Field(pattern=VERSION)]
    section: Title
    order: Annotated[int, Field(ge=1, le=999)]
    minutes: Annotated[int, Field(ge=1, le=MINUTES_MOST)]
    languages: Annotated[list[Language], Field(min_length=1, max_length=LANGUAGES_MOST)]
    lessons: Annotated[list[Name], Field(min_length=1, max_length=LESSONS_MOST)]
    warm_up: Annotated[list[Name], Field(max_length=WARM_UPS_MOST)] = []
    card: dict[Language, CardText]
    author: Line
    clinical_review: Literal["none"] | Review
    words: dict[Language, dict[Word, Spoken]] = {}
    reading: dict[Language, Annotated[int, Field(ge=SPEEDS[0], le=SPEEDS[1])]] = {}
    changed: Annotated[list[Line], Field(max_length=CHANGES_MOST)] = []
    requires_refresh: bool = False


LANGUAGE_SAYS = "has to be a language such as en or pt-BR"
NAME_SAYS = 'has to be a file\'s name without ".md": small letters, digits and "-"'
ONE_LINE = f"has to be one line of 1 to {LINE_MOST} characters"
ONE_TITLE = f"has to be one line of 1 to {TITLE_MOST} characters"
ONE_WORD = f"{ONE_LINE} without braces and stars"

SAYS = {
    "course": 'has to be 1 to 40 small letters, digits and "_", beginning with a letter',
    "version": "has to be three numbers such as 1.0.0",
    "section": ONE_TITLE,
    "order": "has to be a whole number from 1 to 999",
    "minutes": f"has to be a whole number from 1 to {MINUTES_MOST}",
    "languages": f"has to be a list of 1 to {LANGUAGES_MOST} languages such as [en]",
    "languages.*": LANGUAGE_SAYS,
    "lessons": f"has to be a list of 1 to {LESSONS_MOST} files such as [1-first, 2-second]",
    "lessons.*": NAME_SAYS,
    "warm_up": f"has to be a list of at most {WARM_UPS_MOST} files such as [warm-up-1]",
    "warm_up.*": NAME_SAYS,
    "card": 'has to say title and line by language: en: {title: "…", line: "…"}',
    "card.*": 'has to say title and line: {title: "…", line: "…"}',
    "card.*.[key]": LANGUAGE_SAYS,
    "card.*.title": ONE_TITLE,
    "card.*.line": ONE_LINE,
    "author": ONE_LINE,
    "clinical_review": 'has to be none, or {by: "…", date: 2026-01-31}',
    "clinical_review.by": ONE_LINE,
    "clinical_review.date": "has to be a day such as 2026-01-31",
    "words": 'has to say words by language: en: {emergency_number: "…"}',
    "words.*": 'has to say words by name: {emergency_number: "…"}',
    "words.*.[key]": LANGUAGE_SAYS,
    "words.*.*": ONE_WORD,
    "words.*.*.[key]": 'has to be a name of small letters, digits and "_"',
    "reading": "has to say words a minute by language: {de: 200}",
    "reading.*": f"has to be a whole number from {SPEEDS[0]} to {SPEEDS[1]}",
    "reading.*.[key]": LANGUAGE_SAYS,
    "changed": f"has to be a list of at most {CHANGES_MOST} lines",
    "changed.*": ONE_LINE,
    "requires_refresh": "has to be true or false",
}
"""What each place may say; "*" stands for a language, a name or a number in a list."""

WRITE = {
    "course": "course: the folder's name",
    "version": "version: 1.0.0",
    "section": "section: RLHF",
    "order": "order: 1",
    "minutes": "minutes: 15",
    "languages": "languages: [en]",
    "lessons": "lessons: [1-first, 2-second]",
    "card": 'card: {en: {title: "…", line: "…"}}',
    "author": 'author: "…"',
    "clinical_review": "clinical_review: none",
    "title": 'title: "…"',
    "line": 'line: "…"',
    "by": 'by: "…"',
    "date": "date: 2026-01-31",
}
"""How what is missing would be written."""


def told(error: ValidationError, read: Read) -> Iterator[tuple[int, str]]:
    """What pydantic found, each as a sentence with its line."""
    for one in error.errors(include_url=False, include_context=False):
        place: Place = one["loc"]
        if place[0] == "clinical_review" and len(place) > 1:
            # of the two things that it may be, the one that was meant
            if isinstance(read.said["clinical_review"], dict) != (place[1] == Review.__name__):
                continue
            place = (place[0], *place[2:])
        name = ".".join(map(str, place))
        if one["type"] == "missing":
            yield read.line(place), f'{name} is missing; write "{WRITE[str(place[-1])]}"'
        elif one["type"] == "extra_forbidden":
            known = near(str(place[-1]), _known(place))
            yield read.line(place), f"key {quoted(str(place[-1]))} is not known.{known}"
        else:
            yield read.line(place), _unfit(name, place, one["input"])


def _unfit(name: str, place: Place, said: Any) -> str:
    """What a place has to say, and what it says instead."""
    says = SAYS[_starred(place)]
    name = name.removesuffix(".[key]")
    if says in (ONE_LINE, ONE_TITLE, ONE_WORD) and not isinstance(said, str):
        return f"{name} is no text; put it in quotation marks"
    if isinstance(said, str | int | float) and not isinstance(said, bool):
        return f"{name} {says}, and is {quoted(str(said)[:LINE_MOST])}"
    return f"{name} {says}"


def _starred(place: Place) -> str:
    """A place as SAYS names it."""
    top, *inner = map(str, place)
    if top == "clinical_review":
        return ".".join((top, *inner))
    told = [one if one == "[key]" or top == "card" else "*" for one in inner[1:]]
    return ".".join((top, *("*" for _ in inner[:1]), *told))


def _known(place: Place) -> Collection[str]:
    """The keys that may stand where this one does."""
    if len(place) == 1:
        return tuple(Card.model_fields)
    return tuple((Review if place[0] == "clinical_review" else CardText).model_fields)


def _day(said: Any) -> Any:
    return date.fromisoformat(said) if isinstance(said, str) else said
