"""Slack's side of the house: nothing is acknowledged before it is stored, and each outbox row is
one call.

The inbox answers every payload itself, whatever it is, so none is left unmatched. A failure of the
machine is raised: Bolt then acknowledges nothing, and Slack delivers events again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from adapters.port import (
    Answer,
    Call,
    Hear,
    Knock,
    Never,
    Outcome,
    Sent,
    Unreadable,
    Unsure,
    Wait,
    Where,
    passing_first,
)
from adapters.slack.bolt import Bolt
from adapters.slack.outcome import FAILED, TRANSPORT, code_of, outcome, refused, sent
from adapters.slack.passing import Place, acknowledgement, passing, place
from adapters.slack.read import key, read, sender
from adapters.slack.show import REDRAW, show
from adapters.slack.signature import payload, signed
from adapters.slack.sockets import WATCH_SECONDS, Sockets
from adapters.slack.upload import upload
from adapters.slack.web import Web
from bot import words
from bot.cards import Durable, Edit, Erase, Lookup, Notice, Passing, Post, Upload
from bot.events import Event, Pressed, Reached
from store import Delivery, Duplicate, Handled, Quarantined

log = logging.getLogger(__name__)

DRAIN_SECONDS = 5.0
"""Time for what is being stored and answered when we stop."""

PATH = "/slack/events"
"""Where Slack's requests come in; one address for events, presses, forms and commands."""

REMOVED = "The app was removed from the Slack workspace: install it again, then restart."

Deliver = Callable[[Delivery, Event | Unreadable], Awaitable[Handled | Duplicate | Quarantined]]


