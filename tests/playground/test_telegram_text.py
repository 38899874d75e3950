"""A text comes back as Telegram's own server would store it, or is refused in its own words."""

from typing import Any

import pytest

from playground.telegram.facts import ApiError
from playground.telegram.parts import parts_of
from playground.telegram.text import Formatted, formatted


def kept(text: str, mode: str = "", entities: Any = None) -> Formatted:
    return formatted(text, mode, entities, 4096)


def refusal(text: str, mode: str = "", entities: Any = None, most: int = 4096) -> str:
    with pytest.raises(ApiError) as caught:
        formatted(text, mode, entities, most)
    return caught.value.description.removeprefix("Bad Request: ")


def spans(found: Formatted) -> list[tuple[str, str]]:
    """(type, the words covered), by UTF-16 offsets."""
    units = found.text.encode("utf-16-le")
    return [
        (
            one["type"],
            units[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"),
        )
        for one in found.entities
    ]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("  two words \n\n", "two words"),
        ("a\tb", "a b"),
        ("a\x00b\x1fc", "a b c"),
        ("line\r\nline", "line\nline"),
        ("left \u202eright\u202c left", "left right left"),
        ("a\u2028b\u2029c", "abc"),
        ("a\u0333b\u033fc\u030ad", "abcd"),
        ("no\u2066change", "no\u2066change"),
        ("\u200e\u200f\u200ex", "\u200c\u200c\u200ex"),
        ("  indented\n  twice", "indented\n  twice"),
        ("\u00a0hard blank stays", "\u00a0hard blank stays"),
    ],
)
def test_cleaned_and_trimmed(sent: str, stored: str) -> None:
    assert kept(sent).text == stored


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "message text is empty"),
        (" \n\t ", "text must be non-empty"),
        ("\u200b\u200d\u00a0", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("x" * 33000, "text is too long"),
    ],
)
def test_refused_for_their_length(text: str, why: str) -> None:
    assert refusal(text) == why


def test_the_limit_counts_characters_after_parsing() -> None:
    assert len(kept("<b>" + "😀" * 4096 + "</b>", "HTML").text) == 4096
    assert len(kept(" " * 50 + "x" * 4096 + "\n").text) == 4096
    assert len(kept("&amp;" * 4096, "HTML").text) == 4096
    assert refusal("&amp;" * 4097, "HTML") == "message is too long"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("é <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ('<a =x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-time unix="5" format="x">a</tg-time>', "Invalid date format used"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#xd83d;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for"
            " unmatched surrogate code units",
        ),
    ],
)
def test_html_refused_in_telegrams_words(text: str, why: str) -> None:
    assert refusal(text, "HTML") == f"can't parse entities: {why}"


def test_html_becomes_spans_in_utf16() -> None:
    found = kept("😀 <b>bold &lt;&amp;&#233;</b> <i>it</i> <code>a\tb</code> &nbsp;", "html")
    assert found.text == "😀 bold <&é it a b &nbsp;"
    assert spans(found) == [("bold", "bold <&é"), ("italic", "it"), ("code", "a b")]
    assert found.entities[0]["offset"] == 3


def test_html_of_every_kind() -> None:
    found = kept(
        '<pre><code class="language-py">x = 1</code></pre><blockquote expandable>long</blockquote>'
        '<a href="http://clinic.org/?a=1&amp;b=2">link</a> <a href="localhost">none</a>'
        ' <tg-spoiler>s</> <tg-time unix="1767225600" format="wDt">soon</tg-time>',
        "HTML",
    )
    kinds = [one["type"] for one in found.entities]
    assert kinds == ["pre", "expandable_blockquote", "text_link", "spoiler", "date_time"]
    assert found.entities[0]["language"] == "py"
    assert found.entities[2]["url"] == "http://clinic.org/?a=1&b=2"
    assert found.entities[4]["unix_time"] == 1767225600


