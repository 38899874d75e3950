"""Everything that can be tapped in a task can be typed: every option of every question, every page
and every way out, by its label, its number or its first words, with the same answer as a press.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest

from bot import kinds
from bot.buttons import BACK, MORE, NEXT, SKIP, WRITE
from bot.cards import Button
from bot.kinds.base import Brief, Option
from bot.kinds.orders import all_orders, written
from bot.records import Item
from bot.rubric import Rubric
from tests.gallery_texts import EVERYTHING, FEVER, FOUR, PROJECT, RATED, REASON, RISKS, SINGLE
from tests.gallery_visit import Visit

both = pytest.mark.parametrize("platform", ["slack", "telegram"])

ALL = Rubric(corrections=True, neighbours=True, stands=True)
TASKS = {
    "two": (FEVER, ALL),
    "risks": (RISKS, ALL),
    "four": (FOUR, ALL),
    "one": (SINGLE, ALL),
    "rated": (RATED, ALL),
    "kinds of two": (RISKS, Rubric(failure_kinds=True)),
    "everything": (EVERYTHING, ALL),
}
WRITING = ("rationale", "correction:0")
"""Where words of the person's own are awaited: there a number is one of them."""


def asks(visit: Visit) -> list[Option]:
    """The options of what is asked now; none on a page."""
    task = visit.task
    seed = f"{PROJECT.seed}|{task.person}"
    brief = Brief(visit.memory.items[task.item], task.order, visit.memory.asks, seed)
    question = kinds.question(task.question, brief, task.answer)
    return [one for one in question.options if not one.listed] if question else []


def buttons(visit: Visit) -> list[Button]:
    rows = visit.seen[visit.task.panel].rows
    return [button for row in rows for button in row if not button.url]


def place(visit: Visit) -> tuple[Any, ...]:
    """What is asked, whatever was answered before: enough to try each place once."""
    task, offered = visit.task, asks(visit)
    shapes = tuple(sorted({type(one).__name__ for one in offered}))
    return task.state, task.question, len(buttons(visit)), task.aside, shapes


def stored(visit: Visit) -> tuple[Any, ...]:
    task = visit.task
    return task.answer, task.question, task.state, task.aside


def places(platform: str, item: Item, rubric: Rubric, *, reader: bool = False) -> Iterator[Visit]:
    """Every place of a task that pressing leads to, each once; and, where words are awaited, what
    follows them."""
    waiting = deque([Visit(platform, PROJECT, item, rubric=rubric, reader=reader).says("next")])
    seen = set()
    while waiting:
        visit = waiting.popleft()
        if place(visit) in seen:
            continue
        seen.add(place(visit))
        yield visit
        for button in buttons(visit):
            if button.token.rpartition(":")[2] not in (WRITE, NEXT):
                waiting.append(pressed(visit, button))
        if visit.task.question in ("rationale", "correction:0", "span:0"):
            waiting += [typed(visit, words) for words in (REASON, "Too thin")]


def pressed(visit: Visit, button: Button) -> Visit:
    return visit.twin().presses_token(button.token, visit.task.panel)


def typed(visit: Visit, words: str) -> Visit:
    return visit.twin().says(words)


def sayings(visit: Visit, button: Button) -> Iterator[str]:
    """What may be typed for a button: always its label; its number and its first words where no
    words of the person's own are awaited; and whatever else its option knows."""
    choice = button.token.rpartition(":")[2]
    yield button.label
    yield f" {button.label.upper()}. "
    offered, labels = asks(visit), [one.label for one in buttons(visit)]
    index = labels.index(button.label)
    other = [word for n, one in enumerate(offered) if n != index for word in one.typed]
    if choice in (BACK, SKIP, MORE) or not choice[0].isdecimal():
        return
    if offered:
        yield from offered[index].typed
    if visit.task.question in WRITING:
        return
    numbered = any(word.isdecimal() for one in offered for word in one.typed)
    if not numbered and all(one.on is None for one in offered):
        yield str(index + 1)
    words = button.label.split()
    for count in range(1, len(words)):
        first = " ".join(words[:count])
        alone = [one for one in labels if one.lower().startswith(first.lower())] == [button.label]
        if alone and len(first) > 1 and first.lower() not in [one.lower() for one in other]:
            yield first


@both
@pytest.mark.parametrize("name", TASKS)
def test_what_is_typed_is_what_is_pressed(platform: str, name: str) -> None:
    tried = 0
    for visit in places(platform, *TASKS[name]):
        for button in buttons(visit):
            choice = button.token.rpartition(":")[2]
            if choice == WRITE or (choice == MORE and visit.task.question in WRITING):
                continue  # writing is typing; and a reason may be the word "more"
            wanted = stored(pressed(visit, button))
            declines = [one for one in asks(visit) if one.declines]
            if choice == SKIP and visit.task.question in WRITING and declines:
                wanted = stored(pressed(visit, buttons(visit)[0]))  # what `skip` means there
            for words in sayings(visit, button):
                tried += 1
                got = stored(typed(visit, words))
                assert got == wanted, f"{words!r} for [{button.label}] of {visit.task.question}"
    assert tried > 100


@both
def test_every_order_of_four_can_be_typed_as_it_stands_in_the_list(platform: str) -> None:
    visit = Visit(platform, PROJECT, FOUR).says("next")
    for order in all_orders("ABCD"):
        wanted = [[visit.task.order["ABCD".index(one)] for one in group] for group in order]
        ids = [[FOUR.responses[at].id for at in group] for group in wanted]
        done = typed(visit, written(order)).says("submit")
        assert [set(group) for group in done.task.answer["ranking"]] == [set(one) for one in ids]
