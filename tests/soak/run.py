"""One soak: people, weather, a coordinator beside them, and months that pass.

The product's clock goes eight days ahead again and again, while everybody rests for a moment: what
is old by then must go, and nobody may lose anything by it.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from adapters import edge
from adapters.outbox import RETRY_MOST
from store import Store, people, prune
from tests.real.annotator import Annotator
from tests.real.run import SOCKETS, Run
from tests.real.storm import ENDLESS, QUICK, WEATHER
from tests.soak import watch
from tests.soak.beside import PROJECT, Coordinator
from tests.soak.judged import Verdict, judged
from tests.soak.people import Clinician

SEATS = 6
"""People on each platform."""

JUMP_SECONDS, JUMPS_LEAST, DAYS, AT_LAST = 150, 4, 8, 62
"""How often the clock goes ahead, by how many days each time, and by how many at the end: twice
the longest that anything is kept, since what is kept for a month counts from its decision."""

QUICK_TICK = {"ROUNDS_TICK_SECONDS": "3"}
"""Everybody rests until what is old is gone."""

DAY = 86_400
DRAIN_SECONDS, PRUNED_SECONDS = 90.0, 120.0
LONGEST_PAUSE = RETRY_MOST.total_seconds()
"""What failed often in foul weather is tried again after so long a time, in fine weather too."""

WEATHER_SECONDS = 10.0
TOGETHER = {
    "slack": {"duplicate": 8, "reorder": 2, "drop": 1},
    "telegram": {"duplicate": 8, "reorder": 2},
}
"""Deliveries in each ten seconds that come twice, out of order, or not at all at first."""

POISON = {"message": {"chat": {"type": 5}}}


Moment = tuple[float, str, watch.Counts]
"""Second of the run, before or after pruning, rows by table."""


@dataclass(slots=True)
class Told:
    """What a run came to."""

    seconds: float
    memory: watch.Memory
    events: int = 0
    counts: list[Moment] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    verdict: Verdict = field(default_factory=Verdict)
    left: watch.Counts = field(default_factory=dict)
    violations: list[Any] = field(default_factory=list)


class Soak:
    """One run in `folder`."""

    def __init__(self, folder: Path, database: str, minutes: float, seed: int, rate: float) -> None:
        folder.mkdir()
        self.run = Run(folder, database)
        self.run.env |= QUICK | QUICK_TICK
        self.seconds, self.rate = minutes * 60, rate
        self.chance = random.Random(seed)
        self.coordinator = Coordinator(self.run)
        self.ahead = 0.0
        self.over = Event()
        self.staff: list[Clinician] = []

    def whole(self) -> Told:
        """Raises what failed on the way; what came of it all is for the caller to judge."""
        self.coordinator.imports(2_000)
        with (
            self.run.playground(),
            self._serving() as worker,
            closing(Store(self.run.env["ROUNDS_DATABASE_URL"], edge.fresh_id)) as store,
        ):
            self._join(store)
            began = time.monotonic()
            with watch.Memory(worker.pid, began) as memory:
                told = Told(self.seconds, memory)
                threads = self._begin()
                self._pass(worker, store, told, began)
                self._end(threads)
            self._calm(store)
            told.events = sum(one.done for one in self.staff)
            told.did = self.coordinator.did
            told.verdict = judged(store, self.staff)
            told.violations = self._violations()
            self.coordinator.closes()
            self._put_ahead(worker, AT_LAST)  # whatever is open is passed on, and people are told
            time.sleep(2 * float(QUICK_TICK["ROUNDS_TICK_SECONDS"]))
            watch.until(lambda: watch.waiting(store) == 0, DRAIN_SECONDS)
            self._put_ahead(worker, AT_LAST)
            watch.until(lambda: not any(watch.left_over(store).values()), PRUNED_SECONDS)
            told.left = watch.left_over(store)
            told.counts.append((time.monotonic() - began, "at last", watch.rows(store)))
            assert worker.poll() is None, "rounds serve ended on its own"
        return told

    def _join(self, store: Store) -> None:
        """Everybody goes through first contact, by an invitation for a person known by name."""
        seats = [(name, f"{name} {n}") for n in range(SEATS) for name in ("slack", "telegram")]
        for platform, name in seats:
            who, code = Annotator(self.run, platform, name), edge.fresh_code()
            people.invite(store, PROJECT, name, code, edge.now(), confirmed=True)
            if platform == "telegram":
                who.open("start", code)
            else:
                who.say(f"join {code}")
            who.join()
            pause = len(seats) / self.rate
            self.staff.append(Clinician(who, random.Random(self.chance.random()), pause))

    def _begin(self) -> list[Thread]:
        for one in self.staff:
            one.who.newest = 8
        works = [one.work for one in self.staff]
        strangers = [Annotator(self.run, name, "Nobody") for name in ("slack", "telegram")]
        strangers[1].open("start")
        jobs = [*works, self.coordinator.works]
        threads = [Thread(target=job, args=(self.over,), daemon=True) for job in jobs]
        threads.append(Thread(target=self._weather, args=(strangers,), daemon=True))
        for thread in threads:
            thread.start()
        return threads

    def _weather(self, strangers: list[Annotator]) -> None:
        """Faults all the time, and strangers who try codes."""
        for platform, about in WEATHER.items():
            fails = [one | {"times": ENDLESS} for one in about["fail"]]  # type: ignore[operator]
            self.run.control(f"{platform}/faults", {"fail": fails})
        turns = 0
        while not self.over.wait(WEATHER_SECONDS):
            turns += 1
            for platform, deliver in TOGETHER.items():
                self.run.control(f"{platform}/faults", {"deliver": deliver})
            if turns % 6 == 0:
                self.run.control("telegram/faults", {"deliver": {"raw": POISON}})
                self.run.control("slack/faults", {"close_sockets": True})
            for stranger in strangers:
                stranger.say(f"{self.chance.getrandbits(70):022}"[:22])

    def _pass(
        self, worker: "subprocess.Popen[bytes]", store: Store, told: Told, began: float
    ) -> None:
        """The time itself, with its jumps; who failed ends it."""
        jumps = max(JUMPS_LEAST, round(self.seconds / JUMP_SECONDS))
        each = self.seconds / jumps
        for number in range(1, jumps + 1):
            while (now := time.monotonic() - began) < each * number:
                self._look_after(worker)
                time.sleep(min(0.5, each * number - now + 0.01))
            if number == jumps:
                break
            for one in self.staff:
                one.rest()
            watch.until(lambda: not any(one.busy for one in self.staff), DRAIN_SECONDS)
            watch.until(lambda: watch.waiting(store) == 0, DRAIN_SECONDS)
            told.counts.append((now, "before", watch.rows(store)))
            self._put_ahead(worker, DAYS)
            pruned = watch.until(lambda: self._old(store) == 0, PRUNED_SECONDS)
            assert pruned, "what was sent eight days ago is not forgotten"
            told.counts.append((time.monotonic() - began, "pruned", watch.rows(store)))
            for one in self.staff:
                one.go_on()

    def _old(self, store: Store) -> int:
        """Rows of what was sent before the clock went ahead."""
        return watch.sent(store, edge.now() + timedelta(seconds=self.ahead) - prune.SENT_FOR)

    def _look_after(self, worker: "subprocess.Popen[bytes]") -> None:
        assert worker.poll() is None, "rounds serve ended on its own"
        self._failed()

    def _failed(self) -> None:
        for failed in (self.coordinator.failed, *(one.failed for one in self.staff)):
            if failed:
                raise failed

    def _end(self, threads: list[Thread]) -> None:
        self.over.set()
        for thread in threads:
            thread.join(120)
        self._failed()

    def _calm(self, store: Store) -> None:
        """Fine weather; what was dropped comes again, and everything leaves."""
        for platform in WEATHER:
            self.run.control(f"{platform}/faults", {"clear": True})
        for _ in range(3):
            self.run.control("clock", {"advance": 301})
            time.sleep(1)
        left = watch.until(lambda: watch.waiting(store) == 0, DRAIN_SECONDS + LONGEST_PAUSE)
        assert left, f"{watch.waiting(store)} messages never left"

    def _put_ahead(self, worker: "subprocess.Popen[bytes]", days: float) -> None:
        self.ahead += days * DAY
        (self.run.folder / "ahead").write_text(str(self.ahead))
        worker.send_signal(signal.SIGUSR1)
        self.run.control("clock", {"advance": days * DAY})

    def _violations(self) -> list[Any]:
        return [
            broken
            for platform in WEATHER
            for broken in self.run.control(f"{platform}/ledger")["violations"]
        ]

    @contextmanager
    def _serving(self) -> Iterator["subprocess.Popen[bytes]"]:
        clock = self.run.folder / "ahead"
        clock.write_text("0")
        command = [sys.executable, "-m", "tests.soak.serving", str(clock)]
        with (self.run.folder / "serve.log").open("ab") as log:
            worker = subprocess.Popen(command, env=self.run.env, stdout=log, stderr=log)
        try:
            heard = watch.until(lambda: self.run._connected() >= SOCKETS, DRAIN_SECONDS)
            assert heard, "rounds serve does not hear Slack"
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                worker.wait(30)
            worker.kill()
