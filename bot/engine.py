"""The steps: plain functions of records and an event that return what should happen.

`handle` answers a person, `tick` passes on what lies too long; what became of a message is heard in
`bot.sending`. The store runs each in one transaction; nothing here sends, waits or reads a clock.
"""

import hashlib
import re
from datetime import datetime

from bot import (
    alarm,
    answering,
    aside,
    beside,
    commands,
    correcting,
    decided,
    hearing,
    home,
    joining,
    reasons,
    revising,
    sending,
    unplaced,
)
from bot.cards import Durable, Out, Reply
from bot.events import Event, Opened, Pressed, Reached, Revised, Said, Submitted
from bot.panel import draw
from bot.port import Records
from bot.records import LAPSED, OUTSIDE, Contact, Invitation, replace
from bot.rules import Rules
from bot.step import Step
from bot.text import typed as clean
from bot.tongue import plain
from bot.welcome import CITY
from bot.words import CONFIRMING, FILE, GUESSED, NEED_INVITATION, NOT_OPEN, NOTHING_RECORDED, VOICE
from bot.work import scene

TASK_TOKEN = re.compile(r"([0-9a-z]{19}):(\d{1,9}):([a-z0-9]{1,12})")
PAGE_TOKEN = re.compile(r"([a-z-]{1,16}):(\d{1,9}):([0-9a-z]{1,24})")
CODE = re.compile(r"(?:join\s+)?([A-Za-z0-9_-]{22})")
"""An invitation code: 128 bits, URL-safe base 64, 22 characters."""

Act = Opened | Pressed | Revised | Said | Submitted
"""What somebody does, not what becomes of their account."""


def handle(records: Records, event: Event, rules: Rules) -> list[Out]:
    """What should happen because of one event.

    Raises only on a defect of ours; the store then undoes the step and keeps the event.
    """
    contact = _contact(records, event)
    step = Step(records, rules, event.at, contact, event=event)
    if contact.person:
        step.person = records.person(contact.person)
    if isinstance(event, Reached):
        _reached(step, event)
        return step.told()
    if step.person is None or step.person.state in OUTSIDE:
        _outside(step, event)
    else:
        _inside(step, event)
        if step.who.state == "active":
            beside.keep(step)
        if step.gave:
            aside.set_aside(step)
    if step.news:
        home.refresh(step)
    return step.told()


def tick(records: Records, at: datetime, rules: Rules) -> list[Durable]:
    """Pass on what nobody touched for the lease's time. The draft stays, the panel says so."""
    outs: list[Durable] = []
    for assignment in records.lapsed(at, rules.lapse_batch):
        after = replace(assignment, state=LAPSED, turn=assignment.turn + 1, question="")
        if not records.save(assignment, after):
            continue
        records.audit("task lapsed", at, person=assignment.person, task=assignment.item)
        if not assignment.extra:
            records.give_back(assignment.item)
        contact = records.hold(assignment.account)
        if contact and contact.person and after.panel:
            step = Step(records, rules, at, contact, records.person(contact.person))
            step.edit(after.panel, draw(after, scene(step, after)), late=True)
            outs += step.durable()
    return [*outs, *correcting.due(records, at, rules)]


def _contact(records: Records, event: Event) -> Contact:
    """The account's contact, met now if new; what the event tells about it is kept."""
    known = records.hold(event.account)
    opened = isinstance(event, Opened) and event.view == "home"
    if known is None:
        return records.meet(
            Contact(
                0,
                event.account,
                channel=event.channel,
                name=event.name,
                language=event.language,
                home=opened,
            )
        )
    fresh = replace(
        known,
        channel=event.channel or known.channel,
        name=event.name or known.name,
        language=event.language or known.language,
        home=known.home or opened,
        reach="ok" if not isinstance(event, Reached) else known.reach,
    )
    if fresh != known:
        records.save_contact(fresh)
    return fresh


def _reached(step: Step, event: Reached) -> None:
    """Blocked or gone: nothing more is sent there. Back again: work goes on."""
    if event.change != "joined":
        sending.set_aside(step)
    elif step.contact.reach != "ok":
        step.records.save_contact(replace(step.contact, reach="ok"))


def _outside(step: Step, event: Event) -> None:
    """Somebody without a part in it: an invitation opens the door, one sentence says so."""
    declined = step.person is not None and step.person.state == "declined"
    code = _code(event)
    invitation = _redeemed(step, code)
    if code and not invitation and (tried := _guesses(step)) >= step.rules.guesses:
        if tried == step.rules.guesses:
            step.say(GUESSED)
        return
    if not code and step.person is None:
        invitation = step.records.named(step.contact.account, step.at)
    if invitation and step.person is not None:
        _return(step, invitation)
    elif invitation:
        joining.begin(step, step.contact, invitation)
    elif declined and isinstance(event, Said | Opened) and _wants_in(step, event):
        _return(step, None)
    elif isinstance(event, Opened) and event.view == "home":
        step.home()
    elif isinstance(event, Submitted):
        step.add(Reply(errors=(("reason", NOT_OPEN),)))
    elif isinstance(event, Pressed):
        step.notice(NOT_OPEN)
    elif isinstance(event, Said) or (isinstance(event, Opened) and event.view == "start"):
        step.say(NOTHING_RECORDED if declined else NEED_INVITATION)


