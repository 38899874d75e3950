"""Damaged payloads by the thousand, and between them people at work of whom nothing may be lost."""

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
from tests.drill.through import REASON, onward
from tests.fuzz.damage import CANARY, Damage
from tests.fuzz.doors import DOORS, Door
from tests.fuzz.house import House

BATCH = 64
PEOPLE = 4
"""Real people at work, of whom each damaged batch is a neighbour."""
COHORT, COHORT_BATCHES = 8, 40
"""Those in whose name the damaged payloads come; after some time others come in their place."""
GROWTH_MB = 80
"""What the process may grow by once it is warm: its caches are full, its heap has its form."""

TEXTS = (
    f"{CANARY} says to wait three days although a baby with fever must be seen today.",
    f"/start {CANARY}",
    "next", "a", "2", "back", "skip", "where", "answers", "settings", "stop", "help", "my data",
    "no reason", f"{CANARY} & <b>", "", "x" * 4000, "c > a = d > b", "b < a", "2, 5", "s2",
    "can't judge", "Answer 0 to question", "7 minutes", "more", f"Mrs {CANARY}, born 3/14/61",
)  # fmt: skip


@dataclass
class Report:
    """What was done, and everything that went wrong."""

    platform: str
    damaged: int = 0
    good: int = 0
    passed: int = 0
    seconds: float = 0.0
    grown_mb: float = 0.0
    results: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        used, again = self.results["Handled"] - self.good, self.results["Duplicate"]
        return (
            f"{self.platform}: {self.damaged} damaged: {used} used, {self.results['Quarantined']}"
            f" kept, {self.passed} passed over, {again} seen before; {self.good} good neighbours;"
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
        self.others: list[str] = []
        self.known = PEOPLE
        self.number = 1000
        self.worded: dict[tuple[str, int], str] = {}
        self.pressed: list[tuple[str, int, str]] = []
        self.asked = 0
        self.good_keys: list[str] = []
        for user in self.people:
            self.house.joins(user)

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
        self._audit()
        self.report.seconds = time.monotonic() - began
        self.house.close()
        return self.report

    def _others_come(self) -> None:
        """Strangers, people at first contact, and many who take part."""
        self.others = [self.door.user(self.known + n) for n in range(1, COHORT + 1)]
        self.known += COHORT
        for user, state in zip(self.others[2:], ("joining", "left", *["active"] * 9), strict=False):
            self.house.joins(user, state)

    def _key(self) -> str:
        self.number += 1
        return str(self.number)

    async def _batch(self) -> None:
        count = min(BATCH, self.updates - self.report.damaged)
        opened = self.house.open_tasks([*self.people, *self.others])
        batch = [self._damaged(opened) for _ in range(count)]
        self.report.damaged += count
        self.report.passed += sum(self.door.passed(payload) for payload in batch)
        for user in self.people:
            if self.chance.random() < 0.9:
                place = self.chance.randrange(len(batch) + 1)
                batch.insert(place, self._good(user, opened.get(user)))
        for wrong in await self.door.take(batch):
            self.report.wrong[f"not taken: {wrong[:200]}"] += 1

    def _damaged(self, opened: dict[str, tuple[str, int]]) -> Any:
        chance, user = self.chance, self.chance.choice(self.others)
        tokens = ["home:1:next", "set:1:zone", "leave:1:no", f"open:1:{CANARY}", CANARY]
        if user in opened:
            task, turn = opened[user]
            tokens += [f"{task}:{turn}:{choice}" for choice in (*"01256", "12", *"msbwcnx")]
            tokens += [f"{task}:{turn + 1}:0", f"{task}:0:c", f"{task}:{turn}:u1"]
            tokens += [f"details:1:{task}", f"held:1:{task}"]
        payload = self.door.any_shape(
            chance, user, self._key(), chance.choice(tokens), chance.choice(TEXTS)
        )
        while True:
            try:
                return self.damage(payload)
            except RecursionError:  # it could not have arrived
                continue

    def _good(self, user: str, opened: tuple[str, int] | None) -> Any:
        """What somebody does next who answers every question: a press, or a word for a task."""
        key = self._key()
        self.report.good += 1
        if opened is None:
            self.asked += 1
            payload = self.door.said(user, key, "next")
        else:
            payload = self._onward(user, key, *opened)
        self.good_keys.append(key if self.house.platform == "telegram" else f"Ev{key}")
        return payload

    def _onward(self, user: str, key: str, task: str, turn: int) -> Any:
        """The next press on the panel of any kind of task, or what is typed under it."""
        panel = self.house.panels[user]
        number, step = turn // 7 + len(user), turn
        label, words = onward(panel.text, [one for one, _ in panel.buttons], number, step)
        if words:
            self.worded[task, turn] = words
            return self.door.said(user, key, words, panel.thread)
        token = dict(panel.buttons)[label]
        name, shown, choice = token.split(":")
        assert (name, int(shown)) == (task, turn), "an old panel was pressed"
        if choice.isdecimal():  # a toggle asks on; what is done with it comes later in the turn
            self.pressed.append((task, turn, choice))
        return self.door.pressed(user, key, token)

    def _audit(self) -> None:
        """The books must tell the same as what was sent."""
        report, wrong = self.report, self.report.wrong
        report.results, report.kept = self.house.results, self.house.kept()
        marks, work = self.house.keys(), self.house.work(self.people)
        wrong["good neighbours without a mark"] += len(set(self.good_keys) - marks)
        for task, turn, choice in self.pressed:
            stored = work.get(task, {"trail": {}})["trail"].get(str(turn))
            wrong["good presses without effect"] += stored != choice
        for (task, turn), words in self.worded.items():
            stored = work.get(task, {"trail": {}})["trail"].get(str(turn), "")
            wrong["good words without effect"] += words == REASON and not stored
        wrong["words for a task without effect"] += self.asked - len(work)
        wrong["tasks not saved once"] += sum(row["saved"] != row["done"] for row in work.values())
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
