"""The one port we open: what platforms send us, and how we are. It believes nothing.

A body is read raw and no further than its limit; whoever listens decides whether to believe it
before anything is parsed. On loopback by default: a reverse proxy with TLS stands before it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from adapters.port import Answer, Hear, Knock, Refused
from adapters.settings import address
from store import points

log = logging.getLogger(__name__)

BODY_BYTES = 1024 * 1024
"""Most of a request's body (notes on reliability, 5.1). Slack's and Telegram's stay far below."""

BODY_SECONDS = 10.0
"""Time for a body to come in, so that slow ones do not pile up."""

CLOSING_SECONDS = 5.0
"""Time for requests under way when we stop."""

REFUSALS = (400, 401)
"""Answers to whom we do not believe; 413 besides."""

METRICS_TYPE = "text/plain; version=0.0.4"


@dataclass(frozen=True, slots=True)
class Health:
    """How we are, asked at each request: `ready` names what is wrong, `metrics` are Prometheus's
    text format. `refused` hears of every request that was not believed, by its path."""

    ready: Callable[[], Awaitable[list[str]]]
    metrics: Callable[[], Awaitable[str]]
    refused: Callable[[str], None]


class Door:
    """Opened once, closed once. Several workers of one machine may share its address."""

    def __init__(self, bind: str, health: Health, *, shared: bool) -> None:
        self._host, self._port = address(bind)
        self._health = health
        self._shared = shared
        self._hears: dict[str, Hear] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    def hear(self, hears: Mapping[str, Hear]) -> None:
        """Somebody listens at these paths; call before `open`."""
        self._hears |= hears

    async def open(self) -> None:
        """Listen. Raises Refused when the address is taken or not ours."""
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        for path, hear in self._hears.items():
            app.router.add_route("*", path, partial(self._heard, hear))
        self._runner = web.AppRunner(
            app, access_log=None, auto_decompress=False, shutdown_timeout=CLOSING_SECONDS
        )
        await self._runner.setup()
        try:
            site = web.TCPSite(
                self._runner, self._host, self._port, reuse_port=self._shared or None
            )
            await site.start()
        except OSError as error:
            await self.close()
            raise Refused(
                f"{self._host}:{self._port} cannot be listened at ({error.strerror or error}): set"
                " ROUNDS_HTTP_BIND to another address, or to off if no platform calls us."
            ) from None
        port = self._runner.addresses[0][1]
        self.url = f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{port}"

    async def close(self) -> None:
        """No new request; what is under way is answered."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _heard(self, hear: Hear, request: web.Request) -> web.Response:
        """What a platform sends: raw, whole and small enough, or not at all."""
        body = await _whole(request)
        if isinstance(body, Answer):
            self._health.refused(request.path)
            return _response(body)
        headers: dict[str, tuple[str, ...]] = {}
        for name, value in request.headers.items():
            headers[name.lower()] = (*headers.get(name.lower(), ()), value)
        try:
            answer = await hear(Knock(headers, body))
        except Exception:
            log.exception("what came to the door could not be stored; it is asked for again")
            answer = Answer(500)
        if answer.status in REFUSALS:
            self._health.refused(request.path)
            return _response(answer)
        points.passed("before", "acknowledgement", request.path)
        said = _response(answer)
        await said.prepare(request)
        await said.write_eof()
        points.passed("after", "acknowledgement", request.path)
        return said

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        wrong = await self._health.ready()
        text = "\n".join(wrong or ["ready"])
        return web.Response(status=503 if wrong else 200, text=f"{text}\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        told = await self._health.metrics()
        return web.Response(body=told.encode(), headers={"Content-Type": METRICS_TYPE})


async def _whole(request: web.Request) -> bytes | Answer:
    """The body as it came, or why it is not taken."""
    if (request.content_length or 0) > BODY_BYTES:
        return Answer(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.content.iter_any():
                body += part
                if len(body) > BODY_BYTES:
                    return Answer(413)
    except (TimeoutError, web.HTTPException, web.RequestPayloadError):
        return Answer(400)
    return bytes(body)


def _response(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, text=answer.body, content_type=answer.kind)
