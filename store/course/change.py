"""What a new version of a course changes: its words, its steps, or what they mean.

A patch reaches everybody at the next message, a minor change whoever begins after it, and a major
one asks for more care (method.md 5.5); so a version's number may not promise less than it brings.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.lessons import Course, CourseText, LessonStep, pack
from store.course.mistakes import a

NONE, PATCH, MINOR, MAJOR = "none", "patch", "minor", "major"
ORDER = (NONE, PATCH, MINOR, MAJOR)

ALIKE = 0.3
"""Share of words in common, in their order, below which a text is another one. Texts on one subject
that say different things share about a fifth; a plainer wording keeps half."""

SHORT, MENDED = 400, 0.75
"""Characters of two texts that are compared by their letters too, and the share in common that a
mended spelling leaves."""

Reason = tuple[str, str]
"""A kind of change, and what was done."""


@dataclass(frozen=True, slots=True)
class Change:
    """`reasons` say what makes it this kind; `at_least` is the lowest version that it may have.
    `reused` are ids that stood for something else once, one sentence each: they cannot stay."""

    kind: str
    reasons: tuple[str, ...]
    at_least: str
    reused: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == NONE:
            return "Nothing changed."
        article = f"This is a {self.kind} change"
        return f"{article} because {', and '.join(self.reasons)}."


def between(before: Course, now: Course, older: Sequence[Course] = ()) -> Change:
    """What changed from one version to the next; `older` are versions before those."""
    reasons = [*_steps(before, now), *_languages(before, now)]
    if not reasons and content(before) != content(now):
        reasons = [(PATCH, "only words changed")]
    kind = max((kind for kind, _ in reasons), key=ORDER.index, default=NONE)
    told = tuple(dict.fromkeys(why for one, why in reasons if one == kind))
    return Change(kind, told, _least(before.version, kind), tuple(_reused(before, now, older)))


def version_wrong(change: Change, version: str) -> str:
    """Why a change cannot have this version, "" if it can."""
    if numbers(version) >= numbers(change.at_least):
        return ""
    why = str(change).removesuffix(".")
    return f"{why}: its version has to be {change.at_least} at least, and is {version}."


def numbers(version: str) -> tuple[int, ...]:
    """A version's three numbers; later versions compare greater."""
    return tuple(map(int, version.split(".")))


def _least(version: str, kind: str) -> str:
    major, minor, patch = numbers(version)
    return {
        NONE: version,
        PATCH: f"{major}.{minor}.{patch + 1}",
        MINOR: f"{major}.{minor + 1}.0",
        MAJOR: f"{major + 1}.0.0",
    }[kind]


def _steps(before: Course, now: Course) -> Iterator[Reason]:
    """What happened to steps; read in the language that both versions have."""
    for first, second in _pairs(before, now):
        old, new = steps_of(first), steps_of(second)
        yield from ((MINOR, f"step “{one}” was dropped") for one in old if one not in new)
        yield from ((MINOR, f"step “{one}” is new") for one in new if one not in old)
        kept = [one for one in old if one in new]
        if kept != [one for one in new if one in old]:
            yield MINOR, "the order of steps changed"
        if _places(first, kept) != _places(second, kept):
            yield MINOR, "steps moved to another lesson"
        for one in kept:
            yield from _step(old[one], new[one])


def _pairs(before: Course, now: Course) -> list[tuple[CourseText, CourseText]]:
    """The two versions in each language that both have; else in the first of each."""
    there = {text.language: text for text in before.texts}
    pairs = [(there[text.language], text) for text in now.texts if text.language in there]
    return pairs or [(before.texts[0], now.texts[0])]


def steps_of(text: CourseText) -> dict[str, LessonStep]:
    """Every step of a course by its id, those of warm-ups too."""
    return {step.id: step for lesson in (*text.lessons, *text.warm_up) for step in lesson.steps}


def _places(text: CourseText, kept: Sequence[str]) -> Mapping[str, str]:
    lessons = (*text.lessons, *text.warm_up)
    return {step.id: one.id for one in lessons for step in one.steps if step.id in kept}


