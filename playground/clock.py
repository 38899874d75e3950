"""Time and chance enter the playground here and nowhere else.

The clock shows real time plus an offset that can only grow, so that a drill can let five minutes
(a redelivery, an expired trigger) pass at once. Whoever sleeps by this clock wakes when it is
moved.
"""

import asyncio
import random
import secrets
import time
from collections.abc import MutableSequence, Sequence
from typing import Any, TypeVar

Thing = TypeVar("Thing")
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Clock:
    """Unix seconds that may run ahead of the wall."""

    def __init__(self, offset: float = 0.0) -> None:
        self._offset = offset
        self._moved = asyncio.Event()

    @property
    def offset(self) -> float:
        return self._offset

    def now(self) -> float:
        return time.time() + self._offset

    def monotonic(self) -> float:
        """Real seconds for measuring a duration; moving the clock does not touch them."""
        return time.monotonic()

    def move(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError(
                "The clock only moves forward; give a number of seconds that is not negative."
            )
        self._offset += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def sleep(self, seconds: float) -> None:
        await self.until(self.now() + seconds)

    async def until(self, at: float) -> None:
        """Return once this clock shows `at`, however it got there."""
        while (left := at - self.now()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._moved.wait()
            except TimeoutError:
                continue

    def token(self, n: int) -> str:
        """`n` letters and digits that nobody can guess."""
        return "".join(secrets.choice(ALPHABET) for _ in range(n))

    def pick(self, things: Sequence[Thing]) -> Thing:
        return random.choice(things)

    def shuffle(self, things: MutableSequence[Any]) -> None:
        random.shuffle(things)

    def chance(self) -> float:
        """A number from 0 up to 1."""
        return random.random()
