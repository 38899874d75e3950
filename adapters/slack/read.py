"""A payload as Slack sent it becomes one event, or none; pure, and on the raw JSON.

Only the direct messages with us count: in channels nothing is read, and a command used there never
makes its channel ours. What keeps the shape Slack promises is read or passed over, anything else
raises `Unreadable`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from adapters.port import Unreadable
from bot.events import Account, Event, Opened, Pressed, Reached, Revised, Said, Submitted
from bot.text import typed

Json = Mapping[str, Any]

SAID = ("", "thread_broadcast", "me_message", "file_share")
"""Subtypes of a message that is somebody's own words; all others tell about the conversation."""

SLACKBOT = "USLACKBOT"
VIEWS = {"home": "home", "messages": "messages"}
NOTHING = "open:0:0"
"""The token of a link button without one: a page name that the engine passes over."""

REFERENCE = re.compile(r"<([^<>]*)>")
SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")
CONTINUED = re.compile(r"(.+):(\d+)([nsx])")
"""The name of a field's further part (`blocks.pieces`): its letter says what stood at the cut."""

GLUE = {"n": "\n", "s": " ", "x": ""}

ID_MOST = 255
"""Longest name of anything of Slack's; theirs have some 10 to 60 characters."""


def read(body: Json, at: datetime) -> Event | None:
    """What this payload means for us; None when it means nothing."""
    kind = body.get("type")
    if kind == "event_callback":
        return _event(body, at)
    if kind == "block_actions":
        return _pressed(body, at)
    if kind == "view_submission":
        return _submitted(body, at)
    if "command" in body:
        return _command(body, at)
    return None


def key(body: Json) -> str:
    """What a delivery seen twice is known by; "" when only its bytes can tell.

    Never a view's id and hash: a form sent again after its errors still has both.
    """
    return _id(body.get("event_id") or body.get("trigger_id"))


def sender(body: Json) -> Account | None:
    """Whose payload this is, as far as it can be told; never raises."""
    event = body.get("event")
    users = [body.get("user"), body.get("user_id")]
    if isinstance(event, dict):
        users += [event.get("user")]
        for name in ("message", "previous_message"):
            inner = event.get(name)
            users += [inner.get("user")] if isinstance(inner, dict) else []
    team = _team_of(body)
    for user in users:
        found = _id(user.get("id") if isinstance(user, dict) else user)
        if team and found:
            return Account("slack", team, found)
    return None


def plain(text: str) -> str:
    """What was typed: references as they were written, & < > themselves, emoji as their codes."""
    return typed(_unescaped(REFERENCE.sub(lambda found: _written(found[1]), text)))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _written(reference: str) -> str:
    """The inside of <…>: an address, or somebody's or something's name."""
    target, _, label = reference.partition("|")
    if target.startswith("!date^"):
        return label
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if target[:1] in ("@", "#"):
        return f"{target[0]}{label.removeprefix(target[0])}" if label else target
    bare = SCHEME.sub("", target)
    if not label or label == target:
        return target if target.startswith("http") else bare
    return label if label.rstrip("/") == bare.rstrip("/") else f"{label} ({target})"


def _event(body: Json, at: datetime) -> Event | None:
    event = _field(body, "event", dict, "the payload")
    kind = event.get("type")
    came: dict[str, Any] = {"id": key(body), "at": at}
    team = _team(body)
    if kind == "message":
        return _message(event, team, came)
    if kind == "app_home_opened" and (view := VIEWS.get(str(event.get("tab")))):
        account = Account("slack", team, _named(event, "user", "event"))
        return Opened(**came, account=account, channel=_direct(event.get("channel")), view=view)
    if kind == "user_change":
        user = _field(event, "user", dict, "event")
        account = Account("slack", team, _named(user, "id", "event.user"))
        return Reached(**came, account=account, change="left") if user.get("deleted") else None
    tokens = event.get("tokens")
    revoked = isinstance(tokens, dict) and bool(tokens.get("bot"))
    if kind == "app_uninstalled" or (kind == "tokens_revoked" and revoked):
        # nobody in particular left: the workspace did, and its account has no user
        return Reached(**came, account=Account("slack", team, ""), change="left")
    return None


def _message(event: Json, team: str, came: Mapping[str, Any]) -> Event | None:
    if event.get("channel_type") != "im":
        return None
    subtype = event.get("subtype") or ""
    if subtype == "message_changed":
        return _changed(event, team, came)
    if subtype == "message_deleted":
        before = _field(event, "previous_message", dict, "event")
        return _revised(before, event, team, came, None)
    if subtype not in SAID or event.get("hidden") or _automatic(event):
        return None
    written, thread = _named(event, "ts", "event"), _id(event.get("thread_ts"))
    return Said(
        **came,
        account=Account("slack", team, _named(event, "user", "event")),
        channel=_direct(event.get("channel")),
        message=written,
        text=plain(_field(event, "text", str, "event") if "text" in event else ""),
        thread=thread if thread != written else "",
        form=_form(event),
    )


def _changed(event: Json, team: str, came: Mapping[str, Any]) -> Event | None:
    """An edit; a deleted message that has replies comes as an edit to a tombstone. What Slack
    itself changes, such as an unfurled link, leaves the text as it was."""
    message = _field(event, "message", dict, "event")
    before = event.get("previous_message")
    if message.get("subtype") == "tombstone":
        return _revised(before, event, team, came, None) if isinstance(before, dict) else None
    text = _field(message, "text", str, "event.message")
    if isinstance(before, dict) and before.get("text") == text:
        return None
    return _revised(message, event, team, came, plain(text))


