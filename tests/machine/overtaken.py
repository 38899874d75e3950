"""Two presses of one question at the same instant: each read the task before the other wrote.

On a database with many workers this happens; here the second one is given what it would have read.
"""

from functools import partial
from typing import Any

from bot import engine
from bot.events import Pressed
from store.tables import AssignmentRow
from tests.machine import law


class Earlier:
    """The port, but for one task as it stood a moment ago."""

    def __init__(self, records: Any, assignment: Any) -> None:
        self.records, self.was = records, assignment

    def __getattr__(self, name: str) -> Any:
        return getattr(self.records, name)

    def assignment(self, name: str) -> Any:
        return self.was if name == self.was.id else self.records.assignment(name)


def overtaken(machine: Any, chat: Any, nth: int) -> None:
    """The first press counts; the second one changes nothing."""
    world = machine.world
    stored = {f"{row.id}:{row.turn}:" for row in world.rows(AssignmentRow)}
    shown = [
        (m.ref, b)
        for m in chat.messages
        for b in m.buttons
        if b.token.rpartition(":")[0] + ":" in stored
        and (b.token.rpartition(":")[2].isdecimal() or b.label == "Back")
    ]
    if not shown:
        return
    (ref, first), (_, second) = shown[nth % len(shown)], shown[(nth // 7) % len(shown)]
    name = second.token.split(":")[0]
    was = world.talk.store.submit(lambda records: records.assignment(name)).result()
    machine.handle(world.event(chat, Pressed, token=first.token, message=ref), first.label)
    moved = world.talk.store.submit(lambda records: records.assignment(name)).result()
    if moved.turn == was.turn:
        return
    before = law.sight(world)
    late = world.event(chat, Pressed, token=second.token, message=ref)
    world.talk.store.submit(partial(_late, was=was, event=late, rules=world.talk.rules)).result()
    after = law.sight(world)
    assert before.answers() == after.answers(), "a press that came second was taken, too"
    assert before.annotations == after.annotations
    machine.mail()


def _late(records: Any, was: Any, event: Pressed, rules: Any) -> None:
    for out in engine.handle(Earlier(records, was), event, rules):
        if hasattr(out, "to"):
            records.emit(out, event.at)
