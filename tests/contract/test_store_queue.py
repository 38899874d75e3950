"""The queue hands out each slot once, to nobody twice, in order; whatever is given back returns."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from bot.records import Contact, Person
from bot.rubric import Rubric
from store.port import SqlRecords
from store.port.people import BATCH, PROJECT
from store.port.piles import FRONTIER, PILE
from store.port.queue import QUEUE, TASK
from tests.contract.shelf import Shelf, claimed, counted, upcoming


def test_tasks_come_in_order_and_nobody_gets_one_twice(shelf: Shelf) -> None:
    tasks = shelf.project(5, overlap=1)
    person, contact = shelf.person()

    def take(records: SqlRecords) -> int:
        peeked = upcoming(records, person.id)
        item = claimed(records, person.id)
        assert item == peeked
        if item is None:
            return 0
        shelf.offer(records, contact, item.id)
        return item.id

    assert [shelf.do(take) for _ in range(6)] == [*tasks, 0]


def test_a_platform_that_a_project_leaves_out_gets_nothing_of_it(shelf: Shelf) -> None:
    shelf.project(1)
    person, _ = shelf.person()
    assert shelf.do(lambda records: claimed(records, person.id, "teletype")) is None
    assert shelf.do(lambda records: counted(records, person.id, 10, "teletype")) == 0


def test_waiting_is_counted_over_all_projects_and_no_further_than_asked(shelf: Shelf) -> None:
    shelf.project(3)
    shelf.project(4, name="other")
    person, _ = shelf.person("demo", "other")
    assert shelf.do(lambda records: counted(records, person.id, 100, "slack")) == 7

    def counts(records: SqlRecords) -> list[int]:
        return [counted(records, person.id, most, "slack") for most in (3, 4, 5, 7, 8)]

    assert shelf.do(counts) == [3, 4, 5, 7, 7]


def test_eight_at_once_share_the_slots_exactly(shelf: Shelf) -> None:
    tasks = shelf.project(30, overlap=2)
    people = [shelf.person() for _ in range(8)]

    def work(who: tuple[Person, Contact]) -> list[int]:
        person, contact = who

        def take(records: SqlRecords) -> int:
            records.hold(contact.account)
            item = claimed(records, person.id)
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


def _changed(shelf: Shelf, name: str, **values: object) -> None:
    shelf.do(
        lambda records: records.connection.execute(
            update(PROJECT).where(PROJECT.c.id == name).values(values)
        )
    )


def test_a_paused_project_gives_nothing_and_the_next_one_does(shelf: Shelf) -> None:
    shelf.project(1)
    (second,) = shelf.project(1, name="second")
    person, _ = shelf.person("demo", "second")
    _changed(shelf, "demo", paused=True)

    def look(records: SqlRecords) -> tuple[int, int]:
        peeked = upcoming(records, person.id)
        return peeked.id if peeked else 0, counted(records, person.id, 9, "slack")

    assert shelf.do(look) == (second, 1)
    _changed(shelf, "second", paused=True)
    assert shelf.do(look) == (0, 0)


def test_telegram_gets_only_what_somebody_vouched_for(shelf: Shelf) -> None:
    """A batch without a word of attestation may hold a real patient's words."""
    shelf.project(2)
    shelf.project(1, name="other")
    person, _ = shelf.person("demo")

    def counts(records: SqlRecords) -> list[int]:
        return [counted(records, person.id, 9, platform) for platform in ("slack", "telegram")]

    assert shelf.do(counts) == [2, 2]
    doubt = update(BATCH).where(BATCH.c.project == "other").values(attestation="")
    shelf.do(lambda records: records.connection.execute(doubt))
    assert shelf.do(counts) == [2, 2], "another project's batch is not this one's"
    doubt = update(BATCH).where(BATCH.c.project == "demo").values(attestation="")
    shelf.do(lambda records: records.connection.execute(doubt))
    assert shelf.do(counts) == [2, 0]
    assert shelf.do(lambda records: claimed(records, person.id, "telegram")) is None


def test_a_slot_given_back_is_there_for_who_never_had_the_task(shelf: Shelf) -> None:
    first, second, *_ = shelf.project(3, overlap=1)
    shelf.project(3, overlap=1, name="other")
    (_, giver), (_, taker) = shelf.person("demo"), shelf.person("demo", "other")
    _, bystander = shelf.person("other")

    def take(contact: Contact) -> int:
        def step(records: SqlRecords) -> int:
            item = claimed(records, contact.person)
            if item is None:
                return 0
            shelf.offer(records, contact, item.id)
            return item.id

        return shelf.do(step)

    def frontier(contact: Contact, project: str) -> int:
        place = (
            select(FRONTIER.c.pos)
            .join(PILE, PILE.c.id == FRONTIER.c.pile)
            .where(FRONTIER.c.person == contact.person, PILE.c.project == project)
        )
        row = shelf.do(lambda records: records.one(place))
        return int(row.pos) if row else 0

    assert (take(giver), take(taker)) == (first, second)
    assert (frontier(giver, "demo"), frontier(taker, "demo")) == (first + 1, second + 1)
    elsewhere = take(bystander) + 1
    shelf.do(lambda records: records.give_back(first))
    assert (frontier(giver, "demo"), frontier(taker, "demo")) == (first, first)
    assert frontier(taker, "other") == 0
    assert frontier(bystander, "other") == elsewhere, "nobody's place in another queue moves"
    assert take(taker) == first
    assert take(giver) == second + 1, "whoever had it does not get it twice"


