"""A project is what its file says; what is already asked follows, and nobody loses a task."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select, update

from bot.gate import RULES
from bot.records import Contact
from store import MachineError, imports, projects, recount
from store.port import SqlRecords
from store.port.queue import QUEUE, TASK
from store.projects import WrongProject
from tests.contract.shelf import AT, Shelf, claimed
from tests.talk import task

DEMO = Path(__file__).parents[2] / "adapters" / "demo"


class Desk(Shelf):
    """A shelf and a project file."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url)
        self.file, self.tasks = folder / "project.yaml", folder / "tasks.jsonl"
        self.projects = ["demo"]

    def applies(self, **said: Any) -> dict[str, Any]:
        self.file.write_text(yaml.safe_dump({"project": "demo", **said}), encoding="utf-8")
        return projects.apply(self.store, self.file, AT)

    def plans(self, **said: Any) -> dict[str, Any]:
        self.file.write_text(yaml.safe_dump({"project": "demo", **said}), encoding="utf-8")
        return projects.planned(self.store, self.file)

    def imports(self, first: int = 1) -> None:
        """Twenty-four tasks."""
        made = [task(number, reader="a parent") for number in range(first, first + 24)]
        self.tasks.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
        done = imports.import_tasks(self.store, self.tasks, "demo", "synthetic", AT)
        assert done["imported"] == 24

    def slots(self) -> list[tuple[int, bool]]:
        rows = self.do(lambda records: records.all(select(QUEUE).order_by(QUEUE.c.pos)))
        return [(row.remaining, row.is_open) for row in rows]

    def take(self, contact: Contact) -> str:
        def step(records: SqlRecords) -> str:
            item = claimed(records, contact.person)
            if item is None:
                return ""
            self.offer(records, contact, item.id)
            return item.key

        return self.do(step)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(database_url, tmp_path)
    yield made
    made.store.close()


def test_the_sample_project_applies_and_changes_nothing_again(desk: Desk) -> None:
    done = projects.apply(desk.store, DEMO / "project.yaml", AT)
    assert (done["project"], done["created"]) == ("demo", True)
    assert "annotators_per_task" in done["changed"] and "guideline" in done["changed"]
    again = projects.apply(desk.store, DEMO / "project.yaml", AT)
    assert again == {"project": "demo", "created": False, "changed": []}
    imports.import_tasks(desk.store, DEMO / "tasks.jsonl", "demo", "synthetic", AT)
    shown = projects.show(desk.store, "demo")
    written = yaml.safe_load((DEMO / "project.yaml").read_text(encoding="utf-8"))
    assert {name: shown[name] for name in written} == written
    assert (shown["tasks"], shown["paused"]) == (18, False)
    assert shown["batches"] == [
        {
            "file": "tasks.jsonl",
            "data": "synthetic",
            "tasks": 18,
            "at": "2026-03-02T09:00:00+00:00",
            "rules": RULES,
            "findings": {},
        }
    ]
    assert projects.listing(desk.store) == [
        {"project": "demo", "title": "Everyday questions", "tasks": 18}
    ]


def test_a_file_says_a_project_whole(desk: Desk) -> None:
    assert desk.applies(title="Triage", reader="a parent")["changed"] == ["title", "reader"]
    done = desk.applies(reader="a parent", ask=["rank"])
    assert done == {"project": "demo", "created": False, "changed": ["title", "ask"]}
    assert projects.show(desk.store, "demo")["title"] == "demo"


def test_the_seed_stays_whatever_is_applied(desk: Desk) -> None:
    desk.applies()
    seed = desk.do(lambda records: records.project("demo").seed)
    desk.applies(title="Other")
    assert len(seed) == 19 and desk.do(lambda records: records.project("demo").seed) == seed


def test_more_annotators_open_every_task_again_for_everybody(desk: Desk) -> None:
    desk.applies(annotators_per_task=1)
    desk.imports()
    (_, first), (_, second) = desk.person(), desk.person()
    taken = [desk.take(first) for _ in range(24)]
    assert desk.take(first) == desk.take(second) == ""
    assert desk.applies(annotators_per_task=2)["changed"] == ["annotators_per_task"]
    assert desk.slots() == [(1, True)] * 24
    assert desk.take(first) == ""
    assert [desk.take(second) for _ in range(24)] == taken


