"""Damaged payloads by the thousand, and between them people at work on tasks of every kind, of whom
nothing may be lost.
"""

import asyncio
import logging
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.logs import TALKATIVE
from tests.fuzz.damage import CANARY, Damage
from tests.fuzz.doors import DOORS, Door
from tests.fuzz.house import Chat, House
from tests.fuzz.worker import Worker, newest
from tests.kept import differences
from tests.mind import Mind, untold

BATCH = 64
PEOPLE = 4
"""Real people at work, of whom each damaged batch is a neighbour."""
COHORT, COHORT_BATCHES = 8, 40
"""Those in whose name the damaged payloads come; after some time others come in their place."""
GROWTH_MB = 80
"""What the process may grow by once it is warm: its caches are full, its heap has its form."""

FINISH_ROUNDS = 150
"""Deeds in which everybody comes to the end of what they have open."""

TEXTS = (
    f"{CANARY} says to wait three days although a baby with fever must be seen today.",
    f"/start {CANARY}",
    "next", "a", "2", "back", "skip", "where", "answers", "settings", "stop", "help", "my data",
    "no reason", f"{CANARY} & <b>", "", "x" * 4000,
    "c > a = b", "b > a", "d=c>b>a", "a > a", "2, 5", "5", "s3", "none", "done", "submit", "undo",
    "“It says to rest and to drink.”", "can't judge", "keep", "level", "later", "change",
    "more", "7 minutes",
    f"{CANARY}: my patient born 3/14/61 waited three days.",
)  # fmt: skip


@dataclass
class Report:
    """What was done, and everything that went wrong."""

    platform: str
    damaged: int = 0
    good: int = 0
    passed: int = 0
    answers: int = 0
    seconds: float = 0.0
    grown_mb: float = 0.0
    results: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        used, again = self.results["Handled"] - self.good, self.results["Duplicate"]
        return (
            f"{self.platform}: {self.damaged} damaged: {used} used, {self.results['Quarantined']}"
            f" kept, {self.passed} passed over, {again} seen before; {self.good} good neighbours,"
            f" {self.answers} answers;"
            f" {sum(self.wrong.values())} wrong; {self.grown_mb:.0f} MB grown,"
            f" {self.seconds:.0f} s"
        )


