"""What answers a press, a form or a command at once: an acknowledgement, and calls made once.

Pure. A trigger lives three seconds, so nothing here waits for anything; what is stored never
depends on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.port import Call
from adapters.slack import blocks, limits
from bot.cards import Form, Notice, Passing, Reply

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a press was made. `thread` is "" outside one; `view` is true in Home or a form."""

    user: str
    channel: str = ""
    thread: str = ""
    trigger: str = ""
    view: bool = False


def place(body: Mapping[str, Any]) -> Place:
    """Where the press in this payload was made; never raises."""
    user, channel, container = (
        found if isinstance(found := body.get(name), dict) else {}
        for name in ("user", "channel", "container")
    )
    thread, message = container.get("thread_ts"), container.get("message_ts")
    return Place(
        user=_text(user.get("id")),
        channel=_text(channel.get("id")),
        thread=_text(thread) if thread != message else "",
        trigger=_text(body.get("trigger_id")),
        view=isinstance(body.get("view"), dict),
    )


def passing(out: Passing, where: Place) -> Call | None:
    """The call that makes a passing out; None when the acknowledgement or a redraw tells it.

    Raises ValueError over one of Slack's limits.
    """
    if isinstance(out, Form):
        return Call("views.open", {"trigger_id": where.trigger, "view": _form(out)})
    if isinstance(out, Reply) or out.saved:
        return None
    if where.view:
        return Call("views.open", {"trigger_id": where.trigger, "view": _window(out)})
    return _notice(out, where)


def acknowledgement(body: Mapping[str, Any], outs: Sequence[Passing]) -> Json | str:
    """The body of the acknowledgement: errors under a form's fields, a command's answer, or
    nothing. Raises ValueError over one of Slack's limits."""
    replies = [out for out in outs if isinstance(out, Reply)]
    if body.get("type") == "view_submission":
        errors = {name: said for out in replies for name, said in out.errors}
        return {"response_action": "errors", "errors": errors} if errors else ""
    text = "\n".join(out.text for out in replies if out.text)
    if "command" not in body or not text:
        return ""
    return {"response_type": "ephemeral"} | _words(text, limits.TEXT_UNITS)


def _notice(out: Notice, where: Place) -> Call:
    """A word only the one who pressed sees, where they pressed."""
    said = _words(out.text, limits.TEXT_UNITS)
    if len(said["text"].encode()) > limits.EPHEMERAL_BYTES:
        raise ValueError(f"A notice has more than {limits.EPHEMERAL_BYTES} bytes.")
    args = {"channel": where.channel, "user": where.user} | said
    return Call("chat.postEphemeral", args | ({"thread_ts": where.thread} if where.thread else {}))


def _words(text: str, most: int) -> Json:
    """The same words for everybody's eyes and ears; nothing in them is markup."""
    whole = blocks.within(blocks.escaped(text), most, "A passing word")
    return {"text": whole, "blocks": [blocks.literal(text)]}


def _form(form: Form) -> Json:
    drawn = [
        block
        for number, field in enumerate(form.fields)
        for block in blocks.inputs(field, number == 0)
    ]
    if len(drawn) > limits.BLOCKS_IN_VIEW:
        raise ValueError(f"A form has more than {limits.BLOCKS_IN_VIEW} fields.")
    token = blocks.within(form.token, limits.PRIVATE_METADATA_UNITS, "A form's token")
    return {
        "type": "modal",
        "private_metadata": token,
        "title": _title(form.title),
        "submit": _title(form.send),
        "close": _title(form.close),
        "blocks": drawn,
    }


def _window(out: Notice) -> Json:
    """A notice to somebody in Home: an ephemeral message would appear in the other tab."""
    return {
        "type": "modal",
        "title": _title("Rounds"),
        "close": _title(out.close),
        "blocks": [blocks.literal(out.text)],
    }


def _title(text: str) -> Json:
    return blocks.plain(blocks.within(text, limits.VIEW_TITLE_UNITS, "The title of a form"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
