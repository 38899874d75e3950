"""Whose task a text is about: the one it answers, or the only one that asks.

Where that is not certain the person is asked, and the text is kept meanwhile; nothing typed is ever
attached by guess or dropped.
"""

from collections.abc import Sequence

from bot import details
from bot.again import TO_COORDINATOR, said_again
from bot.cards import Run
from bot.coordinator import to_coordinator
from bot.events import Said
from bot.kinds.base import Question
from bot.material import Scene
from bot.naming import WAYS_OUT, meant_by, plain
from bot.panel import open_question
from bot.reasons import reason
from bot.records import DONE, OPEN, Assignment, replace
from bot.sessions import root_of
from bot.step import Step, line, page_button
from bot.words import HAVE_THAT, NOT_OPEN, NOTHING_AWAITED, WHICH_TASK, fit_label, task_name
from bot.work import redraw, scene


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
    asking = [one for one in (*changed, *opened) if not one.aside]
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


def place(step: Step, event: Said, text: str) -> None:
    """In the wrong place, or where two ask: which task is it for? The words are kept meanwhile."""
    if step.contact.held_text and (public := _place_said(step, event, text)):
        place_held(step, public)
        return
    asking, awaited = _asking(step, event), _awaited(step, event)
    chosen = plain(text) in WAYS_OUT or any(
        meant_by(one, here, text) is not None
        for one, question, here in asking
        if not question.writing
    )
    changed, opened, _ = _here(step, event)  # a page asks, too, though no question is open there
    lying = [one for one in (*changed, *opened) if not one.aside]
    if max(len(asking), len(lying)) > 1 and (chosen or not awaited):
        step.say(WHICH_TASK)
    elif chosen or not awaited or not text.strip():
        nothing_awaited(step)
    elif len(awaited) == 1 and awaited[0].question == TO_COORDINATOR:
        to_coordinator(step, awaited[0], text, event.message)
    elif found := details.seen(step, text):
        details.withhold(step, found, "placed", text, event.message)
    else:
        ask_which(step, awaited, text, event.message)


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
    step.under = root_of(step, assignment)
    here = scene(step, assignment)
    question = open_question(assignment, here)
    if assignment.question == TO_COORDINATOR:
        to_coordinator(step, assignment, text, message)
        return
    if question is None or not question.writing:
        step.notice(NOTHING_AWAITED)
        return
    if said_again(assignment, text):
        have_that(step, assignment)
        return
    reason(step, assignment, here, text, message)


def have_that(step: Step, assignment: Assignment) -> None:
    """These words answered something before: the question that is open is asked on."""
    step.say(HAVE_THAT)
    redraw(step, assignment, assignment, below=True)


def nothing_awaited(step: Step) -> None:
    step.say(NOTHING_AWAITED, rows=((page_button("Next task", "home", 1, "next"),),))


def awaiting(step: Step) -> list[Assignment]:
    """Tasks of this chat that await words of the person's own."""
    return _awaited(step, None)


def _awaited(step: Step, event: Said | None) -> list[Assignment]:
    """Of those that ask something, which await words: for a question of theirs, or for one to the
    coordinator."""
    pages = [one for one in _lying(step, event) if one.question == TO_COORDINATOR]
    return [*(one for one, question, _ in _asking(step, event) if question.writing), *pages]


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
    awaited = _awaited(step, event)
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
    """What asks a question of a kind: in this thread, if something was said there, or else anywhere
    in this chat."""
    lying = [(one, scene(step, one)) for one in _lying(step, event)]
    return [(one, question, here) for one, here in lying if (question := open_question(one, here))]


def _lying(step: Step, event: Said | None) -> list[Assignment]:
    """Tasks that ask something: in this thread, or else anywhere in this chat."""
    records, person = step.records, step.who.id
    found = (*records.assignments(person, OPEN, step.rules.open_most), *records.changing(person))
    mine = [one for one in found if one.account == step.contact.account and not one.aside]
    if event is None:
        return mine
    changed, opened, _ = _here(step, event)
    ids = {one.id for one in (*opened, *changed)}
    return [one for one in mine if one.id in ids] or mine