class Fuzz:
    """One platform's run."""

    def __init__(self, folder: Path, platform: str, updates: int, seed: int) -> None:
        batches = -(-updates // BATCH)
        self.updates = updates
        self.chance = random.Random(seed)
        self.damage = Damage(self.chance)
        self.house = House(folder, platform, 100 + batches // 3)
        self.door: Door = DOORS[platform](self.house)
        self.report = Report(platform)
        self.people = [self.door.user(number) for number in range(1, PEOPLE + 1)]
        self.workers: list[Worker] = []
        self.others: list[str] = []
        self.known = PEOPLE
        self.number = 1000
        self.good_keys: list[str] = []
        for number, user in enumerate(self.people):
            self.house.joins(user)
            mind = Mind(user, random.Random(seed + number))
            self.workers.append(Worker(user, self.door, self.house.chats[user], mind))

    async def run(self) -> Report:
        began, warm = time.monotonic(), 0.0
        number = 0
        with overheard(self.report.wrong):
            while self.report.damaged < self.updates:
                if number % COHORT_BATCHES == 0:
                    self._others_come()
                await self._batch()
                self.house.settle()
                number += 1
                if not warm and self.report.damaged >= self.updates * 0.4:
                    warm = _peak_mb()
            self.report.grown_mb = _peak_mb() - warm
            await self._finish()
        self._audit()
        self.report.seconds = time.monotonic() - began
        self.house.close()
        return self.report

    def _others_come(self) -> None:
        """Strangers, people at first contact, and many who take part."""
        for user in self.others:
            self.house.chats.pop(user, None)
        self.others = [self.door.user(self.known + n) for n in range(1, COHORT + 1)]
        self.known += COHORT
        for user, state in zip(self.others[2:], ("joining", "left", *["active"] * 9), strict=False):
            self.house.joins(user, state)

    def _key(self) -> str:
        self.number += 1
        return str(self.number)

    async def _batch(self) -> None:
        count = min(BATCH, self.updates - self.report.damaged)
        batch = [self._damaged() for _ in range(count)]
        self.report.damaged += count
        self.report.passed += sum(self.door.passed(payload) for payload in batch)
        for worker in self.workers:
            if self.chance.random() < 0.9 and (good := self._good(worker)):
                batch.insert(self.chance.randrange(len(batch) + 1), good)
        await self._take(batch)

    async def _take(self, batch: list[Any]) -> None:
        for wrong in await self.door.take(batch):
            self.report.wrong[f"not taken: {wrong[:200]}"] += 1

    async def _finish(self) -> None:
        """Nobody begins anything new; what is open comes to its end."""
        for worker in self.workers:
            worker.resting = True
        for _ in range(FINISH_ROUNDS):
            batch = [good for worker in self.workers if (good := self._good(worker))]
            if not batch:
                return
            await self._take(batch)
            self.house.settle()
        self.report.wrong["somebody came to no end"] += 1

    def _damaged(self) -> Any:
        """Of somebody who knows the buttons of their newest panel, and many others."""
        chance, user = self.chance, self.chance.choice(self.others)
        tokens = ["home:1:next", "set:1:zone", "leave:1:no", f"open:1:{CANARY}", CANARY]
        shown, above = newest(self.house.chats.get(user, Chat()).messages)
        if shown:
            both = [*shown.buttons, *shown.listed[:5], *(above.buttons if above else ())]
            there = [button.token for button in both]
            begun, _, choice = chance.choice(there).rpartition(":")
            name, _, turn = begun.partition(":")
            later = int(turn) + 1 if turn.isdecimal() else 1
            odd = (f"{choice}y", f"{choice}n", "99", "w", "c", "f", "u1", "r1", "k1")
            tokens += there * 2 + [f"{begun}:{one}" for one in odd]
            tokens += [f"{name}:{later}:0", f"{name}:0:c", f"held:1:{name}", f"bring:1:{name}"]
        payload = self.door.any_shape(
            chance, user, self._key(), chance.choice(tokens), chance.choice(TEXTS)
        )
        while True:
            try:
                return self.damage(payload)
            except RecursionError:  # it could not have arrived
                continue

    def _good(self, worker: Worker) -> Any:
        """What somebody does next; None where they have nothing to do."""
        key = self._key()
        payload = worker.does(key)
        if payload is not None:
            self.report.good += 1
            self.good_keys.append(key if self.house.platform == "telegram" else f"Ev{key}")
        return payload

    def _audit(self) -> None:
        """The books must tell the same as what was sent."""
        report, wrong = self.report, self.report.wrong
        report.results, report.kept = self.house.results, self.house.kept()
        marks = self.house.keys()
        wrong["good neighbours without a mark"] += len(set(self.good_keys) - marks)
        self._judge()
        ends = sum(report.results[name] for name in ("Handled", "Duplicate", "Quarantined"))
        wrong["neither used, kept nor passed over"] += abs(
            report.damaged + report.good - report.passed - ends
        )
        kept = report.results["Quarantined"]
        wrong["in quarantine, but not told"] += abs(kept - self.house.told())
        wrong["kept, but not in quarantine"] += abs(kept - sum(report.kept.values()))
        wrong["marks beside the books"] += abs(
            len(marks) - report.results["Handled"] - report.results["Quarantined"]
        )
        for kind, count in report.kept.items():
            if kind != "Unreadable":
                wrong[f"a step broke: {kind}"] += count
        for kind, count in report.results.items():
            if "reader" in kind or "yet" in kind:
                wrong[kind] += count
        wrong["grew too much"] += report.grown_mb > GROWTH_MB
        report.wrong = +wrong

    def _judge(self) -> None:
        """What people meant is what is kept, all of it and once."""
        report, minds = self.report, [worker.mind for worker in self.workers]
        report.wrong["good deeds without effect"] += sum(worker.idle for worker in self.workers)
        rows = self.house.rows(self.people)
        for why in differences(rows):
            report.wrong[f"kept otherwise than meant: {why}"] += 1
        report.answers = sum(row["final"] for row in rows)
        finished = sum(len(mind.finished) for mind in minds)
        report.wrong["answers that are not there"] += max(0, finished - report.answers)
        missed = untold(minds, rows, self.house.incidents(self.people))
        report.wrong[f"told otherwise: {missed}"] += bool(missed)


def fuzz(folder: Path, platform: str, updates: int, seed: int) -> Report:
    folder.mkdir(exist_ok=True)
    return asyncio.run(Fuzz(folder, platform, updates, seed).run())


class Ear(logging.Handler):
    """Hears everything that would be logged at INFO."""

    def __init__(self, wrong: Counter[str]) -> None:
        super().__init__(logging.INFO)
        self.wrong = wrong
        self.said: Counter[str] = Counter()
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        if CANARY in said:
            self.wrong[f"in a log: {said[:120].encode('ascii', 'replace').decode()}"] += 1
        self.said[f"{record.levelname} {record.name}: {record.msg[:60]}"] += 1


@contextmanager
def overheard(wrong: Counter[str]) -> Iterator[Ear]:
    """With the levels that `rounds serve` has at INFO; as they were, afterwards."""
    root, ear = logging.getLogger(), Ear(wrong)
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    level, handlers = root.level, root.handlers[:]
    root.handlers[:] = [ear]
    root.setLevel(logging.INFO)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield ear
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name, was in levels.items():
            logging.getLogger(name).setLevel(was)


def _peak_mb() -> float:
    """The most memory the process has had so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
