"""A correction of what a lesson taught reaches everybody who passed that step, once, by day.

It is no reminder: it comes whatever somebody set about those, and whatever version they had. It
waits for the hours in which people are awake (method.md 5.5, 4).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import Durable
from bot.courseport import Owed
from bot.port import Records
from bot.rules import Rules
from bot.step import Step, naming
from bot.tongue import around

AWAKE = (8, 20)
"""Hours of the day in which it may come (method.md 4)."""

MOST = 200
"""Looked at in one go; who sleeps or cannot be reached is passed over."""


def due(records: Records, at: datetime, rules: Rules) -> list[Durable]:
    """What is to be sent now."""
    outs: list[Durable] = []
    after = (0, 0)
    while some := records.corrections(after, MOST):
        for owed in some:
            outs += _told(records, owed, at, rules)
        after = some[-1].correction, some[-1].person
    return outs


def _told(records: Records, owed: Owed, at: datetime, rules: Rules) -> list[Durable]:
    """On the account where they learned, or on another of theirs that is reached; nothing at night,
    and nothing while nobody would get it."""
    person = records.person(owed.person)
    if person.state != "active" or not AWAKE[0] <= _hour(at, person.zone) < AWAKE[1]:
        return []
    reached = [one for one in records.contacts(person.id) if one.reach == "ok"]
    best = sorted(reached, key=lambda one: one.account != owed.account)
    contact = records.hold(best[0].account) if best else None
    if contact is None:
        return []
    step = Step(records, rules, at, contact, person)
    text = records.release(owed.project).text(owed.language)
    title = records.release(owed.project).taught(owed.step, owed.language).step.title
    step.say(
        naming(around("A correction to {it}, in {title}:", title=text.title), title),
        owed.text,
        name=name(owed),
    )
    return step.durable()


def name(owed: Owed) -> str:
    """One message for one person: what was posted once is not posted again."""
    return f"c:{owed.correction}:{owed.person}"


def _hour(at: datetime, zone: str) -> int:
    return at.astimezone(ZoneInfo(zone)).hour
