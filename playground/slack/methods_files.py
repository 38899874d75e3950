"""File upload v2: announce a file, send its bytes, share it in a conversation."""

from base64 import b64decode, b64encode

from playground.slack import posting
from playground.slack.facts import BOT_USER, Json, SlackError
from playground.slack.hub import Hub
from playground.slack.methods_chat import channel_of

FILE_BYTES = 1_000_000_000


def upload_url(hub: Hub, args: Json) -> Json:
    name, length = args.get("filename"), str(args.get("length") or "")
    if not name or not length.isdigit():
        raise SlackError("invalid_arguments")
    if not 0 < int(length) <= FILE_BYTES:
        raise SlackError("file_upload_size_restricted")
    file_id = "F0" + hub.world.clock.token(9).upper()
    secret = hub.world.clock.token(24)
    record = {"id": file_id, "name": name, "size": int(length), "secret": secret, "content": None}
    hub.world.journal.put("slack.files", file_id, record)
    return {"upload_url": f"{hub.world.url}/slack/upload/{file_id}/{secret}", "file_id": file_id}


def receive(hub: Hub, file_id: str, secret: str, content: bytes) -> bool:
    """The bytes of one announced file; false if nobody announced it so."""
    record = hub.world.journal.table("slack.files").get(file_id)
    if record is None or record["secret"] != secret or len(content) != record["size"]:
        return False
    hub.world.journal.put("slack.files", file_id, record | {"content": b64encode(content).decode()})
    return True


def complete_upload(hub: Hub, args: Json) -> Json:
    files = args.get("files")
    if not isinstance(files, list) or not files:
        raise SlackError("invalid_arguments")
    known = hub.world.journal.table("slack.files")
    done: list[Json] = []
    for entry in files:
        record = known.get(entry.get("id", "")) if isinstance(entry, dict) else None
        if record is None or record["content"] is None:
            raise SlackError("file_not_found")
        done.append(
            {
                "id": record["id"],
                "name": record["name"],
                "title": entry.get("title") or record["name"],
                "size": record["size"],
                "url_private": f"{hub.world.url}/slack/files/{record['id']}/{record['name']}",
                "user": BOT_USER,
            }
        )
    channel = args.get("channel_id") or args.get("channels")
    if channel:
        where = channel_of(hub, {"channel": channel})
        thread = posting.root_of(hub, where, args.get("thread_ts"), "files.completeUploadExternal")
        text = str(args.get("initial_comment") or "")
        posting.watch_mentions(hub, "files.completeUploadExternal", text)
        posting.post(hub, where, text, [], thread_ts=thread, files=done)
    return {"files": done}


def content(hub: Hub, file_id: str) -> bytes | None:
    """The bytes of a file that has arrived, for whoever clicks on it."""
    record = hub.world.journal.table("slack.files").get(file_id)
    return b64decode(record["content"]) if record and record["content"] else None


FILES = {"files.completeUploadExternal": complete_upload, "files.getUploadURLExternal": upload_url}
