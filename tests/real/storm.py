"""The 470 pairs once more, in bad weather: calls that end before, after and in the middle of their
work, refusals and slow-downs, deliveries twice and out of order, and the worker killed after every
fifty answers. What is exported must be the same, vote by vote.

People here do what people do: they tap again where nothing came of it, and say "next" when all is
quiet.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from tests.real.annotator import Annotator, answers, newest
from tests.real.pairs import FOLDER, SEATS, Tasks, Votes, compare, imported, together
from tests.real.run import Run, lines

KILL_EVERY = 50
QUIET_SECONDS, STUCK_SECONDS, LOOK_SECONDS = 4.0, 120.0, 0.03
AGAIN_SECONDS = 1.5
"""Nobody taps the same button twice within this time unless Slack itself says that it failed."""

QUICK = {"ROUNDS_SEND_LEASE_SECONDS": "4", "ROUNDS_SEND_TIMEOUT_SECONDS": "2"}
"""A dead worker's rows are free again soon, or the run would mostly wait."""

ENDLESS = 10**9
WEATHER = {
    "slack": {
        "fail": [
            {"method": "*", "reset": True, "chance": 0.003},
            {"method": "*", "lost": True, "chance": 0.003},
            {"method": "*", "half": True, "chance": 0.003},
            {"method": "*", "status": 503, "chance": 0.003},
            {"method": "*", "error": "internal_error", "done": True, "chance": 0.003},
            {"method": "*", "status": 500, "done": True, "chance": 0.003},
            {"method": "*", "status": 429, "retry_after": 1, "chance": 0.002},
            {"method": "*", "delay": 0.3, "chance": 0.003},
        ],
        "deliver": {"duplicate": 400, "reorder": 40},
    },
    "telegram": {
        "fail": [
            {"method": "*", "reset": True, "chance": 0.003},
            {"method": "*", "lost": True, "chance": 0.003},
            {"method": "*", "half": True, "chance": 0.003},
            {"method": "*", "status": 502, "error": "Bad Gateway", "chance": 0.003},
            {"method": "*", "status": 500, "error": "Internal", "done": True, "chance": 0.003},
            {"method": "*", "status": 429, "retry_after": 1, "chance": 0.002},
            {"method": "*", "delay": 0.3, "chance": 0.003},
        ],
        "deliver": {"duplicate": 400, "reorder": 40},
    },
}


def storm(folder: Path, data: Path, database: str = "") -> None:
    """Import, answer in bad weather, export, compare. Raises AssertionError at the first
    difference."""
    folder.mkdir()
    tasks = {task["id"]: task for task in lines(data / FOLDER / "pairs.jsonl")}
    votes = {line["id"]: line["votes"] for line in lines(data / FOLDER / "reference.jsonl")}
    run = Run(folder, database)
    run.env |= QUICK
    imported(run, data / FOLDER)
    with run.playground():
        with run.serving():
            staff = run.join("panda", SEATS)
        for platform, about in WEATHER.items():
            fails = [one | {"times": ENDLESS} for one in about["fail"]]  # type: ignore[operator]
            run.control(f"{platform}/faults", about | {"fail": fails})
        hands = [Steady(who, tasks, votes, seat) for seat, who in enumerate(staff)]
        worker = Mortal(run, hands)
        with worker.working():
            together([partial(hand.work, len(tasks)) for hand in hands])
        print(f"killed {worker.deaths} times, once after {KILL_EVERY} answers each", flush=True)
        for platform in WEATHER:
            broken = run.control(f"{platform}/ledger")["violations"]
            assert not broken, broken[:5]
    done = run.rounds("export", "--project", "panda", "--to", str(folder / "out"))
    compare(Path(done["path"]), tasks, votes)


