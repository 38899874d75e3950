"""Position favours nobody: two orders of a task differ by one at most, and everybody sees both."""

import random
from collections import Counter
from collections.abc import Iterable

import pytest

from bot.assign import draw_order

TASKS, PEOPLE = 1000, 3


def drawn(
    visits: Iterable[tuple[int, int]], size: int = 2, seed: str = "s"
) -> dict[tuple[int, int], tuple[int, ...]]:
    """The order of each (task, person), as they come one after another."""
    orders: dict[tuple[int, int], tuple[int, ...]] = {}
    by_task: dict[int, list[tuple[int, ...]]] = {}
    firsts: dict[int, list[int]] = {}
    for task, person in visits:
        past = by_task.setdefault(task, [])
        mine = firsts.setdefault(person, [0] * size)
        order = draw_order(seed, f"t{task}", person, size, past, mine)
        past.append(order)
        mine[order[0]] += 1
        orders[task, person] = order
    return orders


def everybody(people: int = PEOPLE) -> list[tuple[int, int]]:
    return [(task, person) for task in range(TASKS) for person in range(people)]


def mixed(number: int, people: int = PEOPLE, wanted: int = PEOPLE) -> list[tuple[int, int]]:
    """Each task by so many of the people, who come in any order and at any pace."""
    chance = random.Random(number)
    visits = [(task, who) for task in range(TASKS) for who in chance.sample(range(people), wanted)]
    waiting: dict[int, list[int]] = {}
    for task, who in visits:
        waiting.setdefault(who, []).append(task)
    mixed_up = []
    while waiting:
        who = chance.choice(sorted(waiting))
        mixed_up.append((waiting[who].pop(0), who))
        if not waiting[who]:
            del waiting[who]
    return mixed_up


SCHEDULES = {
    "one task after another": everybody(),
    "one person after another": sorted(everybody(), key=lambda visit: visit[1]),
    "all at their own pace": mixed(1),
    "thirty people": mixed(2, people=30),
    "an even number of people": mixed(3, people=8, wanted=4),
}


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("seed", ["s", "paediatrics", "7"])
def test_a_given_response_stands_first_in_half(name: str, seed: str) -> None:
    orders = drawn(SCHEDULES[name], seed=seed)
    by_task: dict[int, Counter[int]] = {}
    by_person: dict[int, list[int]] = {}
    for (task, person), order in orders.items():
        by_task.setdefault(task, Counter())[order[0]] += 1
        by_person.setdefault(person, []).append(order[0])
    assert all(abs(count[0] - count[1]) <= 1 for count in by_task.values())
    share = sum(order[0] == 0 for order in orders.values()) / len(orders)
    assert 0.49 <= share <= 0.51, share
    for firsts in by_person.values():
        for start in range(0, len(firsts) - 99, 25):
            some = firsts[start : start + 100]
            assert 45 <= some.count(0) <= 55, (name, start, some.count(0))


@pytest.mark.parametrize("size", [3, 4, 5, 9])
def test_of_more_answers_each_stands_everywhere_equally_often(size: int) -> None:
    people = size * 2
    orders = drawn(mixed(4, people=people, wanted=size), size=size)
    by_task: dict[int, list[tuple[int, ...]]] = {}
    for (task, _), order in orders.items():
        by_task.setdefault(task, []).append(order)
    for some in by_task.values():
        first = Counter(order[0] for order in some)
        assert max(first.values()) - min(first[index] for index in range(size)) <= 1
    share = Counter(order[0] for order in orders.values())
    for index in range(size):
        assert abs(share[index] / len(orders) - 1 / size) <= 0.01
