"""The real Bolt app on a Slack of this machine, with a desk of our own where the store would be.

The desk keeps what it was given, knows a delivery seen twice, and may be told to break down.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.response import BoltResponse

from adapters.edge import now
from adapters.port import Sent, Unreadable, Where
from adapters.slack.app import SlackSpeaker
from adapters.slack.manifest import METHODS
from bot.cards import Button, Card, Passing, Post, Run
from bot.events import Account, Event
from store import Delivery, Duplicate, Handled, Quarantined
from tests.playground.server import Playground

Json = dict[str, Any]
Result = Handled | Duplicate | Quarantined
PERSON, CHANNEL, TEAM = "U0OSEI", "D0OSEI", "T0PLAY"
ACCOUNT = Account("slack", TEAM, PERSON)
WATCH_SECONDS = 0.2
"""Between looks of the watchdog, so that a test need not wait for it."""


def card(*lines: str, buttons: tuple[Button, ...] = (), **more: Any) -> Card:
    rows = (buttons,) if buttons else ()
    return Card(tuple((Run(line),) for line in lines), rows, **more)


class Desk:
    """One speaker and everything it delivered. `answers` are the passing outs of the next event,
    `before` runs ahead of storing: it may wait, or raise as a machine would."""

    def __init__(self, play: Playground, **more: Any) -> None:
        self.play = play
        self.deliveries: list[Delivery] = []
        self.events: list[Event | Unreadable] = []
        self.results: list[Result] = []
        self.answers: list[tuple[Passing, ...]] = []
        self.before: Callable[[Event | Unreadable], Awaitable[None]] | None = None
        self._posted = 0
        settings: Json = {
            "bot_token": "xoxb-test",
            "app_token": "xapp-test",
            "api_url": f"{play.url}/slack/api/",
        }
        self.speaker = SlackSpeaker(
            **(settings | {"watch_seconds": WATCH_SECONDS} | more), deliver=self.deliver, now=now
        )

    async def deliver(self, delivery: Delivery, event: Event | Unreadable) -> Result:
        if self.before:
            await self.before(event)
        result: Result
        if any(one.key == delivery.key for one in self.deliveries):
            result = Duplicate(passing=())
        else:
            result = Handled(passing=self.answers.pop(0) if self.answers else ())
        self.deliveries.append(delivery)
        self.events.append(event)
        self.results.append(result)
        return result

    # what we send

    async def post(self, drawn: Card, under: str = "", **more: Any) -> str:
        """A message of ours; its ts."""
        self._posted += 1
        where = Where(CHANNEL, PERSON, under=under, outbox=f"{self._posted}")
        sent = await self.speaker.send(Post(ACCOUNT, f"m:{self._posted}", drawn, **more), where)
        assert isinstance(sent, Sent) and sent.channel == CHANNEL, sent
        return sent.ref

    def named(self, text: str) -> Post:
        """A post of this text and this name."""
        return Post(ACCOUNT, text, card(text))

    # what the person does and sees

    async def act(self, verb: str, **body: Any) -> Json:
        return await self.play.post(f"slack/{verb}", {"person": PERSON} | body)

    async def shown(self) -> list[Json]:
        found: list[Json] = (await self.screen())["messages"]
        return found

    async def screen(self) -> Json:
        return await self.play.screen("slack", PERSON)

    async def faults(self, **body: Any) -> Json:
        return await self.play.post("slack/faults", body)

    async def ledger(self, kind: str) -> list[Json]:
        return list((await self.play.get("ledger"))[kind])

    async def until(self, true: Callable[[], Any]) -> None:
        """Wait for something that must come; fails after ten seconds instead of hanging."""
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110  what we wait for has no event
                await asyncio.sleep(0.005)

    async def seen(self, true: Callable[[list[Json]], Any]) -> list[Json]:
        """What is shown, once it is as it must become."""
        async with asyncio.timeout(10):
            while not true(shown := await self.shown()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return shown

    async def modal(self) -> Json:
        """The form or window that opens."""
        async with asyncio.timeout(10):
            while not (modal := (await self.screen())["modal"]):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return dict(modal)

    async def offered(self, payload: Json) -> BoltResponse:
        """A payload the playground does not make, handed to Bolt as its socket would."""
        return await asyncio.create_task(self.speaker._bolt.dispatch(payload))

    def sockets(self) -> int:
        return len(self.play.slack.hub.sockets.open)


@asynccontextmanager
async def desk(*, clean: bool = True, start: bool = True, **more: Any) -> AsyncIterator[Desk]:
    """A started speaker and its one person. At the end it has called nothing that the manifest
    does not name, always as Slack's own client, and (when `clean`) broken no rule of Slack's."""
    async with Playground() as play:
        await play.post("slack/people", {"name": "Dr Osei", "id": PERSON, "zone": "Africa/Accra"})
        made = Desk(play, **more)
        try:
            if start:
                await made.speaker.start()
                await made.until(lambda: made.sockets() == 2)
            yield made
        finally:
            await made.speaker.stop()
        requests = [one for one in await made.ledger("requests") if one["platform"] == "slack"]
        methods = {one["method"] for one in requests} - {"response_url", "link", "upload"}
        assert methods <= METHODS.keys(), methods
        called = [one for one in requests if one["method"] not in ("link", "upload")]
        assert all("slackclient/" in one["agent"] for one in called), called
        if clean:
            assert await made.ledger("violations") == []
