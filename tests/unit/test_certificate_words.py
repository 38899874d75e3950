"""A certificate's code is copied by hand, and what it says is no more than what was done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.certificates import CODE_BITS, SIGNS, aloud, code_of, file_stem, read_code, said

VALUES = {
    "name": "Dr Kofi Osei",
    "course": "rlhf_1",
    "title": "RLHF 1",
    "version": "1.0.0",
    "language": "en",
    "date": "3 May 2026",
    "hash": "3fa9c1d2e4b5" + "0" * 52,
    "code": "RND-7K2M-9QX4-T0ZB",
    "lessons": "3",
    "minutes": "15",
    "review": "",
}

BITS = st.integers(0, (1 << CODE_BITS) - 1)
DASHES = st.sampled_from(["-", " ", "", " - ", "\u2013", "\u2011", "\u00a0", "\t"])


def test_codes_at_the_edges() -> None:
    assert code_of(0) == "RND-0000-0000-0000"
    assert code_of((1 << CODE_BITS) - 1) == "RND-ZZZZ-ZZZZ-ZZZZ"
    assert code_of(1) == "RND-0000-0000-0001"
    assert code_of(32) == "RND-0000-0000-0010"
    for bits in (-1, 1 << CODE_BITS):
        with pytest.raises(ValueError, match="60 bits"):
            code_of(bits)


@given(BITS, BITS)
def test_two_codes_are_the_same_only_for_the_same_bits(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


@given(BITS)
def test_a_code_has_no_sign_that_is_read_wrongly(bits: int) -> None:
    code = code_of(bits)
    prefix, *groups = code.split("-")
    assert prefix == "RND" and [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(SIGNS)
    assert not set("".join(groups)) & set("ILOU")


@given(BITS, st.lists(DASHES, min_size=3, max_size=3), st.data())
def test_a_code_is_read_however_it_was_copied(
    bits: int, dashes: list[str], data: st.DataObject
) -> None:
    code = code_of(bits)
    alike = {"0": "0Oo", "1": "1IiLl"}
    prefix, *groups = code.split("-")
    typed = data.draw(st.sampled_from([prefix, prefix.lower(), ""]))
    for dash, group in zip(dashes, groups, strict=True):
        typed += dash + "".join(
            data.draw(st.sampled_from(alike.get(sign, sign + sign.lower()))) for sign in group
        )
    assert read_code(typed) == code


@given(st.text())
def test_what_is_read_is_a_code_or_nothing(text: str) -> None:
    found = read_code(text)
    assert found is None or read_code(found) == found


@pytest.mark.parametrize(
    "text",
    ["", "RND", "RND-7K2M-9QX4-T0Z", "RND-7K2M-9QX4-T0ZBB", "ABC-7K2M-9QX4-T0ZB", "7K2M-9QX4-T0ZU",
     "RND-7K2M-9QX4-T0Z!", "🎉" * 12],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert read_code(text) is None


def test_twelve_signs_are_enough_also_where_they_begin_like_the_prefix() -> None:
    assert read_code("rnd0 0000 0000") == "RND-RND0-0000-0000"
    assert read_code("RND-RND0-0000-0000") == "RND-RND0-0000-0000"


def test_all_that_stands_on_it() -> None:
    assert said(VALUES) == {
        "heading": "Certificate of completion",
        "this": "This certifies that",
        "name": "Dr Kofi Osei",
        "completed": "completed the course",
        "title": "RLHF 1",
        "about": "three lessons, self-paced, about 15 minutes",
        "date": "3 May 2026",
        "course": "Course rlhf_1 · version 1.0.0 · language en · content 3fa9c1d2e4b5",
        "code": "RND-7K2M-9QX4-T0ZB",
        "check": "To check it: rounds course verify RND-7K2M-9QX4-T0ZB",
        "practice": "It certifies attendance and practice.",
        "competence": "It certifies no clinical competence.",
        "review": "Its clinical content has not been reviewed.",
    }


def test_how_long_it_took_and_who_reviewed_it_are_said_where_they_are_known() -> None:
    few = {name: VALUES[name] for name in ("name", "title", "version", "date", "hash", "code")}
    assert said(few)["about"] == "self-paced"
    assert said(few)["review"] == ""
    assert said(few)["course"] == "version 1.0.0 · content 3fa9c1d2e4b5"
    one = said(few | {"lessons": "1", "minutes": "5"})
    assert one["about"] == "one lesson, self-paced, about 5 minutes"
    many = said(few | {"lessons": "13", "review": "Dr A. Mensah, 2 May 2026"})
    assert many["about"] == "13 lessons, self-paced"
    assert many["review"] == "Its clinical content was reviewed by Dr A. Mensah, 2 May 2026."


def test_a_value_with_line_breaks_stays_one_line() -> None:
    assert said(VALUES | {"name": " Dr\n Kofi\t Osei "})["name"] == "Dr Kofi Osei"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match=r"^A certificate needs name, code\.$"):
        said(VALUES | {"name": " ", "code": ""})


def test_it_can_be_read_aloud_and_has_a_plain_file_name() -> None:
    assert aloud(VALUES) == (
        "Certificate of completion: Dr Kofi Osei completed the course RLHF 1, three lessons,"
        " self-paced, about 15 minutes, on 3 May 2026. Code RND-7K2M-9QX4-T0ZB. It certifies"
        " attendance and practice. It certifies no clinical competence. Its clinical content has"
        " not been reviewed."
    )
    assert file_stem(VALUES) == "certificate-RND-7K2M-9QX4-T0ZB"
