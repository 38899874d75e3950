"""One step, judged by its kind: what it needs, what it may not say, and how long it may be.

A step is made of whatever can be used of it, so that the rules over the whole find no mistake less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.lessons import (
    CHECK,
    COMPARE,
    EXPLAIN,
    FLAG,
    KINDS,
    PRACTICE,
    RATE,
    SAY,
    Choice,
    LessonStep,
)
from store.course import practice
from store.course.braces import Words
from store.course.estimate import messages, seconds
from store.course.lessonfile import Option, Step
from store.course.mistakes import Page, Said, a, listed, meant, near, quoted

TITLE_MOST = 75
"""Characters of a step's and a lesson's title: one line of a phone or two."""

OPTION_MOST = 75
"""Characters of an option: Slack's button has room for no more."""

WORDS_MOST = 90
"""Of one message (method.md 5.1)."""

OPTIONS = (2, 5)
"""How many options a check has, at least and at most."""

CHARACTERS_MOST = 1_500
"""Of one message: half of what a platform takes (`bot.text.PART_UNITS`), the other half being for
headings, numbers and letters. It holds for languages that write without spaces too."""

ALWAYS = ("id", "kind")
MAY = {
    SAY: (),
    CHECK: (),
    EXPLAIN: (),
    COMPARE: ("accept", "reason", "wrong", "firm"),
    RATE: ("criterion", "accept", "wrong", "firm"),
    FLAG: ("accept", "severity", "wrong", "firm"),
}
"""The keys of each kind besides id and kind."""

YES_NO = {"yes": True, "no": False}

