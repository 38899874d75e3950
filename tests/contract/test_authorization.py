"""Nobody sees, answers or changes what is not theirs, whoever they are and whatever they send.

A matrix: every role, with a task of their own and with somebody else's, in every state of it,
does everything that can be done. A cell that fails says which it is.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cards import Durable
from bot.events import Account, Pressed, Submitted
from bot.words import NOT_OPEN
from tests.contract.permits import (
    ROLES,
    SECRET,
    STATES,
    UNKNOWN,
    VICTIM,
    Deed,
    Done,
    House,
    deeds,
    malformed,
)

DRAWN = ("panel", "panels", "shown_turn", "shown_at", "delivered_at")
OWN_TEXT = ("My child number 0", "answer to 0")
ACTIVE = [role for role, (_, state) in ROLES.items() if state == "active"]
OWNERS = [r for r, (_, state) in ROLES.items() if state and r != "annotator elsewhere"]

MAY: dict[str, tuple[str, ...]] = {
    "open": ("press", "page", "form", "edit", "reply", "home", "says", "leave"),
    "writing": ("press", "page", "form", "edit", "mend", "reply", "home", "says", "leave"),
    "not yet shown": ("press", "page", "form", "edit", "reply", "home", "says", "leave"),
    "done": ("press b", "press c", "press m", "press n", "press u1", "press r1", "page change",
             "page held", "edit", "mend", "reply", "says"),
    "lapsed": ("press f", "press u1", "press r1", "edit"),
    "skipped": (),
    "withdrawn": (),
    "returned": (),
}  # fmt: skip
"""What may change a task of one's own, by the beginning of the deed's name."""

DOES: dict[str, tuple[str, ...]] = {
    "open": ("press 0", "press s", "press m", "page bring", "reply a", "leave"),
    "writing": ("press 0", "form", "edit", "mend", "reply A says", "press b", "press r1"),
    "not yet shown": ("press s", "press m", "leave"),
    "done": ("press c", "press r1", "page change", "edit", "mend"),
    "lapsed": ("press f",),
    "skipped": (),
    "withdrawn": (),
    "returned": (),
}
"""What must change it: a wall without a door would pass every other test here."""


APART = {
    "withheld": ("page details", "mend", "take back", "edit with", "reply It", "says It", "leave"),
    "unplaced": ("page held", "mend the unplaced", "take back the unplaced", "reply", "says A says",
                 "leave"),
}  # fmt: skip
"""What may change the texts of one's own that may name a patient, and those whose task is not
certain, whatever became of the task."""

APART_DOES = {
    "withheld": ("page details", "mend", "take back", "leave"),
    "unplaced": ("page held 0", "mend the unplaced", "take back the unplaced", "leave"),
}


class Houses(dict[str, House]):
    """One database for each state, made when it is asked for."""

    def __init__(self, template: Path, factory: pytest.TempPathFactory) -> None:
        super().__init__()
        self.template, self.factory = template, factory

    def __missing__(self, state: str) -> House:
        folder = self.factory.mktemp("house")
        file = shutil.copy(self.template, folder / "rounds.db")
        self[state] = House(f"sqlite:///{file}", folder, state)
        return self[state]


@pytest.fixture(scope="module")
def houses(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    made = Houses(sqlite_template, tmp_path_factory)
    yield made
    for house in made.values():
        house.close()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_somebody_elses_task(houses: Houses, state: str, role: str) -> None:
    house, account = houses[state], ROLES[role][0]
    target = house.own[VICTIM]
    wrong = []
    for deed in deeds(account, target, state, f"own-{VICTIM.user}"):
        done = house.does(deed.event)
        cell = f"{state} · {role} · another's · {deed.name}"
        wrong += [f"{cell}: {why}" for why in _foreign(house, account, deed, done)]
        if deed.names and not _same(done, house.does(_renamed(deed.event, target))):
            wrong.append(f"{cell}: answered otherwise than for a task that does not exist")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", OWNERS)
@pytest.mark.parametrize("state", STATES)
def test_a_task_of_ones_own(houses: Houses, state: str, role: str) -> None:
    house, account = houses[state], ROLES[role][0]
    wrong = []
    for deed in deeds(account, house.own[account], state, f"own-{account.user}"):
        done = house.does(deed.event)
        cell = f"{state} · {role} · own · {deed.name}"
        check = _active if role in ACTIVE else _inactive
        wrong += [f"{cell}: {why}" for why in check(house, account, deed, done)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_what_nobody_was_ever_shown(houses: Houses, role: str) -> None:
    house, account = houses["open"], ROLES[role][0]
    wrong = []
    for deed in malformed(account, house.own[VICTIM]):
        done = house.does(deed.event)
        cell = f"malformed · {role} · {deed.name}"
        wrong += [f"{cell}: {why}" for why in _untouched(house, done)]
        page = isinstance(deed.event, Pressed) and deed.event.token.count(":") == 2
        if done.heard != [NOT_OPEN] and not (page and role in ("waiting", "in first contact")):
            wrong.append(f"{cell}: heard {done.heard}")
    assert not wrong, "\n".join(wrong)


def _foreign(house: House, account: Account, deed: Deed, done: Done) -> Iterator[str]:
    """Another's task: not a row, not a word."""
    person = house.people.get(account, 0)
    if _rows(done, house, without=person) != _rows(house.rest, house, without=person):
        yield "changed what belongs to others"
    for kind in APART:
        if _apart(done.tables, kind, person)[1] != _apart(house.rest, kind, person)[1]:
            yield f"changed what of others is {kind}"
    if ROLES_STATE[account] != "active":
        yield from (why for why in _untouched(house, done) if deed.name not in ("leave",))
    if SECRET in done.told or "number 9" in done.told:
        yield "told a text of the task"
    yield from _words(account, deed, done)


