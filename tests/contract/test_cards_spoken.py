"""Every card in two languages that nobody speaks: nothing English is left, and nothing is too long.

What is a task's, a project's, a course's or a person's stays as it was written.
"""

import re
from functools import cache

import pytest

from bot.cards import Card, Edit, Form, Out, Post, Standing
from bot.text import restore, unshown
from bot.tongue import END_ISOLATE, ISOLATE
from tests.contract.drawn import calls
from tests.gallery import gallery
from tests.tongues.pseudo import ACCENTED, FROM_RIGHT, pseudo
from tests.tongues.speaking import met, words_of

CODES = (ACCENTED, FROM_RIGHT)
WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
CODE = re.compile(r"RND(-[0-9A-Z]{4}){3}")

OURS_TO_KEEP = {"rounds", "telegram", "slack", "dr", "osei", "utc", "europe", "london", "africa"}
OURS_TO_KEEP |= {"accra", "ai"}
"""Names, which are the same in every language."""

NOT_OF_THE_ENGINE = ("broken", "kept-for-a-coordinator", "not-asked-now")
"""Hung there by the gallery itself."""
CERTIFICATES = ("certificate-pdf", "certificate-png")
"""So are these, with a certificate that nobody earned."""
IN_ANOTHER = ("lesson-in-english",)
"""Of somebody whose language Rounds does not speak: all of it is English."""
PASSED_BY = (*NOT_OF_THE_ENGINE, *CERTIFICATES, *IN_ANOTHER)

LABEL_MOST, HINT_MOST = 75, 75
"""Slack's limits, once more and from the notes."""


@cache
def spoken(platform: str, code: str) -> tuple[dict[str, list[Out]], set[str]]:
    content: set[str] = set()
    return met(platform, pseudo(code), content), content


def cards(outs: list[Out]) -> list[Card]:
    return [out.card for out in outs if isinstance(out, Post | Edit | Standing)]


@pytest.mark.parametrize("code", CODES)
def test_no_english_is_left(platform: str, code: str) -> None:
    samples, content = spoken(platform, code)
    known = {word.lower() for text in content for word in WORD.findall(text)} | OURS_TO_KEEP
    wrong = {
        f"{name}: {word}"
        for name, outs in samples.items()
        if name not in PASSED_BY
        for text in {text for out in outs for text in words_of(out)}
        for word in english_in(text)
        if word.lower() not in known
    }
    assert not wrong, sorted(wrong)


def english_in(text: str) -> list[str]:
    """Words without an accent."""
    return WORD.findall(CODE.sub("", unshown(text)))


@pytest.mark.parametrize("code", CODES)
def test_a_card_has_the_same_buttons_in_every_language(platform: str, code: str) -> None:
    """As many as in English, of the same rows where nothing was laid out anew."""
    samples, _ = spoken(platform, code)
    for name, outs in gallery(platform).items():
        mine = [sum(map(len, card.rows)) for card in cards(samples[name])]
        assert mine == [sum(map(len, card.rows)) for card in cards(outs)] or code != ACCENTED, name


@pytest.mark.parametrize("code", CODES)
def test_the_platform_takes_every_card(platform: str, code: str) -> None:
    """The adapters refuse what their platform would."""
    samples, _ = spoken(platform, code)
    for outs in samples.values():
        calls(platform, outs)
        for card in cards(outs):
            said = [button.label for row in card.rows for button in row]
            assert all(label.strip() and len(label) <= LABEL_MOST for label in said), said
            assert len(set(said)) == len(said), said


def test_what_is_set_apart_is_closed_again(platform: str) -> None:
    samples, _ = spoken(platform, FROM_RIGHT)
    apart = 0
    for outs in samples.values():
        for text in (text for out in outs for text in words_of(out)):
            assert text.count(ISOLATE) == text.count(END_ISOLATE), text
            apart += text.count(ISOLATE)
    assert apart > 100


def test_signs_of_ours_are_not_shown_as_codes(platform: str) -> None:
    samples, _ = spoken(platform, FROM_RIGHT)
    heads = [
        card.body[0][0].text.partition("\n")[0]
        for outs in samples.values()
        for card in cards(outs)
        if card.literal
    ]
    assert not [head for head in heads if "U+206" in head]
    assert any(ISOLATE in head for head in heads)


@pytest.mark.parametrize("code", CODES)
def test_the_parts_rejoin_under_any_heading(platform: str, code: str) -> None:
    """A heading that is longer moves where a text is cut, and changes nothing in it."""
    samples, content = spoken(platform, code)
    for name in ("material-long", "material-emoji"):
        shown: dict[str, list[str]] = {}
        for out in samples[name]:
            assert isinstance(out, Post)
            shown.setdefault(out.name.split(":")[2], []).append(out.card.body[0][0].text)
        assert {restore(parts) for key, parts in shown.items() if key in "ab"} <= content


def test_a_language_that_is_not_spoken_is_answered_in_english(platform: str) -> None:
    samples, _ = spoken(platform, ACCENTED)
    for name in IN_ANOTHER:
        assert samples[name] == gallery(platform)[name]


def test_a_form_is_named_in_the_room_there_is() -> None:
    samples, _ = spoken("slack", ACCENTED)
    forms = [out for outs in samples.values() for out in outs if isinstance(out, Form)]
    assert forms and all(len(one.title) <= 24 for one in forms)
