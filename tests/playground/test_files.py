"""Files on both platforms: nobody guesses where they lie, and what they are they say themselves."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from playground.files import ANY, kind_of
from tests.playground import telegram_rig
from tests.playground.server import Playground
from tests.playground.slack_rig import CHANNEL, PERSON, Rig, rig

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 8
PDF = b"%PDF-1.7\n"
ANNOUNCE, COMPLETE = "files.getUploadURLExternal", "files.completeUploadExternal"


async def announced(slack: Rig, name: str, length: int, **more: str) -> Mapping[str, Any]:
    args = {"filename": name, "length": length, **more}
    said = await slack.client.api_call(ANNOUNCE, data=args)
    assert isinstance(said.data, dict)
    return said.data


async def complete(slack: Rig, number: str, **more: Any) -> None:
    args = {"files": [{"id": number, "title": "A file"}], "channel_id": CHANNEL, **more}
    await slack.client.api_call(COMPLETE, json=args)


async def upload(slack: Rig, name: str, content: bytes, **more: str) -> dict[str, Any]:
    """What the person sees of it."""
    at = await announced(slack, name, len(content), **more)
    async with slack.play.http.post(at["upload_url"], data=content) as answer:
        assert answer.status == 200
    await complete(slack, at["file_id"])
    found: dict[str, Any] = (await slack.shown())[-1]["files"][0]
    return found


async def got(play: Playground, path: str) -> tuple[int, str, str]:
    async with play.http.get(play.url + path) as answer:
        place = answer.headers.get("Content-Disposition", "")
        if answer.status == 200:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return answer.status, answer.content_type, place


@pytest.mark.parametrize(
    ("name", "content", "kind", "place"),
    [
        ("a.png", PNG, "image/png", "inline"),
        ("a.pdf", PDF, "application/pdf", "inline"),
        ("a.png", b"<script>alert(1)</script>", ANY, "attachment"),
        ("a.html", b"<!doctype html>", ANY, "attachment"),
        ('Übung "1".svg', b"<svg/>", ANY, "attachment"),
    ],
)
async def test_a_file_is_shown_only_where_it_is_a_picture_or_a_page(
    name: str, content: bytes, kind: str, place: str
) -> None:
    async with rig() as slack:
        found = await upload(slack, name, content)
        status, told, where = await got(slack.play, found["url"])
        assert (status, told, where.partition(";")[0]) == (200, kind, place)
    async with telegram_rig.rig() as it:
        await it.bot.send_document(telegram_rig.PERSON, content, filename=name)
        shown = (await it.last())["file"]
        status, told, where = await got(it.play, shown["url"])
        assert (status, told, where.partition(";")[0]) == (200, kind, place)


async def test_where_it_lies_cannot_be_guessed() -> None:
    async with rig() as slack:
        found = await upload(slack, "a.png", PNG)
        address = found["url"].split("/")[3]
        number, secret = address.split("-")
        assert len(secret) >= 24
        for guess in (
            number,
            f"{number}-",
            f"{number}-{secret[:-1]}",
            f"{number}-{secret.lower()}",
        ):
            assert (await got(slack.play, f"/slack/files/{guess}/a.png"))[0] == 404


async def test_a_picture_is_described_and_nothing_else_may_be() -> None:
    async with rig() as slack:
        found = await upload(slack, "a.png", PNG, alt_txt="A certificate")
        assert (found["alt"], found["mime"], found["size"]) == ("A certificate", "image/png", 16)
        at = await announced(slack, "a.pdf", len(PDF), alt_txt="A certificate")
        async with slack.play.http.post(at["upload_url"], data=PDF) as answer:
            assert answer.status == 200
        await complete(slack, at["file_id"])
        assert len(await slack.shown()) == 1, "Slack says ok and shows nothing"
        noted = (await slack.play.get("slack/ledger"))["violations"]
        assert [one["what"] for one in noted] == ["alt_txt of a.pdf: no picture"]
        with pytest.raises(SlackApiError, match="alt_txt_too_large"):
            await announced(slack, "a.png", 4, alt_txt="x" * 1_001)


async def test_a_file_is_shared_in_a_conversation_not_with_a_person() -> None:
    async with rig() as slack:
        at = await announced(slack, "a.png", len(PNG))
        async with slack.play.http.post(at["upload_url"], data=PNG) as answer:
            assert answer.status == 200
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            await complete(slack, at["file_id"], channel_id=PERSON)
        root = await slack.post(text="root")
        await complete(
            slack, at["file_id"], thread_ts=root["ts"], initial_comment="Here &amp; now *bold*"
        )
        shown = (await slack.shown())[-1]
        assert (shown["thread"], shown["text"]) == (root["ts"], "Here & now bold")


async def test_the_bytes_own_request_can_be_made_to_fail_and_is_written_down() -> None:
    async with rig() as slack:
        faults: list[dict[str, Any]] = [
            {"status": 503},
            {"status": 429, "retry_after": 7},
            {"lost": True},
            {"reset": True},
            {"delay": 0.01},
        ]
        for fault in faults:
            await slack.play.post("slack/faults", {"fail": {"method": "upload", **fault}})
        at = await announced(slack, "a.png", len(PNG))
        ends = list[Any]()
        for _ in faults:
            try:
                async with slack.play.http.post(at["upload_url"], data=PNG) as answer:
                    ends.append((answer.status, answer.headers.get("Retry-After")))
            except aiohttp.ClientError:
                ends.append("no answer")
        assert ends == [(503, None), (429, "7"), "no answer", "no answer", (200, None)]
        lines = (await slack.play.get("slack/ledger"))["requests"]
        told = [(one["ok"], one["error"]) for one in lines if one["method"] == "upload"]
        assert told == [(False, "503"), (False, "429"), (True, None), (True, None)]


def test_what_a_file_is_its_first_bytes_say() -> None:
    assert [kind_of(one) for one in (PNG, PDF, b"\xff\xd8\xff\xe0", b"GIF89a", b"", b"PK")] == [
        "image/png",
        "application/pdf",
        "image/jpeg",
        "image/gif",
        ANY,
        ANY,
    ]