def test_html_that_is_nearly_wrong_is_taken_as_the_server_takes_it() -> None:
    found = kept("AT&T & &#0; &#1114111;", "HTML")
    assert found.text == "AT&T & &#0; &#1114111;", "what is no reference stays as it was typed"
    found = kept('<b ></b><b lang="en">x</b> <span class="tg-spoiler">s</span>', "HTML")
    assert spans(found) == [("bold", "x"), ("spoiler", "s")]
    found = kept('<code class="language-py"><pre>x = 1</pre></code>', "HTML")
    assert found.entities == [{"type": "pre", "offset": 0, "length": 5, "language": "py"}]
    found = kept('<tg-time unix="noon">soon</tg-time>', "HTML")
    assert (found.text, found.entities) == ("soon", [])
    found = kept('<tg-emoji emoji-id="5">👍</tg-emoji> <a href="tg://user?id=7">me</a>', "HTML")
    assert found.entities[0]["custom_emoji_id"] == "5" and found.entities[1]["user"]["id"] == 7


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("clinic.org", "http://clinic.org/"),
        ("https://clinic.org:8443/x", "https://clinic.org:8443/x"),
        ("tg://resolve?domain=a", "tg://resolve?domain=a"),
        ("ftp://clinic.org/x", None),
        ("http://clinic .org/", None),
        ("http://[clinic.org/", None),
    ],
)
def test_a_link_is_kept_only_if_a_phone_can_follow_it(given: str, stored: str | None) -> None:
    found = kept(f'<a href="{given}">here</a>', "HTML")
    assert found.text == "here"
    assert [one["url"] for one in found.entities] == ([stored] if stored else [])


def test_styles_are_cut_where_others_begin() -> None:
    found = kept('<b>one <a href="http://a.org">two</a> three</b>', "HTML")
    assert spans(found) == [
        ("bold", "one "),
        ("text_link", "two"),
        ("bold", "two"),
        ("bold", " three"),
    ]


def test_markdown_v2() -> None:
    found = kept("*a _b_* `c.d` [e](http://f.org) ||g||\n>quote\nrest\\.", "MarkdownV2")
    assert found.text == "a b c.d e g\nquote\nrest."
    assert ("italic", "b") in spans(found) and ("blockquote", "quote\n") in spans(found)
    reserved = "is reserved and must be escaped with the preceding '\\'"
    assert refusal("end.", "MarkdownV2") == f"can't parse entities: Character '.' {reserved}"
    assert refusal("*a", "MarkdownV2") == (
        "can't parse entities: Can't find end of Bold entity at byte offset 0"
    )
    assert refusal("a_b", "Markdown") == (
        "can't parse entities: Can't find end of the entity starting at byte offset 1"
    )
    assert refusal("x", "rtf") == "unsupported parse_mode"


def test_entities_of_the_caller_move_with_the_text() -> None:
    found = kept("  \ta\r\nbold", "", [{"type": "bold", "offset": 6, "length": 4}])
    assert found.text == "a\nbold" and spans(found) == [("bold", "bold")]
    found = kept("  pre", "", [{"type": "pre", "offset": 0, "length": 5}])
    assert found.text == "  pre", "a first line keeps its indent only inside pre"
    found = kept("x  ", "", [{"type": "italic", "offset": 1, "length": 2}])
    assert found.text == "x" and found.entities == []


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        ((9, 1), "entity begins after the end of the text at UTF-16 offset 9"),
        (
            (1, 9),
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset"
            " 10",
        ),
        ((-1, 2), "receive an entity with incorrect offset -1"),
        ((4, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            (2, 2),
            "entity beginning at UTF-16 offset 2 ends in a middle of a UTF-16 symbol at byte"
            " offset 4",
        ),
    ],
)
def test_entities_that_do_not_fit(entity: tuple[int, int], why: str) -> None:
    given = [{"type": "bold", "offset": entity[0], "length": entity[1]}]
    assert refusal("abc😀", "", given) == why


def test_spans_that_touch_are_one_and_of_those_that_overlap_the_first_is_kept() -> None:
    touching = [{"type": "bold", "offset": at, "length": 2} for at in (0, 2)]
    assert spans(kept("abcd", "", touching)) == [("bold", "abcd")]
    overlapping = [{"type": "code", "offset": at, "length": 2} for at in (0, 1)]
    assert spans(kept("abcd", "", overlapping)) == [("code", "ab")]


