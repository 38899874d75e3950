"""What is given next: one's own field first, nothing of one's own, variants apart, like after like,
and nobody the same way through the pile as anybody else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot import assign
from bot.assign import Wish
from bot.records import Contact, Person
from bot.rules import Rules
from store import alike
from store.port import SqlRecords
from store.port.piles import AT_ONCE, FRONTIER, PILE
from store.port.queue import QUEUE, TASK
from store.tables import AuthorRow
from tests.contract.shelf import AT, PLAIN, Shelf, claimed, counted, upcoming

SHUFFLED = Rules(block=8, window=8)


def person(shelf: Shelf, *specialties: str) -> tuple[Person, Contact]:
    """Somebody with these fields."""
    found, contact = shelf.person()

    def learn(records: SqlRecords) -> Person:
        records.save_person(known := replace(found, specialties=specialties), AT)
        return known

    return shelf.do(learn), contact


def everything(
    shelf: Shelf, contact: Contact, rules: Rules = PLAIN, session: str = "s"
) -> list[int]:
    """What this person is given until nothing is left, in order."""

    def take(records: SqlRecords) -> int:
        records.hold_place(contact.person)
        who = records.person(contact.person)
        found = assign.waiting(records, who, "slack", rules, Wish(session=session))
        given = records.claim(who.id, found.best, found.heads)
        if given is None:
            return 0
        kept = shelf.offer(records, contact, given.item, at=AT.replace(second=len(had) % 60))
        assert kept.item == given.item
        return given.item

    had: list[int] = []
    while one := shelf.do(take):
        had.append(one)
    return had


def sorted_anew(shelf: Shelf, task: int, **changes: Any) -> None:
    """A task of another kind, length or question than the shelf makes them."""

    def unit(records: SqlRecords) -> None:
        row = records.one(select(TASK).where(TASK.c.id == task))
        about = {name: getattr(row, name) for name in ("prompt", "responses", "ask", "specialties")}
        told = alike.sorted_out(**{**about, **changes})
        told["pile"] = records.pile_numbers(row.project, {told["pile"]})[told["pile"]]
        for table, number in ((TASK, TASK.c.id), (QUEUE, QUEUE.c.task)):
            records.connection.execute(table.update().where(number == task).values(told))

    shelf.do(unit)


def test_a_person_s_own_field_comes_first(shelf: Shelf) -> None:
    hearts = shelf.project(2, name="a", specialties=["Cardiology", "general"])
    children = shelf.project(2, name="b", specialties=["paediatrics"])
    anybody = shelf.project(2, name="c")
    eyes = shelf.project(2, name="d", specialties=["eyes"])
    _, cardiologist = person(shelf, "cardiology")
    _, paediatrician = person(shelf, "Paediatrics", "neonatology")
    _, unknown = person(shelf)
    assert everything(shelf, cardiologist) == [*hearts, *anybody]
    assert everything(shelf, paediatrician) == [*children, *hearts, *anybody]
    assert everything(shelf, unknown) == [*hearts, *children, *anybody, *eyes]


def test_how_the_field_fits_is_written_down(shelf: Shelf) -> None:
    shelf.project(1, name="a", specialties=["cardiology", "general"])
    fits = []
    for fields in (("cardiology",), ("eyes",), ()):
        known, _ = person(shelf, *fields)
        (pile,) = shelf.do(lambda records, known=known: records.piles(known.id, "slack"))  # type: ignore[misc]
        fits.append(assign.fits(pile, known))
    assert fits == ["match", "general", "unknown"]
    (pile,) = shelf.do(lambda records: records.piles(known.id, "slack"))
    assert (
        assign.fits(
            replace(pile, specialties=("cardiology",)), replace(known, specialties=("eyes",))
        )
        == ""
    )


def test_what_does_not_fit_is_not_counted_as_waiting(shelf: Shelf) -> None:
    shelf.project(3, name="a", specialties=["eyes"])
    shelf.project(2, name="b")
    known, _ = person(shelf, "cardiology")
    assert shelf.do(lambda records: counted(records, known.id, 9)) == 2
    first = shelf.do(lambda records: upcoming(records, known.id))
    assert first and first.project == "b"


def test_nobody_judges_what_they_wrote(shelf: Shelf) -> None:
    first, second, third = shelf.project(3, overlap=1)
    (author, mine), (_, other) = shelf.person(), shelf.person()
    wrote = {"person": author.id, "task": first}
    shelf.do(lambda records: records.connection.execute(insert(AuthorRow), wrote))
    assert shelf.do(lambda records: counted(records, author.id, 9)) == 2
    item = shelf.do(lambda records: upcoming(records, author.id))
    assert item and item.id == second
    assert everything(shelf, mine) == [second, third]
    assert everything(shelf, other) == [first]


def test_variants_of_a_question_stay_apart_while_others_wait(shelf: Shelf) -> None:
    tasks = shelf.project(12)
    for number, task in enumerate(tasks):  # four questions, each with three pairs of answers
        sorted_anew(shelf, task, prompt=[["user", f"Question {number // 3}?"]])
    _, contact = shelf.person()
    order = [tasks.index(task) // 3 for task in everything(shelf, contact)]
    assert order[:4] == [0, 1, 2, 3] and sorted(order) == sorted([0, 1, 2, 3] * 3)


def test_variants_far_ahead_are_looked_past(shelf: Shelf) -> None:
    tasks = shelf.project(12)
    for number, task in enumerate(tasks):
        sorted_anew(shelf, task, prompt=[["user", f"Question {max(0, number - 9)}?"]])
    _, contact = shelf.person()
    assert everything(shelf, contact)[:3] == [tasks[0], tasks[10], tasks[11]]


def test_in_another_session_a_variant_is_as_good_as_any(shelf: Shelf) -> None:
    tasks = shelf.project(3)
    _, contact = shelf.person()
    assert everything(shelf, contact, session="other") == tasks


def test_like_comes_after_like(shelf: Shelf) -> None:
    """A session stays with one kind, and with one field, as long as there is some of it."""
    tasks = shelf.project(8)
    for task in tasks[1::2]:
        sorted_anew(shelf, task, ask=["rate"])
    for number, task in enumerate(tasks):
        prompt = [["user", f"Question {number}?"]]
        sorted_anew(shelf, task, ask=["rate"] if number % 2 else ["rank"], prompt=prompt)
    _, contact = shelf.person()
    assert everything(shelf, contact) == [*tasks[0::2], *tasks[1::2]]


def test_everybody_goes_their_own_way_through_a_block(shelf: Shelf) -> None:
    tasks = shelf.project(24, overlap=9)
    for number, task in enumerate(tasks):
        sorted_anew(shelf, task, prompt=[["user", f"Question {number}?"]])
    ways = []
    for _ in range(3):
        _, contact = shelf.person()
        ways.append(everything(shelf, contact, SHUFFLED))
    assert all(sorted(way) == tasks for way in ways), "all of it, nothing twice"
    assert len({tuple(way) for way in ways}) == 3
    for way in ways:  # but a block is done before the next is begun
        blocks = [task // SHUFFLED.block for task in way]
        assert blocks == sorted(blocks)


def apart(shelf: Shelf, tasks: Sequence[int]) -> None:
    """Alike, but each with a question of its own."""
    for number, task in enumerate(tasks):
        sorted_anew(shelf, task, prompt=[["user", f"Question {number}?"]])


def test_first_tasks_spread_over_the_whole_block(shelf: Shelf) -> None:
    """Of 64 alike tasks most are somebody's first, whichever stand first in the queue."""
    rules = Rules()
    apart(shelf, tasks := shelf.project(rules.block * 2, overlap=99))
    block = {task for task in tasks if task // rules.block == tasks[0] // rules.block}
    everybody = [shelf.person()[0] for _ in range(3 * len(block))]

    def first(records: SqlRecords, who: Person) -> int:
        return assign.waiting(records, who, "slack", rules, Wish()).best[0].item

    firsts = Counter(shelf.do(lambda records: [first(records, who) for who in everybody]))
    assert set(firsts) <= block, "what was imported first is done first"
    assert len(firsts) > 0.85 * len(block) and max(firsts.values()) <= 12


def test_a_whole_block_is_shuffled_and_every_task_reached(shelf: Shelf) -> None:
    rules = Rules()
    apart(shelf, tasks := shelf.project(rules.block * 2 + 10, overlap=9))
    ways = [everything(shelf, shelf.person()[1], rules, "none") for _ in range(2)]
    for way in ways:
        assert sorted(way) == tasks, "all of it, nothing twice"
        blocks = [task // rules.block for task in way]
        assert blocks == sorted(blocks), "a block is done before the next is begun"
        early = way[: rules.block // 4]
        assert max(early) - min(early) > rules.block // 2
    assert ways[0] != ways[1]


def test_a_block_is_shuffled_over_the_piles_that_are_as_good(shelf: Shelf) -> None:
    """Long and short ones by turns: to a session they are alike."""
    rules = Rules()
    apart(shelf, tasks := shelf.project(rules.block, overlap=9))
    for number, task in enumerate(tasks[1::2]):
        long = [["a", "yes " * 300], ["b", f"no {number}"]]
        prompt = [["user", f"Long question {number}?"]]
        sorted_anew(shelf, task, responses=long, prompt=prompt)
    way = everything(shelf, shelf.person()[1], rules)
    blocks = [task // rules.block for task in way]
    assert sorted(way) == tasks and blocks == sorted(blocks)
    assert {task % 2 for task in way[:8]} == {0, 1}
    assert max(way[:16]) - min(way[:16]) > rules.block // 2


def test_only_what_is_chosen_from_is_looked_at_to_its_end(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart(shelf, [*shelf.project(20, name="a"), *shelf.project(20, name="b")])
    known, _ = shelf.person()
    looks: list[tuple[int, int]] = []
    bare = SqlRecords.heads

    def heads(records: SqlRecords, person: int, piles: Sequence[int], *more: int) -> Any:
        found = bare(records, person, piles, *more)
        looks.append((len(piles), len(found)))
        return found

    monkeypatch.setattr(SqlRecords, "heads", heads)

    def look(rules: Rules) -> int:
        looks.clear()
        return len(
            shelf.do(lambda records: assign.waiting(records, known, "slack", rules, Wish())).heads
        )

    assert look(Rules()) == 20 + Rules().window
    assert looks == [(2, 2 * Rules().window), (1, 20)]
    for plain in (PLAIN, Rules(as_imported=True)):
        assert look(plain) == 2 * Rules().window and len(looks) == 1


def test_no_more_than_the_block_is_looked_at(shelf: Shelf) -> None:
    tasks = shelf.project(300, overlap=9)
    known, _ = shelf.person()
    found = shelf.do(lambda records: assign.waiting(records, known, "slack", Rules(), Wish()))
    block = [task for task in tasks if task // Rules().block == tasks[0] // Rules().block]
    assert sorted(one.item for one in found.heads) == block


def test_a_long_file_is_as_it_was_imported_throughout(shelf: Shelf) -> None:
    apart(shelf, tasks := shelf.project(70))
    tour = Rules(as_imported=True)
    assert everything(shelf, shelf.person()[1], tour) == tasks


def test_a_tour_takes_what_fits_as_it_was_imported(shelf: Shelf) -> None:
    """Kinds by turns and the same question throughout: neither moves anything."""
    tasks = shelf.project(8, name="a", specialties=["cardiology", "general"])
    for task in tasks[1::2]:
        sorted_anew(shelf, task, ask=["rate"])
    own = shelf.project(2, name="b", specialties=["eyes"])
    _, contact = person(shelf, "eyes")
    tour = replace(SHUFFLED, as_imported=True)
    assert everything(shelf, contact, tour) == [*own, *tasks]


def test_the_same_seed_leads_the_same_way(shelf: Shelf) -> None:
    tasks = shelf.project(8)
    known, contact = shelf.person()

    def best(records: SqlRecords) -> list[int]:
        found = assign.waiting(records, known, "slack", SHUFFLED, Wish())
        return [one.item for one in found.best]

    first, second = shelf.do(best), shelf.do(best)
    assert first == second and sorted(first) == tasks
    assert everything(shelf, contact, SHUFFLED)[0] == first[0]


def test_more_piles_than_one_look_are_all_looked_into(shelf: Shelf) -> None:
    tasks = shelf.project(AT_ONCE * 2 + 3, overlap=1)
    for number, task in enumerate(tasks):
        prompt = [["user", f"Question {number}?"]]
        sorted_anew(shelf, task, specialties=[f"field {number}"], prompt=prompt)
    known, contact = shelf.person()
    assert len(shelf.do(lambda records: records.piles(known.id, "slack"))) == len(tasks) + 1
    for most in (1, AT_ONCE, AT_ONCE + 1, 99):
        waiting = shelf.do(lambda records, most=most: counted(records, known.id, most))  # type: ignore[misc]
        assert waiting == min(most, len(tasks))
    assert everything(shelf, contact) == tasks


def test_a_place_moves_on_behind_what_was_given_first(shelf: Shelf) -> None:
    """Whatever order things are given in, the place stays before what is still open."""
    tasks = shelf.project(6)
    for number, task in enumerate(tasks):
        sorted_anew(shelf, task, prompt=[["user", f"Question {number}?"]])
    _, contact = shelf.person()
    left = set(tasks)

    def place(records: SqlRecords) -> int:
        row = records.one(select(FRONTIER.c.pos).join(PILE, PILE.c.id == FRONTIER.c.pile))
        return int(row.pos) if row else 0

    def take(records: SqlRecords) -> int:
        item = claimed(records, contact.person, rules=SHUFFLED)
        assert item
        shelf.offer(records, contact, item.id)
        return item.id

    while left:
        left.discard(shelf.do(take))
        assert shelf.do(place) <= min(left, default=tasks[-1] + 1)
    assert shelf.do(place) > tasks[0]


@pytest.mark.parametrize("wish", [Wish(seconds=30.0), Wish(seconds=1.0)])
def test_only_what_fits_is_among_the_best(shelf: Shelf, wish: Wish) -> None:
    tasks = shelf.project(3)
    known, _ = shelf.person()

    def look(records: SqlRecords) -> tuple[Sequence[int], int]:
        found = assign.waiting(records, known, "slack", PLAIN, wish)
        return [one.item for one in found.best], len(found.heads)

    fitting = tasks if wish.seconds == 30.0 else []
    assert shelf.do(look) == (fitting, 3)


def test_the_shortest_comes_first_when_it_is_wished_for(shelf: Shelf) -> None:
    tasks = shelf.project(3)
    words = [["a", "yes " * 300], ["b", "no"]]
    sorted_anew(shelf, tasks[0], responses=words)
    known, _ = shelf.person()

    def look(records: SqlRecords) -> list[int]:
        found = assign.waiting(records, known, "slack", PLAIN, Wish(shortest=True))
        assert found.shortest() == 1
        return [one.item for one in found.best]

    assert shelf.do(look) == [tasks[1], tasks[2], tasks[0]]


def test_who_stood_first_is_counted_by_number_of_answers(shelf: Shelf) -> None:
    shelf.project(1)
    known, _ = shelf.person()

    def count(records: SqlRecords) -> list[Sequence[int]]:
        for index in (0, 1, 1):
            records.stood_first(known.id, "demo", 2, index)
        records.stood_first(known.id, "demo", 4, 3)
        return [records.firsts(known.id, "demo", size) for size in (2, 3, 4)]

    assert shelf.do(count) == [[1, 2], [0, 0, 0], [0, 0, 0, 1]]
