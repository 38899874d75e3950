"""A whole message or view as Slack's server checks it, refused in Slack's error shape.

The total of a message is undocumented (bolt-js#2509, #2867: rejected between 11,341 and 13,297
characters of block text).
"""

from collections import Counter
from typing import Any

from playground.slack.blocks import BLOCKS, IN_VIEWS, MARKDOWN
from playground.slack.checks import (
    Check,
    Report,
    boolean,
    both,
    entries,
    many,
    shape,
    string,
    tell,
    text,
    typed,
)
from playground.slack.facts import MESSAGE_TOTAL, SlackError

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
VIEW_TITLE, PRIVATE_METADATA, CALLBACK_ID, EXTERNAL_ID = 24, 3_000, 255, 255


def unique_blocks(value: Any, at: str, report: Report) -> None:
    ids = (
        [one.get("block_id") for one in value if isinstance(one, dict)]
        if isinstance(value, list)
        else []
    )
    for name, times in Counter(name for name in ids if isinstance(name, str)).items():
        if times > 1:
            tell(report, f"`block_id` {name} already exists", at)


message_blocks = both(many(typed(BLOCKS), MESSAGE_BLOCKS, least=0), unique_blocks)
view_blocks = both(many(typed(BLOCKS, IN_VIEWS), VIEW_BLOCKS, least=0), unique_blocks)
view_common: dict[str, Check] = {
    "private_metadata": string(PRIVATE_METADATA, least=0),
    "callback_id": string(CALLBACK_ID, least=0),
    "external_id": string(EXTERNAL_ID, least=0),
}
home = shape({"blocks": view_blocks}, view_common)


def _input_needs_submit(value: Any, at: str, report: Report) -> None:
    blocks = entries(value.get("blocks")) if isinstance(value, dict) else []
    inputs = [one for one in blocks if isinstance(one, dict) and one.get("type") == "input"]
    if inputs and not value.get("submit"):
        tell(report, "missing required field: submit", at)


modal = both(
    shape(
        {"title": text(VIEW_TITLE, plain=True), "blocks": view_blocks},
        view_common
        | {
            "submit": text(VIEW_TITLE, plain=True),
            "close": text(VIEW_TITLE, plain=True),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    _input_needs_submit,
)


def characters(value: Any) -> int:
    """All text in blocks that a reader could see: what counts towards a message's total."""
    if isinstance(value, list):
        return sum(characters(entry) for entry in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(
        characters(inner) for inner in value.values()
    )


def refuse(code: str, report: Report) -> SlackError:
    return SlackError(
        code, errors=report, response_metadata={"messages": [f"[ERROR] {line}" for line in report]}
    )


def check_message(blocks: Any) -> None:
    """Raise what Slack answers to a message with these blocks, or return."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    report: Report = []
    message_blocks(blocks, "/blocks", report)
    if report:
        raise refuse("invalid_blocks", report)
    if sum(one["type"] in ("table", "data_table") for one in blocks) > 1:
        raise refuse("invalid_attachments", ["only_one_table_allowed"])
    if sum(len(one["text"]) for one in blocks if one["type"] == "markdown") > MARKDOWN:
        raise SlackError("msg_blocks_too_long")
    if characters(blocks) > MESSAGE_TOTAL:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, kind: str) -> None:
    """Raise what Slack answers to a view of this kind ("home" or "modal"), or return."""
    report: Report = []
    if not isinstance(view, dict):
        raise refuse("invalid_arguments", ["must be an object [json-pointer:/view]"])
    if view.get("type") != kind:
        tell(report, f"must be {kind}", "/view/type")
    (home if kind == "home" else modal)(view, "/view", report)
    if report:
        raise refuse("invalid_arguments", report)
