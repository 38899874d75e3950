"""A file on Slack's wire: three calls, and whatever breaks between them it stands there once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters import outbox
from adapters.certificate import draw
from adapters.edge import fresh_id, now
from adapters.outbox import Pump, Pumping
from adapters.pace import Pace
from adapters.port import Never, Outcome, Sent, Unsure, Wait, Where
from adapters.slack import upload, web
from bot.cards import Document, Upload
from bot.records import Contact
from bot.rules import Rules
from store import open_store, tables
from store.port import SqlRecords
from store.port.leaving import OUTBOX
from tests.gallery import PROOF
from tests.wire.slack_desk import ACCOUNT, CHANNEL, PERSON, TEAM, Desk, card, desk

Json = dict[str, Any]
ANNOUNCE, BYTES, COMPLETE = "files.getUploadURLExternal", "upload", "files.completeUploadExternal"
PDF, PNG = "certificate.pdf", "certificate.png"
SAID = "Your certificate <RLHF 1> & its code."
HERE = Where(CHANNEL, PERSON, outbox="41")


def proof(kind: str = PDF, text: str = SAID, **values: str) -> Upload:
    return Upload(ACCOUNT, "m:1", Document(kind, PROOF | values), text)


async def failing(here: Desk, fault: Json, where: Where = HERE) -> Outcome:
    await here.faults(fail=fault)
    return await here.speaker.send(proof(), where)


async def calls(here: Desk) -> list[str]:
    """What was asked for a file, in order."""
    found = [one["method"] for one in await here.ledger("requests")]
    return [one for one in found if one in (ANNOUNCE, BYTES, COMPLETE)]


@pytest.mark.parametrize("kind", [PDF, PNG])
async def test_a_file_stands_in_its_thread_with_its_words(kind: str) -> None:
    async with desk() as here:
        root = await here.post(card("Your session"))
        where = Where(CHANNEL, PERSON, under=root, outbox="41")
        assert await here.speaker.send(proof(kind), where) == Sent(channel=CHANNEL)
        _, shown = await here.shown()
        assert (shown["thread"], shown["text"]) == (root, SAID)
        (file,) = shown["files"]
        assert file["name"] == f"certificate-RND-7K2M-9QX4-T0ZB.{kind[-3:]}"
        assert file["title"] == f"Certificate of completion ({kind[-3:].upper()})"
        assert ("Dr Kofi Osei completed the course RLHF 1" in file["alt"]) == (kind == PNG)
        async with here.play.http.get(here.play.url + file["url"]) as answer:
            assert await answer.read() == draw(kind, PROOF)
        assert await calls(here) == [ANNOUNCE, BYTES, COMPLETE]


async def test_a_conversation_we_do_not_know_is_opened_first() -> None:
    async with desk() as here:
        found = await here.speaker.send(proof(), Where("", PERSON, outbox="41"))
        assert found == Sent(channel=CHANNEL) and len(await here.shown()) == 1


async def test_what_we_upload_is_not_heard_as_if_somebody_had() -> None:
    async with desk() as here:
        await here.speaker.send(proof(), HERE)
        async with asyncio.timeout(10):
            while not await here.ledger("deliveries"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        event = {
            "type": "message",
            "subtype": "file_share",
            "user": "U0ROUNDS",
            "channel": CHANNEL,
            "channel_type": "im",
            "ts": "1.000100",
            "text": SAID,
            "files": [{"id": "F1", "mimetype": "image/png"}],
        }
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
        assert (await here.offered(payload)).status == 200
        assert here.events == [], "not even where Slack names no bot"


SLOW = Wait(7.0, "Slack asks us to slow down.", "method")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"method": "conversations.open", "status": 500}, Wait(10.0, "could not say")),
        ({"method": "conversations.open", "error": "user_not_found"}, Never("", gone=True)),
        ({"method": ANNOUNCE, "status": 500}, Wait(10.0, "could not say")),
        ({"method": ANNOUNCE, "error": "internal_error"}, Wait(10.0, "could not say")),
        ({"method": ANNOUNCE, "lost": True}, Wait(10.0, "did not come")),
        ({"method": ANNOUNCE, "half": True}, Wait(10.0, "did not come")),
        ({"method": ANNOUNCE, "status": 429, "retry_after": 7}, SLOW),
        ({"method": ANNOUNCE, "error": "invalid_auth"}, Wait(60.0, "bot token", "platform")),
        ({"method": ANNOUNCE, "error": "missing_scope"}, Never("lacks a scope")),
        ({"method": ANNOUNCE, "error": "file_uploads_disabled"}, Never("file_uploads_disabled")),
        ({"method": BYTES, "status": 503}, Wait(10.0, "did not take a file's bytes (503)")),
        ({"method": BYTES, "status": 429, "retry_after": 7}, Wait(7.0, "(429)", "method")),
        ({"method": BYTES, "status": 413}, Never("did not take a file's bytes (413)")),
        ({"method": BYTES, "status": 302}, Wait(10.0, "(302)")),
        ({"method": BYTES, "lost": True}, Wait(10.0, "did not come")),
        ({"method": BYTES, "reset": True}, Wait(10.0, "did not come")),
        ({"method": COMPLETE, "error": "file_not_found"}, Wait(10.0, "file_not_found")),
        ({"method": COMPLETE, "status": 429, "retry_after": 7}, SLOW),
        ({"method": COMPLETE, "error": "channel_not_found"}, Never("", gone=True)),
        ({"method": COMPLETE, "error": "posting_to_channel_denied"}, Never("denied")),
        ({"method": COMPLETE, "error": "missing_scope"}, Never("lacks a scope")),
        ({"method": COMPLETE, "status": 500}, Unsure("could not say")),
        ({"method": COMPLETE, "error": "fatal_error"}, Unsure("could not say")),
        ({"method": COMPLETE, "reset": True}, Unsure("did not come")),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
async def test_each_end_of_each_call_means_one_outcome(fault: Json, expected: Any) -> None:
    """Nothing is shown, and only the last call leaves a doubt."""
    async with desk(clean=False) as here:
        found = await failing(here, fault, Where("", PERSON, outbox="41"))
        assert not isinstance(found, Sent)
        assert found.__class__ is expected.__class__
        assert expected.why in found.why
        for name in ("seconds", "scope", "gone"):
            assert getattr(found, name, None) == getattr(expected, name, None)
        assert await here.shown() == []
        made = await calls(here)
        assert len(made) == len(set(made)), "nothing is retried below the pump"


async def test_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "CALL_SECONDS", 0.4)
    draw(PDF, PROOF)  # the fonts are looked through once, in any process
    async with desk() as here:
        for method in (ANNOUNCE, BYTES):
            found = await failing(here, {"method": method, "delay": 0.8})
            assert isinstance(found, Wait) and found.seconds == 10, found
        assert isinstance(await failing(here, {"method": COMPLETE, "delay": 0.8}), Unsure)


@pytest.mark.parametrize("where", ["thread", "chat", "nowhere yet"])
async def test_one_that_did_arrive_is_found_and_not_sent_twice(where: str) -> None:
    async with desk() as here:
        root = await here.post(card("Your session")) if where == "thread" else ""
        at = "" if where == "nowhere yet" else CHANNEL
        first = Where(at, PERSON, under=root, outbox="41", queued=now())
        assert isinstance(await failing(here, {"method": COMPLETE, "lost": True}, first), Unsure)
        arrived = (await here.shown())[-1]["id"]
        again = Where(at, PERSON, under=root, outbox="41", unsure=True, queued=first.queued)
        assert await here.speaker.send(proof(), again) == Sent(arrived, CHANNEL)
        assert (await calls(here)).count(COMPLETE) == 1


async def test_one_from_before_is_not_the_one_that_is_looked_for() -> None:
    """The same certificate may be asked for again; our clock and Slack's may differ a little."""
    async with desk() as here:
        await here.speaker.send(proof(), HERE)
        soon, later = now() + timedelta(seconds=30), now() + timedelta(seconds=90)
        same = Where(CHANNEL, PERSON, outbox="42", unsure=True, queued=soon)
        assert await here.speaker.send(proof(), same) == Sent(
            (await here.shown())[0]["id"], CHANNEL
        )
        other = Where(CHANNEL, PERSON, outbox="42", unsure=True, queued=later)
        assert await here.speaker.send(proof(), other) == Sent(channel=CHANNEL)
        picture = Where(CHANNEL, PERSON, outbox="43", unsure=True, queued=soon)
        assert await here.speaker.send(proof(PNG), picture) == Sent(channel=CHANNEL)
        assert len(await here.shown()) == 3


