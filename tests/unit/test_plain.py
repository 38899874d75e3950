"""What is typed is compared as people mean it, whatever their keyboard makes of it."""

from unicodedata import normalize

import pytest

from bot.tongue import plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" Skip. ", "skip"),
        ("Can’t judge", "can't judge"),
        ("\u2068Next\u2069", "next"),
        (normalize("NFD", "dừng"), "dừng"),
        ("İleri", "ileri"),
        ("Ｓ２", "s2"),
        ("停止。", "停止"),
        ("٢", "2"),
        ("১২", "12"),
    ],
)
def test_as_it_is_meant(typed: str, meant: str) -> None:
    assert plain(typed) == meant


def test_a_question_is_no_answer() -> None:
    assert plain("B?") != "b"
