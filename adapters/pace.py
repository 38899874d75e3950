"""How fast each platform may be spoken to: token buckets, one per name, that a refusal can pause.

Pure arithmetic over a clock given by argument. The platforms' limits are in notes beside the
settings; a 429 is feedback and always wins over our own reckoning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` tokens flow in, at most `burst` are kept; `reserve` of them are for answers."""

    per_second: float
    burst: float
    reserve: float = 0.0


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    tokens: float
    at: float
    paused_until: float = 0.0

    def fill(self, now: float) -> None:
        self.tokens = min(self.rate.burst, self.tokens + (now - self.at) * self.rate.per_second)
        self.at = now


class Pace:
    """All buckets of one process. Names look like "slack.post:D1"; the part before ":" has a rate.

    A name whose part has no rate is not limited, but can still be paused.
    """

    def __init__(self, rates: Mapping[str, Rate]) -> None:
        self._rates = rates
        self._buckets: dict[str, _Bucket] = {}

    def delay(self, names: Iterable[str], now: float, *, late: bool = False) -> float:
        """Seconds to wait before a call on these names may go; 0 takes one token of each.

        `late` calls leave each bucket's reserve to others.
        """
        buckets = [self._bucket(name, now) for name in names]
        wait = 0.0
        for bucket in buckets:
            bucket.fill(now)
            need = 1.0 + (bucket.rate.reserve if late else 0.0)
            lacking = max(0.0, need - bucket.tokens) / bucket.rate.per_second
            wait = max(wait, lacking, bucket.paused_until - now)
        if wait <= 0:
            for bucket in buckets:
                bucket.tokens -= 1.0
            return 0.0
        return wait

    def pause(self, names: Iterable[str], until: float) -> None:
        """The platform said no: nothing on these names before `until`."""
        for name in names:
            bucket = self._bucket(name, until)
            bucket.paused_until = max(bucket.paused_until, until)

    def forget(self, now: float) -> None:
        """Drop buckets that are full and not paused, so that chats long silent cost nothing."""
        for name, bucket in list(self._buckets.items()):
            bucket.fill(now)
            if bucket.tokens >= bucket.rate.burst and bucket.paused_until <= now:
                del self._buckets[name]

    def _bucket(self, name: str, now: float) -> _Bucket:
        if name not in self._buckets:
            rate = self._rates.get(name.split(":", 1)[0], Rate(1e9, 1e9))
            self._buckets[name] = _Bucket(rate, rate.burst, now)
        return self._buckets[name]
