"""Where in each pile of tasks a person is, and what lies there (`store.alike` says what a pile is).

Every open task of a pile before a person's place in it is theirs already, so that looking for the
next reads a few rows, however long the queue and the person's past (notes on performance, 6).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.port import EVERYWHERE
from bot.records import Candidate, Pile, Project
from store import tables
from store.port.base import table
from store.port.people import ENROLMENT, People
from store.ready import Ready

TASK = table(tables.TaskRow)
QUEUE = table(tables.QueueRow)
ASSIGNMENT = table(tables.AssignmentRow)
PILE = table(tables.PileRow)
FRONTIER = table(tables.FrontierRow)
AUTHOR = table(tables.AuthorRow)

AT_ONCE = 16
"""Piles that one statement looks into."""

OPEN_SLOT: dict[bool, ColumnElement[bool]] = {
    True: literal_column("task_queue.is_open = 1"),
    False: literal_column("task_queue.is_open"),
}
"""The partial index's own predicate as a literal, on SQLite (True) and on PostgreSQL: a bound
value would not match it in a prepared statement (notes on performance, 6)."""

LEARNER = table(tables.LearnerRow)

_READY = Ready(
    select(LEARNER.c.course).where(
        LEARNER.c.person == bindparam("person"), LEARNER.c.ready_at.is_not(None)
    )
)
_PILES = Ready(
    select(PILE)
    .join(ENROLMENT, ENROLMENT.c.project == PILE.c.project)
    .where(ENROLMENT.c.person == bindparam("person"))
    .order_by(PILE.c.id)
)
_NUMBER = Ready(
    select(PILE.c.id).where(PILE.c.project == bindparam("project"), PILE.c.key == bindparam("key"))
)
_MAKE = {
    lite: Ready(
        dialect.insert(PILE).on_conflict_do_nothing(),
        ("project", "key", "specialties", "ask", "size", "length"),
    )
    for lite, dialect in ((True, sqlite), (False, postgresql))
}
_MINE = Ready(
    select(ENROLMENT.c.person)
    .where(ENROLMENT.c.person == bindparam("person"))
    .order_by(ENROLMENT.c.project)
    .with_for_update()
)
_ENROLLED = (
    select(ENROLMENT.c.person)
    .where(ENROLMENT.c.project == bindparam("project"))
    .order_by(ENROLMENT.c.person)
    .with_for_update()
)
_PULL_BACK = (
    update(FRONTIER).where(FRONTIER.c.pos > bindparam("to_pos")).values(pos=bindparam("to_pos"))
)
_PULL_BACK_ONE = _PULL_BACK.where(FRONTIER.c.pile == bindparam("of_pile"))
_PULL_BACK_ALL = _PULL_BACK.where(
    FRONTIER.c.pile.in_(select(PILE.c.id).where(PILE.c.project == bindparam("of_project")))
)


def _reaching(into: Any) -> Ready:
    made = into.on_conflict_do_update(
        index_elements=[FRONTIER.c.person, FRONTIER.c.pile], set_={"pos": into.excluded.pos}
    )
    return Ready(made, ("person", "pile", "pos"))


_REACH = {
    True: _reaching(sqlite.insert(FRONTIER)),
    False: _reaching(postgresql.insert(FRONTIER)),
}
_FIRSTS = Ready(
    select(ENROLMENT.c.firsts).where(
        ENROLMENT.c.person == bindparam("person"), ENROLMENT.c.project == bindparam("project")
    )
)
_STOOD_FIRST = Ready(
    update(ENROLMENT)
    .where(
        ENROLMENT.c.person == bindparam("of_person"), ENROLMENT.c.project == bindparam("of_project")
    )
    .values(firsts=bindparam("counted", type_=ENROLMENT.c.firsts.type))
)


def _open_tasks(columns: Sequence[Any], number: int, *, lite: bool) -> Select[Any]:
    """Open tasks of the pile called `number`, from a person's place on, that they never had and
    did not write, in queue order."""
    person: Any = bindparam("person")
    pile: Any = bindparam(f"pile{number}")
    place = select(FRONTIER.c.pos).where(FRONTIER.c.person == person, FRONTIER.c.pile == pile)
    had = exists().where(ASSIGNMENT.c.person == person, ASSIGNMENT.c.task == QUEUE.c.task)
    wrote = exists().where(AUTHOR.c.person == person, AUTHOR.c.task == QUEUE.c.task)
    return (
        select(*columns)
        .where(
            OPEN_SLOT[lite],
            QUEUE.c.pile == pile,
            QUEUE.c.pos >= func.coalesce(place.scalar_subquery(), 0),
            ~had,
            ~wrote,
        )
        .order_by(QUEUE.c.pos)
        .limit(bindparam("most"))
    )


_HEAD = (QUEUE.c.task, QUEUE.c.pile, QUEUE.c.pos, QUEUE.c.words, QUEUE.c.variant)
"""The fields of a `Candidate`, in their order."""


def _heads(piles: int, *, lite: bool) -> Any:
    before = QUEUE.c.pos < bindparam("end")
    each = [
        _open_tasks(_HEAD, number, lite=lite).where(before).subquery() for number in range(piles)
    ]
    return union_all(*(select(one) for one in each))


def _counted(piles: int, *, lite: bool) -> Any:
    each = [_open_tasks((QUEUE.c.task,), n, lite=lite).subquery() for n in range(piles)]
    return select(func.count()).select_from(union_all(*(select(one) for one in each)).subquery())


_LOOKS: dict[tuple[Any, int, bool], Ready] = {}
"""By what is looked for, the number of piles and whether it is SQLite."""


class Piles(People):
    """What waits for whom."""

    def piles(self, person: int, platform: str) -> Sequence[Pile]:
        given = {project.id for project in self._open_to(person, platform)}
        return [
            Pile(row.id, row.project, tuple(row.specialties), tuple(row.ask), row.size, row.length)
            for row in self.all(_PILES, {"person": person})
            if row.project in given
        ]

    def heads(
        self, person: int, piles: Sequence[int], most: int, end: int = EVERYWHERE
    ) -> Sequence[Candidate]:
        return [
            Candidate._make(row)
            for statement, values in self._looks(_heads, person, piles)
            for row in self.all(statement, {**values, "most": most, "end": end})
        ]

    def waiting(self, person: int, piles: Sequence[int], most: int) -> int:
        counted = 0
        for statement, values in self._looks(_counted, person, piles):
            if counted < most:
                (more,) = self.one(statement, {**values, "most": most})
                counted += more
        return min(counted, most)

    def hold_place(self, person: int) -> None:
        if not self.sqlite:  # what opens behind this person meanwhile waits for this
            self.all(_MINE, {"person": person})

    def firsts(self, person: int, project: str, size: int) -> Sequence[int]:
        return list(self._firsts(person, project).get(str(size), [0] * size))

    def stood_first(self, person: int, project: str, size: int, index: int) -> None:
        counts = dict(self._firsts(person, project))
        self._stood[person, project] = counts
        mine = list(counts.get(str(size), [0] * size))
        mine[index] += 1
        counts[str(size)] = mine
        values = {"of_person": person, "of_project": project, "counted": counts}
        self.change(_STOOD_FIRST, values)

    def pile_numbers(self, project: str, keys: set[str]) -> Mapping[str, int]:
        """The piles of these keys (`store.alike`) by number, made where they are new."""
        found = {}
        for key in sorted(keys):
            named = {"project": project, "key": key}
            row = self.one(_NUMBER, named)
            if row is None:
                specialties, ask, size, length = json.loads(key)
                about = {"specialties": specialties, "ask": ask, "size": size, "length": length}
                self.change(_MAKE[self.sqlite], {**named, **about})
                row = self.one(_NUMBER, named)
            found[key] = row.id
        return found

    def pull_back(self, project: str, pos: int, pile: int | None = None) -> None:
        """A task at `pos` or behind may have opened, in one pile or in any: nobody's place stays
        past it."""
        if not self.sqlite:  # one order for everybody, so that two givers cannot wait in a circle
            self.all(_ENROLLED, {"project": project})
        if pile is None:
            self.connection.execute(_PULL_BACK_ALL, {"of_project": project, "to_pos": pos})
        else:
            self.connection.execute(_PULL_BACK_ONE, {"of_pile": pile, "to_pos": pos})

    def reach(self, person: int, claimed: Candidate, heads: Sequence[Candidate]) -> None:
        """The person's place moves to the first of the pile that is still open to them, if it was
        the first that they were given. What another transaction held just now is still among the
        `heads`, so that the place stays before it (notes on performance, 6)."""
        others = [one.pos for one in heads if one.pile == claimed.pile and one != claimed]
        first = min(others, default=claimed.pos + 1)
        if first > claimed.pos:
            values = {"person": person, "pile": claimed.pile, "pos": first}
            self.change(_REACH[self.sqlite], values)

    def _open_to(self, person: int, platform: str) -> list[Project]:
        """Projects this person may be given work from, on this platform."""
        enrolled = self.projects(person)
        closed = self.unready(person, platform) if any(one.requires for one in enrolled) else ()
        return [
            project
            for project in enrolled
            if not project.paused
            and project.requires not in closed
            and platform in project.platforms
            and (platform != "telegram" or project.attested)
        ]

    def unready(self, person: int, platform: str) -> Sequence[str]:
        """Courses that this person's projects require here, and that they are not through."""
        needed = dict.fromkeys(
            one.requires
            for one in self.projects(person)
            if one.requires and not one.paused and platform in one.platforms
        )
        through = {row.course for row in self.all(_READY, {"person": person})}
        return [course for course in needed if course not in through]

    def _firsts(self, person: int, project: str) -> Mapping[str, Sequence[int]]:
        known = person, project
        if known not in self._stood:
            row = self.one(_FIRSTS, {"person": person, "project": project})
            self._stood[known] = row.firsts if row else {}
        return self._stood[known]

    def _looks(
        self, look: Any, person: int, piles: Sequence[int]
    ) -> Iterator[tuple[Ready, dict[str, Any]]]:
        """The statements that look into these piles, so many at once, with their values."""
        for start in range(0, len(piles), AT_ONCE):
            some = piles[start : start + AT_ONCE]
            shape = look, len(some), self.sqlite
            if shape not in _LOOKS:
                _LOOKS[shape] = Ready(look(len(some), lite=self.sqlite))
            values = {f"pile{number}": pile for number, pile in enumerate(some)}
            yield _LOOKS[shape], {"person": person, **values}