class SlackSpeaker:
    """`adapters.port.Speaker` for one workspace: over Socket Mode, which needs no public address,
    where there is an app token; over signed requests where there is a signing secret."""

    platform = "slack"

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str,
        deliver: Deliver,
        now: Callable[[], datetime],
        signing_secret: str = "",
        watch_seconds: float = WATCH_SECONDS,
    ) -> None:
        self.team = ""
        self._app_token = app_token
        self._secret = signing_secret.encode()
        self._deliver = deliver
        self._now = now
        self._watch_seconds = watch_seconds
        self._web = Web(bot_token, api_url)
        self._bot = AuthorizeResult(enterprise_id=None, team_id=None)
        self._bolt = Bolt(api_url, lambda: self._bot, self._inbox)
        self._sockets: Sockets | None = None
        self._handling: set[asyncio.Task[Any]] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._removed = self._reached = False

    async def start(self) -> None:
        """Learn who we are and connect. Raises ConnectionError, or Refused for a wrong token."""
        self._web.start()
        known = False
        try:
            await self._introduce()
            known = True
            if self._app_token:
                self._sockets = Sockets(self._bolt, self._web, self._app_token, self._watch_seconds)
                await self._sockets.open()
            self._reached = True
        except SlackApiError as error:
            await self._close()
            raise refused(error, app=known) from None
        except (ValueError, KeyError, *TRANSPORT) as error:
            await self._close()
            raise ConnectionError(f"{type(error).__name__}: {error}") from None

    async def stop(self) -> None:
        """Finish and acknowledge what is being stored, answer what was pressed, then close."""
        for under_way in (self._handling, self._passing):
            if under_way:
                await asyncio.wait(under_way, timeout=DRAIN_SECONDS)
        await self._close()

    async def send(self, out: Durable, where: Where) -> Outcome:
        """Draw and make the one call of an outbox row."""
        try:
            call = show(out, where)
        except ValueError as error:
            return Never(str(error))
        if call is None:
            return Sent()
        if call.file:
            return await upload(self._web, call, where)
        try:
            if call.method == REDRAW:
                return await self._redraw(out, where, call)
            if isinstance(out, Post) and where.unsure and (found := await self._web.find(where)):
                return Sent(*found)
            return sent(out, where, await self._web.make(call))
        except FAILED as error:
            made = outcome(error)
            looked = isinstance(out, Post) and where.unsure and isinstance(made, Wait)
            return Unsure(made.why) if looked else made  # type: ignore[union-attr]

    def pace(self, out: Durable, where: Where) -> tuple[str, ...]:
        """First what a 429 pauses, the method in this workspace; a chat has its own rate, too."""
        team = self.team
        if isinstance(out, Post | Upload):
            kind, chat = type(out).__name__.lower(), f"slack.post:{where.channel or where.user}"
            return f"slack.method:{team}:{kind}", chat
        if isinstance(out, Edit):
            return (f"slack.method:{team}:{REDRAW}" if where.redraw else f"slack.update:{team}",)
        kind = out.what if isinstance(out, Lookup) else "home"
        kind = "erase" if isinstance(out, Erase) else kind
        return (f"slack.other:{team}:{kind}",)

    def healthy(self, now: datetime) -> str:
        if self._removed:
            return REMOVED
        if not self._reached:
            return "Slack has not been reached yet."
        if self._app_token and not (self._sockets and self._sockets.connected()):
            return "No connection to Slack is open."
        return ""

    def hears(self) -> Mapping[str, Hear]:
        """Signed requests at one address, where there is a signing secret."""
        return {PATH: self._heard} if self._secret else {}

    async def _heard(self, knock: Knock) -> Answer:
        """Signed by Slack, then through Bolt as from a socket; before that nothing is parsed."""
        if not signed(self._secret, knock, self._now()):
            return Answer(401)
        if not self._reached:
            return Answer(503)
        try:
            body = payload(knock)
        except Unreadable as error:
            raw = knock.body.decode(errors="replace")
            await self._deliver(Delivery(self.platform, self.team, "", raw, self._now()), error)
            return Answer(200)
        said = await asyncio.create_task(self._bolt.dispatch(body))
        kind = said.first_headers().get("content-type", "text/plain").split(";")[0]
        return Answer(said.status, said.body, kind)

    async def _introduce(self) -> None:
        me = await self._web.make(Call("auth.test"))
        self._bot = AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=str(me["team_id"]),
            bot_user_id=str(me["user_id"]),
            bot_id=me.get("bot_id"),
        )
        self.team, self._removed = str(me["team_id"]), False

    async def _close(self) -> None:
        self._reached = False
        if self._sockets is not None:
            await self._sockets.close()
            self._sockets = None
        await self._web.close()

    async def _inbox(self, req: AsyncBoltRequest) -> BoltResponse:
        """Everything Slack sends: read, stored with all its effects, then acknowledged."""
        if task := asyncio.current_task():
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        body, at = req.body, self._now()
        event, account = self._read(body, at), sender(body)
        if event is None:
            return BoltResponse(status=200, body="")
        if account and account.team != self.team:
            log.warning("a payload of another workspace (%s) was passed over", account.team)
            return BoltResponse(status=200, body="")
        delivery = Delivery(
            source=self.platform,
            team=self.team,
            key=key(body),
            sent=body,
            at=at,
            account=account,
        )
        try:
            handled = await self._deliver(delivery, event)
        except Exception:
            if isinstance(event, Pressed):  # Slack's own mark does not say that nothing is lost
                self._say((Notice(words.BROKEN),), body)
            raise
        if isinstance(event, Reached) and not event.account.user:
            log.error(REMOVED)
            self._removed = True
        outs = tuple(handled.passing) if isinstance(handled, Handled) else ()
        if outs:
            self._say(outs, body)
        return self._acknowledge(body, outs)

    def _read(self, body: Mapping[str, Any], at: datetime) -> Event | Unreadable | None:
        """Whatever breaks the reader is kept with its payload."""
        try:
            return read(body, at)
        except Unreadable as error:
            return error
        except Exception as error:
            return Unreadable(f"Reading a Slack payload broke ({type(error).__name__}).")

    def _acknowledge(self, body: Mapping[str, Any], outs: Sequence[Passing]) -> BoltResponse:
        """The work is stored: an answer that cannot be drawn does not undo that."""
        try:
            return BoltResponse(status=200, body=acknowledgement(body, outs))
        except ValueError as error:
            log.error("an acknowledgement could not be drawn: %s", error)
            return BoltResponse(status=200, body="")

    def _say(self, outs: Sequence[Passing], body: Mapping[str, Any]) -> None:
        """Make passing calls while the acknowledgement goes its own way."""
        passed = asyncio.create_task(self._pass(outs, place(body)))
        self._passing.add(passed)
        passed.add_done_callback(self._passing.discard)

    async def _pass(self, outs: Sequence[Passing], where: Place) -> None:
        """Passing calls: made once each. What is stored does not depend on them."""
        for out in passing_first(list(outs)):
            try:
                if call := passing(out, where):
                    await self._web.make(call)
            except SlackApiError as error:
                log.warning("a %s was refused: %s", type(out).__name__, code_of(error))
            except FAILED as error:
                log.warning("a %s did not arrive: %s", type(out).__name__, error)

    async def _redraw(self, out: Durable, where: Where, call: Call) -> Outcome:
        """Through the press's address; where that is refused, as any other change. An answer that
        never came is asked for again: a redraw twice is the same redraw."""
        if await self._web.redraw(call):
            return Sent(where.ref, where.channel)
        plainly = show(out, replace(where, redraw=""))
        if plainly is None:
            return Sent(where.ref, where.channel)
        try:
            return sent(out, where, await self._web.make(plainly))
        except FAILED as error:
            made = outcome(error)
            return replace(made, scope="") if isinstance(made, Wait) else made
