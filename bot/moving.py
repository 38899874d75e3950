"""To a newer version of a course, with a word on what it changes (method.md 5.5)."""

from bot.aside import give_way, set_aside
from bot.learning import Learner, Release
from bot.records import OPEN, Assignment, replace
from bot.step import Step
from bot.tongue import phrase
from bot.ways import Way, newest, overdue, pinned, way, way_of
from bot.work import scene


def moved_on(step: Step, assignment: Assignment, on: Way | None = None) -> Way | None:
    """The way that this step is on, read here unless it was just now; whoever has gone on with an
    old meaning for too long is told what changed, and goes on with the new (method.md 5.5)."""
    on = on or way_of(step.records, assignment)
    if on is None or on.learner.finished_at or not overdue(step.records, on.learner, step.at):
        return on
    move(step, on.learner, newest(step.records, on.learner.course))
    return way_of(step.records, assignment)


def move(step: Step, learner: Learner, newer: Release) -> Learner:
    """To a newer version, with a word on what it changes. What was begun and is no part of it gives
    way; who has to go through it again is under way again."""
    title = newer.course.texts[0].title
    step.say(
        phrase("{title} goes on in version {version}.", title=title, version=newer.course.version),
        *newer.course.changed,
    )
    set_aside(step)
    after = replace(learner, version=newer.course.version, told=newer.course.version)
    step.records.save_learner(learner, after)
    on = way(step.records, pinned(step.records, after), after)
    names = {one.id for one in on.steps}
    for one in on.had.values():
        if one.state == OPEN and one.step not in names and not _warms_up(step, one):
            give_way(step, one)
    if newer.course.requires_refresh and on.left():
        again = replace(after, finished_at=None)
        step.records.save_learner(after, again)
        return again
    return after


def _warms_up(step: Step, assignment: Assignment) -> bool:
    taught = scene(step, assignment).item.taught
    return taught is not None and taught.warm_up
