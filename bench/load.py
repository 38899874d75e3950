"""Who presses: eight clients over kept-alive loopback connections, in a process of their own."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from bench.bodies import Request

CLIENTS = 8


@dataclass(slots=True)
class Seen:
    """What one wave came to: seconds in all, of the server's processor, and of each request."""

    seconds: float = 0.0
    busy: float = 0.0
    each: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.each) / self.seconds


async def closed(url: str, requests: Sequence[Request]) -> Seen:
    """Each client sends its next request when its last one was answered."""
    waiting, seen = iter(requests), Seen()
    async with await _connected(url) as session:

        async def client() -> None:
            for body, headers in waiting:
                seen.each.append(await _timed(session, url, body, headers))

        began = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        seen.seconds = time.perf_counter() - began
    return seen


async def steady(url: str, requests: Sequence[Request], each_second: float) -> Seen:
    """Requests at a steady pace, whether the last ones were answered or not; timed from the moment
    at which each was to be sent."""
    seen = Seen()
    async with await _connected(url) as session:
        began = time.perf_counter()

        async def one(number: int, request: Request) -> None:
            due = began + number / each_second
            await asyncio.sleep(due - time.perf_counter())
            await _timed(session, url, *request)
            seen.each.append(time.perf_counter() - due)

        await asyncio.gather(*(one(number, request) for number, request in enumerate(requests)))
        seen.seconds = time.perf_counter() - began
    return seen


async def _connected(url: str) -> aiohttp.ClientSession:
    """A session whose connections are open already."""
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def knock() -> None:
        async with session.get(url) as answer:
            await answer.read()

    await asyncio.gather(*(knock() for _ in range(CLIENTS)))
    return session


async def _timed(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]
) -> float:
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        if answer.status != 200:
            raise AssertionError(f"{url} answered {answer.status}")
    return time.perf_counter() - began
