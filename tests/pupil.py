"""Somebody who goes through a course: on to a step, and an answer there that says what is wanted.

What is right, and what else an answer can say, is read from the course, so that no path has to be
mended when its words change.
"""

from collections.abc import Iterator

from bot.lessons import CHECK, COMPARE, EXPLAIN, FLAG, LEVEL, RATE, SAY, LessonStep
from bot.rubric import FAILURES, FAMILIES, NONE, SEVERITIES
from tests.gallery_visit import Visit

WHY = "It says once a day, but it is once a week. Daily doses can kill."
"""A reason in a person's own words."""

HOW = {"clearly": "Clearly", "better": "Better", "slightly": "Slightly"}


def step_of(visit: Visit) -> LessonStep:
    """The step that was given last."""
    taught = visit.memory.items[visit.task.item].taught
    if taught is None:
        raise LookupError("no step of a lesson")
    return taught.step


def begins(visit: Visit) -> Visit:
    """To the first step of the first course of a section."""
    return visit.says("learn", aside=True).presses("RLHF", "Start Lesson")


def until(visit: Visit, step: str) -> Visit:
    """On by what is right, until this step stands there and asks."""
    while step_of(visit).id != step:
        passes(visit)
    return visit


def passes(visit: Visit, key: str = "") -> Visit:
    """The open step by what is right, or by `key`, and on to the next; over the end of a lesson,
    too."""
    open_step = step_of(visit)
    if open_step.kind != SAY:
        answers(visit, key or right(open_step))
    visit.presses("Continue")
    if visit.task.step == open_step.id and visit.task.question:
        visit.presses("Continue")
    return visit


def right(step: LessonStep) -> str:
    """What the reviewer would accept, in the course's own words."""
    if step.kind == CHECK:
        return next(one.text for one in step.choices if one.right)
    if step.kind == RATE:  # "2 out of 5: …", where others count as well
        return step.reviewer[0] if step.reviewer[0] in step.accept else step.accept[0]
    return step.accept[0] if step.accept else WHY


def answers(visit: Visit, key: str) -> Visit:
    """The open step, so that the answer says `key`: an option of a check, its own words, or what an
    If may name."""
    for _ in answering(visit, key):
        pass
    return visit


def answering(visit: Visit, key: str) -> Iterator[Visit]:
    """The same, tap by tap."""
    step = step_of(visit)
    if step.kind == CHECK:
        yield visit.presses(number(visit, key))
    elif step.kind == EXPLAIN:
        yield visit.says(key)
    else:
        for label in _presses(visit, step, key):
            yield visit.presses(label)
        if step.reason:
            yield visit.says(WHY)


def number(visit: Visit, text: str) -> str:
    """Under which number a check shows this option."""
    places = [step_of(visit).choices[place].text for place in visit.task.order]
    return str(places.index(text) + 1)


def letter(visit: Visit, answer: str) -> str:
    """Under which letter this answer of a practice stands."""
    responses = visit.memory.items[visit.task.item].responses
    return "ABCDEFGHI"[[responses[place].id for place in visit.task.order].index(answer)]


def _presses(visit: Visit, step: LessonStep, key: str) -> Iterator[str]:
    """The buttons of a practice that say so, in their order."""
    if step.kind == COMPARE:
        best, _, how = key.partition(" ")
        yield "Level" if best == LEVEL else f"{letter(visit, best)} is better"
        if best != LEVEL:
            yield HOW[how or "better"]
        if step.reason:
            yield "None of these"
    elif step.kind == RATE:
        yield f"{key} "
    elif step.kind == FLAG and key == NONE:
        yield "No failure found"
    elif step.kind == FLAG:
        code = key if key in FAILURES else _unnamed(step)
        family = next(one for one in FAMILIES if FAILURES[code] in one.failures)
        yield family.name
        yield f"{family.failures.index(FAILURES[code]) + 1} "
        yield "Done"
        risk = key if key in SEVERITIES else (*step.severity, "S2")[0]
        yield f"A: {risk}"
        if visit.task.question.startswith("agreed"):
            yield "Keep both"
    else:
        raise LookupError(f"{step.kind} has no answer {key}")


def _unnamed(step: LessonStep) -> str:
    """A kind of failure that no If names, so that the severity speaks."""
    named = {key for one in step.ifs for key in one.keys}
    return next(code for code in FAILURES if code not in named)
