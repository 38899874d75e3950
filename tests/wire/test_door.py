"""The one port we open, knocked at by the playground and by strangers: what is signed is stored
before it is answered, and nothing else is even parsed."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.door import BODY_BYTES
from adapters.edge import fresh_id, now
from adapters.port import Refused
from adapters.serve import serve
from adapters.settings import Settings
from store import open_store, people, projects
from tests.playground.server import Playground
from tests.ports import free_port
from tests.wire.telegram_house import eventually

SECRET, HOOK = "8f742231b10e8888abcd99yyyzzz85a5", "hook-secret_of-this-test"
SLACK, TELEGRAM = "/slack/events", "/telegram"
ANN, CEM = "U0ANN", 7000000009


class Clinic:
    """`rounds serve` called by both platforms, and nothing polled."""

    def __init__(self, play: Playground, url: str) -> None:
        self.play, self.url = play, url

    async def ask(self, path: str, data: bytes = b"", **headers: str) -> tuple[int, str]:
        body = io.BytesIO(data)
        async with self.play.http.post(f"{self.url}{path}", data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def get(self, path: str) -> tuple[int, str]:
        async with self.play.http.get(f"{self.url}{path}") as answer:
            return answer.status, await answer.text()

    async def shows(self, platform: str, person: str | int, words: str) -> None:
        async def look() -> bool:
            shown = (await self.play.screen(platform, person))["messages"]
            return any(words in message["text"] for message in shown)

        await eventually(look)


def settings(play: Playground, folder: Path, port: int, **more: Any) -> Settings:
    about = {
        "database_url": f"sqlite:///{folder / 'rounds.db'}",
        "slack_bot_token": "xoxb-test",
        "slack_signing_secret": SECRET,
        "slack_api_url": f"{play.url}/slack/api/",
        "telegram_token": "1000001:playground",
        "telegram_api_url": f"{play.url}/telegram",
        "telegram_webhook_url": f"http://127.0.0.1:{port}{TELEGRAM}",
        "telegram_webhook_secret": HOOK,
        "http_bind": f"127.0.0.1:{port}",
    }
    return Settings.model_validate(about | more)


@asynccontextmanager
async def clinic(folder: Path, **more: Any) -> AsyncIterator[Clinic]:
    port = free_port()
    async with Playground() as play:
        about = settings(play, folder, port, **more)
        assert about.missing() == []
        serving = asyncio.create_task(serve(about))
        made = Clinic(play, f"http://127.0.0.1:{port}")

        async def well() -> bool:
            try:
                return (await made.get("/readyz"))[0] == 200
            except aiohttp.ClientError:
                assert not serving.done(), serving
                return False

        await eventually(well)
        await play.post(
            "slack/faults", {"signing_secret": SECRET, "request_url": f"{made.url}{SLACK}"}
        )
        try:
            yield made
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def test_both_platforms_call_us_and_a_person_is_answered(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        play = here.play
        await play.post("slack/people", {"name": "Ann", "id": ANN, "zone": "Europe/London"})
        await play.post("telegram/people", {"name": "Cem", "id": CEM})
        await play.post("slack/say", {"person": ANN, "text": "hello"})
        await play.post("telegram/open", {"person": CEM, "where": "start"})
        for platform, person in (("slack", ANN), ("telegram", CEM)):
            await here.shows(platform, person, "invitation")
        delivered = (await play.get("ledger"))["deliveries"]
        assert delivered and all(one["acked"] for one in delivered), delivered
        assert len(play.slack.hub.sockets.open) == 0
        assert (await play.get("ledger"))["violations"] == []


async def test_a_command_is_answered_in_its_acknowledgement(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.play.post("slack/people", {"name": "Ann", "id": ANN, "zone": "Europe/London"})
        answer = await here.play.post("slack/say", {"person": ANN, "text": "/rounds help"})
        assert answer["acked"] and "invitation" in answer["reply"]


async def test_a_whole_first_contact_by_signed_requests_and_webhook(tmp_path: Path) -> None:
    codes = {platform: f"code-for-{platform:0<13}" for platform in ("slack", "telegram")}
    _invited(tmp_path, list(codes.values()))
    async with clinic(tmp_path) as here:
        play = here.play
        await play.post("slack/people", {"name": "Ann", "id": ANN, "zone": "Europe/London"})
        await play.post("telegram/people", {"name": "Cem", "id": CEM})
        await play.post("slack/say", {"person": ANN, "text": f"join {codes['slack']}"})
        link = {"person": CEM, "where": "start", "code": codes["telegram"]}
        await play.post("telegram/open", link)
        for platform, person in (("slack", ANN), ("telegram", CEM)):
            for label in ("Continue", "Continue", "Continue", "Take part"):
                await _button(play, platform, person, label)


def _invited(folder: Path, codes: list[str]) -> None:
    store = open_store(f"sqlite:///{folder / 'rounds.db'}", fresh_id)
    described = folder / "project.yaml"
    described.write_text(json.dumps({"project": "demo", "title": "T", "reader": "a parent"}))
    projects.apply(store, described, now())
    for code in codes:
        people.invite(store, "demo", "Somebody", code, now())
    store.close()


async def _button(play: Playground, platform: str, person: str | int, label: str) -> bool:
    """Press the newest button of this label, once it stands there and answers."""

    async def there() -> dict[str, Any]:
        for message in reversed((await play.screen(platform, person))["messages"]):
            for button in message["buttons"]:
                if button["label"] == label:
                    return dict(message)
        return {}

    message = await eventually(there)
    before = json.dumps(message)
    body = {"person": person, "label": label, "message": message["id"]}
    assert (await play.post(f"{platform}/press", body))["acked"]

    async def moved_on() -> bool:
        shown = (await play.screen(platform, person))["messages"]
        return all(json.dumps(one) != before for one in shown)

    return await eventually(moved_on)


async def test_what_is_not_signed_is_not_parsed(tmp_path: Path) -> None:
    deep = b"[" * 100_000
    async with clinic(tmp_path) as here:
        for body in (b"", b"{}", b"null", deep, b"\xff\xfe", b'{"type":"event_callback"}'):
            assert await here.ask(SLACK, body) == (401, "")
            assert await here.ask(TELEGRAM, body) == (401, "")
        for headers in (
            {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=" + "0" * 64},
            {"X-Slack-Request-Timestamp": "9" * 40, "X-Slack-Signature": "v0=1"},
            {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "é"},
            {"X-Telegram-Bot-Api-Secret-Token": HOOK + "x"},
            {"X-Telegram-Bot-Api-Secret-Token": "é"},
        ):
            assert (await here.ask(SLACK, b"{}", **headers))[0] == 401
            assert (await here.ask(TELEGRAM, b"{}", **headers))[0] == 401
        assert await here.ask(SLACK, b"x" * (BODY_BYTES + 1)) == (413, "")
        assert (await here.get(SLACK))[0] == 401
        assert (await here.get("/nothing"))[0] == 404


async def test_what_telegram_sends_and_nobody_can_read_is_kept(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        for body in (b"no json", b"[" * 50_000, b'{"update_id": "x"}'):
            told = await here.ask(TELEGRAM, body, **{"X-Telegram-Bot-Api-Secret-Token": HOOK})
            assert told == (200, "")
        assert 'became="quarantined",platform="telegram"} 3.0' in (await here.get("/metrics"))[1]
        assert "rounds_incidents_open 3.0" in (await here.get("/metrics"))[1]


async def test_how_we_are(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        assert await here.get("/healthz") == (200, "alive\n")
        assert await here.get("/readyz") == (200, "ready\n")
        await here.ask(SLACK, b"{}")
        told = (await here.get("/metrics"))[1]
        for line in (
            'rounds_platform_well{platform="slack"} 1.0',
            'rounds_platform_well{platform="telegram"} 1.0',
            'rounds_refused_requests_total{path="/slack/events"} 1.0',
            "rounds_outbox_rows 0.0",
        ):
            assert line in told
        assert "process_resident_memory_bytes" in told


async def test_a_platform_that_is_not_reached_is_not_ready(tmp_path: Path) -> None:
    port = free_port()
    async with Playground() as play:
        nowhere = f"http://127.0.0.1:{free_port()}/"
        about = settings(play, tmp_path, port, slack_api_url=nowhere)
        serving = asyncio.create_task(serve(about))
        made = Clinic(play, f"http://127.0.0.1:{port}")

        async def told() -> str:
            try:
                status, text = await made.get("/readyz")
            except aiohttp.ClientError:
                return ""
            return text if status == 503 and "Telegram" not in text else ""

        assert await eventually(told) == "Slack has not been reached yet.\n"
        assert (await made.ask(SLACK, b"{}"))[0] == 401
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def test_a_taken_port_is_refused_where_somebody_is_to_call_us(tmp_path: Path) -> None:
    async with Playground() as play:
        taken = int(play.url.rsplit(":", 1)[1])
        with pytest.raises(Refused, match=f"^127.0.0.1:{taken} cannot be listened at"):
            await serve(settings(play, tmp_path, taken))


async def test_a_webhook_telegram_refuses_is_one_sentence(tmp_path: Path) -> None:
    async with Playground() as play:
        about = settings(play, tmp_path, free_port(), telegram_webhook_url="http://clinic.org/x")
        with pytest.raises(Refused, match=r"^Telegram refuses the webhook"):
            await serve(about)
