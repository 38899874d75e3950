"""A playground of one's own for a test: on a free port, without rate limits, gone afterwards."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from playground.journal import Journal
from playground.server import Server
from playground.slack import Slack
from playground.telegram import Telegram
from playground.world import World


class Playground:
    """`async with Playground() as play:` gives `play.world`, `play.url` and the control API."""

    def __init__(self, state: Path | str | None = None, rates: bool = False) -> None:
        self.world = World(journal=Journal(state), rates=rates)
        self._server = Server(self.world)
        self.url = ""

    @property
    def slack(self) -> Slack:
        """The Slack inside, for a test that must look behind the wire."""
        found = self._server.platforms["slack"]
        assert isinstance(found, Slack)
        return found

    @property
    def telegram(self) -> Telegram:
        """The Telegram inside."""
        found = self._server.platforms["telegram"]
        assert isinstance(found, Telegram)
        return found

    async def __aenter__(self) -> Self:
        self.url = await self._server.start()
        self.http = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.http.close()
        await self._server.stop()

    async def get(self, path: str) -> dict[str, Any]:
        """GET /control/<path>, which must succeed."""
        async with self.http.get(f"{self.url}/control/{path.lstrip('/')}") as answer:
            found: dict[str, Any] = await answer.json()
            assert answer.status == 200, found
            return found

    async def post(
        self, path: str, body: dict[str, Any] | None = None, status: int = 200
    ) -> dict[str, Any]:
        """POST /control/<path> with a JSON body; the answer must have this status."""
        async with self.http.post(
            f"{self.url}/control/{path.lstrip('/')}", json=body or {}
        ) as answer:
            found: dict[str, Any] = await answer.json()
            assert answer.status == status, (answer.status, found)
            return found

    async def screen(self, platform: str, person: str | int) -> dict[str, Any]:
        return await self.get(f"{platform}/screen/{person}")
