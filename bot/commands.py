"""Words that always work, and the buttons that stand outside any task.

While a reason is awaited only a whole message equal to skip, back, help, stop or where is a
command: "Stop metformin …" is a reason (conversation.md 1, 8).
"""

import re
from collections.abc import Callable
from functools import partial

from bot import (
    courses,
    details,
    gaps,
    home,
    joining,
    learn,
    leaving,
    placing,
    revising,
    sessions,
    unplaced,
    work,
)
from bot.answering import choose, control
from bot.aside import standing as now_standing
from bot.buttons import FINISH, SKIP
from bot.events import Said
from bot.panel import open_question
from bot.records import DONE, LAPSED, OPEN, Assignment, replace
from bot.required import PAGE as COURSES
from bot.settings import SETTINGS, settings
from bot.step import Step
from bot.telling import ANSWERS_SHOWN, CHANGE, answers, help_words, my_data
from bot.tongue import STOP, Tongue, plain, stops
from bot.turns import back
from bot.words import (
    CONFIRMING,
    FINISHED,
    NO_LINKING,
    NOT_OPEN,
    REMINDERS_OFF,
    STOPPED,
)

WHILE_WRITING = ("skip", "back", "help", "stop", "where")
"""Words that stay commands while a reason is awaited."""

GAP_MOST = 60
"""Minutes of the longest gap."""

CHANGE_NUMBER = re.compile(r"change (\d)")


def word(step: Step, event: Said) -> bool:
    """A typed word of ours; False if the text is something else."""
    text = " ".join(plain(event.text).strip(".!").split()).removeprefix("/")
    text = STOP if stops(step.rules.tongues, text) else step.tongue.meant(text)
    awaiting = _writing(step, event)
    if awaiting is not None and text not in WHILE_WRITING:
        return False
    if awaiting is not None and text in ("skip", "back"):
        _while_writing(step, awaiting, text)
        return True
    action = WORDS.get(text)
    if action is None and (minutes := gaps.typed(text, step.tongue)):
        action = _gap(minutes)
    if action is None and (number := _numbered(text, step.tongue)):
        action = partial(_change_number, number=number)
    if action is None:
        return False
    if step.who.state != "active" and text not in ("help", "stop", "leave"):
        if step.who.state == "joining":
            joining.again(step)
        else:
            step.say(CONFIRMING)
        return True
    action(step)
    return True


def page(step: Step, name: str, version: int, choice: str) -> None:
    """A button outside a task."""
    if name.startswith("join-") and choice.isdecimal():
        joining.choose(step, name.removeprefix("join-"), version, int(choice))
        return
    if name == "open":
        return
    if name == "leave":
        leaving.answered(step, version, choice)
        return
    if step.who.state != "active":
        step.notice(CONFIRMING if step.who.state == "waiting" else FINISHED)
        return
    if name == "home" and choice in _HOME:
        _HOME[choice](step)
    elif name == "gap" and choice.isdecimal():
        _gap(int(choice))(step)
    elif name == "set" and choice in SETTINGS:
        joining.show(step, choice)
    elif name == unplaced.PAGE:
        unplaced.placed(step, version, choice)
    elif name == details.PAGE:
        details.contest(step, choice)
    elif name == COURSES:
        learn.page(step, version, choice)
    elif name == "bring":
        _bring(step, choice)
    elif name == "change":
        _change(step, choice)
    else:
        step.notice(NOT_OPEN)


def remove(step: Step, public: str, choice: str) -> None:
    """[Undo], [Remove] or [Keep] of a part of a reason."""
    assignment = _own(step, public)
    if assignment is None:
        step.notice(NOT_OPEN)
    else:
        revising.removal(step, assignment, choice)


def _writing(step: Step, event: Said) -> Assignment | None:
    """The task whose reason this text would be, if one awaits it."""
    if step.who.state != "active" or event.command:
        return None
    assignment = placing.meant(step, event)
    if assignment is None or assignment.state not in (OPEN, DONE):
        return None
    question = open_question(assignment, work.scene(step, assignment))
    return assignment if question and question.writing else None


