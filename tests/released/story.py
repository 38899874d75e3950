"""What a database holds when its process is stopped for an upgrade in the middle of everything.

`python -m tests.released.story` writes it down as this version keeps it, once, when a schema is
released; whoever comes after must go on from there.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, TableClause, column, insert, select
from sqlmodel import SQLModel

from bot import engine
from bot.events import Event, Said
from store import Delivery, tables
from store.connect import writing
from store.schema import HEAD
from store.tables.base import EPOCH, MICROSECOND
from tests.talk import Talk, task

FOLDER = Path(__file__).parent
assert tables


def story(url: str, folder: Path) -> None:
    """A finished answer, an open one, a change under way, words on their way out, a message nobody
    could use, an invitation nobody took."""
    talk = Talk(url)
    talk.project([task(number) for number in range(6)], folder, ask=["rank", "rationale"])
    ann = talk.joined("slack", "U1", "Ann Osei")
    cem = talk.member("telegram", "42", "Cem")
    ann.says("next").presses("A is better").presses("Better").presses("Yes").presses("None of")
    ann.says("A sends a baby with fever to a doctor today, and that is safer.")
    ann.presses("Next task")
    cem.opens("start").presses("Next task").presses("B is better")
    event = Said(id="late-1", at=talk.now, account=cem.account, message="m-late", text="where")
    _undelivered(talk, event)
    broken = Delivery("slack", "T1", "broken-1", '{"type": "?"}', talk.now, ann.account)

    def breaks(_records: object) -> list[Any]:
        raise ValueError("nothing that can be read")

    talk.store.deliver(broken, breaks).result()
    talk.close()


def _undelivered(talk: Talk, event: Event) -> None:
    """Stored, and what it queued not yet sent."""
    rules, account = talk.rules, event.account
    made = Delivery(account.platform, account.team, event.id, "{}", event.at, account)
    talk.store.deliver(made, lambda records: engine.handle(records, event, rules)).result()


def dump(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, with moments as microseconds."""
    return {
        table.name: [
            {name: _plain(value) for name, value in row._mapping.items()}
            for row in connection.execute(select(table))
        ]
        for table in SQLModel.metadata.sorted_tables
    }


def load(connection: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Put the rows where they were; columns that came later are not there yet, and those that went
    meanwhile are still there, numbers all of them."""
    for table in SQLModel.metadata.sorted_tables:
        for row in rows.get(table.name, []):
            kinds = {n: table.c[n].type if n in table.c else None for n in row}
            values = {
                name: EPOCH + value * MICROSECOND if _moment(kinds[name], value) else value
                for name, value in row.items()
            }
            there = TableClause(table.name, *(column(n, kinds[n]) for n in row))
            connection.execute(insert(there), values)
        if rows.get(table.name) and connection.dialect.name == "postgresql":
            _count_on(connection, table)


def _count_on(connection: Connection, table: Any) -> None:
    """PostgreSQL counts row numbers apart from the rows."""
    for key in table.primary_key:
        name = connection.exec_driver_sql(
            "SELECT pg_get_serial_sequence(%s, %s)", (table.name, key.name)
        ).scalar()
        if name:
            connection.exec_driver_sql(
                f"SELECT setval('{name}', (SELECT max({key.name}) FROM \"{table.name}\"))"
            )


def _plain(value: Any) -> Any:
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def _moment(kind: Any, value: Any) -> bool:
    return type(kind).__name__ == "Instant" and value is not None


def main() -> None:
    with TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/rounds.db"
        story(url, Path(scratch))
        engine = writing(url)
        with engine.connect() as connection:
            told = dump(connection)
        engine.dispose()
    file = FOLDER / f"{HEAD}.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{file.name}: {sum(map(len, told.values()))} rows")


if __name__ == "__main__":
    main()
