"""What becomes of a withheld text: what it would have been, once somebody let it pass, or nothing.

A coordinator lets it pass, or its writer takes out what it looked like. Where it is not wanted any
more that is said, and nothing is used by guess.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot import coordinator, details, home, kinds, placing, reasons, remarking, revising, unplaced
from bot.again import TO_COORDINATOR
from bot.cards import Durable, Post
from bot.events import Revised
from bot.kinds.base import place_of
from bot.material import Scene
from bot.panel import first_open
from bot.port import Records
from bot.records import DONE, LAPSED, OPEN, RETURNED, SKIPPED, WITHDRAWN, Assignment, replace
from bot.rules import Rules
from bot.sessions import root_of
from bot.step import Step
from bot.teach import DIFFER
from bot.text import typed as clean
from bot.tongue import joined, phrase
from bot.unused import WITHHELD
from bot.withheld import Withheld
from bot.words import (
    CHANGE_IT,
    LET_PASS,
    LET_PASS_UNPLACED,
    NOT_ASKED_NOW,
    NOT_LET_PASS,
    NOT_NEEDED,
)
from bot.work import redraw, scene

Plan = Callable[[], None]

CLOSED = {
    SKIPPED: phrase("the task was skipped"),
    LAPSED: phrase("the task was passed on"),
    WITHDRAWN: phrase("the task was withdrawn"),
    RETURNED: phrase("the task went to somebody else"),
}
AWAY = phrase("its writer takes no part at the moment")
NO_REASON_ASKED = phrase("no reason is asked for any more")
NO_WORDING_ASKED = phrase("no wording is asked for any more")
OTHER_WORDING = phrase("another wording was given")
NO_MESSAGE = phrase("the message it changes is part of no reason any more")
NOTHING_WAITS = phrase("no task waits for a reason")


class NotNow(Exception):  # noqa: N818  the house's word
    """The question that it answers is not asked at this moment, and was not answered either."""


def used(records: Records, held: Withheld, at: datetime, rules: Rules) -> tuple[list[Durable], str]:
    """A coordinator has let it pass: what follows, and why it is not wanted any more, "" if it is
    used. Raises NotNow, and then nothing may be stored."""
    step = _bench(records, held, at, rules)
    plan = _plan(step, held)
    if isinstance(plan, str):
        if step.who.state == "active":
            step.say(joined(" ", (LET_PASS_UNPLACED, NOT_NEEDED.format(why=plan))))
        return step.durable(), plan
    step.say(LET_PASS_UNPLACED if held.use == "placed" else LET_PASS)
    plan()
    _follow(step, held)
    if step.news:
        home.refresh(step)
    return step.durable(), ""


def dropped(records: Records, held: Withheld, at: datetime, rules: Rules) -> list[Durable]:
    """A coordinator has not let it pass: its writer is asked for it anew, where it is wanted."""
    step = _bench(records, held, at, rules)
    if step.who.state != "active":
        return []
    assignment = records.assignment(held.assignment)
    step.say(joined(" ", filter(None, (NOT_LET_PASS, _again(step, held, assignment)))))
    _follow(step, held)
    return step.durable()


def _follow(step: Step, held: Withheld) -> None:
    """What asks something stands below what was said, unless it was posted there already."""
    assignment = step.records.assignment(held.assignment)
    if assignment is None or not assignment.question:
        return
    if not any(isinstance(out, Post) and out.name == assignment.panel for out in step.outs):
        redraw(step, assignment, assignment, below=True)


def _again(step: Step, held: Withheld, assignment: Assignment | None) -> str:
    """How to say it without that, "" where nothing waits for it."""
    again = WITHHELD[held.use].again
    try:
        wanted = not isinstance(_plan(step, held), str)
    except NotNow:
        wanted = True
    if not (wanted and again):
        return ""
    answered = assignment and assignment.state == DONE and not assignment.question
    if assignment and answered and held.use in ("reason", "wording"):
        return "" if assignment.answer.get("rationale") and held.use == "reason" else CHANGE_IT
    return again


def reread(step: Step, event: Revised) -> bool:
    """A message whose text is withheld was edited, and is read as if it came now; or deleted, and
    is forgotten unless a coordinator was asked. False for any other message."""
    held = step.records.withheld_in(step.contact.account, event.message)
    if held is None or held.use == "edited":
        return False
    text = clean(event.text or "")
    if not text.strip():
        details.forget(step, event.message, asked=False)
        return True
    assignment = step.records.assignment(held.assignment)
    if assignment:
        step.under = root_of(step, assignment)
    if found := details.seen(step, text):
        details.withhold(step, found, held.use, text, held.message, assignment)
        return True
    step.records.forget(held)
    try:
        plan = _plan(step, replace(held, text=text))
    except NotNow:
        step.say(NOT_ASKED_NOW)
        return True
    if isinstance(plan, str):
        step.say(NOT_NEEDED.format(why=plan))
    else:
        plan()
    return True


def _bench(records: Records, held: Withheld, at: datetime, rules: Rules) -> Step:
    """A step without an event, in the chat where the text's task lies by now."""
    assignment = records.assignment(held.assignment)
    account = assignment.account if assignment else held.account
    contact = records.hold(account)
    if contact is None:
        raise LookupError("no contact for this account")
    step = Step(records, rules, at, contact, records.person(held.person))
    step.under = root_of(step, assignment) if assignment else ""
    return step


