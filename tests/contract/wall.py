"""Cards hung up in a running playground, each over the wire as it would be in earnest.

A post is posted, an edit changes a message, what passes answers a press.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.certificate import draw
from adapters.port import Call, Where
from adapters.slack.passing import acknowledgement, passing, place
from adapters.slack.show import announced, completed, show
from adapters.telegram import show as telegram
from bot.cards import (
    Button,
    Card,
    Edit,
    Erase,
    Field,
    Form,
    Home,
    Lookup,
    Notice,
    Out,
    Passing,
    Post,
    Reply,
    Upload,
)
from bot.events import Account
from bot.step import line
from tests.contract.drawn import drawn
from tests.playground import slack_rig, telegram_rig
from tests.playground.server import Playground

Json = dict[str, Any]
BEFORE = Card((line("This message is about to change."),))
REASON = Field("reason", "Where, what is wrong, what could follow")
PRESSED = Card((line("Somebody pressed here."),), ((Button("Press", "open:1:0"),),))


@dataclass(frozen=True, slots=True)
class Hung:
    """Where a card can be seen: a "message" by its id, the "home", a "modal", or a "toast"."""

    place: str
    id: str = ""


class SlackWall:
    """One person's workspace. `now` is what answers the next press, form or command."""

    def __init__(self, play: Playground, person: str) -> None:
        self.play, self.person, self.channel = play, person, f"D{person[1:]}"
        self.rig = slack_rig.Rig(play)
        self.rig.app.middleware(self._inbox)
        self.now: list[Passing] = []

    async def hang(self, out: Out) -> Hung | None:
        """Where it hangs; None for what nobody sees."""
        to = Account("slack", "T0PLAY", self.person)
        if isinstance(out, Upload):
            return await self._upload(replace(out, to=to))
        if isinstance(out, Post | Edit):
            first = Post(to, out.name, out.card if isinstance(out, Post) else BEFORE)
            sent = await self._call(first, Where(self.channel, self.person, outbox="1"))
            if isinstance(out, Edit):
                where = Where(self.channel, self.person, ref=sent["ts"], outbox="2")
                await self._call(replace(out, to=to), where)
            return Hung("message", str(sent["ts"]))
        if isinstance(out, Home):
            await self._call(replace(out, to=to), Where(self.channel, self.person))
            return Hung("home")
        if isinstance(out, Lookup | Erase) or (isinstance(out, Notice) and out.saved):
            return None
        return await self._pass(out)

    async def screen(self) -> Json:
        return await self.play.screen("slack", self.person)

    async def close_modal(self) -> None:
        if (await self.screen())["modal"]:
            await self.play.post("slack/close", {"person": self.person})

    async def _pass(self, out: Passing) -> Hung:
        if isinstance(out, Reply) and out.text:
            self.now = [out]
            await self.play.post("slack/say", {"person": self.person, "text": "/rounds help"})
            return await self._newest()
        form = isinstance(out, Form)
        if isinstance(out, Reply):
            opened = await self.hang(Form("x:1:w", "Your reason", (REASON,)))
            self.now = [out]
            fields = {"reason": "Copied from somewhere."}
            await self.play.post("slack/submit", {"person": self.person, "fields": fields})
            assert opened
            return opened
        at = await self.hang(Post(Account("slack", "T0PLAY", self.person), "p", PRESSED))
        assert at
        self.now = [out]
        body = {"person": self.person, "label": "Press", "message": at.id}
        await self.play.post("slack/press", body)
        return Hung("modal") if form else await self._newest()

    async def _upload(self, out: Upload) -> Hung:
        """In three calls, as the adapter makes them."""
        call = show(out, Where(self.channel, self.person))
        assert call and call.file
        content = draw(call.file.document.kind, call.file.document.values)
        at = await self._make(announced(call, len(content)))
        async with self.play.http.post(at["upload_url"], data=content) as answer:
            assert answer.status == 200
        await self._make(completed(call, self.channel, at["file_id"]))
        return await self._newest()

    async def _newest(self) -> Hung:
        messages = (await self.screen())["messages"]
        return Hung("message", str(messages[-1]["id"]))

    async def _call(self, out: Out, where: Where) -> Json:
        (call,) = drawn("slack", out, where)
        return await self._make(call)

    async def _make(self, call: Call) -> Json:
        said = await self.rig.client.api_call(call.method, json=dict(call.args))
        assert isinstance(said.data, dict)
        return said.data

    async def _inbox(self, req: AsyncBoltRequest) -> BoltResponse:
        outs, self.now = self.now, []
        for out in outs:
            if call := passing(out, place(req.body)):
                await self._make(call)
        return BoltResponse(status=200, body=acknowledgement(req.body, outs))


