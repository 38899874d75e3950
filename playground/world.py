"""What both platforms share: one clock, one journal, one ledger, and who listens for changes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from playground.clock import Clock
from playground.journal import Journal
from playground.ledger import Ledger


class World:
    """The machine both platforms stand on.

    `url` is our own address, set when the server listens: permalinks and response URLs start with
    it. `tokens` may name the only token a platform accepts ("slack_bot", "slack_app", "telegram");
    where it names none, every well-formed token is accepted.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        journal: Journal | None = None,
        ledger: Ledger | None = None,
        rates: bool = False,
    ) -> None:
        self.clock = clock or Clock()
        self.journal = journal or Journal(None)
        self.ledger = ledger or Ledger()
        self.rates = rates
        self.url = ""
        self.tokens: dict[str, str] = {}
        self.faults: dict[str, Any] = {}
        self._listeners: set[asyncio.Queue[tuple[str, str]]] = set()
        self.clock.move(float(self.journal.table("clock").get("offset", 0.0)))

    def advance(self, seconds: float) -> None:
        """Move the clock, for restarts too: what was sent must not come to lie in the future."""
        self.clock.move(seconds)
        self.journal.put("clock", "offset", self.clock.offset)

    def changed(self, platform: str, person: str) -> None:
        """What this person sees has changed."""
        for queue in self._listeners:
            queue.put_nowait((platform, person))

    def listen(self) -> AsyncIterator[tuple[str, str]]:
        """(platform, person) for each change from this call on, until the caller stops."""
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._listeners.add(queue)
        return self._read(queue)

    async def _read(self, queue: asyncio.Queue[tuple[str, str]]) -> AsyncIterator[tuple[str, str]]:
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners.discard(queue)
