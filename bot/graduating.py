"""The end of a course, and of its warm-up: counted once, told kindly, and never a locked door.

Five of the six clear tasks of the first set are enough, or nine of the twelve of both; after that a
coordinator is asked to talk, and a person decides (method.md 3.1).
"""

from bot.cards import Row
from bot.certificates import code_of
from bot.learning import Completion, Learner, Release
from bot.lessons import agrees
from bot.records import DONE, replace
from bot.required import PAGE, set_of
from bot.step import Step, line, page_button
from bot.tongue import joined, phrase
from bot.ways import Way, version_of, way
from bot.words import day

ENOUGH = (5, 9)
"""Firm tasks on which somebody agreed with the reviewer: of the first set, and of both."""

CODE_BITS = 60

TALK = (
    "{name} has done both warm-up sets of {title}. Please talk with them before their first real"
    " task. Then: rounds course ready."
)


AGREED = phrase("You agreed with the reviewer on {right} of the {firm} clear ones.")


def count(step: Step, on: Way) -> None:
    """What just became complete is written down: a course, or a set of its warm-up."""
    if on.left():
        return
    if on.warm_up:
        _judge(step, on)
    else:
        _complete(step, on)


def tell(step: Step, on: Way) -> None:
    """What is complete is told, with what comes next."""
    if on.warm_up:
        _tell_warm_up(step, on)
    else:
        _tell_course(step, on)


def agreed(on: Way) -> tuple[int, int]:
    """Of the firm tasks of this set: on how many they agreed with the reviewer, and how many there
    are."""
    firm = [one for one in on.steps if one.firm]
    had = [(one, on.had[one.id]) for one in firm if one.id in on.had]
    right = sum(one.state == DONE and agrees(asked, one.answer) for asked, one in had)
    return right, len(firm)


def _learner(step: Step, on: Way) -> Learner:
    """As they are now: what was counted a moment ago is in it."""
    return step.records.learner(on.learner.person, on.learner.course) or on.learner


def _complete(step: Step, on: Way) -> None:
    release, learner = on.release, _learner(step, on)
    course, text = release.course, release.text(learner.language)
    ready = learner.ready_at or (None if text.warm_up else step.at)
    after = replace(learner, finished_at=learner.finished_at or step.at, ready_at=ready)
    step.records.save_learner(learner, after)
    if _completed(step, release, learner):
        return
    code = code_of(int(step.records.fresh(), 36) % 2**CODE_BITS)
    language = text.language
    step.records.complete(
        Completion(
            code, learner.person, course.id, course.version, language, release.sha256, step.at
        )
    )
    step.news = True


def _judge(step: Step, on: Way) -> None:
    """Ready, or not yet. It is never taken back."""
    learner = _learner(step, on)
    if learner.ready_at or learner.met:
        return
    right, _ = agreed(on)
    if on.warm_up > 1:
        right += agreed(way(step.records, on.release, on.learner, 1))[0]
    if right >= ENOUGH[on.warm_up - 1]:
        step.records.save_learner(learner, replace(learner, ready_at=step.at))
        step.news = True
    elif on.warm_up >= len(on.release.text(learner.language).warm_up):
        title = on.release.text(learner.language).title
        said = TALK.format(name=step.who.name or "Somebody", title=title)
        step.records.incident("talk", said, step.at, person=learner.person)
        step.records.save_learner(learner, replace(learner, met=step.at))


def _tell_course(step: Step, on: Way) -> None:
    learner, text = _learner(step, on), on.release.text(on.learner.language)
    done = _completed(step, on.release, learner)
    said = [line(phrase("That's {title}.", title=text.title), "bold")]
    if done:
        said.append(
            line(
                phrase(
                    "Done on {day}, version {version}.",
                    day=day(done.at, step.who.zone),
                    version=done.version,
                )
            )
        )
    if text.warm_up and learner.ready_at is None:
        set_ = set_of(on.release, learner)
        said.append(line(phrase("Next: a warm-up of {set_}, with feedback after each.", set_=set_)))
    step.say(*said, rows=ways_on(on.release, learner))


def ways_on(release: Release, learner: Learner) -> tuple[Row, ...]:
    """Buttons below a course that is done."""
    text = release.text(learner.language)
    first = page_button(phrase("Warm-up set"), PAGE, release.id, "warm")
    rest = (
        page_button(phrase("Certificate"), PAGE, release.id, "proof"),
        page_button(phrase("Review"), PAGE, release.id, "review"),
    )
    return ((first,), rest) if text.warm_up and learner.ready_at is None else (rest,)


def _tell_warm_up(step: Step, on: Way) -> None:
    learner = _learner(step, on)
    right, firm = agreed(on)
    rows: tuple[Row, ...] = ()
    said = [AGREED.format(right=right, firm=firm)]
    if on.warm_up > 1:
        first, of = agreed(way(step.records, on.release, on.learner, 1))
        both = phrase("In both sets: on {right} of {firm}.", right=right + first, firm=firm + of)
        said = [joined(" ", (said[0], both))]
    if learner.ready_at:
        said.append(phrase("You are ready for real tasks."))
        rows = ((page_button(phrase("Next task"), "home", 1, "next"),),)
    elif learner.met:
        said.append(
            phrase("Before real tasks a coordinator will talk with you. They have been told.")
        )
    else:
        set_ = set_of(on.release, learner)
        said.append(phrase("There is a second set, {set_}, whenever you like.", set_=set_))
        rows = ((page_button(phrase("Second warm-up set"), PAGE, on.release.id, "warm"),),)
    step.say(*said, rows=rows)


def _same(one: str, other: str) -> bool:
    """Whether two versions differ by patches alone, which are no other course."""
    return version_of(one)[:2] == version_of(other)[:2]


def _completed(step: Step, release: Release, learner: Learner) -> Completion | None:
    done = [
        one
        for one in step.records.completions(learner.person)
        if one.course == learner.course and _same(one.version, release.course.version)
    ]
    return done[-1] if done else None
