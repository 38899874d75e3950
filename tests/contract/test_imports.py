"""A file of tasks goes in whole or not at all, once, whoever dies or runs beside; on both
databases."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from adapters.edge import fresh_id
from store import MachineError, batches, imports, intake, open_store, projects
from store.imports import Refused, import_tasks
from store.port import SqlRecords
from store.port.people import BATCH
from store.port.piles import PILE
from store.port.queue import QUEUE, TASK
from store.sql import Store
from tests.contract.files import Desk, task
from tests.contract.shelf import AT, claimed


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(database_url, tmp_path)
    yield made
    made.store.close()


def test_tasks_enter_the_queue_in_the_files_order(desk: Desk) -> None:
    done = desk.takes(task(2), task(1), task(3))
    assert done == {
        "project": "demo",
        "imported": 3,
        "already_there": 0,
        "refused": [],
        "created": True,
        "findings": {},
    }
    assert [item.key for item in desk.items()] == ["t2", "t1", "t3"]
    rows = desk.do(lambda records: records.all(select(QUEUE)))
    assert {(row.remaining, row.is_open, row.project) for row in rows} == {(3, True, "demo")}
    (batch,) = desk.do(lambda records: records.all(select(BATCH)))
    assert (batch.file, batch.attestation, batch.tasks, batch.revealed) == (
        "tasks.jsonl",
        "synthetic",
        3,
        True,
    )


def test_a_new_project_has_the_defaults_and_a_seed_of_its_own(desk: Desk) -> None:
    desk.takes(task(1))
    desk.takes(task(1), into="other")
    made = desk.do(lambda records: [records.project(name) for name in ("demo", "other")])
    assert made[0].title == "demo" and made[0].rubric == 1
    assert made[0].overlap == 3 and made[0].platforms == ("slack", "telegram")
    assert made[0].attested
    assert len({project.seed for project in made}) == 2


def test_what_is_hidden_is_kept_and_shown_to_nobody(desk: Desk) -> None:
    desk.takes(task(1, gold={"ranking": [["a1"], ["a2"]]}, metadata={"source": "s"}))
    (item,) = desk.items()
    assert "m-1" not in repr(item) and "source" not in repr(item)
    (row,) = desk.do(lambda records: records.all(select(TASK.c.hidden)))
    assert row.hidden == {
        "models": {"a1": "m-1"},
        "gold": {"ranking": [["a1"], ["a2"]]},
        "metadata": {"source": "s"},
        "ask": None,
    }


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    desk.takes(task(1), task(2))
    again = desk.takes(task(1), task(2))
    assert (again["imported"], again["already_there"], again["created"]) == (0, 2, False)
    assert desk.count(TASK) == desk.count(QUEUE) == 2 and desk.count(BATCH) == 1


def test_the_same_task_written_differently_is_the_same(desk: Desk) -> None:
    desk.takes(task(1, metadata={"a": 1, "b": "é"}))
    (key, *rest) = task(1, metadata={"b": "é", "a": 1}).items()
    other = json.dumps(dict([*rest[::-1], key]), ensure_ascii=False, indent=None, sort_keys=False)
    assert desk.takes(other)["already_there"] == 1


def test_a_longer_file_adds_what_is_new(desk: Desk) -> None:
    desk.takes(task(1), task(2))
    more = desk.takes(task(1), task(2), task(3))
    assert (more["imported"], more["already_there"]) == (1, 2)
    assert [item.key for item in desk.items()] == ["t1", "t2", "t3"]


@pytest.mark.parametrize(
    "changed",
    [
        {"prompt": "Another question"},
        {"responses": [{"id": "a1", "text": "First 1"}, {"id": "a2", "text": "Second 1"}]},
        {"reader": "a nurse"},
        {"ask": ["rank", "rationale"]},
        {"specialties": ["allergy"]},
        {"metadata": {"n": 2}},
    ],
    ids=lambda changed: str(*changed),
)
def test_the_same_id_with_other_content_is_refused(desk: Desk, changed: dict[str, Any]) -> None:
    desk.takes(task(1))
    done = desk.takes(task(2), task(1, **changed))
    assert done["refused"] == [
        {
            "line": 2,
            "error": "The id “t1” is in demo with other content.",
            "remedy": "Give the new task a new id.",
        }
    ]
    assert desk.count(TASK) == 1


def test_the_projects_own_question_may_change_between_two_imports(desk: Desk) -> None:
    desk.takes(task(1))
    about = desk.folder / "project.yaml"
    about.write_text("project: demo\nask: [rank]\n")
    projects.apply(desk.store, about, AT)
    assert desk.takes(task(1), task(2))["imported"] == 1
    assert [item.ask for item in desk.items()] == [("flag", "rank", "rationale"), ("rank",)]


def field_of(desk: Desk, **said: Any) -> None:
    about = desk.folder / "project.yaml"
    about.write_text(json.dumps({"project": "demo", **said}))
    projects.apply(desk.store, about, AT)


def fields(desk: Desk) -> list[list[str]]:
    """Whose field each task is, in the order of the queue."""
    of_pile = select(PILE.c.specialties).join(QUEUE, QUEUE.c.pile == PILE.c.id)
    rows = desk.do(lambda records: records.all(of_pile.order_by(QUEUE.c.pos)))
    return [row.specialties for row in rows]


def test_the_projects_own_field_is_that_of_tasks_that_name_none(desk: Desk) -> None:
    field_of(desk, specialties=["Cardiology"])
    desk.takes(task(1), task(2, specialties=["eyes"]), task(3, specialties=["general"]))
    assert fields(desk) == [["cardiology"], ["eyes"], ["general"]]
    field_of(desk, specialties=["kidneys"])
    done = desk.takes(task(1), task(4))
    assert (done["imported"], done["already_there"], done["refused"]) == (1, 1, [])
    assert fields(desk)[0] == ["cardiology"], "what is imported keeps what it has"
    assert fields(desk)[3] == ["kidneys"]
    field_of(desk)
    desk.takes(task(5))
    assert fields(desk)[4] == []


def test_one_bad_line_and_nothing_is_imported(desk: Desk) -> None:
    done = desk.takes(task(1), task(2, prompt=""), "", task(1), "{", task(3))
    assert done["refused"] == [
        {
            "line": 2,
            "error": "The prompt is empty.",
            "remedy": "Give it a text, or leave the task out.",
        },
        {"line": 3, "error": "The line is blank.", "remedy": "Delete the line."},
        {
            "line": 4,
            "error": "The id “t1” stands in line 1 already.",
            "remedy": "Give each task an id of its own.",
        },
        {
            "line": 5,
            "error": "This is not JSON: Expecting property name enclosed in double quotes"
            " at column 2.",
            "remedy": 'Write the task as one JSON object on one line: {"id": …, "prompt": …}.',
        },
    ]
    assert (done["imported"], done["already_there"], done["created"]) == (0, 0, False)
    assert desk.count(TASK) == desk.count(BATCH) == 0
    assert projects.listing(desk.store) == [], "not even the project"


def test_a_byte_order_mark_and_utf_16_are_one_mistake_each(desk: Desk) -> None:
    file = desk.file(task(1), task(2))
    text = file.read_text(encoding="utf-8")
    for encoding in ("utf-8-sig", "utf-16"):
        file.write_bytes(text.encode(encoding))
        (wrong,) = import_tasks(desk.store, file, "demo", "public", AT)["refused"]
        assert wrong["line"] == 1 and "byte order mark" in wrong["error"]


def test_a_line_without_end_is_one_mistake_and_the_next_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LINE_MOST", 400)
    monkeypatch.setattr("store.taskfile.LINE_MOST", 400)
    done = desk.takes(task(1), task(2, metadata={"x": "y" * 2000}), task(3, prompt=""))
    assert [(wrong["line"], wrong["error"]) for wrong in done["refused"]] == [
        (2, "The line is longer than 400 bytes."),
        (3, "The prompt is empty."),
    ]


def test_a_file_of_nothing_but_mistakes_is_not_read_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MISTAKES_MOST", 5)
    done = desk.takes(*["{}"] * 50)
    assert done["refused"][-1]["error"] == "This is too much."
    assert len({wrong["line"] for wrong in done["refused"]}) == 3


def test_a_file_with_too_many_lines_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LINES_MOST", 2)
    done = desk.takes(task(1), task(2), task(3))
    assert [wrong["line"] for wrong in done["refused"]] == [3]
    assert desk.count(TASK) == 0


@pytest.mark.parametrize(
    ("into", "data", "sentence"),
    [
        ("my project", "public", "A project's id has 1 to 64 letters"),
        ("demo", "", "Say what the texts are: synthetic, de-identified, public."),
    ],
)
def test_an_import_needs_a_name_and_a_word(desk: Desk, into: str, data: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        import_tasks(desk.store, desk.file(task(1)), into, data, AT)


def test_a_file_that_cannot_be_read_is_one_sentence(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"none\.jsonl cannot be read: No such file or directory\."):
        import_tasks(desk.store, desk.folder / "none.jsonl", "demo", "public", AT)
    (desk.folder / "empty.jsonl").touch()
    with pytest.raises(Refused, match=r"empty\.jsonl holds no task\."):
        import_tasks(desk.store, desk.folder / "empty.jsonl", "demo", "public", AT)


class Died(BaseException):
    """What a killed import looks like from the database."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The import of these tasks, two in each transaction, ends after so many of those."""

    def die(desk: Desk, *tasks: dict[str, Any], after: int) -> None:
        added = 0
        whole = imports._add

        def add(*about: Any) -> None:
            nonlocal added
            if added == after:
                raise Died
            added += 1
            whole(*about)

        with monkeypatch.context() as patched, pytest.raises(Died):
            patched.setattr(imports, "_add", add)
            patched.setattr(batches, "CHUNK", 2)
            desk.takes(*tasks)

    return die


