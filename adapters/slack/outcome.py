"""What became of a call, as one of four outcomes: only what surely failed is simply tried again.

A refusal by name is certain, except for two names; an answer that never came is not. A call that
Slack did not like at all is told with its own words, never with what somebody wrote.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.port import Never, Outcome, Refused, Sent, Unsure, Wait, Where
from bot.cards import Durable, Lookup, Post

AGAIN_SECONDS = 1.0
REFUSED_SECONDS = 60.0
"""Pause when Slack refuses us, not the message: nothing can be sent until somebody mends it."""

LIMITED_SECONDS = 30.0
"""Pause after a 429 without a usable Retry-After."""

TRANSPORT = (aiohttp.ClientError, TimeoutError, OSError)
"""Everything a connection can die of."""

FAILED = (SlackApiError, ValueError, KeyError, *TRANSPORT)
"""What a call may end with instead of an answer."""

NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""Ends after which the request surely never left: no address, no connection."""

AMBIGUOUS = (
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "accesslimited",
)
"""Refusals of which Slack says that some aspect of the operation may have succeeded, or that do
not say whether anything was done."""

MENDABLE = {
    "invalid_auth": "Slack refuses the bot token: set ROUNDS_SLACK_BOT_TOKEN to the one on the"
    " app's page Install App.",
    "not_authed": "Slack was given no bot token: set ROUNDS_SLACK_BOT_TOKEN.",
    "token_expired": "The bot token has expired: install the app again and set"
    " ROUNDS_SLACK_BOT_TOKEN.",
    "not_allowed_token_type": "ROUNDS_SLACK_BOT_TOKEN is not a bot token: it begins with xoxb-.",
    "missing_scope": "The bot token lacks a scope: paste the manifest of `rounds slack manifest`"
    " on the app's page App Manifest and install the app again.",
    "no_permission": "The bot token lacks a permission: install the app again.",
    "org_login_required": "Slack is moving this workspace; it goes on by itself afterwards.",
    "team_added_to_org": "Slack is moving this workspace; it goes on by itself afterwards.",
    "ekm_access_denied": "Administrators have suspended this workspace's messages.",
    "messages_tab_disabled": "The app's Messages tab is off: paste the manifest of"
    " `rounds slack manifest` on the app's page App Manifest.",
}
"""What an operator can mend; until then everything waits."""

APP_REFUSED = (
    "Slack refuses the app-level token ({code}): make one with the scope connections:write on the"
    " app's page Basic Information, switch Socket Mode on, and set ROUNDS_SLACK_APP_TOKEN."
)

GONE = (
    "account_inactive",
    "token_revoked",
    "channel_not_found",
    "user_not_found",
    "users_not_found",
    "user_disabled",
    "user_not_visible",
    "cannot_dm_bot",
    "is_archived",
    "not_in_channel",
)
"""Refusals after which this person cannot be reached here; the first two mean that the app was
taken out of the workspace."""


def sent(out: Durable, where: Where, said: Mapping[str, Any]) -> Outcome:
    """It arrived: where it is, or what was asked for."""
    if isinstance(out, Post):
        ref, channel = said.get("ts"), said.get("channel")
        if not isinstance(ref, str) or not isinstance(channel, str):
            return Unsure("Slack's answer names no message.")
        return Sent(ref, channel)
    if isinstance(out, Lookup):
        return Sent(where.ref, where.channel, _facts(out, said))
    return Sent(where.ref, where.channel)


def _facts(out: Lookup, said: Mapping[str, Any]) -> dict[str, str]:
    if out.what == "link":
        return {"link": str(said["permalink"])}
    user: Mapping[str, Any] = said["user"]
    profile: Mapping[str, Any] = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name")
    found = {"name": name, "zone": user.get("tz"), "language": user.get("locale")}
    return {fact: str(value) for fact, value in found.items() if value}


def outcome(error: Exception) -> Outcome:
    """What a failed call of the Web API means for what it carried."""
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, NOT_SENT):
        return Wait(AGAIN_SECONDS, f"Slack is not reachable ({type(error).__name__}).")
    return Unsure(f"Slack's answer did not come or was none ({type(error).__name__}).")


def refused(error: SlackApiError, *, app: bool) -> Exception:
    """What stops a start: for good (a wrong token), or until Slack is better. `app` when it was
    the app-level token that was shown."""
    code = code_of(error)
    if isinstance(outcome(error), Unsure) or status_of(error) == 429:
        return ConnectionError(f"Slack: {code or status_of(error)}")
    if app:
        return Refused(APP_REFUSED.format(code=code))
    return Refused(MENDABLE.get(code, f"{MENDABLE['invalid_auth']} ({code})"))


def code_of(error: SlackApiError) -> str:
    """Slack's own name of the refusal, "" when the answer was not Slack's."""
    data: Any = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status; slack_sdk gives aiohttp's own answer when the body was no JSON."""
    found = getattr(error.response, "status_code", None) or getattr(error.response, "status", 0)
    return int(found or 0)


def retry_after(headers: Mapping[str, str] | None) -> float:
    """How long Slack asks us to wait."""
    said = str((headers or {}).get("Retry-After", ""))
    return float(said) if said.isdecimal() else LIMITED_SECONDS


def _refused(error: SlackApiError) -> Outcome:
    code, status = code_of(error), status_of(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        wait = retry_after(getattr(error.response, "headers", None))
        return Wait(wait, "Slack asks us to slow down.", "method")
    if not code or status >= 500 or code in AMBIGUOUS:
        return Unsure(f"Slack could not say whether it was done ({code or status}).")
    if code in MENDABLE:
        return Wait(REFUSED_SECONDS, MENDABLE[code], "platform")
    return Never(f"Slack: {code}{_details(error)}", gone=code in GONE)


def _details(error: SlackApiError) -> str:
    """What exactly a validator found; it names places, and never quotes."""
    data: Any = error.response.data
    metadata = data.get("response_metadata")
    found = metadata.get("messages") if isinstance(metadata, dict) else None
    return f" ({'; '.join(str(one) for one in found)})" if isinstance(found, list) else ""