TOO_LONG = {
    "text": ("this message has", "split the step"),
    "question": ("the question has", "shorten it"),
    "reviewer": ("the reviewer and the longest If have", "shorten one of them"),
    "answer": ("this answer has", "shorten it"),
    "reason": ("this reason has", "shorten it"),
}
"""How a message that is too long is told, by the part it is made of, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A step as it will be used, and where its parts stand: their lines by the names that
    `store.course.estimate.messages` gives them. Where the kind is not `known`, nobody can say how
    long the step takes."""

    step: LessonStep
    line: int
    id_line: int
    lines: Mapping[str, int]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a step's file: how fast its language is read, in words a minute, and whether
    it is a warm-up; None where nobody can say."""

    speed: int
    warm_up: bool | None


def make(raw: Step, words: Words, page: Page, setting: Setting) -> Made:
    """The step; what is wrong with it is told."""
    kind = _kind(raw, page)
    known = kind in KINDS
    identity = raw.key("id")
    if not practice.ID.match(identity.text):
        _id_wrong(identity, page)
    title = words.fill(Said(raw.title, raw.line), page)
    if len(title) > TITLE_MOST:
        long = f"this title has {len(title)} characters, and {TITLE_MOST} are the most; shorten it"
        page.tell(raw.line, long)
    if not known:
        for said in (raw.text, *(piece.text for piece in raw.pieces)):
            words.fill(said, page, practice.ids_of(raw))
        unknown = LessonStep(identity.text, kind, title, text=raw.text.text)
        return Made(unknown, raw.line, identity.line, {}, known=False)
    for key, said in raw.keys.items():
        if key not in (*ALWAYS, *MAY[kind]):
            page.tell(said.line, f"{a(kind)} has no {key}; remove it")
    text = words.fill(raw.text, page, practice.ids_of(raw))
    if kind not in PRACTICE and not text:
        what = {SAY: "text", CHECK: "question", EXPLAIN: "text that asks for a reason"}[kind]
        page.tell(raw.line, f"this {kind} has no {what}; write it below the keys")
    parts = practice.parts(raw, kind, words, page)
    lines = {"text": raw.text.line, **parts.lines}
    made: dict[str, Any] = {
        "text": text,
        "question": parts.question,
        "answers": tuple(parts.answers),
        "ifs": tuple(parts.ifs),
        "reviewer": parts.reviewer,
        **(_checked(raw, words, page, lines) if kind == CHECK else {}),
        **(_practised(raw, kind, parts, page, setting.warm_up) if kind in PRACTICE else {}),
    }
    step = LessonStep(identity.text, kind, title, **made)
    step = LessonStep(identity.text, kind, title, **made, seconds=seconds(step, setting.speed))
    _messages_long(step, raw.line, lines, page)
    return Made(step, raw.line, identity.line, lines)


def _kind(raw: Step, page: Page) -> str:
    said = raw.key("kind")
    if not said.text:
        page.tell(said.line, f'this step has no kind; write "kind: " and one of {_kinds()}')
    elif said.text not in KINDS:
        known = near(said.text, KINDS)
        page.tell(said.line, f"kind {quoted(said.text)} is not one of: {_kinds()}.{known}")
    return said.text if said.text in KINDS else meant(said.text, KINDS)


def _kinds() -> str:
    return ", ".join(KINDS)


def _id_wrong(said: Said, page: Page) -> None:
    if not said.text:
        page.tell(said.line, 'this step has no id; write "id: " and a name that stays')
        return
    may = 'has 1 to 40 small letters, digits and "-"'
    page.tell(said.line, f"an id {may}, and this is {quoted(said.text)}")


def _checked(raw: Step, words: Words, page: Page, lines: dict[str, int]) -> dict[str, Any]:
    """The options of a check."""
    least, most = OPTIONS
    count, right = len(raw.options), [one.line for one in raw.options if one.right]
    if not least <= count <= most:
        have = f"this check has {count} option{'' if count == 1 else 's'}"
        page.tell(raw.line, f"{have}; it needs {least} to {most}")
    if len(right) != 1:
        have = f"{len(right)} options are marked right with [x]; exactly one is needed"
        page.tell(right[1] if right else raw.line, have)
    choices: list[Choice] = []
    for number, one in enumerate(raw.options, start=1):
        choices.append(_choice(one, words, page))
        lines[f"reason {number}"] = one.reason.line if one.reason else one.line
        if choices[-1].text in [earlier.text for earlier in choices[:-1]]:
            page.tell(one.line, "this option stands twice; change one")
    return {"choices": tuple(choices)}


def _choice(option: Option, words: Words, page: Page) -> Choice:
    text = words.fill(Said(option.text, option.line), page)
    reason = words.fill(option.reason, page) if option.reason else ""
    if not text:
        page.tell(option.line, "this option is empty; write it behind the box")
    elif len(text) > OPTION_MOST:
        long = f"this option has {len(text)} characters, and {OPTION_MOST} are the most; shorten it"
        page.tell(option.line, long)
    if not reason:
        page.tell(
            option.line,
            'this option has no feedback; add a line below it that starts with "  > "',
        )
    return Choice(text, reason, option.right)


def _practised(
    raw: Step, kind: str, parts: practice.Parts, page: Page, warm_up: bool | None
) -> dict[str, Any]:
    """What is asked of a practice step, and what counts as agreeing."""
    ids = [one.id for one in parts.answers]
    accept = practice.accepted(raw, kind, ids, page)
    practice.never_shown(kind, parts, page)
    made: dict[str, Any] = {
        "accept": accept,
        "wrong": practice.wrong_on_purpose(raw, ids, page),
        "firm": _firm(raw, page, warm_up),
    }
    if kind == COMPARE:
        made["reason"] = _yes(raw, "reason", page) or False
    elif kind == RATE:
        made["criterion"] = practice.criterion(raw, page)
    else:
        made["severity"] = practice.severities(raw, accept, page)
    return made


def _firm(raw: Step, page: Page, warm_up: bool | None) -> bool | None:
    if warm_up and "firm" not in raw.keys:
        page.tell(
            raw.line, 'a step of a warm-up says whether it is firm; add "firm: yes" or "firm: no"'
        )
    if warm_up is False and "firm" in raw.keys:
        page.tell(raw.key("firm").line, "only the steps of a warm-up have firm; remove it")
        return None
    return _yes(raw, "firm", page)


def _yes(raw: Step, key: str, page: Page) -> bool | None:
    """A key that says yes or no; None where it says neither."""
    if key not in raw.keys:
        return None
    said = raw.key(key)
    if said.text not in YES_NO:
        page.tell(said.line, f"{key} is {listed(tuple(YES_NO), 'or')}, and not {quoted(said.text)}")
    return YES_NO.get(said.text)


def _messages_long(step: LessonStep, line: int, lines: Mapping[str, int], page: Page) -> None:
    for message in messages(step):
        what, mend = TOO_LONG[message.part.partition(" ")[0]]
        if step.kind == CHECK and message.part == "text":
            what, mend = "question and options have", "shorten them, or split the step"
        for count, most, unit in (
            (message.words, WORDS_MOST, "words"),
            (len(message.text), CHARACTERS_MOST, "characters"),
        ):
            if count > most:
                long = f"{what} {count} {unit}, and a message has {most} at most; {mend}"
                page.tell(lines.get(message.part, line), long)
                break
