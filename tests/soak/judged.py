"""What came of everything that was acknowledged, from the database alone, after the run."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select

from bot.kinds import tell
from bot.kinds.base import Brief
from bot.records import DONE
from store import Store
from store.port import SqlRecords
from store.port.queue import ANNOTATION, ASSIGNMENT
from tests.soak.people import Clinician, Press, token

SAVED = re.compile(r"Saved \d\d:\d\d\. (.*)", re.DOTALL)
EVERYTHING = 1_000_000


@dataclass(slots=True)
class Verdict:
    """`lost` and `twice` must be empty; the rest says how much was looked at."""

    answers: int = 0
    presses: int = 0
    alone: int = 0
    summaries: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def judged(store: Store, staff: Sequence[Clinician]) -> Verdict:
    """Everybody has stopped, and everything has left."""
    found = Verdict()
    rows = store.read(lambda look: look.execute(select(ASSIGNMENT)).all())
    trails = {row.id: row.trail for row in rows}
    for one in staff:
        found.presses += sum(press.answers for press in one.presses)
        _pressed(found, one.presses, trails)
        _told(found, store, one)
    _once(found, store, rows, sum(one.finishing for one in staff))
    return found


def _pressed(found: Verdict, presses: Sequence[Press], trails: dict[str, Any]) -> None:
    """An acknowledged answer stands in the task's trail, at the turn that it answered."""
    at: dict[tuple[str, int], list[Press]] = {}
    for press in presses:
        at.setdefault((press.assignment, press.turn), []).append(press)
    for (assignment, turn), all_here in at.items():
        if not all(press.answers for press in all_here) or not all_here[0].alone:
            continue  # overtaken, perhaps, by what the same person did besides
        found.alone += 1
        if trails.get(assignment, {}).get(str(turn)) not in {one.choice for one in all_here}:
            found.lost.append(f"{assignment}, turn {turn}: {all_here}")


def _told(found: Verdict, store: Store, one: Clinician) -> None:
    """Every summary that stands in a chat says what is stored."""
    one.who.newest = EVERYTHING
    newest: dict[str, str] = {}
    for message in one.who.screen()["messages"]:
        for button in message["buttons"]:
            if button["label"] == "Change" and (saved := SAVED.search(message["text"])):
                newest[token(button).partition(":")[0]] = saved[1]
    for assignment, said in newest.items():
        found.summaries += 1
        kept = store.submit(partial(_kept, name=assignment)).result()
        if kept is not None and " ".join(said.split()) != " ".join(kept.split()):
            found.lost.append(f"{one.who.name} was told {said!r}, stored is {kept!r}")


def _kept(records: SqlRecords, name: str) -> str | None:
    """The stored answer in the words of its summary; None while it is being changed."""
    assignment = records.assignment(name)
    if assignment is None or assignment.state != DONE:
        return "nothing"
    if assignment.question:
        return None
    item, rubric = records.item(assignment.item), records.rubric(assignment.project, 1)
    return " ".join(tell(Brief(item, assignment.order, rubric), assignment.answer))


def _once(found: Verdict, store: Store, rows: Sequence[Any], finishing: int) -> None:
    """One assignment a person and task; revisions in a row, the newest the one that stands."""
    asked = select(ANNOTATION).order_by(ANNOTATION.c.assignment, ANNOTATION.c.attempt)
    chains: dict[str, list[Any]] = {}
    for row in store.read(lambda look: look.execute(asked).all()):
        chains.setdefault(row.assignment, []).append(row)
    seats = Counter((row.person, row.task) for row in rows)
    found.twice += [f"person and task {seat}" for seat, times in seats.items() if times > 1]
    for row in rows:
        chain = chains.get(row.id, [])
        if [one.attempt for one in chain] != list(range(1, row.attempt + 1)):
            found.twice.append(f"{row.id}: {row.attempt} attempts, {len(chain)} revisions")
        elif row.state == DONE and not row.question:
            found.answers += 1
            if json.dumps(chain[-1].answer) != json.dumps(row.answer):
                found.lost.append(f"{row.id}: the newest revision says something else")
    given = sum(not one.abstention for chain in chains.values() for one in chain)
    if given > finishing:
        found.twice.append(f"{given} answers came of {finishing} things that people did")
