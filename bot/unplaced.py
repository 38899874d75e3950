"""Words whose task is not certain are kept until their writer has said what they are for.

Each text is asked about by itself, with the tasks that awaited words when it came: what comes
later takes no other's place. Its answer is tapped or typed; nothing of it is used by guess, and
nothing is given up but by [No].
"""

from collections.abc import Sequence
from datetime import timedelta

from bot import details
from bot.again import TO_COORDINATOR, said_again
from bot.cards import Button, Paragraph, Row, Run
from bot.coordinator import to_coordinator
from bot.events import Revised, Said
from bot.naming import plain
from bot.panel import open_question
from bot.reasons import have_that, reason
from bot.records import DONE, OPEN, Assignment, replace
from bot.revising import add
from bot.sessions import root_of
from bot.step import Step, line, page_button
from bot.text import opening
from bot.text import typed as clean
from bot.withheld import Unplaced
from bot.words import (
    KEPT_UNPLACED,
    NAME_MOST,
    NOT_OPEN,
    NOT_SAVED,
    NOTHING_AWAITED,
    clock,
    fit_label,
    task_name,
)
from bot.work import scene

NO = 0
"""What [No] names instead of a task; those are counted from 1."""

NEXT = timedelta(microseconds=1)

QUOTED_WORDS = 8
"""So many words tell which text is asked about, where several wait."""

ANSWER_MOST = 99
"""Characters of the longest text that may name a task; others cost no look."""

YES = ("yes", "yes, save it")


def keep(step: Step, awaited: Sequence[Assignment], text: str, message: str) -> None:
    """Keep words until the person has said for which of these tasks they are, and ask. The same
    words sent again are asked about again, and kept once."""
    there, tasks = _all(step), tuple(one.id for one in awaited)
    at = max((step.at, *(one.at + NEXT for one in there)))  # they stay in the order they came in
    same = [one for one in there if one.text.strip() == text.strip() and one.tasks == tasks]
    if same:
        kept = replace(same[-1], message=message, at=at)
        step.records.mend_unplaced(kept)
    else:
        kept = Unplaced(step.records.fresh(), step.contact.account, message, text, tasks, at)
        step.records.keep_unplaced(kept)
    _ask(step, kept, quote=any(one.id != kept.id for one in there))


def placed(step: Step, number: int, public: str) -> None:
    """[Yes, save it], [No] or the name of a task: what becomes of these words. To whoever types,
    the next that wait are named then: their own question stands far above."""
    kept = next((one for one in _all(step) if one.id == public), None)
    if kept is None:
        step.notice(NOTHING_AWAITED)
    elif number == NO:
        step.records.forget_unplaced(kept.account, kept.id)
        step.notice(NOT_SAVED)
    elif number > len(kept.tasks):
        step.notice(NOT_OPEN)
    else:
        _to(step, kept, kept.tasks[number - 1])
    if isinstance(step.event, Said) and (left := _all(step)):
        _ask(step, left[-1], quote=True)


def answered(step: Step, text: str) -> bool:
    """Whether this says, in words, what the newest of them is for."""
    if len(text) > ANSWER_MOST:
        return False
    for kept in reversed(_all(step)):
        tasks = [one for name in kept.tasks if (one := step.records.assignment(name))]
        if any(_awaits(step, one) for one in tasks):
            number = _number(step, tasks, text)
            if number is None:
                return False
            placed(step, number, kept.id)
            return True
    return False


def reread(step: Step, event: Revised) -> bool:
    """The message was edited before its task was known: its words read otherwise from now on. One
    that is empty or deleted asks nothing any more. False for any other message."""
    kept = next((one for one in _all(step) if event.message and one.message == event.message), None)
    if kept is None:
        return False
    text = clean(event.text or "")
    if not text.strip():
        step.records.forget_unplaced(kept.account, kept.id)
    elif found := details.seen(step, text):
        step.records.forget_unplaced(kept.account, kept.id)
        details.withhold(step, found, "placed", text, event.message)
    else:
        step.records.mend_unplaced(replace(kept, text=text))
    return True


def _all(step: Step) -> Sequence[Unplaced]:
    return step.records.unplaced(step.contact.account)


def _to(step: Step, kept: Unplaced, name: str) -> None:
    """The words go to this task: to the question that awaits some, or to the reason that stands.
    Where it takes none they stay."""
    assignment = step.records.assignment(name)
    if assignment is None or assignment.person != step.who.id:
        step.notice(NOT_OPEN)
        return
    step.under = root_of(step, assignment)
    here, text, message = scene(step, assignment), kept.text, kept.message
    question = open_question(assignment, here)
    stands = assignment.state == DONE and not assignment.question and "rationale" in here.item.ask
    if not (stands or _awaits(step, assignment)):
        step.notice(KEPT_UNPLACED)
        return
    step.records.forget_unplaced(kept.account, kept.id)
    if stands:
        add(step, assignment, text, message)
    elif question is None:
        to_coordinator(step, assignment, text, message)
    elif said_again(assignment, text):
        have_that(step, assignment)
    else:
        reason(step, assignment, here, text, message)


def _awaits(step: Step, assignment: Assignment) -> bool:
    """Whether it asks for words at this moment: of its own, or for the coordinator."""
    if assignment.state not in (OPEN, DONE):
        return False
    question = open_question(assignment, scene(step, assignment))
    return assignment.question == TO_COORDINATOR or bool(question and question.writing)


def _ask(step: Step, kept: Unplaced, *, quote: bool) -> None:
    """For which task? The words are told beside it where another text waits, too."""
    tasks = [one for name in kept.tasks if (one := step.records.assignment(name))]
    names, rows = _names(step, tasks), list[Row]()
    words = f"“{opening(kept.text, QUOTED_WORDS, NAME_MOST)}”"
    told: list[Paragraph] = [line(words, "italic")] if quote else []
    if len(tasks) == 1:
        told.append((Run("Is this your reason for "), Run(names[0], "italic"), Run("?")))
        rows.append((_button("Yes, save it", 1, kept), _button("No", NO, kept)))
    else:
        told.append(line("Which task is this for?"))
        for number, name in enumerate(names, start=1):
            told.append((Run(f"{number}. "), Run(name, "italic")))
            rows.append((_button(fit_label(f"{number}. {name}"), number, kept),))
    step.say(*told, rows=tuple(rows))


def _button(label: str, number: int, kept: Unplaced) -> Button:
    return page_button(label, "held", number, kept.id)


def _names(step: Step, tasks: Sequence[Assignment]) -> list[str]:
    """What the tasks are called; the same words of two are told apart by when they came."""
    names = [task_name(step.records.item(one.item)) for one in tasks]
    return [
        f"{name} ({clock(one.offered_at, step.who.zone)})"
        if names.count(name) > 1 and one.offered_at
        else name
        for name, one in zip(names, tasks, strict=True)
    ]


def _number(step: Step, tasks: Sequence[Assignment], text: str) -> int | None:
    """Which of the tasks is named: by yes, a number or the first letters of one alone. No is one
    of the answers; None if it says nothing of it."""
    wanted, names = plain(text), _names(step, tasks)
    if len(tasks) == 1 and wanted in YES:
        return 1
    if wanted == "no":
        return NO
    if len(tasks) > 1 and wanted.isdecimal() and 1 <= int(wanted) <= len(tasks):
        return int(wanted)
    starts = [
        number
        for number, name in enumerate(names, start=1)
        if len(wanted) > 1 and name.lower().startswith(wanted)
    ]
    return starts[0] if len(tasks) > 1 and len(starts) == 1 else None
