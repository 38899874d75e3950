"""Updates pushed to the bot's own address: in order within a chat, again and again until taken.

A chat's messages are one queue, a person's presses another; a refused update holds up only its own
queue. Unlike Telegram's own, this server also calls plain http on this machine, as a Bot API server
run locally does.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aiohttp

from playground.telegram.facts import Json, bad
from playground.telegram.state import State
from playground.telegram.updates import Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
PORTS = (80, 88, 443, 8443)  # [spec]
LOCAL = ("127.0.0.1", "localhost", "::1")
CONNECTIONS, CONNECTIONS_MAX = 40, 100  # [spec]
AWAITED_SECONDS = 60.0  # levlam: a response is awaited for a minute
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # [src] doubling
RETRY_AFTER_MAX = 3600.0  # [src]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Execute = Callable[[str, Json], Awaitable[None]]


def checked(url: str) -> str:
    """The address, or what Telegram says about it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise bad("bad webhook: invalid webhook URL specified") from None
    if host in LOCAL and parts.scheme in ("http", "https"):
        return url
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if port is not None and port not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return url


class Webhook:
    def __init__(self, state: State, updates: Updates) -> None:
        self.state = state
        self.updates = updates
        self.clock = state.world.clock
        self.execute: Execute | None = None
        self._session: aiohttp.ClientSession | None = None
        self._pump: asyncio.Task[None] | None = None
        self._queues: dict[int, asyncio.Task[None]] = {}
        self._error: Json = {}

    @property
    def set_up(self) -> Json:
        return dict(self.state.meta("webhook") or {})

    def set(self, url: str, secret: str, connections: int) -> str:
        """Returns what setWebhook says besides true."""
        if not url:
            return self.remove()
        if secret and not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        about = {
            "url": checked(url),
            "secret": secret,
            "connections": min(max(connections, 1), CONNECTIONS_MAX),
        }
        if about == self.set_up:
            return "Webhook is already set"
        self.state.set_meta("webhook", about)
        self.updates.interrupt("Conflict: terminated by setWebhook request")
        self._error = {}
        self.start()
        return "Webhook was set"

    def remove(self) -> str:
        was = self.set_up
        self.state.set_meta("webhook", {})
        self._halt()
        return "Webhook was deleted" if was else "Webhook is already deleted"

    def info(self) -> Json:
        about = self.set_up
        found: Json = {
            "url": about.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": sum(1 for _ in self.updates.pending()),
        }
        if about:
            found["max_connections"] = about["connections"]
        if self.state.meta("allowed"):
            found["allowed_updates"] = self.updates.allowed()
        return found | self._error

    # pushing

    def start(self) -> None:
        if self.set_up and self._pump is None:
            self._pump = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        tasks = self._halt()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _halt(self) -> list["asyncio.Task[None]"]:
        tasks = [*self._queues.values(), *([self._pump] if self._pump else [])]
        for task in tasks:
            task.cancel()
        self._queues, self._pump = {}, None
        return tasks

    async def _run(self) -> None:
        """Start a queue for every chat that has something waiting, as connections allow."""
        while True:
            changed = self.updates.changed
            waiting = [row for row in self.updates.pending() if row["at"] <= self.clock.now()]
            for key in dict.fromkeys(int(row["key"]) for row in waiting):
                full = len(self._queues) >= self.set_up.get("connections", CONNECTIONS)
                if key not in self._queues and not full:
                    self._queues[key] = asyncio.ensure_future(self._queue(key))
            late = [row["at"] for row in self.updates.pending() if row["at"] > self.clock.now()]
            sleep = asyncio.ensure_future(self.clock.until(min(late, default=float("inf"))))
            wait = asyncio.ensure_future(changed.wait())
            try:
                await asyncio.wait({sleep, wait}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleep.cancel()
                wait.cancel()

    async def _queue(self, key: int) -> None:
        pause = FIRST_PAUSE
        try:
            while rows := self._rows(key):
                row = rows[0]
                again = await self._push(row["update"])
                if again is None:
                    self.updates.drop(str(row["id"]))
                    pause = FIRST_PAUSE
                    continue
                await self.clock.sleep(again or pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            if self._queues.get(key) is asyncio.current_task():
                del self._queues[key]
            self.updates.wake()

    def _rows(self, key: int) -> list[Json]:
        now = self.clock.now()
        rows = [row for row in self.updates.pending() if int(row["key"]) == key]
        return [row for row in rows if row["at"] <= now]

    async def _push(self, update: Json) -> float | None:
        """None if it was taken; else how long to wait, 0 for the usual time."""
        about = self.set_up
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {SECRET_HEADER: about["secret"]} if about["secret"] else {}
        awaited = aiohttp.ClientTimeout(total=AWAITED_SECONDS)
        begun = self.clock.monotonic()
        try:
            async with self._session.post(
                about["url"], json=update, headers=headers, timeout=awaited
            ) as answer:
                self._note(begun, update, str(answer.status), 200 <= answer.status < 300)
                if 200 <= answer.status < 300:
                    await self._reply(await answer.read(), answer.content_type)
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                wanted = answer.headers.get("Retry-After", "")
                return min(float(wanted), RETRY_AFTER_MAX) if wanted.isdecimal() else 0.0
        except (aiohttp.ClientError, TimeoutError) as problem:
            late = isinstance(problem, TimeoutError)
            self._failed("Read timeout expired" if late else "Connection refused")
            self._note(begun, update, type(problem).__name__, False)
            return 0.0

    def _note(self, begun: float, update: Json, reason: str, taken: bool) -> None:
        kind = next((name for name in update if name != "update_id"), "update")
        took = int((self.clock.monotonic() - begun) * 1000)
        self.state.world.ledger.delivery("telegram", kind, self.clock.now(), taken, took, 0, reason)

    def _failed(self, what: str) -> None:
        self._error = {"last_error_date": int(self.clock.now()), "last_error_message": what}

    async def _reply(self, body: bytes, content_type: str) -> None:
        """A call may be made in the answer to the webhook; its own result goes nowhere."""
        if content_type != "application/json" or not body.strip():
            return
        try:
            found = json.loads(body)
        except ValueError:
            return  # Telegram, too, ignores an answer it cannot read
        if isinstance(found, dict) and isinstance(found.get("method"), str) and self.execute:
            await self.execute(found.pop("method"), found)
