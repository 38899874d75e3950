"""`rounds serve` dies at every point it passes on a journey through tasks of every kind, and again
while it recovers.

The points are where each commit, call and acknowledgement begins and ends; nobody names them. The
first life of a run passes them all; then one life ends at the first of them, one at the second, and
so on, each followed by a life that ends while it takes up what was left. Both clocks go a minute
ahead at each death, so that leases run out and Slack tries again. Judged from outside: by what was
acknowledged, and by what stands in the chat.
"""

import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from bot.records import DONE
from store import Store, open_store, tables
from store.port.leaving import OUTBOX
from store.port.queue import ANNOTATION, ASSIGNMENT
from tests import kept, medley
from tests.drill.hands import ALL, Hand, carelessly
from tests.drill.lives import AHEAD_SECONDS, LIFE_SECONDS, Listening, Nursery
from tests.mind import untold
from tests.real.annotator import Annotator
from tests.real.run import Run

Json = dict[str, Any]

RECOVERY_POINTS = 40
"""How far into a recovery its death may come: what was left is taken up by then."""

TASKS = 3000
"""More than anybody can answer between so many deaths."""

FIRST_TASKS, FIRST_SECONDS = len(medley.KINDS), 120.0
FIRST_DEEDS = {
    "slack": ("form", "order", "slip", "reason"),
    "telegram": ("slip", "reason", "edit"),
}
"""What the first life holds: a task of each kind, and what passes points that others do not."""

OTHER = {
    "slack": ("ROUNDS_TELEGRAM_TOKEN",),
    "telegram": ("ROUNDS_SLACK_BOT_TOKEN", "ROUNDS_SLACK_APP_TOKEN"),
}
"""One platform at a time, so that every point belongs to its journey."""

MISSED_ROUNDS, WAIT_SECONDS = 4, 15.0
"""How often a point that nobody died at is tried again, and how long a life waits for it."""

QUIET_SECONDS, PEACE_SECONDS = 2.0, 3.0


@dataclass(slots=True)
class Tally:
    """What a run came to. `journey` is how many points the first life passed, `known` are all
    that any life did."""

    kills: int = 0
    at: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    everywhere: bool = False
    """Whether every name was one to die at."""
    journey: int = 0
    people: int = 1
    answers: int = 0
    presses: int = 0
    lost: int = 0
    twice: int = 0
    shown_twice: int = 0

    def missed(self) -> list[str]:
        """Points of the journey at which nobody died."""
        return sorted(self.known - self.at.keys())


def points(folder: Path, database: str, platform: str, most: int) -> Tally:
    """Die at the first `most` points of a journey, one after another, and at each name at least
    once. Raises AssertionError where a promise is broken."""
    run = on_one_platform(folder, database, platform)
    run.env["ROUNDS_TASKS_AS_IMPORTED"] = "true"
    about, file = medley.written(folder, "points", TASKS, 1)
    run.rounds("project", "apply", str(about))
    run.rounds("import", str(file), "--project", "points", "--data", "synthetic")
    tally = Tally()
    with (
        closing(open_store(run.env["ROUNDS_DATABASE_URL"], lambda: "")) as store,
        run.playground(),
        Nursery(run) as nursery,
    ):
        with nursery.life() as first, Listening(run, platform):
            (person,) = run.join("points", ((platform, "Ann"),))
            first.end()
        hand = Watching.of(person)
        hand.store, hand.quiet = store, QUIET_SECONDS
        with hand.working():
            passed = _first(nursery, hand)
            die_along(nursery, hand, tally, passed, most)
            die_everywhere(nursery, hand, tally, passed)
            with nursery.life() as last, Listening(run, platform):
                hand.finish()
                last.end()
        _judge(run, person, hand, tally)
    return tally


def on_one_platform(folder: Path, database: str, platform: str) -> Run:
    """A run in a new folder, whose worker hears one platform and looks every second."""
    folder.mkdir()
    run = Run(folder, database)
    run.env["ROUNDS_TICK_SECONDS"] = "1"
    for name in OTHER[platform]:
        del run.env[name]
    return run