def _plan(step: Step, held: Withheld) -> Plan | str:
    """What makes it what it would have been, not done yet; or why it is not wanted any more.
    Raises NotNow."""
    if step.who.state != "active":
        return AWAY
    text, message = held.text, held.message
    if held.use == "placed":
        awaited = placing.awaiting(step)
        if not awaited:
            return NOTHING_WAITS
        return partial(unplaced.keep, step, awaited, text, message)
    assignment = step.records.assignment(held.assignment)
    if assignment is None:
        raise LookupError("a withheld text has lost its task")
    if held.use == "question":
        return partial(_asked, step, assignment, text)
    if held.use == "remark":
        return partial(_remarked, step, assignment, text)
    if assignment.state in CLOSED and not (assignment.state == LAPSED and held.use == "edited"):
        return CLOSED[assignment.state]
    if held.use == "edited":
        heard = step.records.heard(held.account, message)
        if heard is None or heard.assignment != assignment.id:
            return NO_MESSAGE
        return partial(revising.edit, step, assignment, heard, text)
    here = scene(step, assignment)
    if held.use == "wording":
        return _wording(step, held, assignment, here)
    return _reason(step, held, assignment, here)


def _asked(step: Step, assignment: Assignment, text: str) -> None:
    """A question to the coordinator; the panel that awaits it goes on."""
    coordinator.pass_on(step, assignment, text)
    if assignment.question == TO_COORDINATOR:
        coordinator.asked(step, assignment, text)


def _remarked(step: Step, assignment: Assignment, text: str) -> None:
    """A note to a course's author; the panel that awaits it goes on."""
    remarking.note(step, assignment, text)
    if assignment.question == DIFFER:
        remarking.noted(step, assignment, text)


def _reason(step: Step, held: Withheld, assignment: Assignment, here: Scene) -> Plan | str:
    text, message = held.text, _message(step, held)
    if assignment.question == "rationale" or assignment.state == OPEN:
        return _now(step, assignment, here, "rationale", text, message)
    if "rationale" not in assignment.answer:
        return NO_REASON_ASKED
    return partial(revising.append, step, assignment, text, message)


def _wording(step: Step, held: Withheld, assignment: Assignment, here: Scene) -> Plan | str:
    key, text = held.question, held.text
    if assignment.question == key:
        return _now(step, assignment, here, key, text, _message(step, held))
    if key not in kinds.keys(here.brief, assignment.answer):
        return NO_WORDING_ASKED
    response = here.brief.at(place_of(key)).id
    given = assignment.answer.get("corrections", {})
    if response not in given:
        return _now(step, assignment, here, key, text, _message(step, held))
    if given[response] is not None:
        return OTHER_WORDING
    return partial(revising.reword, step, assignment, here, key, text)


def _now(
    step: Step, assignment: Assignment, here: Scene, key: str, text: str, message: str
) -> Plan:
    """The question that it answers is open, perhaps below a page. Raises NotNow if it is not."""
    if assignment.question == key:
        return partial(reasons.take, step, assignment, here, text, message)
    if first_open(assignment, here) != key:
        raise NotNow
    asking = replace(assignment, question=key, turn=assignment.turn + 1)

    def take() -> None:
        if not step.records.save(assignment, asking):
            raise NotNow
        reasons.take(step, asking, here, text, message)

    return take


def _message(step: Step, held: Withheld) -> str:
    """The message by which its edits are known, in the chat where it stands."""
    return held.message if held.account == step.contact.account else ""