def test_entities_of_unknown_shape() -> None:
    assert refusal("a", "", [{"type": "bold", "offset": 0}]) == (
        "can't parse MessageEntity: Can't find field \"length\""
    )
    assert refusal("a", "", [{"type": "wavy", "offset": 0, "length": 1}]) == (
        "can't parse MessageEntity: Unsupported type specified"
    )


def test_a_hundred_entities_are_shown() -> None:
    given = [{"type": "bold", "offset": at * 2, "length": 1} for at in range(130)]
    found = kept("x " * 130, "", given)
    assert len(found.entities) == 100 and found.dropped == 30


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("say /stop now", [("bot_command", "/stop")]),
        ("and/or 24/7 </b> //x", []),
        ("/start@rounds_bot, /go.", [("bot_command", "/start@rounds_bot"), ("bot_command", "/go")]),
        ("ask @someone or @abc", [("mention", "@someone")]),
        ("#fever #38 #a#b x#y", [("hashtag", "#fever")]),
        ("$TSLA $tsla $100", [("cashtag", "$TSLA")]),
        ("see www.nhs.uk/fever.", [("url", "www.nhs.uk/fever")]),
        ("(https://who.int/a_(b))", [("url", "https://who.int/a_(b)")]),
        ("severe pain.is it bad", [("url", "pain.is")]),
        ("38.5 mg.kg e.g. no", [("url", "mg.kg")]),
        ("1.2.3.4 and 1.2.3", [("url", "1.2.3.4")]),
        ("mail ward.3@clinic.org today", [("email", "ward.3@clinic.org")]),
        ("http://localhost:80/x", []),
        ("4111 1111 1111 1111", [("bank_card_number", "4111 1111 1111 1111")]),
        ("/\u2060stop @\u2060someone", []),
        ("/start@me US$TSLA +4111 1111 1111 1111 4111 1111 1111 1112", []),
        ("tg://resolve?domain=a", [("url", "tg://resolve?domain=a")]),
        ("ward@clinic.org", [("email", "ward@clinic.org")]),
        ("mailto:ward@clinic.org", [("email", "ward@clinic.org")]),
        ("ws://who.int sftp://who.int ward-.org notes.txt", []),
        ("http://who.int:8080/x", [("url", "http://who.int:8080/x")]),
        ("(see who.int/a,)", [("url", "who.int/a")]),
        ("who.int/#fever", [("url", "who.int/#fever")]),
    ],
)
def test_what_becomes_tappable(text: str, links: list[tuple[str, str]]) -> None:
    found = kept(text)
    assert spans(found) == links
    assert found.autolinks == found.entities


def test_nothing_is_linked_inside_code_or_links() -> None:
    found = kept('<pre>/stop</pre> <code>@someone</code> <a href="http://a.org">x.org</a>', "HTML")
    assert found.autolinks == []
    bold = kept("<blockquote>/stop</blockquote> <b>/go</b>", "HTML")
    assert [one["type"] for one in bold.autolinks] == ["bot_command", "bot_command"]


def test_a_phone_parts_a_long_text() -> None:
    assert parts_of("short") == ["short"]
    assert [len(part) for part in parts_of("x" * 9000)] == [4096, 4096, 808]
    assert [len(part) for part in parts_of("😀" * 3000)] == [2048, 952]
    words = parts_of("word " * 1000)
    assert "".join(words) == "word " * 1000 and all(len(part) <= 4096 for part in words)
    assert words[1].startswith(" ")
    lines = parts_of("x" * 4000 + "\n\n" + "y" * 200)
    assert lines[0].rstrip("\n") == "x" * 4000
    assert parts_of("x" * 4000 + "\n" + "y" * 200) == ["x" * 4000, "\n" + "y" * 200]
    assert parts_of("x" * 4000 + ". " + "y" * 200) == ["x" * 4000 + ".", " " + "y" * 200]
