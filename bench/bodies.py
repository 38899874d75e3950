"""A press as its platform sends it: the whole panel as we drew it, and everything around it."""

import json
import time
from itertools import count
from typing import Any
from urllib.parse import quote

from adapters.port import Where
from adapters.slack.blocks import message as slack_blocks
from adapters.slack.signature import SIGNATURE, TIMESTAMP, signature
from adapters.telegram.show import show as telegram_show
from adapters.telegram.webhook import SECRET
from bench.people import TEAMS, Shown

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
WEBHOOK_SECRET = "what-telegram-was-told"

Request = tuple[bytes, dict[str, str]]
"""A body and its headers."""

_numbers = count(int(time.time()) * 1000)


def press(shown: Shown, label: str) -> Request:
    """The request that a press of this button makes."""
    token = shown.token(label)
    if shown.account.platform == "slack":
        return slack(shown, token)
    return telegram(shown, token)


def telegram(shown: Shown, token: str) -> Request:
    """A callback query with the message it belongs to."""
    number, user = next(_numbers), int(shown.account.user)
    call = telegram_show(shown.out, Where(shown.channel, shown.account.user, shown.ref))
    assert call is not None
    drawn = {name: call.args[name] for name in ("text", "entities", "reply_markup")}
    person = {
        "id": user,
        "is_bot": False,
        "first_name": "Ann",
        "last_name": "Otator",
        "username": "ann",
        "language_code": "en",
    }
    bot = {"id": int(TEAMS["telegram"]), "is_bot": True, "first_name": "b", "username": "b_bot"}
    chat = {"id": user, "type": "private", "first_name": "Ann", "last_name": "Otator"}
    message = {"message_id": int(shown.ref), "from": bot, "chat": chat, "date": 1_700_000_000}
    query = {
        "id": f"{number}",
        "from": person,
        "message": message | drawn,
        "chat_instance": "-3872348723",
        "data": token,
    }
    body = json.dumps({"update_id": number, "callback_query": query}).encode()
    return body, {"content-type": "application/json", SECRET: WEBHOOK_SECRET}


def slack(shown: Shown, token: str) -> Request:
    """A signed block_actions with the message it belongs to."""
    number, team = next(_numbers), TEAMS["slack"]
    turn = f"{shown.out.turn or ''}"
    blocks = slack_blocks(shown.out.card, f"{shown.ref}.{turn}")
    found = next(one for block in blocks for one in _elements(block) if one.get("value") == token)
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": shown.account.user, "username": "ann", "name": "ann", "team_id": team},
        "api_app_id": "A0BENCH",
        "token": "verification",
        "container": {
            "type": "message",
            "message_ts": shown.ref,
            "channel_id": shown.channel,
            "is_ephemeral": False,
            "thread_ts": "1700000000.000001",
        },
        "trigger_id": f"{number}.1.abc",
        "team": {"id": team, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": shown.channel, "name": "directmessage"},
        "message": {
            "type": "message",
            "user": "U0BOT",
            "bot_id": "B0BOT",
            "app_id": "A0BENCH",
            "ts": shown.ref,
            "text": "a panel",
            "team": team,
            "thread_ts": "1700000000.000001",
            "blocks": blocks,
        },
        "state": {"values": {}},
        "response_url": f"https://hooks.slack.invalid/actions/{team}/{number}/x",
        "actions": [{**found, "action_ts": "1700000001.000"}],
    }
    body = f"payload={quote(json.dumps(payload))}".encode()
    at = str(int(time.time()))
    return body, {
        "content-type": "application/x-www-form-urlencoded",
        TIMESTAMP: at,
        SIGNATURE: signature(SIGNING_SECRET.encode(), at, body),
    }


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """A block's buttons, with the id of their block as Slack adds it."""
    found = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
    return [{**one, "block_id": block.get("block_id", "b")} for one in found]
