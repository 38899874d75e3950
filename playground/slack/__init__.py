"""One Slack workspace with one app in it: Web API, Socket Mode, response URLs, and people who press
and write."""

from typing import Any

from aiohttp import web

from playground import files
from playground.slack import door, hooks, methods_files
from playground.slack.hub import Hub
from playground.slack.person import Person
from playground.slack.screen import screen
from playground.world import World

__all__ = ["Slack"]


class Slack:
    """playground.platform.Platform, kept by Slack."""

    name = "slack"

    def __init__(self, world: World) -> None:
        self.hub = Hub(world)
        self.person = Person(self.hub)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/slack/api/{method}", self._api),
            web.get("/slack/link/", self.hub.sockets.link),
            web.post("/slack/actions/{id}", self._hook),
            web.route("*", "/slack/upload/{file}/{secret}", self._upload),
            web.get("/slack/files/{file}/{name}", self._file),
            web.get("/slack/archives/{channel}/{message}", self._archive),
        ]

    def people(self) -> list[dict[str, Any]]:
        return [
            {"id": one["id"], "name": one["name"], "zone": one["zone"], "channel": one["channel"]}
            for one in self.hub.state.people.values()
        ]

    def screen(self, person: str, last: int | None = None) -> dict[str, Any]:
        return screen(self.hub, self.hub.state.person(person), last)

    async def act(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self.person.act(verb, body)

    async def faults(self, body: dict[str, Any]) -> dict[str, Any]:
        self.hub.faults.set(body)
        if body.get("request_url"):
            await self.hub.sockets.signed.verify()
        if body.get("disconnect"):
            await self.hub.sockets.disconnect(str(body["disconnect"]))
        if body.get("close_sockets"):
            await self.hub.sockets.close()
        return self.hub.faults.json() | {
            "sockets": len(self.hub.sockets.open),
            "owed": self.hub.deliveries.owed,
        }

    async def start(self) -> None:
        self.hub.deliveries.start()

    async def stop(self) -> None:
        await self.hub.deliveries.stop()
        await self.hub.sockets.stop()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        return await door.call(self.hub, request)

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        return await hooks.handle(self.hub, request)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        return await methods_files.take(self.hub, request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        content = methods_files.content(self.hub, request.match_info["file"])
        if content is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return files.answer(content, request.match_info["name"])

    async def _archive(self, request: web.Request) -> web.StreamResponse:
        """A permalink leads to the page, which shows the message."""
        channel, name = request.match_info["channel"], request.match_info["message"]
        digits = name.removeprefix("p")
        if not digits.isdigit() or len(digits) < 7 or self.hub.state.owner(channel) is None:
            raise web.HTTPNotFound(text="There is no such message.")
        ts = f"{digits[:-6]}.{digits[-6:]}"
        if self.hub.state.message(channel, ts) is None:
            raise web.HTTPNotFound(text="There is no such message.")
        raise web.HTTPFound(f"/?slack={self.hub.state.owner(channel)}&message={ts}")
