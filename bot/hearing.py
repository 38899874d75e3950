"""What people type about a task: a choice, a reason, a question; or something to be placed.

A text goes to the task whose thread or message it answers. Where that is not certain the person
is asked, and the text is kept meanwhile; nothing typed is ever attached by guess or dropped.
"""

from collections.abc import Sequence

from bot import details
from bot.answering import by_words, choose, control, given_now
from bot.cards import Run
from bot.events import Said
from bot.kinds.base import Question
from bot.material import Scene
from bot.naming import called, meant_by, plain
from bot.panel import BACK, MORE, SKIP, first_open, open_question, options, ways
from bot.reasons import add, reason, undo, written
from bot.records import DONE, OPEN, Assignment, replace
from bot.sessions import root_of
from bot.step import Step, line, page_button
from bot.text import typed as clean
from bot.turns import turned
from bot.words import (
    HAVE_THAT,
    NOT_OPEN,
    NOTHING_AWAITED,
    PASS_ON,
    WHICH_TASK,
    fit_label,
    task_name,
)
from bot.work import redraw, scene

WAYS_OUT = {"back": BACK, "skip": SKIP, "more": MORE}
"""Words that every question knows, and the buttons they stand for."""


def meant(step: Step, event: Said) -> Assignment | None:
    """The task this text is about for certain: the one replied to, or the only one that asks here;
    where nothing asks, what was finished here last."""
    records, person = step.records, step.who
    if event.reply_to:
        message = records.message(step.contact.account, event.reply_to)
        if message and message.assignment:
            found = records.assignment(message.assignment)
            return found if found and found.person == person.id else None
    changed, opened, done = _here(step, event)
    asking = [*changed, *(one for one in opened if not one.aside)]
    if asking or not done:
        here = asking or opened
        return here[0] if len(here) == 1 else None
    return done[0]


def _here(step: Step, event: Said) -> list[list[Assignment]]:
    """Their tasks in this chat, or in this thread of it, newest first: those of which something is
    changed, those that lie open, those that were finished."""
    records, person, most = step.records, step.who.id, step.rules.open_most
    threaded = step.platform in step.rules.threads
    root = records.message(step.contact.account, event.thread) if event.thread else None

    def here(one: Assignment) -> bool:
        if one.account != step.contact.account:
            return False
        return not threaded or bool(root and root_of(step, one) == root.name)

    lists = (
        records.changing(person),
        records.assignments(person, OPEN, most),
        records.assignments(person, DONE, most),
    )
    return [[one for one in found if here(one)] for found in lists]


def said(step: Step, event: Said) -> None:
    """A text that is no word of ours: a typed choice, a reason, or asked back."""
    text = clean(event.text)
    asked = step.contact.asking and plain(text) != "back"
    if asked and _to_coordinator(step, text, event.message):
        return
    assignment = meant(step, event)
    if assignment is None:
        _place_unknown(step, event, text)
        return
    step.under = root_of(step, assignment)
    here = scene(step, assignment)
    question = open_question(assignment, here)
    if _said_again(assignment, question, clean(event.quote) or text):
        step.say(HAVE_THAT)
        redraw(step, assignment, assignment, below=True)
    elif question is None or not question.writing:
        _typed_choice(step, event, assignment, here, text)
    elif (index := called(question.options, text)) is not None:
        choose(step, assignment, here, index)
    else:
        reason(step, assignment, here, text, event.message)


def _said_again(assignment: Assignment, question: Question | None, text: str) -> bool:
    """Whether these words answered the question before this one: whoever saw nothing of that sends
    them again, and means nothing else by them. A reason knows its own parts (`bot.parts`), and
    numbers of toggles say what is on, as often as they are typed."""
    if question is None or "draft" in assignment.answer:
        return False
    toggles = any(option.on is not None for option in question.options)
    before = assignment.trail.get(str(assignment.turn - 1))
    return not toggles and before == by_words(text)


def place_held(step: Step, public: str) -> None:
    """[Yes, save it]: the kept text goes to the task the person named."""
    contact = step.contact
    assignment = step.records.assignment(public) if public != "no" else None
    if not contact.held_text:
        step.notice(NOTHING_AWAITED)
        return
    text, message = contact.held_text, contact.held_message
    step.contact = replace(contact, held_text="", held_message="")
    step.records.save_contact(step.contact)
    if assignment is None or assignment.person != step.who.id:
        step.notice("Not saved." if public == "no" else NOT_OPEN)
        return
    here = scene(step, assignment)
    question = open_question(assignment, here)
    if question is None or not question.writing:
        step.notice(NOTHING_AWAITED)
        return
    reason(step, assignment, here, text, message)


def nothing_awaited(step: Step) -> None:
    step.say(NOTHING_AWAITED, rows=((page_button("Next task", "home", 1, "next"),),))


def _typed_choice(step: Step, event: Said, assignment: Assignment, here: Scene, text: str) -> None:
    """A choice by letter, number or first words; after a finished task, more of its reason."""
    wanted = plain(text)
    if wanted in WAYS_OUT and (assignment.state == OPEN or assignment.question):
        control(step, None, assignment, here, WAYS_OUT[wanted])
        return
    if choice := ways(assignment, here).get(wanted):
        control(step, None, assignment, here, choice)
        return
    labels = options(assignment, here)
    if event.quote and written(step, assignment, here, clean(event.quote), first=True):
        return
    index = meant_by(assignment, here, text)
    if written(step, assignment, here, text, first=index is None):
        return
    if index is not None:
        choose(step, assignment, here, index)
    elif (
        assignment.state == DONE and not assignment.question and assignment.answer.get("rationale")
    ):
        if wanted == "undo":
            undo(step, assignment)
        else:
            add(step, assignment, text, event.message)
    elif labels:
        step.say("I did not find that choice. Tap one, or type its number.")
        redraw(step, assignment, assignment, below=True)
    else:
        nothing_awaited(step)


