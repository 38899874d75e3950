"""What a course.yaml says as far as it can be used, even where it has mistakes.

The files that it names are then read all the same, so that their mistakes are told in one run.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from store.course.card import ID, LANGUAGE, MINUTES_MOST, NAME, SPEEDS, Card, told
from store.course.mistakes import Page, quoted
from store.course.yamlfile import Place, Read

LESSONS, WARM_UP = "lessons", "warm_up"


@dataclass(frozen=True, slots=True)
class Plan:
    """`card` is None unless all of course.yaml can be used; `read` has the lines of its places.

    `sure` are the keys of which all can be used, missing ones that may be missing among them.
    `others` are files that are there and that nothing sure speaks of.
    """

    read: Read
    card: Card | None
    sure: Collection[str] = ()
    languages: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    warm_up: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    minutes: int | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reading: Mapping[str, int] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, Place]:
        """The files of every language in order, without their end, and where each is named."""
        files: dict[str, Place] = {}
        for kind, names in ((LESSONS, self.lessons), (WARM_UP, self.warm_up)):
            said = self.read.said.get(kind)
            for name in names:
                number = said.index(name) if isinstance(said, list) else 0
                files.setdefault(name, (kind, number))
        return {**files, **dict.fromkeys(self.others, ())}

    @property
    def complete(self) -> bool:
        """Whether `files` are all that there should be."""
        return {LESSONS, WARM_UP}.issubset(self.sure)


def plan(read: Read, folder: str, page: Page) -> Plan:
    """What the file says; its mistakes are told to `page`. `folder` is what the course's folder is
    called."""
    card: Card | None = None
    sure = set(Card.model_fields)
    try:
        card = Card.model_validate(read.said)
    except ValidationError as error:
        sure -= {str(one["loc"][0]) for one in error.errors(include_url=False)}
        for line, what in told(error, read):
            page.tell(line, what)
    rescued = Plan(
        read,
        card,
        sure,
        languages=well_formed(read.said.get("languages"), LANGUAGE),
        lessons=well_formed(read.said.get(LESSONS), NAME),
        warm_up=well_formed(read.said.get(WARM_UP), NAME),
        minutes=_number(read.said.get("minutes"), 1, MINUTES_MOST),
        words=_nested(read.said.get("words")),
        reading=_speeds(read.said.get("reading")),
    )
    for line, what in _contradictions(rescued, folder):
        page.tell(line, what)
    whole = card is not None and all(one in card.card for one in card.languages)
    return rescued if whole else replace(rescued, card=None)


def _contradictions(plan: Plan, folder: str) -> Iterator[tuple[int, str]]:
    """What one place says and another makes impossible."""
    read, said = plan.read, plan.read.said
    course = said.get("course")
    if isinstance(course, str) and re.match(ID, course) and course != folder:
        names = f"course is {quoted(course)}, and its folder is called {quoted(folder)}"
        yield read.line(("course",)), f"{names}; give both one name"
    for name in ("languages", LESSONS, WARM_UP):
        entries: Any = said.get(name)
        for number, one in enumerate(entries if isinstance(entries, list) else ()):
            if one in entries[:number]:
                yield read.line((name, number)), f"{name} names {quoted(str(one))} twice; keep one"
    for number, one in enumerate(plan.warm_up):
        if one in plan.lessons:
            both = f"{quoted(one)} is a lesson and a warm-up; name it in one place"
            yield read.line((WARM_UP, number)), both
    card: Any = said.get("card")
    for language in plan.languages if isinstance(card, dict) else ():
        if language not in card:
            lacking = f'card says nothing in {language}; add "{language}: {{title: …, line: …}}"'
            yield read.line(("card",)), lacking


def well_formed(said: Any, pattern: str) -> tuple[str, ...]:
    """The well-formed entries of a list, each once."""
    entries = said if isinstance(said, list) else ()
    return tuple(
        dict.fromkeys(one for one in entries if isinstance(one, str) and re.match(pattern, one))
    )


def _number(said: Any, least: int, most: int) -> int | None:
    whole = isinstance(said, int) and not isinstance(said, bool)
    return said if whole and least <= said <= most else None


def _nested(said: Any) -> dict[str, dict[str, str]]:
    tables = said.items() if isinstance(said, dict) else ()
    return {
        language: {name: str(word) for name, word in words.items()}
        for language, words in tables
        if isinstance(words, dict)
    }


def _speeds(said: Any) -> dict[str, int]:
    tables = said.items() if isinstance(said, dict) else ()
    numbers = {language: _number(speed, *SPEEDS) for language, speed in tables}
    return {language: speed for language, speed in numbers.items() if speed is not None}
