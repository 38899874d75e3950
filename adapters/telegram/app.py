"""Telegram's side of the house: the bot's own client, one long poll, one call for each outbox row.

Answers to presses go out directly after the commit. Everything else waits for the pump, which
alone retries; the library's own updater and its rate limiter are not used.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.certificate import draw
from adapters.documents import File
from adapters.port import (
    Answer,
    Call,
    Hear,
    Knock,
    Never,
    Outcome,
    Refused,
    Sent,
    Unreadable,
    Unsure,
    Where,
    passing_first,
)
from adapters.telegram import limits, menu
from adapters.telegram.client import READ_SECONDS, make_bot
from adapters.telegram.outcome import REFUSED, is_too_late, outcome
from adapters.telegram.poll import Lock, Poller, in_order, numbered
from adapters.telegram.read import press, read, sender
from adapters.telegram.show import answer, reply, show
from adapters.telegram.webhook import NO_WEBHOOK, PATH, REFUSED_WEBHOOK, Webhook, answered, found
from bot.cards import Durable, Edit, Notice, Passing, Post, Upload
from bot.events import Account, Event
from store import Delivery, Duplicate, Handled, Quarantined, points

log = logging.getLogger(__name__)

DRAIN_SECONDS = 5.0
"""Time for answers to presses under way when we stop."""

Deliver = Callable[[Delivery, Event | Unreadable], Awaitable[Handled | Duplicate | Quarantined]]


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said about an update at once: `press` waits for an answer ("" if none does)."""

    press: str
    outs: tuple[Passing, ...]
    account: Account | None

    @property
    def notices(self) -> list[Notice]:
        """Those that make the toast."""
        return [out for out in self.outs if isinstance(out, Notice)]

    @property
    def others(self) -> tuple[Passing, ...]:
        return tuple(out for out in self.outs if not isinstance(out, Notice))


