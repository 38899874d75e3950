"""Who sees what in which order: fixed by the seed, balanced over people, and written down."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assign import draw_order
from bot.records import OPEN, Assignment
from bot.rules import Rules
from tests.talk import Chat, Talk, task

PEOPLE = range(1, 25)


@pytest.fixture
def talk(database_url: str, tmp_path: Path) -> Iterator[Talk]:
    made = Talk(database_url)
    made.project([task(1, ask=["rank"]), task(2, ask=["rank"])], tmp_path, annotators_per_task=9)
    yield made
    made.close()


def drawn(seed: str, item: str, size: int) -> list[tuple[int, ...]]:
    """The orders of many people who come one after another."""
    orders: list[tuple[int, ...]] = []
    for person in PEOPLE:
        orders.append(draw_order(seed, item, person, size, orders))
    return orders


@pytest.mark.parametrize("size", [2, 3, 4])
def test_every_response_stands_first_equally_often(size: int) -> None:
    orders = drawn("s", "t1", size)
    assert all(sorted(order) == list(range(size)) for order in orders)
    first = Counter(order[0] for order in orders)
    assert max(first.values()) - min(first.values()) <= 1 and len(first) == size


def test_the_same_seed_draws_the_same_and_another_one_otherwise() -> None:
    assert drawn("s", "t1", 3) == drawn("s", "t1", 3)
    alone = {
        seed: [draw_order(seed, f"t{n}", person, 2, []) for n in range(20) for person in PEOPLE]
        for seed in ("a", "b")
    }
    assert alone["a"] != alone["b"]
    for orders in alone.values():  # neither response is the usual first one
        share = sum(order == (0, 1) for order in orders) / len(orders)
        assert 0.4 < share < 0.6


def test_a_drawing_keeps_its_name_and_its_outcome() -> None:
    """What was shown must be found again from the seed, years later."""
    found = [draw_order("seed", "task", person, 3, []) for person in range(1, 5)]
    assert found == [(1, 0, 2), (0, 1, 2), (0, 1, 2), (2, 1, 0)]


def offered(talk: Talk, chat: Chat) -> list[Assignment]:
    def look(records: Any) -> Any:
        return records.assignments(records.hold(chat.account).person, OPEN, 9)

    return list(talk.store.submit(look).result())


def test_what_is_offered_is_written_down(talk: Talk) -> None:
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    (mine,) = offered(talk, osei)
    assert (mine.offered_at, mine.lease_until) == (talk.now, talk.now + Rules().lease)
    assert mine.account == osei.account and mine.project == "demo" and not mine.extra
    talk.later(minutes=5)
    lind = talk.member("slack", "U2", "Dr Lind").says("next")
    (theirs,) = offered(talk, lind)
    assert theirs.item == mine.item and theirs.order[0] != mine.order[0], "balanced"
    assert theirs.offered_at == mine.offered_at + timedelta(minutes=5)  # type: ignore[operator]


def test_nobody_gets_one_task_twice(talk: Talk) -> None:
    osei = talk.member("telegram", "1", "Dr Osei")
    for number in (1, 2):
        osei.says("next").sees("Which answer is better overall?")
        assert f"number {number} has" in " ".join(osei.texts())
        osei.presses("Level").presses("Yes")
    osei.says("next").sees("Nothing waiting for you.")
