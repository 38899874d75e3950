"""The renderer: whatever the import accepts is shown whole, links nothing, and comes back."""

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.text import JOINER, PART_ESCAPED, PART_UNITS, parts, restore, shown, typed, units, unlinked

HEADING = "Answer A · AI text under test"

SECONDS_MOST = 5.0
"""Far above what the longest text takes, far below what a search that goes back again would."""

HOSTILE = (
    "\t\r\n \u00a0\u0085\u061c\u030a\u0301\u0333\u033f\u034a\u094d\u0915\u1100\u1161\u11a8"
    "\u200b\u200c\u200d\u200e\u200f\u2003\u2028\u202e\u2060\u2066\u3000\ufeff"
    "\U0001f1ec\U0001f1e7\U0001f468\U0001f3fd⟦⟧U+./@#$:<>&a1"
)
"""Characters that joiners, codes, clusters and links are made of."""

anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
hostile = st.text(st.sampled_from(HOSTILE), max_size=400)
words = st.lists(
    st.sampled_from(
        [
            "⟦U+202E⟧",
            "www.a.b",
            "https://t.me/x",
            "ftp://[::1]",
            "@bob_1",
            "1.2.3.4",
            "\n\n",
            "dose. ",
            "é",
        ]
    )
).map(" ".join)


def cleaned(text: str) -> str:
    """What Telegram's server makes of a message (td/telegram/MessageEntity.cpp)."""
    text = re.sub("[\u2028-\u202e\u030a\u0333\u033f\u034a\r]", "", text)
    return re.sub("[\0-\x09\x0b-\x1f]", " ", text).strip(" \n")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def checked(text: str, heading: str = HEADING) -> tuple[str, ...]:
    """The parts, after everything that must hold for every text was seen to hold."""
    made = parts(heading, text)
    assert restore(made) == text
    assert restore([cleaned(part) for part in made]) == text
    for part in made:
        assert units(part) <= PART_UNITS
        assert len(escaped(part)) <= PART_ESCAPED
        drawn = NUMBERED.sub("", part, count=1) if len(made) > 1 else part
        assert not LINK.search(drawn), LINK.search(drawn)
    return made


LINK = re.compile(
    r"://[^\s\u2060]|@\w|#\w|\$\w|/\w|\w\.[^\W\d]|(?:\d{1,3}\.){3}\d|(?:\d[ -]*){13}", re.UNICODE
)
"""Whatever a client could take for an address, a name, a tag, a command or a share."""

NUMBERED = re.compile(r"\(\d+/\d+\)")


@given(anything | hostile | words)
@example("")
@example("\t")
@example("\r\n\r\n")
@example("⟦U+0041⟧")
@example("  both edges  ")
def test_every_text_comes_back_to_the_byte(text: str) -> None:
    checked(text)


@settings(max_examples=40)
@given(anything | hostile, st.integers(2, 60))
def test_long_texts_come_back_to_the_byte(text: str, times: int) -> None:
    checked(text * times)


@given(anything | hostile)
def test_any_heading_stays_one_line(heading: str) -> None:
    made = parts(heading, "one\n\ntwo")
    assert restore([cleaned(part) for part in made]) == "one\n\ntwo"


@pytest.mark.parametrize("length", [12_000, 30_000])
@pytest.mark.parametrize(
    "one",
    [
        "x",
        "9",
        " ",
        "\n",
        "&",
        "\u0301",
        "\u200d",
        "\u202e",
        "\U0001f1ec\U0001f1e7",
        "药",
        "…",
        "⟦",
    ],
)
def test_texts_without_a_single_break(one: str, length: int) -> None:
    began = time.perf_counter()
    made = checked(one * (length // len(one)))
    assert time.perf_counter() - began < SECONDS_MOST
    assert len(made) > 1


def test_a_part_that_fits_is_not_numbered() -> None:
    assert parts(HEADING, "Rest.") == (f"{HEADING}\nRest.",)


def test_parts_are_numbered_behind_the_first_words() -> None:
    first, second = parts(HEADING, "word " * 900)
    assert first.startswith("Answer A (1/2) · AI text under test\n")
    assert second.startswith("Answer A (2/2) · AI text under test\n")


def bodies(text: str) -> list[str]:
    return [part.partition("\n")[2] for part in checked(text)]


def test_a_break_at_a_paragraph_is_best() -> None:
    one, two = bodies("Line one.\nLine two. " * 100 + "\n\n" + "Word. " * 300)
    assert one.rstrip(JOINER).endswith("Line two. ")
    assert two.lstrip(JOINER).startswith("\n\nWord.")


def test_else_at_a_line() -> None:
    assert bodies("A line. " * 300 + "\n" + "Word. " * 300)[1].lstrip(JOINER)[:6] == "\nWord."


def test_else_at_a_sentence() -> None:
    made = bodies("Give fluids early and often (see 3.2). " * 200)
    assert all(body.rstrip(JOINER).endswith("3.2). ") for body in made)
    assert all(body.endswith("。") for body in bodies("多喝水。" * 2000))


def test_else_at_a_word() -> None:
    assert all(body.startswith("fever") for body in bodies("fever " * 2000))


@pytest.mark.parametrize(
    "cluster",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f1ec\U0001f1e7",
        "\U0001f44d\U0001f3fd",
        "e\u0301\u0323",
        "\u0915\u094d\u0937",
        "\u1100\u1161\u11a8",
        "#\ufe0f\u20e3",
        "\u0e01\u0e33",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
        "\u202e",
    ],
)
def test_no_character_is_torn(cluster: str) -> None:
    made = bodies(cluster * (9000 // len(cluster)))
    assert len(made) > 1
    whole = shown(cluster)
    assert all(body.strip(JOINER).replace(whole, "") == "" for body in made)


def test_only_a_cluster_longer_than_a_part_is_cut() -> None:
    checked("a" + "\u0301" * 8000)


def test_a_heading_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="shorten the project's title"):
        parts("T" * 3000, "x")


def test_what_telegram_would_change_is_seen() -> None:
    assert shown("a\tb") == "a\u2003b"
    assert shown("abc\u202edef") == "abc⟦U+202E⟧def"
    assert shown("A\u030a") == "A⟦U+030A⟧"
    assert shown("0.5 mg") == "0.5 mg"


@given(anything | hostile | words)
def test_unlinked_is_idempotent_and_adds_only_joiners(text: str) -> None:
    once = unlinked(text)
    assert unlinked(once) == once
    assert once.replace(JOINER, "") == text.replace(JOINER, "")


@given(st.text())
def test_typed_text_can_be_stored(text: str) -> None:
    clean = typed(text)
    clean.encode("utf-8")
    assert "\0" not in clean
    assert unicodedata.is_normalized("NFC", clean)
    assert typed(clean) == clean


def test_typed_pairs_are_joined_and_halves_replaced() -> None:
    assert typed("\ud83d\ude00 \ud83d e\u0301\0") == "\U0001f600 \ufffd é"


def texts(thing: object) -> list[str]:
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, dict):
        return [text for value in thing.values() for text in texts(value)]
    return [text for value in thing for text in texts(value)] if isinstance(thing, list) else []


def test_the_sample_tasks_come_back_to_the_byte() -> None:
    file = Path(__file__).parents[2] / "adapters" / "demo" / "tasks.jsonl"
    for row in file.read_text(encoding="utf-8").splitlines():
        for text in texts(json.loads(row)):
            checked(text)
