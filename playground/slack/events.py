"""Payloads word for word as Slack sends them; nothing here is delivered, only built."""

from typing import Any

from playground.slack.facts import (
    APP,
    BOT_USER,
    TEAM,
    TEAM_DOMAIN,
    VERIFICATION_TOKEN,
    Json,
)


def event_callback(event: Json, event_id: str, at: float) -> Json:
    """The envelope of the Events API."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def message_im(message: Json, channel: str) -> Json:
    return message | {"channel": channel, "event_ts": message["ts"], "channel_type": "im"}


def message_changed(message: Json, previous: Json, channel: str, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message | {"source_team": TEAM, "user_team": TEAM},
        "previous_message": previous,
        "channel": channel,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": "im",
    }


def message_deleted(previous: Json, channel: str, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        "channel": channel,
        "hidden": True,
        "deleted_ts": previous["ts"],
        "ts": ts,
        "event_ts": ts,
        "channel_type": "im",
    }


def app_home_opened(user: str, channel: str, tab: str, ts: str, view: Json | None) -> Json:
    event = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel,
        "tab": tab,
        "event_ts": ts,
    }
    return event | ({"view": view} if tab == "home" and view else {})


def user_of(person: Json) -> Json:
    name = person["name"].lower().replace(" ", ".")
    return {"id": person["id"], "username": name, "name": name, "team_id": TEAM}


def interaction(kind: str, person: Json) -> Json:
    """What block_actions, view_submission and view_closed have in common."""
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "user": user_of(person),
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def press_in_message(
    person: Json, message: Json, action: Json, values: Json, trigger: str, link: str, raw: Json
) -> Json:
    """`raw` is the stored message: it knows its channel and whether it is ephemeral."""
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": raw["channel"],
        "is_ephemeral": bool(raw.get("only_for")),
    }
    if raw.get("thread_ts"):
        container["thread_ts"] = raw["thread_ts"]
    body = interaction("block_actions", person) | {
        "container": container,
        "trigger_id": trigger,
        "channel": {"id": raw["channel"], "name": "directmessage"},
        "state": {"values": values},
        "response_url": link,
        "actions": [action],
    }
    return body if raw.get("only_for") else body | {"message": message}


def press_in_view(person: Json, view: Json, action: Json, trigger: str) -> Json:
    return interaction("block_actions", person) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger,
        "view": view,
        "actions": [action],
    }


def view_submission(person: Json, view: Json, trigger: str) -> Json:
    return interaction("view_submission", person) | {
        "trigger_id": trigger,
        "view": view,
        "response_urls": [],
    }


def view_closed(person: Json, view: Json, cleared: bool) -> Json:
    return interaction("view_closed", person) | {"view": view, "is_cleared": cleared}


def slash_command(person: Json, command: str, text: str, trigger: str, link: str) -> dict[str, Any]:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": person["channel"],
        "channel_name": "directmessage",
        "user_id": person["id"],
        "user_name": user_of(person)["name"],
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": link,
        "trigger_id": trigger,
    }