class TelegramWall:
    """One person's chat."""

    def __init__(self, play: Playground, person: int) -> None:
        self.play, self.person = play, person

    async def hang(self, out: Out) -> Hung | None:
        to = Account("telegram", "1000001", str(self.person))
        where = Where(str(self.person), str(self.person))
        if isinstance(out, Upload):
            return await self._upload(replace(out, to=to), where)
        if isinstance(out, Post | Edit):
            first = Post(to, out.name, out.card if isinstance(out, Post) else BEFORE)
            number = str((await self._call(first, where))["message_id"])
            if isinstance(out, Edit):
                await self._call(replace(out, to=to), replace(where, ref=number))
            return Hung("message", number)
        if isinstance(out, Erase):
            await self._erase(to)
        if isinstance(out, Home | Lookup | Erase):
            return None
        if isinstance(out, Notice):
            return await self._toast(out)
        said = await self._make(telegram.reply(out, str(self.person)))
        return Hung("message", str(said["message_id"]))

    async def screen(self) -> Json:
        return await self.play.screen("telegram", self.person)

    async def close_modal(self) -> None:
        """Telegram has none."""

    async def _erase(self, to: Account) -> None:
        """What the person wrote is gone from their own screen."""
        body = {"person": self.person, "text": "Born 3/14/61."}
        number = (await self.play.post("telegram/say", body))["message"]
        where = Where(str(self.person), str(self.person))
        await self._call(Erase(to, str(number)), where)
        assert all(one["id"] != number for one in (await self.screen())["messages"])

    async def _toast(self, out: Notice) -> Hung:
        to = Account("telegram", "1000001", str(self.person))
        at = await self.hang(Post(to, "p", PRESSED))
        assert at
        body: Json = {"person": self.person, "label": "Press", "message": int(at.id), "wait": 0}
        pressed = await self.play.post("telegram/press", body)
        await self._make(telegram.answer(pressed["query"], [out]))
        return Hung("toast")

    async def _upload(self, out: Upload, where: Where) -> Hung:
        (call,) = drawn("telegram", out, where)
        assert call.file
        part = aiohttp.FormData({name: str(value) for name, value in call.args.items()})
        content = draw(call.file.document.kind, call.file.document.values)
        part.add_field("document", content, filename=call.file.name)
        return Hung("message", str((await self._make(call, data=part))["message_id"]))

    async def _call(self, out: Out, where: Where) -> Json:
        (call,) = drawn("telegram", out, where)
        return await self._make(call)

    async def _make(self, call: Call, **body: Any) -> Json:
        url = f"{self.play.url}/telegram/bot{telegram_rig.TOKEN}/{call.method}"
        async with self.play.http.post(url, **(body or {"json": dict(call.args)})) as answer:
            said = await answer.json()
        if not said["ok"]:
            raise ValueError(said["description"])
        return said["result"] if isinstance(said["result"], dict) else {}


Wall = SlackWall | TelegramWall


@asynccontextmanager
async def wall(play: Playground, platform: str, number: int = 1) -> AsyncIterator[Wall]:
    """The wall of a person who has just come in."""
    if platform == "slack":
        on_slack = SlackWall(play, f"U0GUEST{number}")
        await play.post("slack/people", {"name": f"Guest {number}", "id": on_slack.person})
        await on_slack.rig.connect(1)
        try:
            yield on_slack
        finally:
            await on_slack.rig.close()
        return
    on_telegram = TelegramWall(play, telegram_rig.PERSON + number)
    body = {"name": f"Guest {number}", "id": on_telegram.person, "language": "en"}
    await play.post("telegram/people", body)
    await play.post("telegram/open", {"person": on_telegram.person, "where": "start"})
    yield on_telegram
