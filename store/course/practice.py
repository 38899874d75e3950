"""A practice step: its parts, and what of an answer counts as agreeing or is spoken to.

The words are those in which `bot.lessons.chosen_keys` tells an answer. A part that is shown only
after an answer nobody can give is a mistake.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.lessons import CANNOT, COMPARE, FLAG, LEVEL, RATE, STRENGTHS, If, Part
from bot.rubric import FAILURES, KNOWN, NONE, SEVERITIES
from store.course.braces import Words
from store.course.lessonfile import Piece, Step
from store.course.mistakes import Page, Said, a, listed, meant, near, quoted

ID = re.compile(r"[a-z0-9-]{1,40}\Z")
RATINGS = ("1", "2", "3", "4", "5")
HARMS = SEVERITIES[1:]
HOW = tuple(STRENGTHS[strength] for strength in (3, 2, 1))

QUESTION, ANSWER, IF, REVIEWER = "Question", "Answer", "If", "Reviewer"
ALL = (QUESTION, ANSWER, IF, REVIEWER)
PARTS = {
    "say": (),
    "check": (),
    "explain": (REVIEWER,),
    COMPARE: ALL,
    RATE: ALL,
    FLAG: ALL,
}
"""The parts of each kind of step, in their order."""

ONLY = "a"
"""The id of an answer that stands alone."""

ANSWERS = {COMPARE: (2, 4), RATE: (1, 1), FLAG: (1, 1)}
"""How many answers each kind has, at least and at most."""


OTHERWISE = {
    CANNOT: "whoever could not judge agrees with nobody; remove it.",
    **dict.fromkeys(HARMS, 'a severity has a line of its own: "severity: S3".'),
}
"""What an answer can say and a reviewer cannot accept, and why."""


@dataclass(slots=True)
class Parts:
    """The parts of a step as they were read; `lines` has the line of each text, and `if_lines`
    those of the Ifs."""

    question: str = ""
    answers: list[Part] = field(default_factory=list)
    ifs: list[If] = field(default_factory=list)
    if_lines: list[int] = field(default_factory=list)
    reviewer: str = ""
    lines: dict[str, int] = field(default_factory=dict)


def ids_of(step: Step) -> list[str]:
    """The ids of a step's answers, well-formed or not."""
    named = (_meant(piece.name).partition(" ") for piece in step.pieces)
    return [about or ONLY for name, _, about in named if name == ANSWER]


def _meant(name: str) -> str:
    """The name of a part; where it is mistyped, what it was probably meant for."""
    first, gap, about = name.partition(" ")
    first = meant(first, ALL) or first
    return first if first in (QUESTION, REVIEWER) else f"{first}{gap}{about}"


def parts(step: Step, kind: str, words: Words, page: Page) -> Parts:
    """The parts of a step of this kind; what is wrong with them is told."""
    found, seen, ids = Parts(), dict[str, int](), ids_of(step)
    for place, piece in enumerate(step.pieces):
        whole = _named(piece, kind, page)
        if not whole:
            continue
        name, _, about = whole.partition(" ")
        if whole in seen:
            page.tell(
                piece.line, f'"### {whole}" stands twice, first on line {seen[whole]}; keep one'
            )
            continue
        seen[whole] = piece.line
        text = words.fill(piece.text, page, ids)
        if not text:
            page.tell(piece.line, f'"### {piece.name}" is empty; write its text below it')
        _take(found, name, about, Said(text, piece.text.line), piece.line)
        if name == REVIEWER and place + 1 < len(step.pieces):
            page.tell(piece.line, 'the reviewer comes last; move "### Reviewer" to the end')
    for name in PARTS[kind]:
        if name in (QUESTION, REVIEWER) and name not in seen:
            page.tell(step.line, f'this step has no "### {name}"; add it')
    if kind in ANSWERS:
        _answers_wrong(step, kind, found, words, page)
    return found


def accepted(step: Step, kind: str, ids: Sequence[str], page: Page) -> tuple[str, ...]:
    """What counts as agreeing; what it may not name is told."""
    names = _names(step, "accept", page)
    if "accept" not in step.keys:
        page.tell(step.line, f'this {kind} has no accept; write "accept: {_example(kind, ids)}"')
    said = step.key("accept")
    for name in names:
        if why := OTHERWISE.get(name) or strange(kind, ids, name):
            page.tell(said.line, f"accept cannot name {quoted(name)}: {why}")
    if NONE in names and len(names) > 1:
        page.tell(said.line, 'accept says "none" beside kinds of failure; keep one or the other')
    return names


def severities(step: Step, accept: Sequence[str], page: Page) -> tuple[str, ...]:
    """Of which severities an answer has to be, () for any."""
    names, said = _names(step, "severity", page), step.key("severity")
    for name in names:
        if name not in HARMS:
            page.tell(said.line, f"severity is {listed(HARMS, 'or')}, and not {quoted(name)}")
    if names and tuple(accept) == (NONE,):
        page.tell(said.line, "where nothing is wrong there is no severity; remove it")
    return names


def criterion(step: Step, page: Page) -> str:
    """What a rating is about."""
    said = step.key("criterion")
    if said.text not in KNOWN:
        names = f"is one of {', '.join(KNOWN)}"
        wrong = f", and not {quoted(said.text)}" if said.text else ""
        page.tell(said.line, f"criterion {names}{wrong}.{near(said.text, KNOWN)}")
    return said.text