def _active(house: House, account: Account, deed: Deed, done: Done) -> Iterator[str]:
    """One's own task, taking part: what may be changed, and what must be."""
    target = house.own[account]
    changed = _about(done.tables, target) != _about(house.rest, target)
    if changed and not deed.name.startswith(MAY[house.state]):
        yield "changed a task that is closed to it"
    if not changed and deed.name in DOES[house.state]:
        yield "changed nothing"
    person = house.people[account]
    for kind, may in APART.items():
        now, rest = (_apart(seen, kind, person) for seen in (done.tables, house.rest))
        if now[1] != rest[1]:
            yield f"changed what of others is {kind}"
        if now[0] != rest[0] and not deed.name.startswith(may):
            yield f"changed what is {kind}"
        if now[0] == rest[0] and deed.name in APART_DOES[kind]:
            yield f"changed nothing of what is {kind}"
    if _rows(done, house, without=person) != _rows(house.rest, house, without=person):
        yield "changed what belongs to others"
    if SECRET in done.told:
        yield "told a text of another's task"
    yield from _addressed(account, done)


def _inactive(house: House, account: Account, deed: Deed, done: Done) -> Iterator[str]:
    """One's own task, no longer or not yet taking part: not a row, not a word. Leaving gives
    what is open to others."""
    if deed.name != "leave":
        yield from _untouched(house, done)
    if any(text in done.told for text in (SECRET, *OWN_TEXT)):
        yield "told a text of the task"
    yield from _words(account, deed, done)


def _words(account: Account, deed: Deed, done: Done) -> Iterator[str]:
    """A press or a form on a task that is not open to them hears the one sentence."""
    told = isinstance(deed.event, Pressed | Submitted) and deed.names
    if told and not deed.name.startswith("page") and done.heard != [NOT_OPEN]:
        yield f"heard {done.heard}"
    yield from _addressed(account, done)


def _addressed(account: Account, done: Done) -> Iterator[str]:
    for out in done.outs:
        if isinstance(out, Durable) and out.to != account:
            yield f"sent something to {out.to}"


def _untouched(house: House, done: Done) -> Iterator[str]:
    for table, rows in done.tables.items():
        if rows != house.rest[table]:
            yield f"changed {table}"


def _same(one: Done, other: Done) -> bool:
    return one.heard == other.heard and [type(o) for o in one.outs] == [type(o) for o in other.outs]


def _renamed(event: Any, target: str) -> Any:
    """The same deed on a task that does not exist."""
    changes = {
        name: getattr(event, name).replace(target, UNKNOWN)
        for name in ("token", "message", "reply_to", "thread")
        if hasattr(event, name)
    }
    return replace(event, **changes)


def _about(tables: dict[str, list[dict[str, Any]]], target: str) -> list[Any]:
    """What is stored of one task, less what only drawing changes."""
    rows = [row for row in tables["assignment"] if row["id"] == target]
    kept = [{k: v for k, v in row.items() if k not in DRAWN} for row in rows]
    tied = [
        r for name in ("annotation", "heard") for r in tables[name] if r["assignment"] == target
    ]
    return [kept, tied]


def _apart(
    tables: dict[str, list[dict[str, Any]]], kind: str, person: int
) -> tuple[list[Any], list[Any]]:
    """The texts of this kind of this person's, and of everybody else's."""
    owner = {row["id"]: row["person"] for row in tables["assignment"]}
    rows = sorted(tables[kind], key=lambda row: str(row["id"]))
    whose = [row["person"] if "person" in row else owner[row["tasks"][0]] for row in rows]
    mine = [row for row, who in zip(rows, whose, strict=True) if who == person]
    return mine, [row for row, who in zip(rows, whose, strict=True) if who != person]


def _rows(seen: Any, house: House, *, without: int) -> Any:
    """Everything of everybody else."""
    tables = seen.tables if isinstance(seen, Done) else seen
    mine = {row["id"] for row in tables["assignment"] if row["person"] == without}
    others = [row["id"] for row in tables["assignment"] if row["id"] not in mine]
    return [(name, _about(tables, name)) for name in others]


ROLES_STATE = dict(ROLES.values())
