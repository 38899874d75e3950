"""A correction of what a lesson taught reaches everybody who passed that step, once, by day.

It is no reminder: it comes whatever somebody set about those, and whatever version they had. It
waits for the hours in which people are awake (method.md 5.5, 4).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards import Durable, Run
from bot.courseport import Owed
from bot.port import Records
from bot.rules import Rules
from bot.step import Step

AWAKE = (8, 20)
"""Hours of the day in which it may come (method.md 4)."""

DUE_FOR = timedelta(days=30)
"""So long somebody who could not be reached is tried."""

MOST = 200
"""Looked at in one tick."""


def due(records: Records, at: datetime, rules: Rules) -> list[Durable]:
    """What is to be sent now."""
    outs: list[Durable] = []
    for owed in records.corrections(at - DUE_FOR, MOST):
        contact = records.hold(owed.account)
        if contact is None or not contact.person:
            continue
        person = records.person(contact.person)
        if person.state != "active" or not AWAKE[0] <= _hour(at, person.zone) < AWAKE[1]:
            continue
        step = Step(records, rules, at, contact, person)
        release = records.release(owed.project)
        text = release.text(owed.language)
        title = release.taught(owed.step, owed.language).step.title
        step.say(
            (Run("A correction to "), Run(title, "italic"), Run(f", in {text.title}:")),
            owed.text,
            name=name(owed),
        )
        outs += step.durable()
    return outs


def name(owed: Owed) -> str:
    """One message for one person: what was posted once is not posted again."""
    return f"c:{owed.correction}:{owed.person}"


def _hour(at: datetime, zone: str) -> int:
    return at.astimezone(ZoneInfo(zone)).hour
