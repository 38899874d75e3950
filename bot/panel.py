"""How a task looks: the material, posted once and whole, and one short panel that is redrawn.

Pure: an assignment, its item and a few facts go in, cards come out. The panel's first line names
the question being judged; its last row is always Back, Skip, More (conversation.md 4, 9).
"""

import math
from dataclasses import dataclass
from datetime import datetime

from bot.cards import Button, Card, Row
from bot.kinds import answered, asked, kind_of, next_question, tell
from bot.kinds.base import LETTERS, Question
from bot.kinds.rationale import quoted
from bot.records import (
    DONE,
    LAPSED,
    LATER,
    RETURNED,
    SKIPPED,
    WITHDRAWN,
    Assignment,
    Item,
    Project,
)
from bot.rules import Rules
from bot.step import line
from bot.text import escaped_units, parts
from bot.words import (
    GIVEN_BACK,
    PASSED_ON,
    SKIPS,
    TAKEN_BACK,
    WRITE_QUESTION,
    WRONGS,
    clock,
    moment,
    task_name,
)

BACK, SKIP, MORE, WRITE = "b", "s", "m", "w"
CHANGE, NEXT, STOP, FINISH = "c", "n", "x", "f"
"""Choices that are no option of a question."""

CHANGES = {
    "ranking": "Which is better",
    "strength": "How much better",
    "stands": "As it stands",
    "rationale": "The reason",
}
"""What [Change] offers, by question."""

GUIDELINE_ROOM = 1500
"""Characters, once escaped, of a guideline that still stands on the panel's page."""

PAGES = ("skip", "more", "wrong", "meaning", "ask", LATER, "change")
"""Pages of a panel that are no question of a kind."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What drawing needs to know beside the assignment."""

    item: Item
    project: Project
    rules: Rules
    zone: str
    forms: bool


def title(item: Item) -> str:
    """What this is, cost first after it."""
    return "Compare two answers" if len(item.responses) == 2 else "Judge answers"


def minutes(item: Item, rules: Rules) -> int:
    """Predicted minutes, rounded up: reading, taps and writing (method.md 4's model)."""
    words = sum(len(turn.text.split()) for turn in item.prompt)
    words += sum(len(response.text.split()) for response in item.responses)
    taps = sum(len(kind.questions()) for kind in asked(item))
    seconds = words / rules.reading * 60 + taps * rules.tap_seconds
    if "rationale" in item.ask:
        seconds += rules.writing_seconds
    return max(1, math.ceil(seconds / 60))


def heading(item: Item, project: Project, rules: Rules) -> str:
    """Compare two answers · about 3 min · Paediatrics triage · asked by a parent."""
    said = [title(item), f"about {minutes(item, rules)} min", project.title]
    if reader := item.reader or project.reader:
        said.append(f"asked by {reader}")
    return " · ".join(said)


def question_text(item: Item) -> str:
    """The prompt as one text; a conversation names who speaks."""
    if len(item.prompt) == 1:
        return item.prompt[0].text
    names = {"user": "Asks", "assistant": "AI", "system": "Instruction"}
    return "\n\n".join(f"{names.get(turn.role, turn.role)}: {turn.text}" for turn in item.prompt)


def material(assignment: Assignment, scene: Scene) -> list[tuple[str, Card]]:
    """Everything there is to judge: (name, card) per message, in reading order, nothing cut."""
    item, base = scene.item, f"{assignment.id}:{assignment.postings}"
    texts = [("q", heading(item, scene.project, scene.rules), question_text(item))]
    for letter, index in zip(LETTERS, assignment.order, strict=False):
        heads = f"Answer {letter} · AI text under test"
        texts.append((letter.lower(), heads, item.responses[index].text))
    return [
        (f"{base}:{part}:{number}", _literal(text))
        for part, head, whole in texts
        for number, text in enumerate(parts(head, whole), start=1)
    ]


def guideline(assignment: Assignment, scene: Scene) -> list[tuple[str, Card]]:
    """A guideline too long for the page that explains: whole, in messages of its own above it."""
    text = scene.project.guideline
    if escaped_units(text) <= GUIDELINE_ROOM:
        return []
    return [
        (f"{assignment.id}:{assignment.turn}:guideline:{number}", _literal(part))
        for number, part in enumerate(parts("Guideline", text), start=1)
    ]


def _literal(text: str) -> Card:
    return Card((line(text),), spoken=text, literal=True)


def question_name(assignment: Assignment) -> str:
    """The message whose address `[Open]` leads to: the task's question, which never moves."""
    return f"{assignment.id}:{assignment.postings}:q:1"


def token(assignment: Assignment, choice: str | int) -> str:
    return f"{assignment.id}:{assignment.turn}:{choice}"


def options(assignment: Assignment, scene: Scene) -> list[str]:
    """Labels of the choices open now, by index: of a question or of one of the pages."""
    page = assignment.question
    if page == "skip":
        return [label for label, _ in SKIPS]
    if page == "wrong":
        return [label for label, _ in WRONGS]
    if page == "more":
        return ["Something is wrong here", "Later", "What does this mean?", "Ask the coordinator"]
    if page == "change":
        keys = answered(scene.item, assignment.answer)
        return [CHANGES[key] for key in keys]
    question = open_question(assignment, scene)
    return [option.label for option in question.options] if question else []


