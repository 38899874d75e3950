"""What became of what we sent: it was shown, a fact was told, or it will never arrive.

Nobody judges what they did not see: a task of which a part cannot arrive is taken back before its
first answer, and goes to somebody else.
"""

from datetime import datetime

from bot import home
from bot.again import judged
from bot.cards import Durable, Edit, Erase, Lookup, Post, Upload
from bot.events import Account
from bot.material import question_name
from bot.panel import draw
from bot.port import Records
from bot.records import OPEN, WITHDRAWN, replace
from bot.rules import Rules
from bot.sessions import header, root_of
from bot.step import Step
from bot.words import NOT_DELETED
from bot.work import scene

GONE = "The platform says this person cannot be reached."


def delivered(records: Records, out: Post | Edit, at: datetime, rules: Rules) -> list[Durable]:
    """A post or an edit is on its platform: note when the question it asks was shown."""
    if not out.assignment or out.turn is None:
        return []
    assignment = records.assignment(out.assignment)
    if assignment and assignment.turn == out.turn and assignment.shown_turn != out.turn:
        first = assignment.delivered_at or at
        shown = replace(assignment, shown_turn=out.turn, shown_at=at, delivered_at=first)
        records.save(assignment, shown)
    return []


def learned(
    records: Records, lookup: Lookup, facts: dict[str, str], at: datetime, rules: Rules
) -> list[Durable]:
    """The platform told a fact: a profile's name and zone, or a message's address."""
    step = _bench(records, lookup.to, at, rules)
    if step is None:
        return []
    if lookup.what == "profile":
        _profile(step, facts)
    elif lookup.what == "link" and facts.get("link"):
        records.linked(lookup.name, facts["link"])
        _link_header(step, lookup.name, facts["link"])
    return step.durable()


def undelivered(
    records: Records, out: Durable, why: str, at: datetime, rules: Rules, *, gone: bool = False
) -> list[Durable]:
    """It will never arrive, for the reason `why`. `gone` means that nothing reaches this person
    any more: what waits for them is not sent either. A coordinator hears of both, once; of a
    message that we may not delete, its writer."""
    step = _bench(records, out.to, at, rules)
    if step is None:
        return []
    if isinstance(out, Erase) and not gone:
        _please_delete(step, out)
        return step.durable()
    kind = "unreachable" if gone else "unsendable"
    said = f"{GONE} {why}" if gone else f"A message could not be sent: {why}"
    assignment = out.assignment if isinstance(out, Post | Upload) else ""
    records.incident(kind, said, at, person=step.contact.person, assignment=assignment)
    if gone:
        set_aside(step)
    if assignment:
        _take_back(step, assignment)
    if step.news:
        home.refresh(step)
    return step.durable()


def set_aside(step: Step) -> None:
    """Nothing reaches this account until it is back: what waits falls silent, and a task that was
    not yet shown whole goes to somebody else."""
    step.contact = replace(step.contact, reach="blocked")
    step.records.save_contact(step.contact)
    for assignment in step.records.hush(step.contact.account, step.at):
        _take_back(step, assignment)


def _bench(records: Records, to: Account, at: datetime, rules: Rules) -> Step | None:
    """A step without an event, for one whom we know."""
    contact = records.hold(to)
    if contact is None:
        return None
    person = records.person(contact.person) if contact.person else None
    return Step(records, rules, at, contact, person)


def _take_back(step: Step, public: str) -> None:
    """A task nobody has answered anything of yet."""
    assignment = step.records.assignment(public)
    if assignment is None or assignment.state != OPEN or judged(assignment) or assignment.step:
        return  # a step of a lesson waits, and is posted anew when its learner comes back
    after = replace(assignment, state=WITHDRAWN, turn=assignment.turn + 1, question="")
    if step.person is None or not step.records.save(assignment, after):
        return
    step.records.audit("task taken back", step.at, person=after.person, task=after.item)
    if not assignment.extra:
        step.records.give_back(assignment.item)
    if after.panel:
        step.edit(after.panel, draw(after, scene(step, after)), assignment=after.id)
    step.news = True


def _please_delete(step: Step, out: Erase) -> None:
    """A message of theirs, too old or otherwise not ours to delete."""
    if step.person is None or step.person.state != "active":
        return
    if assignment := step.records.assignment(out.assignment):
        step.under = root_of(step, assignment)
    step.say(NOT_DELETED)


def _profile(step: Step, facts: dict[str, str]) -> None:
    """A name and a zone from the platform; what the person chose themselves stays."""
    name, zone = facts.get("name", ""), facts.get("zone", "")
    step.records.save_contact(
        replace(
            step.contact,
            name=name or step.contact.name,
            zone=zone or step.contact.zone,
            language=facts.get("language", "").lower() or step.contact.language,
        )
    )
    person = step.person
    if person is None:
        return
    known = replace(
        person,
        name=name or person.name,
        zone=zone if zone and person.state == "joining" else person.zone,
    )
    if known != person:
        step.records.save_person(known, step.at)


def _link_header(step: Step, name: str, link: str) -> None:
    """The session's header leads to the task now open in it."""
    message = step.records.message_named(name)
    assignment = step.records.assignment(message.assignment) if message else None
    if assignment is None or assignment.state != OPEN or name != question_name(assignment):
        return
    session = step.records.session_by_id(assignment.session)
    if session:
        lesson = bool(assignment.step)
        step.edit(session.root, header(step, link, lesson=lesson), late=True)
    home.refresh(step)
