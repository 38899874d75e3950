"""To a newer version of a course, with a word on what it changes (method.md 5.5)."""

from bot.aside import give_way, set_aside
from bot.learning import Learner, Release
from bot.lessons import CourseText
from bot.records import OPEN, Assignment, replace
from bot.step import Step
from bot.tongue import folded, phrase
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


IN_LANGUAGE = phrase("{title} is not there in your language yet.")


def spoken_in(text: CourseText, wanted: str) -> bool:
    """Whether this is the wanted language, in whatever country."""
    there, asked = folded(text.language), folded(wanted)
    return there.partition("-")[0] == asked.partition("-")[0]


def move(step: Step, learner: Learner, newer: Release) -> Learner:
    """To a newer version, with a word on what it changes. What was begun and is no part of it gives
    way; who has to go through it again is under way again."""
    wanted = step.contact.language or learner.language
    text, version = newer.text(wanted), newer.course.version
    step.say(
        phrase("{title} goes on in version {version}.", title=text.title, version=version),
        *newer.course.changed,
    )
    if text.language != learner.language and not spoken_in(text, wanted):
        step.say(IN_LANGUAGE.format(title=text.title))
    set_aside(step)
    after = replace(learner, version=version, told=version, language=text.language)
    if after.finished_at and not text.warm_up:
        after = replace(after, ready_at=after.ready_at or step.at)
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
