"""A store with something in it: a project, tasks and people, put there without any adapter."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import insert

from adapters.edge import fresh_id
from bot import assign
from bot.assign import Wish
from bot.events import Account
from bot.records import Assignment, Contact, Item, Person
from bot.rubric import Rubric, pack
from bot.rules import Rules
from store import Store, alike, open_store
from store.port import SqlRecords
from store.tables import BatchRow, ProjectRow, QueueRow, RubricRow, TaskRow

T = TypeVar("T")

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


PLAIN = Rules(block=1)
"""The queue's own order, shuffled for nobody."""


def claimed(
    records: SqlRecords, person: int, platform: str = "slack", rules: Rules = PLAIN
) -> Item | None:
    """Claim what this person would be given next; None if nothing waits for them."""
    records.hold_place(person)
    found = assign.waiting(records, records.person(person), platform, rules, Wish())
    given = records.claim(person, found.best, found.heads)
    return records.item(given.item) if given else None


def upcoming(records: SqlRecords, person: int, platform: str = "slack") -> Item | None:
    """What this person would be given next; nothing is claimed."""
    found = assign.waiting(records, records.person(person), platform, PLAIN, Wish())
    return records.item(found.best[0].item) if found.best else None


def counted(records: SqlRecords, person: int, most: int, platform: str = "slack") -> int:
    """How much waits for this person, counted so far."""
    found = assign.waiting(records, records.person(person), platform, PLAIN, Wish())
    return records.waiting(person, list(found.piles), most)


class Shelf:
    """One store and short ways to fill and ask it."""

    def __init__(self, url: str) -> None:
        self.store: Store = open_store(url, fresh_id)
        self.users = count(1)
        self.projects: list[str] = []

    def do(self, step: Callable[[SqlRecords], T]) -> T:
        return self.store.submit(step).result(timeout=30)

    def project(
        self, tasks: int, overlap: int = 3, name: str = "demo", specialties: Sequence[str] = ()
    ) -> list[int]:
        """A project with so many open tasks; their numbers, in queue order."""
        self.projects.append(name)

        def step(records: SqlRecords) -> list[int]:
            made = []
            records.connection.execute(
                insert(ProjectRow),
                {
                    "id": name,
                    "title": name,
                    "seed": "s",
                    "coordinators": [],
                    "ask": ["rank"],
                    "overlap": overlap,
                    "platforms": ["slack", "telegram"],
                    "specialties": [],
                    "languages": [],
                    "at": AT,
                },
            )
            records.add(
                RubricRow.__table__,  # type: ignore[attr-defined]
                project=name,
                version=1,
                said=pack(Rubric()),
                at=AT,
            )
            about = {"project": name, "attestation": "synthetic", "file": "f", "sha256": "0"}
            batch = records.add(BatchRow.__table__, **about, revealed=True, at=AT)  # type: ignore[attr-defined]
            sorted_out = alike.sorted_out(
                [["user", "Fever?"]], [["a", "yes"], ["b", "no"]], ["rank"], specialties
            )
            key = sorted_out["pile"]
            sorted_out["pile"] = records.pile_numbers(name, {key})[key]
            for number in range(tasks):
                task = records.add(
                    TaskRow.__table__,  # type: ignore[attr-defined]
                    project=name,
                    batch=batch,
                    key=f"t{number}",
                    prompt=[["user", "Fever?"]],
                    responses=[["a", "yes"], ["b", "no"]],
                    ask=["rank"],
                    specialties=list(specialties),
                    hidden={},
                    **sorted_out,
                )
                records.connection.execute(
                    insert(QueueRow),
                    {
                        "task": task,
                        "project": name,
                        "pos": task,
                        "remaining": overlap,
                        "is_open": True,
                        **sorted_out,
                    },
                )
                made.append(task)
            return made

        return self.do(step)

    def person(self, *projects: str, platform: str = "slack") -> tuple[Person, Contact]:
        """Somebody active, enrolled in these projects, or in all there are."""

        def step(records: SqlRecords) -> tuple[Person, Contact]:
            account = Account(platform, "T1", f"U{next(self.users)}")
            person = records.add_person(Person(0, account.user, "active", confirmed=True), AT)
            contact = records.meet(Contact(0, account, person=person.id, channel="D1"))
            for project in projects or self.projects:
                records.enrol(person.id, project, AT)
            return person, contact

        return self.do(step)

    def offer(
        self, records: SqlRecords, contact: Contact, task: int, at: datetime = AT, **more: Any
    ) -> Assignment:
        assignment = Assignment(
            id=records.fresh(),
            person=contact.person,
            item=task,
            project="demo",
            order=(0, 1),
            account=contact.account,
            session="s",
            offered_at=at,
            lease_until=AT,
            **more,
        )
        records.offer(assignment)
        return assignment
