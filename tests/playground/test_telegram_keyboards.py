"""Buttons are taken, or refused, as Telegram's server does it."""

from typing import Any

import pytest

from playground.telegram.facts import ApiError
from playground.telegram.keyboards import read_markup

PARSE = "can't parse inline keyboard button: "


def inline(*row: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


def labelled(**more: Any) -> dict[str, Any]:
    return inline({"text": "a"} | more)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("x", "object expected as reply markup"),
        ({"inline_keyboard": 1}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": [1]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"keyboard": [[{"text": " "}]]}, "keyboard button text must be non-empty"),
        (
            {"force_reply": True, "input_field_placeholder": "x" * 65},
            "input field placeholder is too long",
        ),
        (inline("a"), f"{PARSE}expected an Object"),
        (inline({"callback_data": "d"}), f'{PARSE}Can\'t find field "text"'),
        (
            inline({"text": 1, "callback_data": "d"}),
            f'{PARSE}Field "text" must be of type String',
        ),
        (labelled(), f"{PARSE}Text buttons are unallowed in the inline keyboard"),
        (
            inline({"text": " ", "callback_data": "d"}),
            "inline keyboard button text must be non-empty",
        ),
        (labelled(callback_data=1), f'{PARSE}Field "callback_data" must be of type String'),
        (labelled(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (
            labelled(url="nowhere"),
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            labelled(web_app={"url": "http://e.org"}),
            "inline keyboard button Web App URL 'http://e.org' is invalid: Only HTTPS links are"
            " allowed",
        ),
        (labelled(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (
            labelled(callback_data="d", style="loud"),
            f"{PARSE}Invalid button style specified",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": "d"}]] * 101},
            "reply markup is too long",
        ),
    ],
)
def test_what_is_refused(given: Any, why: str) -> None:
    with pytest.raises(ApiError) as caught:
        read_markup(given)
    assert caught.value.description.removeprefix("Bad Request: ") == why


@pytest.mark.parametrize(
    ("action", "kept"),
    [
        ({"callback_data": "d"}, {"callback_data": "d"}),
        ({"url": "e.org"}, {"url": "http://e.org/"}),
        ({"url": "tg://user?id=7"}, {"url": "tg://user?id=7"}),
        ({"web_app": {"url": "https://e.org"}}, {"web_app": {"url": "https://e.org"}}),
        ({"copy_text": {"text": "c"}}, {"copy_text": {"text": "c"}}),
        ({"switch_inline_query": ""}, {"switch_inline_query": ""}),
        (
            {"callback_data": "d", "style": "danger", "icon_custom_emoji_id": 5},
            {"callback_data": "d", "style": "danger", "icon_custom_emoji_id": "5"},
        ),
    ],
)
def test_what_is_kept(action: dict[str, Any], kept: dict[str, Any]) -> None:
    assert read_markup(labelled(**action)).inline == inline({"text": "a"} | kept)


def test_a_careful_sender_does_otherwise() -> None:
    row = [{"text": str(number), "callback_data": "d"} for number in range(9)]
    read = read_markup({"inline_keyboard": [row, []]})
    assert read.complaints == ["a row of 9 buttons; 8 fit"] and len(read.inline or {}) == 1
    read = read_markup(labelled(callback_data="d", url="e.org"))
    assert read.complaints == ["a button with url and callback_data; exactly one is allowed"]


@pytest.mark.parametrize(
    ("given", "other"),
    [
        (None, None),
        ("", None),
        ({}, None),
        ({"inline_keyboard": []}, None),
        ({"remove_keyboard": True}, {"remove_keyboard": True}),
        ({"keyboard": [["a", {"text": "b"}]]}, {"keyboard": [["a", "b"]]}),
        (
            {"force_reply": True, "input_field_placeholder": "why"},
            {"force_reply": True, "input_field_placeholder": "why"},
        ),
    ],
)
def test_what_opens_at_the_person_s_keyboard(given: Any, other: Any) -> None:
    read = read_markup(given)
    assert (read.inline, read.other) == (None, other)
