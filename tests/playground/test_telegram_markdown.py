"""Both Markdowns are read as Telegram's server reads them, and refused in its own words."""

from typing import Any

import pytest

from playground.telegram.facts import ApiError
from tests.playground.test_telegram_text import kept, spans

PLACE = {"offset": 0, "length": 1}


def refusal(text: str, mode: str = "MarkdownV2", entities: Any = None) -> str:
    with pytest.raises(ApiError) as caught:
        kept(text, mode, entities)
    return caught.value.description.removeprefix("Bad Request: ")


@pytest.mark.parametrize(
    ("sent", "text", "found"),
    [
        ("*a* _b_ __c__", "a b c", [("bold", "a"), ("italic", "b"), ("underline", "c")]),
        ("~a~ ||b||", "a b", [("strikethrough", "a"), ("spoiler", "b")]),
        ("*a _b_*", "a b", [("bold", "a "), ("bold", "b"), ("italic", "b")]),
        ("`a*b` ```py\nc```", "a*b c", [("code", "a*b"), ("pre", "c")]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", "a\nb\n")]),
        ("a\n>b", "a\nb", [("blockquote", "b")]),
        (">a", "a", [("blockquote", "a")]),
        ("[a](https://e.org/x\\))", "a", [("text_link", "a")]),
        ("[a](tg://user?id=7)", "a", [("text_mention", "a")]),
        ("[e\\.org]", "e.org", [("text_link", "e.org")]),
        ("[a](nowhere)", "a", []),
        ("![👍](tg://emoji?id=5368324170671202286)", "👍", [("custom_emoji", "👍")]),
        ("\\*a\\* \\_\\_b", "*a* __b", []),
        ("\\.\\!", ".!", []),
        ("a\nb **c", "a\nb c", []),
    ],
)
def test_markdown_v2_as_it_is_kept(sent: str, text: str, found: list[tuple[str, str]]) -> None:
    read = kept(sent, "MarkdownV2")
    assert read.text == text
    assert sorted(spans(read)) == sorted(found)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("é *a", "Can't find end of Bold entity at byte offset 3"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a](b", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![a](https://e.org)", "Custom emoji URL must have an emoji identifier"),
    ],
)
def test_markdown_v2_refused(sent: str, why: str) -> None:
    assert refusal(sent) == f"can't parse entities: {why}"


@pytest.mark.parametrize(
    ("sent", "text", "found"),
    [
        ("*a* _b_ `c`", "a b c", [("bold", "a"), ("italic", "b"), ("code", "c")]),
        ("```py\nc```", "c", [("pre", "c")]),
        ("\\*a\\_ *_b*", "*a_ _b", [("bold", "_b")]),
        ("[a](https://e.org) [b](", "a b", [("text_link", "a")]),
        ("[e.org] **x", "e.org x", [("text_link", "e.org")]),
    ],
)
def test_the_older_markdown_as_it_is_kept(
    sent: str, text: str, found: list[tuple[str, str]]
) -> None:
    read = kept(sent, "Markdown")
    assert read.text == text
    assert sorted(spans(read)) == sorted(found)


def test_the_older_markdown_refused() -> None:
    why = "can't parse entities: Can't find end of the entity starting at byte offset 2"
    assert refusal("a *b", "Markdown") == why
    assert refusal("a ```b", "Markdown") == why


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        ("bold", "expected an Object"),
        ({"type": "bold", "length": 1}, 'Can\'t find field "offset"'),
        ({"type": "bold", "offset": 0, "length": True}, 'Field "length" must be of type Number'),
        ({"type": "sparkle"} | PLACE, "Unsupported type specified"),
    ],
)
def test_entities_refused(entity: Any, why: str) -> None:
    assert refusal("ab", "", [entity]) == f"can't parse MessageEntity: {why}"


@pytest.mark.parametrize(
    ("entity", "stored"),
    [
        ({"type": "pre", "language": "py"}, {"type": "pre", "language": "py"}),
        ({"type": "text_link", "url": "e.org"}, {"type": "text_link", "url": "http://e.org/"}),
        ({"type": "text_link", "url": "nowhere"}, None),
        (
            {"type": "text_link", "url": "tg://user?id=7"},
            {"type": "text_mention", "user": {"id": 7, "is_bot": False, "first_name": ""}},
        ),
        ({"type": "text_mention", "user": {"id": 7}}, {"type": "text_mention", "user": {"id": 7}}),
        (
            {"type": "custom_emoji", "custom_emoji_id": "5"},
            {"type": "custom_emoji", "custom_emoji_id": "5"},
        ),
        (
            {"type": "date_time", "unix_time": 7, "date_time_format": "wDT"},
            {"type": "date_time", "unix_time": 7, "date_time_format": "wDT"},
        ),
        ({"type": "date_time", "unix_time": 7}, {"type": "date_time", "unix_time": 7}),
        ({"type": "hashtag"}, None),
    ],
)
def test_entities_as_they_are_kept(entity: Any, stored: Any) -> None:
    read = kept("ab", "", [entity | PLACE])
    assert read.entities == ([stored | PLACE] if stored else [])
