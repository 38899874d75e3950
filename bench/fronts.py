"""A press through our door, from its bytes to its durable answer, beside the libraries' own doors
doing nothing with the same bytes.

The pump is held: what a press queues is written, and leaves between the waves. Every press is
counted afterwards in the database.
"""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from bench import load
from bench.figures import Figure, Rates, percentile
from bench.people import ANSWERS, labels
from bench.servers import Server, floor, ours

TASKS, PEOPLE, ROUNDS = 10_000, 400, 5
P99_MOST = 15.0
"""Milliseconds (a choice: far inside the three seconds that Slack gives)."""

KINDS = {"answer": "a press that answers", "next": "[Next task]"}


def telegram(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Beside python-telegram-bot; and told besides, with every press answered by a call."""
    with ExitStack() as running:
        silent = running.enter_context(ours("telegram", folder, TASKS, PEOPLE))
        platform = running.enter_context(floor("yes"))
        calls = ["--api", platform.control]
        calling = running.enter_context(ours("telegram", folder, TASKS, PEOPLE, more=calls))
        floors = {"ptb": running.enter_context(floor("ptb"))}
        rivals = Rivals({"ours": silent, "calling": calling}, floors)
        rivals.run(rounds)
    figures = []
    for kind, what in KINDS.items():
        title = f"Telegram, {what}"
        seen = rivals.rates
        figures += [
            seen.against(title, f"ours {kind}", f"ptb {kind}", least=0.30),
            rivals.slowest(f"{title}, p99", f"ours {kind}"),
            rivals.cost(title, kind, "ptb"),
            seen.against(f"{title}, with its call", f"calling {kind}", f"ptb {kind}"),
        ]
    return figures


def slack(folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Beside slack-bolt, as it comes and with process_before_response."""
    with ExitStack() as running:
        mine = running.enter_context(ours("slack", folder, TASKS, PEOPLE))
        floors = {kind: running.enter_context(floor(kind)) for kind in ("bolt", "bolt-before")}
        rivals = Rivals({"ours": mine}, floors)
        rivals.run(rounds)
    figures = []
    for kind, what in KINDS.items():
        title = f"Slack, {what}"
        seen = rivals.rates
        figures += [
            seen.against(f"{title}, to Bolt", f"ours {kind}", f"bolt {kind}", least=1.2),
            seen.against(
                f"{title}, to Bolt before", f"ours {kind}", f"bolt-before {kind}", least=0.27
            ),
            rivals.slowest(f"{title}, p99", f"ours {kind}"),
            rivals.cost(title, kind, "bolt-before"),
        ]
    return figures


class Rivals:
    """Servers that take turns: each wave goes to one after the other, never to two at once. The
    floors get the very requests that ours got."""

    def __init__(self, mine: Mapping[str, Server], floors: Mapping[str, Server]) -> None:
        self.mine = mine
        self.floors = floors
        self.rates = Rates()
        self.each: dict[str, list[list[float]]] = {}
        self._round: dict[str, load.Seen] = {}

    def run(self, rounds: int) -> None:
        for server in self.floors.values():  # the first requests pay for the imports
            requests = next(iter(self.mine.values())).wave(ANSWERS[0])
            asyncio.run(load.closed(server.url, requests))
        for number, label in labels(rounds):
            kind = "answer" if label in ANSWERS else "next"
            waves = {name: server.wave(label) for name, server in self.mine.items()}
            same = waves[next(iter(waves))]
            turns = [(name, self.mine[name], wave) for name, wave in waves.items()]
            turns += [(name, server, same) for name, server in self.floors.items()]
            for name, server, requests in turns if number % 2 == 0 else turns[::-1]:
                before = server.busy()
                seen = asyncio.run(load.closed(server.url, requests))
                seen.busy = server.busy() - before
                self._add(f"{name} {kind}", seen)
            if label != ANSWERS[0]:
                self._close_round()
        for name, server in self.mine.items():
            counts = server.counts()
            stored, wrong = counts["annotations"], counts["incidents"]
            assert stored == PEOPLE * rounds and not wrong, f"{name} stored {counts}"

    def slowest(self, what: str, name: str) -> Figure:
        """The 99th percentile of each round."""
        values = [percentile(each, 0.99) * 1000 for each in self.each[name]]
        return Figure(what, values, most=P99_MOST, unit=" ms")

    def cost(self, what: str, kind: str, floor: str) -> Figure:
        """By seconds of its processor instead of the clock: what others do meanwhile on this
        machine changes it little."""
        ours, theirs = f"ours {kind} busy", f"{floor} {kind} busy"
        return self.rates.against(f"{what}, by processor time", ours, theirs)

    def _add(self, name: str, seen: load.Seen) -> None:
        """A round's waves of one kind count together."""
        whole = self._round.setdefault(name, load.Seen())
        whole.seconds += seen.seconds
        whole.busy += seen.busy
        whole.each += seen.each

    def _close_round(self) -> None:
        for name, seen in self._round.items():
            self.rates.add(name, seen.rate)
            self.rates.add(f"{name} busy", len(seen.each) / seen.busy)
            self.each.setdefault(name, []).append(seen.each)
        self._round.clear()
