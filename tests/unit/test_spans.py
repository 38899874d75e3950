"""Words that were quoted are found as they were typed, and stand for the text's own characters."""

import pytest

from bot.kinds.spans import found, sentences

TEXT = "It’s safe.  Wait three days – at most.\nThen ask “your” doctor: ﬁrst of all\u200bby phone."


def words(quotation: str, text: str = TEXT) -> str | None:
    span = found(quotation, text)
    return None if span is None else text[span[0] : span[1]]


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ("It’s safe", "It’s safe"),
        ("IT'S SAFE", "It’s safe"),
        ("safe. Wait three", "safe.  Wait three"),
        ("wait\n\n three   days", "Wait three days"),
        ("days - at most", "days – at most"),
        ("days — at most", "days – at most"),
        ("at most. Then", "at most.\nThen"),
        ("ask your doctor", "ask “your” doctor"),
        ("“ask 'your' doctor”", "ask “your” doctor"),
        ("… first of allby phone …", "ﬁrst of all\u200bby phone"),
        ("  Then ask.  ", "Then ask"),
        ("It", "It"),
        ("I", None),
        ("", None),
        ("…", None),
        ("three weeks", None),
    ],
)
def test_a_quotation_is_found_as_people_copy_it(quoted: str, stands: str | None) -> None:
    assert words(quoted) == stands


def test_the_first_place_counts() -> None:
    assert found("a fever", "A fever is a fever.") == (0, 7)


def test_spaces_at_the_beginning_of_a_text_move_nothing() -> None:
    assert words("call", "  \n call today") == "call"


def test_a_ligature_is_quoted_whole() -> None:
    """Of "ﬁ" no half can be marked."""
    assert words("irst of", TEXT) == "ﬁrst of"


def test_sentences_end_at_their_signs_and_lines() -> None:
    text = "See a doctor today! (It may pass.) Or not?\n\n- Drink\n今日受診。明日は遅い。"
    assert [text[start:end] for start, end in sentences(text)] == [
        "See a doctor today!", "(It may pass.)", "Or not?", "- Drink", "今日受診。", "明日は遅い。",
    ]  # fmt: skip
