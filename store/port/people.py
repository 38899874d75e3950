"""People and the accounts that point to them; nothing here is ever overwritten by chance."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Row

from bot.events import Account
from bot.records import Contact, Invitation, Person, Project, replace
from bot.rubric import Rubric, unpack
from store import tables
from store.port.base import CONTACT, Columns, key_of, of_account, table
from store.port.trust import Trust
from store.ready import Ready

PERSON = table(tables.PersonRow)
CHOICE = table(tables.ChoiceRow)
INVITATION = table(tables.InvitationRow)
ENROLMENT = table(tables.EnrolmentRow)
RUBRIC = table(tables.RubricRow)
PROJECT = table(tables.ProjectRow)
BATCH = table(tables.BatchRow)

_HOLD = Ready(select(CONTACT).where(of_account()).with_for_update(key_share=True))
_LOOK = Ready(select(CONTACT).where(of_account()))
_CONTACTS = Ready(
    select(CONTACT).where(CONTACT.c.person == bindparam("person")).order_by(CONTACT.c.id)
)
_PERSON = Ready(select(PERSON).where(PERSON.c.id == bindparam("person")))
_UNATTESTED = (
    select(BATCH.c.id)
    .where(BATCH.c.project == PROJECT.c.id, BATCH.c.attestation == "")
    .correlate(PROJECT)
    .exists()
)
_PROJECT = select(PROJECT, (~_UNATTESTED).label("attested"))
_ONE_PROJECT = Ready(_PROJECT.where(PROJECT.c.id == bindparam("project")))
_PROJECTS = Ready(
    _PROJECT.join(ENROLMENT, ENROLMENT.c.project == PROJECT.c.id)
    .where(ENROLMENT.c.person == bindparam("person"))
    .order_by(ENROLMENT.c.at, PROJECT.c.id)
)
_RUBRIC = Ready(
    select(RUBRIC.c.said).where(
        RUBRIC.c.project == bindparam("project"), RUBRIC.c.version == bindparam("version")
    )
)
_USABLE = (
    INVITATION.c.used_at.is_(None)
    & INVITATION.c.revoked_at.is_(None)
    & (INVITATION.c.expires_at > bindparam("now"))
)
_USE = (
    update(INVITATION)
    .values(used_at=bindparam("now"), used_by=bindparam("by"))
    .returning(
        INVITATION.c.id,
        INVITATION.c.project,
        INVITATION.c.name,
        INVITATION.c.confirmed,
        INVITATION.c.specialties,
    )
)
_BY_CODE = _USE.where(INVITATION.c.code_hash == bindparam("hash"), _USABLE)
_NAMED = select(INVITATION.c.id).where(
    INVITATION.c.platform == bindparam("of_platform"),
    INVITATION.c.team == bindparam("of_team"),
    INVITATION.c.user == bindparam("of_user"),
    _USABLE,
)
_BY_ID = _USE.where(INVITATION.c.id == bindparam("invitation"), _USABLE)


_SAVE_CONTACT = Ready(
    update(CONTACT).where(CONTACT.c.id == bindparam("contact")),
    tuple(field.name for field in fields(Contact) if field.name not in ("id", "account")),
)


class People(Trust):
    """Contacts, persons, invitations, enrolment."""

    def hold(self, account: Account) -> Contact | None:
        found = self.one(_HOLD, key_of(account))
        if found is None:
            self.account_lock(account)  # two first events of one account, in two workers
            found = self.one(_HOLD, key_of(account))
        return self._contact(found) if found else None

    def contact(self, account: Account) -> Contact | None:
        found = self.one(_LOOK, key_of(account))
        return self._contact(found) if found else None

    def meet(self, contact: Contact) -> Contact:
        values = {name: value for name, value in Columns.of(contact).items() if name != "id"}
        account: Account = values.pop("account")
        made = self.add(CONTACT, **values, **key_of(account))
        self.known(made, account, contact.reach)
        return Contact(made, account, **values)

    def save_contact(self, contact: Contact) -> None:
        values = Columns.of(contact)
        self.known(contact.id, values.pop("account"), contact.reach)
        self.change(_SAVE_CONTACT, {"contact": values.pop("id"), **values})

    def contacts(self, person: int) -> Sequence[Contact]:
        return [self._contact(row) for row in self.all(_CONTACTS, {"person": person})]

    def person(self, person: int) -> Person:
        row = self.one(_PERSON, {"person": person})
        if row is None:
            raise LookupError("no such person")
        values = dict(row._mapping)
        values.pop("at")
        values["specialties"] = tuple(values["specialties"])
        return Columns.made(Person, values)

    def add_person(self, person: Person, at: datetime) -> Person:
        values = {name: value for name, value in Columns.of(person).items() if name != "id"}
        values["specialties"] = list(person.specialties)
        made = replace(person, id=self.add(PERSON, **values, at=at))
        self.decided({}, made, at)
        return made

    def save_person(self, person: Person, at: datetime) -> None:
        values = Columns.of(person) | {"specialties": list(person.specialties)}
        was = self.one(_PERSON, {"person": person.id})
        self.decided(dict(was._mapping), person, at)
        self.connection.execute(
            update(PERSON).where(PERSON.c.id == bindparam("of_person")),
            {"of_person": values.pop("id"), **values},
        )

    def chose(self, person: int, page: str, version: int, choice: str, at: datetime) -> None:
        self.add(CHOICE, person=person, page=page, version=version, choice=choice, at=at)

    def redeem(self, code_hash: str, account: Account, at: datetime) -> Invitation | None:
        by = self.contact_id(account)
        return self._used(self.one(_BY_CODE, {"hash": code_hash, "now": at, "by": by}), at)

    def named(self, account: Account, at: datetime) -> Invitation | None:
        key = {f"of_{name}": value for name, value in key_of(account).items()}
        found = self.one(_NAMED, {**key, "now": at})
        if found is None:
            return None
        used = {"invitation": found.id, "now": at, "by": self.contact_id(account)}
        return self._used(self.one(_BY_ID, used), at)

    def enrol(self, person: int, project: str, at: datetime) -> None:
        there = select(ENROLMENT.c.person).where(
            ENROLMENT.c.person == person, ENROLMENT.c.project == project
        )
        if self.one(there) is None:
            self.add(ENROLMENT, person=person, project=project, at=at, firsts={})
            self._enrolled.pop(person, None)

    def projects(self, person: int) -> Sequence[Project]:
        if person not in self._enrolled:
            found = [_project(row) for row in self.all(_PROJECTS, {"person": person})]
            self._enrolled[person] = found
        return self._enrolled[person]

    def project(self, project: str) -> Project:
        if project not in self._projects:
            row = self.one(_ONE_PROJECT, {"project": project})
            if row is None:
                raise LookupError("no such project")
            self._projects[project] = _project(row)
        return self._projects[project]

    def rubric(self, project: str, version: int) -> Rubric:
        key = project, version
        if key not in self.fixed.rubrics:
            row = self.one(_RUBRIC, {"project": project, "version": version})
            if row is None:
                raise LookupError("no such version of this project's rubric")
            self.fixed.rubrics[key] = unpack(version, row.said)
        return self.fixed.rubrics[key]

    def _used(self, row: Row | None, at: datetime) -> Invitation | None:  # type: ignore[type-arg]
        if row is None:
            return None
        self.audit("invitation used", at, invitation=row.id, project=row.project)
        return Invitation(
            row.id,
            row.project,
            row.name,
            named=row.confirmed,
            specialties=tuple(row.specialties),
        )

    def _contact(self, row: Row) -> Contact:  # type: ignore[type-arg]
        values = dict(row._mapping)
        account = Account(values.pop("platform"), values.pop("team"), values.pop("user"))
        self.known(row.id, account, row.reach)
        return Columns.made(Contact, {**values, "account": account})


def _project(row: Row) -> Project:  # type: ignore[type-arg]
    return Project(
        id=row.id,
        title=row.title,
        run_by=row.run_by,
        seed=row.seed,
        coordinators=tuple(row.coordinators),
        keep=row.keep,
        reader=row.reader,
        overlap=row.overlap,
        rubric=row.rubric,
        platforms=tuple(row.platforms),
        attested=row.attested,
        paused=row.paused,
        requires=row.requires,
    )
