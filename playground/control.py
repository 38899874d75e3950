"""A script or the page acts as a person here; nobody outside this machine may.

Only a loopback Host with our own port is served, and an Origin, where a browser sends one, must be
our own: otherwise any web page open in the same browser could press buttons here.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from playground.platform import Platform, Refused, Unknown
from playground.world import World

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HEARTBEAT_SECONDS = 10.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def own_addresses(request: web.Request) -> set[str]:
    """The Host values under which we are us."""
    socket = request.transport.get_extra_info("sockname") if request.transport else None
    port = socket[1] if socket else 0
    names = {f"{name}:{port}" for name in LOOPBACK}
    return names | set(LOOPBACK) if port == 80 else names


def refusal(request: web.Request) -> str | None:
    """Why this request may not use the control API, or None."""
    own = own_addresses(request)
    if request.headers.get("Host", "").lower() not in own:
        return (
            "The control API answers only to this machine: "
            "use http://127.0.0.1 with the playground's port."
        )
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in {f"http://{host}" for host in own}:
        return "The control API answers only to the playground's own page, not to another site."
    return None


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path.startswith("/control/") and (why := refusal(request)):
        return web.json_response({"error": why}, status=403)
    try:
        return await handler(request)
    except ConnectionResetError:
        return web.Response(status=499)  # whoever asked died meanwhile; nobody hears this


async def read_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise Refused("The body is not JSON; send one JSON object.") from None
    if not isinstance(body, dict):
        raise Refused("The body must be one JSON object.")
    return body


def number(body: Mapping[str, Any], name: str) -> float:
    value = body.get(name)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value < float("inf")
    ):
        raise Refused(f'"{name}" must be a number of seconds that is not negative.')
    return float(value)


class Control:
    """/control/… for every platform."""

    def __init__(self, world: World, platforms: Mapping[str, Platform]) -> None:
        self.world = world
        self.platforms = platforms
        self._closed = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        tools = [
            web.get("/control/feed", self.feed),
            web.get("/control/state", self.answer(self.state)),
        ]
        for prefix in ("/control", "/control/{platform}"):
            tools += [
                web.get(f"{prefix}/ledger", self.answer(self.ledger)),
                web.post(f"{prefix}/clock", self.answer(self.clock)),
                web.post(f"{prefix}/rates", self.answer(self.rates)),
            ]
        return [
            *tools,
            web.get("/control/{platform}/people", self.answer(self.people)),
            web.get("/control/{platform}/screen/{person}", self.answer(self.screen)),
            web.post("/control/{platform}/faults", self.answer(self.faults)),
            web.post("/control/{platform}/{verb}", self.answer(self.act)),
        ]

    def answer(self, tell: Callable[[web.Request], Awaitable[dict[str, Any]]]) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            try:
                return web.json_response(await tell(request))
            except Unknown as unknown:
                return web.json_response({"error": str(unknown)}, status=404)
            except Refused as refused:
                return web.json_response({"error": str(refused)}, status=400)

        return handler

    def platform(self, request: web.Request) -> Platform:
        name = request.match_info["platform"]
        if name not in self.platforms:
            raise Unknown(
                f'There is no platform "{name}"; there is {" and ".join(self.platforms)}.'
            )
        return self.platforms[name]

    async def people(self, request: web.Request) -> dict[str, Any]:
        return {"people": self.platform(request).people()}

    async def screen(self, request: web.Request) -> dict[str, Any]:
        last = request.query.get("last", "")
        if last and not last.isdecimal():
            raise Refused("last is a number of messages")
        person = request.match_info["person"]
        return self.platform(request).screen(person, int(last) if last else None)

    async def act(self, request: web.Request) -> dict[str, Any]:
        platform = self.platform(request)
        return await platform.act(request.match_info["verb"], await read_body(request))

    async def faults(self, request: web.Request) -> dict[str, Any]:
        return await self.platform(request).faults(await read_body(request))

    async def state(self, request: web.Request) -> dict[str, Any]:
        """Where the playground stands: its clock, and whether it keeps to the platforms' rates."""
        return {
            "now": self.world.clock.now(),
            "rates": self.world.rates,
            "platforms": list(self.platforms),
        }

    async def clock(self, request: web.Request) -> dict[str, Any]:
        self.world.advance(number(await read_body(request), "advance"))
        return {"now": self.world.clock.now()}

    async def rates(self, request: web.Request) -> dict[str, Any]:
        on = (await read_body(request)).get("on")
        if not isinstance(on, bool):
            raise Refused('"on" must be true or false.')
        self.world.rates = on
        return {"rates": on}

    async def ledger(self, request: web.Request) -> dict[str, Any]:
        since = request.query.get("since", "0")
        if not since.isascii() or not since.isdigit():
            raise Refused('"since" must be a whole number: the "next" of the last answer.')
        return self.world.ledger.json(int(since), request.match_info.get("platform"))

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: a line per change, a comment now and then to notice a dead reader."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        changes = self.world.listen()
        waiting = asyncio.ensure_future(anext(changes))
        closed = asyncio.ensure_future(self._closed.wait())
        try:
            await response.write(b": here\n\n")
            while not closed.done():
                await asyncio.wait(
                    {waiting, closed},
                    timeout=HEARTBEAT_SECONDS,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if not waiting.done():
                    await response.write(b": still here\n\n")
                    continue
                platform, person = waiting.result()
                waiting = asyncio.ensure_future(anext(changes))
                line = json.dumps({"platform": platform, "person": person})
                await response.write(f"data: {line}\n\n".encode())
        except ConnectionError:
            return response  # the reader is gone
        finally:
            waiting.cancel()
            closed.cancel()
        return response

    async def close(self, _app: web.Application) -> None:
        """Let the feeds end, so that stopping does not wait for the browsers."""
        self._closed.set()
