"""The methods about the bot itself: who it is, what waits for it, its commands, its answers."""

import re
from collections.abc import Callable
from typing import Any

from playground.telegram.args import Args
from playground.telegram.facts import (
    BATCH_MAX,
    COMMAND_MAX,
    COMMAND_TEXT_MAX,
    COMMANDS_MAX,
    DESCRIPTION_MAX,
    POLL_MAX,
    SHORT_DESCRIPTION_MAX,
    TOAST_MAX,
    TOO_OLD,
    Json,
    bad,
)
from playground.telegram.hub import Hub
from playground.telegram.state import whole
from playground.telegram.text import trimmed

SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
)  # fmt: skip
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")


class Said:
    """A result with a word of explanation beside it."""

    def __init__(self, result: Any, description: str) -> None:
        self.result = result
        self.description = description


def get_me(hub: Hub, args: Args) -> Json:
    return hub.state.bot() | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


def get_chat(hub: Hub, args: Args) -> Json:
    number = whole(args.text("chat_id"))
    person = hub.state.known(number) if number is not None else None
    if person is None or not person["started"]:
        raise bad("chat not found")
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
             "gifts_from_channels")  # fmt: skip
    return hub.state.chat(person) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


# updates


async def get_updates(hub: Hub, args: Args) -> list[Json]:
    hub.updates.allow(args.nested("allowed_updates"))
    seconds = min(max(args.number("timeout"), 0), POLL_MAX)
    return await hub.updates.get(args.number("offset"), args.number("limit", BATCH_MAX), seconds)


def set_webhook(hub: Hub, args: Args) -> Said:
    said = hub.webhook.set(
        args.text("url").strip(), args.text("secret_token"), args.number("max_connections", 40)
    )
    hub.updates.allow(args.nested("allowed_updates"))
    if args.flag("drop_pending_updates"):
        hub.updates.forget()
    return Said(True, said)


def delete_webhook(hub: Hub, args: Args) -> Said:
    if args.flag("drop_pending_updates"):
        hub.updates.forget()
    return Said(True, hub.webhook.remove())


def get_webhook_info(hub: Hub, args: Args) -> Json:
    return hub.webhook.info()


# presses


def answer_callback_query(hub: Hub, args: Args) -> bool:
    number = args.text("callback_query_id").strip()
    if not number.isdecimal():
        raise bad(TOO_OLD)
    text = trimmed(args.text("text"))
    if len(text) > TOAST_MAX:
        raise bad("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": args.flag("show_alert"), "url": args.text("url")}
    hub.answer(number, answer)
    return True


# commands and descriptions


def scope_key(hub: Hub, args: Args) -> str:
    scope = args.nested("scope", "bot command scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    language = args.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    key = str(scope["type"])
    if key.startswith("chat"):
        chat = whole(scope.get("chat_id"))
        if chat is None or hub.state.known(chat) is None:
            raise bad("chat not found")
        key += f":{chat}"
    return f"{key}/{language}"


def commands(hub: Hub) -> Json:
    return dict(hub.state.meta("commands") or {})


def read_command(given: object) -> Json:
    if not isinstance(given, dict):
        raise bad("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad(f"can't parse BotCommand: Can't find field \"{name}\"")
    command = trimmed(given["command"]).removeprefix("/")
    description = trimmed(given["description"])
    if not command:
        raise bad("command must be non-empty")
    if len(command) > COMMAND_MAX:
        raise bad(f"command length must not exceed {COMMAND_MAX}")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > COMMAND_TEXT_MAX:
        raise bad(f"command description length must not exceed {COMMAND_TEXT_MAX}")
    if not COMMAND.fullmatch(command):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def set_my_commands(hub: Hub, args: Args) -> bool:
    given = args.nested("commands", "commands")
    if not isinstance(given, list):
        raise bad("expected an Array of BotCommand")
    found = [read_command(one) for one in given]
    if len(found) > COMMANDS_MAX:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return keep_commands(hub, scope_key(hub, args), found)


def keep_commands(hub: Hub, key: str, found: list[Json]) -> bool:
    known = {name: value for name, value in commands(hub).items() if name != key}
    hub.state.set_meta("commands", known | ({key: found} if found else {}))
    for person in hub.state.people():
        hub.state.changed(person["id"])
    return True


def get_my_commands(hub: Hub, args: Args) -> list[Json]:
    found: list[Json] = commands(hub).get(scope_key(hub, args), [])
    return found


def delete_my_commands(hub: Hub, args: Args) -> bool:
    return keep_commands(hub, scope_key(hub, args), [])


def shown_commands(hub: Hub, person: Json) -> list[Json]:
    """The menu of one person: the narrowest scope wins, their language before none."""
    known = commands(hub)
    language = str(person["language"])[:2]
    for scope in (f"chat:{person['id']}", "all_private_chats", "default"):
        for key in (f"{scope}/{language}", f"{scope}/"):
            if known.get(key):
                found: list[Json] = known[key]
                return found
    return []


def describe(name: str, most: int) -> tuple[Callable[..., bool], Callable[..., Json]]:
    """The pair of methods that keep one text of the bot's profile, per language."""

    def put(hub: Hub, args: Args) -> bool:
        text, language = trimmed(args.text(name)), args.text("language_code")
        if len(text) > most:
            raise bad(f"bot {name.replace('_', ' ')} length must not exceed {most}")
        if not LANGUAGE.fullmatch(language):
            raise bad("invalid language code specified")
        hub.state.set_meta(name, dict(hub.state.meta(name) or {}) | {language: text})
        return True

    def get(hub: Hub, args: Args) -> Json:
        return {name: text_for(hub, name, args.text("language_code"))}

    return put, get


def text_for(hub: Hub, name: str, language: str) -> str:
    known = hub.state.meta(name) or {}
    return str(known.get(language) or known.get("") or "")


def get_file(hub: Hub, args: Args) -> Json:
    number = args.text("file_id")
    found = hub.state.file(number)
    if found is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    about = {"file_id": number, "file_unique_id": number[-12:], "file_size": found[0]["size"]}
    return about | {"file_path": f"documents/{number}"}


DESCRIPTION = describe("description", DESCRIPTION_MAX)
SHORT = describe("short_description", SHORT_DESCRIPTION_MAX)
BOT: dict[str, Callable[[Hub, Args], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "answerCallbackQuery": answer_callback_query,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": DESCRIPTION[0],
    "getMyDescription": DESCRIPTION[1],
    "setMyShortDescription": SHORT[0],
    "getMyShortDescription": SHORT[1],
    "getFile": get_file,
}
