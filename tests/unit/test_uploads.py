"""A file as a platform is asked to take it; and what a font says that it has."""

import json
import struct
from dataclasses import replace

import pytest

from adapters import documents, fonts
from adapters.port import Call, Where
from adapters.slack.show import announced, completed
from adapters.slack.show import show as show_slack
from adapters.slack.web import Web
from adapters.telegram import app, limits
from adapters.telegram.show import show as show_telegram
from bot.cards import Document, Upload
from bot.events import Account
from tests.unit.test_certificate_words import VALUES

PDF, PNG = Document("certificate.pdf", VALUES), Document("certificate.png", VALUES)
HOSTILE = "<!channel> & *you* /stop @nurse"


def upload(platform: str, document: Document = PDF, text: str = HOSTILE) -> Upload:
    return Upload(Account(platform, "T1", "17"), "m:1", document, text)


def drawn(call: Call | None) -> Call:
    assert call is not None and call.file is not None
    return call


def test_on_slack_it_is_announced_and_then_shown() -> None:
    call = drawn(show_slack(upload("slack"), Where("D1", "U1", under="1.1")))
    assert announced(call, 7).args == {
        "filename": "certificate-RND-7K2M-9QX4-T0ZB.pdf",
        "length": 7,
    }
    made = completed(call, "D2", "F1")
    assert made.method == "files.completeUploadExternal"
    assert (made.args["channel_id"], made.args["thread_ts"]) == ("D2", "1.1")
    assert made.args["initial_comment"] == "&lt;!channel&gt; &amp; *you* /stop @nurse"
    assert json.loads(made.args["files"]) == [
        {"id": "F1", "title": "Certificate of completion (PDF)"}
    ]


def test_only_a_picture_is_described() -> None:
    call = drawn(show_slack(upload("slack", PNG), Where("D1", "U1")))
    assert announced(call, 7).args["alt_txt"].startswith("Certificate of completion: Dr Kofi Osei")
    assert "thread_ts" not in completed(call, "D1", "F1").args


@pytest.mark.parametrize("length", [0, -1, 1_000_000_001])
def test_an_empty_file_and_a_vast_one_are_refused(length: int) -> None:
    call = drawn(show_slack(upload("slack"), Where("D1", "U1")))
    with pytest.raises(ValueError, match=r"^A file has .* 1 to 1000000000\.$"):
        announced(call, length)
    with pytest.raises(ValueError, match=r"^A file has"):
        announced(replace(call, file=None), 7)


async def test_nothing_is_brought_before_the_connection_is_open() -> None:
    web = Web("xoxb-1", "http://127.0.0.1:9/api/")
    with pytest.raises(ConnectionError):
        await web.deliver("http://127.0.0.1:9/upload", b"1")


def test_on_telegram_it_is_one_document() -> None:
    call = drawn(show_telegram(upload("telegram", PNG), Where("", "17", under="4")))
    assert call.method == "sendDocument" and call.file == documents.file(PNG)
    assert call.args["chat_id"] == 17 and call.args["reply_parameters"]["message_id"] == 4
    assert call.args["caption"].replace("\u2060", "") == HOSTILE != call.args["caption"]


async def test_what_telegram_would_not_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", 1_000)
    with pytest.raises(ValueError, match=r"^certificate-RND-7K2M-9QX4-T0ZB\.pdf has .* over 1000"):
        await app._drawn(documents.file(PDF))


def font(*tables: bytes) -> bytes:
    """A font file with nothing in it but a cmap of these subtables."""
    offset = 4 + 8 * len(tables)
    head, body = struct.pack(">HH", 0, len(tables)), b""
    for table in tables:
        head += struct.pack(">HHI", 3, 10, offset + len(body))
        body += table
    name = struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0)
    return name + struct.pack(">4sIII", b"cmap", 0, 28, 0) + head + body


def short(*segments: tuple[int, int, int, tuple[int, ...]]) -> bytes:
    """Format 4; a segment is its first and last sign, its delta, and the glyphs it names."""
    count = len(segments)
    lasts, firsts = [one[1] for one in segments], [one[0] for one in segments]
    deltas, reaches, glyphs = [one[2] for one in segments], list[int](), list[int]()
    for number, (*_, named) in enumerate(segments):
        reaches.append(2 * (count - number + len(glyphs)) if named else 0)
        glyphs += named
    words = [*lasts, 0, *firsts, *deltas, *reaches, *glyphs]
    return struct.pack(f">7H{len(words)}H", 4, 0, 0, 2 * count, 0, 0, 0, *words)


def test_signs_that_lead_to_no_glyph_are_not_there() -> None:
    found = fonts.signs_of(
        font(
            short(
                (65, 67, 0xFFFF & -60, ()),
                (97, 100, 0, (5, 0, 7, 0)),
                (48, 49, 0xFFFF & -48, ()),
                (0xFFFF, 0xFFFF, 1, ()),
            )
        )
    )
    assert found == ((49, 49), (65, 67), (97, 97), (99, 99))


def test_rows_of_signs_are_joined_and_what_is_unknown_is_passed_over() -> None:
    rows = ((0x1F600, 0x1F601, 1), (0x1F602, 0x1F605, 3), (0x41, 0x42, 9))
    wide = struct.pack(">HHIII", 12, 0, 0, 0, len(rows))
    wide += b"".join(struct.pack(">III", *row) for row in rows)
    other = struct.pack(">HH", 14, 0)
    assert fonts.signs_of(font(wide, other)) == ((0x41, 0x42), (0x1F600, 0x1F605))
    assert fonts.signs_of(font()) == ()
