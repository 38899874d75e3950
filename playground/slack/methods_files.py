"""File upload v2: announce a file, send its bytes, share it in a conversation.

Nothing is seen before it is shared; and then at an address that nobody can guess.
"""

import re
from base64 import b64decode, b64encode
from typing import Any

from aiohttp import web

from playground import cut, files
from playground.slack import posting
from playground.slack.facts import BOT_USER, Json, SlackError
from playground.slack.hub import Hub
from playground.slack.methods_chat import channel_of

FILE_BYTES = 1_000_000_000
ALT_MOST = 1_000  # docs.slack.dev: alt_txt_too_large
CONVERSATION = re.compile(r"[CGDZ][A-Z0-9]+")  # a person's own id is refused here

BYTES = "upload"
"""What the faults and the ledger call the bytes' own request."""


def upload_url(hub: Hub, args: Json) -> Json:
    name, length = args.get("filename"), str(args.get("length") or "")
    if not name or not length.isdigit():
        raise SlackError("invalid_arguments")
    if not 0 < int(length) <= FILE_BYTES:
        raise SlackError("file_upload_size_restricted")
    alt = str(args.get("alt_txt") or "")
    if len(alt) > ALT_MOST:
        raise SlackError("alt_txt_too_large")
    token = hub.world.clock.token
    file_id, secret = "F0" + token(9).upper(), token(24)
    record = {
        "id": file_id,
        "name": name,
        "size": int(length),
        "alt": alt,
        "secret": secret,
        "address": token(24),
        "content": None,
    }
    hub.world.journal.put("slack.files", file_id, record)
    return {"upload_url": f"{hub.world.url}/slack/upload/{file_id}/{secret}", "file_id": file_id}


async def take(hub: Hub, request: web.Request) -> web.StreamResponse:
    """POST /slack/upload/{file}/{secret}: the bytes of an announced file, raw or as the first part
    of a form."""
    fault = hub.faults.take(BYTES) or {}
    if fault.get("delay"):
        await hub.world.clock.sleep(fault["delay"])
    if fault.get("reset"):
        return await cut.short(request, web.Response(), "reset")
    if "status" in fault:
        status = int(fault["status"])
        after = {"Retry-After": str(fault.get("retry_after", 1))} if status == 429 else {}
        answer = web.Response(status=status, headers=after, text="upstream connect error")
    else:
        sent, at = await _sent(request), request.match_info
        taken = receive(hub, at["file"], at["secret"], sent)
        answer = web.Response(text=f"OK - {len(sent)}") if taken else web.Response(status=400)
    agent, error = request.headers.get("User-Agent", ""), str(answer.status)
    ok = answer.status == 200
    now = hub.world.clock.now()
    hub.world.ledger.record("slack", BYTES, agent, now, ok, None if ok else error)
    for how in ("lost", "half"):
        if fault.get(how):
            return await cut.short(request, answer, how)
    return answer


async def _sent(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":  # a body is read in one way only
        return await request.read()
    parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return parts[0].file.read() if parts else b""


def receive(hub: Hub, file_id: str, secret: str, content: bytes) -> bool:
    """The bytes of one announced file; false if nobody announced it so."""
    record = _known(hub).get(file_id)
    if record is None or record["secret"] != secret or len(content) != record["size"]:
        return False
    hub.world.journal.put("slack.files", file_id, record | {"content": b64encode(content).decode()})
    return True


def complete_upload(hub: Hub, args: Json) -> Json:
    given = args.get("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    done = [_file(hub, entry) for entry in given]
    channel = args.get("channel_id") or args.get("channels")
    if args.get("channel_id") and not CONVERSATION.fullmatch(str(channel)):
        wrong = ["[ERROR] must match pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"]
        raise SlackError("invalid_arguments", response_metadata={"messages": wrong})
    if channel and _shareable(hub, done):
        method = "files.completeUploadExternal"
        where = channel_of(hub, {"channel": channel})
        thread = posting.root_of(hub, where, args.get("thread_ts"), method)
        text = str(args.get("initial_comment") or "")
        posting.watch_mentions(hub, method, text)
        posting.post(hub, where, text, [], thread_ts=thread, files=done)
    return {"files": done}


def _file(hub: Hub, entry: Any) -> Json:
    """A file as messages and answers show it; where it was shared, Slack does not know yet."""
    record = _known(hub).get(entry.get("id", "")) if isinstance(entry, dict) else None
    if record is None or record["content"] is None:
        raise SlackError("file_not_found")
    address = f"{record['id']}-{record['address']}/{record['name']}"
    found = {
        "id": record["id"],
        "name": record["name"],
        "title": entry.get("title") or record["name"],
        "mimetype": files.claimed(record["name"]),
        "size": record["size"],
        "url_private": f"{hub.world.url}/slack/files/{address}",
        "user": BOT_USER,
        "shares": {},
    }
    return found | ({"alt_txt": record["alt"]} if record["alt"] else {})


def _shareable(hub: Hub, done: list[Json]) -> bool:
    """Slack answers ok and never shows what is described without being a picture
    (python-slack-sdk#1818, #1575)."""
    lost = [one for one in done if one.get("alt_txt") and not one["mimetype"].startswith("image/")]
    for one in lost:
        hub.violation("files.getUploadURLExternal", f"alt_txt of {one['name']}: no picture")
    return not lost


def _known(hub: Hub) -> Json:
    return hub.world.journal.table("slack.files")


def content(hub: Hub, address: str) -> bytes | None:
    """The bytes of a file that has arrived, for whoever knows its address."""
    file_id, _, secret = address.partition("-")
    record = _known(hub).get(file_id)
    if record is None or record["address"] != secret or not record["content"]:
        return None
    return b64decode(record["content"])


FILES = {"files.completeUploadExternal": complete_upload, "files.getUploadURLExternal": upload_url}
