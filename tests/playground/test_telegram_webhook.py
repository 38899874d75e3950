"""Updates are pushed to the bot's own address: with its secret, in order, until it takes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram.error import BadRequest

from tests.playground.telegram_rig import PERSON, keyboard, rig

SECRET = "s3cret_Token-1"


class Hook:
    """An address that takes updates; `answers` are the statuses of the next ones."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.tries = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.tries += 1
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.taken.append(await request.json())
            return web.json_response(self.reply) if self.reply else web.Response()
        return web.Response(status=status)

    def texts(self) -> list[str]:
        return [one["message"]["text"] for one in self.taken if "message" in one]


@asynccontextmanager
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield made
    finally:
        await runner.cleanup()


async def test_pushed_with_the_secret_and_in_order() -> None:
    async with hook() as to, rig() as it:
        await it.say("before")
        await it.bot.set_webhook(to.url, secret_token=SECRET, allowed_updates=["message"])
        for n in range(5):
            await it.say(f"n{n}")
        await it.until(lambda: len(to.taken) == 6)
        assert to.texts() == ["before", "n0", "n1", "n2", "n3", "n4"]
        assert set(to.secrets) == {SECRET}
        info = await it.bot.get_webhook_info()
        assert (info.url, info.pending_update_count, info.max_connections) == (to.url, 0, 40)
        assert info.allowed_updates == ("message",)


async def test_refused_updates_come_again_and_hold_up_only_their_own() -> None:
    async with hook() as to, rig() as it:
        await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["A"]))
        await it.bot.set_webhook(to.url)
        to.answers = [500]
        await it.say("first")
        await it.until(lambda: to.tries == 1)
        await it.say("second")
        await it.press("A")
        await it.until(lambda: len(to.taken) == 1)
        assert "callback_query" in to.taken[0], "a press overtakes a text"
        info = await it.bot.get_webhook_info()
        assert info.pending_update_count == 2 and info.last_error_message
        assert "500 Internal Server Error" in info.last_error_message
        await it.advance(2)
        await it.until(lambda: len(to.texts()) == 2)
        assert to.texts() == ["first", "second"]
        deliveries = (await it.play.get("telegram/ledger"))["deliveries"]
        assert [one["acked"] for one in deliveries] == [False, True, True, True]


async def test_a_call_in_the_answer_is_made() -> None:
    async with hook() as to, rig() as it:
        await it.bot.set_webhook(to.url)
        to.reply = {"method": "sendMessage", "chat_id": PERSON, "text": "from the answer"}
        await it.say("hello")
        await it.until_shown("from the answer")


async def test_an_answer_that_names_no_method_calls_nothing() -> None:
    async with hook() as to, rig() as it:
        to.reply = {"ok": True, "chat_id": PERSON, "text": "not a call"}
        await it.bot.set_webhook(to.url)
        await it.say("hello")
        await it.until(lambda: to.texts() == ["hello"])
        await it.bot.delete_webhook()
        assert [one["text"] for one in await it.shown()][1:] == ["hello"]


async def test_the_webhook_and_what_it_missed_outlive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    async with hook() as to:
        async with rig(state) as it:
            to.answers = [503] * 3
            await it.bot.set_webhook(to.url)
            await it.say("missed")
            await it.until(lambda: to.tries >= 1)
        to.answers = []
        async with rig(state, started=False) as it:
            await it.until(lambda: "missed" in to.texts())
            await it.bot.delete_webhook()
            await it.say("for polling")
            assert [one["message"]["text"] for one in await it.updates()] == ["for polling"]


@pytest.mark.parametrize(
    ("url", "secret", "why"),
    [
        ("http://clinic.org/x", "", "Bad webhook: an https url must be provided for webhook"),
        (
            "https://clinic.org:5000/x",
            "",
            "Bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("https://clinic.org/x", "ä", "Secret token contains unallowed characters"),
    ],
)
async def test_addresses_and_secrets_are_checked(url: str, secret: str, why: str) -> None:
    async with rig() as it:
        with pytest.raises(BadRequest) as caught:
            await it.bot.set_webhook(url, secret_token=secret)
        assert str(caught.value).lower() == why.lower()


async def test_dropping_what_waits() -> None:
    async with rig() as it:
        await it.say("old")
        await it.bot.delete_webhook(drop_pending_updates=True)
        assert await it.updates() == []
        _, body, _ = await it.call("setWebhook", url="https://clinic.org/x")
        assert body == {"ok": True, "result": True, "description": "Webhook was set"}
        _, body, _ = await it.call("setWebhook", url="")
        assert body["description"] == "Webhook was deleted"
