"""The certificate drawn: everybody's name comes out right, and the same again is the same bytes."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import certificate, fonts
from adapters.certificate import draw
from bot.certificates import said
from playground.telegram.pictures import size_of
from tests.unit.test_certificate_words import VALUES

PDF, PNG = "certificate.pdf", "certificate.png"
NAMES = {
    "latin": "Dr Kofi Osei",
    "diacritics": "Łukasz Żółć-Ångström",
    "vietnamese": "Nguyễn Thị Ánh",
    "yoruba": "Ọláńrewájú Ẹ̀kúndayọ̀",
    "cyrillic": "Зоя Ковальчук",
    "greek": "Αγγελική Παπαδοπούλου",
    "arabic": "د. ليلى حداد",
    "persian": "مهدی نیک‌نام",
    "hebrew": "ד״ר נועה לוי",
    "chinese": "王小明 医师",
    "japanese": "田中さくら",
    "korean": "김민준 의사",
    "devanagari": "डॉ. अनन्या राव",
    "tamil": "சிவா",
    "bengali": "শ্রেয়া ঘোষ",
    "thai": "ก้องภพ",
    "georgian": "ნინო ბერიძე",
    "armenian": "Անի Պետրոսյան",
    "ethiopic": "አበበ በቀለ",
    "emoji": "Ana 😀",
}
READ_TWICE = ("arabic", "persian", "bengali", "yoruba")
"""Letters that are drawn in pieces: some readers of a PDF say them once for each piece."""

LONG = "Prof. Dr. med. Maximiliane-Theodora Freifrau von Hohenstaufen"
PAGE = (842, 595)


def named(name: str, **more: str) -> dict[str, str]:
    return VALUES | {"name": name} | more


def text_of(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(pdf)[0]
    found = str(page.get_textpage().get_text_range())
    return " ".join(found.replace("\u200b", "").split())


def letters(text: str) -> str:
    """A text without what a line may be broken at."""
    return "".join(sign for sign in text if sign not in " -\ufffe")


def ink(pdf: bytes, top: float, bottom: float) -> list[int]:
    """How dark each column of the page is between two heights, as parts of it."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(grayscale=True)
    rows = range(int(picture.height * top), int(picture.height * bottom))
    shades = bytes(picture.buffer)
    lines = [shades[row * picture.stride : row * picture.stride + picture.width] for row in rows]
    return [sum(255 - line[column] for line in lines) for column in range(picture.width)]


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script(script: str) -> None:
    name = NAMES[script]
    assert fonts.drawable(name) == name, "there is a font for all of it"
    pdf = draw(PDF, named(name))
    found = text_of(pdf)
    if script in READ_TWICE:
        assert set(name) - set(" \u200c") <= set(found)
    else:
        assert name in found
    assert name in str(pypdfium2.PdfDocument(pdf).get_metadata_dict()["Title"])


def test_all_that_is_said_stands_on_it() -> None:
    found = text_of(draw(PDF, VALUES))
    for line in said(VALUES).values():
        assert line in found, line


def test_one_page_on_its_side_with_nothing_of_the_clock_in_it() -> None:
    document = pypdfium2.PdfDocument(draw(PDF, VALUES))
    assert len(document) == 1
    assert tuple(round(side) for side in document[0].get_size()) == PAGE
    about = document.get_metadata_dict()
    assert (about["CreationDate"], about["ModDate"]) == ("", "")
    assert document.is_tagged()


def test_the_picture_is_for_a_phone() -> None:
    png = draw(PNG, VALUES)
    assert size_of(png) == (1600, 1131)
    pixels = zlib.decompress(b"".join(data for kind, data in chunks(png) if kind == b"IDAT"))
    assert len(set(pixels)) > 50
    assert len(png) < 500_000


