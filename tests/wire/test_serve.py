"""`rounds serve` told to stop: what is on its way arrives and is remembered as sent, once."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from adapters.serve import serve
from adapters.settings import Settings
from store import Store, open_store, tables
from store.lock import Taken
from store.port.leaving import OUTBOX
from tests.playground.server import Playground
from tests.wire.telegram_house import PERSON, TOKEN, eventually


@pytest.fixture
async def play() -> AsyncIterator[Playground]:
    async with Playground() as made:
        yield made


def settings(play: Playground, folder: Path, **more: float) -> Settings:
    about = {
        "database_url": f"sqlite:///{folder / 'rounds.db'}",
        "telegram_token": TOKEN,
        "telegram_api_url": f"{play.url}/telegram",
    }
    return Settings.model_validate(about | more)


def _rows(connection: Connection) -> list[tuple[int, str]]:
    return [(row.state, row.owner) for row in connection.execute(select(OUTBOX))]


async def _sending(
    play: Playground, about: Settings, store: Store, messages: int = 1
) -> asyncio.Task[None]:
    """A worker in the middle of so many messages to somebody, the last of which it holds."""
    serving = asyncio.create_task(serve(about))
    await play.post("telegram/people", {"name": "Dr Osei", "id": PERSON})
    for _ in range(messages):
        await play.post("telegram/open", {"person": PERSON, "where": "start"})

    async def under_way() -> bool:
        rows = await asyncio.to_thread(store.read, _rows)
        return len(rows) == messages and bool(rows[-1][1])

    await eventually(under_way)
    return serving


async def _posted(play: Playground) -> int:
    shown = (await play.get(f"telegram/screen/{PERSON}"))["messages"]
    return sum(message["from"] == "bot" for message in shown)


async def test_what_is_being_sent_when_the_word_comes_is_sent_and_known(
    play: Playground, tmp_path: Path
) -> None:
    about = settings(play, tmp_path)
    store = open_store(about.database_url, str)
    await play.post("telegram/faults", {"fail": {"method": "sendMessage", "delay": 1.0}})
    serving = await _sending(play, about, store)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await serving
    assert store.read(_rows) == [(tables.SENT, "")]
    assert await _posted(play) == 1
    store.close()


async def test_what_waits_for_its_turn_when_the_word_comes_is_left_for_the_next_worker(
    play: Playground, tmp_path: Path
) -> None:
    about = settings(play, tmp_path, telegram_chat_burst=1, telegram_chat_per_second=0.03)
    store = open_store(about.database_url, str)
    serving = await _sending(play, about, store, messages=2)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await serving
    assert store.read(_rows) == [(tables.SENT, ""), (tables.PENDING, "")]
    assert await _posted(play) == 1
    store.close()


async def test_one_sqlite_file_is_served_once(play: Playground, tmp_path: Path) -> None:
    about = settings(play, tmp_path)
    store = open_store(about.database_url, str)
    await play.post("telegram/faults", {"fail": {"method": "sendMessage", "delay": 1.0}})
    first = await _sending(play, about, store)
    with pytest.raises(
        Taken, match=r"^Another rounds serve \(process \d+\) is at work on rounds.db"
    ):
        await serve(about)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await first
    again = asyncio.create_task(serve(about))
    await asyncio.sleep(0.5)
    assert not again.done()
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await again
    store.close()
