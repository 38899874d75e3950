"""`rounds serve` dies at every point it passes while somebody walks a course, and again while it
recovers; they go on at the exact step, until it is completed, once.

Who has finished is followed by somebody new, as long as there are points to die at. Judged by what
was acknowledged, by what they heard step by step, and by what stands in their chats.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, select

from adapters.edge import fresh_id, now
from bot.buttons import NEXT
from bot.events import Account
from bot.records import DONE, Contact, Person
from bot.required import PAGE
from playground.slack.facts import TEAM
from store import open_store, releases, tables
from store.port.leaving import OUTBOX
from store.port.queue import ANNOTATION, ASSIGNMENT
from store.releases import COMPLETION
from tests import schooling
from tests.attended import heard
from tests.drill.hands import AGAIN_SECONDS, ALL, NEWEST, Json
from tests.drill.lives import AHEAD_SECONDS, HEARD_SECONDS, LIFE_SECONDS, Listening, Nursery
from tests.drill.points import (
    PEACE_SECONDS,
    QUIET_SECONDS,
    Tally,
    Watching,
    die_along,
    die_everywhere,
    on_one_platform,
    trails,
    turns,
)
from tests.real.annotator import Annotator
from tests.real.run import Run
from tests.scholar import Act, Scholar

TEAMS = {"slack": TEAM, "telegram": "1000001"}
STEPS = [one for lesson in schooling.LESSONS for one in lesson.steps]
THOROUGH, SHORT, APART = 20, 3, 40
"""From so many points on they are died at one after another, and then at every name that is left.
A shorter drill takes no more than three, so far apart that they are not all at the beginning."""

FIRST_SECONDS = 120.0


def lessons(folder: Path, database: str, platform: str, most: int) -> Tally:
    """Die at the first `most` points of a walk through a course. Raises AssertionError where a
    promise is broken."""
    run = on_one_platform(folder, database, platform)
    tally = Tally()
    with (
        closing(open_store(run.env["ROUNDS_DATABASE_URL"], fresh_id)) as store,
        run.playground(),
        Nursery(run) as nursery,
    ):
        releases.release(store, schooling.COURSE, "seed", now())
        school = School(run, platform, store)
        with nursery.life() as first, Listening(run, platform):
            pupil = Pupil.of(school.comes())
            pupil.school, pupil.store, pupil.quiet = school, store, QUIET_SECONDS
            with pupil.working():
                pupil.until(1, ())
            first.end()
        with pupil.working():
            if most >= THOROUGH:
                die_along(nursery, pupil, tally, first.passed, most)
                die_everywhere(nursery, pupil, tally, first.passed)
            else:
                die_along(nursery, pupil, tally, first.passed, min(most, SHORT), every=APART)
            with nursery.life() as last, Listening(run, platform):
                pupil.finish()
                last.end()
        _judge(run, pupil, tally)
    return tally


@dataclass
class School:
    """Where people come from, one after another; they take part already."""

    run: Run
    platform: str
    store: Any
    came: list[Annotator] = field(default_factory=list)

    def comes(self) -> Annotator:
        who = Annotator(self.run, self.platform, f"Pupil {len(self.came) + 1}")
        account = Account(self.platform, TEAMS[self.platform], who.id)

        def step(records: Any) -> None:
            made = Person(0, who.name, "active", confirmed=True, consent=1, reminders=False)
            person = records.add_person(made, now())
            records.meet(Contact(0, account, person=person.id, name=who.name))

        self.store.submit(step).result()
        self.came.append(who)
        if self.platform == "telegram":
            who.open("start")
        who.newest = NEWEST
        who.say("learn")
        return who


@dataclass
class Pupil(Watching):
    """Somebody who walks the course, and then whoever follows them."""

    school: School = field(init=False)
    scholar: Scholar = field(default_factory=lambda: _scholar(0))
    passed: list[tuple[Annotator, Scholar]] = field(default_factory=list)
    overtaken: set[tuple[str, str]] = field(default_factory=set)
    """What was heard when the step had been called for again, and so changed nothing."""
    calls: int = 0
    _awaited: Json | None = None
    """Where words were typed last."""

    def until(self, answers: int, deeds: Sequence[str]) -> None:
        """Wait until so many have gone all the way."""
        give_up = monotonic() + FIRST_SECONDS
        while len(self.passed) < answers:
            self.check()
            assert monotonic() < give_up, f"nobody comes to the end: {self.scholar.heard[-1:]}"
            sleep(0.05)

    def finish(self) -> None:
        """To the end of this one's course, and then left in peace for a while."""
        self.resting, self.since = True, monotonic()
        give_up = monotonic() + LIFE_SECONDS
        while monotonic() - self.since < PEACE_SECONDS or not self.rested:
            self.check()
            assert monotonic() < give_up, f"stuck at {self.scholar.heard[-1:]}"
            if monotonic() - self.since > HEARD_SECONDS and self.owed():
                self.since = monotonic()  # never while a tap is on its way: it would be too old
                self.who.run.control("clock", {"advance": AHEAD_SECONDS})
            sleep(0.05)

    def over(self, screen: Json) -> bool:
        return False

    def wonders(self) -> bool:
        return not self.rested

    def asks(self) -> str:
        self.calls += 1
        return "where" if self.scholar.heard else "learn"

    def _goes_on(self, screen: Json) -> None:
        act = self.scholar.act(screen["messages"])
        if self.scholar.done:
            self._follows()
        if act is None:
            return
        if act.kind == "words" and act.panel == self._awaited and self._on_their_way():
            return
        carried = [one.get("value") or one["id"] for one in act.panel["buttons"]]
        mark = f"{act.kind} {act.what} {act.panel['id']} {carried}"
        if mark == self._done and monotonic() - self._at < AGAIN_SECONDS:
            return
        self._done, self._at = mark, monotonic()
        self._acts(act)

    def _acts(self, act: Act) -> None:
        if act.kind == "tap":
            self._tap(act.what, act.panel)
            return
        self._awaited, self._worded = act.panel, monotonic()
        thread = {"thread": act.panel["id"]} if self.who.platform == "slack" else {}
        self.who.say(act.what, **thread)

    def _follows(self) -> None:
        """Somebody new, unless this was to be the last."""
        if self.rested:
            return
        if not self.passed or self.passed[-1][0] is not self.who:
            self.passed.append((self.who, self.scholar))
        if self.resting:
            self.rested = True
            return
        self.who, self.scholar = self.school.comes(), _scholar(len(self.passed))

    def acknowledged(self, token: str, page: bool) -> None:
        name, turn, choice = token.split(":")
        if name == PAGE:
            self.calls += 1
            return
        if not (choice.isdecimal() or choice == NEXT):
            return  # one of several that are chosen, and kept with them
        kept, tried = self.store.read(trails).get((name, turn)), self.tried[name, turn]
        if kept in tried:
            self.pressed[name, turn] = kept
        elif kept is None and self.store.read(turns).get(name, 0) > int(turn):
            self.overtaken.add((name, turn))
        else:
            self.unstored[name, turn] = f"{choice} of {tried} was heard, kept is {kept}"


