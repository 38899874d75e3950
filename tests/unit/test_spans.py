"""Words that were quoted are found as they were typed, and stand for the text's own characters."""

import pytest

from bot.kinds.spans import found, sentences

TEXT = "It’s safe.  Wait three days – at most.\nThen ask “your” doctor: ﬁrst of all\u200bby phone."


def words(quotation: str, text: str = TEXT) -> str | None:
    spans = found(quotation, text)
    return text[spans[0][0] : spans[0][1]] if spans else None


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
    assert found("a fever", "A fever is a fever.") == [(0, 7)]


def test_spaces_at_the_beginning_of_a_text_move_nothing() -> None:
    assert words("call", "  \n call today") == "call"


def test_a_ligature_is_quoted_whole() -> None:
    """Of "ﬁ" no half can be marked."""
    assert words("irst of", TEXT) == "ﬁrst of"


@pytest.mark.parametrize(
    ("said", "stand"),
    [
        ('It says "Wait three days" and that is wrong.', ["Wait three days"]),
        ("It says “wait three days”, which is wrong.", ["Wait three days"]),
        ("Da steht „wait three days“, das ist falsch.", ["Wait three days"]),
        ("Da steht „wait three days” und mehr.", ["Wait three days"]),
        ("Il dit « wait three days », c’est faux.", ["Wait three days"]),
        ("Da steht »wait three days«, und das ist falsch.", ["Wait three days"]),
        ("Siinä on ”wait three days”, väärin.", ["Wait three days"]),
        ("It says ‘it’s safe’ and isn’t.", ["It’s safe"]),
        ("It says 'it's safe' and isn't.", ["It’s safe"]),
        ('It says "\n wait three days … " and no more', ["Wait three days"]),
        ('First "by phone", then "it\'s safe": no.', ["It’s safe", "by phone"]),
        ('"by phone" and again "by phone"', ["by phone"]),
        ('"three weeks" is not there, "three days" is', ["three days"]),
        ("It says “ask “your” doctor” and no more", ["ask “your” doctor"]),
        ("“wait three days”", ["Wait three days"]),
        ("It's that they wait three days, isn't it", []),
        ('At 5" wait three days 6" more', []),
        ('It says "three weeks".', []),
        ('It says "I" and ""', []),
        ('It says "wait three days', []),
        ("three weeks", []),
    ],
)
def test_words_in_quotation_marks_are_found_among_others(said: str, stand: list[str]) -> None:
    assert [TEXT[start:end] for start, end in found(said, TEXT)] == stand


def test_where_all_that_was_typed_stands_its_quotation_marks_are_no_places() -> None:
    text = "Call it “mild” and rest. It is mild."
    assert found("call it 'mild' and rest", text) == [(0, 23)]


def test_sentences_end_at_their_signs_and_lines() -> None:
    text = "See a doctor today! (It may pass.) Or not?\n\n- Drink\n今日受診。明日は遅い。"
    assert [text[start:end] for start, end in sentences(text)] == [
        "See a doctor today!", "(It may pass.)", "Or not?", "- Drink", "今日受診。", "明日は遅い。",
    ]  # fmt: skip