class Steady:
    """Somebody who answers as their seat of the reference did, whatever the weather."""

    def __init__(self, who: Annotator, tasks: Tasks, votes: Votes, seat: int) -> None:
        self.who, self.votes, self.seat = who, votes, seat
        self.answered: set[str] = set()
        self._known: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
        for task in tasks.values():  # some show the same texts; they come in this order
            texts = sorted(response["text"] for response in task["responses"])
            self._known.setdefault((task["prompt"], *texts), []).append(task)
        self._mine: dict[str, Mapping[str, Any]] = {}
        self._tapped: dict[str, float] = {}
        self._seen, self._since = "", time.monotonic()

    def work(self, wanted: int) -> None:
        """Until so many tasks are finished."""
        while len(self.answered) < wanted:
            screen = self.who.screen()
            self._watch(screen)
            if not self._tap(screen):
                time.sleep(LOOK_SECONDS)

    def _watch(self, screen: dict[str, Any]) -> None:
        now, state = time.monotonic(), json.dumps(screen["messages"][-4:], sort_keys=True)
        if state != self._seen:
            self._seen, self._since = state, now
        if now - self._since > STUCK_SECONDS:
            raise AssertionError(f"{self.who.name} is stuck: {state[:2000]}")
        if now - self._since > QUIET_SECONDS and now - self._tapped.get("next", 0) > QUIET_SECONDS:
            self._tapped["next"] = now
            self.who.say("next")

    def _tap(self, screen: dict[str, Any]) -> bool:
        """The one thing to do next, if there is one."""
        for label in ("Level", "Better", "Yes", "Change"):
            panel = newest(screen, label)
            if panel is None or _later(screen, panel):
                continue
            token = next(_token(one) for one in panel["buttons"] if one["label"] == label)
            if label == "Level":
                wanted = self._answer(screen, token.partition(":")[0])
            elif label == "Change":
                self.answered.add(token.partition(":")[0])
                wanted = "Next task"
            else:
                wanted = label
            return bool(wanted) and self._press(panel, wanted)
        return False

    def _answer(self, screen: dict[str, Any], assignment: str) -> str:
        """The label this seat chose; "" while the task is not all there."""
        letters = {text: letter for letter, text in answers(screen).items()}
        if assignment not in self._mine:
            alike = self._known.get((self.who.question(screen), *sorted(letters)), [])
            if not alike:
                return ""
            self._mine[assignment] = alike.pop(0)
        task = self._mine[assignment]
        vote = self.votes[task["id"]][self.seat]
        by_id = {response["id"]: response["text"] for response in task["responses"]}
        if vote == "level":
            return "Level"
        return f"{letters[by_id[vote]]} is better" if by_id[vote] in letters else ""

    def _press(self, panel: dict[str, Any], label: str) -> bool:
        """Tap once, and again only after a while."""
        found = [one for one in panel["buttons"] if one["label"] == label]
        if not found:
            return False
        token, now = _token(found[0]), time.monotonic()
        if now - self._tapped.get(token, 0) < AGAIN_SECONDS:
            return False
        self._tapped[token] = now
        body = {"person": self.who.id, "label": label, "message": panel["id"], "stale": True}
        told = self.who.run.control(f"{self.who.platform}/press", body)
        if not told["acked"]:
            del self._tapped[token]
        return True


class Mortal:
    """The worker, killed after every fifty answers that people saw stored."""

    def __init__(self, run: Run, hands: list[Steady]) -> None:
        self.run, self.hands, self.deaths = run, hands, 0
        self._stop, self._lock = Event(), Lock()

    @contextmanager
    def working(self) -> Iterator[None]:
        watch = Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            yield
        finally:
            self._stop.set()
            watch.join(60)

    def _watch(self) -> None:
        after = KILL_EVERY
        worker = self._start()
        while not self._stop.wait(0.02):
            if sum(len(hand.answered) for hand in self.hands) >= after:
                after += KILL_EVERY
                worker.kill()
                worker.wait()
                self.deaths += 1
                worker = self._start()
            elif worker.poll() is not None:
                raise AssertionError("rounds serve ended on its own")
        worker.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            worker.wait(30)

    def _start(self) -> "subprocess.Popen[bytes]":
        with (self.run.folder / "serve.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "adapters.cli", "serve"],
                env=self.run.env,
                stdout=log,
                stderr=log,
            )


def _token(button: Mapping[str, Any]) -> str:
    """What a button carries, on either platform."""
    return str(button.get("value") or button["id"])


def _later(screen: dict[str, Any], panel: dict[str, Any]) -> bool:
    """Whether something with buttons stands below it."""
    ids = [message["id"] for message in screen["messages"]]
    return any(one["buttons"] for one in screen["messages"][ids.index(panel["id"]) + 1 :])
