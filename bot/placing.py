"""Whose task a text is about: the one it answers, or the only one that asks.

Where that is not certain the person is asked, and the text is kept meanwhile; nothing typed is ever
attached by guess or dropped.
"""

from bot import details, unplaced
from bot.again import TO_COORDINATOR
from bot.coordinator import to_coordinator
from bot.events import Said
from bot.kinds.base import Question
from bot.material import Scene
from bot.naming import WAYS_OUT, meant_by
from bot.panel import open_question
from bot.records import DONE, OPEN, Assignment
from bot.sessions import root_of
from bot.step import Step, page_button
from bot.teach import DIFFER
from bot.tongue import phrase, plain
from bot.words import NOTHING_AWAITED, WHICH_TASK
from bot.work import scene


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
        [*records.assignments(person, OPEN, most), *_steps(step)],
        records.assignments(person, DONE, most),
    )
    return [[one for one in found if here(one)] for found in lists]


def _steps(step: Step) -> list[Assignment]:
    """Steps of lessons that ask something."""
    return [one for one in step.records.live_steps(step.who.id) if one.state == OPEN]


def place(step: Step, event: Said, text: str) -> None:
    """In the wrong place, or where two ask: which task is it for? The words are kept meanwhile."""
    asking, awaited = _asking(step, event), _awaited(step, event)
    chosen = step.tongue.meant(plain(text)) in WAYS_OUT or any(
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
    elif found := details.seen(step, text, unplaced.before(step)):
        details.withhold(step, found, "placed", text, event.message)
    else:
        unplaced.keep(step, awaited, text, event.message)


def nothing_awaited(step: Step) -> None:
    step.say(NOTHING_AWAITED, rows=((page_button(phrase("Next task"), "home", 1, "next"),),))


def awaiting(step: Step) -> list[Assignment]:
    """Tasks of this chat that await words of the person's own."""
    return _awaited(step, None)


def _awaited(step: Step, event: Said | None) -> list[Assignment]:
    """Of those that ask something, which await words: for a question of theirs, or for one to the
    coordinator."""
    pages = [one for one in _lying(step, event) if one.question in (TO_COORDINATOR, DIFFER)]
    return [*(one for one, question, _ in _asking(step, event) if question.writing), *pages]


def _asking(step: Step, event: Said | None) -> list[tuple[Assignment, Question, Scene]]:
    """What asks a question of a kind: in this thread, if something was said there, or else anywhere
    in this chat."""
    lying = [(one, scene(step, one)) for one in _lying(step, event)]
    return [(one, question, here) for one, here in lying if (question := open_question(one, here))]


def _lying(step: Step, event: Said | None) -> list[Assignment]:
    """Tasks that ask something: in this thread, or else anywhere in this chat."""
    records, person = step.records, step.who.id
    opened = records.assignments(person, OPEN, step.rules.open_most)
    found = (*opened, *_steps(step), *records.changing(person))
    mine = [one for one in found if one.account == step.contact.account and not one.aside]
    if event is None:
        return mine
    changed, opened, _ = _here(step, event)
    ids = {one.id for one in (*opened, *changed)}
    return [one for one in mine if one.id in ids] or mine
