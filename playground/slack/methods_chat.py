"""chat.*: the app posts, changes and deletes its messages."""

from typing import Any

from playground.slack import posting
from playground.slack.facts import (
    ATTACHMENTS,
    BOT_USER,
    MARKDOWN_TEXT,
    METADATA_BYTES,
    TEXT_UPDATE,
    Json,
    SlackError,
)
from playground.slack.hub import Hub


def channel_of(hub: Hub, args: Json, users_too: bool = False) -> str:
    """The conversation named; chat.postMessage takes a person's id, too."""
    channel = args.get("channel")
    if users_too and channel in hub.state.people:
        return str(hub.state.people[channel]["channel"])
    if not isinstance(channel, str) or hub.state.owner(channel) is None:
        raise SlackError("channel_not_found")
    return channel


def own_message(hub: Hub, channel: str, ts: Any, refusal: str) -> Json:
    message = hub.state.message(channel, str(ts))
    if message is None or message.get("gone") or message.get("only_for"):
        raise SlackError("message_not_found")
    if message["user"] != BOT_USER:
        raise SlackError(refusal)
    return message


def metadata_of(args: Json) -> Json | None:
    """event_type and a flat event_payload."""
    metadata = args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    if any(isinstance(value, dict) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def content_of(hub: Hub, method: str, args: Json, update: bool) -> tuple[str, list[Json]]:
    attachments = args.get("attachments")
    if attachments is not None and (
        not isinstance(attachments, list) or len(attachments) > ATTACHMENTS
    ):
        raise SlackError(
            "too_many_attachments" if isinstance(attachments, list) else "invalid_attachments"
        )
    markdown = args.get("markdown_text")
    if markdown is None:
        return posting.content(hub, method, args.get("text"), args.get("blocks"), update)
    if args.get("text") or args.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(str(markdown)) > MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    _, sent = posting.content(
        hub, method, None, [{"type": "markdown", "text": str(markdown)}], update
    )
    return str(markdown)[:TEXT_UPDATE], sent


def post_message(hub: Hub, args: Json) -> Json:
    channel = channel_of(hub, args, users_too=True)
    if not hub.faults.messages_tab:
        raise SlackError("messages_tab_disabled")
    text, sent = content_of(hub, "chat.postMessage", args, update=False)
    thread = posting.root_of(hub, channel, args.get("thread_ts"), "chat.postMessage")
    metadata = metadata_of(args)
    if args.get("link_names") or args.get("parse") == "full":
        hub.violation(
            "chat.postMessage", "link_names or parse=full turns names in a text into mentions"
        )
    message = posting.post(hub, channel, text, sent, thread_ts=thread, metadata=metadata)
    return {
        "channel": channel,
        "ts": message["ts"],
        "message": hub.state.public(message, metadata=True),
    }


def update(hub: Hub, args: Json) -> Json:
    channel = channel_of(hub, args)
    message = own_message(hub, channel, args.get("ts"), "cant_update_message")
    if args.get("text") is None and args.get("blocks") == []:
        text, sent = posting.content(hub, "chat.update", message["text"], None, update=True)
    else:
        text, sent = content_of(hub, "chat.update", args, update=True)
    fresh = posting.change(hub, message, text, sent, metadata_of(args))
    return {
        "channel": channel,
        "ts": fresh["ts"],
        "text": fresh["text"],
        "message": hub.state.public(fresh, True),
    }


def delete(hub: Hub, args: Json) -> Json:
    channel = channel_of(hub, args)
    message = own_message(hub, channel, args.get("ts"), "cant_delete_message")
    posting.delete(hub, message)
    return {"channel": channel, "ts": message["ts"]}


def permalink(hub: Hub, args: Json) -> Json:
    channel = channel_of(hub, args)
    message = hub.state.message(channel, str(args.get("message_ts")))
    if message is None or message.get("only_for"):
        raise SlackError("message_not_found")
    link = f"{hub.world.url}/slack/archives/{channel}/p{message['ts'].replace('.', '')}"
    root = message.get("thread_ts")
    if root and root != message["ts"]:
        link += f"?thread_ts={root}&cid={channel}"
    return {"channel": channel, "permalink": link}


def post_ephemeral(hub: Hub, args: Json) -> Json:
    channel = channel_of(hub, args, users_too=True)
    person = args.get("user")
    if person not in hub.state.people:
        raise SlackError("user_not_in_channel" if person else "invalid_arguments")
    if hub.state.people[person]["channel"] != channel:
        raise SlackError("user_not_in_channel")
    text, sent = content_of(hub, "chat.postEphemeral", args, update=False)
    if len(text.encode()) > TEXT_UPDATE:
        raise SlackError("msg_too_long")
    thread = posting.root_of(hub, channel, args.get("thread_ts"), "chat.postEphemeral")
    message = posting.post(hub, channel, text, sent, thread_ts=thread, only_for=person)
    return {"message_ts": message["ts"]}


CHAT = {
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.update": update,
}