def die_along(
    nursery: Nursery,
    hand: "Watching",
    tally: Tally,
    passed: Sequence[str],
    most: int,
    *,
    every: int = 1,
) -> None:
    """At `most` of the points that a life in peace has passed, one after another, or with so many
    between them; and each time once more while what was left is taken up."""
    tally.journey, tally.known = len(passed), set(passed)
    for number in range(every, min(most * every, len(passed)) + 1, every):
        _die(nursery, hand, tally, die_at=number)
        _die(nursery, hand, tally, die_at=1 + number % RECOVERY_POINTS)


def die_everywhere(nursery: Nursery, hand: "Watching", tally: Tally, passed: Sequence[str]) -> None:
    """At every name at which nobody died yet."""
    tally.everywhere = True
    often = [name for name, _ in Counter(passed).most_common()]
    calls = [name for name in often if name.startswith(f"after {hand.who.platform} ")]
    for call in calls * MISSED_ROUNDS:  # what is left unsure by a death there, then that
        for name in tally.missed():
            _die(nursery, hand, tally, die_on=call)
            _die(nursery, hand, tally, die_on=name)


def _first(nursery: Nursery, hand: "Watching") -> list[str]:
    """A life in peace; the names of what it passed while somebody answered."""
    with nursery.life() as life:
        hand.until(FIRST_TASKS, FIRST_DEEDS[hand.who.platform])
        life.end()
    return life.passed


def _die(nursery: Nursery, hand: "Watching", tally: Tally, **plan: Any) -> None:
    """One life that ends by its own hand, or by ours when it comes nowhere near its end."""
    with nursery.life(**plan) as life:
        life.wait(WAIT_SECONDS if "die_on" in plan else LIFE_SECONDS)
    hand.check()
    tally.known |= set(life.passed)
    if life.signal == signal.SIGKILL and not life.given_up:
        tally.kills += 1
        tally.at[life.passed[-1]] += 1


