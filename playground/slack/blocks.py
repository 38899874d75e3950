"""Block Kit as Slack's server validates it: every limit of a message and of a view, in Slack's error shape.

Numbers: docs.slack.dev/reference/block-kit/blocks; the total of a message is undocumented
(bolt-js#2509, #2867: rejected between 11,341 and 13,297 characters).
"""

from collections import Counter
from typing import Any

from playground.slack.checks import Check, Report, anything, boolean, both, many, one_of, shape, string, tell, text, typed
from playground.slack.elements import (
    ALT_TEXT,
    BLOCK_ID,
    URL,
    accessory,
    action,
    context_action,
    field,
    image,
    image_source,
    plain_button,
)
from playground.slack.facts import MESSAGE_TOTAL, SlackError

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
SECTION_TEXT, SECTION_FIELDS, FIELD_TEXT = 3_000, 10, 2_000
HEADER_TEXT = 150
ACTIONS, CONTEXT, CONTEXT_ACTIONS = 25, 10, 5
LABEL = 2_000
MARKDOWN = 12_000  # over all markdown blocks of one payload
TABLE_ROWS, TABLE_CELLS, TABLE_CELL_TEXT = 100, 20, 10_000
DATA_ROWS, DATA_PAGE = 101, 100
TITLE, CARD_BODY, CARDS, CHILDREN = 150, 200, 10, 10
VIEW_TITLE, PRIVATE_METADATA, CALLBACK_ID, EXTERNAL_ID = 24, 3_000, 255, 255


def block(need: dict[str, Check], may: dict[str, Check] | None = None) -> Check:
    return shape(need, (may or {}) | {"block_id": string(BLOCK_ID)})


def any_of(*names: str) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            tell(report, f"missing required field: {names[0]}", at)

    return check


def unique_actions(value: Any, at: str, report: Report) -> None:
    elements = value.get("elements") if isinstance(value, dict) else None
    ids = [one.get("action_id") for one in elements or [] if isinstance(one, dict)]
    for name, times in Counter(name for name in ids if name).items():
        if times > 1:
            tell(report, f"`action_id` {name} already exists in this block", f"{at}/elements")


rich_inner = many(typed({name: anything for name in (
    "text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color")}), 10_000, least=0)
rich_style: dict[str, Check] = {"elements": rich_inner}
rich_parts: dict[str, Check] = {
    "rich_text_section": shape(rich_style),
    "rich_text_quote": shape(rich_style, {"border": anything}),
    "rich_text_preformatted": shape(rich_style, {"border": anything, "language": string(50)}),
}
rich_parts["rich_text_list"] = shape(
    {"style": one_of("bullet", "ordered"), "elements": many(typed({"rich_text_section": shape(rich_style)}), 1_000)},
    {"indent": anything, "offset": anything, "border": anything},
)
rich_text = block({"elements": many(typed(rich_parts), 1_000)})
cell = typed({
    "raw_text": shape({"text": string(TABLE_CELL_TEXT)}),
    "raw_number": shape({"value": anything}, {"text": anything}),
    "rich_text": rich_text,
})
card = both(
    block({}, {
        "hero_image": image, "icon": image, "title": text(TITLE), "subtitle": text(TITLE), "body": text(CARD_BODY),
        "actions": many(plain_button, ACTIONS),
    }),
    any_of("title", "hero_image", "actions", "body"),
)

BLOCKS: dict[str, Check] = {
    "section": both(
        block({}, {
            "text": text(SECTION_TEXT), "fields": many(text(FIELD_TEXT), SECTION_FIELDS), "accessory": accessory,
            "expand": boolean,
        }),
        any_of("text", "fields"),
    ),
    "header": block({"text": text(HEADER_TEXT, plain=True)}),
    "divider": block({}),
    "image": both(
        block({"alt_text": string(ALT_TEXT)}, image_source | {"title": text(ALT_TEXT, plain=True)}),
        any_of("image_url", "slack_file"),
    ),
    "context": block({"elements": many(
        typed({"plain_text": text(SECTION_TEXT), "mrkdwn": text(SECTION_TEXT), "image": image}), CONTEXT)}),
    "actions": both(block({"elements": many(action, ACTIONS)}), unique_actions),
    "context_actions": both(block({"elements": many(context_action, CONTEXT_ACTIONS)}), unique_actions),
    "input": block(
        {"label": text(LABEL, plain=True), "element": field},
        {"hint": text(LABEL, plain=True), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": block({"text": string(MARKDOWN)}),
    "rich_text": rich_text,
    "table": block(
        {"rows": many(many(cell, TABLE_CELLS), TABLE_ROWS)}, {"column_settings": many(anything, TABLE_CELLS)}),
    "data_table": block(
        {"rows": many(many(cell, TABLE_CELLS), DATA_ROWS, least=2), "caption": string(ALT_TEXT)},
        {"page_size": anything, "column_settings": anything},
    ),
    "alert": block({"text": text(SECTION_TEXT)}, {
        "level": one_of("default", "info", "warning", "error", "success")}),
    "card": card,
    "carousel": block({"elements": many(typed({"card": card}), CARDS)}),
    "video": block(
        {"title": text(200, plain=True), "video_url": string(URL), "thumbnail_url": string(URL), "alt_text": string(ALT_TEXT)},
        {name: anything for name in (
            "author_name", "description", "provider_icon_url", "provider_name", "title_url")},
    ),
}
IN_CONTAINER = tuple(BLOCKS)
BLOCKS["container"] = both(
    block({"child_blocks": many(typed(BLOCKS, IN_CONTAINER), CHILDREN)}, {
        "title": text(TITLE, plain=True), "rich_text_title": rich_text, "subtitle": text(TITLE), "icon": image,
        "width": one_of("narrow", "standard", "wide", "full"), "is_collapsible": boolean,
        "default_collapsed": boolean, "has_header_divider": boolean,
    }),
    any_of("title", "rich_text_title"),
)
ONLY_IN_MESSAGES = {"markdown", "table", "data_table", "context_actions", "container", "card", "carousel"}
IN_VIEWS = tuple(name for name in BLOCKS if name not in ONLY_IN_MESSAGES)


def unique_blocks(value: Any, at: str, report: Report) -> None:
    ids = [one.get("block_id") for one in value if isinstance(one, dict)] if isinstance(value, list) else []
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
    blocks = value.get("blocks") if isinstance(value, dict) else None
    inputs = [one for one in blocks or [] if isinstance(one, dict) and one.get("type") == "input"]
    if inputs and not value.get("submit"):
        tell(report, "missing required field: submit", at)


modal = both(
    shape(
        {"title": text(VIEW_TITLE, plain=True), "blocks": view_blocks},
        view_common | {
            "submit": text(VIEW_TITLE, plain=True), "close": text(VIEW_TITLE, plain=True),
            "clear_on_close": boolean, "notify_on_close": boolean, "submit_disabled": boolean,
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
    return (len(own) if isinstance(own, str) else 0) + sum(characters(inner) for inner in value.values())


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
