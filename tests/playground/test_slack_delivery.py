"""Sockets, retries, restarts and faults of delivery, with the real Socket Mode client."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground.slack.facts import SOCKETS
from tests.playground.slack_rig import CHANNEL, PERSON, Rig, actions, button, rig, section

Json = dict[str, Any]


def listen(slack: Rig) -> list[Json]:
    """What people say, as envelopes' payloads, the retry headers beside them."""
    heard: list[Json] = []

    @slack.app.middleware
    async def note(req: Any, next: Any) -> None:
        event = req.body.get("event", {})
        if event.get("user") == PERSON:
            heard.append(req.body | {"retry": req.headers.get("x-slack-retry-num", [None])[0]})
        await next()

    @slack.app.event("message")
    async def message() -> None:
        """Acknowledged by Bolt."""

    return heard


async def test_an_unacknowledged_event_comes_again_at_once_and_after_one_and_five_minutes() -> None:
    async with rig(sockets=1) as slack:
        tries: list[tuple[str, str]] = []

        @slack.app.middleware
        async def broken(req: Any) -> None:
            if req.body.get("event", {}).get("user") == PERSON:
                tries.append((req.body["event_id"], req.headers["x-slack-retry-num"][0]))
            raise RuntimeError("the database is down")

        await slack.say("hello")
        owed = slack.play.world.journal.table("slack.queue")

        async def let_pass(seconds: float, sent: int, failed: int) -> None:
            await slack.play.post("clock", {"advance": seconds})
            await slack.until(lambda: len(tries) == sent)
            await slack.until(lambda: not owed or next(iter(owed.values()))["tries"] == failed)

        await let_pass(0, sent=1, failed=0)
        await let_pass(3.1, sent=2, failed=1)  # at once
        await let_pass(3.1, sent=2, failed=2)
        await let_pass(50, sent=2, failed=2)
        await let_pass(10, sent=3, failed=2)  # after one minute
        await let_pass(3.1, sent=3, failed=3)
        await let_pass(290, sent=3, failed=3)
        await let_pass(10, sent=4, failed=3)  # after five
        await slack.play.post("clock", {"advance": 3.1})
        await slack.until(lambda: not owed)
        assert [number for _, number in tries] == ["0", "1", "2", "3"]
        assert len({event for event, _ in tries}) == 1
        deliveries = (await slack.play.get("slack/ledger"))["deliveries"]
        assert [one["acked"] for one in deliveries] == [False] * 4


async def test_an_acknowledged_event_is_not_sent_again_and_its_first_try_is_number_zero() -> None:
    async with rig(sockets=2) as slack:
        heard = listen(slack)
        await slack.say("hello")
        await slack.until(lambda: heard)
        await slack.until(lambda: not slack.play.world.journal.table("slack.queue"))
        await slack.play.post("clock", {"advance": 400})
        assert [one["retry"] for one in heard] == ["0"]
        body = heard[0]
        assert body["type"] == "event_callback" and body["event_id"].startswith("Ev")
        assert body["authorizations"][0]["user_id"] == "U0ROUNDS"


async def test_what_the_app_missed_is_offered_after_a_restart_of_both(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    async with rig(state) as slack:
        said = await slack.say("is anybody there?")
        sent = await slack.post(text="t", blocks=[section("s"), actions(button("Go", "go"))])
        home = {"type": "home", "blocks": [section("at home")]}
        await slack.client.views_publish(user_id=PERSON, view=home)
        before = await slack.screen()
    async with rig(state, sockets=1) as slack:
        assert await slack.screen() == before
        heard = listen(slack)
        await slack.play.post("clock", {"advance": 61})
        await slack.until(lambda: heard)
        assert heard[0]["event"]["ts"] == said["message"] and heard[0]["retry"] == "2"
        await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="later")
        newer = await slack.post(text="newer")
        assert float(newer["ts"]) > float(sent["ts"])


async def test_a_response_url_outlives_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    async with rig(state) as slack:
        sent = await slack.post(text="t")
        hub = slack.play.slack.hub
        link = hub.links.issue(PERSON, CHANNEL, hub.state.message(CHANNEL, sent["ts"]))
    async with rig(state) as slack:
        path = link[link.index("/slack/actions") :]
        body = {"replace_original": True, "text": "still good"}
        async with slack.play.http.post(f"{slack.play.url}{path}", json=body) as answer:
            assert answer.status == 200
        assert (await slack.shown())[-1]["text"] == "still good"


async def test_a_disconnect_is_followed_by_a_new_socket() -> None:
    async with rig(sockets=2) as slack:
        old = set(slack.play.slack.hub.sockets.open)
        await slack.play.post("slack/faults", {"disconnect": "refresh_requested"})
        await slack.until(
            lambda: slack.sockets() == 2 and not slack.play.slack.hub.sockets.open & old
        )
        heard = listen(slack)
        await slack.say("hello")
        await slack.until(lambda: heard)


async def test_closed_sockets_come_back() -> None:
    async with rig(sockets=1) as slack:
        old = set(slack.play.slack.hub.sockets.open)
        await slack.play.post("slack/faults", {"close_sockets": True})
        await slack.until(
            lambda: slack.sockets() == 1 and not slack.play.slack.hub.sockets.open & old
        )