def _place_unknown(step: Step, event: Said, text: str) -> None:
    """In the wrong place, or where two ask: which task is it for? The words are kept meanwhile."""
    if step.contact.held_text and (public := _place_said(step, event, text)):
        place_held(step, public)
        return
    asking = _asking(step, event)
    awaited = [one for one, question, _ in asking if question.writing]
    chosen = plain(text) in WAYS_OUT or any(
        meant_by(one, here, text) is not None
        for one, question, here in asking
        if not question.writing
    )
    changed, opened, _ = _here(step, event)  # a page asks, too, though no question is open there
    several = max(len(asking), len(changed) + sum(not one.aside for one in opened)) > 1
    if several and (chosen or not awaited):
        step.say(WHICH_TASK)
        return
    if chosen or not awaited or not text.strip():
        nothing_awaited(step)
        return
    if found := details.seen(step, text):
        details.withhold(step, found, "placed", text, event.message)
        return
    ask_which(step, awaited, text, event.message)


def awaiting(step: Step) -> list[Assignment]:
    """Tasks of this chat that await words of the person's own."""
    return [one for one, question, _ in _asking(step, None) if question.writing]


def ask_which(step: Step, awaited: Sequence[Assignment], text: str, message: str) -> None:
    """Keep words until the person has said for which of these tasks they are."""
    step.contact = replace(step.contact, held_text=text, held_message=message)
    step.records.save_contact(step.contact)
    names = _names(step, awaited)
    if len(awaited) == 1:
        step.say(
            (Run("Is this your reason for "), Run(names[0], "italic"), Run("?")),
            rows=(
                (
                    page_button("Yes, save it", "held", 1, awaited[0].id),
                    page_button("No", "held", 1, "no"),
                ),
            ),
        )
        return
    rows = tuple(
        (page_button(fit_label(name), "held", 1, assignment.id),)
        for name, assignment in zip(names, awaited, strict=True)
    )
    step.say("Which task is this for?", *(line(name, "italic") for name in names), rows=rows)


def _names(step: Step, awaited: Sequence[Assignment]) -> list[str]:
    return [task_name(step.records.item(assignment.item)) for assignment in awaited]


def _place_said(step: Step, event: Said, text: str) -> str:
    """Which task the kept words are for, as typed: yes, no, a number or a name; "" if it says
    nothing of it."""
    awaited = [one for one, question, _ in _asking(step, event) if question.writing]
    wanted = plain(text)
    if len(awaited) == 1:
        said = {"yes": awaited[0].id, "yes, save it": awaited[0].id, "no": "no"}
        return said.get(wanted, "")
    if wanted.isdecimal() and 1 <= int(wanted) <= len(awaited):
        return awaited[int(wanted) - 1].id
    by_name = [
        one.id
        for one, name in zip(awaited, _names(step, awaited), strict=True)
        if len(wanted) > 1 and name.lower().startswith(wanted)
    ]
    return by_name[0] if len(by_name) == 1 else ""


def _asking(step: Step, event: Said | None) -> list[tuple[Assignment, Question, Scene]]:
    """What asks something: in this thread, if something was said there, or else anywhere in this
    chat."""
    records, person = step.records, step.who.id
    found = (
        *records.assignments(person, OPEN, step.rules.open_most),
        *records.changing(person),
    )
    mine = [(one, scene(step, one)) for one in found if one.account == step.contact.account]
    asking = [(one, question, here) for one, here in mine if (question := open_question(one, here))]
    if event is None:
        return asking
    changed, opened, _ = _here(step, event)
    ids = {one.id for one in (*opened, *changed)}
    return [one for one in asking if one[0].id in ids] or asking


def _to_coordinator(step: Step, text: str, message: str) -> bool:
    """The awaited question to the coordinator; the task's panel comes back below it."""
    assignment = step.records.assignment(step.contact.asking)
    usable = assignment is not None and assignment.person == step.who.id and bool(text.strip())
    found = details.seen(step, text) if usable else ()
    if assignment and found:  # the question is still awaited
        step.under = root_of(step, assignment)
        details.withhold(step, found, "question", text, message, assignment)
        return True
    if assignment is None or not usable:
        step.contact = replace(step.contact, asking="")
        step.records.save_contact(step.contact)
        return False
    step.under = root_of(step, assignment)
    pass_on(step, assignment, text)
    asked(step, assignment, text)
    return True


def asked(step: Step, assignment: Assignment, text: str = "") -> None:
    """No question is awaited any more: back to what is judged. The `text` that asked it is known
    again."""
    step.contact = replace(step.contact, asking="")
    step.records.save_contact(step.contact)
    here = scene(step, assignment)
    changed = given_now(step, assignment, assignment.answer, by_words(text)) if text else assignment
    turned(step, assignment, changed, first_open(assignment, here))


def pass_on(step: Step, assignment: Assignment, text: str) -> None:
    """A question reaches the coordinator with its task."""
    step.records.incident("question", text, step.at, person=step.who.id, assignment=assignment.id)
    step.say(PASS_ON)
