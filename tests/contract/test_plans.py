"""Nothing that is done while people wait looks through a whole table: SQLite says how it would.

A busy week is a quarter of a million messages. Without ANALYZE its plans do not depend on what the
tables hold.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from adapters.upkeep import tick
from tests.conversation.test_comparison import REASON
from tests.talk import Talk, task

GROWING = (
    "annotation",
    "assignment",
    "audit",
    "choice",
    "contact",
    "delivery",
    "heard",
    "message",
    "outbox",
    "person",
    "session",
    "task",
    "task_queue",
)

WAITING = ("INDEX outbox_due", "INDEX outbox_pending")


class Plans(Talk):
    """A talk that asks of each statement how it would be run."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.found: set[tuple[str, str]] = set()
        for engine in (self.store._writing, self.store._reading):
            event.listen(engine, "before_cursor_execute", self._about_to)

    def _about_to(self, _c: Any, cursor: Any, sql: str, values: Any, _x: Any, many: bool) -> None:
        if sql.startswith(("SELECT", "DELETE", "UPDATE")) and not many:
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            self.found |= {(row[3], sql) for row in plan}

    def scans(self) -> list[tuple[str, str]]:
        """What goes through a table from its first row on, but for what waits in the outbox."""
        large = tuple(f"SCAN {name} " for name in GROWING)
        found = [one for one in sorted(self.found) if f"{one[0]} ".startswith(large)]
        return [(plan, sql) for plan, sql in found if not plan.endswith(WAITING)]


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Plans]:
    made = Plans(f"sqlite:///{tmp_path}/a.db")
    made.project([task(number) for number in range(1, 4)], tmp_path)
    made.found.clear()
    yield made
    made.close()


@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_no_press_and_no_message_waits_for_a_look_at_everything(talk: Plans, platform: str) -> None:
    osei = talk.joined(platform, "U1", "Dr Osei").opens("home").says("next")
    osei.presses("A is better").presses("Clearly").presses("Yes").presses("None of").says(REASON)
    osei.edits(osei.last_said, f"{REASON} Today.").says("And more of it.").presses("Undo")
    osei.presses("Next task").presses("Skip").presses("Not my field")
    osei.presses("Next task").presses("More").presses("Later").says("where").says("answers")
    osei.says("my data").says("settings").says("stop").says("leave").presses("Yes, leave")
    assert len(talk.found) > 50
    assert talk.scans() == []


def test_a_long_session_is_not_read_for_its_last_tasks(talk: Plans) -> None:
    """Some do two thousand in one: the next press costs what the first did."""
    osei = talk.joined("slack", "U1", "Dr Osei").says("next").presses("Level").presses("Yes")
    talk.found.clear()
    osei.presses("None of").presses("No reason").presses("Next task")
    of_session = {(plan, sql) for plan, sql in talk.found if "assignment.session = " in sql}
    plans = " ".join(plan for plan, _ in of_session)
    assert "assignment_fast" in plans and "assignment_session" in plans
    assert not [plan for plan, _ in of_session if "TEMP B-TREE" in plan]


def test_no_tick_looks_at_everything(talk: Plans) -> None:
    talk.member("slack", "U1", "Dr Osei").says("next")
    asyncio.run(tick(talk.store, talk.rules, talk.now + timedelta(days=40)))
    assert [plan for plan, _ in talk.found if "outbox_settled" in plan]
    assert talk.scans() == []