def _while_writing(step: Step, assignment: Assignment, text: str) -> None:
    here = work.scene(step, assignment)
    step.under = sessions.root_of(step, assignment)
    question = open_question(assignment, here)
    if text == "back":
        back(step, assignment, here)
    elif question and (left := [n for n, one in enumerate(question.options) if one.declines]):
        choose(step, assignment, here, left[0])
    else:
        control(step, None, assignment, here, SKIP)


def _stop(step: Step) -> None:
    step.news = True
    step.person = replace(step.who, reminders=False)
    step.records.save_person(step.person, step.at)
    step.records.chose(step.who.id, "remind", step.rules.consent, "No reminders", step.at)
    step.say(REMINDERS_OFF)


def _change(step: Step, public: str) -> None:
    assignment = _own(step, public)
    if assignment is None or assignment.state != DONE:
        step.notice(NOT_OPEN)
        return
    after = replace(assignment, turn=assignment.turn + 1, question="change")
    work.redraw(step, assignment, after, below=True)


def _bring(step: Step, public: str) -> None:
    assignment = _own(step, public)
    if assignment is None or assignment.state != OPEN:
        step.notice(NOT_OPEN)
    else:
        work.bring_here(step, assignment)


def _own(step: Step, public: str) -> Assignment | None:
    assignment = step.records.assignment(public)
    return assignment if assignment and assignment.person == step.who.id else None


def _gap(minutes: int) -> "Act":
    """[5 min]: what fits into so many minutes; nobody has none, or a day."""
    return partial(work.next_task, within=min(max(minutes, 1), GAP_MOST))


def _numbered(text: str, tongue: Tongue) -> int:
    """2 of [Change 2], typed; 0 if it says something else."""
    if numbered := CHANGE_NUMBER.fullmatch(text):
        return int(numbered[1])
    there = () if tongue.english else range(1, ANSWERS_SHOWN + 1)
    called = (number for number in there if text == plain(tongue(CHANGE.format(number=number))))
    return next(called, 0)


def _change_number(step: Step, number: int) -> None:
    """Typed for [Change 2] of the last answers."""
    done = step.records.assignments(step.who.id, DONE, ANSWERS_SHOWN)
    if 1 <= number <= len(done):
        _change(step, done[number - 1].id)
    else:
        answers(step)


def _bring_open(step: Step) -> None:
    """Typed for [Bring it here]: the task that `next` names."""
    opened = work.open_tasks(step)
    if opened:
        work.bring_here(step, opened[0])
    else:
        work.show_where(step)


def _finish_lapsed(step: Step) -> None:
    """Typed for [Finish it anyway]: the task that was passed on last."""
    lapsed = step.records.assignments(step.who.id, LAPSED, 1)
    if lapsed:
        step.under = sessions.root_of(step, lapsed[0])
        control(step, None, lapsed[0], work.scene(step, lapsed[0]), FINISH)
    else:
        work.show_where(step)


def _where(step: Step) -> None:
    """The exact question: of the lesson that stands before them, or of a task."""
    if standing := now_standing(step):
        courses.again(step, standing)
    else:
        work.show_where(step)


def _stop_here(step: Step) -> None:
    sessions.end_session(step)
    step.say(STOPPED)


def _start(step: Step) -> None:
    home.greet(step)


Act = Callable[[Step], None]

WORDS: dict[str, Act] = {
    "next": work.next_task,
    "next task": work.next_task,
    "start": _start,
    "home": _start,
    "learn": learn.learn,
    "where": _where,
    "answers": answers,
    "my answers": answers,
    "pause": _stop,
    "settings": settings,
    "my data": my_data,
    "mydata": my_data,
    "link": lambda step: step.say(NO_LINKING),
    "stop": _stop,
    "leave": leaving.ask,
    "help": help_words,
    "another one": lambda step: work.next_task(step, another=True),
    "bring it here": _bring_open,
    "finish it anyway": _finish_lapsed,
    "stop here": _stop_here,
    "yes, leave": leaving.left,
    **{label.lower(): partial(joining.show, key=key) for key, label in SETTINGS.items()},
}

_HOME: dict[str, Act] = {
    "next": work.next_task,
    "another": lambda step: work.next_task(step, another=True),
    "shortest": partial(work.next_task, shortest=True),
    "notnow": lambda step: step.notice(gaps.NOT_STARTED),
    "answers": answers,
    "settings": settings,
    "help": help_words,
    "learn": learn.learn,
}
