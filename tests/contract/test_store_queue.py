"""The queue hands out each slot once, to nobody twice, in order; whatever is given back returns."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.records import Contact, Person
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf


@pytest.fixture
def shelf(database_url: str) -> Iterator[Shelf]:
    made = Shelf(database_url)
    yield made
    made.store.close()


def test_tasks_come_in_order_and_nobody_gets_one_twice(shelf: Shelf) -> None:
    tasks = shelf.project(5, overlap=1)
    person, contact = shelf.person()

    def take(records: SqlRecords) -> int:
        peeked = records.peek(person.id, "slack")
        item = records.take(person.id, "slack", AT)
        assert item == peeked
        if item is None:
            return 0
        shelf.offer(records, contact, item.id)
        return item.id

    assert [shelf.do(take) for _ in range(6)] == [*tasks, 0]


def test_a_platform_that_a_project_leaves_out_gets_nothing_of_it(shelf: Shelf) -> None:
    shelf.project(1)
    person, _ = shelf.person()
    assert shelf.do(lambda records: records.take(person.id, "teletype", AT)) is None
    assert shelf.do(lambda records: records.waiting(person.id, "teletype", 10)) == 0


def test_waiting_is_counted_over_all_projects_and_no_further_than_asked(shelf: Shelf) -> None:
    shelf.project(3)
    shelf.project(4, name="other")
    person, _ = shelf.person("demo", "other")
    assert shelf.do(lambda records: records.waiting(person.id, "slack", 100)) == 7

    def counts(records: SqlRecords) -> list[int]:
        return [records.waiting(person.id, "slack", most) for most in (3, 5, 7, 8)]

    assert shelf.do(counts) == [3, 5, 7, 7]


def test_eight_at_once_share_the_slots_exactly(shelf: Shelf) -> None:
    tasks = shelf.project(30, overlap=2)
    people = [shelf.person() for _ in range(8)]

    def work(who: tuple[Person, Contact]) -> list[int]:
        person, contact = who

        def take(records: SqlRecords) -> int:
            records.hold(contact.account)
            item = records.take(person.id, "slack", AT)
            if item is None:
                return 0
            shelf.offer(records, contact, item.id)
            return item.id

        had = []
        while got := shelf.do(take):
            had.append(got)
        return had

    with ThreadPoolExecutor(8) as pool:
        had = list(pool.map(work, people))
    assert all(len(set(mine)) == len(mine) for mine in had)
    assert Counter(task for mine in had for task in mine) == dict.fromkeys(tasks, 2)


Move = tuple[str, int, int]
MOVES = st.lists(
    st.tuples(st.sampled_from(("take", "take", "give")), st.integers(0, 2), st.integers(0, 9)),
    max_size=40,
)


@given(MOVES, st.integers(1, 3))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_frontier_finds_what_a_full_search_finds(
    shelf: Shelf, moves: list[Move], overlap: int
) -> None:
    """However slots are taken and given back, the next task is the first open one that this
    person never had."""
    name = f"p{next(shelf.users)}"
    tasks = shelf.project(6, overlap=overlap, name=name)
    people = [shelf.person(name) for _ in range(3)]
    left = dict.fromkeys(tasks, overlap)
    had: dict[int, list[int]] = {0: [], 1: [], 2: []}
    held: list[tuple[int, int]] = []
    for move, who, which in moves:
        person, contact = people[who]
        if move == "give" and held:
            _, task = held.pop(which % len(held))
            shelf.do(lambda records, task=task: records.give_back(task))  # type: ignore[misc]
            left[task] += 1
            continue
        wanted = next((t for t in tasks if left[t] > 0 and t not in had[who]), None)

        def take(
            records: SqlRecords, person: Person = person, contact: Contact = contact
        ) -> int | None:
            item = records.take(person.id, "slack", AT)
            if item is not None:
                shelf.offer(records, contact, item.id)
            return item.id if item else None

        assert shelf.do(take) == wanted
        if wanted is not None:
            left[wanted] -= 1
            had[who].append(wanted)
            held.append((who, wanted))
