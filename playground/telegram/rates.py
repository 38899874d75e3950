"""Sends and edits share one limit: one a second into one chat after a short burst, thirty in all.

Answers to presses are free. The numbers are the published ones; the size of the burst is not
published and ours.
"""

import math

from playground.world import World

CHAT_PER_SECOND, CHAT_BURST = 1.0, 5.0
ALL_PER_SECOND, ALL_BURST = 30.0, 30.0
ALL = 0  # no chat has this id


class Rates:
    def __init__(self, world: World) -> None:
        self.world = world
        self._buckets: dict[int, tuple[float, float]] = {}

    def wait(self, chat: int) -> int:
        """Whole seconds until this chat may be written to, or 0 (and the call is counted)."""
        now = self.world.clock.now()
        whole = self._tokens(ALL, now, ALL_PER_SECOND, ALL_BURST)
        own = self._tokens(chat, now, CHAT_PER_SECOND, CHAT_BURST)
        if whole < 1 or own < 1:
            missing = max((1 - whole) / ALL_PER_SECOND, (1 - own) / CHAT_PER_SECOND)
            return max(1, math.ceil(missing))
        self._buckets[ALL] = (whole - 1, now)
        self._buckets[chat] = (own - 1, now)
        return 0

    def _tokens(self, key: int, now: float, rate: float, most: float) -> float:
        left, at = self._buckets.get(key, (most, now))
        return min(most, left + (now - at) * rate)
