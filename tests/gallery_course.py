"""The courses that ship, step by step, as they stand in a chat: by real visits, on either platform.

Each step is seen as it comes, at every tap of what is right, and with every text that another
answer opens. Goldens in `tests/golden/course` and the pictures of docs/course.md show this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.cards import Edit, Out, Post
from bot.lessons import CHECK, SAY, Lesson, LessonStep, matched
from bot.records import DONE
from bot.rubric import SEVERITIES
from store.course.check import read
from tests.gallery_texts import PROJECT
from tests.gallery_visit import Visit
from tests.pupil import answering, answers, begins, passes, right, step_of

FOLDERS = sorted(one.parent for one in Path("course_content").glob("*/course.yaml"))
COURSES = {folder.name: read(folder) for folder in FOLDERS}

AT_FIRST, THEN, REVIEWED, AT_LAST = "as it comes", "then", "what the reviewer saw", "at the end"


@dataclass(frozen=True)
class Seen:
    """What stands in the chat at one moment of a step; `path` whether somebody meets it who tries a
    check twice and else answers what is right."""

    step: LessonStep
    when: str
    outs: list[Out]
    path: bool = True


@cache
def seen(platform: str, course: str) -> dict[str, list[Seen]]:
    """By lesson, warm-up sets after the lessons: everything there is to see, in order."""
    taught = COURSES[course]
    text = taught.texts[0]
    visit = begins(Visit(platform, PROJECT, courses=(taught,)))
    found = dict(_through(visit, text.lessons))
    for number, lesson in enumerate(text.warm_up):
        visit.presses("Second warm-up set" if number else "Warm-up set")
        found |= _through(visit, (lesson,), missed=0 if number else 2)
    return found


def _through(
    visit: Visit, lessons: Sequence[Lesson], *, missed: int = 0
) -> Iterator[tuple[str, list[Seen]]]:
    """On through these lessons by what is right, but for the first so many `missed`."""
    for lesson in lessons:
        found = list[Seen]()
        for number, step in enumerate(lesson.steps):
            if step_of(visit) != step:
                raise LookupError(f"{step_of(visit).id} stands where {step.id} should")
            found += _moments(visit, step)
            there = visit.twin()
            passes(visit, _missing(step) if number < missed else "")
            if step == lesson.steps[-1]:
                if step.kind != SAY:
                    answers(there, right(step))
                found.append(Seen(step, AT_LAST, there.presses("Continue").posts))
        yield lesson.id, found


def _moments(visit: Visit, step: LessonStep) -> Iterator[Seen]:
    """A step as it comes, and what each answer opens; the visit itself stays where it is."""
    yield Seen(step, AT_FIRST, _of_step(visit))
    if step.kind == SAY:
        return
    there, turn = visit.twin(), visit.task.turn
    wrong = [one.text for one in step.choices if not one.right]
    for text in wrong:
        yield Seen(step, f"“{text}”", answers(visit.twin(), text).panel, text == wrong[0])
    for _ in answering(there, right(step)):
        if there.task.state == DONE:
            break
        yield Seen(step, THEN, there.panel, turn != there.task.turn)
        turn = there.task.turn
    yield Seen(step, f"“{right(step)}”" if step.kind == CHECK else REVIEWED, there.panel)
    if step.kind == CHECK:
        yield Seen(step, "other reasons", there.presses("Other reasons").posts, path=False)
        return
    marked = [out for out in there.outs if isinstance(out, Edit) and out.card.literal]
    if marked:
        yield Seen(step, "what was wrong on purpose", list[Out](marked))
    for key in _other_keys(step):
        yield Seen(step, f"if {key}", answers(visit.twin(), key).panel, path=False)


def _of_step(visit: Visit) -> list[Out]:
    """What the step brought: its texts, and the panel."""
    mine = visit.task.id
    return [out for out in visit.outs if isinstance(out, Post) and out.assignment == mine]


def _other_keys(step: LessonStep) -> Iterator[str]:
    """An answer for every If but the one that the right answer opens."""
    met = {matched(step, [right(step), right(step).split()[0]])}
    for one in step.ifs:
        if one.text not in met:
            yield one.keys[0]
            met.add(one.text)


def _missing(step: LessonStep) -> str:
    """An answer that the reviewer would not accept."""
    fit = {accepted.split()[0] for accepted in step.accept}
    keys = [key for one in step.ifs for key in one.keys if key not in SEVERITIES]
    return next(key for key in keys if key.split()[0] not in fit)