async def test_a_ticket_opens_one_socket_and_a_refused_handshake_spends_none() -> None:
    async with rig() as slack:
        opened = await slack.client.apps_connections_open(app_token="xapp-test")
        await slack.play.post("slack/faults", {"refuse_links": 1})
        for status in (503, 101, 403):
            if status == 101:
                async with slack.play.http.ws_connect(opened["url"]) as socket:
                    hello = await socket.receive_json()
                    assert hello["type"] == "hello"
                    assert hello["connection_info"]["app_id"] == "A0ROUNDS"
                continue
            with pytest.raises(aiohttp.WSServerHandshakeError) as error:
                await slack.play.http.ws_connect(opened["url"])
            assert error.value.status == status


async def test_several_sockets_share_the_deliveries() -> None:
    async with rig() as slack:
        counts = [0, 0]
        sockets = []
        for _ in counts:
            opened = await slack.client.apps_connections_open(app_token="xapp-test")
            sockets.append(await slack.play.http.ws_connect(opened["url"]))

        async def serve(number: int) -> None:
            async for message in sockets[number]:
                body = message.json()
                if "envelope_id" in body:
                    counts[number] += 1
                    await sockets[number].send_json({"envelope_id": body["envelope_id"]})

        tasks = [asyncio.create_task(serve(number)) for number in range(2)]
        for number in range(40):
            await slack.say(str(number))
        await slack.until(lambda: sum(counts) == 40)
        assert min(counts) > 0
        for socket, task in zip(sockets, tasks, strict=True):
            await socket.close()
            await task


async def test_a_delivery_may_be_doubled_or_dropped() -> None:
    async with rig(sockets=1) as slack:
        heard = listen(slack)
        await slack.play.post("slack/faults", {"deliver": {"duplicate": 1}})
        await slack.say("twice")
        await slack.until(lambda: len(heard) == 2)
        assert heard[0]["event_id"] == heard[1]["event_id"]
        await slack.play.post("slack/faults", {"deliver": {"drop": 1}})
        await slack.say("dropped, then offered again")
        await slack.play.post("clock", {"advance": 3.1})
        await slack.until(lambda: len(heard) == 3)
        assert heard[2]["retry"] == "1"


async def test_a_delivery_may_be_overtaken() -> None:
    async with rig(sockets=1) as slack:
        heard = listen(slack)
        await slack.play.post("slack/faults", {"deliver": {"reorder": 1}})
        await slack.say("first")
        await slack.say("second")
        await slack.until(lambda: len(heard) == 2)
        assert [one["event"]["text"] for one in heard] == ["second", "first"]


async def test_a_socket_too_many_is_sent_away_and_nonsense_acknowledges_nothing() -> None:
    async with rig() as slack:
        url = f"{slack.play.url}/slack/link/?ticket="
        sockets = slack.play.slack.hub.sockets

        async def another() -> aiohttp.ClientWebSocketResponse:
            return await slack.play.http.ws_connect(url + sockets.ticket())

        opened = [await another() for _ in range(SOCKETS)]
        hellos = [await one.receive_json() for one in opened]
        assert hellos[-1]["num_connections"] == SOCKETS
        eleventh = await another()
        assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
        for one in opened[1:]:
            await one.close()
        await slack.until(lambda: len(sockets.open) == 1)
        await opened[0].send_bytes(b"\x00")
        await opened[0].send_json({"envelope_id": "nobody's"})
        await opened[0].send_str("thanks")
        said = asyncio.create_task(slack.say("/rounds"))
        envelope = await opened[0].receive_json()
        await opened[0].send_json({"envelope_id": envelope["envelope_id"]})
        answer = await said
        assert (answer["acked"], answer["reply"]) == (True, "")
        noted = (await slack.play.get("slack/ledger"))["violations"]
        assert [one["what"] for one in noted] == ["an acknowledgement is not JSON"]
        await opened[0].close()
        await slack.until(lambda: not sockets.open)
        said_again = await slack.say("/rounds")
        assert "dispatch_failed" in said_again["reply"], "nobody is there"


async def test_who_does_not_leave_after_an_announced_disconnect_is_cut_off() -> None:
    async with rig() as slack:
        ticket = slack.play.slack.hub.sockets.ticket()
        socket = await slack.play.http.ws_connect(f"{slack.play.url}/slack/link/?ticket={ticket}")
        await slack.play.post("slack/faults", {"disconnect": "refresh_requested"})
        kinds = [(await socket.receive_json())["type"] for _ in range(2)]
        assert kinds == ["hello", "disconnect"]
        await slack.play.post("clock", {"advance": 11})
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_late_delivery_waits_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig(sockets=1) as slack:
        seen: list[str] = []

        @slack.app.command("/rounds")
        async def rounds(ack: Any, body: Json) -> None:
            seen.append(body["command"])
            await ack()

        clock, began = slack.play.world.clock, asyncio.Event()
        sleep = clock.sleep

        async def noted(seconds: float) -> None:
            if seconds == 60:
                began.set()
            await sleep(seconds)

        monkeypatch.setattr(clock, "sleep", noted)
        await slack.play.post("slack/faults", {"deliver": {"delay": 60}})
        late = asyncio.create_task(slack.say("/rounds"))
        await began.wait()
        assert seen == []
        await slack.play.post("clock", {"advance": 61})
        assert (await late)["acked"] is True and seen == ["/rounds"]
