"""POST to a response_url: answer the one press it belongs to, five times in thirty minutes.

replace_original replaces the message that was pressed, in a thread, too; without it a new message
appears, ephemeral unless in_channel is asked for, and outside the thread unless thread_ts says so.
"""

import json
from typing import Any

from aiohttp import web

from playground import cut
from playground.slack import posting
from playground.slack.facts import Json, SlackError
from playground.slack.hub import Hub

METHOD = "response_url"
GONE = ("expired_url", "used_url")


def answer(hub: Hub, name: str, body: Json) -> None:
    """Do what the body asks, or raise SlackError."""
    link = hub.links.use(name)
    channel, person = link["channel"], link["person"]
    original = hub.state.message(channel, link["ts"]) if link["ts"] else None
    if body.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        posting.delete(hub, original)
        return
    text, sent = posting.content(
        hub, METHOD, body.get("text"), _listed(body.get("blocks")), update=False
    )
    replace = body.get("replace_original", bool(original and original.get("only_for")))
    if replace and original is not None and not original.get("gone"):
        posting.change(hub, original, text, sent, body.get("metadata"))
        return
    if replace and link["ts"]:
        raise SlackError("message_not_found")
    open_to_all = body.get("response_type") == "in_channel"
    thread = posting.root_of(hub, channel, body.get("thread_ts"), METHOD)
    posting.post(
        hub, channel, text, sent, thread_ts=thread, only_for=None if open_to_all else person
    )


def _listed(blocks: Any) -> Any:
    if isinstance(blocks, str):
        try:
            return json.loads(blocks)
        except ValueError:
            raise SlackError("invalid_blocks_format") from None
    return blocks


async def handle(hub: Hub, request: web.Request) -> web.StreamResponse:
    """POST /slack/actions/{id}"""
    name, agent = request.match_info["id"], request.headers.get("User-Agent", "")
    error: str | None = None
    fault = hub.faults.take(METHOD) or {}
    if fault.get("delay"):
        await hub.world.clock.sleep(fault["delay"])
    if fault.get("reset"):
        return await cut.short(request, web.Response(), "reset")
    status = int(fault.get("status", 200))
    if status == 200 or fault.get("done"):
        try:
            if fault.get("error") and not fault.get("done"):
                raise SlackError(str(fault["error"]))
            body = await _body(request)
            answer(hub, name, body)
        except SlackError as refused:
            error = refused.code
            status = 404 if error in GONE else 400
    channel = (hub.world.journal.table("slack.links").get(name) or {}).get("channel")
    code = error or (None if status == 200 else str(status))
    hub.world.ledger.record(
        "slack", METHOD, agent, hub.world.clock.now(), code is None, code, channel
    )
    if error:
        hub.violation(METHOD, error)
        return web.json_response({"ok": False, "error": error}, status=status)
    for how in ("lost", "half"):
        if fault.get(how):
            return await cut.short(request, web.Response(text="ok"), how)
    headers = {"Retry-After": str(fault.get("retry_after", 1))} if status == 429 else {}
    return web.Response(status=status, text="ok" if status == 200 else "failed", headers=headers)


async def _body(request: web.Request) -> Json:
    raw: Any = await request.text()
    if request.content_type != "application/json":
        raw = (await request.post()).get("payload", raw)
    try:
        body = json.loads(raw)
    except (ValueError, TypeError):
        raise SlackError("invalid_payload") from None
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    return body
