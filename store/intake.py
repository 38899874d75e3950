"""A file of tasks is read whole and nothing is stored: each line is judged and compared with what
is there, and what is new is set aside on disk and looked at by the gate.

No lock is held meanwhile.
"""

import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from sqlalchemy import Text, bindparam, cast, select

from bot.gate import named
from bot.gate.tasks import Seen, Shown, look
from store import batches, projects, taskfile
from store.judging import Mistake, Unusable
from store.port.people import BATCH
from store.port.queue import TASK
from store.sql import Store
from store.taskfile import LINE_MOST, UTF16_MARKS, Defaults

LINES_MOST = 1_000_000
"""Lines of a file; a larger pool comes as several files."""

MISTAKES_MOST = 10_000
"""After so many the rest of a file is not judged; of findings so many are told one by one."""

CHUNK_BYTES = 8 * 2**20
"""What one transaction inserts at most, besides `batches.CHUNK` tasks."""

COMPARED = ("prompt", "responses", "reader", "specialties", "hidden")
"""What makes two tasks of one id the same; `hidden` knows what the line itself asks."""

LET_THROUGH = "Take it out, or, once somebody has looked, add --accept-findings."
"""What to do about every finding."""

READING = "Reading the tasks and looking at their texts"

_THERE = (
    select(TASK.c.key, *(cast(TASK.c[name], Text).label(name) for name in COMPARED))
    .join(BATCH, BATCH.c.id == TASK.c.batch)
    .where(
        BATCH.c.revealed.is_(True),
        TASK.c.project == bindparam("project"),
        TASK.c.key.in_(bindparam("keys", expanding=True)),
    )
)

