"""What Slack must know about the app, and every method we call with the scope it needs.

Nothing is asked for that no method, event or command needs, but for the scope of `COMING`.
"""

from typing import Any

METHODS: dict[str, str] = {
    "apps.connections.open": "",
    "auth.test": "",
    "chat.getPermalink": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
    "conversations.replies": "im:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "users.info": "users:read",
    "views.open": "",
    "views.publish": "",
}
"""Every Web API method, with its bot scope; "" where none is needed (docs.slack.dev/reference).
apps.connections.open takes the app-level token with connections:write."""

QUERIES = (
    "auth.test",
    "chat.getPermalink",
    "conversations.history",
    "conversations.open",
    "conversations.replies",
    "users.info",
)
"""Methods that read no JSON: their arguments go into the query, as slack_sdk sends them."""

FORMS = ("files.completeUploadExternal", "files.getUploadURLExternal")
"""Methods that are asked with a form, whose nested values are JSON texts."""

EVENTS: dict[str, str] = {
    "app_home_opened": "",
    "app_uninstalled": "",
    "message.im": "im:history",
    "tokens_revoked": "",
}
"""Events we subscribe to, with the scope each needs. Not user_change: it tells every change of
every member's status, and who has left is noticed when something is sent."""

COMING = ("dnd:read",)
"""The scope of reminders (nobody is woken); asked for once, not at every release."""

COMMAND = "/rounds"


def scopes() -> list[str]:
    """All bot scopes, in order."""
    needed = {*METHODS.values(), *EVENTS.values(), *COMING, "commands"} - {""}
    return sorted(needed)


def manifest(name: str = "Rounds", url: str = "") -> dict[str, Any]:
    """The app manifest, ready to be pasted: for Socket Mode, or for signed requests to `url`, the
    public address that leads to our door's path for Slack."""
    at = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": name,
            "description": "Compare answers, say why, in short sittings.",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": False},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Your next task, settings and help",
                    "usage_hint": "next | where | answers | settings | help",
                    "should_escape": False,
                }
                | ({"url": url} if url else {})
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {**at, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
