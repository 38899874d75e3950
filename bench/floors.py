"""What the libraries alone can do: their own parsing and dispatch behind aiohttp, and no work."""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler

from bench.bodies import SIGNING_SECRET

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def telegram() -> Handler:
    """python-telegram-bot with one handler that does nothing."""
    app = ApplicationBuilder().token("123:abc").updater(None).build()
    app._initialized = True  # without asking the network who we are

    async def nothing(_update: Any, _context: Any) -> None:
        return None

    app.add_handler(CallbackQueryHandler(nothing))

    async def handle(request: web.Request) -> web.StreamResponse:
        update = Update.de_json(json.loads(await request.read()), app.bot)
        await app.process_update(update)
        return web.Response()

    return handle


def bolt(*, before: bool) -> Handler:
    """slack-bolt with one handler that acknowledges; `before`: process_before_response."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T0", bot_token="xoxb-0", bot_user_id="U0BOT", bot_id="B0"
        )

    app = AsyncApp(
        signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=before
    )

    async def nothing(ack: Any) -> None:
        await ack()

    app.action(re.compile(".*"))(nothing)

    async def handle(request: web.Request) -> web.StreamResponse:
        answer = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    return handle


FLOORS: dict[str, Callable[[], Handler]] = {
    "ptb": telegram,
    "bolt": lambda: bolt(before=False),
    "bolt-before": lambda: bolt(before=True),
}
