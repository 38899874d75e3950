"""Who sees what next, and in which order the responses stand: drawn from a stored seed, balanced.

Chance is the project's seed, the task and the person; the same three give the same order for
ever. Balance comes first: the first place goes to the response that has had it least often
(method.md 3.1, Position), and only ties are settled by the seed.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from bot.records import Assignment, Item, Person, Project
from bot.step import Step

SEED_VERSION = "order-1"
"""Name of the drawing below; a changed drawing gets a new name."""


def draw_order(
    seed: str, item: str, person: int, size: int, drawn: Sequence[Sequence[int]]
) -> tuple[int, ...]:
    """An order of `size` responses as indexes into the task file's list.

    `drawn` are the orders other people got for this task. Every place of the result goes to the
    response that stood there least often, equal ones by a hash of (seed, item, person, response).
    """

    def rank(index: int) -> bytes:
        key = f"{SEED_VERSION}|{seed}|{item}|{person}|{index}"
        return hashlib.sha256(key.encode()).digest()

    order: list[int] = []
    for place in range(size):
        had = Counter(past[place] for past in drawn)
        left = [index for index in range(size) if index not in order]
        order.append(min(left, key=lambda index: (had[index], rank(index))))
    return tuple(order)


def assigned(step: Step, person: Person, item: Item, session: str) -> Assignment:
    """A task that this person has claimed, in the order drawn for them; not yet offered."""
    records = step.records
    project: Project = records.project(item.project)
    order = draw_order(
        project.seed, item.key, person.id, len(item.responses), records.orders(item.id)
    )
    return Assignment(
        id=records.fresh(),
        person=person.id,
        item=item.id,
        project=project.id,
        order=order,
        account=step.contact.account,
        session=session,
        offered_at=step.at,
        lease_until=step.at + step.rules.lease,
        rubric=project.rubric,
    )
