"""Who wrote an answer never judges it: named in the file by the pseudonym of an export."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store import batches, taskfile
from store.imports import import_tasks
from store.port.piles import AUTHOR
from store.pseudonyms import pseudonym
from store.taskfile import Defaults
from tests.contract.files import Desk, task
from tests.contract.shelf import AT, claimed

SECRET = b"of this installation"


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Any:
    made = Desk(database_url, tmp_path)
    yield made
    made.store.close()


def written(number: int, *authors: str) -> dict[str, Any]:
    made = task(number)
    for response, author in zip(made["responses"], authors, strict=False):
        response["author"] = author
    return made


def takes(desk: Desk, *tasks: dict[str, Any]) -> dict[str, Any]:
    return import_tasks(desk.store, desk.file(*tasks), "demo", "synthetic", AT, secret=SECRET)


def test_authors_get_everything_but_their_own(desk: Desk) -> None:
    desk.project(0)
    (osei, _), (lind, _) = desk.person(), desk.person()
    done = takes(
        desk,
        written(1, pseudonym(SECRET, osei.id)),
        written(2, pseudonym(SECRET, osei.id), pseudonym(SECRET, lind.id)),
        task(3),
    )
    assert done["imported"] == 3

    def first(person: int) -> str:
        item = desk.do(lambda records: claimed(records, person))
        return item.key if item else ""

    assert (first(osei.id), first(lind.id)) == ("t3", "t1")


def test_an_author_nobody_knows_keeps_the_file_out(desk: Desk) -> None:
    desk.project(0)
    (osei, _) = desk.person()
    done = takes(desk, written(1, pseudonym(SECRET, osei.id)), written(2, "0" * 16))
    assert done["refused"] == [
        {
            "line": 2,
            "error": f"Nobody here has the pseudonym “{'0' * 16}” of an author.",
            "remedy": "Take it from an export of this installation, or leave the author out.",
        }
    ]
    assert done["imported"] == 0 and desk.count(AUTHOR) == 0


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    desk.project(0)
    (osei, _) = desk.person()
    one = written(1, pseudonym(SECRET, osei.id))
    assert takes(desk, one)["imported"] == 1
    assert takes(desk, one)["already_there"] == 1
    rows = desk.do(lambda records: records.all(select(AUTHOR)))
    assert [(row.person, row.task) for row in rows] == [(osei.id, rows[0].task)]


def test_a_discarded_batch_leaves_no_author_behind(desk: Desk) -> None:
    desk.project(0)
    (osei, _) = desk.person()
    source = batches.Source("demo", "synthetic", "f", "0", AT)
    batch = desk.do(lambda records: batches.begin(records, source))
    line = taskfile.read(desk.file(written(1, "x")).read_bytes(), Defaults((), ""))
    line["authors"] = [osei.id]
    desk.do(lambda records: batches.add(records, batch, "demo", [line]))
    assert desk.count(AUTHOR) == 1
    while not desk.do(lambda records: batches.discard(records, batch)):
        pass
    assert desk.count(AUTHOR) == 0
