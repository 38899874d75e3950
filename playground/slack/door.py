"""The Web API at the door: arguments however they come, the token, the scope, the rate, and the
ledger.

The clients send arguments in the query string, in a form or as JSON, and mix them; nested values in
a form are JSON texts, truth is 1 or 0. All of it becomes one dictionary here.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from playground import cut
from playground.slack.facts import APP, NEEDS, Json, SlackError
from playground.slack.hub import Hub
from playground.slack.methods_chat import CHAT
from playground.slack.methods_files import FILES
from playground.slack.methods_other import OTHER
from playground.slack.methods_views import VIEWS

METHODS: dict[str, Callable[[Hub, Json], Json]] = {**CHAT, **FILES, **OTHER, **VIEWS}
NESTED = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
}
LISTS_TOO = NESTED.keys() | {"users", "channels"}
TRUTHS = {"unfurl_links", "unfurl_media", "as_user", "reply_broadcast", "link_names", "mrkdwn"}
BOT_TOKEN = re.compile(r"xoxb-[\w-]+")
APP_TOKEN = re.compile(r"xapp-[\w-]+")
LIMITED_BY_CHANNEL = "chat.postMessage"


async def arguments(request: web.Request) -> Json:
    """Query, form and JSON merged; later ones win."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        raw = await request.text()
        try:
            body = json.loads(raw) if raw.strip() else {}
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        found |= body
    else:
        found |= {
            name: value for name, value in (await request.post()).items() if isinstance(value, str)
        }
    for name, code in NESTED.items():
        if isinstance(found.get(name), str):
            try:
                found[name] = json.loads(found[name])
            except ValueError:
                raise SlackError(code) from None
    for name in TRUTHS & found.keys():
        found[name] = str(found[name]).lower() in ("1", "true")
    return {name: _plain(name, value) for name, value in found.items() if value is not None}


def _plain(name: str, value: Any) -> Any:
    """Only arguments that are made of parts may be anything but text, number or truth."""
    if name not in LISTS_TOO and isinstance(value, list | dict):
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {name}"]})
    return value


def token_of(request: web.Request, args: Json) -> str:
    header = request.headers.get("Authorization", "")
    token = (
        header[7:].strip() if header.lower().startswith("bearer ") else str(args.get("token", ""))
    )
    if not token:
        raise SlackError("not_authed")
    return token


def authorise(hub: Hub, method: str, token: str) -> None:
    wants_app = method == "apps.connections.open"
    kind, name = (APP_TOKEN, "slack_app") if wants_app else (BOT_TOKEN, "slack_bot")
    other = BOT_TOKEN if wants_app else APP_TOKEN
    if other.fullmatch(token):
        raise SlackError("not_allowed_token_type")
    if not kind.fullmatch(token) or hub.world.tokens.get(name, token) != token:
        raise SlackError("invalid_auth")
    needed = NEEDS.get(method, ())
    if needed and not set(needed) & set(hub.faults.scopes):
        raise SlackError(
            "missing_scope", needed=",".join(needed), provided=",".join(hub.faults.scopes)
        )


def answer(hub: Hub, method: str, request: web.Request, args: Json, fault: Json) -> Json:
    """What the method returns; everything that is refused is a SlackError."""
    if method != "apps.connections.open" and method not in NEEDS:
        raise SlackError("unknown_method", req_method=method)
    authorise(hub, method, token_of(request, args))
    if fault.get("error") and not fault.get("done"):
        raise SlackError(str(fault["error"]))
    channel = args.get("channel") if method == LIMITED_BY_CHANNEL else None
    wait = hub.rates.wait(method, channel) if hub.world.rates else 0
    if wait:
        raise SlackError("ratelimited", retry_after=wait)
    if method == "apps.connections.open":
        host = hub.world.url.removeprefix("http://")
        return {"url": f"ws://{host}/slack/link/?ticket={hub.sockets.ticket()}&app_id={APP}"}
    if method not in METHODS:
        raise SlackError("unknown_method", req_method=method)
    return METHODS[method](hub, args)


async def call(hub: Hub, request: web.Request) -> web.StreamResponse:
    """POST or GET /slack/api/{method}"""
    method = request.match_info["method"]
    fault = hub.faults.take(method) or {}
    if fault.get("delay"):
        await hub.world.clock.sleep(fault["delay"])
    if fault.get("reset"):
        return await cut.short(request, web.Response(), "reset")
    args: Json = {}
    error: str | None = None
    try:
        args = await arguments(request)
        if "status" in fault and not fault.get("done"):
            return _failed(hub, method, request, args, fault)
        body: Json = {"ok": True} | answer(hub, method, request, args, fault)
    except SlackError as refused:
        error = refused.code
        body = {"ok": False, "error": error} | refused.more
    note(hub, method, request, args, error)
    for how in ("lost", "half"):
        if fault.get(how):
            return await cut.short(request, web.json_response(body), how)
    if fault.get("done") and error is None:
        body = {"ok": False, "error": fault.get("error", "internal_error")}
        return web.json_response(body, status=int(fault.get("status", 200)))
    if error == "ratelimited":
        return _too_many(int(body.pop("retry_after", 1)))
    return web.json_response(body, headers=scope_headers(hub, method))


def note(hub: Hub, method: str, request: web.Request, args: Json, error: str | None) -> None:
    """One line in the ledger; what a careful client would never be refused is a violation, too."""
    channel = args.get("channel") or args.get("channel_id") or args.get("user_id")
    agent = request.headers.get("User-Agent", "")
    named = channel if isinstance(channel, str) else None
    hub.world.ledger.record(
        "slack", method, agent, hub.world.clock.now(), error is None, error, named
    )
    if error in VIOLATIONS:
        hub.violation(method, str(error))


VIOLATIONS = {
    "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long",
    "invalid_arguments", "no_text", "invalid_metadata_format", "invalid_metadata_schema",
    "metadata_too_large", "markdown_text_conflict", "invalid_attachments",
    "too_many_attachments", "push_limit_reached", "duplicate_external_id", "missing_scope",
    "unknown_method", "exchanged_trigger_id", "expired_trigger_id", "ratelimited",
}  # fmt: skip


def scope_headers(hub: Hub, method: str) -> dict[str, str]:
    return {
        "x-oauth-scopes": ",".join(hub.faults.scopes),
        "x-accepted-oauth-scopes": ",".join(NEEDS.get(method, ())),
        "x-slack-req-id": hub.world.clock.token(32).lower(),
    }


def _too_many(seconds: int) -> web.Response:
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def _failed(hub: Hub, method: str, request: web.Request, args: Json, fault: Json) -> web.Response:
    """A failure of the machine: the method is not run."""
    status = int(fault["status"])
    error = "ratelimited" if status == 429 else str(fault.get("error") or status)
    channel: Any = args.get("channel")
    agent = request.headers.get("User-Agent", "")
    hub.world.ledger.record("slack", method, agent, hub.world.clock.now(), False, error, channel)
    if status == 429:
        return _too_many(int(fault.get("retry_after", 1)))
    if "error" in fault:
        return web.json_response({"ok": False, "error": error}, status=status)
    return web.Response(
        status=status, text="upstream connect error or disconnect/reset before headers"
    )