def test_the_first_comes_first_however_the_database_looks_for_it(shelf: Shelf) -> None:
    """A row that was written again lies behind the others; it is passed over for ever if it is not
    found first."""
    first, *_ = shelf.project(3, overlap=2)
    (_, giver), (_, taker) = shelf.person(), shelf.person()

    def take(records: SqlRecords, contact: Contact) -> int:
        if not records.sqlite:
            for way in ("indexscan", "bitmapscan", "indexonlyscan"):
                records.connection.execute(text(f"SET LOCAL enable_{way} = off"))
        item = claimed(records, contact.person)
        assert item
        shelf.offer(records, contact, item.id)
        return item.id

    assert shelf.do(lambda records: take(records, giver)) == first
    shelf.do(lambda records: records.give_back(first))
    assert shelf.do(lambda records: take(records, taker)) == first


def test_a_withdrawn_task_that_comes_back_stays_closed(shelf: Shelf) -> None:
    first, second = shelf.project(2, overlap=1)
    _, contact = shelf.person()

    def take(records: SqlRecords) -> int:
        item = claimed(records, contact.person)
        assert item
        shelf.offer(records, contact, item.id)
        return item.id

    assert [shelf.do(take), shelf.do(take)] == [first, second]
    gone = update(TASK).where(TASK.c.id == first).values(withdrawn=True)
    shelf.do(lambda records: records.connection.execute(gone))
    for task in (first, second):
        shelf.do(lambda records, task=task: records.give_back(task))  # type: ignore[misc]
    rows = shelf.do(lambda records: records.all(select(QUEUE).order_by(QUEUE.c.pos)))
    assert [(row.remaining, row.is_open) for row in rows] == [(1, False), (1, True)]


def test_a_task_closes_with_its_last_slot(shelf: Shelf) -> None:
    shelf.project(1, overlap=2)
    seen = []
    for _ in range(3):
        person, contact = shelf.person()

        def take(records: SqlRecords, person: Person = person, contact: Contact = contact) -> bool:
            item = claimed(records, person.id)
            return item is not None and bool(shelf.offer(records, contact, item.id))

        taken = shelf.do(take)
        (row,) = shelf.do(lambda records: records.all(select(QUEUE)))
        seen.append((taken, row.remaining, row.is_open))
    assert seen == [(True, 1, True), (True, 0, False), (False, 0, False)]


def test_a_version_of_a_rubric_that_never_was_is_a_mistake_of_ours(shelf: Shelf) -> None:
    shelf.project(1)
    assert shelf.do(lambda records: records.rubric("demo", 1)) == Rubric()
    with pytest.raises(LookupError, match="no such version"):
        shelf.do(lambda records: records.rubric("demo", 2))


def test_a_task_is_read_whole(shelf: Shelf) -> None:
    (task,) = shelf.project(1)
    item = shelf.do(lambda records: records.item(task))
    assert (item.id, item.key, item.project, item.ask, item.withdrawn) == (
        task,
        "t0",
        "demo",
        ("rank",),
        False,
    )
    assert [(turn.role, turn.text) for turn in item.prompt] == [("user", "Fever?")]
    assert [(one.id, one.text) for one in item.responses] == [("a", "yes"), ("b", "no")]
    project = shelf.do(lambda records: records.project("demo"))
    assert (project.id, project.title, project.seed, project.overlap) == ("demo", "demo", "s", 3)
    assert (project.platforms, project.coordinators) == (("slack", "telegram"), ())
    assert project.attested and not project.paused and project.rubric == 1
    said = {"run_by": "St Anna", "keep": "for a year", "reader": "a parent", "rubric": 2}
    _changed(shelf, "demo", **said, coordinators=["Sam Lee"], paused=True)
    project = shelf.do(lambda records: records.project("demo"))
    assert {name: getattr(project, name) for name in said} == said
    assert project.coordinators == ("Sam Lee",) and project.paused
    _changed(shelf, "demo", platforms=["slack"], overlap=5)
    project = shelf.do(lambda records: records.project("demo"))
    assert (project.platforms, project.overlap) == (("slack",), 5)
    values = {"reader": "a parent", "withdrawn": True}
    shelf.do(lambda records: records.connection.execute(update(TASK).values(values)))
    item = shelf.do(lambda records: records.item(task))
    assert (item.reader, item.withdrawn) == ("a parent", True)


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
            item = claimed(records, person.id)
            if item is not None:
                shelf.offer(records, contact, item.id)
            return item.id if item else None

        assert shelf.do(take) == wanted
        if wanted is not None:
            left[wanted] -= 1
            had[who].append(wanted)
            held.append((who, wanted))
