"""What those do who run a project while people are in the middle of it: they stop tasks, let them
go on, take them back, and ask otherwise from now on."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.records import OPEN
from store import tasks
from store.tables import AssignmentRow
from tests.machine import law
from tests.machine.judging import Judging
from tests.machine.reasons import which
from tests.machine.world import RULES, TASKS


class Offices(Judging):
    """The rules about a project and its tasks."""

    @rule()
    def asks_otherwise(self) -> None:
        """Who began goes on as they began; who begins is asked as the project asks now."""
        before = law.sight(self.world)
        self.world.asks_otherwise()
        after = law.sight(self.world)
        assert before.answers() == after.answers(), "a draft was asked otherwise"
        law.always(self.world, before, after)

    @rule(nth=which, word=st.sampled_from(("pause", "release", "release")))
    def looks_into(self, nth: int, word: str) -> None:
        """Nobody else gets a task; or somebody has looked, and it goes on."""
        world, before, key = self.world, law.sight(self.world), f"t{nth % TASKS}"
        stopped = [row.task for row in before.queue if row.paused]
        names = [f"t{world.numbers[task]}" for task in stopped]
        if word == "release" and names:
            key = names[nth % len(names)]
        try:
            made = tasks.pause if word == "pause" else tasks.release
            made(world.talk.store, "demo", key, world.talk.now)
        except tasks.Refused:
            assert law.sight(world) == before, "what was refused left a trace"
            return
        after = law.sight(world)
        (row,) = [one for one in after.queue if world.numbers[one.task] == int(key[1:])]
        assert row.paused == (word == "pause")
        law.taken_back(world, row.task, before, after)

    @precondition(lambda self: len(self.history) > 30)
    @rule(nth=which)
    def takes_back(self, nth: int) -> None:
        """A task is withdrawn, most often one that somebody has in hand."""
        world, before = self.world, law.sight(self.world)
        held = [row.task for row in world.rows(AssignmentRow) if row.state == OPEN]
        numbers = [world.numbers[task] for task in held] or [nth % TASKS]
        number = numbers[nth % len(numbers)]
        if nth % 4:
            return
        try:
            tasks.withdraw(world.talk.store, "demo", f"t{number}", world.talk.now, RULES)
        except tasks.Refused:
            assert law.sight(world) == before, "what was refused left a trace"
            return
        (task,) = [one for one, told in world.numbers.items() if told == number]
        assert task in law.sight(world).withdrawn
        law.taken_back(world, task, before, law.sight(world))
        self.mail()
