"""A durable out becomes exactly one call, whole or refused, never cut; pure.

What was pressed is redrawn through the press's own address while it lives, in its thread and at
once; every other change is chat.update.
"""

from typing import Any

from adapters.port import Call, Where
from adapters.slack import blocks
from bot.cards import Durable, Edit, Erase, Lookup, Post, Standing

REDRAW = "response_url"
"""Not a method of the Web API: the address that came with a press, in args["url"]."""


def show(out: Durable, where: Where) -> Call | None:
    """The call that makes `out` happen. Raises ValueError, with one sentence, for what Slack
    would refuse."""
    if isinstance(out, Post):
        return _post(out, where)
    if isinstance(out, Edit):
        return _edit(out, where)
    if isinstance(out, Standing):
        drawn = blocks.home(out.card, _drawing(where, None))
        return Call("views.publish", {"user_id": out.to.user, "view": drawn})
    if isinstance(out, Lookup):
        return _lookup(out, where)
    if isinstance(out, Erase):
        raise ValueError("On Slack nobody but a person deletes what they wrote.")
    raise ValueError("A standing view is drawn before it is shown.")


def _post(out: Post, where: Where) -> Call:
    """`metadata` carries the row's opaque id: it finds again what was sent without an answer."""
    args: dict[str, Any] = {
        "channel": where.channel or where.user,
        "text": blocks.spoken(out.card),
        "blocks": blocks.message(out.card, _drawing(where, out.turn)),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": "rounds", "event_payload": {"k": where.outbox}},
    }
    return Call("chat.postMessage", args | ({"thread_ts": where.under} if where.under else {}))


def _edit(out: Edit, where: Where) -> Call:
    drawn = {
        "text": blocks.spoken(out.card),
        "blocks": blocks.message(out.card, _drawing(where, out.turn)),
    }
    if where.redraw:
        return Call(REDRAW, {"url": where.redraw, "replace_original": True} | drawn)
    return Call("chat.update", _message(out.name, where, "ts") | {"parse": "none"} | drawn)


def _lookup(out: Lookup, where: Where) -> Call:
    if out.what == "profile":
        return Call("users.info", {"user": out.to.user, "include_locale": True})
    if out.what == "link":
        return Call("chat.getPermalink", _message(out.name, where, "message_ts"))
    raise ValueError(f"Slack knows nothing about {out.what!r}.")


def _message(name: str, where: Where, key: str) -> dict[str, Any]:
    """The place of a message of ours; Slack takes a person's id for it in posts only."""
    if not where.ref or not where.channel:
        raise ValueError(f"The message {name} has no place on Slack yet.")
    return {"channel": where.channel, key: where.ref}


def _drawing(where: Where, turn: int | None) -> str:
    return f"{where.outbox or where.ref}.{turn if turn is not None else ''}"
