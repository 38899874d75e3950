"""Updates are confirmed to Telegram only when all of their batch are stored.

The next getUpdates carries the higher offset, and only after `take` has returned. Where the offset
stood is Telegram's to remember: a new process begins at the oldest unconfirmed update, and what was
stored before is known by its mark.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from adapters.telegram import limits, read
from adapters.telegram.outcome import REFUSED, REFUSED_SECONDS, seconds

log = logging.getLogger(__name__)

AGAIN_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Pauses after a failure; the last repeats."""

CONFLICT_SECONDS = 5.0
"""Pause after 409. Telegram's server answers a second poller only every three seconds [src]."""

SILENCE = timedelta(seconds=60)
"""Beyond the longest wait of one poll, silence of this length is no longer healthy."""

TAKEN_TWICE = (
    "Another program asks Telegram for updates with this token (409): stop it, or give this one a"
    " token of its own."
)

Fetch = Callable[[int], Awaitable[Sequence[Any]]]
Take = Callable[[Sequence[Any]], Awaitable[None]]
Lock = Callable[[], AbstractAsyncContextManager[Any]]


class Stopped(Exception):  # noqa: N818  not an error
    """We were told to stop while waiting."""


class Poller:
    """One long poll at a time, under a lock that leaves it to one of several workers."""

    def __init__(
        self,
        fetch: Fetch,
        take: Take,
        lock: Lock,
        now: Callable[[], datetime],
        longest: float,
    ) -> None:
        self._fetch = fetch
        self._take = take
        self._lock = lock
        self._now = now
        self._longest = timedelta(seconds=longest)
        self._stop = asyncio.Event()
        self._offset = 0
        self._moved_at = self._polled_at = now()
        self._holding = False
        self._trouble = ""

    def stop(self) -> None:
        """No new poll; a batch under way is finished."""
        self._stop.set()

    def healthy(self, now: datetime) -> str:
        """ "" when well or when another worker polls, else what is wrong."""
        if self._trouble:
            return self._trouble
        silent = now - self._polled_at
        if self._holding and silent > self._longest + SILENCE:
            return f"Telegram was last asked for updates {int(silent.total_seconds())} seconds ago."
        return ""

    async def run(self) -> None:
        """Poll until stopped, whatever happens on the way."""
        failed = 0
        while not self._stop.is_set():
            try:
                await self._cycle()
                failed, self._trouble = 0, ""
            except Stopped:
                return
            except Exception as error:
                pause = self._pause(error, failed)
                failed += 1
                await self._rest(pause)

    async def _cycle(self) -> None:
        """One poll and its whole batch, with the lock held."""
        self._holding = False
        lock = self._lock()
        await self._unless_stopped(lock.__aenter__())
        try:
            self._holding = True
            updates = await self._unless_stopped(self._fetch(self._from()))
            self._polled_at = self._now()
            if updates:
                await self._take(updates)
                self._confirm(updates)
        finally:
            await lock.__aexit__(None, None, None)

    def _from(self) -> int:
        """The offset to ask from. After a quiet week numbers begin anew, so it is forgotten."""
        if self._now() - self._moved_at > timedelta(days=limits.QUIET_DAYS):
            self._offset = 0
        return self._offset

    def _confirm(self, updates: Sequence[Any]) -> None:
        """All are stored: the next poll tells Telegram so. The last one counts, not the highest."""
        numbers = [one["update_id"] for one in updates if numbered(one)]
        if not numbers or numbers[-1] + 1 == self._offset:
            raise ValueError("Telegram sent what cannot be confirmed; it is asked for again.")
        self._offset = numbers[-1] + 1
        self._moved_at = self._now()

    def _pause(self, error: Exception, failed: int) -> float:
        """How long to wait after a failure, and what `healthy` says about it meanwhile."""
        if isinstance(error, Conflict):
            self._trouble = TAKEN_TWICE
            log.warning(TAKEN_TWICE)
            return CONFLICT_SECONDS
        if isinstance(error, InvalidToken | EndPointNotFound):
            self._trouble = REFUSED
            log.error(REFUSED)
            return REFUSED_SECONDS
        if isinstance(error, RetryAfter):
            return seconds(error)
        pause = AGAIN_SECONDS[min(failed, len(AGAIN_SECONDS) - 1)]
        if isinstance(error, TelegramError):
            log.warning("Telegram gave no updates (%s); again in %s s", error.message, pause)
        else:
            log.error("updates could not be stored; again in %s s", pause, exc_info=error)
        return pause

    async def _rest(self, pause: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), pause)
        except TimeoutError:
            return

    async def _unless_stopped(self, waiting: Awaitable[Any]) -> Any:
        """What `waiting` gives, unless we are stopped first."""
        task = asyncio.ensure_future(waiting)
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise Stopped
        finally:
            stopping.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})


def numbered(update: Any) -> bool:
    """Whether an update carries its number, as all of Telegram's do."""
    return isinstance(update, dict) and read.numbered(update.get("update_id"))


async def in_order(
    updates: Sequence[Any],
    whose: Callable[[Any], str],
    one: Callable[[Any], Coroutine[Any, Any, None]],
) -> None:
    """All updates at once, those of one person in their order. One failure stops its person's
    updates, not the others'; it is raised when all others are through."""
    lines: dict[str, list[Any]] = {}
    for number, update in enumerate(updates):
        lines.setdefault(whose(update) or f"#{number}", []).append(update)

    async def follow(line: list[Any]) -> None:
        for update in line:
            await one(update)

    ends = await asyncio.gather(*map(follow, lines.values()), return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            raise end
