"""Who takes part, by a coordinator's word: invited, confirmed, removed. Nobody is messaged here.

A code is kept only as its hash. Whoever is removed loses access at once; their answers stay.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.cards import Home
from bot.records import OPEN, OUTSIDE, RETURNED, Person
from store.port import SqlRecords
from store.port.base import CONTACT
from store.port.leaving import INCIDENT
from store.port.people import ENROLMENT, INVITATION, PERSON, PROJECT
from store.sql import Store

HOURS_MOST = 336
"""Two weeks: the longest that an invitation is good for."""

NAME_MOST = 100
OPEN_MOST = 1000
"""Open tasks of one person that are passed on at once; nobody has more than a few."""

MEMBER_ID = re.compile("[UW][A-Z0-9]+")
TEAM_ID = re.compile("[TE][A-Z0-9]+")
"""As Slack writes them; a name would never be met."""

_PROJECT = select(PROJECT.c.id).where(PROJECT.c.id == bindparam("project"), PROJECT.c.course == "")
_PERSON = select(PERSON.c.id).where(PERSON.c.id == bindparam("person"))
_MEMBER = select(CONTACT.c.person).where(
    CONTACT.c.platform == "slack",
    CONTACT.c.team == bindparam("team"),
    CONTACT.c.user == bindparam("user"),
)
_OPEN = (
    INVITATION.c.used_at.is_(None)
    & INVITATION.c.revoked_at.is_(None)
    & (INVITATION.c.expires_at > bindparam("now"))
)
_INVITED = select(INVITATION.c.id).where(
    INVITATION.c.platform == "slack",
    INVITATION.c.team == bindparam("team"),
    INVITATION.c.user == bindparam("user"),
    _OPEN,
)
_INVITATIONS = select(INVITATION).where(_OPEN).order_by(INVITATION.c.id)
_REVOKE = (
    update(INVITATION)
    .where(INVITATION.c.id == bindparam("invitation"), _OPEN)
    .values(revoked_at=bindparam("now"))
)
_ANSWERED = (
    update(INCIDENT)
    .where(
        INCIDENT.c.person == bindparam("of_person"),
        INCIDENT.c.kind == "confirm",
        INCIDENT.c.state == "open",
    )
    .values(state="closed", closed_at=bindparam("now"))
)


class Refused(Exception):  # noqa: N818  the house's word
    """It cannot be done; one sentence."""


def invite(
    store: Store,
    project: str,
    name: str,
    code: str,
    at: datetime,
    *,
    hours: int = 72,
    slack_member: str = "",
    slack_team: str = "",
    confirmed: bool = False,
    specialties: Sequence[str] = (),
) -> dict[str, Any]:
    """A single-use way into `project`, by `code` or for a Slack member, who needs no code.

    Returns {"invitation", "project", "name", "expires"}. Whoever was named is the right person;
    others wait for a coordinator unless `confirmed`. Raises Refused.
    """
    name = " ".join(name.split())
    _usable(name, code, hours, slack_member, slack_team)
    fields = _fields(specialties)
    expires = at + timedelta(hours=hours)

    def unit(records: SqlRecords) -> int:
        if records.one(_PROJECT, {"project": project}) is None:
            raise Refused(f"There is no project {project}: see rounds project list.")
        named = _unmet(records, slack_team, slack_member, at) if slack_member else {}
        made = records.add(
            INVITATION,
            code_hash=None if slack_member else hashlib.sha256(code.encode()).hexdigest(),
            project=project,
            name=name,
            confirmed=confirmed or bool(slack_member),
            at=at,
            expires_at=expires,
            specialties=fields,
            **named,
        )
        records.audit("invitation made", at, invitation=made, project=project)
        return made

    made = store.submit(unit).result()
    return {"invitation": made, "project": project, "name": name, "expires": expires.isoformat()}


def listing(store: Store) -> list[dict[str, Any]]:
    """Everybody who came: {"id", "name", "state", "accounts", "projects", "specialties"}."""
    return store.read(_people)


def invitations(store: Store, at: datetime) -> list[dict[str, Any]]:
    """Who may still come: {"id", "name", "project", "account", "expires"}."""
    rows = store.read(lambda connection: connection.execute(_INVITATIONS, {"now": at}).all())
    return [
        {
            "id": row.id,
            "name": row.name,
            "project": row.project,
            "account": f"{row.platform} {row.user} ({row.team})" if row.platform else "",
            "expires": row.expires_at.isoformat(),
        }
        for row in rows
    ]


def confirm(store: Store, person: int, at: datetime) -> dict[str, Any]:
    """The right person: they may work. Returns {"person", "name", "state"}. Raises Refused."""

    def unit(records: SqlRecords) -> dict[str, Any]:
        found = _held(records, person)
        if found.state in OUTSIDE:
            raise Refused(f"{_named(found)} takes no part ({found.state}): invite them again.")
        state = "active" if found.state == "waiting" else found.state
        return _saved(records, replace(found, confirmed=True, state=state), at)

    return store.submit(unit).result()


def specialise(store: Store, person: int, named: Sequence[str], at: datetime) -> dict[str, Any]:
    """Their fields are these and no others; none means that nobody wrote them down.

    Returns {"person", "name", "state", "specialties"}. Raises Refused.
    """
    fields = _fields(named)

    def unit(records: SqlRecords) -> dict[str, Any]:
        found = _held(records, person)
        told = _saved(records, replace(found, specialties=tuple(fields)), at)
        return {**told, "specialties": fields}

    return store.submit(unit).result()


def remove(store: Store, person: int, at: datetime) -> dict[str, Any]:
    """Access ends, open tasks go to others, what waits to be sent is not.

    Returns {"person", "name", "state"}. Raises Refused.
    """

    def unit(records: SqlRecords) -> dict[str, Any]:
        found = _held(records, person)
        if found.state == "removed":
            raise Refused(f"{_named(found)} was removed already.")
        for assignment in records.assignments(person, OPEN, OPEN_MOST):
            after = replace(assignment, state=RETURNED, turn=assignment.turn + 1, question="")
            if not records.save(assignment, after):
                continue
            records.audit("task returned", at, person=person, task=assignment.item)
            if not assignment.extra:
                records.give_back(assignment.item)
        for contact in records.contacts(person):
            records.hush(contact.account, at)
            records.save_contact(replace(contact, offered=""))
            records.forget_unplaced(contact.account)
        records.forget_withheld(person)
        gone = replace(found, state="removed", page="", confirmed=False, reminders=False, consent=0)
        return _saved(records, gone, at)

    return store.submit(unit).result()


def revoke(store: Store, invitation: int, at: datetime) -> dict[str, Any]:
    """End an invitation that nobody used. Returns {"invitation", "state"}. Raises Refused."""
    values = {"invitation": invitation, "now": at}

    def unit(records: SqlRecords) -> bool:
        if not records.connection.execute(_REVOKE, values).rowcount:
            return False
        records.audit("invitation revoked", at, invitation=invitation)
        return True

    if not store.submit(unit).result():
        raise Refused(f"There is no open invitation {invitation}: see rounds people list.")
    return {"invitation": invitation, "state": "revoked"}


def _usable(name: str, code: str, hours: int, slack_member: str, slack_team: str) -> None:
    """Refused for what could never be used."""
    if not 1 <= len(name) <= NAME_MOST:
        raise Refused(f"Say who it is for, in 1 to {NAME_MOST} characters.")
    if not 1 <= hours <= HOURS_MOST:
        raise Refused(f"An invitation is good for 1 to {HOURS_MOST} hours.")
    if slack_member and not slack_team:
        raise Refused("A Slack member needs their workspace, too: add --slack-team T….")
    if slack_team and not slack_member:
        raise Refused("A workspace alone names nobody: add --slack-member U….")
    if not (slack_member or code):
        raise Refused("An invitation needs a code or a Slack member.")
    if slack_member and not MEMBER_ID.fullmatch(slack_member):
        raise Refused(
            f"“{slack_member}” is no member id: Slack shows it in the person's profile under ⋮, as"
            " U… or W…."
        )
    if slack_team and not TEAM_ID.fullmatch(slack_team):
        raise Refused(
            f"“{slack_team}” is no workspace id: it stands in the address of Slack in a browser,"
            " as T…."
        )


def _fields(named: Sequence[str]) -> list[str]:
    """Each once, in the words given. Raises Refused."""
    fields: dict[str, str] = {}
    for one in named:
        word = " ".join(one.split())
        if not 1 <= len(word) <= NAME_MOST:
            raise Refused(f"Name each specialty in 1 to {NAME_MOST} characters.")
        fields.setdefault(word.casefold(), word)
    return list(fields.values())


def _unmet(records: SqlRecords, team: str, user: str, at: datetime) -> dict[str, str]:
    """The account an invitation is made out to. Refused if it would never be asked for."""
    member = {"team": team, "user": user}
    known = records.one(_MEMBER, member)
    if known and known.person:
        person = records.person(known.person)
        raise Refused(
            f"{user} is known as {_named(person)} ({person.state}): make a code instead, without"
            " --slack-member, and let them type join CODE."
        )
    if invited := records.one(_INVITED, {**member, "now": at}):
        raise Refused(f"{user} is invited already, by invitation {invited.id}: revoke it first.")
    return {"platform": "slack", **member}


def _held(records: SqlRecords, person: int) -> Person:
    """The person, with every account locked against what they do at this moment."""
    if records.one(_PERSON, {"person": person}) is None:
        raise Refused(f"There is no person {person}: see rounds people list.")
    for contact in records.contacts(person):
        records.hold(contact.account)
    return records.person(person)


def _saved(records: SqlRecords, person: Person, at: datetime) -> dict[str, Any]:
    """The person as decided, and as their Home tells it; the question whether they are the right
    one is answered."""
    records.save_person(person, at)
    for contact in records.contacts(person.id):
        if contact.home:
            records.emit(Home(contact.account), at)
    records.connection.execute(_ANSWERED, {"of_person": person.id, "now": at})
    return {"person": person.id, "name": _named(person), "state": person.state}


def _named(person: Person) -> str:
    return person.name or f"Person {person.id}"


def _people(connection: Connection) -> list[dict[str, Any]]:
    accounts: dict[int, list[str]] = {}
    enrolled: dict[int, list[str]] = {}
    for row in connection.execute(select(CONTACT).where(CONTACT.c.person != 0)):
        accounts.setdefault(row.person, []).append(f"{row.platform} {row.user} ({row.team})")
    for row in connection.execute(select(ENROLMENT).order_by(ENROLMENT.c.at)):
        enrolled.setdefault(row.person, []).append(row.project)
    return [
        {
            "id": row.id,
            "name": row.name,
            "state": row.state,
            "accounts": accounts.get(row.id, []),
            "projects": enrolled.get(row.id, []),
            "specialties": row.specialties,
        }
        for row in connection.execute(select(PERSON).order_by(PERSON.c.id))
    ]
