"""What Slack sends, in the shapes it really has: of the playground's making, filled in here."""

import random
from collections.abc import Sequence
from typing import Any

from playground.slack import events
from playground.slack.facts import TEAM
from tests.fuzz.damage import CANARY

Json = dict[str, Any]
HOOK = "https://hooks.slack.example/actions/T0PLAY/1/x"
AT = 1_772_442_000.0
FORMS: tuple[Json, ...] = (
    {},
    {"rating": "5", "failure": CANARY, "reason": CANARY},
    {"reason.2s": CANARY, "reason.3x": CANARY, "reason.999999999999n": CANARY},
    {"reason": None, "reason.2n": [CANARY], "wording": {"value": CANARY}},
    {CANARY: CANARY, "": "", "reason": f"“It says to rest” {CANARY}"},
)
"""Fields of a form that nobody opened so."""


def person(user: str) -> Json:
    return {"id": user, "name": f"Dr {CANARY} Lind", "channel": f"D{user}"}


def event(inner: Json, key: str) -> Json:
    return events.event_callback(inner, f"Ev{key}", AT)


def message(user: str, ref: str, text: str, thread: str = "") -> Json:
    """A message as it is stored: what an event or an edit tells."""
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    whole: Json = {
        "type": "message",
        "user": user,
        "ts": ref,
        "client_msg_id": f"c-{ref}",
        "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "team": TEAM,
        "blocks": [{"type": "rich_text", "block_id": "b", "elements": [rich]}],
    }
    if thread:
        whole |= {"thread_ts": thread, "parent_user_id": "U0ROUNDS"}
    return whole


def said(user: str, key: str, ref: str, text: str, thread: str = "") -> Json:
    return event(events.message_im(message(user, ref, text, thread), f"D{user}"), key)


def edited(user: str, key: str, ref: str, text: str | None) -> Json:
    """An edit, or a deletion."""
    before = message(user, ref, f"{CANARY} before")
    if text is None:
        return event(events.message_deleted(before, f"D{user}", "9.9"), key)
    after = message(user, ref, text) | {"edited": {"user": user, "ts": "9.8"}}
    return event(events.message_changed(after, before, f"D{user}", "9.9"), key)


def opened(user: str, key: str, tab: str) -> Json:
    view = {"id": "V1", "type": "home", "blocks": [], "private_metadata": CANARY}
    return event(events.app_home_opened(user, f"D{user}", tab, "9.7", view), key)


def pressed(user: str, key: str, token: str, ref: str = "") -> Json:
    """On a message, or in Home when there is none."""
    label = {"type": "plain_text", "text": f"{CANARY} label", "emoji": True}
    action = {"type": "button", "action_id": "b0", "block_id": "1.1", "text": label}
    action |= {"value": token, "action_ts": "9.6"}
    if not ref:
        view = {"id": "V1", "type": "home", "team_id": TEAM, "hash": "1.a", "blocks": []}
        return events.press_in_view(person(user), view, action, key)
    shown = message("U0ROUNDS", ref, f"{CANARY} card") | {"bot_id": "B0ROUNDS"}
    raw = {"channel": f"D{user}", "thread_ts": "1.1"}
    return events.press_in_message(person(user), shown, action, {}, key, HOOK, raw)


def chosen(user: str, key: str, token: str, ref: str) -> Json:
    """An option of a menu."""
    body = pressed(user, key, token, ref)
    option = {"text": {"type": "plain_text", "text": CANARY}, "value": token}
    body["actions"] = [{"type": "static_select", "action_id": "b1", "selected_option": option}]
    return body


def ticked(user: str, key: str, tokens: Sequence[str], ref: str) -> Json:
    """Several options of one field at once: nothing of ours has such, and it may come."""
    body = pressed(user, key, tokens[0], ref)
    options = [{"text": {"type": "plain_text", "text": CANARY}, "value": one} for one in tokens]
    several = {"action_id": "b2", "block_id": "1.2", "selected_options": options}
    body["actions"] = [{"type": "checkboxes", **several}, *body["actions"]]
    body["state"] = {"values": {"1.2": {"b2": {"type": "checkboxes", "selected_options": options}}}}
    return body


def submitted(user: str, key: str, token: str, fields: Json) -> Json:
    values = {
        name: {name: {"type": "plain_text_input", "value": value}} for name, value in fields.items()
    }
    view: Json = {"id": "V2", "type": "modal", "team_id": TEAM, "hash": "1.b", "blocks": []}
    view |= {"private_metadata": token, "state": {"values": values}}
    return events.view_submission(person(user), view, key)


def commanded(user: str, key: str, text: str) -> Json:
    return events.slash_command(person(user), "/rounds", text, key, HOOK)


def any_shape(chance: random.Random, user: str, key: str, token: str, text: str) -> Json:
    """One of everything that people do, and of what is told about them."""
    ref, file = f"{chance.randrange(1, 500)}", {"mimetype": "image/png", "name": CANARY}
    inner = events.message_im(message(user, ref, text), f"D{user}")
    voice = {"mimetype": "audio/mp4", "subtype": "slack_audio", "name": CANARY}
    buried = {"subtype": "tombstone", "user": "USLACKBOT", "text": CANARY, "ts": ref}
    before = message(user, ref, text)
    made = (
        lambda: said(user, key, ref, text),
        lambda: said(user, key, ref, text, f"{chance.randrange(1, 500)}"),
        lambda: event(inner | {"subtype": "file_share", "files": [file]}, key),
        lambda: event(inner | {"subtype": "file_share", "files": [voice]}, key),
        lambda: event(inner | {"subtype": "thread_broadcast", "thread_ts": "1.1"}, key),
        lambda: edited(user, key, ref, text),
        lambda: edited(user, key, ref, None),
        lambda: event(events.message_changed(buried, before, f"D{user}", "9.9"), key),
        lambda: opened(user, key, "home"),
        lambda: opened(user, key, "messages"),
        lambda: event({"type": "member_joined_channel", "user": user, "channel": "C1"}, key),
        lambda: event({"type": "user_change", "user": {"id": user, "deleted": True}}, key),
        lambda: event({"type": "tokens_revoked", "tokens": {"bot": [], "oauth": [user]}}, key),
        lambda: pressed(user, key, token, ref),
        lambda: pressed(user, key, token),
        lambda: chosen(user, key, token, ref),
        lambda: ticked(user, key, [token, f"{token}y", CANARY], ref),
        lambda: submitted(user, key, token, {"reason": text}),
        lambda: submitted(user, key, token, {"reason": text, "reason.2n": text}),
        lambda: submitted(user, key, token, chance.choice(FORMS)),
        lambda: commanded(user, key, text),
        lambda: events.view_closed(person(user), {"id": "V2", "type": "modal"}, False),
    )
    return chance.choice(made)()
