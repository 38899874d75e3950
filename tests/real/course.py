"""A scripted learner walks all of RLHF 1 on each platform: by the right path, and by the wrong one
first; going on in another chat in the middle; with `rounds serve` stopped and started after every
step. It is completed once, and nothing is repeated or skipped.
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from bot.events import Account
from bot.lessons import LessonStep
from bot.records import Contact
from playground.slack.facts import TEAM
from store import Store
from store.course import check
from tests.attended import completed_once
from tests.clinic import Clinic
from tests.real.annotator import Annotator
from tests.real.pairs import together
from tests.real.run import same_clients
from tests.real.walking import Walker, ends
from tests.scholar import Scholar

COURSE = Path("course_content") / "rlhf_1"
PLATFORMS = ("slack", "telegram")
TEAMS = {"slack": TEAM, "telegram": "1000001"}
MOVES_AT, BACK_AT, BACK_ASKS = "two-poor-answers", "fever-seven-weeks", "How much better is"
"""Where somebody goes on on the other platform, and where back again."""

PEOPLE = 8


def course(folder: Path) -> None:
    """Everybody walks. Raises AssertionError at the first step that is not as it must be."""
    folder.mkdir()
    school = Clinic(folder)
    school.projects()
    school.rounds("course", "release", COURSE.name)
    with closing(school.store), school.playground():
        with school.serving():
            together([*_paths(school), *_movers(school)])
        stops = _restarted(school)
        same_clients(school)
        _completed(school)
    print(
        f"{len(_steps())} steps on each platform: right, wrong first, on two platforms, and with"
        f" {stops} restarts; {PEOPLE} of {PEOPLE} people completed it once",
        flush=True,
    )


def _scholar(*, errs: bool = False) -> Scholar:
    taught = check.read(COURSE)
    return Scholar(taught.texts[0], taught.section, errs)


def _steps() -> list[LessonStep]:
    return [one for lesson in _scholar().text.lessons for one in lesson.steps]


def _paths(school: Clinic) -> list[Callable[[], None]]:
    """The right path and the wrong one first, on each platform."""
    return [
        Walker(who, _scholar(errs=errs)).all_of_it
        for errs in (False, True)
        for who in _people(school)
    ]


def _people(school: Clinic) -> list[Annotator]:
    """One on each platform."""
    return [school.comes(platform, "rate") for platform in PLATFORMS]


def _movers(school: Clinic) -> list[Callable[[], None]]:
    """One person begins on Slack, another on Telegram."""
    jobs: list[Callable[[], None]] = []
    for who, there in zip(_people(school), PLATFORMS[::-1], strict=True):
        other = Annotator(school, there, f"{who.name} too")
        linked(school.store, who, other)
        if there == "telegram":
            other.open("start")  # before that, nobody can write to a bot
        scholar = _scholar()
        jobs.append(partial(_moves, Walker(who, scholar), Walker(other, scholar)))
    return jobs


def _moves(first: Walker, second: Walker) -> None:
    """On the other platform from a check of the second lesson, which was not answered yet; and back
    in the middle of a comparison."""
    heard = first.scholar.heard
    first.begins()
    first.walk(until=lambda: bool(heard) and heard[-1][0] == MOVES_AT)
    second.begins()
    second.walk(until=lambda: heard[-1][0] == BACK_AT and BACK_ASKS in heard[-1][1])
    second.sees(_left(MOVES_AT))
    first.begins()
    first.walk()
    first.sees(_left(BACK_AT))
    ends([second, first], moves=1)


def _left(step: str) -> str:
    """What the course's card tells to whoever stands there."""
    steps = _steps()
    rest = steps[[one.id for one in steps].index(step) :]
    lessons = _scholar().text.lessons
    at = next(n for n, one in enumerate(lessons, start=1) if rest[0] in one.steps)
    minutes = int(sum(one.seconds for one in rest) / 60 + 0.5)
    return f"Lesson {at} of {len(lessons)}, about {minutes} min left"


def _restarted(school: Clinic) -> int:
    """Two people, and a worker that knows each for one step; how many workers that took."""
    with school.serving():
        walkers = [Walker(who, _scholar()) for who in _people(school)]
        for one in walkers:
            one.begins()
        together([one.one_step for one in walkers])
    stops = 1
    while not all(one.scholar.done for one in walkers):
        with school.serving():
            together([one.one_step for one in walkers])
        stops += 1
    with school.serving():
        together([partial(ends, [one]) for one in walkers])
    assert stops > len(_steps()), f"{stops} workers for {len(_steps())} steps"
    return stops


def linked(store: Store, one: Annotator, other: Annotator) -> None:
    """One person with two accounts, as the database has it after they were linked."""
    known, also = (Account(who.platform, TEAMS[who.platform], who.id) for who in (one, other))

    def step(records: Any) -> None:
        mine = records.contact(known)
        records.meet(Contact(0, also, person=mine.person, name=one.name))

    store.submit(step).result()


def _completed(school: Clinic) -> None:
    """By what is kept, and by what whoever holds a certificate can ask."""
    for code in completed_once(school.store, COURSE.name, PEOPLE):
        assert school.rounds("course", "verify", code)["course"] == COURSE.name
