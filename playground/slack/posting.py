"""Posting, changing and deleting the app's messages: the one way in for the Web API and the
response URLs.

Every change is echoed to the app as an event, as Slack does for a conversation it is subscribed to.
"""

import re
from typing import Any

from playground.slack import echo, events, vet
from playground.slack.facts import (
    BOT_ID,
    BOT_USER,
    TEXT_ADVISED,
    TEXT_CUT,
    TEXT_UPDATE,
    Json,
    SlackError,
)
from playground.slack.hub import Hub

MENTION = re.compile(r"<(?:![a-z]|@[UW]|!subteam\^)")
LOUD = {"user", "usergroup", "broadcast"}


def watch_mentions(hub: Hub, method: str, value: Any) -> None:
    """Nothing of the app may mention anybody: a mention is a text that was not escaped."""
    if isinstance(value, str):
        if MENTION.search(value) and not value.startswith("<!date"):
            hub.violation(method, f"mention_from_text: {value[:80]}")
    elif isinstance(value, list):
        for entry in value:
            watch_mentions(hub, method, entry)
    elif isinstance(value, dict):
        if value.get("type") in LOUD:
            hub.violation(method, f"mention_from_text: {value['type']}")
        if value.get("type") in ("plain_text", "text"):
            return  # plain text and runs of rich text are never parsed
        for name, entry in value.items():
            if name not in echo.FREE_FIELDS:
                watch_mentions(hub, method, entry)


def content(hub: Hub, method: str, text: Any, blocks: Any, update: bool) -> tuple[str, list[Json]]:
    """The text and blocks of a message, checked as Slack checks them."""
    sent: list[Json] = []
    if blocks is not None:
        vet.check_message(blocks)
        sent = blocks
    if text is not None and not isinstance(text, str):
        raise SlackError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] text must be a string"]}
        )
    text = text or ""
    if not text.strip() and not sent:
        raise SlackError("no_text")
    if update and len(text) > TEXT_UPDATE:
        raise SlackError("msg_too_long")
    if len(text) > TEXT_CUT:
        hub.violation(method, f"text of {len(text)} characters is cut at {TEXT_CUT}")
        text = text[:TEXT_CUT]
    elif len(text) > TEXT_ADVISED:
        hub.violation(method, f"text of {len(text)} characters may come out as several messages")
    watch_mentions(hub, method, [text, sent])
    return text, sent


def root_of(hub: Hub, channel: str, thread: Any, method: str) -> str | None:
    """The root a reply belongs to. A reply's own timestamp is taken for its root's, and noted."""
    if not thread:
        return None
    root = hub.state.message(channel, str(thread))
    if root is None or root.get("only_for"):
        raise SlackError("thread_not_found")
    parent = root.get("thread_ts")
    if parent and parent != root["ts"]:
        hub.violation(method, "thread_ts is the ts of a reply, not of a root")
        return str(parent)
    return str(thread)


def post(hub: Hub, channel: str, text: str, sent: list[Json], **more: object) -> Json:
    """A new message of the app; `more` may name thread_ts, metadata, only_for, files."""
    message = hub.state.from_bot(channel, text, sent, **more)
    hub.state.keep(message)
    if not message.get("only_for"):
        event = events.message_im(hub.state.public(message), channel)
        hub.deliveries.send(event | ({"subtype": "file_share"} if message.get("files") else {}))
    return message


def change(hub: Hub, message: Json, text: str, sent: list[Json], metadata: Any = None) -> Json:
    """Text without blocks removes the blocks; metadata that is not given stays."""
    before = hub.state.public(message)
    fresh = dict(message) | {
        "text": echo.from_app(text),
        "blocks": echo.blocks(sent, hub.world.clock.token),
    }
    if not sent and not message["blocks"]:  # Slack marks an edit of plain text only
        fresh["edited"] = {
            "user": BOT_ID if message.get("only_for") else BOT_USER,
            "ts": hub.state.new_ts(),
        }
    if metadata is not None:
        fresh["metadata"] = metadata
    hub.state.keep(fresh)
    if not fresh.get("only_for"):
        channel = message["channel"]
        hub.deliveries.send(
            events.message_changed(hub.state.public(fresh), before, channel, hub.state.new_ts())
        )
    return fresh


def delete(hub: Hub, message: Json) -> None:
    hub.state.remove(message)
    if not message.get("only_for"):
        channel = message["channel"]
        hub.deliveries.send(
            events.message_deleted(hub.state.public(message), channel, hub.state.new_ts())
        )
