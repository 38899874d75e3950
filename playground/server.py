"""One process, one address: both platforms, the control API and the page."""

from collections.abc import AsyncIterator

from aiohttp import web

from playground import page
from playground.control import Control, guard
from playground.platform import Platform
from playground.slack import Slack
from playground.telegram import Telegram
from playground.world import World

UPLOAD_BYTES = 64 * 1024 * 1024  # Telegram's and Slack's own limits are checked by the platforms
STOP_SECONDS = 2.0
PLATFORMS: web.AppKey[dict[str, Platform]] = web.AppKey("platforms", dict)


def build(world: World) -> web.Application:
    """The whole playground as one application; the platforms start and stop with it."""
    platforms: dict[str, Platform] = {"slack": Slack(world), "telegram": Telegram(world)}
    control = Control(world, platforms)
    app = web.Application(middlewares=[guard], client_max_size=UPLOAD_BYTES)
    for platform in platforms.values():
        app.add_routes(platform.routes())
    app.add_routes(control.routes())
    app.add_routes(page.routes())

    async def run(_app: web.Application) -> AsyncIterator[None]:
        for platform in platforms.values():
            await platform.start()
        yield
        world.journal.close()

    async def stop(_app: web.Application) -> None:
        """Before the open calls are waited for: a long poll would be waited for in vain."""
        for platform in platforms.values():
            await platform.stop()

    app.cleanup_ctx.append(run)
    app.on_shutdown.append(control.close)
    app.on_shutdown.append(stop)
    app[PLATFORMS] = platforms
    return app


class Server:
    """The playground listening on one address."""

    def __init__(self, world: World) -> None:
        self.world = world
        app = build(world)
        self.platforms = app[PLATFORMS]
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the address, which names the port that was free if `port` is 0."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.world.url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.world.url

    async def stop(self) -> None:
        await self._runner.cleanup()