async def test_a_search_that_fails_leaves_it_unsure() -> None:
    async with desk() as here:
        unsure = Where(CHANNEL, PERSON, outbox="41", unsure=True, queued=now())
        for fault in ({"status": 429}, {"status": 500}, {"lost": True}):
            found = await failing(here, {"method": "conversations.history", **fault}, unsure)
            assert isinstance(found, Unsure)
        gone = {"method": "conversations.history", "error": "channel_not_found"}
        assert await failing(here, gone, unsure) == Never("Slack: channel_not_found", gone=True)
        assert await here.shown() == [] and await calls(here) == []


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (proof("certificate.gif"), "no document"),
        (proof(name=" "), "needs name"),
        (proof(text="x" * 4_000), "over 3900"),
        (proof(text=" "), "no text"),
        (proof(PNG, title="t" * 900), "over 1000"),
    ],
)
async def test_what_cannot_be_is_told_and_not_sent(out: Upload, why: str) -> None:
    async with desk() as here:
        found = await here.speaker.send(out, HERE)
        assert isinstance(found, Never) and why in found.why and not found.gone
        assert await calls(here) == []


async def test_files_have_a_bucket_of_their_own_and_share_the_chat_s() -> None:
    async with desk() as here:
        assert here.speaker.pace(proof(), HERE) == (
            f"slack.method:{TEAM}:upload",
            f"slack.post:{CHANNEL}",
        )