@pytest.mark.parametrize("kind", [PDF, PNG])
def test_the_same_values_are_the_same_bytes(kind: str) -> None:
    """Also in another process, another day, another zone."""
    values = named(NAMES["chinese"])
    first = draw(kind, values)
    assert draw(kind, dict(reversed(values.items()))) == first
    assert draw(kind, named("王大明 医师")) != first
    program = (
        "import hashlib, json, sys; from adapters.certificate import draw;"
        "print(hashlib.sha256(draw(sys.argv[1], json.loads(sys.argv[2]))).hexdigest())"
    )
    elsewhere = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "86400"}
    other = subprocess.run(
        [sys.executable, "-c", program, kind, json.dumps(values)],
        env=os.environ | elsewhere,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashlib.sha256(first).hexdigest()


@pytest.mark.parametrize("name", [LONG, f"{LONG}, " * 4, "W" * 200, "王" * 60, "न" * 100])
def test_a_long_name_stays_within_the_page(name: str) -> None:
    pdf = draw(PDF, named(name))
    assert letters(name) in letters(text_of(pdf))
    columns = ink(pdf, 0.2, 0.8)
    border = int(0.04 * len(columns)), int(0.08 * len(columns))
    left, right = columns[slice(*border)], columns[-border[1] : -border[0]]
    assert not any(left) and not any(right)


def test_a_long_title_and_a_long_review_too() -> None:
    title, review = "Reading a guideline, slowly " * 6, "Dr Ama Mensah, " * 12
    found = text_of(draw(PDF, VALUES | {"title": title, "review": review}))
    assert title.strip() in found and review.strip() in found


def test_a_sign_without_a_font_is_told_by_its_code() -> None:
    name = "Ana \U00013000 \u202eabc x\u0944 \ud800\x07"
    told = "Ana [U+13000] [U+202E]abc x[U+0944] [U+D800][U+0007]"
    assert fonts.drawable(name) == told
    assert told in text_of(draw(PDF, named(name)))


def test_words_are_never_read_as_markup() -> None:
    name = '#image("x") *a* _b_ $c$ = d @e \\f // g'
    assert name in text_of(draw(PDF, named(name, title="#panic()")))


@given(st.text(max_size=30))
def test_what_is_drawn_can_be_seen_whatever_was_given(text: str) -> None:
    told = fonts.drawable(text)
    assert fonts.drawable(told) == told


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_name_can_be_drawn(name: str) -> None:
    assert draw(PDF, named(name)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "language", "family"),
    [
        ("王小明", "en", "SC"),
        ("王小明", "ja", "JP"),
        ("王小明", "zh-Hant", "TC"),
        ("王小明", "zh_HK", "HK"),
        ("田中さくら", "en", "JP"),
        ("김민준", "zh", "KR"),
        ("ㄅ王", "", "TC"),
    ],
)
def test_chinese_characters_as_they_are_written_there(
    name: str, language: str, family: str
) -> None:
    known = [f"Noto Sans CJK {place}" for place in ("HK", "JP", "KR", "SC", "TC")]
    found = fonts.families([*known, "Noto Emoji", "Noto Sans", "Noto Sans Thai"], name, language)
    assert found == ["Noto Sans", "Noto Sans Thai", f"Noto Sans CJK {family}", "Noto Emoji"]
    assert f"Noto Sans CJK {family}" in certificate._fonts().families()


@pytest.mark.parametrize(
    ("name", "right"), [("Osei", True), ("د. ليلى", False), ("(12) לוי", False), ("12", True)]
)
def test_which_way_a_name_is_read(name: str, right: bool) -> None:
    assert fonts.rightward(name) is right


def test_what_cannot_be_drawn_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValueError, match=r"^There is no document 'certificate\.gif'\.$"):
        draw("certificate.gif", VALUES)
    with pytest.raises(ValueError, match=r"^A certificate needs name\.$"):
        draw(PDF, named(" "))

    def breaks(*_: Any, **__: Any) -> bytes:
        raise typst.TypstError("Dr Osei", "Dr Osei")

    monkeypatch.setattr(typst, "compile", breaks)
    with caplog.at_level(logging.DEBUG), pytest.raises(ValueError, match=r"drawn \(TypstError\)"):
        draw(PDF, VALUES)
    assert "Osei" not in caplog.text


def test_without_its_fonts_nothing_is_drawn_rather_than_nothing_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "folders", lambda: [])
    with pytest.raises(ValueError, match=r"drawn \(LookupError\)"):
        draw(PDF, VALUES)


def test_several_may_be_drawn_at_once() -> None:
    asked = [(kind, named(name)) for name in NAMES.values() for kind in (PDF, PNG)]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: draw(*one), asked))
    assert together == [draw(*one) for one in asked]


def test_a_file_that_is_no_font_has_no_signs() -> None:
    assert fonts.signs_of(b"\x00\x01\x00\x00" + b"\x00" * 8) == ()