def _scholar(number: int) -> Scholar:
    """Everybody errs but every third."""
    return Scholar(schooling.ENGLISH, schooling.COURSE.section, errs=number % 3 != 2)


def _judge(run: Run, pupil: Pupil, tally: Tally) -> None:
    """Every step was heard once and in order, and is kept once; the course is completed once."""
    lost = pupil.lost()
    for one in lost:
        print(f"  lost: {one}", flush=True)
    shown = 0
    for who, scholar in pupil.passed:
        who.newest = ALL
        messages = [one for one in who.screen()["messages"] if one["from"] == "bot"]
        heard(scholar, messages)
        shown += sum(not one.get("ephemeral") for one in messages)
    steps, answers, completions, sent = pupil.store.read(_kept)
    people = len(pupil.passed)
    tally.answers, tally.presses = sum(answers.values()), len(pupil.pressed)
    tally.lost = len(lost) + people * len(STEPS) - len(steps) + people - len(completions)
    tally.twice = sum(n - 1 for n in [*steps.values(), *answers.values(), *completions.values()])
    tally.shown_twice = shown - sent
    tally.people = people
    assert len(pupil.overtaken) <= pupil.calls, pupil.overtaken
    violations = run.control("ledger")["violations"]
    assert not violations, violations[:3]


Counted = Counter[tuple[Any, ...]]


def _kept(connection: Connection) -> tuple[Counted, Counted, Counted, int]:
    """How often each step is passed by each person, each answer of it is kept, and the course is
    completed; and how many posts arrived."""
    done = connection.execute(select(ASSIGNMENT).where(ASSIGNMENT.c.state == DONE)).all()
    given = select(ASSIGNMENT.c.person, ASSIGNMENT.c.step).join(
        ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id
    )
    tried = [(row.person, row.step, place) for row in done for place in row.answer.get("tried", ())]
    posts = select(OUTBOX.c.id).where(OUTBOX.c.kind == "post", OUTBOX.c.state == tables.SENT)
    return (
        Counter((row.person, row.step) for row in done),
        Counter([*(tuple(row) for row in connection.execute(given)), *tried]),
        Counter((row.person,) for row in connection.execute(select(COMPLETION))),
        len(connection.execute(posts).all()),
    )
