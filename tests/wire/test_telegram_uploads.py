"""A file on Telegram's wire: one call, a document whatever it is, with the library's own client."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters import outbox
from adapters.certificate import draw
from adapters.edge import now
from adapters.port import Never, Outcome, Sent, Unsure, Wait, Where
from bot.cards import Card, Document, Durable, Post, Run, Upload
from bot.events import Account
from store import tables
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from tests.gallery import PROOF
from tests.wire.telegram_house import BOT, PERSON, House, house

Json = dict[str, Any]
ACCOUNT = Account("telegram", BOT, str(PERSON))
PDF, PNG = "certificate.pdf", "certificate.png"
SAID = "Your certificate for RLHF 1: see /learn or rounds.example."


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that nobody has to wait for."""
    monkeypatch.setattr(outbox, "SCANNED", timedelta(seconds=0.05))
    monkeypatch.setattr(outbox, "RETRY_MOST", timedelta(seconds=0.05))


def post(text: str, under: str = "") -> Post:
    return Post(ACCOUNT, text, Card(((Run(text),),)), under)


def proof(kind: str = PDF, name: str = "proof", under: str = "", text: str = SAID) -> Upload:
    return Upload(ACCOUNT, name, Document(kind, PROOF), text, under)


async def started(here: House) -> None:
    """The person has opened the chat and been answered."""
    await here.act("open", where="start")
    await here.until(lambda shown: shown[-1]["from"] == "bot")


def queued(here: House, *outs: Durable) -> None:
    def step(records: SqlRecords) -> None:
        records.hold(ACCOUNT)
        for out in outs:
            records.emit(out, now())

    here.store.submit(step).result()


async def settled(here: House, *states: int) -> list[Json]:
    """What is shown once these are the ends of the newest rows."""

    def rows(records: SqlRecords) -> list[int]:
        found = records.all(select(OUTBOX).order_by(OUTBOX.c.id))
        return [row.state for row in found][-len(states) :]

    async with asyncio.timeout(15):
        while here.store.submit(rows).result() != list(states):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return await here.shown()


async def test_files_stand_among_the_messages_as_replies_to_their_root(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await started(here)
        queued(here, post("root"), proof(PDF, "a", "root"), proof(PNG, "b", "root"), post("after"))
        shown = (await settled(here, *[tables.SENT] * 4))[-4:]
        root, pdf, png, after = shown
        assert [root["text"], after["text"]] == ["root", "after"]
        for one, kind in ((pdf, PDF), (png, PNG)):
            assert one["reply_to"] == root["id"] and one["silent"] and not one["protected"]
            assert one["text"].replace("\u2060", "") == SAID and one["autolinks"] == []
            file = one["file"]
            assert file["kind"] == "document", "a photo would be recompressed"
            assert file["name"] == f"certificate-RND-7K2M-9QX4-T0ZB.{kind[-3:]}"
            async with here.play.http.get(here.play.url + file["url"]) as answer:
                assert await answer.read() == draw(kind, PROOF)
        known = here.store.submit(lambda records: records.message_named("b")).result()
        assert known and known.ref == str(png["id"])


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        ({"status": 429, "retry_after": 0.1}, 1),
        ({"status": 500}, 1),
        ({"status": 502}, 1),
        ({"reset": True}, 1),
        ({"lost": True}, 2),
        ({"half": True}, 2),
        ({"delay": 1.3}, 2),
    ],
    ids=str,
)
async def test_it_arrives_whatever_breaks_and_twice_only_where_it_may_have(
    fault: Json, most: int, tmp_path: Path
) -> None:
    """Telegram cannot be asked what it has."""
    draw(PDF, PROOF)
    async with house(tmp_path) as here:
        await started(here)
        await here.faults(fail={"method": "sendDocument", **fault})
        queued(here, proof(), proof(), post("after"))
        shown = await settled(here, tables.SENT, tables.SENT)
        assert 1 <= sum(bool(one["file"]) for one in shown) <= most
        assert shown[-1]["text"] == "after"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"status": 403, "error": "Forbidden: bot was blocked by the user"}, Never("", gone=True)),
        ({"status": 400, "error": "Bad Request: chat not found"}, Never("", gone=True)),
        ({"status": 400, "error": "Bad Request: file is too big"}, Never("")),
        ({"status": 413, "error": "Request Entity Too Large"}, Unsure("")),
        ({"status": 401}, Wait(60.0, "", "platform")),
        ({"status": 429, "retry_after": 7}, Wait(7.0, "", "platform")),
        ({"status": 500}, Unsure("")),
        ({"lost": True}, Unsure("")),
    ],
    ids=str,
)
async def test_each_answer_means_one_outcome(
    fault: Json, expected: Outcome, tmp_path: Path
) -> None:
    async with house(tmp_path) as here:
        await started(here)
        await here.faults(fail={"method": "sendDocument", **fault})
        found = await here.speaker.send(proof(), Where(str(PERSON), str(PERSON)))
        assert found.__class__ is expected.__class__
        for name in ("seconds", "scope", "gone"):
            assert getattr(found, name, None) == getattr(expected, name, None)


async def test_a_root_that_is_gone_is_no_reason_not_to_send_it(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await started(here)
        found = await here.speaker.send(proof(), Where(str(PERSON), str(PERSON), under="999"))
        assert isinstance(found, Sent) and found.channel == str(PERSON)
        assert (await here.shown())[-1]["id"] == int(found.ref)
        assert (await here.shown())[-1]["reply_to"] is None


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (proof("certificate.gif"), "no document"),
        (proof(text="x" * 1_025), "over 1024"),
        (proof(text=" "), "no text"),
    ],
)
async def test_what_cannot_be_is_told_and_not_sent(out: Upload, why: str, tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        found = await here.speaker.send(out, Where(str(PERSON), str(PERSON)))
        assert isinstance(found, Never) and why in found.why
        ledger = (await here.play.get("telegram/ledger"))["requests"]
        assert "sendDocument" not in {one["method"] for one in ledger}


async def test_files_share_the_chat_s_rate(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        pace = here.speaker.pace(proof(), Where("42", "42"))
        assert pace == ("telegram.chat:42", "telegram.all")
