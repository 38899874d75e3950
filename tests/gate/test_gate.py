"""The gate finds no less than it did, is wrong no more often, and no text can hold it up."""

from collections import Counter
from dataclasses import dataclass, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gate import KINDS, PACK, Finding, apart, checks, findings, named
from bot.gate.rule import Pack
from tests.gate.score import HALVES, Sentence, score, sentences

SENTENCES = {half: sentences(path) for half, path in HALVES.items()}
ALL = [one for several in SENTENCES.values() for one in several]


def found(text: str) -> list[tuple[str, str]]:
    """What is found, as a person would point at it."""
    return [(one.kind, text[one.start : one.end]) for one in findings(text)]


@dataclass(frozen=True, slots=True)
class Floor:
    """Just below what was measured: details, sentences, and clean ones that were not let be."""

    details: int
    called: int
    caught: int
    alarms: int


FLOORS = {
    "known": Floor(details=270, called=266, caught=251, alarms=1),
    "held out": Floor(details=98, called=94, caught=95, alarms=1),
}


@pytest.mark.parametrize("half", FLOORS)
def test_the_gate_finds_no_less_than_it_did(half: str) -> None:
    floor, measured = FLOORS[half], score(HALVES[half])
    assert measured.found.total() >= floor.details
    assert measured.called >= floor.called
    assert measured.caught >= floor.caught
    assert measured.alarms <= floor.alarms


def test_of_the_known_half_no_kind_loses_two() -> None:
    measured = score(HALVES["known"])
    lost = {kind: measured.there[kind] - measured.found[kind] for kind in KINDS}
    assert {kind for kind, number in lost.items() if number > 1} == set()


def test_the_benchmark_has_what_it_claims() -> None:
    assert len(ALL) >= 600 and len({one.text for one in ALL}) == len(ALL)
    for several in SENTENCES.values():
        kinds = Counter(mark.kind for one in several for mark in one.marked)
        assert set(kinds) == set(KINDS) and min(kinds.values()) >= 4
        clean = sum(not one.marked for one in several)
        assert 0.35 <= clean / len(several) <= 0.45
    assert all("⟦" not in one.text and "⟧" not in one.text for one in ALL)


def test_no_rule_sleeps_through_what_it_would_find() -> None:
    pack = Pack(PACK)
    for one in ALL:
        text = pack.read(one.text)
        asked = apart(each for rule in PACK for each in rule.find(text))
        assert findings(one.text) == asked, one.text


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("A is unsafe, and my patient born 3/14/61 had the same", "a date of birth"),
        ("B forgets renal dosing, ask Dr Haddad", "a person's name"),
        ("ring me on 07700 900123 about this one", "a phone number"),
        ("she is 97 and this answer would have killed her", "an age over 89"),
        ("same as MRN 00482913 last week", "a medical record number"),
        ("NHS number 999 771 2056 had this", "a social security or national health number"),
    ],
)
def test_a_reason_is_told_what_it_looks_like(reason: str, kind: str) -> None:
    assert [named(one.kind) for one in findings(reason)] == [kind]


@pytest.mark.parametrize(
    "reason",
    [
        "B. A gives 10 mg/kg where 5 is right, and BP 120/80 is called high",
        "A misses that 38.4 °C at 7 weeks is same-day; B says 24/7 line, 3/7 antibiotics",
        "Both cite NG59; only B says see a doctor within 24-48 hours",
        "C is best: names the PRECISE trial (2017), HR 0.83 (0.71-0.97)",
        "Dr would never say this to a parent of a 3 year old",
    ],
)
def test_an_ordinary_reason_passes(reason: str) -> None:
    assert findings(reason) == ()


def test_every_kind_has_words_that_fit_the_sentence() -> None:
    for kind in KINDS:
        assert named(kind).split()[0] == ("an" if named(kind).split()[1][0] in "aeiou" else "a")


