"""One holder at a time: in one process on SQLite, over all workers on PostgreSQL."""

import asyncio
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from adapters.edge import fresh_id
from store import Store, lock, open_store
from tests import postgres


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(open_store(database_url, fresh_id)) as made:
        yield made


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "AGAIN_SECONDS", 0.01)


async def test_whoever_comes_second_waits_for_the_first(store: Store) -> None:
    order: list[str] = []
    inside, go = asyncio.Event(), asyncio.Event()

    async def work(name: str) -> None:
        async with store.lock("poll"):
            order.append(f"{name} in")
            inside.set()
            await go.wait()
            order.append(f"{name} out")

    first = asyncio.create_task(work("first"))
    await inside.wait()
    async with store.lock("another"):
        order.append("another")
    second = asyncio.create_task(work("second"))
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(first, second)
    assert order == ["first in", "another", "first out", "second in", "second out"]


@pytest.fixture
def workers(postgresql: postgres.Server, postgresql_template: str) -> Iterator[tuple[Store, Store]]:
    """Two on one PostgreSQL: a SQLite file is served by one process."""
    name = postgresql.create(postgresql_template)
    url = postgresql.url(name)
    with closing(open_store(url, fresh_id)) as one, closing(open_store(url, fresh_id)) as other:
        yield one, other
    postgresql.drop(name)


async def test_another_worker_waits_until_the_holder_lets_go(workers: tuple[Store, Store]) -> None:
    one, other = workers
    held = asyncio.Event()

    async def wait() -> None:
        async with other.lock("poll"):
            held.set()

    async with one.lock("poll"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.1)
        assert not held.is_set()
    async with asyncio.timeout(10):
        await waiting


async def test_whoever_dies_holds_nothing(workers: tuple[Store, Store]) -> None:
    one, other = workers
    async with one.lock("poll"):
        one.close()
        async with asyncio.timeout(10), other.lock("poll"):
            pass


async def test_a_connection_that_is_lost_is_made_anew(workers: tuple[Store, Store]) -> None:
    one, other = workers

    def cut() -> None:
        """The server ends every session that holds a lock of this kind."""
        ended = text(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        other.submit(lambda records: records.connection.execute(ended).all()).result()

    async with one.lock("poll"):
        cut()
    async with asyncio.timeout(10), one.lock("poll"):
        cut()
        async with other.lock("poll"):
            pass