FIVE = [task(number) for number in range(5)]


def test_an_import_that_died_shows_nothing_and_is_finished_by_the_next(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=2)
    assert desk.count(TASK) == 4 and desk.count(QUEUE) == 0
    assert projects.show(desk.store, "demo")["tasks"] == 0
    done = desk.takes(*FIVE)
    assert (done["imported"], done["already_there"]) == (5, 0)
    assert [item.key for item in desk.items()] == ["t0", "t1", "t2", "t3", "t4"]
    assert desk.count(TASK) == 5 and desk.count(BATCH) == 1


def test_an_import_that_died_before_its_reveal_is_finished_by_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_about: Any) -> None:
        raise OSError("the disk went away")

    with monkeypatch.context() as patched, pytest.raises(MachineError):
        patched.setattr(batches, "reveal", die)
        desk.takes(*FIVE)
    assert desk.count(TASK) == 5 and desk.count(QUEUE) == 0
    assert desk.takes(*FIVE)["imported"] == 5
    assert desk.count(TASK) == desk.count(QUEUE) == 5


@pytest.fixture
def dies_entering(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The import of these tasks ends when two of them, that is one transaction, are in the
    queue."""

    def die(desk: Desk, *tasks: dict[str, Any]) -> None:
        whole, entered = batches.enter, 0

        def enter(records: SqlRecords, **about: Any) -> int | None:
            nonlocal entered
            if entered:
                raise OSError("the process died")
            entered += 1
            return whole(records, **about)

        with monkeypatch.context() as patched, pytest.raises(MachineError):
            patched.setattr(batches, "ENTER", 2)
            patched.setattr(batches, "enter", enter)
            desk.takes(*tasks)

    return die


def test_an_import_that_died_after_its_reveal_was_made_and_the_next_one_finishes_it(
    desk: Desk, dies_entering: Callable[..., None]
) -> None:
    dies_entering(desk, *FIVE)
    assert desk.count(TASK) == 5 and desk.count(QUEUE) == 2
    shown = projects.show(desk.store, "demo")
    assert (shown["tasks"], shown["batches"][0]["tasks"]) == (5, 5)
    assert shown["under_way"] == [
        "3 of 5 tasks are not in the queue yet: whoever began goes on, or else rounds serve does"
    ]
    done = desk.takes(*FIVE)
    assert (done["imported"], done["already_there"]) == (0, 5)
    assert [item.key for item in desk.items()] == ["t0", "t1", "t2", "t3", "t4"]
    assert projects.show(desk.store, "demo")["tasks"] == 5
    assert not desk.do(batches.enter_next), "nothing is left to do"


def test_what_enters_late_wants_as_many_as_the_project_says_by_then_and_reaches_everybody(
    desk: Desk, dies_entering: Callable[..., None]
) -> None:
    dies_entering(desk, *FIVE)
    desk.projects = ["demo"]
    person, contact = desk.person()

    def take(records: SqlRecords) -> str:
        item = claimed(records, person.id)
        if item is None:
            return ""
        desk.offer(records, contact, item.id)
        return item.key

    assert [desk.do(take) for _ in range(3)] == ["t0", "t1", ""]
    about = desk.folder / "project.yaml"
    about.write_text("project: demo\nannotators_per_task: 7\n")
    projects.apply(desk.store, about, AT)
    while desk.do(batches.enter_next):
        pass
    assert [desk.do(take) for _ in range(4)] == ["t2", "t3", "t4", ""]
    rows = desk.do(lambda records: records.all(select(QUEUE.c.remaining).order_by(QUEUE.c.task)))
    assert [row.remaining for row in rows] == [6] * 5


def test_what_died_asks_what_the_project_asks_when_it_is_finished(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=1)
    about = desk.folder / "project.yaml"
    about.write_text("project: demo\nask: [rank]\n")
    projects.apply(desk.store, about, AT)
    desk.takes(*FIVE)
    assert {item.ask for item in desk.items()} == {("rank",)}


def test_what_died_is_of_the_field_the_project_names_when_it_is_finished(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=1)
    field_of(desk, specialties=["kidneys"])
    desk.takes(*FIVE)
    assert fields(desk) == [["kidneys"]] * 5


def test_another_file_takes_the_ids_that_a_dead_import_holds(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=2)
    done = desk.takes(task(1, prompt="Corrected"), task(9))
    assert (done["imported"], done["refused"]) == (2, [])
    assert [item.prompt[0].text for item in desk.items()] == ["Corrected", "Question 9"]
    assert desk.count(TASK) == 2 and desk.count(BATCH) == 1


def test_another_word_for_the_same_file_is_another_batch(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=1)
    import_tasks(desk.store, desk.file(*FIVE), "demo", "de-identified", AT)
    (batch,) = desk.do(lambda records: records.all(select(BATCH)))
    assert (batch.attestation, batch.tasks) == ("de-identified", 5)


def test_a_dead_import_is_no_matter_to_files_that_need_none_of_its_ids(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=1)
    desk.takes(task(8), task(9))
    assert desk.count(TASK) == 4 and desk.count(QUEUE) == 2


def test_tasks_that_are_revealed_late_reach_who_was_past_them(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=1)
    desk.takes(task(8))
    desk.projects = ["demo"]
    person, contact = desk.person()

    def take(records: SqlRecords) -> str:
        item = claimed(records, person.id)
        if item is None:
            return ""
        desk.offer(records, contact, item.id)
        return item.key

    assert [desk.do(take), desk.do(take)] == ["t8", ""]
    desk.takes(*FIVE)
    assert [desk.do(take) for _ in range(6)] == ["t0", "t1", "t2", "t3", "t4", ""]


def together(desk: Desk, files: Sequence[Path]) -> list[dict[str, Any] | Refused]:
    """Each file by a store of its own, as several processes would, all at once."""
    told: list[dict[str, Any] | Refused] = []
    line = threading.Barrier(len(files))

    def run(file: Path) -> None:
        store = open_store(desk.url, fresh_id)
        try:
            line.wait()
            told.append(import_tasks(store, file, "demo", "synthetic", AT))
        except Refused as refusal:
            told.append(refusal)
        finally:
            store.close()

    threads = [threading.Thread(target=run, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(files)
    return told


def test_one_file_imported_by_three_at_once_is_there_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "CHUNK", 3)
    tasks = [task(number) for number in range(20)]
    told = together(desk, [desk.file(*tasks)] * 3)
    assert all(isinstance(one, dict) for one in told), told
    counts = sorted((one["imported"], one["already_there"]) for one in told)  # type: ignore[index]
    assert counts == [(0, 20), (0, 20), (20, 0)]
    assert desk.count(TASK) == desk.count(QUEUE) == 20 and desk.count(BATCH) == 1


def test_files_that_share_ids_imported_at_once_agree_in_the_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "CHUNK", 3)
    files = [
        desk.file(*[task(number) for number in range(first, first + 12)], called=f"{first}.jsonl")
        for first in (0, 6)
    ]
    together(desk, files)
    for file in files:  # whoever was overtaken too often comes again
        import_tasks(desk.store, file, "demo", "synthetic", AT)
    keys = [item.key for item in desk.items()]
    assert sorted(keys) == sorted(f"t{number}" for number in range(18))
    assert desk.count(TASK) == 18


def test_a_project_that_is_asked_of_more_people_meanwhile_is_revealed_so(
    desk: Desk, dies: Callable[..., None]
) -> None:
    dies(desk, *FIVE, after=1)
    about = desk.folder / "project.yaml"
    about.write_text("project: demo\nannotators_per_task: 7\n")
    projects.apply(desk.store, about, AT)
    desk.takes(*FIVE)
    rows = desk.do(lambda records: records.all(select(QUEUE.c.remaining)))
    assert [row.remaining for row in rows] == [7] * 5


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parts=st.lists(texts, min_size=4, max_size=4, unique=True), ascii_only=st.booleans())
def test_whatever_text_goes_in_comes_back_to_the_byte(
    desk: Desk, parts: list[str], ascii_only: bool
) -> None:
    prompt, first, second, more = (f"{part}." for part in parts)
    number = desk.count(TASK)
    line = json.dumps(
        {
            "id": f"t{number}",
            "prompt": [
                {"role": "assistant", "content": prompt},
                {"role": "user", "content": more},
            ],
            "reader": "a parent",
            "responses": [{"id": "a1", "text": first}, {"id": "a2", "text": second}],
        },
        ensure_ascii=ascii_only,
    )
    assert desk.takes(line, accept=True)["imported"] == 1  # any text may name somebody
    item = desk.items()[-1]
    assert [turn.text for turn in item.prompt] == [prompt, more]
    assert [response.text for response in item.responses] == [first, second]


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('real')}/rounds.db", fresh_id)
    yield store
    store.close()


def test_real_pairs_are_imported_and_what_nobody_can_judge_is_refused(
    real_data: Path, real_store: Store
) -> None:
    panda = real_data / "pandalm-a"
    done = import_tasks(real_store, panda / "pairs.jsonl", "panda", "public", AT)
    assert done["imported"] == 0 and set(done["findings"]) <= {"place", "phone", "url", "name"}
    done = import_tasks(real_store, panda / "pairs.jsonl", "panda", "public", AT, accept=True)
    assert (done["imported"], done["refused"]) == (470, [])
    done = import_tasks(real_store, panda / "refused.jsonl", "panda", "public", AT)
    assert [wrong["line"] for wrong in done["refused"]] == list(range(1, 35))
    reasons = {wrong["error"].split(maxsplit=2)[2] for wrong in done["refused"]}
    assert reasons == {"is empty.", "is not a text."}
    assert done["imported"] == 0
    done = import_tasks(real_store, panda / "pairs.jsonl", "panda", "public", AT)
    assert (done["imported"], done["already_there"]) == (0, 470)


@pytest.mark.parametrize(
    "file", ["liveqa-a/rank.jsonl", "liveqa-a/rate.jsonl", "oasst-a/rank.jsonl"]
)
def test_real_tasks_of_every_kind_enter(real_data: Path, real_store: Store, file: str) -> None:
    lines = (real_data / file).read_bytes().splitlines()
    accept = file.startswith("oasst")  # links and days of history; what is on health has none
    done = import_tasks(real_store, real_data / file, "live", "public", AT, accept=accept)
    assert (done["imported"], done["refused"]) == (len(lines), [])
