"""The two real doors: Bolt and the speaker on Slack's side, the batch of a poll on Telegram's.

Only what would leave us goes nowhere.
"""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Protocol

from adapters.port import Call, Unreadable
from adapters.serve import Deliver
from adapters.slack import read as slack
from adapters.slack.app import SlackSpeaker
from adapters.telegram import read as telegram
from adapters.telegram.app import TelegramSpeaker
from tests.fuzz import slack_shapes, telegram_shapes

TOKEN = "1000001:fuzz"


class Behind(Protocol):
    """What stands behind a door."""

    @property
    def team(self) -> str: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def deliver(self) -> Deliver: ...


class Door(Protocol):
    """Where payloads of one platform come in."""

    def user(self, number: int) -> str:
        """An account's id."""
        ...

    def ref(self, key: str) -> str:
        """What a message is called that was said under this key."""
        ...

    def said(self, user: str, key: str, text: str, under: str = "") -> Any: ...

    def quoted(self, user: str, key: str, words: str, ref: str, under: str) -> Any:
        """Words of one of our messages, sent back in the way of the platform."""
        ...

    def edited(self, user: str, key: str, ref: str, text: str) -> Any: ...

    def pressed(self, user: str, key: str, token: str, ref: str) -> Any: ...

    def chosen(self, user: str, key: str, token: str, ref: str) -> Any:
        """An option of a list."""
        ...

    def submitted(self, user: str, key: str, token: str, fields: Mapping[str, str]) -> Any: ...

    def any_shape(
        self, chance: random.Random, user: str, key: str, token: str, text: str
    ) -> Any: ...

    def passed(self, payload: Any) -> bool:
        """Whether this means nothing to us, and so leaves no trace."""
        ...

    async def take(self, batch: Sequence[Any]) -> list[str]:
        """All of them at once; what went wrong."""
        ...


class SlackDoor:
    def __init__(self, house: Behind) -> None:
        self.house = house
        self.speaker = SlackSpeaker(
            bot_token="xoxb-fuzz",
            app_token="xapp-fuzz",
            api_url="http://127.0.0.1:9/api/",
            deliver=house.deliver,
            now=house.now,
        )
        self.speaker.team = house.team
        self.speaker._web.make = _nowhere  # type: ignore[method-assign]

    def user(self, number: int) -> str:
        return f"U{number:08}"

    def ref(self, key: str) -> str:
        return f"{key}.1"

    def said(self, user: str, key: str, text: str, under: str = "") -> Any:
        return slack_shapes.said(user, key, self.ref(key), text, under)

    def quoted(self, user: str, key: str, words: str, ref: str, under: str) -> Any:
        return self.said(user, key, f"“{words}”", under)

    def edited(self, user: str, key: str, ref: str, text: str) -> Any:
        return slack_shapes.edited(user, key, ref, text)

    def pressed(self, user: str, key: str, token: str, ref: str) -> Any:
        return slack_shapes.pressed(user, f"Ev{key}", token, ref)

    def chosen(self, user: str, key: str, token: str, ref: str) -> Any:
        return slack_shapes.chosen(user, f"Ev{key}", token, ref)

    def submitted(self, user: str, key: str, token: str, fields: Mapping[str, str]) -> Any:
        return slack_shapes.submitted(user, f"Ev{key}", token, dict(fields))

    any_shape = staticmethod(slack_shapes.any_shape)

    def passed(self, payload: Any) -> bool:
        if not isinstance(payload, dict):
            return True
        account = slack.sender(payload)
        try:
            means = slack.read(payload, self.house.now())
        except Exception:
            return account is not None and account.team != self.house.team
        return means is None or (account is not None and account.team != self.house.team)

    async def take(self, batch: Sequence[Any]) -> list[str]:
        ends = await asyncio.gather(*map(self._one, batch), return_exceptions=True)
        await _all(self.speaker._passing)
        return [f"{type(end).__name__}: {end}" if isinstance(end, Exception) else str(end)
                for end in ends if end != 200]  # fmt: skip

    async def _one(self, payload: Any) -> int:
        return int((await self.speaker._bolt.dispatch(payload)).status)


class TelegramDoor:
    def __init__(self, house: Behind) -> None:
        self.house = house
        self.speaker = TelegramSpeaker(
            token=TOKEN,
            api_url="http://127.0.0.1:9",
            deliver=house.deliver,
            now=house.now,
            lock=nullcontext,
        )
        self.speaker.team = house.team
        self.speaker._make = _nowhere  # type: ignore[method-assign]

    def user(self, number: int) -> str:
        return str(4_503_599_627_000_000 + number)

    def ref(self, key: str) -> str:
        return key

    def said(self, user: str, key: str, text: str, under: str = "") -> Any:
        return telegram_shapes.said(user, key, key, text)

    def quoted(self, user: str, key: str, words: str, ref: str, under: str) -> Any:
        return telegram_shapes.quoted(user, key, key, "Here.", ref, words)

    def edited(self, user: str, key: str, ref: str, text: str) -> Any:
        return telegram_shapes.edited(user, key, ref, text)

    def pressed(self, user: str, key: str, token: str, ref: str) -> Any:
        return telegram_shapes.pressed(user, key, token, ref)

    def chosen(self, user: str, key: str, token: str, ref: str) -> Any:
        raise LookupError("Telegram has no lists.")

    def submitted(self, user: str, key: str, token: str, fields: Mapping[str, str]) -> Any:
        raise LookupError("Telegram has no forms.")

    any_shape = staticmethod(telegram_shapes.any_shape)

    def passed(self, payload: Any) -> bool:
        try:
            return telegram.read(payload, self.house.team, self.house.now()) is None
        except Unreadable:
            return False
        except Exception:
            return False

    async def take(self, batch: Sequence[Any]) -> list[str]:
        try:
            await self.speaker._take(batch)
        except Exception as error:
            return [f"{type(error).__name__}: {error}"]
        finally:
            await _all(self.speaker._passing)
        return []


async def _nowhere(call: Call, **timeouts: float) -> Mapping[str, Any]:
    return {}


async def _all(tasks: set[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(tasks)
    await asyncio.sleep(0)


DOORS: dict[str, type[SlackDoor] | type[TelegramDoor]] = {
    "slack": SlackDoor,
    "telegram": TelegramDoor,
}