def test_fewer_annotators_close_what_has_enough(desk: Desk) -> None:
    desk.applies(annotators_per_task=3)
    desk.imports()
    contacts = [desk.person()[1] for _ in range(2)]
    for contact in contacts:
        desk.take(contact)
    desk.take(contacts[0])
    desk.applies(annotators_per_task=1)
    assert desk.slots() == [(-1, False), (0, False), *[(1, True)] * 22]
    (first, *_) = desk.do(lambda records: records.all(select(TASK.c.id).order_by(TASK.c.id)))
    desk.do(lambda records: records.give_back(first.id))
    assert desk.slots()[0] == (0, False), "one answer is still on its way"
    desk.applies(annotators_per_task=3)
    assert desk.slots() == [(2, True), (2, True), *[(3, True)] * 22]


class Died(BaseException):
    """What a killed apply looks like from the database."""


@pytest.fixture
def dies_counting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """This apply ends after so many transactions of counting, ten tasks in each."""

    def die(desk: Desk, after: int, **said: Any) -> None:
        counted, whole = 0, recount.go_on

        def go_on(records: SqlRecords, project: str) -> bool:
            nonlocal counted
            if counted == after:
                raise Died
            counted += 1
            return whole(records, project)

        with monkeypatch.context() as patched, pytest.raises(MachineError):
            patched.setattr(recount, "SOME", 10)
            patched.setattr(recount, "go_on", go_on)
            desk.applies(**said)

    return die


def test_an_apply_that_died_was_made_and_the_next_one_counts_the_rest(
    desk: Desk, dies_counting: Callable[..., None]
) -> None:
    desk.applies(annotators_per_task=1)
    desk.imports()
    dies_counting(desk, 1, annotators_per_task=4)
    assert desk.slots() == [(4, True)] * 10 + [(1, True)] * 14
    shown = projects.show(desk.store, "demo")
    assert (shown["annotators_per_task"], shown["tasks"]) == (4, 24)
    assert shown["under_way"] == [
        "not every task asks 4 annotators yet: whoever began goes on, or else rounds serve does"
    ]
    assert desk.applies(annotators_per_task=4)["changed"] == []
    assert desk.slots() == [(4, True)] * 24
    assert projects.show(desk.store, "demo")["under_way"] == []


def test_a_third_number_is_counted_after_the_second(
    desk: Desk, dies_counting: Callable[..., None]
) -> None:
    desk.applies(annotators_per_task=1)
    desk.imports()
    dies_counting(desk, 2, annotators_per_task=4)
    assert desk.applies(annotators_per_task=2)["changed"] == ["annotators_per_task"]
    assert desk.slots() == [(2, True)] * 24


def test_what_is_taken_and_given_back_while_the_queue_is_counted_stays_right(
    desk: Desk, dies_counting: Callable[..., None]
) -> None:
    """One person has had the first twelve tasks, another comes in between and passes them over."""
    desk.applies(annotators_per_task=1)
    desk.imports()
    (_, first), (_, second), (_, third) = desk.person(), desk.person(), desk.person()
    for _ in range(12):
        desk.take(first)
    keys = desk.do(lambda records: records.all(select(TASK.c.key, TASK.c.id).order_by(TASK.c.id)))
    dies_counting(desk, 1, annotators_per_task=2)
    taken = [desk.take(second) for _ in range(13)]
    assert taken == [row.key for row in keys[:10] + keys[12:15]]
    desk.do(lambda records: records.give_back(keys[10].id))  # not counted yet
    while desk.do(recount.go_on_anywhere):
        pass
    left = [(0, False)] * 10 + [(2, True), (1, True)] + [(1, True)] * 3 + [(2, True)] * 9
    assert desk.slots() == left
    assert desk.take(second) == keys[10].key, "it opened behind this person, and is met again"
    assert [desk.take(third) for _ in range(14)] == [row.key for row in keys[10:]]


def test_fewer_annotators_counted_by_whoever_comes_next(
    desk: Desk, dies_counting: Callable[..., None]
) -> None:
    desk.applies(annotators_per_task=3)
    desk.imports()
    (_, first), (_, second) = desk.person(), desk.person()
    for _ in range(11):
        desk.take(first)
    dies_counting(desk, 1, annotators_per_task=1)
    assert desk.take(second) != "", "not counted yet is as before the apply"
    while desk.do(recount.go_on_anywhere):
        pass
    assert desk.slots() == [(0, False)] * 10 + [(-1, False)] + [(1, True)] * 13