def test_a_finding_holds_no_word_of_the_text() -> None:
    assert [field.name for field in fields(Finding)] == ["kind", "start", "end"]
    assert "Okonkwo" not in repr(findings("Seen today with Mrs Okonkwo."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("İİİİ mrn 00482913", [("record", "00482913")]),
        ("\ud800 Dr\u00a0Haddad agrees", [("name", "Dr\u00a0Haddad")]),
        ("Regards,\nHelena", [("name", "Helena")]),
        ("MRN:00482913", [("record", "00482913")]),
        ("MRS OKAFOR RANG", [("name", "MRS OKAFOR RANG")]),
        ("MR ANGIOGRAM OF THE NECK", []),
        ("on 3/14 and on 3/4 occasions", [("date", "3/14")]),
        ("f/u 3/12, seen 3/12", [("date", "3/12")]),
        ("12 March 1650", []),
        ("in May 2 of 3 patients", []),
        ("published 12 March 2021", []),
        ("call 1-800-222-1222", []),
        ("the server 127.0.0.1 and version 1.2.3.4", []),
        ("https://www.nhs.uk/fever", []),
        ("https://www.nhs.uk/patients/jo", [("url", "https://www.nhs.uk/patients/jo")]),
        ("lives in New Mexico, from Sierra Leone, resident of South Africa", []),
        ("4111 1111 1111 1112", []),
        ("", []),
    ],
)
def test_places_are_exact(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_two_that_overlap_are_one_of_the_longer_ones_kind() -> None:
    short, long, far = Finding("date", 4, 9), Finding("phone", 2, 8), Finding("age", 9, 11)
    assert apart([far, short, long]) == (Finding("phone", 2, 9), far)


WORDS = st.sampled_from([word for one in ALL for word in one.text.split(" ")])
TEXTS = st.one_of(
    st.text(st.characters(), max_size=200),
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(WORDS, max_size=40).map("".join),
)


@given(TEXTS)
def test_findings_stand_in_the_text_in_order_and_apart(text: str) -> None:
    last = 0
    for one in findings(text):
        assert last <= one.start < one.end <= len(text) and one.kind in KINDS
        last = one.end


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_a_line_does_not_hide_another(first: Sentence, second: Sentence) -> None:
    """What is found on two lines of their own is found when they stand under each other."""
    shift = len(first.text) + 3
    both = findings(f"{first.text}.\n\n{second.text}")
    for one in findings(second.text):
        moved = (one.start + shift, one.end + shift)
        assert any(each.start <= moved[0] and moved[1] <= each.end for each in both)


LONG = 200_000
HOSTILE = (
    *("1", "(", "a", "A", "\n", " ", "é", "İ", ":", "٣", "\u200d", "\ud800"),
    *("a@", "@a", "1 ", "1.", "1/", "1-", "1:", "a1", "A1 ", "+1", "(1)", "aa:", "1::", "'a"),
    *("mrn ", "mrn no ", "ssn aaaa 1-a1 ", "may 1 ", "may ", "first of may ", "dob 123456 "),
    *("Dr Aa ", "Dr O'", "Mr and ", "John ", "john ", "his wife ", "my name is ", "regards, "),
    *("lives in ", "lives in Ab ", "1 yo from Ab ", "rue de la ", "1 ab street ", "address: 1"),
    *("http://", "www.", "x.com/", "a dot b at c dot com ", "photo of the ", "95f ", "GB82 WEST "),
)


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_text_made_to_hurt_comes_to_its_end(piece: str) -> None:
    """A search that looked further for every further character would not be back before night."""
    text = piece * (LONG // len(piece))
    assert all(one.end <= len(text) for one in findings(text))


DIGITS = st.text("0123456789", min_size=2, max_size=18)


@given(DIGITS, st.data())
def test_luhn_notices_every_wrong_digit(stem: str, data: st.DataObject) -> None:
    (right,) = (stem + last for last in "0123456789" if checks.luhn(stem + last))
    place = data.draw(st.integers(0, len(right) - 1))
    other = data.draw(st.sampled_from("0123456789".replace(right[place], "")))
    assert not checks.luhn(right[:place] + other + right[place + 1 :])


@given(st.text("0123456789", min_size=9, max_size=9), st.data())
def test_modulus_11_notices_every_wrong_digit(stem: str, data: st.DataObject) -> None:
    right = [stem + last for last in "0123456789" if checks.nhs(stem + last)]
    assert len(right) <= 1
    for number in right:
        place = data.draw(st.integers(0, 9))
        other = data.draw(st.sampled_from("0123456789".replace(number[place], "")))
        assert not checks.nhs(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize(
    ("holds", "right", "wrong"),
    [
        (checks.dea, "BK5519028", "BK5519029"),
        (checks.iban, "DE89370400440532013000", "DE88370400440532013000"),
        (checks.vin, "1M8GDM9AXKP042788", "1M8GDM9A1KP042788"),
    ],
)
def test_a_check_digit_tells(holds: object, right: str, wrong: str) -> None:
    assert callable(holds) and holds(right) and not holds(wrong)