MEANT: Mapping[str, Callable[[LessonStep], Any]] = {
    "what counts as agreeing in “{}” changed": lambda s: (
        set(s.accept),
        set(s.severity),
        s.criterion,
    ),
    "the answers of “{}” changed": lambda s: {one.id for one in s.answers},
    "what is wrong on purpose in “{}” changed": lambda s: set(s.wrong),
    "whether “{}” is firm changed": lambda s: s.firm,
}
"""What a step means besides its words."""


def _step(old: LessonStep, new: LessonStep) -> Iterator[Reason]:
    if old.kind != new.kind:
        yield MAJOR, f"“{new.id}” was {a(old.kind)} and is {a(new.kind)} now"
        return
    for what, of in MEANT.items():
        if of(old) != of(new):
            yield MAJOR, what.format(new.id)
    if _right_moved(old, new):
        yield MAJOR, f"the right option of “{new.id}” changed"
    elif not alike(_words(old), _words(new)):
        yield MAJOR, f"“{new.id}” says something else now"
    elif _options_moved(old, new):
        yield MINOR, f"the options of “{new.id}” changed"
    if old.reason != new.reason:
        yield MINOR, f"what “{new.id}” asks for changed"


def _right_moved(old: LessonStep, new: LessonStep) -> bool:
    """Whether another option is right: by what it says, since options may be put in another
    order."""
    was, now = ([one.text for one in step.choices if one.right] for step in (old, new))
    if was == now:
        return False
    others = [one.text for one in new.choices if not one.right]
    before = [one.text for one in old.choices if not one.right]
    if set(was) & set(others) or set(now) & set(before):
        return True
    return not alike(" ".join(was), " ".join(now))


def _options_moved(old: LessonStep, new: LessonStep) -> bool:
    """Whether an option's place is another's now: choices are kept by their places."""
    was, now = ([one.text for one in step.choices] for step in (old, new))
    right = [[one.right for one in step.choices] for step in (old, new)]
    return right[0] != right[1] or any(
        one in was and was.index(one) != place for place, one in enumerate(now)
    )


def _words(step: LessonStep) -> str:
    said = [step.text, step.question, step.reviewer, *(one.text for one in step.answers)]
    said += [f"{one.text} {one.reason}" for one in step.choices]
    return " ".join(said)


def alike(one: str, other: str) -> bool:
    """Whether two texts can be the same, worded otherwise."""
    if one == other:
        return True
    if len(one) + len(other) <= SHORT and SequenceMatcher(None, one, other).ratio() >= MENDED:
        return True
    return SequenceMatcher(None, one.lower().split(), other.lower().split()).ratio() >= ALIKE


def _languages(before: Course, now: Course) -> Iterator[Reason]:
    old, new = ([text.language for text in course.texts] for course in (before, now))
    yield from ((MINOR, f"the language {one} was dropped") for one in old if one not in new)
    yield from ((MINOR, f"the language {one} is new") for one in new if one not in old)


def content(course: Course) -> dict[str, Any]:
    """All that a version tells; neither its number nor how long it is thought to take."""
    packed = pack(course)
    del packed["version"]
    for text in packed["texts"]:
        for lesson in (*text["lessons"], *text["warm_up"]):
            for step in lesson["steps"]:
                del step["seconds"]
    return packed


def _reused(before: Course, now: Course, older: Sequence[Course]) -> Iterator[str]:
    """Ids that were given up in an older version and stand for something else now."""
    known = {step for text in before.texts for step in steps_of(text)}
    told: set[str] = set()
    for course in older:
        for first, second in _pairs(course, now):
            old = steps_of(first)
            for one, step in steps_of(second).items():
                was = old.get(one)
                if was is None or one in known or one in told:
                    continue
                if was.kind != step.kind or not alike(_words(was), _words(step)):
                    told.add(one)
                    yield f"id “{one}” was another step in {course.version}; choose a new id."
