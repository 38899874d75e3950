"""The short form of `python -m tests.fuzz.courses`: the same damage every time."""

from pathlib import Path

import pytest

from store.course import check
from store.course.card import Card
from tests.fuzz.courses import fuzz

SHORT = 700
"""Mutations: some eight seconds."""


def test_damaged_files_are_read_or_told_and_nothing_else_happens(tmp_path: Path) -> None:
    report = fuzz(tmp_path, SHORT, seed=7)
    assert report.wrong == {}
    assert report.read > SHORT / 10 and report.refused > SHORT / 2


def test_what_goes_wrong_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = check._course

    def careless(card: Card, texts: object) -> object:
        if card.section != "RLHF":
            raise KeyError(card.section)
        return course(card, texts)  # type: ignore[arg-type]

    monkeypatch.setattr(check, "_course", careless)
    assert any("KeyError" in what for what in fuzz(tmp_path, 60, seed=7).wrong)
