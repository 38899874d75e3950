"""A playground with a real python-telegram-bot client on it, and the person in front of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import Application, ApplicationBuilder

from tests.playground.server import Playground

Json = dict[str, Any]
TOKEN = "123456:playground"
PERSON = 7000000001


def keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    """Buttons whose data is their label, behind `d:`."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"d:{label}") for label in row] for row in rows]
    )


class Rig:
    def __init__(self, play: Playground) -> None:
        self.play = play
        self.bot = Bot(TOKEN, base_url=f"{play.url}/telegram/bot")

    def application(self) -> "Application[Any, Any, Any, Any, Any, Any]":
        url = f"{self.play.url}/telegram/bot"
        return ApplicationBuilder().token(TOKEN).base_url(url).build()

    async def call(self, method: str, token: str = TOKEN, **form: Any) -> tuple[int, Json, Any]:
        """A raw call, as a form: status, body, headers."""
        url = f"{self.play.url}/telegram/bot{token}/{method}"
        async with self.play.http.post(url, data=form) as answer:
            return answer.status, await answer.json(), answer.headers

    async def refused(self, method: str, **form: Any) -> str:
        """The description of a refusal, whose code is the HTTP status."""
        status, body, _ = await self.call(method, **form)
        assert body["ok"] is False and body["error_code"] == status, body
        description: str = body["description"]
        return description

    async def send(self, text: str = "hello", **form: Any) -> Json:
        status, body, _ = await self.call("sendMessage", chat_id=PERSON, text=text, **form)
        assert status == 200, body
        found: Json = body["result"]
        return found

    async def updates(self, **form: Any) -> list[Json]:
        status, body, _ = await self.call("getUpdates", **form)
        assert status == 200, body
        found: list[Json] = body["result"]
        return found

    async def confirm_all(self) -> None:
        found = await self.updates()
        if found:
            await self.updates(offset=found[-1]["update_id"] + 1)

    async def start(self, code: str = "") -> Json:
        return await self.post("open", where="start", code=code)

    async def say(self, text: str = "", **more: Any) -> Json:
        return await self.post("say", text=text, **more)

    async def press(self, label: str, wait: float = 0, **more: Any) -> Json:
        return await self.post("press", label=label, wait=wait, **more)

    async def post(self, verb: str, status: int = 200, **body: Any) -> Json:
        return await self.play.post(f"telegram/{verb}", {"person": PERSON} | body, status)

    async def advance(self, seconds: float) -> None:
        await self.play.post("telegram/clock", {"advance": seconds})

    async def faults(self, **body: Any) -> Json:
        return await self.play.post("telegram/faults", body)

    async def screen(self) -> Json:
        return await self.play.screen("telegram", PERSON)

    async def shown(self) -> list[Json]:
        messages: list[Json] = (await self.screen())["messages"]
        return messages

    async def last(self) -> Json:
        return (await self.shown())[-1]

    async def violations(self) -> list[str]:
        ledger = await self.play.get("telegram/ledger")
        return [one["what"] for one in ledger["violations"]]

    async def until(self, true: Callable[[], Any]) -> None:
        """Wait for something that must come; fails after ten seconds instead of hanging."""
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 - what we wait for has no event
                await asyncio.sleep(0.005)

    async def until_shown(self, text: str) -> Json:
        """Wait until the newest message reads so."""
        async with asyncio.timeout(10):
            while (await self.last())["text"] != text:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.005)
        return await self.last()


@asynccontextmanager
async def rig(
    state: Path | None = None, rates: bool = False, started: bool = True
) -> AsyncIterator[Rig]:
    """With a person who has pressed Start, and nothing waiting for the bot."""
    async with Playground(state, rates) as play:
        made = Rig(play)
        await play.post("telegram/people", {"name": "Dr Osei", "id": PERSON, "language": "en"})
        if started:
            await made.start()
            await made.confirm_all()
        async with made.bot:
            yield made