def _redeemed(step: Step, code: str) -> Invitation | None:
    """The invitation that this code opens, used now. Whoever has guessed too often opens none."""
    if not code:
        return None
    if _guesses(step) < step.rules.guesses:
        digest = hashlib.sha256(code.encode()).hexdigest()
        if found := step.records.redeem(digest, step.contact.account, step.at):
            return found
    step.records.guessed(step.contact.account, step.at)
    return None


def _guesses(step: Step) -> int:
    since = step.at - step.rules.guess_window
    return step.records.guesses(step.contact.account, since)


def _return(step: Step, invitation: Invitation | None) -> None:
    """One who declined, left or was removed comes back: first contact from its first page. A new
    invitation is a new question whether this is the right person."""
    person = step.who
    if invitation:
        step.records.enrol(person.id, invitation.project, step.at)
        person = joining.learned(replace(person, confirmed=invitation.named), invitation)
        joining.ask_to_confirm(step, invitation)
    step.person = replace(person, state="joining")
    joining.show(step, "who")


def _wants_in(step: Step, event: Said | Opened) -> bool:
    if isinstance(event, Opened):
        return event.view == "start"
    return step.tongue.meant(plain(event.text)) == "start"


def _code(event: Event) -> str:
    if isinstance(event, Opened):
        return event.code
    if isinstance(event, Said) and (match := CODE.fullmatch(event.text.strip())):
        return match[1]
    return ""


def _inside(step: Step, event: Act) -> None:
    match event:
        case Pressed():
            _pressed(step, event)
        case Said():
            _said(step, event)
        case Submitted():
            _submitted(step, event)
        case Revised():
            if step.who.state == "active":
                _revised(step, event)
        case _:
            _opened(step, event)


def _pressed(step: Step, event: Pressed) -> None:
    if event.redraw and event.message:
        step.records.redrawable(event.account, event.message, event.redraw, event.at)
    beside.used(step, event.token)
    if task := TASK_TOKEN.fullmatch(event.token):
        public, turn, choice = task[1], int(task[2]), task[3]
        if step.who.state != "active":
            step.notice(NOT_OPEN)
        elif choice[0] in "urk" and choice[1:].isdecimal():
            commands.remove(step, public, choice)
        else:
            answering.press(step, event, public, turn, choice)
    elif page := PAGE_TOKEN.fullmatch(event.token):
        commands.page(step, page[1], int(page[2]), page[3])
    else:
        step.notice(NOT_OPEN)


def _said(step: Step, event: Said) -> None:
    step.below = not event.command
    if event.thread:
        message = step.records.message(event.account, event.thread)
        step.under = message.name if message else ""
    if event.form != "text":
        step.say(VOICE if event.form == "voice" else FILE)
        return
    alarm.heard(step, event.text)
    if invitation := _redeemed(step, _code(event)):
        joining.begin(step, step.contact, invitation)
        return
    asked = beside.asked_last(step, event) or step.tongue.meant(plain(event.text)) == unplaced.SAVE
    if step.who.state == "active" and asked and unplaced.answered(step, clean(event.text)):
        return
    if (
        step.who.page == CITY
        and step.tongue.meant(plain(event.text)) != "back"
        and commands.word(step, event)
    ):
        return  # no place is called so
    if joining.typed(step, event.text):
        return
    if commands.word(step, event):
        return
    if step.who.state == "joining":
        joining.again(step)
    elif step.who.state == "waiting":
        step.say(CONFIRMING)
    elif hearing.chooses(step, event):
        hearing.said(step, event)
    elif token := beside.taken(step, event):
        _pressed(step, Pressed(id=event.id, at=event.at, account=event.account, token=token))
    else:
        hearing.said(step, event)


def _submitted(step: Step, event: Submitted) -> None:
    task = TASK_TOKEN.fullmatch(event.token)
    if task and step.who.state == "active":
        errors = reasons.submitted(step, event, task[1], int(task[2]))
        alarm.heard(step, event.fields.get("reason", ""))
    else:
        errors = [("reason", NOT_OPEN)]
    if errors:
        step.add(Reply(errors=tuple(errors)))


def _revised(step: Step, event: Revised) -> None:
    if not (decided.reread(step, event) or unplaced.reread(step, event)):
        revising.revised(step, event)
    alarm.heard(step, event.text or "")


def _opened(step: Step, event: Opened) -> None:
    if event.view == "messages":
        return
    if invitation := _redeemed(step, event.code):
        joining.begin(step, step.contact, invitation)
        return
    if event.view == "home":
        step.home()
    elif step.who.state == "joining":
        joining.again(step)
    elif step.who.state == "waiting":
        step.say(CONFIRMING)
    else:
        home.greet(step)
