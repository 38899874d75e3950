"""Socket Mode: envelopes go out to any one open socket, and each must be acknowledged within three
seconds.

A ticket opens one socket, once. What the app answers in an acknowledgement is handed to whoever
delivered; nothing is delivered again from here (see delivery.py for events).
"""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from playground.slack.facts import ACK_SECONDS, APP, SOCKETS, Json
from playground.slack.faults import Faults
from playground.slack.signed import Signed, answered
from playground.world import World

GRACE_SECONDS = 10.0  # between the announcement of a disconnect and the server closing the socket
REORDER_SECONDS = 1.0  # how long a delivery that is to be overtaken waits for the next one
TICKET_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Ack:
    """What became of one delivery."""

    acked: bool
    ms: int
    payload: Json | None
    reason: str = ""


class Sockets:
    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        self.signed = Signed(world, faults)
        self.open: set[web.WebSocketResponse] = set()
        self._tickets: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._overtaken = asyncio.Event()
        self._tasks: set[asyncio.Task[object]] = set()

    def ticket(self) -> str:
        now = self.world.clock.now()
        self._tickets = {name: until for name, until in self._tickets.items() if until > now}
        ticket = self.world.clock.token(32)
        self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    async def link(self, request: web.Request) -> web.StreamResponse:
        """GET /slack/link/?ticket=…"""
        agent = request.headers.get("User-Agent", "")
        if self.faults.take_link():
            self._note("link", agent, "503")
            return web.Response(status=503, text="Service Unavailable")
        until = self._tickets.pop(request.query.get("ticket", ""), 0.0)
        if until <= self.world.clock.now():
            self._note("link", agent, "bad_ticket")
            return web.Response(status=403, text="ticket is unknown, used or expired")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.open) >= SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self.open.add(socket)
        self._note("link", agent)
        try:
            await socket.send_json(self._hello())
            await self._read(socket)
        finally:
            self.open.discard(socket)
        return socket

    async def _read(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(message.data)
            except ValueError:
                self.world.ledger.violation("slack", "link", "an acknowledgement is not JSON")
                continue
            waiting = self._waiting.get(str(answer.get("envelope_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload"))

    async def deliver(
        self, kind: str, payload: Json, answerable: bool, attempt: int = 0, reason: str = ""
    ) -> Ack:
        """Send one envelope and wait for its acknowledgement."""
        if self.faults.deliver.get("delay"):
            await self.world.clock.sleep(self.faults.deliver["delay"])
        if self.faults.take_delivery("reorder"):
            await self._wait_to_be_overtaken()
        if self.faults.take_delivery("drop"):
            await self.world.clock.sleep(ACK_SECONDS)
            return self._done(kind, attempt, Ack(False, int(ACK_SECONDS * 1000), None, "timeout"))
        if self.faults.take_delivery("duplicate"):
            self._spawn(self._once(kind, payload, answerable, attempt + 1, "timeout"))
        return await self._once(kind, payload, answerable, attempt, reason)

    async def _once(
        self, kind: str, payload: Json, answerable: bool, attempt: int, reason: str
    ) -> Ack:
        clock = self.world.clock
        if self.faults.request_url:
            begun = clock.monotonic()
            acked, said, why = await self.signed.post(kind, payload, attempt, reason)
            ms = int((clock.monotonic() - begun) * 1000)
            return self._done(kind, attempt, Ack(acked, ms, answered(kind, said), why))
        envelope = f"{clock.token(8)}-{clock.token(4)}-{clock.token(4)}-{clock.token(12)}".lower()
        body: Json = {
            "envelope_id": envelope,
            "payload": payload,
            "type": kind,
            "accepts_response_payload": answerable,
        }
        if kind == "events_api":
            body |= {"retry_attempt": attempt, "retry_reason": reason}
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = answer
        begun = clock.monotonic()
        deadline: asyncio.Future[None] = asyncio.ensure_future(clock.sleep(ACK_SECONDS))
        try:
            sent = await self._send(body)
            self._overtaken.set()
            if not sent:
                return self._done(kind, attempt, Ack(False, 0, None, "connection_failed"))
            both: set[asyncio.Future[Any]] = {answer, deadline}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            ms = int((clock.monotonic() - begun) * 1000)
            if not answer.done():
                return self._done(kind, attempt, Ack(False, ms, None, "timeout"))
            return self._done(kind, attempt, Ack(True, ms, answer.result()))
        finally:
            deadline.cancel()
            del self._waiting[envelope]

    async def _send(self, body: Json) -> bool:
        """Any one socket takes it; false if there is none."""
        sockets = list(self.open)
        self.world.clock.shuffle(sockets)
        text = json.dumps(body)
        for socket in sockets:
            if socket.closed:
                continue
            try:
                await socket.send_str(text)
            except ConnectionError:
                continue
            return True
        return False

    async def _wait_to_be_overtaken(self) -> None:
        self._overtaken.clear()
        late = asyncio.ensure_future(self.world.clock.sleep(REORDER_SECONDS))
        overtaken = asyncio.ensure_future(self._overtaken.wait())
        await asyncio.wait({late, overtaken}, return_when=asyncio.FIRST_COMPLETED)
        late.cancel()
        overtaken.cancel()

    async def disconnect(self, reason: str) -> None:
        """Announce a disconnect to every socket; the server closes what the client leaves open."""
        sockets = list(self.open)
        for socket in sockets:
            await socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            )
        self._spawn(self._close_later(sockets))

    async def _close_later(self, sockets: list[web.WebSocketResponse]) -> None:
        await self.world.clock.sleep(GRACE_SECONDS)
        for socket in sockets:
            await socket.close()

    def _spawn(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self.close()
        await self.signed.stop()

    async def close(self) -> None:
        for socket in list(self.open):
            await socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": APP},
        }

    def _done(self, kind: str, attempt: int, ack: Ack) -> Ack:
        now = self.world.clock.now()
        self.world.ledger.delivery("slack", kind, now, ack.acked, ack.ms, attempt, ack.reason)
        return ack

    def _note(self, method: str, agent: str, error: str | None = None) -> None:
        self.world.ledger.record(
            "slack", method, agent, self.world.clock.now(), error is None, error
        )


def answer_of(ack: Ack) -> dict[str, Any]:
    """What a person's tool is told of a delivery."""
    return {"acked": ack.acked, "ms": ack.ms}
