"""Nobody is stuck: whatever came before, an open question is in the chat and leads to an answer."""

from typing import Any

from bot.events import Reached
from bot.panel import PAGES
from bot.records import OPEN
from store.tables import AssignmentRow, MessageRow, SessionRow, UnplacedRow
from tests.talk import Chat

MOST = 150
"""Presses and words after which somebody who answers every question must have finished."""

REASON = "One of them says to wait, although a baby with fever must be seen the same day."
"""Words that nobody wrote before: the same once more would be no answer (`bot.again`)."""


def every_open_question_can_be_answered(machine: Any) -> None:
    """The panel in the chat asks what the task asks; or `where` brings it, where mail was lost."""
    world = machine.world
    for person, chat in enumerate(world.people):
        if chat.account in world.troubled | world.out:
            continue
        for row in _open(machine, person):
            assert _shown(chat, row), f"not in the chat: {row}"


def everybody_can_finish(machine: Any) -> None:
    world = machine.world
    for person, chat in enumerate(world.people):
        if chat.account in world.out:
            machine.comes_back(person)
        if chat.account in world.dark:
            world.dark.discard(chat.account)
            machine.send(chat, Reached, change="joined")
        machine.write_now(person, "next")
        for _ in range(MOST):
            world.drain()
            if not step(machine, person):
                break
        assert not _open(machine, person), f"stuck: {_open(machine, person)}"
    world.drain()


def step(machine: Any, person: int) -> bool:
    """Back from what leads aside; the first thing that is offered, or a reason in words. False
    if nothing is open."""
    opened, chat = _open(machine, person), machine.world.people[person]
    if opened:
        _one_step(machine, person, chat, opened)
    return bool(opened)


def _one_step(machine: Any, person: int, chat: Chat, opened: list[Any]) -> None:
    seen = [row for row in opened if _shown(chat, row)]
    if not seen:
        machine.write_now(person, "where")
        machine.world.drain()
        bring = [
            (m, b) for m in chat.messages[-2:] for b in m.buttons if b.label == "Bring it here"
        ]
        if bring and not [row for row in opened if _shown(chat, row)]:
            message, button = bring[-1]
            machine.press(chat, button.token, message.ref, button.label)
        return
    row = seen[0]
    if row.question == "rationale":
        _reason(machine, person, chat, row)
        return
    choices = _shown(chat, row)
    wanted = ("Back",) if row.question in PAGES else ("Done", "No failure found")
    ending = [one for one in choices if one[1].label in wanted]
    message, button = (ending or choices)[0]
    machine.press(chat, button.token, message.ref, button.label)


def _reason(machine: Any, person: int, chat: Chat, row: Any) -> None:
    """In words; and where they could mean two tasks, by saying which. What was kept before is
    asked about first, and may be another task's."""
    machine.write_now(person, REASON, thread=root(machine, row))
    machine.world.drain()
    tasks = {
        f"held:{number}:{kept.id}": task
        for kept in machine.world.rows(UnplacedRow)
        for number, task in enumerate(kept.tasks, start=1)
    }
    asked = [m for m in chat.messages if any(b.token in tasks for b in m.buttons)]
    if asked and _shown(chat, row):
        offered = [b for b in asked[-1].buttons if b.token in tasks]
        button = next((b for b in offered if tasks[b.token] == row.id), offered[0])
        machine.press(chat, button.token, asked[-1].ref, button.label)


def _open(machine: Any, person: int) -> list[Any]:
    rows = machine.world.rows(AssignmentRow)
    return [row for row in rows if machine.owner(row) == person and row.state == OPEN]


def _shown(chat: Chat, row: Any) -> list[Any]:
    """What can be pressed of the question that is open."""
    start = f"{row.id}:{row.turn}:"
    return [(m, b) for m in chat.messages for b in m.buttons if b.token.startswith(start)]


def root(machine: Any, row: Any) -> str:
    """The thread in which this task stands."""
    roots = {one.id: one.root for one in machine.world.rows(SessionRow)}
    refs = {one.name: one.ref for one in machine.world.rows(MessageRow)}
    return str(refs.get(roots.get(row.session, ""), ""))
