"""What the bot has not yet confirmed waits here, for as long as Telegram would keep it.

A press lives 150 seconds, everything else a day. `offset` confirms what came before it, for good.
Who asks second ends the first one's waiting: there is one reader.
"""

import asyncio
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any

from playground.telegram.facts import (
    BATCH_MAX,
    CALLBACK_LIVES,
    CONFLICT_SECONDS,
    MESSAGE_LIVES,
    NOT_BY_DEFAULT,
    POLLED_HOOKED,
    POLLED_TWICE,
    UPDATE_KINDS,
    ApiError,
    Json,
)
from playground.telegram.faults import Faults
from playground.telegram.state import State

FIRST_UPDATE = 734_500_001
WEEK = 7 * 86400.0  # [spec] after a week of silence the numbers begin anew, anywhere
LARGEST_UPDATE = 2_000_000_000
FAR = 10  # [src] an offset further off than this is not believed
SWAP_SECONDS = 2.0  # an update held back to swap places waits this long for another


class Updates:
    def __init__(self, state: State, faults: Faults) -> None:
        self.state = state
        self.world = state.world
        self.faults = faults
        self._rows = self.world.journal.table("telegram.updates")
        self._poll: asyncio.Future[str] | None = None  # its result: why it ends early
        self._held: list[tuple[str, Json, int]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._conflict_at = 0.0
        self.changed = asyncio.Event()  # replaced at every change
        self.stopped = False

    # what comes in

    def add(self, kind: str, body: Json, key: int) -> None:
        """Queue an update; `key` is the chat or person whose updates stay in order."""
        if kind not in self.allowed():
            return
        if self.faults.take_delivery("reorder") and not self._held:
            self._held.append((kind, body, key))
            task = asyncio.ensure_future(self._let_go())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        self._put({kind: body}, kind, key)
        self._release()

    def add_raw(self, update: Json) -> int:
        """Whatever it holds, as if Telegram had sent it."""
        return self._put(update, "message", 0)

    def allowed(self) -> list[str]:
        default = [kind for kind in UPDATE_KINDS if kind not in NOT_BY_DEFAULT]
        return list(self.state.meta("allowed") or default)

    def allow(self, given: object) -> None:
        """Remembered until the next list; an empty list means what is usual."""
        if isinstance(given, list):
            self.state.set_meta("allowed", [kind for kind in given if kind in UPDATE_KINDS])

    def _release(self) -> None:
        held, self._held = self._held, []
        for kind, body, key in held:
            self._put({kind: body}, kind, key)

    async def _let_go(self) -> None:
        await self.world.clock.sleep(SWAP_SECONDS)
        self._release()

    def _put(self, update: Json, kind: str, key: int) -> int:
        now = self.world.clock.now()
        number = self.tail
        if number > FIRST_UPDATE and now - float(self.state.meta("last_update_at", now)) > WEEK:
            number = self.world.clock.pick(range(FIRST_UPDATE, LARGEST_UPDATE))
        given = update.get("update_id")
        row = {
            "id": number,
            "kind": kind,
            "key": key,
            "update": {"update_id": number if given is None else given} | update,
            "at": now + self.faults.deliver.get("delay", 0.0),
            "expires": now + (CALLBACK_LIVES if kind == "callback_query" else MESSAGE_LIVES),
        }
        self.world.journal.put("telegram.updates", str(number), row)
        self.state.set_meta("next_update", number + 1)
        self.state.set_meta("last_update_at", now)
        self.wake()
        return number

    def wake(self) -> None:
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    # what waits

    @property
    def tail(self) -> int:
        return int(self.state.meta("next_update", FIRST_UPDATE))

    def pending(self) -> Iterator[Json]:
        """What is unconfirmed, oldest first; what has outlived its time is dropped on the way."""
        now = self.world.clock.now()
        for number, row in list(self._rows.items()):
            if row["expires"] <= now:
                self.drop(number)
            else:
                yield row

    def drop(self, number: str) -> None:
        self.world.journal.drop("telegram.updates", number)

    def visible(self, limit: int) -> list[Json]:
        """The first of them, up to one that is still held back."""
        now = self.world.clock.now()
        return list(islice(takewhile(lambda row: row["at"] <= now, self.pending()), limit))

    def forget(self) -> None:
        for number in list(self._rows):
            self.drop(number)

    def confirm(self, offset: int) -> None:
        """Drop what came before `offset`; a negative one counts from the end."""
        if offset < 0:
            offset += self.tail
        first = next(self.pending(), None)
        head = int(first["id"]) if first else self.tail
        if offset > self.tail + FAR or offset < head - FAR:
            return  # not believed: nothing is confirmed, reading begins at the oldest
        for row in takewhile(lambda row: int(row["id"]) < offset, self.pending()):
            self.drop(str(row["id"]))

    # the one reader

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        if self.state.meta("webhook"):
            await self._conflict(POLLED_HOOKED)
        if offset:
            self.confirm(offset)
        limit = min(max(limit, 1), BATCH_MAX)
        found = self.visible(limit)
        if not found and seconds > 0:
            self.interrupt(POLLED_TWICE)
            found = await self._wait(limit, seconds)
        return [row["update"] for row in found]

    async def _wait(self, limit: int, seconds: float) -> list[Json]:
        poll: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = poll
        until = self.world.clock.now() + seconds
        found: list[Json] = []
        try:
            while not found and not self.stopped and self.world.clock.now() < until:
                late = [row["at"] for row in islice(self.pending(), 1)]
                changed: Any = asyncio.ensure_future(self.changed.wait())
                sleep: Any = asyncio.ensure_future(self.world.clock.until(min([until, *late])))
                await asyncio.wait({poll, changed, sleep}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
                sleep.cancel()
                if poll.done():
                    await self._conflict(poll.result())
                found = self.visible(limit)
        finally:
            if self._poll is poll:
                self._poll = None
        return found

    async def _conflict(self, what: str) -> None:
        """409, at once the first time and late when it repeats, so that nobody spins."""
        now = self.world.clock.now()
        if now < self._conflict_at:
            await self.world.clock.sleep(CONFLICT_SECONDS)
        else:
            self._conflict_at = now + CONFLICT_SECONDS
        raise ApiError(409, what)

    def interrupt(self, why: str) -> None:
        """End the waiting of whoever waits."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)

    def stop(self) -> None:
        self.stopped = True
        for task in self._tasks:
            task.cancel()
        self._release()
        self.wake()
