"""The Bot API at the door: the token, the faults, the rate, the method, and one line in the ledger.

The HTTP status is the error code; a 429 says how long to wait in the body and in a header.
"""

import inspect
import re
from typing import Any

from aiohttp import web

from playground import cut
from playground.telegram import args as arguments
from playground.telegram.args import Args
from playground.telegram.facts import NOT_MODIFIED, TOO_OLD, ApiError, Json
from playground.telegram.hub import Hub
from playground.telegram.methods_bot import BOT, Said
from playground.telegram.methods_chat import CHAT, LIMITED
from playground.telegram.state import whole

METHODS = {name.lower(): (name, function) for name, function in {**BOT, **CHAT}.items()}
TOKEN = re.compile(r"(\d{1,16}):[A-Za-z0-9_-]{1,63}")
HAPPENS = (
    NOT_MODIFIED,
    TOO_OLD,
    "message to edit not found",
    "message to delete not found",
    "message can't be deleted",
    "message to be replied not found",
    "message to react not found",
    "message thread not found",
    "chat not found",
)  # fmt: skip - a careful client meets these, too: people delete and press late


async def handle(hub: Hub, request: web.Request) -> web.StreamResponse:
    """POST or GET /telegram/bot{token}/{method}"""
    token, wanted = request.match_info["token"], request.match_info["method"]
    name = METHODS.get(wanted.lower(), (wanted, None))[0]
    fault = hub.faults.take(name)
    transport = request.transport
    if transport is not None:
        hub.calls.add(transport)
    args = Args({}, {})
    error: ApiError | None = None
    try:
        if fault.get("delay"):
            await hub.world.clock.sleep(fault["delay"])
        if fault.get("reset"):
            return await cut.short(request, web.Response(), "reset")
        args = await arguments.read(request)
        body: Json = {"ok": True} | await answer(hub, token, wanted, args, fault)
    except ApiError as refused:
        error = refused
        body = failed(refused)
    finally:
        if transport is not None:
            hub.calls.discard(transport)
    note(hub, name, request, args, error, earned=not ({"status", "error"} & fault.keys()))
    for how in ("lost", "half"):
        if fault.get(how):
            return await cut.short(request, respond(body, error), how)
    if fault.get("done") and error is None:
        error = broken(fault)
        body = failed(error)
    return respond(body, error)


async def answer(hub: Hub, token: str, wanted: str, args: Args, fault: Json) -> Json:
    if ("status" in fault or "error" in fault) and not fault.get("done"):
        raise broken(fault)
    authorise(hub, token)
    return await run(hub, wanted, args)


async def run(hub: Hub, wanted: str, args: Args) -> Json:
    """One method, found however its name is written."""
    if wanted.lower() not in METHODS:
        raise ApiError(404, "Not Found: method not found")
    name, function = METHODS[wanted.lower()]
    if hub.world.rates and name in LIMITED:
        limit(hub, args)
    result: Any = function(hub, args)
    if inspect.isawaitable(result):
        result = await result
    if isinstance(result, Said):
        return {"result": result.result, "description": result.description}
    return {"result": result}


def authorise(hub: Hub, token: str) -> None:
    match = TOKEN.fullmatch(token)
    if match is None:
        raise ApiError(401, "Unauthorized: invalid token specified")
    if hub.world.tokens.get("telegram", token) != token:
        raise ApiError(401, "Unauthorized")
    hub.state.set_meta("bot", int(match[1]))


def limit(hub: Hub, args: Args) -> None:
    seconds = hub.rates.wait(whole(args.text("chat_id")) or 0)
    if seconds:
        raise too_many(seconds)


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def broken(fault: Json) -> ApiError:
    """The refusal a fault asked for."""
    code = int(fault.get("status", 400))
    if code == 429:
        return too_many(int(fault.get("retry_after", 1)))
    return ApiError(code, str(fault.get("error") or ""))


def failed(error: ApiError) -> Json:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    return body | ({"parameters": error.parameters} if error.parameters else {})


def respond(body: Json, error: ApiError | None) -> web.Response:
    if error is None:
        return web.json_response(body)
    headers = {}
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(body, status=error.code, headers=headers)


def note(
    hub: Hub,
    name: str,
    request: web.Request,
    args: Args,
    error: ApiError | None,
    earned: bool,
) -> None:
    """`earned` is false where the refusal was a fault we were asked for."""
    what = error.description if error else None
    chat = args.text("chat_id") or None
    agent = request.headers.get("User-Agent", "")
    now = hub.world.clock.now()
    hub.world.ledger.record("telegram", name, agent, now, error is None, what, chat)
    if error is None or not earned or error.code not in (400, 404, 429):
        return
    if not any(error.description.endswith(one) for one in HAPPENS):
        hub.violation(name, error.description)