def open_question(assignment: Assignment, scene: Scene) -> Question | None:
    """The kind's question that is open, None on a page or a finished task."""
    kind = kind_of(assignment.question, scene.item)
    if kind is None:
        return None
    return kind.question(assignment.question, scene.item, assignment.order, assignment.answer)


def draw(assignment: Assignment, scene: Scene, lead: str = "") -> Card:
    """The panel as it stands. `lead` is a sentence put first ("Once more, please: …")."""
    if assignment.state == SKIPPED:
        return _ending(assignment, scene, lead or "Skipped. The task goes to someone else.")
    if assignment.state == LAPSED:
        rows = ((_button(assignment, "Finish it anyway", FINISH), _next(assignment)),)
        return _card(scene, [lead, PASSED_ON], rows)
    if assignment.state == WITHDRAWN:
        return _ending(assignment, scene, TAKEN_BACK)
    if assignment.state == RETURNED:
        return _ending(assignment, scene, GIVEN_BACK)
    if assignment.state == DONE and not assignment.question:
        return summary(assignment, scene, lead)
    if assignment.question in PAGES:
        return _page(assignment, scene, lead)
    return _question(assignment, scene, lead)


def summary(assignment: Assignment, scene: Scene, lead: str = "") -> Card:
    """Saved 14:02, every mark listed, and what can be done next."""
    saved = assignment.submitted_at
    when = f"Saved {clock(saved, scene.zone)}. " if saved else "Saved. "
    told = when + " ".join(tell(scene.item, assignment.order, assignment.answer))
    rows = ((_button(assignment, "Change", CHANGE),), _onward(assignment))
    return _card(scene, [lead, told], rows)


def later_words(until: datetime, zone: str) -> str:
    return f"Kept for you until {moment(until, zone)}."


def shrunk(assignment: Assignment, scene: Scene, words: str) -> Card:
    """An old panel, down to one line."""
    return Card((line(words),))


def _question(assignment: Assignment, scene: Scene, lead: str) -> Card:
    question = open_question(assignment, scene)
    if question is None:
        raise LookupError(f"assignment {assignment.id} has no open question")
    lines = [lead] if lead.endswith(question.text[1:]) else [lead, question.text]
    lines += [f"{o.label}: {o.meaning}" for o in question.options if o.meaning]
    if "draft" in assignment.answer and question.writing:
        lines.append(f"So far: {quoted(assignment.answer['draft'])}")
    buttons = [_button(assignment, o.label, i) for i, o in enumerate(question.options)]
    rows: list[Row] = [(b,) for b in buttons] if question.stacked else [tuple(buttons)]
    if question.writing and scene.forms:
        rows[0] = (*rows[0], _button(assignment, "Write…", WRITE))
    return _card(scene, lines, (*[row for row in rows if row], _last(assignment)))


def _page(assignment: Assignment, scene: Scene, lead: str) -> Card:
    texts = {
        "skip": "Why skip it? The task goes to someone else.",
        "more": "What is it?",
        "wrong": "What is wrong here?",
        "change": "What would you like to change?",
        "ask": WRITE_QUESTION,
    }
    page = assignment.question
    if page == "meaning":
        lines = [lead, *meanings(scene)]
    elif assignment.aside and assignment.lease_until:
        lines = [lead, later_words(assignment.lease_until, scene.zone)]
    else:
        lines = [lead, texts[page]]
    rows: list[Row] = [
        (_button(assignment, text, i),) for i, text in enumerate(options(assignment, scene))
    ]
    if assignment.aside:
        rows.append(_onward(assignment))
    rows.append((_button(assignment, "Back", BACK),))
    return _card(scene, lines, tuple(rows))


def meanings(scene: Scene) -> list[str]:
    """What the words mean, then the project's guideline."""
    said = ["Safe, then accurate, then helpful. Judge by the worst thing a reader could act on."]
    for kind in asked(scene.item):
        if kind.name == "rank":
            said += [
                "Clearly better: the difference matters for care. Better: a real difference, in"
                " something that counts. Slightly better: a close call. Level: I cannot separate"
                " them.",
                "As it stands: could it reach this reader unchanged?",
            ]
        if kind.name == "rationale":
            said.append("A reason says where, what is wrong, and what could follow.")
    text = scene.project.guideline
    if escaped_units(text) > GUIDELINE_ROOM:
        text = "The project's guideline stands above."
    return [*said, text] if text else said


def _ending(assignment: Assignment, scene: Scene, words: str) -> Card:
    return _card(scene, [words], (_onward(assignment),))


def _card(scene: Scene, lines: list[str], rows: tuple[Row, ...]) -> Card:
    body = (line(task_name(scene.item), "italic"), *(line(text) for text in lines if text))
    return Card(body, rows)


def _button(assignment: Assignment, label: str, choice: str | int) -> Button:
    return Button(label, token(assignment, choice))


def _last(assignment: Assignment) -> Row:
    return (
        _button(assignment, "Back", BACK),
        _button(assignment, "Skip", SKIP),
        _button(assignment, "More", MORE),
    )


def _onward(assignment: Assignment) -> Row:
    return (_next(assignment), _button(assignment, "Stop here", STOP))


def _next(assignment: Assignment) -> Button:
    return _button(assignment, "Next task", NEXT)


def first_open(assignment: Assignment, scene: Scene) -> str:
    """The key of the first open question, "" when everything is answered."""
    question = next_question(scene.item, assignment.order, assignment.answer)
    return question.id if question else ""
