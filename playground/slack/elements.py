"""Interactive elements and composition objects: what Slack accepts of each, one table.

Numbers: docs.slack.dev/reference/block-kit/block-elements and …/composition-objects.
"""

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
    whole,
)

ACTION_ID, BLOCK_ID = 255, 255
BUTTON_TEXT, BUTTON_VALUE, URL, ACCESSIBILITY = 75, 2_000, 3_000, 75
OPTIONS, OPTION_GROUPS, FEW_OPTIONS, OVERFLOW_OPTIONS = 100, 100, 10, 5
OPTION_TEXT, OPTION_DESCRIPTION, OPTION_VALUE = 75, 75, 150
PLACEHOLDER = 150
INPUT_LENGTH = 3_000
ALT_TEXT = 2_000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30

confirm = shape(
    {
        "title": text(CONFIRM_TITLE, plain=True),
        "text": text(CONFIRM_TEXT),
        "confirm": text(CONFIRM_BUTTON, plain=True),
        "deny": text(CONFIRM_BUTTON, plain=True),
    },
    {"style": one_of("primary", "danger")},
)
common: dict[str, Check] = {
    "action_id": string(ACTION_ID),
    "confirm": confirm,
    "focus_on_load": boolean,
}
with_hint: dict[str, Check] = common | {"placeholder": text(PLACEHOLDER, plain=True)}


def option(plain: bool, url: bool = False) -> Check:
    extra: dict[str, Check] = {"url": string(URL)} if url else {}
    return shape(
        {"text": text(OPTION_TEXT, plain=plain), "value": string(OPTION_VALUE)},
        {"description": text(OPTION_DESCRIPTION, plain=plain)} | extra,
    )


def select(
    several: bool, static: bool, initial: str = "", source: dict[str, Check] | None = None
) -> Check:
    fields = dict(with_hint) | (source or {})
    if static:
        group = shape(
            {"label": text(OPTION_TEXT, plain=True), "options": many(option(plain=True), OPTIONS)}
        )
        fields |= {
            "options": many(option(plain=True), OPTIONS),
            "option_groups": many(group, OPTION_GROUPS),
        }
        fields["initial_options" if several else "initial_option"] = anything
    elif initial:
        fields[initial] = anything
    if several:
        fields["max_selected_items"] = whole(1, OPTIONS)
    return (
        both(shape({}, fields), _options_somewhere, _initial_is_an_option)
        if static
        else shape({}, fields)
    )


# `typed` has seen to it that what these three read is an object.


def _options_somewhere(value: Any, at: str, report: Report) -> None:
    if not value.get("options") and not value.get("option_groups"):
        tell(report, "missing required field: options", at)


def _initial_is_an_option(value: Any, at: str, report: Report) -> None:
    """Slack refuses an initial option that is not word for word one of the options."""
    groups = [one for one in entries(value.get("option_groups")) if isinstance(one, dict)]
    lists = [value.get("options"), *[group.get("options") for group in groups]]
    known = [entry for options in lists for entry in entries(options)]
    chosen = list(entries(value.get("initial_options")))
    if value.get("initial_option") is not None:
        chosen.append(value["initial_option"])
    for entry in chosen:
        if entry not in known:
            tell(report, "initial option must be one of the options", at)


def _lengths_in_order(value: Any, at: str, report: Report) -> None:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        tell(report, "min_length must be less than or equal to max_length", at)


text_input: dict[str, Check] = with_hint | {
    "initial_value": string(INPUT_LENGTH, least=0),
    "dispatch_action_config": anything,
}
image_source: dict[str, Check] = {"image_url": string(URL), "slack_file": anything}

button = shape(
    {"text": text(BUTTON_TEXT, plain=True)},
    {
        "action_id": string(ACTION_ID),
        "url": string(URL),
        "value": string(BUTTON_VALUE),
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(ACCESSIBILITY),
    },
)
feedback_button = shape(
    {"text": text(BUTTON_TEXT, plain=True), "value": string(BUTTON_VALUE)},
    {"accessibility_label": string(ACCESSIBILITY)},
)

ELEMENTS: dict[str, Check] = {
    "button": button,
    "image": shape({"alt_text": string(ALT_TEXT)}, image_source),
    "static_select": select(several=False, static=True),
    "multi_static_select": select(several=True, static=True),
    "users_select": select(several=False, static=False, initial="initial_user"),
    "multi_users_select": select(several=True, static=False, initial="initial_users"),
    "conversations_select": select(
        several=False,
        static=False,
        initial="initial_conversation",
        source={
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": anything,
        },
    ),
    "channels_select": select(
        several=False,
        static=False,
        initial="initial_channel",
        source={"response_url_enabled": boolean},
    ),
    "external_select": select(
        several=False,
        static=False,
        initial="initial_option",
        source={"min_query_length": whole(0, 100)},
    ),
    "radio_buttons": both(
        shape(
            {"options": many(option(plain=False), FEW_OPTIONS)},
            common | {"initial_option": anything},
        ),
        _initial_is_an_option,
    ),
    "checkboxes": both(
        shape(
            {"options": many(option(plain=False), FEW_OPTIONS)},
            common | {"initial_options": anything},
        ),
        _initial_is_an_option,
    ),
    "overflow": shape(
        {"options": many(option(plain=True, url=True), OVERFLOW_OPTIONS)},
        {"action_id": string(ACTION_ID), "confirm": confirm},
    ),
    "datepicker": shape({}, with_hint | {"initial_date": string(10)}),
    "timepicker": shape({}, with_hint | {"initial_time": string(5), "timezone": string(64)}),
    "datetimepicker": shape({}, common | {"initial_date_time": whole(10**9, 10**10)}),
    "plain_text_input": both(
        shape(
            {},
            text_input
            | {
                "multiline": boolean,
                "min_length": whole(0, INPUT_LENGTH),
                "max_length": whole(1, INPUT_LENGTH),
            },
        ),
        _lengths_in_order,
    ),
    "email_text_input": shape({}, text_input),
    "url_text_input": shape({}, text_input),
    "number_input": shape(
        {"is_decimal_allowed": boolean}, text_input | {"min_value": anything, "max_value": anything}
    ),
    "rich_text_input": shape(
        {}, with_hint | {"initial_value": anything, "dispatch_action_config": anything}
    ),
    "file_input": shape(
        {}, {"action_id": string(ACTION_ID), "filetypes": anything, "max_files": whole(1, 10)}
    ),
    "workflow_button": shape({"text": text(BUTTON_TEXT, plain=True), "workflow": anything}, common),
    "feedback_buttons": shape(
        {"positive_button": feedback_button, "negative_button": feedback_button},
        {"action_id": string(ACTION_ID)},
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": text(BUTTON_TEXT, plain=True)},
        {
            "action_id": string(ACTION_ID),
            "value": string(BUTTON_VALUE),
            "confirm": confirm,
            "accessibility_label": string(ACCESSIBILITY),
            "visible_to_user_ids": anything,
        },
    ),
}

SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
PICKERS = {"datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes"}
IN_ACTIONS = SELECTS | PICKERS | {"button", "overflow", "workflow_button"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = (
    SELECTS
    | PICKERS
    | {
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
    }
)

accessory = typed(ELEMENTS, IN_SECTION)
action = typed(ELEMENTS, IN_ACTIONS)
field = typed(ELEMENTS, IN_INPUT)
context_action = typed(ELEMENTS, {"feedback_buttons", "icon_button"})
image = typed(ELEMENTS, {"image"})
plain_button = typed(ELEMENTS, {"button"})
