"""The renderer against what Telegram's server does to a message: cleaned, trimmed, searched for
links by the rules of its own source."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.text import parts, restore, unlinked
from playground.telegram.text import fixed

BAITS = (
    "www.nhs.uk",
    "http://a.b/c?d=e",
    "http:/\u0301/x.com",
    "https://[::1]/x",
    "ftp://user:pass@host.com",
    "tg://resolve?domain=x",
    "t.me/x",
    "example.com.",
    "x.\u200dcom",
    "пример.рф",
    "xn--p1ai.com/path#frag@x",
    "me@x.org",
    "@bob_1",
    "@a\u200cb",
    "#tag",
    "#日本語",
    "\u00b7#x",
    "/stop",
    "/cmd@bot_abc",
    "$USD",
    "1.2.3.4",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "5500000000000004",
)
glue = [
    "",
    " ",
    "\n",
    ", ",
    "\t",
    "\u00a0",
    "\u2060",
    "\u202e",
    "(",
    "⟦",
    "\r\n",
    "\u030a",
    "é",
    "药",
]
baited = st.lists(st.sampled_from([*BAITS, *glue]) | st.text(max_size=2), max_size=12).map("".join)


@settings(max_examples=300)
@given(baited)
@example("1.2.3.41.2.3.4")
def test_nothing_links_and_everything_comes_back(text: str) -> None:
    seen = [fixed(part, []) for part in parts("Answer A · AI text under test", text)]
    assert [one.entities for one in seen] == [[]] * len(seen)
    assert restore([one.text for one in seen]) == text


@given(baited)
@example("4111 1111 1111 1111\x1f4111 1111 1111 1111")
@example("4111 1111 1111 1111\u030a4111 1111 1111 1111")
def test_foreign_words_in_a_panel_do_not_link(text: str) -> None:
    assert fixed(unlinked(f"Reason: {text}"), []).entities == []


def test_the_finder_would_find_what_is_left_alone() -> None:
    """All but the five that look like links without being any; so the tests above can fail."""
    assert sum(not fixed(bait, []).entities for bait in BAITS) <= 5
