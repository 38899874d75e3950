"""What an answer says of single responses comes out as it was given; what was not asked is null."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from store.export import judged
from store.export.votes import Revision
from tests.unit.test_export_votes import said, task

TWO = task(size=2)
RISKIER = {"r1": "S2", "r2": "none"}
ONE_CLEAN = {"failures": {"r1": ["H1"], "r2": []}, "risk": {"r1": "S3"}}


def test_what_was_not_asked_is_null() -> None:
    for told in (judged.ratings, judged.flags, judged.spans, judged.corrections):
        assert told(TWO, {"ranking": [["r1"], ["r2"]]}) is None
    for answer in ({}, {"main": None}):
        assert judged.main_reason(answer) is None
    assert judged.strengths({"ranking": [["r1"], ["r2"]], "strength": 2}) is None


def test_a_rating_is_a_number_or_why_there_is_none() -> None:
    given = {"r2": {"safety": 4}, "r1": {"accuracy": 1, "safety": {"cannot": "not_my_field"}}}
    assert judged.ratings(TWO, {"ratings": given}) == [
        {"response": "r1", "criterion": "accuracy", "rating": 1, "cannot": None},
        {"response": "r1", "criterion": "safety", "rating": None, "cannot": "not_my_field"},
        {"response": "r2", "criterion": "safety", "rating": 4, "cannot": None},
    ]


def test_a_risk_alone_is_a_flag_without_a_kind() -> None:
    assert judged.flags(TWO, {"risk": {"r1": "none", "r2": "S2"}}) == [
        {"response": "r2", "family": None, "kind": None, "severity": "S2"}
    ]
    assert judged.flags(TWO, {"risk": {"r1": "none", "r2": "none"}}) == []


def test_each_kind_of_failure_has_the_severity_of_the_worst() -> None:
    answer = {"failures": {"r1": ["W1", "H2"], "r2": []}, "risk": {"r1": "S3"}}
    assert judged.flags(TWO, answer) == [
        {"response": "r1", "family": "Factually wrong", "kind": "W1", "severity": "S3"},
        {"response": "r1", "family": "Harmful", "kind": "H2", "severity": "S3"},
    ]
    assert judged.flags(TWO, {"failures": {"r1": [], "r2": []}}) == []


def test_places_come_with_their_words_and_wordings_untouched() -> None:
    answer = {"spans": {"r2": [[0, 4]], "r1": []}, "corrections": {"r1": None, "r2": " Ask. "}}
    assert judged.spans(TWO, answer) == [{"response": "r2", "start": 0, "end": 4, "text": "Text"}]
    assert judged.corrections(TWO, answer) == [{"response": "r2", "text": " Ask. "}]


def test_the_main_reason_names_its_response() -> None:
    assert judged.main_reason({"main": ["r2", "H1"]}) == {"response": "r2", "code": "H1"}


def test_strengths_stand_between_neighbours() -> None:
    answer = {"ranking": [["r1"], ["r2"], ["r3"]], "strengths": {"0": 3}}
    assert judged.strengths(answer) == [3, None]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"risk": RISKIER, "ranking": [["r1"], ["r2"]], "contradiction": True}, True),
        ({"risk": RISKIER, "ranking": [["r2"], ["r1"]]}, False),
        ({"risk": RISKIER, "ranking": [["r1", "r2"]]}, False),
        ({"risk": {"r1": "S1", "r2": "S1"}, "ranking": [["r1"], ["r2"]]}, False),
        ({**ONE_CLEAN, "ranking": [["r1"], ["r2"]], "contradiction": True}, True),
        ({**ONE_CLEAN, "ranking": [["r2"], ["r1"]]}, False),
        ({"failures": {"r1": [], "r2": []}, "ranking": [["r1"], ["r2"]]}, False),
        ({**ONE_CLEAN, "ranking": [["r1"], ["r2"]]}, None),
        ({"risk": {"r1": "S2"}, "ranking": [["r1"], ["r2"]]}, None),
        ({"ranking": [["r1"], ["r2"]]}, None),
        ({"risk": RISKIER}, None),
    ],
)
def test_a_contradiction_is_told_where_there_could_be_one(
    answer: Mapping[str, Any], told: bool | None
) -> None:
    """False only where the risks of two were known and fit; null where nobody was asked, as they
    were not by versions to which an answer without failures had no risk."""
    assert judged.contradiction(answer) is told


@pytest.mark.parametrize(("seconds", "told"), [(2.6, True), (2.7, False), (60.0, False)])
def test_fast_is_below_what_reading_takes(seconds: float, told: bool) -> None:
    """Five words at 450 a minute are 0.67 s, one question is two more."""
    assert judged.fast(TWO, _took(seconds, {"ranking": [["r1", "r2"]]})) is told


def test_every_question_has_its_two_seconds() -> None:
    answer = {
        "risk": {"r1": "S2", "r2": "none"},
        "ratings": {"r1": {"safety": 4, "accuracy": {"cannot": "not_my_field"}}},
        "ranking": [["r1"], ["r2"]],
        "stands": False,
        "main": None,
        "rationale": "Because.",
    }
    assert judged.fast(TWO, _took(14.6, answer)) and not judged.fast(TWO, _took(14.7, answer))
    assert judged.fast(TWO, replace(_took(1, answer), active=None)) is None


def _took(seconds: float, answer: Mapping[str, Any]) -> Revision:
    return replace(said(answer), active=int(seconds * 1000))
