"""What Slack accepts of each kind of block, one table.

Numbers: docs.slack.dev/reference/block-kit/blocks.
"""

from collections import Counter
from typing import Any

from playground.slack.checks import (
    Check,
    Report,
    anything,
    boolean,
    both,
    entries,
    many,
    one_of,
    shape,
    string,
    tell,
    text,
    typed,
)
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
from playground.slack.rich import rich_text

SECTION_TEXT, SECTION_FIELDS, FIELD_TEXT = 3_000, 10, 2_000
HEADER_TEXT = 150
ACTIONS, CONTEXT, CONTEXT_ACTIONS = 25, 10, 5
LABEL = 2_000
MARKDOWN = 12_000
TABLE_ROWS, TABLE_CELLS, TABLE_CELL_TEXT = 100, 20, 10_000
DATA_ROWS, DATA_PAGE = 101, 100
TITLE, CARD_BODY, CARDS, CHILDREN = 150, 200, 10, 10


def block(need: dict[str, Check], may: dict[str, Check] | None = None) -> Check:
    return shape(need, (may or {}) | {"block_id": string(BLOCK_ID)})


def any_of(*names: str) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            tell(report, f"missing required field: {names[0]}", at)

    return check


def unique_actions(value: Any, at: str, report: Report) -> None:
    elements = entries(value.get("elements")) if isinstance(value, dict) else []
    ids = [one.get("action_id") for one in elements if isinstance(one, dict)]
    for name, times in Counter(name for name in ids if isinstance(name, str)).items():
        if times > 1:
            tell(report, f"`action_id` {name} already exists in this block", f"{at}/elements")


cell = typed(
    {
        "raw_text": shape({"text": string(TABLE_CELL_TEXT)}),
        "raw_number": shape({"value": anything}, {"text": anything}),
        "rich_text": rich_text,
    }
)
card = both(
    block(
        {},
        {
            "hero_image": image,
            "icon": image,
            "title": text(TITLE),
            "subtitle": text(TITLE),
            "body": text(CARD_BODY),
            "actions": many(plain_button, ACTIONS),
        },
    ),
    any_of("title", "hero_image", "actions", "body"),
)

BLOCKS: dict[str, Check] = {
    "section": both(
        block(
            {},
            {
                "text": text(SECTION_TEXT),
                "fields": many(text(FIELD_TEXT), SECTION_FIELDS),
                "accessory": accessory,
                "expand": boolean,
            },
        ),
        any_of("text", "fields"),
    ),
    "header": block({"text": text(HEADER_TEXT, plain=True)}),
    "divider": block({}),
    "image": both(
        block({"alt_text": string(ALT_TEXT)}, image_source | {"title": text(ALT_TEXT, plain=True)}),
        any_of("image_url", "slack_file"),
    ),
    "context": block(
        {
            "elements": many(
                typed(
                    {"plain_text": text(SECTION_TEXT), "mrkdwn": text(SECTION_TEXT), "image": image}
                ),
                CONTEXT,
            )
        }
    ),
    "actions": both(block({"elements": many(action, ACTIONS)}), unique_actions),
    "context_actions": both(
        block({"elements": many(context_action, CONTEXT_ACTIONS)}), unique_actions
    ),
    "input": block(
        {"label": text(LABEL, plain=True), "element": field},
        {"hint": text(LABEL, plain=True), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": block({"text": string(MARKDOWN)}),
    "rich_text": rich_text,
    "table": block(
        {"rows": many(many(cell, TABLE_CELLS), TABLE_ROWS)},
        {"column_settings": many(anything, TABLE_CELLS)},
    ),
    "data_table": block(
        {"rows": many(many(cell, TABLE_CELLS), DATA_ROWS, least=2), "caption": string(ALT_TEXT)},
        {"page_size": anything, "column_settings": anything},
    ),
    "alert": block(
        {"text": text(SECTION_TEXT)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": card,
    "carousel": block({"elements": many(typed({"card": card}), CARDS)}),
    "video": block(
        {
            "title": text(200, plain=True),
            "video_url": string(URL),
            "thumbnail_url": string(URL),
            "alt_text": string(ALT_TEXT),
        },
        dict.fromkeys(
            (
                "author_name",
                "description",
                "provider_icon_url",
                "provider_name",
                "title_url",
            ),
            anything,
        ),
    ),
}
IN_CONTAINER = tuple(BLOCKS)
BLOCKS["container"] = both(
    block(
        {"child_blocks": many(typed(BLOCKS, IN_CONTAINER), CHILDREN)},
        {
            "title": text(TITLE, plain=True),
            "rich_text_title": rich_text,
            "subtitle": text(TITLE),
            "icon": image,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    any_of("title", "rich_text_title"),
)
ONLY_IN_MESSAGES = {
    "markdown",
    "table",
    "data_table",
    "context_actions",
    "container",
    "card",
    "carousel",
}
IN_VIEWS = tuple(name for name in BLOCKS if name not in ONLY_IN_MESSAGES)