def test_an_import_into_a_queue_that_is_being_counted_counts_it_first(
    desk: Desk, dies_counting: Callable[..., None]
) -> None:
    desk.applies(annotators_per_task=1)
    desk.imports()
    dies_counting(desk, 1, annotators_per_task=3)
    desk.imports(first=25)
    assert desk.slots() == [(3, True)] * 48


def test_other_projects_are_not_counted(desk: Desk, dies_counting: Callable[..., None]) -> None:
    desk.project(12, overlap=2, name="other")
    desk.applies(annotators_per_task=1)
    desk.imports()
    dies_counting(desk, 3, annotators_per_task=5)
    assert not desk.do(lambda records: recount.go_on(records, "other"))
    assert desk.applies(annotators_per_task=5)["changed"] == []
    assert desk.slots() == [(2, True)] * 12 + [(5, True)] * 24


def test_a_withdrawn_task_stays_closed(desk: Desk) -> None:
    desk.applies(annotators_per_task=1)
    desk.imports()

    def withdraw(records: SqlRecords) -> None:
        first = select(QUEUE.c.task).order_by(QUEUE.c.pos).limit(1).scalar_subquery()
        records.connection.execute(update(TASK).where(TASK.c.id == first).values(withdrawn=True))
        records.connection.execute(update(QUEUE).where(QUEUE.c.task == first).values(is_open=False))

    desk.do(withdraw)
    desk.applies(annotators_per_task=4)
    assert desk.slots()[:2] == [(4, False), (4, True)]


def test_a_reader_that_tasks_rely_on_stays(desk: Desk, tmp_path: Path) -> None:
    desk.applies(reader="a parent")
    tasks = tmp_path / "tasks.jsonl"
    tasks.write_text(
        '{"id": "t", "prompt": "?", "responses": [{"id": "a", "text": "x"}, {"id": "b", "text":'
        ' "y"}]}\n'
    )
    assert imports.import_tasks(desk.store, tasks, "demo", "public", AT)["imported"] == 1
    with pytest.raises(WrongProject, match="1 tasks of demo name none of their own: keep it"):
        desk.applies(title="Other")
    assert projects.show(desk.store, "demo")["title"] == "demo", "nothing of it was applied"
    assert desk.applies(reader="a nurse")["changed"] == ["reader"]


def test_the_plan_says_what_imported_tasks_keep(desk: Desk) -> None:
    """What a task asks was settled when it was imported; what it is for, the project says."""
    desk.applies(ask=["rank"])
    assert desk.plans(ask=["rate"])["kept"] == {}, "nothing is imported yet"
    desk.imports()
    plan = desk.plans(ask=["rate"], title="Other")
    assert plan["kept"] == {"ask": 24}
    assert plan["changed"] == {"title": ["demo", "Other"], "ask": [["rank"], ["rate"]]}
    desk.applies(ask=["rate"], title="Other")
    asked = desk.do(lambda records: records.all(select(TASK.c.ask)))
    assert [row.ask for row in asked] == [["rank"]] * 24, "as it was said"
    assert desk.plans(ask=["rate"])["kept"] == {}


def test_imported_tasks_stay_in_the_field_they_have(desk: Desk) -> None:
    desk.imports()
    assert desk.plans(specialties=["eyes"])["kept"] == {"specialties": 24}
    assert desk.plans(specialties=["eyes"], ask=["rank"])["kept"] == {
        "ask": 24,
        "specialties": 24,
    }
    desk.applies(specialties=["eyes"])
    assert desk.plans(specialties=["eyes"])["kept"] == {}


def test_a_plan_that_would_be_refused_is_refused(desk: Desk) -> None:
    desk.applies(reader="a parent")
    line = {"id": "t", "prompt": "?", "responses": [{"id": "a", "text": "x"}]}
    desk.tasks.write_text(json.dumps(line))
    assert imports.import_tasks(desk.store, desk.tasks, "demo", "public", AT)["imported"] == 1
    with pytest.raises(WrongProject, match="1 tasks of demo name none of their own: keep it"):
        desk.plans(title="Other")


def test_a_wrong_file_changes_nothing(desk: Desk) -> None:
    desk.applies(title="Triage")
    with pytest.raises(WrongProject, match="line 1: annotators_per_task has to be"):
        desk.applies(title="Other", annotators_per_task="many")
    assert projects.show(desk.store, "demo")["title"] == "Triage"


def test_a_project_that_is_not_there_is_one_sentence(desk: Desk) -> None:
    with pytest.raises(WrongProject, match=r"^There is no project nope: see rounds project list"):
        projects.show(desk.store, "nope")
