"""What comes before real tasks: a course that a project requires, and its warm-up."""

import math

from bot.cards import Button
from bot.learning import Learner, Release
from bot.material import COUNTS
from bot.step import Step, page_button
from bot.tongue import phrase
from bot.ways import newest, pinned

PAGE = "learn"
"""The page that buttons of a course name; its version is the release's number."""

FIRST_COURSE = phrase("First comes {title}, about {minutes} min in all; then tasks. Stop any time.")
FIRST_WARM_UP = phrase("First comes a warm-up: {steps}, with feedback after each; then tasks.")
TALKING = phrase("First a coordinator will talk with you. They have been told.")


def required(step: Step) -> tuple[str, Button | None] | None:
    """What is to be said instead of a task, and the button that leads on; None where nothing comes
    first."""
    records, person, talking = step.records, step.who.id, False
    for course in records.unready(person, step.platform):
        release, learner = newest(records, course), records.learner(person, course)
        if learner is None:
            return _course(step, release, phrase("Start Lesson"))
        if learner.met:
            talking = True
        elif learner.finished_at and pinned(records, learner).text(learner.language).warm_up:
            said = FIRST_WARM_UP.format(steps=set_of(pinned(records, learner), learner))
            return said, page_button(phrase("Warm-up set"), PAGE, release.id, "warm")
        else:
            return _course(step, pinned(records, learner), phrase("Continue"), learner)
    return (TALKING, None) if talking else None


def set_of(release: Release, learner: Learner) -> str:
    """eight short tasks, about 10 min"""
    steps = release.text(learner.language).warm_up[0].steps
    minutes = max(1, math.ceil(sum(one.seconds for one in steps) / 60 - 0.05))
    count = COUNTS[len(steps)]
    return phrase("{count} short tasks, about {minutes} min", count=count, minutes=minutes)


def _course(
    step: Step, release: Release, label: str, learner: Learner | None = None
) -> tuple[str, Button]:
    text = release.text(learner.language if learner else step.contact.language)
    said = FIRST_COURSE.format(title=text.title, minutes=release.course.minutes)
    return said, page_button(label, PAGE, release.id, "start")