class TelegramSpeaker:
    """`adapters.port.Speaker` for one bot. It polls, a new `lock()` held for each poll and its
    batch, unless there is a `webhook`."""

    platform = "telegram"

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        deliver: Deliver,
        now: Callable[[], datetime],
        lock: Lock,
        webhook: Webhook | None = None,
        poll_seconds: int = limits.POLL_SECONDS,
        commands: Sequence[tuple[str, str]] = menu.COMMANDS,
    ) -> None:
        self.team = ""
        self.name = ""
        self._bot = make_bot(token, api_url)
        self._deliver = deliver
        self._now = now
        self._webhook = webhook
        self._commands = commands
        self._longest = min(poll_seconds, limits.POLL_SECONDS)
        self._poller = Poller(self._fetch, self._take, lock, now, self._longest)
        self._polling: asyncio.Task[None] | None = None
        self._passing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Make ourselves known, then poll or be called. Raises ConnectionError, or Refused for a
        wrong token."""
        try:
            await self._bot.initialize()
            self.team, self.name = str(self._bot.id), self._bot.username
            await self._introduce()
        except InvalidToken:
            raise Refused(REFUSED) from None
        except BadRequest as error:
            self.team = ""
            if not self._webhook:
                raise ConnectionError(error.message) from None
            raise Refused(REFUSED_WEBHOOK.format(error.message)) from None
        except TelegramError as error:
            self.team = ""
            raise ConnectionError(error.message) from None
        if self._webhook is None:
            self._polling = asyncio.create_task(self._poller.run())

    def hears(self) -> Mapping[str, Hear]:
        """Where Telegram calls us, if it is to."""
        return {PATH: self._heard} if self._webhook else {}

    async def stop(self) -> None:
        """Finish the batch and the answers under way, then close."""
        self._poller.stop()
        if self._polling:
            await self._polling
        if self._passing:
            await asyncio.wait(self._passing, timeout=DRAIN_SECONDS)
        await self._bot.shutdown()

    async def send(self, out: Durable, where: Where) -> Outcome:
        """Draw and make the one call of an outbox row."""
        try:
            call = show(out, where)
            carried = await _drawn(call.file) if call and call.file else {}
        except ValueError as error:
            return Never(str(error))
        if call is None:
            return Sent()
        try:
            said = await self._make(Call(call.method, {**call.args, **carried}))
        except TelegramError as error:
            return outcome(error, where)
        message = said if isinstance(said, dict) else {}
        ref, chat = message.get("message_id"), message.get("chat")
        if isinstance(out, Post | Upload) and not isinstance(ref, int):
            return Unsure("Telegram's answer names no message.")
        channel = str(chat["id"]) if isinstance(chat, dict) and "id" in chat else where.channel
        return Sent(str(ref) if ref is not None else where.ref, channel)

    def pace(self, out: Durable, where: Where) -> tuple[str, ...]:
        """What one chat is shown shares a limit, all chats another; the rest sends nothing."""
        if not isinstance(out, Post | Upload | Edit):
            return ()
        return f"telegram.chat:{where.channel or where.user}", "telegram.all"

    def healthy(self, now: datetime) -> str:
        if not self.team:
            return "Telegram has not been reached yet."
        if self._webhook:
            return ""
        if self._polling is None:
            return "Telegram has not been reached yet."
        return self._poller.healthy(now)

    async def _introduce(self) -> None:
        """Polling and a webhook exclude each other; what waits with Telegram is kept."""
        await self._make(self._webhook.call() if self._webhook else NO_WEBHOOK)
        commands = [{"command": word, "description": text} for word, text in self._commands]
        await self._make(Call("setMyCommands", {"commands": commands}))
        await self._make(Call("setMyDescription", {"description": menu.DESCRIPTION}))
        short = {"short_description": menu.SHORT_DESCRIPTION}
        await self._make(Call("setMyShortDescription", short))

    async def _make(self, call: Call, **timeouts: float) -> Any:
        points.passed("before", "telegram", call.method)
        said = await self._bot.do_api_request(
            call.method,
            dict(call.args),
            **timeouts,  # type: ignore[arg-type]
        )
        points.passed("after", "telegram", call.method)
        return said

    async def _fetch(self, offset: int) -> Sequence[Any]:
        args = {"timeout": self._longest, "allowed_updates": list(limits.UPDATES)}
        call = Call("getUpdates", args | ({"offset": offset} if offset else {}))
        updates = await self._make(call, read_timeout=self._longest + READ_SECONDS)
        if not isinstance(updates, list):
            raise TelegramError("The answer to getUpdates is no list.")
        return updates

    async def _take(self, updates: Sequence[Any]) -> None:
        """Store a whole batch, or raise: then none of it is confirmed."""

        def whose(update: Any) -> str:
            account = sender(update, self.team)
            return account.user if account else ""

        async def one(update: Any) -> None:
            self._say(await self._store(update))

        await in_order(updates, whose, one)

    async def _heard(self, knock: Knock) -> Answer:
        """One update by webhook: answered when it is stored, as a batch of a poll is confirmed."""
        if self._webhook is None or not self._webhook.believes(knock):
            return Answer(401)
        if not self.team:
            return Answer(503)
        said = await self._store(found(knock))
        if not said.press:
            self._say(said)
            return Answer(200)
        try:
            toast = answer(said.press, said.notices)
        except ValueError as error:
            log.error("a passing word could not be shown: %s", error)
            toast = answer(said.press, [])
        self._say(Saying("", said.others, said.account))
        return answered(toast)

    async def _store(self, update: Any) -> "Saying":
        """One update, stored with all its effects; what is to be said about it at once."""
        at, account = self._now(), sender(update, self.team)
        event, outs = self._read(update, at), tuple[Passing, ...]()
        if event is not None:
            delivery = Delivery(
                source=self.platform,
                team=self.team,
                key=str(update["update_id"]) if numbered(update) else "",
                sent=update,
                at=at,
                account=account,
            )
            handled = await self._deliver(delivery, event)
            if isinstance(handled, Handled):
                outs = tuple(handled.passing)
        return Saying(press(update), outs, account)

    def _say(self, said: "Saying") -> None:
        """Make passing calls; nothing waits for them."""
        if said.press or said.outs:
            task = asyncio.create_task(self._pass(said))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    def _read(self, update: Any, at: datetime) -> Event | Unreadable | None:
        """Whatever breaks a reader is kept with its update, so that it cannot jam the others."""
        try:
            return read(update, self.team, at)
        except Unreadable as error:
            return error
        except Exception as error:
            return Unreadable(f"Reading a Telegram update broke ({type(error).__name__}).")

    async def _pass(self, said: "Saying") -> None:
        """Answer a press at once, with its toast if there is one; then whatever else is said."""
        if said.press:
            await self._try(answer, said.press, said.notices)
        for out in passing_first(list(said.others)):
            await self._try(reply, out, said.account.user if said.account else "")

    async def _try(self, draw: Callable[..., Call], *about: Any) -> None:
        """A passing call: made once. What is stored does not depend on it."""
        try:
            await self._make(draw(*about))
        except ValueError as error:
            log.error("a passing word could not be shown: %s", error)
            if draw is answer:
                await self._try(answer, about[0], [])
        except TelegramError as error:
            if not is_too_late(error):
                log.warning("a passing word did not arrive: %s", error.message)


async def _drawn(file: File) -> dict[str, InputFile]:
    """The part of a call that is a document. Raises ValueError, with one sentence."""
    document = file.document
    content = await asyncio.to_thread(draw, document.kind, document.values)
    if not 0 < len(content) <= limits.DOCUMENT_BYTES:
        raise ValueError(f"{file.name} has {len(content)} bytes, over {limits.DOCUMENT_BYTES}.")
    return {"document": InputFile(content, filename=file.name)}
