"""What is counted while we serve, in Prometheus's words: numbers and platforms, never a person.

Nobody's id, name or text is a label. What only the database knows is asked at each scrape.
"""

from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

STORED_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
"""Bounds of the histogram: the last is when Slack gives up waiting."""


class Metrics:
    """One registry per process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._stored = Histogram(
            "rounds_delivery_seconds",
            "From the arrival of what a platform sent until it was stored.",
            ("platform",),
            buckets=STORED_SECONDS,
            registry=self._registry,
        )
        self._deliveries = Counter(
            "rounds_deliveries",
            "What platforms sent, by what became of it.",
            ("platform", "became"),
            registry=self._registry,
        )
        self._sends = Counter(
            "rounds_sends",
            "Calls made for rows of the outbox, by what became of them.",
            ("platform", "kind", "became"),
            registry=self._registry,
        )
        self._refused = Counter(
            "rounds_refused_requests",
            "Requests at our door that nobody we believe has made.",
            ("path",),
            registry=self._registry,
        )
        self._well = Gauge(
            "rounds_platform_well",
            "1 while the platform is reached.",
            ("platform",),
            registry=self._registry,
        )
        self._known: dict[str, Gauge] = {}
        self._pairs: dict[tuple[str, str], tuple[Counter, Histogram]] = {}

    def delivered(self, platform: str, became: str, seconds: float) -> None:
        """One delivery was stored, known already, kept in quarantine, or failed."""
        if (platform, became) not in self._pairs:  # finding a child costs more than counting
            pair = self._deliveries.labels(platform, became), self._stored.labels(platform)
            self._pairs[platform, became] = pair
        counter, histogram = self._pairs[platform, became]
        counter.inc()
        histogram.observe(seconds)

    def sent(self, platform: str, kind: str, became: str) -> None:
        """One call for an outbox row ended."""
        self._sends.labels(platform, kind, became).inc()

    def refused(self, path: str) -> None:
        """Somebody knocked whom we do not believe."""
        self._refused.labels(path).inc()

    def well(self, platform: str, well: bool) -> None:
        self._well.labels(platform).set(well)

    def text(self, counts: Mapping[str, tuple[str, float]]) -> str:
        """Everything, with what the database was asked just now: name → (what it is, value)."""
        for name, (about, value) in counts.items():
            if name not in self._known:
                self._known[name] = Gauge(f"rounds_{name}", about, registry=self._registry)
            self._known[name].set(value)
        return generate_latest(self._registry).decode()
