"""Every documented limit of Block Kit, a row each: at the limit it passes, one over is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from playground.slack import echo, vet
from playground.slack.facts import SlackError
from playground.slack.screen import Drawing
from tests.playground.slack_rig import actions, button, form, plain, section

Json = dict[str, Any]
Make = Callable[[int], list[Json]]


def options(n: int, **more: Any) -> list[Json]:
    return [{"text": plain("o"), "value": str(i)} | more for i in range(n)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(1)} | more


def field(**more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "i"} | more
    return {"type": "input", "label": plain("l"), "element": element}


def confirm(**more: Any) -> Json:
    texts = {name: plain("x") for name in ("title", "text", "confirm", "deny")}
    return actions(button("b", "a", confirm=texts | more))


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://e.org/i.png", "alt_text": "a"} | more


def row(cells: int) -> list[Json]:
    return [{"type": "raw_text", "text": "c"}] * cells


def card(**more: Any) -> Json:
    return {"type": "card", "title": plain("t")} | more


def container(**more: Any) -> Json:
    return {"type": "container", "title": plain("t"), "child_blocks": [section("x")]} | more


def x(n: int) -> str:
    return "x" * n


def y(n: int) -> Json:
    return plain(x(n))


LIMITS: list[tuple[str, int, Make, str]] = [
    ("blocks of a message", 50, lambda n: [{"type": "divider"}] * n, "/blocks"),
    ("block_id", 255, lambda n: [section("x", block_id=x(n))], "/blocks/0/block_id"),
    ("section text", 3000, lambda n: [section(x(n))], "/blocks/0/text/text"),
    ("section plain text", 3000, lambda n: [section(x(n), "plain_text")], "/blocks/0/text/text"),
    (
        "section fields",
        10,
        lambda n: [{"type": "section", "fields": [plain("f")] * n}],
        "/blocks/0/fields",
    ),
    (
        "a field's text",
        2000,
        lambda n: [{"type": "section", "fields": [y(n)]}],
        "/blocks/0/fields/0/text",
    ),
    ("header", 150, lambda n: [{"type": "header", "text": y(n)}], "/blocks/0/text/text"),
    (
        "elements of actions",
        25,
        lambda n: [actions(*[button("b", str(i)) for i in range(n)])],
        "/blocks/0/elements",
    ),
    (
        "elements of context",
        10,
        lambda n: [{"type": "context", "elements": [plain("c")] * n}],
        "/blocks/0/elements",
    ),
    ("action_id", 255, lambda n: [actions(button("b", x(n)))], "/blocks/0/elements/0/action_id"),
    ("button text", 75, lambda n: [actions(button(x(n), "a"))], "/blocks/0/elements/0/text/text"),
    (
        "value",
        2000,
        lambda n: [actions(button("b", "a", value=x(n)))],
        "/blocks/0/elements/0/value",
    ),
    ("url", 3000, lambda n: [actions(button("b", "a", url=x(n)))], "/blocks/0/elements/0/url"),
    (
        "accessibility_label",
        75,
        lambda n: [actions(button("b", "a", accessibility_label=x(n)))],
        "/blocks/0/elements/0/accessibility_label",
    ),
    (
        "options",
        100,
        lambda n: [actions(select(options=options(n)))],
        "/blocks/0/elements/0/options",
    ),
    (
        "option groups",
        100,
        lambda n: [
            actions(
                {
                    "type": "static_select",
                    "option_groups": [{"label": plain("g"), "options": options(1)}] * n,
                }
            )
        ],
        "/blocks/0/elements/0/option_groups",
    ),
    (
        "option text",
        75,
        lambda n: [actions(select(options=options(1, text=y(n))))],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "option description",
        75,
        lambda n: [actions(select(options=options(1, description=y(n))))],
        "/blocks/0/elements/0/options/0/description/text",
    ),
    (
        "option value",
        150,
        lambda n: [actions(select(options=options(1, value=x(n))))],
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "radio options",
        10,
        lambda n: [actions({"type": "radio_buttons", "options": options(n)})],
        "/blocks/0/elements/0/options",
    ),
    (
        "checkbox options",
        10,
        lambda n: [actions({"type": "checkboxes", "options": options(n)})],
        "/blocks/0/elements/0/options",
    ),
    (
        "overflow options",
        5,
        lambda n: [section("x", accessory={"type": "overflow", "options": options(n)})],
        "/blocks/0/accessory/options",
    ),
    (
        "placeholder",
        150,
        lambda n: [actions(select(placeholder=y(n)))],
        "/blocks/0/elements/0/placeholder/text",
    ),
    ("max_length", 3000, lambda n: [field(max_length=n)], "/blocks/0/element/max_length"),
    ("min_length", 3000, lambda n: [field(min_length=n)], "/blocks/0/element/min_length"),
    (
        "initial_value",
        3000,
        lambda n: [field(initial_value=x(n))],
        "/blocks/0/element/initial_value",
    ),
    ("input label", 2000, lambda n: [field() | {"label": y(n)}], "/blocks/0/label/text"),
    ("input hint", 2000, lambda n: [field() | {"hint": y(n)}], "/blocks/0/hint/text"),
    (
        "confirm title",
        100,
        lambda n: [confirm(title=y(n))],
        "/blocks/0/elements/0/confirm/title/text",
    ),
    ("confirm text", 300, lambda n: [confirm(text=y(n))], "/blocks/0/elements/0/confirm/text/text"),
    (
        "confirm yes",
        30,
        lambda n: [confirm(confirm=y(n))],
        "/blocks/0/elements/0/confirm/confirm/text",
    ),
    ("confirm no", 30, lambda n: [confirm(deny=y(n))], "/blocks/0/elements/0/confirm/deny/text"),
    ("image url", 3000, lambda n: [image(image_url=x(n))], "/blocks/0/image_url"),
    ("alt text", 2000, lambda n: [image(alt_text=x(n))], "/blocks/0/alt_text"),
    ("image title", 2000, lambda n: [image(title=y(n))], "/blocks/0/title/text"),
    ("markdown", 12000, lambda n: [{"type": "markdown", "text": x(n)}], "/blocks/0/text"),
    ("table rows", 100, lambda n: [{"type": "table", "rows": [row(1)] * n}], "/blocks/0/rows"),
    ("table cells", 20, lambda n: [{"type": "table", "rows": [row(n)]}], "/blocks/0/rows/0"),
    (
        "column settings",
        20,
        lambda n: [{"type": "table", "rows": [row(1)], "column_settings": [{}] * n}],
        "/blocks/0/column_settings",
    ),
    (
        "data_table rows",
        101,
        lambda n: [{"type": "data_table", "caption": "c", "rows": [row(1)] * n}],
        "/blocks/0/rows",
    ),
    ("container title", 150, lambda n: [container(title=y(n))], "/blocks/0/title/text"),
    (
        "container children",
        10,
        lambda n: [container(child_blocks=[section("x")] * n)],
        "/blocks/0/child_blocks",
    ),
    ("card title", 150, lambda n: [card(title=y(n))], "/blocks/0/title/text"),
    ("card body", 200, lambda n: [card(body=y(n))], "/blocks/0/body/text"),
    (
        "carousel",
        10,
        lambda n: [{"type": "carousel", "elements": [card()] * n}],
        "/blocks/0/elements",
    ),
    (
        "context_actions",
        5,
        lambda n: [
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "icon_button",
                        "icon": "trash",
                        "text": plain("t"),
                        "action_id": str(i),
                    }
                    for i in range(n)
                ],
            }
        ],
        "/blocks/0/elements",
    ),
    (
        "feedback text",
        75,
        lambda n: [
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "feedback_buttons",
                        "positive_button": {"text": y(n), "value": "v"},
                        "negative_button": {"text": y(1), "value": "v"},
                    }
                ],
            }
        ],
        "/blocks/0/elements/0/positive_button/text/text",
    ),
]
VIEW_LIMITS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("blocks", 100, lambda n: form(blocks=[{"type": "divider"}] * n), "/view/blocks"),
    ("title", 24, lambda n: form(title=y(n)), "/view/title/text"),
    ("submit", 24, lambda n: form(submit=y(n)), "/view/submit/text"),
    ("close", 24, lambda n: form(close=y(n)), "/view/close/text"),
    ("private_metadata", 3000, lambda n: form(private_metadata=x(n)), "/view/private_metadata"),
    ("callback_id", 255, lambda n: form(callback_id=x(n)), "/view/callback_id"),
    ("external_id", 255, lambda n: form(external_id=x(n)), "/view/external_id"),
]
WRONG: list[tuple[str, list[Json], str]] = [
    ("an empty text", [section("")], "must be more than 0 characters"),
    ("no text at all", [{"type": "section"}], "missing required field: text"),
    ("an unknown block", [{"type": "poem"}], "unsupported type: poem"),
    ("mrkdwn in a header", [{"type": "header", "text": section("x")["text"]}], "unsupported type"),
    ("a field nobody knows", [section("x", colour="red")], "invalid additional property: colour"),
    ("no elements", [actions()], "no fewer than 1 items allowed"),
    ("one action twice", [actions(button("A", "a"), button("B", "a"))], "already exists"),
    (
        "one block id twice",
        [section("x", block_id="b"), section("y", block_id="b")],
        "already exists",
    ),
    ("a field in actions", [actions(field()["element"])], "unsupported type: plain_text_input"),
    ("lengths crossed", [field(min_length=9, max_length=5)], "min_length must be less"),
    ("no options", [actions(select(options=[]))], "no fewer than 1 items allowed"),
    (
        "an initial option that is none",
        [actions(select(initial_option={"text": plain("z"), "value": "z"}))],
        "initial option",
    ),
    ("a style of one's own", [actions(button("b", "a", style="loud"))], "must be one of"),
    (
        "one row of data",
        [{"type": "data_table", "caption": "c", "rows": [row(1)]}],
        "no fewer than 2",
    ),
]


def reason(check: Callable[[], None]) -> SlackError:
    with pytest.raises(SlackError) as error:
        check()
    return error.value


@pytest.mark.parametrize(
    ("limit", "make", "at"), [one[1:] for one in LIMITS], ids=[one[0] for one in LIMITS]
)
def test_a_message_keeps_each_limit(limit: int, make: Make, at: str) -> None:
    vet.check_message(make(limit))
    error = reason(lambda: vet.check_message(make(limit + 1)))
    assert error.code == "invalid_blocks"
    messages = error.more["response_metadata"]["messages"]
    assert any(line.endswith(f"[json-pointer:{at}]") for line in messages), messages


@pytest.mark.parametrize(
    ("limit", "make", "at"), [one[1:] for one in VIEW_LIMITS], ids=[one[0] for one in VIEW_LIMITS]
)
def test_a_view_keeps_each_limit(limit: int, make: Callable[[int], Json], at: str) -> None:
    vet.check_view(make(limit), "modal")
    error = reason(lambda: vet.check_view(make(limit + 1), "modal"))
    assert error.code == "invalid_arguments"
    messages = error.more["response_metadata"]["messages"]
    assert any(line.endswith(f"[json-pointer:{at}]") for line in messages), messages


@pytest.mark.parametrize(
    ("blocks", "says"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG]
)
def test_what_is_no_block_kit_is_refused(blocks: list[Json], says: str) -> None:
    error = reason(lambda: vet.check_message(blocks))
    assert error.code == "invalid_blocks" and says in error.more["errors"][0]


def test_the_error_has_slacks_shape() -> None:
    error = reason(lambda: vet.check_message([section("x" * 3001)]))
    line = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert error.more["errors"] == [line]
    assert error.more["response_metadata"] == {"messages": [f"[ERROR] {line}"]}


@pytest.mark.parametrize(
    "blocks",
    [
        [section("x" * 3000) for _ in range(4)] + [section("x")],
        [{"type": "markdown", "text": "x" * 6001} for _ in range(2)],
        [{"type": "header", "text": y(100)}, *[section("x" * 3000) for _ in range(4)]],
    ],
    ids=["sections", "markdown", "mixed"],
)
def test_all_text_of_a_message_together_is_capped(blocks: list[Json]) -> None:
    vet.check_message([section("x" * 3000) for _ in range(4)])
    assert reason(lambda: vet.check_message(blocks)).code == "msg_blocks_too_long"


def test_a_message_has_one_table() -> None:
    error = reason(lambda: vet.check_message([{"type": "table", "rows": [row(1)]}] * 2))
    assert error.code == "invalid_attachments" and error.more["errors"] == [
        "only_one_table_allowed"
    ]


def test_a_form_with_a_field_needs_a_submit_button() -> None:
    error = reason(lambda: vet.check_view(form(submit=None), "modal"))
    assert "missing required field: submit" in error.more["errors"][0]
    vet.check_view(form(submit=None, blocks=[section("nothing to fill in")]), "modal")


def test_some_blocks_belong_in_messages_only() -> None:
    view = form(blocks=[{"type": "markdown", "text": "x"}])
    assert (
        "unsupported type: markdown"
        in reason(lambda: vet.check_view(view, "modal")).more["errors"][0]
    )


def test_a_home_is_no_modal() -> None:
    error = reason(lambda: vet.check_view({"type": "home", "blocks": []}, "modal"))
    assert "must be modal" in error.more["errors"][0]


NASTY: list[Any] = [None, True, 7, "", "x", [], {}, [7], {"type": []}, {"type": "section"}]


def spoilt(value: Any) -> Iterator[Any]:
    """The value with each part of it replaced by something that does not belong there."""
    yield from NASTY
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from (value | {name: wrong} for wrong in spoilt(inner))
    elif isinstance(value, list) and value:
        yield from ([wrong, *value[1:]] for wrong in spoilt(value[0]))


RICH = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "ordered",
                "offset": 1,
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": "t", "style": {"bold": True}}],
                    }
                ],
            }
        ],
    }
]


@pytest.mark.parametrize(
    "blocks",
    [*[make(1) for _, _, make, _ in LIMITS], RICH],
    ids=[*[one[0] for one in LIMITS], "rich text"],
)
def test_whatever_is_sent_is_either_refused_or_can_be_drawn(blocks: list[Json]) -> None:
    drawn = refused = 0
    for wrong in spoilt(blocks):
        try:
            vet.check_message(wrong)
        except SlackError:
            refused += 1
            continue
        Drawing({}).blocks(echo.blocks(wrong, lambda n: "t" * n))
        drawn += 1
    assert refused > drawn
