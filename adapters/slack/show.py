"""A durable out becomes exactly one call, whole or refused, never cut; pure.

What was pressed is redrawn through the press's own address while it lives, in its thread and at
once; every other change is chat.update.
"""

import json
from typing import Any

from adapters.documents import file
from adapters.port import Call, Where
from adapters.slack import blocks, limits
from bot.cards import Durable, Edit, Erase, Lookup, Post, Standing, Upload

REDRAW = "response_url"
"""Not a method of the Web API: the address that came with a press, in args["url"]."""


def show(out: Durable, where: Where) -> Call | None:
    """The call that makes `out` happen. Raises ValueError, with one sentence, for what Slack
    would refuse."""
    if isinstance(out, Post):
        return _post(out, where)
    if isinstance(out, Upload):
        return _upload(out, where)
    if isinstance(out, Edit):
        return _edit(out, where)
    if isinstance(out, Standing):
        drawn = blocks.home(out.card, _drawing(where, None))
        return Call("views.publish", {"user_id": out.to.user, "view": drawn})
    if isinstance(out, Lookup):
        return _lookup(out, where)
    if isinstance(out, Erase):
        raise ValueError("On Slack nobody but a person deletes what they wrote.")
    raise ValueError("A standing view is drawn before it is shown.")


def _post(out: Post, where: Where) -> Call:
    """`metadata` carries the row's opaque id: it finds again what was sent without an answer."""
    args: dict[str, Any] = {
        "channel": where.channel or where.user,
        "text": blocks.spoken(out.card),
        "blocks": blocks.message(out.card, _drawing(where, out.turn)),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": "rounds", "event_payload": {"k": where.outbox}},
    }
    return Call("chat.postMessage", args | ({"thread_ts": where.under} if where.under else {}))


def announced(call: Call, length: int) -> Call:
    """The first of a file's three calls: where its bytes may go. Only a picture is described:
    whatever else has such words, Slack keeps and never shows."""
    carried = call.file
    if carried is None or not 0 < length <= limits.FILE_BYTES:
        raise ValueError(f"A file has {length} bytes; Slack takes 1 to {limits.FILE_BYTES}.")
    args: dict[str, Any] = {"filename": carried.name, "length": length}
    if carried.alt:
        within = blocks.within(carried.alt, limits.ALT_UNITS, "What is said of a picture")
        args["alt_txt"] = within
    return Call("files.getUploadURLExternal", args)


def completed(call: Call, channel: str, number: str) -> Call:
    """The last of the three, and the only one that shows anything: the file with this number, in
    this conversation."""
    title = call.file.title if call.file else ""
    files = json.dumps([{"id": number, "title": title}])
    return Call(call.method, {**call.args, "channel_id": channel, "files": files})


def _upload(out: Upload, where: Where) -> Call:
    """Words beside a file carry no blocks and no metadata of ours."""
    words = blocks.within(blocks.escaped(out.text), limits.TEXT_UNITS, "The text beside a file")
    if not words.strip():
        raise ValueError("A file has no text beside it.")
    args = {"channel_id": where.channel, "initial_comment": words}
    thread = {"thread_ts": where.under} if where.under else {}
    return Call("files.completeUploadExternal", args | thread, file(out.document))


def _edit(out: Edit, where: Where) -> Call:
    drawn = {
        "text": blocks.spoken(out.card),
        "blocks": blocks.message(out.card, _drawing(where, out.turn)),
    }
    if where.redraw:
        return Call(REDRAW, {"url": where.redraw, "replace_original": True} | drawn)
    return Call("chat.update", _message(out.name, where, "ts") | {"parse": "none"} | drawn)


def _lookup(out: Lookup, where: Where) -> Call:
    if out.what == "profile":
        return Call("users.info", {"user": out.to.user, "include_locale": True})
    if out.what == "link":
        return Call("chat.getPermalink", _message(out.name, where, "message_ts"))
    raise ValueError(f"Slack knows nothing about {out.what!r}.")


def _message(name: str, where: Where, key: str) -> dict[str, Any]:
    """The place of a message of ours; Slack takes a person's id for it in posts only."""
    if not where.ref or not where.channel:
        raise ValueError(f"The message {name} has no place on Slack yet.")
    return {"channel": where.channel, key: where.ref}


def _drawing(where: Where, turn: int | None) -> str:
    return f"{where.outbox or where.ref}.{turn if turn is not None else ''}"
