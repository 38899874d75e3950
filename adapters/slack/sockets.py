"""Two sockets, so that one is open while the other is renewed, and a watchdog that frees both.

slack_sdk's aiohttp client, once a handshake is refused, tries the same spent address for ever;
taking the address away makes it ask for a fresh one (python-slack-sdk 1110, 1446).
"""

import asyncio
import logging
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack import limits
from adapters.slack.bolt import Bolt
from adapters.slack.web import Web, direct
from store import points

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
"""Between pings of a socket; four unanswered ones make it stale."""

WATCH_SECONDS = 5.0
"""Between looks of the watchdog."""

FIRST_SECONDS = 20.0
"""How long the first socket may take before a start has failed."""


class Handler(AsyncSocketModeHandler):
    """Bolt's own, with the acknowledgement apart from what it acknowledges."""

    def __init__(self, bolt: Bolt, **more: Any) -> None:
        super().__init__(bolt.app, **more)
        self._bolt = bolt

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        done = await self._bolt.dispatch(req.payload, build_headers(req))
        points.passed("before", "acknowledgement", f"slack {req.type}")
        await send_async_response(client, req, done, 0.0)
        points.passed("after", "acknowledgement", f"slack {req.type}")


class Sockets:
    """Opened once, closed once."""

    def __init__(self, bolt: Bolt, web: Web, app_token: str, watch: float) -> None:
        self._web = web
        self._app_token = app_token
        self._watch_seconds = watch
        self._ping_seconds = min(PING_SECONDS, watch)
        self._bolt = bolt
        self._handlers: list[Handler] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Return once the first socket is open; the others follow by themselves.

        Raises SlackApiError when the app token is refused, TimeoutError when no socket opens.
        """
        address = await self._web.socket_address(self._app_token)
        for _ in range(limits.SOCKETS):
            handler = Handler(
                self._bolt,
                app_token=self._app_token,
                web_client=self._web.client,
                ping_interval=self._ping_seconds,
            )
            if direct(address):
                handler.client.proxy = None
            self._handlers.append(handler)
        self._handlers[0].client.wss_uri = address
        connecting = [asyncio.create_task(_connect(one)) for one in self._handlers]
        self._tasks = [*connecting, asyncio.create_task(self._watch())]
        async with asyncio.timeout(FIRST_SECONDS):
            await asyncio.wait(connecting, return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for handler in self._handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]

    def connected(self) -> int:
        """How many sockets are open now."""
        return sum(
            not client.closed
            and not client.stale
            and client.current_session is not None
            and not client.current_session.closed
            for client in (handler.client for handler in self._handlers)
        )

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._watch_seconds)
            for handler in self._handlers:
                if not await handler.client.is_connected():
                    log.warning("a Slack socket is not connected; asking for a fresh address")
                    handler.client.wss_uri = None


async def _connect(handler: Handler) -> None:
    """Until the socket is open, however often a handshake is refused."""
    await handler.connect_async()  # type: ignore[no-untyped-call]