Row = dict[str, Any]
Tell = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and how much there is."""


class Gate(Protocol):
    """Who looks at the texts. What was found may be told later, in the order of what was given."""

    def look(self, tasks: Sequence[Shown], left: int) -> list[Seen]:
        """What is known by now. `left`: bytes of the file that are still to come."""
        ...

    def rest(self) -> list[Seen]:
        """What was not known yet."""
        ...


class Here:
    """Looks at once, in this process."""

    def look(self, tasks: Sequence[Shown], left: int) -> list[Seen]:
        return look(tasks)

    def rest(self) -> list[Seen]:
        return []


@dataclass(slots=True)
class Intake:
    """What became of each line. `accept`: what the gate finds is let through, and only counted.
    `people` tells everybody by their pseudonym; it is asked once a line names an author."""

    store: Store
    project: str
    aside: IO[bytes]
    accept: bool
    gate: Gate
    tell: Tell
    people: Callable[[], Mapping[str, int]]
    sha256: str = ""
    unmade: bool = False
    new: int = 0
    there: int = 0
    wrong: list[tuple[int, Mistake]] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    seen: list[Seen] = field(default_factory=list)
    _taken: int = 0
    _everybody: Mapping[str, int] | None = None

    @property
    def usable(self) -> bool:
        """Whether nothing of the file is refused, as far as it was read."""
        return not self.wrong and (self.accept or not self.findings)

    def read(self, file: Path) -> None:
        """Judge the whole file. Raises OSError."""
        found = projects.defaults(self.store, self.project)
        self.unmade = found is None
        size = file.stat().st_size
        for chunk in self._chunks(file, found or projects.DEFAULTS):
            fresh = self._fresh(chunk)
            self._note(self.gate.look([_shown(*task) for task in fresh], size - self._taken))
            self.new += len(fresh)
            if self.usable:
                pickle.dump([task for _, task in fresh], self.aside)
            self.tell(READING, min(self._taken, size), size)
        self._note(self.gate.rest())

    def refused(self) -> list[dict[str, Any]]:
        """Every mistake and finding with its line, in their order: {"line", "error", "remedy"}."""
        told = [*self.wrong]
        if not self.accept:
            told += [(one.line, _told(one)) for one in self.seen]
            if more := self.findings.total() - len(self.seen):
                last = self.seen[-1].line
                told.append(
                    (last, Mistake(f"Findings below it that are not told: {more}.", LET_THROUGH))
                )
        told.sort(key=lambda one: one[0])
        return [{"line": line, "error": why.error, "remedy": why.remedy} for line, why in told]

    def _chunks(self, file: Path, defaults: Defaults) -> Iterator[list[tuple[int, Row]]]:
        """The usable tasks with their lines, so many at a time."""
        chunk: list[tuple[int, Row]] = []
        size, seen = 0, dict[str, int]()
        for number, line in self._lines(file):
            if number > LINES_MOST or len(self.wrong) > MISTAKES_MOST:
                self._refuse(number, Mistake("This is too much.", "Split or correct the file."))
                break
            try:
                task = taskfile.read(line, defaults)
            except Unusable as error:
                self._refuse(number, *error.mistakes)
                continue
            if (first := seen.setdefault(task["key"], number)) != number:
                again = f"The id “{task['key']}” stands in line {first} already."
                self._refuse(number, Mistake(again, "Give each task an id of its own."))
            if task["authors"]:
                task["authors"] = self._persons(number, task["authors"])
            chunk.append((number, task))
            size += len(line)
            if len(chunk) == batches.CHUNK or size > CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        yield chunk

    def _lines(self, file: Path) -> Iterator[tuple[int, bytes]]:
        """Each line with its number. One that is too long comes as its beginning, UTF-16 as one
        line."""
        digest = hashlib.sha256()
        number = 0
        with file.open("rb") as source:
            while line := source.readline(LINE_MOST + 1):
                number += 1
                self._taken += len(line)
                digest.update(line)
                yield number, line
                if line.startswith(UTF16_MARKS):
                    return
                while not line.endswith(b"\n") and (line := source.readline(LINE_MOST)):
                    self._taken += len(line)
                    digest.update(line)
        self.sha256 = digest.hexdigest()

    def _fresh(self, chunk: Sequence[tuple[int, Row]]) -> list[tuple[int, Row]]:
        """What the project does not have yet; the same id with other content is refused."""
        known = {} if self.unmade else self._known([task["key"] for _, task in chunk])
        fresh = []
        for number, task in chunk:
            there = known.get(task["key"])
            if there is None:
                fresh.append((number, task))
            elif all(_same(task[name], there[name]) for name in COMPARED):
                self.there += 1
            else:
                other = f"The id “{task['key']}” is in {self.project} with other content."
                self._refuse(number, Mistake(other, "Give the new task a new id."))
        return fresh

    def _persons(self, number: int, authors: Sequence[str]) -> list[int]:
        """Who wrote a response of this line; whoever nobody knows cannot be kept from judging."""
        if self._everybody is None:
            self._everybody = self.people()
        for one in authors:
            if one not in self._everybody:
                nobody = f"Nobody here has the pseudonym “{one}” of an author."
                remedy = "Take it from an export of this installation, or leave the author out."
                self._refuse(number, Mistake(nobody, remedy))
        return [self._everybody[one] for one in authors if one in self._everybody]

    def _known(self, keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        asked = {"project": self.project, "keys": keys}
        rows = self.store.read(lambda connection: connection.execute(_THERE, asked).all())
        return {row.key: dict(row._mapping) for row in rows}

    def _refuse(self, line: int, *mistakes: Mistake) -> None:
        self.wrong += [(line, mistake) for mistake in mistakes]

    def _note(self, seen: Sequence[Seen]) -> None:
        """Count all, keep the first."""
        self.findings.update(one.kind for one in seen)
        self.seen += seen[: MISTAKES_MOST - len(self.seen)]


def _shown(line: int, task: Row) -> Shown:
    return Shown(line, task["prompt"], task["responses"], task["reader"])


def _told(one: Seen) -> Mistake:
    """A finding, without a word of the text."""
    where = one.where[0].upper() + one.where[1:]
    return Mistake(
        f"{where} has what looks like {named(one.kind)}, at character {one.at}.", LET_THROUGH
    )


def _same(new: str, there: str) -> bool:
    return new == there or (new[:1] in "[{" and json.loads(new) == json.loads(there))
