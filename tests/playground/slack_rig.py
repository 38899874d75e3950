"""A playground with a real Bolt app on it, over Socket Mode; its client retries nothing itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.server import Playground

Json = dict[str, Any]
PERSON, CHANNEL = "U0OSEI", "D0OSEI"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id} | more


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements)} | more


def section(text: str, kind: str = "mrkdwn", **more: Any) -> Json:
    return {"type": "section", "text": {"type": kind, "text": text}} | more


def form(**more: Any) -> Json:
    """A modal with one field."""
    field = {"type": "plain_text_input", "action_id": "why", "multiline": True, "max_length": 3000}
    return {
        "type": "modal",
        "callback_id": "reason",
        "private_metadata": "a1:2",
        "title": plain("Why?"),
        "submit": plain("Send"),
        "blocks": [{"type": "input", "block_id": "b", "label": plain("Reason"), "element": field}],
    } | more


class Rig:
    """The app, its client, and the person in front of it."""

    def __init__(self, play: Playground) -> None:
        self.play = play
        self.client = AsyncWebClient(
            token="xoxb-test", base_url=f"{play.url}/slack/api/", retry_handlers=[]
        )
        self.app = AsyncApp(client=self.client, process_before_response=True)
        self.handlers: list[AsyncSocketModeHandler] = []

    async def connect(self, sockets: int = 2) -> None:
        for _ in range(sockets):
            handler = AsyncSocketModeHandler(self.app, app_token="xapp-test")
            await handler.connect_async()  # type: ignore[no-untyped-call]
            self.handlers.append(handler)
        await self.until(lambda: self.sockets() == sockets)

    def sockets(self) -> int:
        return len(self.play.slack.hub.sockets.open)

    async def close(self) -> None:
        for handler in self.handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]
        self.handlers.clear()

    async def until(self, true: Callable[[], Any]) -> None:
        """Wait for something that must come; fails after ten seconds instead of hanging."""
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 - what is awaited is in another task's hands
                await asyncio.sleep(0.005)

    async def post(self, **more: Any) -> Json:
        answer = await self.client.chat_postMessage(channel=CHANNEL, **more)
        assert isinstance(answer.data, dict)
        return answer.data

    async def press(self, label: str, **more: Any) -> Json:
        return await self.play.post("slack/press", {"person": PERSON, "label": label} | more)

    async def say(self, text: str, **more: Any) -> Json:
        return await self.play.post("slack/say", {"person": PERSON, "text": text} | more)

    async def screen(self) -> Json:
        return await self.play.screen("slack", PERSON)

    async def shown(self) -> list[Json]:
        messages: list[Json] = (await self.screen())["messages"]
        return messages


@asynccontextmanager
async def rig(
    state: Path | None = None, rates: bool = False, sockets: int = 0
) -> AsyncIterator[Rig]:
    async with Playground(state, rates) as play:
        await play.post("slack/people", {"name": "Dr Osei", "id": PERSON, "zone": "Africa/Accra"})
        made = Rig(play)
        if sockets:
            await made.connect(sockets)
        try:
            yield made
        finally:
            await made.close()
