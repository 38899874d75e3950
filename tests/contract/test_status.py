"""How far the work has come, and what waits for a coordinator."""

from dataclasses import replace

from bot.records import DONE, LAPSED, SKIPPED, Person
from store import queries
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf, claimed


def test_every_state_is_counted_per_project(shelf: Shelf) -> None:
    shelf.project(5, overlap=2)
    shelf.project(1, overlap=3, name="other")
    _, contact = shelf.person("demo")

    def work(records: SqlRecords) -> None:
        for state in ("open", DONE, DONE, SKIPPED, LAPSED):
            item = claimed(records, contact.person)
            assert item
            assignment = shelf.offer(records, contact, item.id)
            assert records.save(assignment, replace(assignment, state=state))
            if state in (SKIPPED, LAPSED):
                records.give_back(item.id)

    shelf.do(work)
    assert shelf.store.read(queries.progress) == [
        {
            "project": "demo",
            "title": "demo",
            "tasks": 5,
            "waiting": 7,
            "open": 1,
            "done": 2,
            "skipped": 1,
            "lapsed": 1,
        },
        {
            "project": "other",
            "title": "other",
            "tasks": 1,
            "waiting": 3,
            "open": 0,
            "done": 0,
            "skipped": 0,
            "lapsed": 0,
        },
    ]


def test_a_project_without_tasks_is_counted_as_that(shelf: Shelf) -> None:
    shelf.project(0)
    (found,) = shelf.store.read(queries.progress)
    assert (found["tasks"], found["waiting"]) == (0, 0)


def test_what_waits_for_a_coordinator(shelf: Shelf) -> None:
    assert shelf.store.read(queries.attention) == {"people_waiting": 0, "open_incidents": 0}

    def come(records: SqlRecords) -> None:
        for state in ("waiting", "active", "joining"):
            records.add_person(Person(0, "Dr Osei", state), AT)
        records.incident("question", "Why?", AT)

    shelf.do(come)
    assert shelf.store.read(queries.attention) == {"people_waiting": 1, "open_incidents": 1}
