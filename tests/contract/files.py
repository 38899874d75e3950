"""Files of tasks, and a store that they go into."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.records import Item
from store.imports import import_tasks
from store.port import SqlRecords
from store.port.queue import QUEUE
from tests.contract.shelf import AT, Shelf


class Desk(Shelf):
    """A shelf with a folder of files."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url)
        self.url, self.folder = url, folder

    def file(self, *tasks: dict[str, Any] | str, called: str = "tasks.jsonl") -> Path:
        file = self.folder / called
        lines = [task if isinstance(task, str) else json.dumps(task) for task in tasks]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    def takes(
        self, *tasks: dict[str, Any] | str, into: str = "demo", accept: bool = False
    ) -> dict[str, Any]:
        return import_tasks(self.store, self.file(*tasks), into, "synthetic", AT, accept=accept)

    def count(self, of: Any) -> int:
        query = select(func.count()).select_from(of)
        return int(self.do(lambda records: records.connection.execute(query).scalar_one()))

    def items(self) -> list[Item]:
        """What the queue holds, in its order."""

        def step(records: SqlRecords) -> list[Item]:
            rows = records.all(select(QUEUE.c.task).order_by(QUEUE.c.pos))
            return [records.item(row.task) for row in rows]

        return self.do(step)


def task(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"t{number}",
        "prompt": f"Question {number}",
        "reader": "a parent",
        "responses": [
            {"id": "a1", "text": f"First {number}", "model": "m-1"},
            {"id": "a2", "text": f"Second {number}"},
        ],
        **more,
    }
