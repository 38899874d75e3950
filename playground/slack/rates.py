"""How often a method may be called: Slack's tiers a minute, and one message a second into one
channel."""

import math
from collections import deque

from playground.slack.facts import PER_MINUTE
from playground.world import World

MINUTE = 60.0
CHANNEL_PER_SECOND = 1.0
CHANNEL_BURST = 5.0  # "short bursts of >1 allowed" (docs, not numbered): ours


class Rates:
    def __init__(self, world: World) -> None:
        self.world = world
        self._calls: dict[str, deque[float]] = {}
        self._channels: dict[str, tuple[float, float]] = {}

    def wait(self, method: str, channel: str | None) -> int:
        """Whole seconds the caller must wait, or 0 (and the call is counted)."""
        now = self.world.clock.now()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= PER_MINUTE.get(method, 10_000):
            return max(1, math.ceil(calls[0] + MINUTE - now))
        if method == "chat.postMessage" and channel:
            tokens, at = self._channels.get(channel, (CHANNEL_BURST, now))
            tokens = min(CHANNEL_BURST, tokens + (now - at) * CHANNEL_PER_SECOND)
            if tokens < 1:
                return max(1, math.ceil((1 - tokens) / CHANNEL_PER_SECOND))
            self._channels[channel] = (tokens - 1, now)
        calls.append(now)
        return 0
