"""How a task looks: the material, posted once and whole, and one short panel that is redrawn.

Pure: an assignment, its item and a few facts go in, cards come out. The panel's first line names
the question being judged; its last row is always Back, Skip, More (conversation.md 4, 9).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from bot import kinds, teach
from bot.aloud import aloud
from bot.buttons import BACK, CHANGE, CONTROLS, FINISH, MORE, NEXT, SKIP, STOP, WRITE, button
from bot.cards import Button, Card, Menu, Paragraph, Row, Run
from bot.kinds.base import Option, Question, option_in
from bot.kinds.rationale import quoted
from bot.material import Scene, meanings
from bot.records import (
    DONE,
    END,
    LAPSED,
    LATER,
    RETURNED,
    SEEN,
    SKIPPED,
    WITHDRAWN,
    Assignment,
)
from bot.spoken import card_in
from bot.step import line
from bot.tongue import Tongue, joined, phrase, plain, small
from bot.words import (
    GIVEN_BACK,
    MORE_PAGES,
    PASSED_ON,
    SKIPS,
    TAKEN_BACK,
    TO_OTHERS,
    WRITE_QUESTION,
    WRONGS,
    clock,
    moment,
    task_name,
)

ROW_MOST, ROW_CHARACTERS = 5, 36
"""Buttons of one row that is not stacked, and what its widest label may take of each: a phone gives
every button of a row the same width."""

TO_REVIEWER = phrase("The reviewer's view comes next.")

PAGES = ("skip", "more", "wrong", "meaning", "ask", LATER, "change")
"""Pages of a panel that are no question of a kind."""


def more(assignment: Assignment) -> list[str]:
    """The pages that [More] leads to; what is answered already is not put off, and of a lesson
    nothing is wrong for others only."""
    if assignment.step:
        return ["meaning", "ask"]
    return [page for page in MORE_PAGES if page != LATER or assignment.state != DONE]


def options(assignment: Assignment, scene: Scene) -> list[str]:
    """Labels of the choices open now, by index: of a question or of one of the pages."""
    page = assignment.question
    if scene.item.taught and (own := teach.options(assignment, scene)) is not None:
        return own
    if page == "skip":
        return [label for label, _ in SKIPS]
    if page == "wrong":
        return [label for label, _ in WRONGS]
    if page == "more":
        return [MORE_PAGES[page] for page in more(assignment)]
    if page == "change":
        keys = kinds.answered(scene.brief, assignment.answer)
        return [kinds.called(key, scene.brief) for key in keys]
    question = open_question(assignment, scene)
    return [option.label for option in question.options] if question else []


def offered(assignment: Assignment, scene: Scene) -> Sequence[Option]:
    """What may be chosen now, of a question or of one of the pages."""
    question = open_question(assignment, scene)
    return question.options if question else [Option(one) for one in options(assignment, scene)]


def ways(assignment: Assignment, scene: Scene) -> dict[str, str]:
    """What may be typed for the buttons that are no option of a question: their labels."""
    there, tongue = _ways(_drawn(assignment, scene, "")), scene.tongue
    return {plain(way): choice for name, choice in there.items() for way in tongue.ways(name)}


def _ways(card: Card) -> dict[str, str]:
    buttons = (button for row in card.rows for button in row)
    choices = {small(button.label): button.token.rpartition(":")[2] for button in buttons}
    return {label: choice for label, choice in choices.items() if choice in CONTROLS}


def open_question(assignment: Assignment, scene: Scene) -> Question | None:
    """The kind's question that is open, None on a page or a finished task."""
    return kinds.question(assignment.question, scene.brief, assignment.answer)


def draw(assignment: Assignment, scene: Scene, lead: str = "") -> Card:
    """The panel as it stands. `lead` is a sentence put first ("Once more, please: …")."""
    card = _drawn(assignment, scene, lead)
    if not scene.reader:
        return card
    question = open_question(assignment, scene)
    left = [name for name, choice in _ways(card).items() if choice != WRITE]
    if question and question.writing:
        left = [name for name in left if name != "more"]  # it may be the reason
    tongue = scene.tongue
    shown = [option_in(one, tongue) for one in offered(assignment, scene)]
    return aloud(card_in(card, tongue), shown, question, list(map(tongue, left)))


def _drawn(assignment: Assignment, scene: Scene, lead: str) -> Card:
    if scene.item.taught and (own := teach.card(assignment, scene, lead)) is not None:
        return own
    if assignment.state == SKIPPED:
        return _ending(assignment, scene, lead or phrase("Skipped. The task goes to someone else."))
    if assignment.state == LAPSED:
        rows = ((button(assignment, phrase("Finish it anyway"), FINISH), _next(assignment)),)
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
    when = phrase("Saved {time}.", time=clock(saved, scene.zone)) if saved else phrase("Saved.")
    told = joined(" ", (when, *kinds.tell(scene.brief, assignment.answer)))
    rows = ((button(assignment, phrase("Change"), CHANGE),), _onward(assignment))
    return _card(scene, [told, lead], rows)


