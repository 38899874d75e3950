"""Who the app is, who is there, and what was said."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.slack.facts import (
    APP,
    BOT_ID,
    BOT_NAME,
    BOT_USER,
    TEAM,
    TEAM_DOMAIN,
    TEAM_NAME,
    Json,
    SlackError,
)
from playground.slack.hub import Hub
from playground.slack.methods_chat import channel_of

PAGE, PAGE_MOST = 100, 999


def auth_test(hub: Hub, args: Json) -> Json:
    return {
        "url": f"{hub.world.url}/slack/",
        "team": TEAM_NAME,
        "user": BOT_NAME,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(hub: Hub, args: Json) -> Json:
    if args.get("error"):
        raise SlackError(str(args["error"]), args=args)
    return {"args": args}


def team_info(hub: Hub, args: Json) -> Json:
    return {"team": {"id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": ""}}


def bots_info(hub: Hub, args: Json) -> Json:
    if args.get("bot", BOT_ID) != BOT_ID:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": BOT_ID,
            "app_id": APP,
            "user_id": BOT_USER,
            "name": BOT_NAME,
            "deleted": False,
        }
    }


# people


def user(hub: Hub, person: Json, locale: bool) -> Json:
    at = datetime.fromtimestamp(hub.world.clock.now(), ZoneInfo(person["zone"]))
    offset = at.utcoffset()
    found = {
        "id": person["id"],
        "team_id": TEAM,
        "name": person["name"].lower().replace(" ", "."),
        "deleted": False,
        "real_name": person["name"],
        "tz": person["zone"],
        "tz_label": at.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {"real_name": person["name"], "display_name": person["name"], "team": TEAM},
        "is_bot": False,
        "is_app_user": False,
        "updated": 1,
    }
    return found | ({"locale": person["locale"]} if locale else {})


def _person(hub: Hub, args: Json) -> Json:
    found: Json | None = hub.state.people.get(args.get("user", ""))
    if found is None:
        raise SlackError("user_not_found")
    return found


def users_info(hub: Hub, args: Json) -> Json:
    if args.get("user") == BOT_USER:
        return {
            "user": {
                "id": BOT_USER,
                "team_id": TEAM,
                "name": BOT_NAME,
                "real_name": BOT_NAME,
                "is_bot": True,
            }
        }
    return {"user": user(hub, _person(hub, args), truth(args.get("include_locale")))}


def users_list(hub: Hub, args: Json) -> Json:
    locale = truth(args.get("include_locale"))
    everyone = [user(hub, person, locale) for person in hub.state.people.values()]
    entries, cursor = page(everyone, args)
    return {"members": entries, "response_metadata": {"next_cursor": cursor}}


def dnd_info(hub: Hub, args: Json) -> Json:
    dnd = _person(hub, args)["dnd"]
    start, end = dnd or (1, 1)
    return {"dnd_enabled": bool(dnd), "next_dnd_start_ts": start, "next_dnd_end_ts": end}


# conversations


def conversation(hub: Hub, channel: str) -> Json:
    return {
        "id": channel,
        "created": 1,
        "is_im": True,
        "is_org_shared": False,
        "user": hub.state.owner(channel),
        "is_archived": False,
        "is_user_deleted": False,
        "context_team_id": TEAM,
    }


def open_conversation(hub: Hub, args: Json) -> Json:
    users = args.get("users")
    if args.get("channel"):
        channel = channel_of(hub, args)
    else:
        names = (
            users
            if isinstance(users, list)
            else [name for name in str(users or "").split(",") if name]
        )
        if not names:
            raise SlackError("users_list_not_supplied")
        if len(names) > 1:
            raise SlackError(
                "missing_scope", needed="mpim:write", provided=",".join(hub.faults.scopes)
            )
        channel = _person(hub, {"user": str(names[0])})["channel"]
    whole = truth(args.get("return_im"))
    return {
        "no_op": True,
        "already_open": True,
        "channel": conversation(hub, channel) if whole else {"id": channel},
    }


def conversation_info(hub: Hub, args: Json) -> Json:
    return {"channel": conversation(hub, channel_of(hub, args))}


def history(hub: Hub, args: Json) -> Json:
    """Roots, newest first."""
    channel = channel_of(hub, args)
    roots = [
        one for one in hub.state.messages(channel) if one.get("thread_ts", one["ts"]) == one["ts"]
    ]
    kept = [one for one in reversed(roots) if _between(one["ts"], args)]
    entries, cursor = page(kept, args)
    metadata = truth(args.get("include_all_metadata"))
    return _messages([hub.state.with_replies(one, metadata) for one in entries], cursor)


def replies(hub: Hub, args: Json) -> Json:
    """The root, then its replies, oldest first."""
    channel = channel_of(hub, args)
    ts = str(args.get("ts"))
    root = hub.state.message(channel, ts)
    if root is None or root.get("only_for"):
        raise SlackError("thread_not_found")
    parent = root.get("thread_ts") or ts
    found = [root] if parent != ts else [root, *hub.state.replies(channel, ts)]
    entries, cursor = page(
        [one for one in found if one["ts"] == ts or _between(one["ts"], args)], args
    )
    metadata = truth(args.get("include_all_metadata"))
    return _messages([hub.state.with_replies(one, metadata) for one in entries], cursor)


def _messages(entries: list[Json], cursor: str) -> Json:
    found: Json = {"messages": entries, "has_more": bool(cursor)}
    return found | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _between(ts: str, args: Json) -> bool:
    try:
        at, oldest, latest = (
            float(ts),
            float(args.get("oldest") or 0),
            float(args.get("latest") or "inf"),
        )
    except (TypeError, ValueError):
        raise SlackError("invalid_ts_latest") from None
    edges = truth(args.get("inclusive")) or ("oldest" not in args and "latest" not in args)
    return oldest <= at <= latest if edges else oldest < at < latest


def page(entries: list[Any], args: Json) -> tuple[list[Any], str]:
    """One page and the cursor of the next; the cursor is the place, as text."""
    try:
        limit = int(args.get("limit") or PAGE)
    except (TypeError, ValueError):
        raise SlackError("invalid_limit") from None
    if not 1 <= limit <= PAGE_MOST:
        raise SlackError("invalid_limit")
    cursor = str(args.get("cursor") or "next:0")
    if not cursor.startswith("next:") or not cursor[5:].isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor[5:])
    more = start + limit < len(entries)
    return entries[start : start + limit], f"next:{start + limit}" if more else ""


def truth(value: Any) -> bool:
    """A flag as it arrives: true, "true", 1 or "1"."""
    return value is True or str(value).lower() in ("1", "true")


OTHER = {
    "api.test": api_test,
    "auth.test": auth_test,
    "bots.info": bots_info,
    "conversations.history": history,
    "conversations.info": conversation_info,
    "conversations.open": open_conversation,
    "conversations.replies": replies,
    "dnd.info": dnd_info,
    "team.info": team_info,
    "users.info": users_info,
    "users.list": users_list,
}
