"""What a platform is asked to do for an out, drawn by its real adapter; and how that is kept.

A call is a method and its arguments, so a golden file can be pasted into Slack's Block Kit Builder.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from adapters.port import Call, Where
from adapters.slack import passing as slack_passing
from adapters.slack import show as slack
from adapters.telegram import show as telegram
from bot.cards import Durable, Form, Notice, Out, Passing, Post, Reply, Upload
from bot.text import JOINER
from tests.gallery_visit import ACCOUNTS, CHANNELS

GOLDEN = Path(__file__).parents[1] / "golden"
REFS = {"slack": ("1772442000.000009", "1772442000.000001"), "telegram": ("109", "101")}
"""The message that is edited, and the one that is replied to."""

SHOW = {"slack": slack.show, "telegram": telegram.show}
PRESS, TRIGGER = "4382bfdwelz4rhcdzt4", "1772442000.1772442000.0123456789abcdef"
BYTES, FILE = 54_321, "F0ABCDEF"
"""The length of any file, and the number that Slack gives it."""

ACKNOWLEDGED = "acknowledgement"
"""Not a call: the body of the answer to a form or a command."""


def calls(platform: str, outs: Iterable[Out]) -> list[Call]:
    """Everything that is sent for these outs, in order."""
    return [call for out in outs for call in drawn(platform, out)]


def drawn(platform: str, out: Out, where: Where | None = None) -> list[Call]:
    """What is sent for one out: one call, or none; on Slack a notice has two places to appear, and
    a file goes up in calls of its own."""
    if isinstance(out, Durable):
        at = where or place(platform, out)
        call = SHOW[platform](out, at)
        if call and call.file and platform == "slack":
            return [slack.announced(call, BYTES), slack.completed(call, at.channel, FILE)]
        return [call] if call else []
    return _slack(out) if platform == "slack" else _telegram(out)


def place(platform: str, out: Durable) -> Where:
    """Where the pump would say it belongs."""
    ref, root = REFS[platform]
    return Where(
        CHANNELS[platform],
        ACCOUNTS[platform].user,
        ref="" if isinstance(out, Post | Upload) else ref,
        under=root if isinstance(out, Post | Upload) and out.under else "",
        outbox="1",
    )


def _slack(out: Passing) -> list[Call]:
    if isinstance(out, Reply):
        said = {"type": "view_submission"} if out.errors else {"command": "/rounds"}
        body = slack_passing.acknowledgement(said, [out])
        return [Call(ACKNOWLEDGED, body)] if isinstance(body, dict) else []
    user, channel = ACCOUNTS["slack"].user, CHANNELS["slack"]
    pressed = slack_passing.Place(user, channel, REFS["slack"][1], TRIGGER)
    at_home = slack_passing.Place(user, trigger=TRIGGER, view=True)
    places = [pressed] if isinstance(out, Form) else [pressed, at_home]
    return [call for one in places if (call := slack_passing.passing(out, one))]


def _telegram(out: Passing) -> list[Call]:
    if isinstance(out, Notice):
        return [telegram.answer(PRESS, [out])]
    return [telegram.reply(out, CHANNELS["telegram"])]


def golden_file(platform: str, name: str) -> Path:
    return GOLDEN / platform / f"{name}.json"


def as_text(made: Iterable[Call]) -> str:
    """Calls as JSON whose diff can be read: nothing in it is invisible or turns the text around."""
    listed: list[dict[str, Any]] = [
        {"method": one.method, "args": one.args} | ({"file": asdict(one.file)} if one.file else {})
        for one in made
    ]
    text = json.dumps(listed, ensure_ascii=False, indent=1)
    return re.sub(r"[^\x20-\x7e\n]", _visible, text) + "\n"


def _visible(found: re.Match[str]) -> str:
    character = found[0]
    if unicodedata.category(character)[0] in "LNPS" and unicodedata.bidirectional(character) != "R":
        return character
    return json.dumps(character)[1:-1]


def as_seen(call: Call) -> str:
    """The words of a message as they stand there, **bold** and *italic*, and its [buttons]."""
    words, rows = (_on_slack if "blocks" in call.args else _on_telegram)(call.args)
    pressed = [" ".join(f"[{label}]" for label in row) for row in rows]
    return "\n".join([words.replace(JOINER, ""), *pressed])


def _on_slack(args: Mapping[str, Any]) -> tuple[str, list[list[str]]]:
    said, rows = list[str](), list[list[str]]()
    for block in args["blocks"]:
        if block["type"] == "rich_text":
            runs = [run for section in block["elements"] for run in section["elements"]]
            said.append("".join(_marked(run["text"], *run.get("style", ())) for run in runs))
        elif block["type"] == "actions":
            rows.append([one["text"]["text"] for one in block["elements"]])
        else:
            said.append(block["text"]["text"])
    return "\n".join(said), rows


def _on_telegram(args: Mapping[str, Any]) -> tuple[str, list[list[str]]]:
    text, end, said = args["text"].encode("utf-16-le"), 0, ""
    for one in args.get("entities", ()):
        begin = one["offset"] * 2
        said += text[end:begin].decode("utf-16-le")
        end = begin + one["length"] * 2
        said += _marked(text[begin:end].decode("utf-16-le"), one["type"])
    keyboard = args.get("reply_markup", {}).get("inline_keyboard", [])
    return said + text[end:].decode("utf-16-le"), [[one["text"] for one in row] for row in keyboard]


MARKS = {"bold": "**", "italic": "*"}


def _marked(text: str, *styles: str) -> str:
    """Marks stand at the words, not at the spaces around them."""
    for mark in (MARKS[style] for style in styles):
        words = text.strip()
        text = text.replace(words, f"{mark}{words}{mark}") if words else text
    return text