def _revised(
    message: Json, event: Json, team: str, came: Mapping[str, Any], text: str | None
) -> Event | None:
    if _automatic(message):
        return None
    return Revised(
        **came,
        account=Account("slack", team, _named(message, "user", "event.message")),
        channel=_direct(event.get("channel")),
        message=_named(message, "ts", "event.message"),
        text=text,
    )


def _automatic(message: Json) -> bool:
    """Written by an app, ourselves included, or by Slack."""
    return bool(message.get("bot_id")) or message.get("user") == SLACKBOT


def _form(event: Json) -> str:
    """What a message is besides its text: a recording, a picture, a file or forwarded words."""
    files = event.get("files")
    files = [one for one in files if isinstance(one, dict)] if isinstance(files, list) else []
    if not files:
        forwarded = event.get("attachments") and not event.get("text")
        return "file" if forwarded or event.get("subtype") == "file_share" else "text"
    kind = str(files[0].get("mimetype"))
    if files[0].get("subtype") == "slack_audio" or kind.startswith("audio/"):
        return "voice"
    return "photo" if kind.startswith("image/") else "file"


def _pressed(body: Json, at: datetime) -> Event | None:
    """A button, or an option of a menu. In Home there is no message, and nothing to redraw with."""
    actions = _field(body, "actions", list, "the press")
    if not actions or not isinstance(actions[0], dict):
        raise Unreadable("Slack sent a press without an action.")
    token = _token(actions[0])
    if token is None:
        return None
    container = body.get("container")
    place = container if isinstance(container, dict) else {}
    channel, shown = body.get("channel"), isinstance(body.get("message"), dict)
    redraw = body.get("response_url") if shown else ""
    return Pressed(
        id=key(body),
        at=at,
        account=_account(body),
        channel=_direct(channel.get("id") if isinstance(channel, dict) else ""),
        token=typed(token),
        message=_id(place.get("message_ts")),
        redraw=redraw if isinstance(redraw, str) and redraw.isprintable() else "",
    )


def _token(action: Json) -> str | None:
    chosen = action.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else action.get("value")
    if isinstance(value, str) and value:
        return value
    return NOTHING if action.get("url") else None


def _submitted(body: Json, at: datetime) -> Event:
    view = _field(body, "view", dict, "the form")
    values = _field(_field(view, "state", dict, "view"), "values", dict, "view.state")
    fields: dict[str, str] = {}
    for name, _, glue, said in sorted(_entered(values), key=lambda part: part[:2]):
        before = fields.get(name, "")
        fields[name] = before + glue + said if before and said else before or said
    token = _field(view, "private_metadata", str, "view")
    return Submitted(id=key(body), at=at, account=_account(body), token=typed(token), fields=fields)


def _entered(values: Json) -> Iterator[tuple[str, int, str, str]]:
    """Each field and further part of one: its name, place, what goes before it, its text."""
    for entered in values.values():
        for name, element in entered.items() if isinstance(entered, dict) else ():
            said = element.get("value") if isinstance(element, dict) else None
            text = typed(said) if isinstance(said, str) else ""
            part = CONTINUED.fullmatch(name)
            if part:
                yield part[1], int(part[2]), GLUE[part[3]], text
            else:
                yield name, 1, "", text


def _command(body: Json, at: datetime) -> Event:
    """/rounds and a word; without one it asks for help. It may be used anywhere, so the channel
    it comes from is nobody's place to answer in."""
    text = typed(_unescaped(_field(body, "text", str, "the command"))).strip()
    account = Account("slack", _team(body), _named(body, "user_id", "the command"))
    return Said(id=key(body), at=at, account=account, text=text or "help", command=True)


def _account(body: Json) -> Account:
    user = _field(body, "user", dict, "the payload")
    return Account("slack", _team(body), _named(user, "id", "user"))


def _team(body: Json) -> str:
    if team := _team_of(body):
        return team
    raise Unreadable("Slack sent a payload without its workspace.")


def _team_of(body: Json) -> str:
    team, user = body.get("team"), body.get("user")
    found = body.get("team_id")
    if not found and isinstance(team, dict):
        found = team.get("id")
    if not found and isinstance(user, dict):
        found = user.get("team_id")
    return team if (team := _id(found)).isalnum() else ""


def _direct(channel: object) -> str:
    """The conversation, if it is a direct one: nothing of ours belongs anywhere else."""
    found = _id(channel)
    return found if found.startswith("D") else ""


def _id(value: object) -> str:
    """A name of Slack's that any database keeps, and no other; "" for what is none."""
    return value if isinstance(value, str) and len(value) <= ID_MOST and value.isprintable() else ""


def _named(part: Json, name: str, where: str) -> str:
    """A name of Slack's, in a field that promises one."""
    found = _id(_field(part, name, str, where))
    if not found:
        raise Unreadable(f"Slack sent {where} without a usable {name}.")
    return found


def _field(part: Json, name: str, kind: type[Any], where: str) -> Any:
    """A field of the promised type."""
    value = part.get(name) if isinstance(part, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Unreadable(f"Slack sent {where} without a usable {name}.")
    return value