def wrong_on_purpose(step: Step, ids: Sequence[str], page: Page) -> tuple[str, ...]:
    """The ids of answers that are wrong on purpose."""
    names, said = _names(step, "wrong", page), step.key("wrong")
    for name in names:
        if name not in ids:
            what = f"wrong names {quoted(name)}, which is no answer of this step"
            page.tell(said.line, f"{what}.{near(name, ids)}")
    return names


def never_shown(kind: str, found: Parts, page: Page) -> None:
    """Tells the Ifs that nobody can see: unknown words, and what an earlier If takes away."""
    ids = [one.id for one in found.answers]
    answers = list(possible(kind, ids))
    earlier: dict[str, int] = {}
    for one, line in zip(found.ifs, found.if_lines, strict=True):
        for key in one.keys:
            never = f'"### If {key}" can never match'
            saying = [keys for keys in answers if key in keys]
            if not saying:
                page.tell(line, f"{never}: {strange(kind, ids, key)}")
            elif all(not earlier.keys().isdisjoint(keys) for keys in saying):
                first = next(name for name in earlier if any(name in keys for keys in saying))
                where = f'"### If {first}" on line {earlier[first]} comes first'
                page.tell(line, f"{never}, because {where}; put the more exact one above")
        for key in one.keys:
            earlier.setdefault(key, line)


def possible(kind: str, ids: Sequence[str]) -> Iterator[list[str]]:
    """What answers can say; of failures, those that name one kind."""
    if kind == COMPARE:
        yield [LEVEL]
        for one in ids:
            yield from ([f"{one} {how}", one] for how in HOW) if len(ids) == 2 else ([one],)
    elif kind == RATE:
        yield from ([rating] for rating in (*RATINGS, CANNOT))
    else:
        yield [NONE]
        yield from ([code, harm] for code in FAILURES for harm in HARMS)


def strange(kind: str, ids: Sequence[str], name: str) -> str:
    """Why no answer to a step of this kind can say this, "" if one can."""
    if any(name in keys for keys in possible(kind, ids)):
        return ""
    if kind == RATE:
        return f"a rating is {listed(RATINGS, 'or')}."
    if kind == FLAG:
        known = near(name, (*FAILURES, *HARMS, NONE))
        return f"a kind of failure is one of {', '.join(FAILURES)}.{known}"
    answer, _, how = name.partition(" ")
    if answer not in ids:
        return f"it is no answer of this step.{near(answer, (*ids, LEVEL))}"
    if len(ids) > 2:
        return f"of three and more only the best is asked; write {quoted(answer)}."
    return f"a strength is {listed(HOW, 'or')}.{near(how, HOW)}"


def _named(piece: Piece, kind: str, page: Page) -> str:
    """The name of a part, or what it was meant for; "" where it cannot stand in such a step."""
    whole, may = _meant(piece.name), PARTS[kind]
    first = whole.partition(" ")[0]
    if not may:
        page.tell(piece.line, f'{a(kind)} has no parts; remove "### {piece.name}"')
        return ""
    if whole != piece.name or first not in may:
        has = f" {a(kind).capitalize()} has these: {', '.join(may)}."
        known = near(piece.name.partition(" ")[0], may) or has
        page.tell(piece.line, f"part {quoted(piece.name)} is not known.{known}")
        return whole if first in may else ""
    if whole == IF:
        page.tell(piece.line, 'say after which answer this is shown, as in "### If now"')
        return ""
    return whole


def _take(found: Parts, name: str, about: str, said: Said, line: int) -> None:
    if name == QUESTION:
        found.question, found.lines["question"] = said.text, said.line
    elif name == REVIEWER:
        found.reviewer, found.lines["reviewer"] = said.text, said.line
    elif name == IF:
        found.ifs.append(If(_listed(about), said.text))
        found.if_lines.append(line)
    else:
        found.answers.append(Part(about or ONLY, said.text))
        found.lines[f"answer {about or ONLY}"] = said.line


def _answers_wrong(step: Step, kind: str, found: Parts, words: Words, page: Page) -> None:
    least, most = ANSWERS[kind]
    count = len(found.answers)
    if not least <= count <= most:
        needed = f"{least} to {most} answers" if most > least else "one answer"
        page.tell(step.line, f'{a(kind)} has {needed}, and this has {count}: "### Answer a"')
    texts: dict[str, str] = {}
    lines = {piece.name: piece.line for piece in step.pieces}
    for one in found.answers:
        line = lines.get(f"{ANSWER} {one.id}", step.line)
        if not ID.match(one.id) or one.id in (LEVEL, NONE, CANNOT):
            names = 'has small letters, digits and "-", and is not "level", "none" or "cannot"'
            page.tell(line, f"the id of an answer {names}; rename {quoted(one.id)}")
        elif one.id in words.words:
            both = f"{quoted(one.id)} is a word of course.yaml too; give the answer another id"
            page.tell(line, both)
        if one.text and one.text in texts:
            page.tell(line, f"this answer is the same as {quoted(texts[one.text])}; change one")
        texts.setdefault(one.text, one.id)


def _names(step: Step, key: str, page: Page) -> tuple[str, ...]:
    """The names that a key lists, each once."""
    said = step.key(key)
    names = _listed(said.text)
    if key in step.keys and not all(names):
        page.tell(said.line, f"{key} has an empty entry; write names with a comma between them")
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            page.tell(said.line, f"{key} names {quoted(name)} twice; keep one")
    return tuple(dict.fromkeys(filter(None, names)))


def _listed(said: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in said.split(","))


def _example(kind: str, ids: Sequence[str]) -> str:
    """What accept could say here."""
    if kind == COMPARE:
        best = next(iter(ids), "a")
        return f"{best} better" if len(ids) == 2 else best
    return "4, 5" if kind == RATE else "H1"