class House:
    """A store and a pump before the real speaker."""

    def __init__(self, here: Desk, folder: Path) -> None:
        self.here = here
        self.store = open_store(f"sqlite:///{folder / 'rounds.db'}", fresh_id)
        how = Pumping(owner=fresh_id(), lease=5.0, timeout=1.0, look=0.02)
        speakers = {("slack", TEAM): here.speaker}
        self.pump = Pump(self.store, speakers, Rules(), Pace({}), how, now)

    def do(self, step: Any) -> Any:
        return self.store.submit(step).result()

    def states(self) -> list[int]:
        rows = self.do(lambda records: records.all(select(OUTBOX).order_by(OUTBOX.c.id)))
        return [row.state for row in rows]


@asynccontextmanager
async def house(here: Desk, folder: Path) -> AsyncIterator[House]:
    made = House(here, folder)
    running = asyncio.create_task(made.pump.run())
    try:
        yield made
    finally:
        made.pump.stop()
        await running
        await asyncio.to_thread(made.store.close)


@pytest.mark.parametrize(
    "faults",
    [
        [],
        [{"method": ANNOUNCE, "lost": True}, {"method": BYTES, "status": 503}],
        [{"method": BYTES, "lost": True}, {"method": COMPLETE, "status": 500}],
        [{"method": COMPLETE, "lost": True}],
        [{"method": COMPLETE, "half": True}, {"method": "conversations.history", "status": 503}],
        [{"method": COMPLETE, "error": "file_not_found"}, {"method": COMPLETE, "lost": True}],
        [{"method": ANNOUNCE, "delay": 1.2}],
    ],
    ids=str,
)
async def test_it_arrives_once_between_its_neighbours_whatever_breaks(
    faults: list[Json], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(outbox, "SCANNED", timedelta(seconds=0.05))
    monkeypatch.setattr(outbox, "RETRY_MOST", timedelta(seconds=0.1))
    async with desk() as here, house(here, tmp_path) as it:
        await here.faults(fail=faults)

        def queue(records: SqlRecords) -> None:
            records.meet(Contact(0, ACCOUNT, channel=CHANNEL))
            for out in (here.named("before"), proof(), proof(), here.named("after")):
                records.emit(out, now())

        it.do(queue)
        it.pump.wake()
        async with asyncio.timeout(30):
            while it.states() != [tables.SENT] * 3:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        shown = await here.shown()
        assert [one["text"] for one in shown] == ["before", SAID, "after"]
        assert [len(one["files"]) for one in shown] == [0, 1, 0]


async def test_a_refused_file_is_told_to_a_coordinator_and_the_chat_goes_on(tmp_path: Path) -> None:
    async with desk(clean=False) as here, house(here, tmp_path) as it:
        await here.faults(scopes=["chat:write", "im:history", "im:write", "users:read"])

        def queue(records: SqlRecords) -> None:
            records.meet(Contact(0, ACCOUNT, channel=CHANNEL))
            for out in (proof(), here.named("after")):
                records.emit(out, now())

        it.do(queue)
        it.pump.wake()
        shown = await here.seen(bool)
        assert [one["text"] for one in shown] == ["after"]
        async with asyncio.timeout(10):
            while it.states() != [tables.DEAD, tables.SENT]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
