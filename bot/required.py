"""What comes before real tasks: a course that a project requires, and its warm-up."""

from bot.cards import Button
from bot.learning import Learner, Release
from bot.step import Step, page_button
from bot.ways import newest, pinned

PAGE = "learn"
"""The page that buttons of a course name; its version is the release's number."""

FIRST_COURSE = "Before your first task comes {title}, about {minutes} min in all. Stop any time."
FIRST_WARM_UP = "Before your first task comes a warm-up: eight short tasks with feedback."
TALKING = "Before your first task a coordinator will talk with you. They have been told."


def required(step: Step) -> tuple[str, Button | None] | None:
    """What is to be said instead of a task, and the button that leads on; None where nothing comes
    first."""
    records, person = step.records, step.who.id
    for course in records.unready(person):
        release, learner = newest(records, course), records.learner(person, course)
        if learner is None:
            return _course(release, "Start Lesson")
        if learner.met:
            return TALKING, None
        if learner.finished_at:
            return FIRST_WARM_UP, page_button("Warm-up set", PAGE, release.id, "warm")
        return _course(pinned(records, learner), "Continue", learner)
    return None


def _course(release: Release, label: str, learner: Learner | None = None) -> tuple[str, Button]:
    text = release.text(learner.language if learner else "")
    said = FIRST_COURSE.format(title=text.title, minutes=release.course.minutes)
    return said, page_button(label, PAGE, release.id, "start")
