"""What somebody has done costs them nothing: a press after 2,000 answers, all of one session, by
one of somebody new, in the same store and in turns.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, percentile, short
from bench.people import ANSWERS, LABELS, NEXT, People, house
from bench.pool import task_file
from bot.events import Account

TASKS, DONE, ROUNDS = 3_000, 2_000, 5
STEPS = 60
"""Tasks that each of the two works on in a round."""

KINDS = {"an answer": ANSWERS, "[Next task]": (NEXT,)}


def answers(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    """The store's step, one caller: p50 of the one who has answered much to p50 of a newcomer, who
    is another one in each round."""
    store, people = house(
        f"sqlite:///{folder / 'answers.db'}", "slack", task_file(folder, TASKS), 1 + rounds
    )
    veteran, *newcomers = list(people.shown)
    for _ in range(DONE):
        task(people, veteran)
    seen: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    for newcomer in newcomers:
        each = {one: [task(people, one)] for one in (veteran, newcomer)}
        for number in range(STEPS):
            pair = (veteran, newcomer) if number % 2 else (newcomer, veteran)
            for one in pair:
                each[one].append(task(people, one))
        for kind, labels in KINDS.items():
            much, little = (median(each[one], labels) for one in (veteran, newcomer))
            seen[kind].append((much, little))
    assert people.counts()["annotations"] == DONE + rounds * 2 * (STEPS + 1)
    store.close()
    return [figure(kind, pairs) for kind, pairs in seen.items()]


def task(people: People, account: Account) -> dict[str, float]:
    """Somebody's open task is answered and the next one asked for; seconds by what was pressed."""
    seconds = {}
    for label in LABELS:
        one = people.shown[account]
        began = time.perf_counter()
        people.press(account, one.token(label), one.ref)
        seconds[label] = time.perf_counter() - began
        people.settle()
    return seconds


def median(tasks: Sequence[dict[str, float]], labels: Sequence[str]) -> float:
    return percentile((one[label] for one in tasks for label in labels), 0.5)


def figure(kind: str, pairs: Sequence[tuple[float, float]]) -> Figure:
    much, little = (
        f"{short(percentile(each, 0.5) * 1000)} ms" for each in zip(*pairs, strict=True)
    )
    what = f"{kind}, p50, after {DONE:,} answers by one person to the first"
    return Figure(what, [m / n for m, n in pairs], most=1.1, ours=much, floor=little)