def later_words(until: datetime, zone: str) -> str:
    return phrase("Kept for you until {moment}.", moment=moment(until, zone))


def shrunk(assignment: Assignment, scene: Scene, words: str) -> Card:
    """An old panel, down to one line."""
    return Card((line(words),))


def _question(assignment: Assignment, scene: Scene, lead: str) -> Card:
    question = open_question(assignment, scene)
    if question is None:
        raise LookupError(f"assignment {assignment.id} has no open question")
    asked = teach.asked(scene, question) if scene.item.taught else question.text
    lines = [lead] if lead.endswith(asked[1:]) else [lead, asked]
    lines += question.notes
    lines += [
        phrase("{label}: {meaning}", label=o.label, meaning=o.meaning)
        for o in question.options
        if o.meaning
    ]
    if "draft" in assignment.answer and question.writing:
        lines.append(phrase("So far: {words}", words=quoted(assignment.answer["draft"])))
    rows = _rows(assignment, question, scene.tongue)
    if question.writing and scene.forms:
        rows[0] = (*rows[0], button(assignment, phrase("Write…"), WRITE))
    return _card(
        scene,
        lines,
        (*[row for row in rows if row], _last(assignment)),
        place=_place(assignment, scene),
        menu=_menu(assignment, question) if scene.platform in scene.rules.menus else None,
    )


def _rows(assignment: Assignment, question: Question, tongue: Tongue) -> list[Row]:
    """The options' buttons; a toggle carries the state it sets, and none is listed only."""
    buttons = [
        button(assignment, o.label, n if o.on is None else f"{n}{'n' if o.on else 'y'}")
        for n, o in enumerate(question.options)
        if not o.listed
    ]
    if question.stacked:
        return [(button,) for button in buttons]
    rows: list[Row] = [()]
    for one in buttons:
        row = (*rows[-1], one)
        widest = max(len(tongue(each.label)) for each in row)
        if rows[-1] and (len(row) > ROW_MOST or widest * len(row) > ROW_CHARACTERS):
            rows.append((one,))
        else:
            rows[-1] = row
    return rows


def _menu(assignment: Assignment, question: Question) -> Menu | None:
    listed = tuple(
        button(assignment, o.label, n) for n, o in enumerate(question.options) if o.listed
    )
    return Menu(phrase("Or choose the whole order"), listed) if listed else None


def _place(assignment: Assignment, scene: Scene) -> str:
    """question 3 of 5"""
    keys = kinds.keys(scene.brief, assignment.answer)
    if len(keys) < 2 or assignment.question not in keys:
        return ""
    return _of_many(keys.index(assignment.question) + 1, len(keys))


@cache
def _of_many(number: int, questions: int) -> str:
    return phrase("question {number} of {questions}", number=number, questions=questions)


def _page(assignment: Assignment, scene: Scene, lead: str) -> Card:
    after = TO_REVIEWER if assignment.step else TO_OTHERS
    texts = {
        "skip": joined(" ", (phrase("Why skip it?"), after)),
        "more": phrase("What is it?"),
        "wrong": phrase("What is wrong here?"),
        "change": phrase("What would you like to change?"),
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
        (button(assignment, text, i),) for i, text in enumerate(options(assignment, scene))
    ]
    if assignment.aside:
        rows.append(_onward(assignment))
    rows.append((button(assignment, phrase("Back"), BACK),))
    return _card(scene, lines, tuple(rows))


def _ending(assignment: Assignment, scene: Scene, words: str) -> Card:
    return _card(scene, [words], (_onward(assignment),))


def _card(
    scene: Scene,
    lines: list[str],
    rows: tuple[Row, ...],
    *,
    place: str = "",
    menu: Menu | None = None,
) -> Card:
    first: Paragraph = (Run(task_name(scene.item), "italic"),)
    if scene.item.taught:
        first = teach.head(scene)
    if place:
        first = (*first, Run(joined("", (" · ", place))))
    return Card((first, *(line(text) for text in lines if text)), rows, menu=menu)


def _last(assignment: Assignment) -> Row:
    return (
        button(assignment, phrase("Back"), BACK),
        button(assignment, phrase("Skip"), SKIP),
        button(assignment, phrase("More"), MORE),
    )


def _onward(assignment: Assignment) -> Row:
    return (_next(assignment), button(assignment, phrase("Stop here"), STOP))


def _next(assignment: Assignment) -> Button:
    return button(assignment, phrase("Next task"), NEXT)


def resting(assignment: Assignment, scene: Scene) -> str:
    """Where a page leads back to: the first open question, or a step of a lesson as it stands."""
    if scene.item.taught and assignment.state == DONE:
        return END if scene.item.taught.last else SEEN
    return first_open(assignment, scene)


def first_open(assignment: Assignment, scene: Scene) -> str:
    """The key of the first open question, "" when everything is answered."""
    return kinds.first_open(scene.brief, assignment.answer)
