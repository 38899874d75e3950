"""The pages with pictures: each picture is there, told in words, and small; the gallery leaves no
card out, and the course's page no step; the annotators' page can be read in three minutes."""

import re
from pathlib import Path

import pytest

from bot.rules import Rules
from tests.browser import sheets
from tests.gallery import PLATFORMS, SHEETS

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
PAGES = sorted(DOCS.glob("*.md"))
ONE_MOST, ALL_MOST = 1_500_000, 9_000_000
"""Bytes: what somebody on a phone will wait for, and what a clone should carry."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_is_there_and_told_in_words(page: Path) -> None:
    for words, place in PICTURE.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / place).is_file(), place
        assert len(words.split()) >= 4, place


def test_no_picture_is_left_behind() -> None:
    shown = {
        (page.parent / place).resolve()
        for page in [*PAGES, DOCS.parent / "README.md"]
        for _, place in PICTURE.findall(page.read_text(encoding="utf-8"))
    }
    assert shown == {one for one in (DOCS / "images").rglob("*") if one.is_file()}


def test_pictures_are_small() -> None:
    sizes = [one.stat().st_size for one in (DOCS / "images").rglob("*.webp")]
    assert max(sizes) < ONE_MOST and sum(sizes) < ALL_MOST


def test_the_gallery_names_every_card_there_is() -> None:
    """Otherwise: make gallery."""
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == sheets.page()
    assert len(SHEETS) * len(PLATFORMS) == len(list((DOCS / "images" / "gallery").iterdir()))


def test_the_course_is_shown_lesson_by_lesson() -> None:
    """Otherwise: make gallery ARGS=course."""
    assert (DOCS / "course.md").read_text(encoding="utf-8") == sheets.course_page()
    shown = {sheets.course_file(platform, one) for platform in PLATFORMS for one in sheets.LESSONS}
    assert shown == set((DOCS / "images" / "course").iterdir())


def test_the_annotators_page_is_read_in_three_minutes() -> None:
    said = PICTURE.sub("", (DOCS / "annotators.md").read_text(encoding="utf-8"))
    assert len(re.sub(r"[|#*`-]", " ", said).split()) <= 3 * Rules().reading
