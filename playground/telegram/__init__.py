"""One Telegram with one bot in it: the Bot API by long poll or webhook, and people with phones."""

from typing import Any

from aiohttp import web

from playground import files
from playground.telegram import door
from playground.telegram.args import Args
from playground.telegram.facts import ApiError, Json
from playground.telegram.hub import Hub
from playground.telegram.person import Person
from playground.telegram.screen import screen
from playground.world import World

__all__ = ["Telegram"]


class Telegram:
    """playground.platform.Platform, kept by Telegram."""

    name = "telegram"

    def __init__(self, world: World) -> None:
        self.hub = Hub(world)
        self.person = Person(self.hub)
        self.hub.webhook.execute = self._execute

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/telegram/bot{token}/{method}", self._api),
            web.route("*", "/telegram/bot{token}", self._nothing),
            web.get("/telegram/file/bot{token}/documents/{file}", self._file),
            web.get("/telegram/files/{file}", self._file),
        ]

    def people(self) -> list[Json]:
        shown = ("id", "name", "zone", "language", "started", "blocked")
        return [{name: one.get(name) for name in shown} for one in self.hub.state.people()]

    def screen(self, person: str, last: int | None = None) -> Json:
        return screen(self.hub, self.hub.state.person(person), last)

    async def act(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self.person.act(verb, body)

    async def faults(self, body: dict[str, Any]) -> dict[str, Any]:
        added = [self.hub.updates.add_raw(update) for update in self.hub.faults.set(body)]
        if body.get("close_sockets"):
            for transport in list(self.hub.calls):
                transport.abort()
        return self.hub.faults.json() | {
            "updates": added,
            "pending": sum(1 for _ in self.hub.updates.pending()),
            "calls": len(self.hub.calls),
        }

    async def start(self) -> None:
        self.hub.webhook.start()

    async def stop(self) -> None:
        self.hub.updates.stop()
        await self.hub.webhook.stop()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        return await door.handle(self.hub, request)

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        return door.respond(door.failed(error := ApiError(404)), error)

    async def _execute(self, method: str, values: Json) -> None:
        """A call that came as the answer to a webhook; its result interests nobody."""
        error = None
        try:
            await door.run(self.hub, method, Args(values, {}))
        except ApiError as refused:
            error = refused.description
        now = self.hub.world.clock.now()
        self.hub.world.ledger.record("telegram", method, "webhook", now, error is None, error)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, to the bot or to the page."""
        found = self.hub.state.file(request.match_info["file"])
        if found is None:
            raise web.HTTPNotFound(text="There is no such file here.")
        about, content = found
        return files.answer(content, about["name"])
