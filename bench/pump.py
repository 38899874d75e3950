"""What a person waits while everything queued is sent at once: a steady fifty presses a second.

The pump runs in the same process, as it does in `rounds serve`, and its speaker answers at once:
so it claims and records as fast as it ever can.
"""

import asyncio
from pathlib import Path

from bench import load
from bench.figures import Figure, percentile
from bench.people import labels
from bench.servers import ours

TASKS, PEOPLE, ROUNDS = 2_000, 150, 3
EACH_SECOND = 50.0
P99_MOST = 50.0
"""Milliseconds (a choice: nobody notices a twentieth of a second)."""


def pump(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    figures = []
    for platform in ("telegram", "slack"):
        each: list[list[float]] = [[] for _ in range(rounds)]
        with ours(platform, folder, TASKS, PEOPLE, more=["--pump"]) as server:
            for number, label in labels(rounds):
                seen = asyncio.run(load.steady(server.url, server.wave(label), EACH_SECOND))
                each[number] += seen.each
            counts = server.counts()
        assert counts["annotations"] == PEOPLE * rounds and not counts["incidents"], counts
        title = f"{platform}: {EACH_SECOND:.0f} presses a second, pump running"
        slow = [percentile(one, 0.99) * 1000 for one in each]
        half = [percentile(one, 0.5) * 1000 for one in each]
        figures += [
            Figure(f"{title}, p99", slow, most=P99_MOST, unit=" ms"),
            Figure(f"{title}, p50", half, unit=" ms"),
        ]
    return figures
