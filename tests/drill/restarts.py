"""PostgreSQL crashes and comes up again while people answer: what was acknowledged is there, once.

People's deliveries go straight into the store, as their platforms would send them: one that was not
acknowledged comes again. `python -m tests.drill.restarts [--answers N] [--crashes N]`.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import select

from bot import engine
from bot.events import Account, Said
from bot.records import DONE
from bot.rules import Rules
from store import Delivery, Duplicate, Handled, MachineError
from store.port.queue import ANNOTATION, ASSIGNMENT
from tests import needs, postgres
from tests.talk import TEAMS, Talk, task

ANSWERS, CRASHES, PEOPLE = 5_000, 10, 10
WORDS = ("next", "level", "yes")
"""What one answer takes, typed."""

AGAIN_SECONDS, STUCK_SECONDS = 0.05, 60.0
RULES = Rules(block=1, slip=timedelta(0), double_tap=timedelta(0))
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Typist:
    """One person on Telegram who types, and whose platform repeats what nobody acknowledged."""

    def __init__(self, talk: Talk, number: int) -> None:
        self.account = Account("telegram", TEAMS["telegram"], str(100 + number))
        talk.member("telegram", self.account.user, f"Person {number}")
        self.talk = talk
        self.acknowledged = self.repeated = 0
        self.failed: BaseException | None = None

    def work(self, answers: int) -> None:
        try:
            for number in range(answers):
                for word in WORDS:
                    self._say(word, f"{self.account.user}-{number}-{word}", number)
                self.acknowledged += 1
        except BaseException as error:
            self.failed = error

    def _say(self, word: str, key: str, minutes: int) -> None:
        at = BEGIN + timedelta(minutes=minutes)
        event = Said(id=key, at=at, account=self.account, message=key, text=word)
        delivery = Delivery("telegram", self.account.team, key, "{}", at, self.account)
        give_up = time.monotonic() + STUCK_SECONDS
        while True:
            try:
                done = self.talk.store.deliver(
                    delivery, lambda records: engine.handle(records, event, RULES)
                ).result(STUCK_SECONDS)
            except MachineError:
                self.repeated += 1
                assert time.monotonic() < give_up, "the database does not come back"
                time.sleep(AGAIN_SECONDS)
                continue
            assert isinstance(done, Handled | Duplicate), done
            return


def restarts(folder: Path, answers: int, crashes: int) -> None:
    """Raises AssertionError unless every acknowledged answer is there exactly once."""
    each = answers // PEOPLE
    programs = needs.postgresql()
    with postgres.Durable(programs, folder / "server") as server:
        with closing(Talk(server.url, RULES)) as talk:
            tasks = [task(number) for number in range(each)]
            talk.project(tasks, folder, annotators_per_task=PEOPLE, ask=["rank"])
            typists = [Typist(talk, number) for number in range(PEOPLE)]
            threads = [Thread(target=one.work, args=(each,), daemon=True) for one in typists]
            for thread in threads:
                thread.start()
            fallen = _crash(server, typists, each, crashes)
            for thread in threads:
                thread.join()
            for one in typists:
                if one.failed:
                    raise one.failed
            _judge(talk, typists, each)
        repeated = sum(one.repeated for one in typists)
    total = sum(one.acknowledged for one in typists)
    print(
        f"PostgreSQL crashed {fallen} times under {total} answers: each is there once;"
        f" {repeated} deliveries had to come again",
        flush=True,
    )
    assert fallen >= crashes, "everything was answered before the last crash"


def _crash(server: postgres.Durable, typists: list[Typist], each: int, crashes: int) -> int:
    """Crash when so much of the work is done; how often that was."""
    wait = Event()
    for number in range(crashes):
        due = len(typists) * each * (number + 1) // (crashes + 1)
        while sum(one.acknowledged for one in typists) < due:
            if any(one.failed for one in typists):
                return number
            wait.wait(0.01)
        server.crash()
    return crashes


def _judge(talk: Talk, typists: list[Typist], each: int) -> None:
    given = select(ASSIGNMENT.c.person, ASSIGNMENT.c.task).join(
        ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id
    )
    rows = talk.store.read(lambda look: look.execute(given).all())
    counted = Counter((row.person, row.task) for row in rows)
    assert all(count == 1 for count in counted.values()), "an answer was counted twice"
    assert len(counted) == sum(one.acknowledged for one in typists) == each * len(typists)
    done = select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.state == DONE)
    assert len(talk.store.read(lambda look: look.execute(done).all())) == len(counted)


def main() -> int:
    asked = argparse.ArgumentParser(prog="restarts", description=__doc__)
    asked.add_argument("--answers", type=int, default=ANSWERS)
    asked.add_argument("--crashes", type=int, default=CRASHES)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        restarts(Path(scratch), told.answers, told.crashes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
