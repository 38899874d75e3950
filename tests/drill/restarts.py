"""PostgreSQL crashes and comes up again while people work on tasks of every kind: what was
acknowledged is there, once, and as it was meant.

Each person's payloads come in by the real door of a worker of their own, all of them on one
database; one that was not acknowledged comes again, as the platforms have it.
`python -m tests.drill.restarts [--answers N] [--crashes N]`.
"""

import argparse
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread

from sqlalchemy import select

from adapters.edge import fresh_id
from bot.events import Account
from store import MachineError, incidents
from store.port.queue import ANNOTATION, ASSIGNMENT
from tests import kept, medley, needs, postgres
from tests.drill.wired import Came, Wired, at_home
from tests.fuzz.worker import Worker
from tests.mind import Mind, untold
from tests.talk import Chat

ANSWERS, CRASHES, PEOPLE = 5_000, 10, 10
AGAIN_SECONDS, STUCK_SECONDS = 0.05, 60.0
STUCK_MOST = 50
"""Deeds in a row of which nothing comes."""

LEASED = timedelta(seconds=61)
"""After so long, what a crash left in somebody's hands is free again."""

OVER = "Nothing waiting for you."


class Falling(Wired):
    """One worker of several on a database that falls. All see the same chats, and one of them at a
    time sends what is due."""

    def __init__(self, url: str, chats: dict[Account, Chat], refs: "count[int]", turn: Lock):
        super().__init__(url, fresh_id)
        self.chats, self.refs, self._turn = chats, refs, turn
        self.repeated = 0

    def let_in(self, came: Came) -> None:
        """Until it is acknowledged."""
        self.now = came.at
        take = self.doors[came.platform].take
        give_up = time.monotonic() + STUCK_SECONDS
        while wrong := self._loop.run_until_complete(take([came.payload])):
            assert time.monotonic() < give_up, f"the database does not come back: {wrong}"
            self.repeated += 1
            time.sleep(AGAIN_SECONDS)

    def pump(self) -> None:
        """What was claimed when the database fell is sent again when its lease is over."""
        give_up = time.monotonic() + STUCK_SECONDS
        with self._turn:
            while True:
                try:
                    super().pump()
                except MachineError:
                    assert time.monotonic() < give_up, "the database does not come back"
                    self.now += LEASED
                    time.sleep(AGAIN_SECONDS)
                else:
                    return


class Somebody:
    """One person at work, in a thread of their own."""

    def __init__(self, worker: Falling, chat: Chat) -> None:
        self.falling, self.chat, platform = worker, chat, chat.account.platform
        user = chat.account.user
        self.mind = Mind(user, random.Random(user), leaves=False)
        self.worker = Worker(user, worker.doors[platform], chat, self.mind, platform)
        self.failed: BaseException | None = None

    def work(self, tasks: int) -> None:
        try:
            keys = count(1)
            while len(self.mind.finished) < tasks and not self._over():
                deed = self.worker.does(f"{self.chat.account.user}{next(keys):07}")
                assert deed is not None, f"nothing to do at {self.worker.panel().text}"
                assert self.worker.idle < STUCK_MOST, f"stuck at {self.worker.panel().text}"
                self.falling.comes(
                    Came(self.falling.now, self.chat.account.platform, at_home(deed))
                )
                self.falling.now += timedelta(seconds=5)
        except BaseException as error:
            self.failed = error

    def _over(self) -> bool:
        return any(OVER in one.text for one in self.chat.messages[-2:])


def restarts(folder: Path, answers: int, crashes: int) -> None:
    """Raises AssertionError unless every answer that somebody saw saved is there exactly once, and
    says what they meant."""
    each = answers // PEOPLE
    programs = needs.postgresql()
    with postgres.Durable(programs, folder / "server") as server, ExitStack() as stack:
        people = _people(stack, server.url, folder, each)
        threads = [Thread(target=one.work, args=(each,), daemon=True) for one in people]
        for thread in threads:
            thread.start()
        fallen = _crash(server, people, each, crashes)
        for thread in threads:
            thread.join()
        for one in people:
            if one.failed:
                raise one.failed
        _judge(people, folder)
        repeated = sum(one.falling.repeated for one in people)
    total = sum(len(one.mind.finished) for one in people)
    print(
        f"PostgreSQL crashed {fallen} times under {total} answers: each is there once, as it was"
        f" meant; {repeated} deliveries had to come again",
        flush=True,
    )
    assert fallen >= crashes, "everything was answered before the last crash"


def _people(stack: ExitStack, url: str, folder: Path, tasks: int) -> list[Somebody]:
    """Half of them on Slack, half on Telegram, before the same tasks of every kind."""
    chats: dict[Account, Chat] = {}
    refs, turn = count(1_000_001), Lock()
    found = []
    for number in range(PEOPLE):
        talk = stack.enter_context(closing(Falling(url, chats, refs, turn)))
        if not number:
            made = [medley.medley(one) for one in range(tasks)]
            talk.project(made, folder, annotators_per_task=PEOPLE, **medley.ABOUT)
        platform, user = ("telegram", f"{100 + number}") if number % 2 else ("slack", f"U{number}")
        found.append(Somebody(talk, talk.member(platform, user, f"Person {number}")))
    return found


def _crash(server: postgres.Durable, people: list[Somebody], each: int, crashes: int) -> int:
    """Crash when so much of the work is done; how often that was."""
    wait = Event()
    for number in range(crashes):
        due = len(people) * each * (number + 1) // (crashes + 2)  # some tasks are stopped
        while sum(len(one.mind.finished) for one in people) < due:
            if any(one.failed for one in people):
                return number
            wait.wait(0.01)
        server.crash()
    return crashes


def _judge(people: list[Somebody], folder: Path) -> None:
    store, now = people[0].falling.store, max(one.falling.now for one in people)
    given = select(ANNOTATION.c.assignment, ANNOTATION.c.attempt)
    counted = Counter(store.read(lambda look: look.execute(given).all()))
    assert all(times == 1 for times in counted.values()), "a revision was counted twice"
    held = select(ASSIGNMENT.c.person, ASSIGNMENT.c.task)
    once = Counter(store.read(lambda look: look.execute(held).all()))
    assert all(times == 1 for times in once.values()), "somebody was given a task twice"
    seats = {one.chat.account.user: one.mind for one in people}
    rows = kept.exported(store, "demo", folder / "out", now, list(seats))
    assert not (said := kept.differences(rows)), said[:5]
    for user, mind in seats.items():
        there = {int(row["task_id"][1:]) for row in rows if row["seat"] == user}
        assert mind.finished <= there, f"{user} saw a summary of what is not kept"
    told = Counter(one["kind"] for one in incidents.listing(store, every=True))
    assert not (missed := untold(list(seats.values()), rows, told)), missed


def main() -> int:
    asked = argparse.ArgumentParser(prog="restarts", description=__doc__)
    asked.add_argument("--answers", type=int, default=ANSWERS)
    asked.add_argument("--crashes", type=int, default=CRASHES)
    told = asked.parse_args()
    logging.disable(logging.ERROR)  # every door says so when the database is away
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        restarts(Path(scratch), told.answers, told.crashes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
