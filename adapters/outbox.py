"""The pump: leases outbox rows, makes one call for each, records what became of it, retries.

Nothing else sends what is durable. Rows of one chat leave in order, answers to presses before
everything else, no faster than the platform allows. The row is the truth: a crash at any instant
leaves it pending or under a lease that runs out (design.md 4, 8).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.pace import Pace
from adapters.port import Never, Outcome, Sent, Speaker, Unsure, Wait, Where
from bot import home, sending
from bot.cards import Durable, Edit, Home, Lookup, Post, Standing, Upload
from bot.rules import Rules
from store import Leased, MachineError, Store
from store import outbox as rows
from store.port import SqlRecords

log = logging.getLogger(__name__)

RETRY_MOST = timedelta(minutes=10)
"""Longest pause between tries of one row; pauses double from one second."""

SCANNED = timedelta(seconds=15)
"""A platform looks a file through before it shows it: that long nobody asks whether it is there."""


@dataclass(frozen=True, slots=True)
class Pumping:
    """How the pump works: seconds of a lease and a call, rows in flight, seconds between looks."""

    owner: str
    lease: float = 60.0
    timeout: float = 10.0
    at_once: int = 32
    look: float = 1.0


class Pump:
    """One per process. `run` goes on until `stop`, and ends when nothing is under way; `wake` makes
    it look at once. `told` hears of each call: its platform, kind and outcome."""

    def __init__(
        self,
        store: Store,
        speakers: Mapping[tuple[str, str], Speaker],
        rules: Rules,
        pace: Pace,
        how: Pumping,
        now: Callable[[], datetime],
        told: Callable[[str, str, str], None] = lambda platform, kind, became: None,
    ) -> None:
        self._store = store
        self._speakers = speakers
        self._rules = rules
        self._pace = pace
        self._how = how
        self._now = now
        self._told = told
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something was queued. Call from the loop's own thread."""
        self._wake.set()

    async def run(self) -> None:
        """Claim and send until stopped. A database that is away is tried again at each look."""
        while not self._stopping.is_set():
            self._wake.clear()
            claimed = await self._claim()
            if not claimed or len(self._flying) >= self._how.at_once:
                await self._rest()
        if self._flying:
            await asyncio.wait(self._flying, timeout=self._how.timeout)

    def stop(self) -> None:
        """No new claims; what only waits for its turn is given back, what is under way finished."""
        self._stopping.set()
        self._wake.set()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), self._how.look)
        except TimeoutError:
            self._pace.forget(self._now().timestamp())

    async def _claim(self) -> int:
        room = self._how.at_once - len(self._flying)
        if room <= 0 or not self._speakers:
            return 0
        now, how, teams = self._now(), self._how, tuple(self._speakers)
        try:
            leased = await asyncio.wrap_future(
                self._store.submit(
                    lambda records: rows.claim(records, how.owner, teams, now, how.lease, room)
                )
            )
        except Exception:
            log.exception("outbox claim failed; trying again at the next look")
            return 0
        for row in leased:
            task = asyncio.create_task(self._send(row))
            self._flying.add(task)
            task.add_done_callback(self._landed)
        return len(leased)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("a send broke; its lease will run out", exc_info=error)

    async def _send(self, row: Leased) -> None:
        speaker = self._speakers[row.platform, row.team]
        where = Where(
            channel=row.channel,
            user=row.out.to.user,
            ref=row.ref,
            under=row.under_ref,
            redraw=row.redraw,
            outbox=row.key,
            unsure=row.unsure,
            queued=row.queued,
        )
        names = speaker.pace(row.out, where)
        late = isinstance(row.out, Edit) and row.out.late
        until = self._now() + timedelta(seconds=self._how.lease - self._how.timeout)
        while (delay := self._pace.delay(names, self._now().timestamp(), late=late)) > 0:
            if self._stopping.is_set() or self._now() + timedelta(seconds=delay) >= until:
                await self._record(row, Wait(delay, "paced"), counted=False)
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
        outcome = await self._call(speaker, row.out, where, until)
        self._told(row.platform, type(row.out).__name__.lower(), type(outcome).__name__.lower())
        if isinstance(outcome, Wait) and outcome.scope:
            paused = names if outcome.scope == "platform" else names[:1]
            self._pace.pause(paused, self._now().timestamp() + outcome.seconds)
        await self._record(row, outcome)

    async def _call(self, speaker: Speaker, out: Durable, where: Where, until: datetime) -> Outcome:
        drawn = await self._drawn(out) if isinstance(out, Home) else out
        if isinstance(drawn, Wait | Never):
            return drawn
        if self._now() >= until:
            return Wait(1.0, "drawn too late")
        try:
            async with asyncio.timeout(self._how.timeout):
                return await speaker.send(drawn, where)
        except TimeoutError:
            return Unsure("no answer in time")

    async def _drawn(self, out: Home) -> Standing | Wait | Never:
        """A standing view is drawn now, from what is stored."""
        return await asyncio.to_thread(self._draw, out, self._now())

    def _draw(self, out: Home, at: datetime) -> Standing | Wait | Never:
        """In a thread: reading waits for the database."""
        rules = self._rules
        try:
            return self._store.look(lambda records: home.standing(records, out.to, at, rules))
        except MachineError as error:
            return Wait(1.0, str(error))
        except Exception as error:
            log.exception("a standing view could not be drawn")
            return Never(f"it could not be drawn ({type(error).__name__})")

    async def _record(self, row: Leased, outcome: Outcome, *, counted: bool = True) -> None:
        """What became of the row, and what the engine makes of it, in one transaction."""
        now, rules = self._now(), self._rules
        await asyncio.wrap_future(
            self._store.submit(lambda records: conclude(records, row, outcome, now, rules, counted))
        )


def conclude(
    records: SqlRecords, row: Leased, outcome: Outcome, now: datetime, rules: Rules, counted: bool
) -> None:
    """One row's outcome as a step. A row claimed by somebody else meanwhile is left alone."""
    records.hold(row.out.to)
    match outcome:
        case Sent(ref=ref, channel=channel, facts=facts):
            if not rows.sent(records, row, ref, channel, now):
                return
            if isinstance(row.out, Lookup):
                outs = sending.learned(records, row.out, dict(facts), now, rules)
            elif isinstance(row.out, Post | Edit):
                outs = sending.delivered(records, row.out, now, rules)
            else:
                outs = []
            for out in outs:
                records.emit(out, now)
        case Wait(seconds=seconds, why=why):
            rows.wait(records, row, now + timedelta(seconds=seconds), why, counted=counted)
        case Unsure(why=why):
            pause = min(RETRY_MOST, timedelta(seconds=2 ** min(row.attempt, 10)))
            pause = max(pause, SCANNED) if isinstance(row.out, Upload) else pause
            rows.wait(records, row, now + pause, why, unsure=True)
    if isinstance(outcome, Never) and rows.dead(records, row, outcome.why, now):
        why, gone = outcome.why, outcome.gone
        for out in sending.undelivered(records, row.out, why, now, rules, gone=gone):
            records.emit(out, now)
