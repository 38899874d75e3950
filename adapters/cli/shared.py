"""How commands speak: one object for machines, a table for people, one sentence for a refusal.

Exit codes: 0 done, 1 refused with one sentence, 2 wrong usage (Typer's own).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters import edge
from adapters.settings import Settings, WrongSettings, load
from store import MachineError, Store, open_store
from store.schema import SchemaMismatch

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]


def refuse(sentence: str) -> NoReturn:
    """Exit 1 with one sentence on the error stream."""
    err.print(plain(sentence), style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def settings() -> Settings:
    try:
        return load()
    except WrongSettings as error:
        refuse(str(error))


@contextmanager
def opened() -> Iterator[Store]:
    """The store of the settings' database, closed afterwards; its failure is one sentence."""
    url = settings().database_url
    try:
        store = open_store(url, edge.fresh_id)
    except SchemaMismatch as error:
        refuse(str(error))
    try:
        yield store
    except MachineError as error:
        refuse(f"The database could not do it, and nothing was changed ({error}): try again.")
    finally:
        store.close()


def show(data: Mapping[str, Any], as_json: bool, *lines: str) -> None:
    """`data` as JSON, or `lines` for people."""
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, default=str))
    else:
        for line in lines:
            say(line)


def say(line: str) -> None:
    """One line for people; a terminal may break it, we do not."""
    out.print(plain(line), markup=False, soft_wrap=True)


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], to: Console = out
) -> None:
    """A plain table; nothing in a cell is markup, and nothing is cut."""
    if not rows:
        to.print(f"No {title}.", markup=False)
        return
    drawn = Table(*columns, title=None, box=None, pad_edge=False)
    for row in rows:
        drawn.add_row(*[Text(plain(str(cell))) for cell in row])
    to.print(drawn)


def when(moment: str) -> str:
    """A moment as JSON has it, for people."""
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M} UTC"


def plain(text: str) -> str:
    """What somebody wrote, without the characters that would steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
