"""A project filled through the store's own port: tasks, people, and votes that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.events import Account
from bot.records import DONE, SKIPPED, Annotation, Assignment, Contact, Person
from bot.text import RENDERER
from store import open_store, people, tables
from store.export import export
from store.port import SqlRecords
from store.port.base import table

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = b"one installation"

Answer = Mapping[str, Any]


def better(best: str, worst: str, strength: int = 2, **more: Any) -> Answer:
    """A vote for `best`."""
    return {"ranking": [[best], [worst]], "strength": strength, "stands": True, **more}


def level(*keys: str, **more: Any) -> Answer:
    return {"ranking": [list(keys)], "stands": False, **more}


class Voting:
    """One project, "demo", in a database of its own. Every step takes a second."""

    def __init__(self, url: str, **about: Any) -> None:
        numbers = count(1)
        self.store = open_store(url, lambda: f"{next(numbers):019d}")
        self._seconds = count()
        self._keys: dict[str, tuple[int, int]] = {}
        self._people: dict[str, tuple[int, Account]] = {}
        self._batch = self._submit(self._begin, about)

    def task(
        self,
        key: str,
        prompt: str | Sequence[Sequence[str]] = "",
        responses: Sequence[Sequence[str]] = (("r1", "First."), ("r2", "Second.")),
        *,
        gold: Any = None,
        withdrawn: bool = False,
        model: str = "m-2",
    ) -> "Voting":
        """A task; its prompt is its own unless given."""
        turns = [["user", prompt or f"Question {key}?"]] if isinstance(prompt, str) else prompt
        made = self._submit(
            SqlRecords.add,
            table(tables.TaskRow),
            project="demo",
            batch=self._batch,
            key=key,
            prompt=turns,
            responses=[list(response) for response in responses],
            ask=["rank", "rationale"],
            specialties=[],
            hidden={"gold": gold, "metadata": None, "models": {responses[0][0]: model}},
            withdrawn=withdrawn,
        )
        self._keys[key] = made, len(responses)
        return self

    def vote(
        self,
        name: str,
        key: str,
        *answers: Answer,
        order: Sequence[int] = (),
        extra: bool = False,
        skipped: str = "",
        renderer: str = RENDERER,
    ) -> "Voting":
        """What this person says to this task, revision by revision; or why it is skipped."""
        person, account = self._person(name)
        task, size = self._keys[key]
        at = self._now()
        offered = Assignment(
            id=f"{name}/{key}",
            person=person,
            item=task,
            project="demo",
            order=tuple(order or range(size)),
            account=account,
            session="",
            offered_at=at,
            first_tap_at=at + timedelta(milliseconds=250),
            extra=extra,
            renderer=renderer,
        )

        def give(records: SqlRecords) -> None:
            records.offer(offered)
            for attempt, answer in enumerate(answers or ({},), start=1):
                cause = "skipped" if skipped else "submitted" if attempt == 1 else "changed"
                self._annotate(records, offered.id, attempt, answer, cause, skipped)

        self._submit(give)
        return self

    def quoting(self, name: str) -> "Voting":
        """This person's reasons may be quoted."""

        def agree(records: SqlRecords, person: int) -> None:
            records.save_person(replace(records.person(person), quoting=True), BEGIN)

        self._submit(agree, self._person(name)[0])
        return self

    def removed(self, name: str) -> "Voting":
        """A coordinator removed this person."""
        people.remove(self.store, self._person(name)[0], BEGIN)
        return self

    def released(self, to: Path, **more: Any) -> Path:
        """The folder of a release made now."""
        at = more.pop("at", BEGIN)
        return Path(export(self.store, "demo", to, at, more.pop("secret", SECRET), **more)["path"])

    def close(self) -> None:
        self.store.close()

    def _begin(self, records: SqlRecords, about: Mapping[str, Any]) -> int:
        values = {
            "title": "Triage",
            "run_by": "St Anna",
            "reader": "a parent",
            "ask": ["rank", "rationale"],
            "overlap": 3,
            "guideline": "Safe, then accurate,\nthen helpful.",
            "platforms": ["slack", "telegram"],
            "languages": ["en"],
            "coordinators": ["Sam Lee"],
            "specialties": [],
            **about,
        }
        records.add(table(tables.ProjectRow), id="demo", seed="s", at=BEGIN, **values)
        return records.add(
            table(tables.BatchRow),
            project="demo",
            attestation="synthetic",
            file="tasks.jsonl",
            sha256="",
            tasks=1,
            revealed=True,
            at=BEGIN,
        )

    def _person(self, name: str) -> tuple[int, Account]:
        """Somebody by name; a name with an @ writes on Telegram."""
        if name not in self._people:
            platform = "telegram" if name.startswith("@") else "slack"
            account = Account(platform, "T1", f"user-{name}")
            made = self._submit(
                SqlRecords.add_person, Person(0, f"Dr {name}", "active", confirmed=True), BEGIN
            )
            self._submit(SqlRecords.meet, Contact(0, account, made.id))
            self._people[name] = made.id, account
        return self._people[name]

    def _annotate(
        self,
        records: SqlRecords,
        assignment: str,
        attempt: int,
        answer: Answer,
        cause: str,
        skipped: str,
    ) -> None:
        before = records.assignment(assignment)
        assert before is not None
        at = self._now()
        state = SKIPPED if skipped else DONE
        after = replace(
            before,
            state=state,
            turn=before.turn + 1,
            attempt=attempt,
            answer=answer,
            submitted_at=at,
        )
        assert records.save(before, after)
        records.annotate(Annotation(assignment, attempt, at, cause, answer, skipped))

    def _submit(self, unit: Any, *given: Any, **named: Any) -> Any:
        return self.store.submit(lambda records: unit(records, *given, **named)).result()

    def _now(self) -> datetime:
        return BEGIN + timedelta(seconds=next(self._seconds))