@dataclass
class Watching(Hand):
    """Somebody at work who writes down what was acknowledged to them, and whether it was stored by
    then: what a crash took back would be asked again, and answered again."""

    store: Store = field(init=False)
    stop: Event = field(default_factory=Event)
    pressed: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """By task and turn, what was stored there when a choice was taken in."""
    tried: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """What was tapped there until now, heard or not: of two taps on one panel the first that comes
    counts, also where its silence made somebody tap the other."""
    unstored: dict[tuple[str, str], str] = field(default_factory=dict)
    """What was taken in, and neither stored nor overtaken by what was tapped before."""

    @contextmanager
    def working(self) -> Iterator[None]:
        self.stop.clear()
        thread = Thread(target=self.work, args=(self.stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stop.set()
            thread.join(30)
        self.check()

    def check(self) -> None:
        if self.failed:
            raise self.failed

    def until(self, answers: int, deeds: Sequence[str]) -> None:
        """Wait until so many tasks are finished, and all of this was done."""
        give_up = time.monotonic() + FIRST_SECONDS
        while len(self.store.read(_kept)[0]) < answers or not set(deeds) <= self.deeds.keys():
            self.check()
            assert time.monotonic() < give_up, f"nothing else was done: {self.deeds}"
            time.sleep(0.05)

    def finish(self) -> None:
        """Answer what is open, take nothing new, and be left in peace for a while."""
        self.resting, self.since = True, time.monotonic()
        give_up = time.monotonic() + LIFE_SECONDS
        while time.monotonic() - self.since < PEACE_SECONDS or not self.rested:
            self.check()
            assert time.monotonic() < give_up, "the chat does not come to rest"
            if self.owed():
                self.since = time.monotonic()
                self.who.run.control("clock", {"advance": AHEAD_SECONDS})
            time.sleep(0.05)

    def tries(self, token: str) -> None:
        name, turn, choice = token.split(":")
        self.tried.setdefault((name, turn), []).append(choice)

    def acknowledged(self, token: str, page: bool) -> None:
        """By the task and the turn that the button names: of two copies of a panel, the store knows
        one."""
        name, turn, choice = token.split(":")
        moved_on = self.store.read(turns).get(name, 0) > int(turn)
        if page:  # it asks something else from now on, or nothing
            if not moved_on:
                self.unstored[name, turn] = f"{choice} of a page was heard"
        elif choice.isdecimal():  # the others lead somewhere, and answer nothing
            kept, tried = self.store.read(trails).get((name, turn)), self.tried[name, turn]
            self.pressed[name, turn] = kept
            led_away = kept is None and moved_on and any(one.isalpha() for one in tried)
            if not (kept in tried or led_away):
                self.unstored[name, turn] = f"{choice} of {tried} was heard, kept is {kept}"

    def lost(self) -> list[str]:
        """Presses that were taken in and are not kept, or not any more."""
        kept = self.store.read(trails)
        gone = {
            at: f"{was} was kept, and now {kept.get(at)}"
            for at, was in self.pressed.items()
            if kept.get(at) != was
        }
        return [f"{at}: {why}" for at, why in {**gone, **self.unstored}.items()]


def _judge(run: Run, person: Annotator, hand: Watching, tally: Tally) -> None:
    """What was acknowledged is stored once, as it was meant; what was sent stands there once."""
    done, given, sent = hand.store.read(_kept)
    lost = hand.lost()
    tally.answers, tally.presses, tally.lost = len(done), len(hand.pressed), len(lost)
    for one in lost:
        print(f"  lost: {one}", flush=True)
    tally.twice = sum(count - 1 for count in given.values())
    person.newest = ALL
    screen = person.screen()
    assert person.platform == "slack" or carelessly(screen) == 0, "it still stands there"
    shown = [
        message
        for message in screen["messages"]
        if message["from"] == "bot" and not message.get("ephemeral")
    ]
    tally.shown_twice = len(shown) - sent
    violations = run.control("ledger")["violations"]
    assert not violations, violations[:3]
    made = run.rounds("export", "--project", "points", "--to", str(run.folder / "out"))
    rows = pq.read_table(Path(made["path"]) / "annotations" / "annotations.parquet").to_pylist()
    assert not (said := kept.differences(rows, hand.mind.finished)), said[:5]
    there = {int(row["task_id"][1:]) for row in rows}
    assert hand.mind.finished <= there, "a summary was seen of what is not kept"
    told = Counter(one["kind"] for one in run.rounds("incidents", "list")["incidents"])
    assert not (missed := untold([hand.mind], rows, told)), missed


def trails(connection: Connection) -> dict[tuple[str, str], str]:
    """The choice of every turn of every task."""
    rows = connection.execute(select(ASSIGNMENT.c.id, ASSIGNMENT.c.trail)).all()
    return {(row.id, turn): choice for row in rows for turn, choice in row.trail.items()}


def turns(connection: Connection) -> dict[str, int]:
    """Where every task stands."""
    rows = connection.execute(select(ASSIGNMENT.c.id, ASSIGNMENT.c.turn)).all()
    return {row.id: row.turn for row in rows}


def _kept(connection: Connection) -> tuple[set[str], Counter[str], int]:
    """Finished assignments with an answer, revisions of each task, and how many posts arrived."""
    finished = (
        select(ASSIGNMENT.c.id)
        .join(ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id)
        .where(ASSIGNMENT.c.state == DONE)
    )
    revisions = select(ASSIGNMENT.c.task, ANNOTATION.c.attempt).join(
        ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id
    )
    posts = select(OUTBOX.c.id).where(OUTBOX.c.kind == "post", OUTBOX.c.state == tables.SENT)
    return (
        {row.id for row in connection.execute(finished)},
        Counter(f"{row.task} {row.attempt}" for row in connection.execute(revisions)),
        len(connection.execute(posts).all()),
    )
