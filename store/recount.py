"""A project that asks other many annotators than before: its queue follows, some tasks at a time.

The number itself changes in one short decision (`store.projects`), which remembers that the queue
stands as the number before asked. Whoever comes next goes on where somebody died: an apply, an
import, a tick. What is taken, answered or given back meanwhile moves a task's count by one,
whichever number it was counted for.
"""

from typing import Any

from sqlalchemy import bindparam, func, select, update

from store.port import SqlRecords
from store.port.people import PROJECT
from store.port.queue import QUEUE, closed_or

SOME = 1000
"""Numbers of tasks that one transaction counts, whosever they are."""

_UNDER_WAY = PROJECT.c.recount_from.is_not(None)
_NEXT = select(PROJECT.c.id).where(_UNDER_WAY).order_by(PROJECT.c.id).limit(1)
_THIS = (
    select(PROJECT.c.overlap, PROJECT.c.recount_from, PROJECT.c.recount_was)
    .where(PROJECT.c.id == bindparam("project"), _UNDER_WAY)
    .with_for_update()
)
_FIRST = select(func.min(QUEUE.c.task)).where(QUEUE.c.task >= bindparam("reached"))
_WANTED = QUEUE.c.remaining + bindparam("more", type_=QUEUE.c.remaining.type)
_COUNT = (
    update(QUEUE)
    .where(
        QUEUE.c.task >= bindparam("first"),
        QUEUE.c.task < bindparam("until"),
        QUEUE.c.project == bindparam("of_project"),
    )
    .values(
        remaining=_WANTED,
        is_open=closed_or(_WANTED),
    )
)
_REACH = (
    update(PROJECT)
    .where(PROJECT.c.id == bindparam("of_project"))
    .values(recount_from=bindparam("reached"))
)


def begin(records: SqlRecords, project: str, was: int) -> None:
    """The whole queue stands as `was` annotators asked; the project says another number now."""
    start = update(PROJECT).where(PROJECT.c.id == bindparam("of_project"))
    records.connection.execute(
        start.values(recount_from=0, recount_was=was), {"of_project": project}
    )


def go_on(records: SqlRecords, project: str) -> bool:
    """Count the next tasks of this project anew; False when all are counted.

    Whoever was past a task that opens again looks from there.
    """
    found = records.one(_THIS, {"project": project})
    if found is None:
        return False
    first = records.connection.execute(_FIRST, {"reached": found.recount_from}).scalar_one()
    more, reached = found.overlap - found.recount_was, None
    if first is not None:
        reached = first + SOME
        values = {"of_project": project, "first": first, "until": reached, "more": more}
        if records.connection.execute(_COUNT, values).rowcount and more > 0:
            records.pull_back(project, first)
    records.connection.execute(_REACH, {"of_project": project, "reached": reached})
    return reached is not None


def go_on_anywhere(records: SqlRecords) -> bool:
    """Go on with a queue whose counter died; False when there is none."""
    found: Any = records.one(_NEXT)
    if found is not None:
        go_on(records, found.id)
    return found is not None
