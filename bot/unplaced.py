"""Words whose task is not certain are kept until their writer has said what they are for.

Each text is asked about by itself, one after the other as they came, with the tasks that awaited
words then. The answer is tapped or typed; nothing is used by guess or for another question than was
asked, and nothing is given up but by [No], or where none of its tasks can come back.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot import details, remarking
from bot.again import TO_COORDINATOR, said_again
from bot.cards import Button, Paragraph, Row, Run
from bot.coordinator import to_coordinator
from bot.events import Revised
from bot.reasons import have_that, reason
from bot.records import DONE, OPEN, RETURNED, SKIPPED, WITHDRAWN, Assignment, replace
from bot.revising import add
from bot.sessions import root_of
from bot.step import Step, line, naming, page_button
from bot.teach import DIFFER
from bot.text import opening
from bot.text import typed as clean
from bot.tongue import around, phrase, plain
from bot.withheld import Unplaced
from bot.words import (
    KEPT_UNPLACED,
    NAME_MOST,
    NOT_OPEN,
    NOT_SAVED,
    NOT_WANTED,
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

GONE = (SKIPPED, WITHDRAWN, RETURNED)
"""States out of which no task comes back."""

PAGE = "held"
"""The page that its buttons name."""

SAVE = "yes, save it"
"""Means these words wherever it is typed."""

YES = ("yes", SAVE)
WORDING = around("Is this your wording for {it}?")
WANTED = {
    "rationale": around("Is this your reason for {it}?"),
    TO_COORDINATOR: around("Is this your question for {it}?"),
    DIFFER: around("Is this your note for {it}?"),
}
"""What was asked for, by the key that asked; any other asked for a wording."""


def keep(step: Step, awaited: Sequence[Assignment], text: str, message: str) -> None:
    """Keep words until the person has said for which of these tasks they are, and ask. The same
    words sent again are kept once."""
    there, tasks = _all(step), tuple(one.id for one in awaited)
    same = [one for one in there if one.text.strip() == text.strip() and one.tasks == tasks]
    if same:
        step.records.mend_unplaced(replace(same[-1], message=message))
    else:
        at = max((step.at, *(one.at + NEXT for one in there)))  # in the order they came in
        step.records.keep_unplaced(
            Unplaced(
                id=step.records.fresh(),
                account=step.contact.account,
                message=message,
                text=text,
                tasks=tasks,
                asked=tuple(one.question for one in awaited),
                at=at,
            )
        )
    _ask_on(step)


def before(step: Step) -> list[str]:
    """Texts that wait already, in order: a number may go on from one to the next."""
    return [one.text for one in _all(step)]


def placed(step: Step, number: int, public: str) -> None:
    """[Yes, save it], [No] or the name of a task: what becomes of these words. Then the next."""
    kept = next((one for one in _all(step) if one.id == public), None)
    if kept is None:
        step.notice(NOTHING_AWAITED)
        return
    if number == NO:
        step.records.forget_unplaced(kept.account, kept.id)
        step.notice(NOT_SAVED)
    elif number > len(kept.tasks):
        step.notice(NOT_OPEN)
        return
    elif not _to(step, kept, number - 1):
        return
    _ask_on(step, again=True)


def answered(step: Step, text: str) -> bool:
    """Whether this says, in words, what those are for that were asked about."""
    kept = _asking(step)
    number = _number(step, _tasks(step, kept), text) if kept else None
    if kept is None or number is None:
        return False
    placed(step, number, kept.id)
    return True


def reread(step: Step, event: Revised) -> bool:
    """The message was edited before its task was known: its words read otherwise from now on. One
    that is empty or deleted asks nothing any more. False for any other message."""
    there = _all(step) if event.message else []
    kept = next((one for one in there if one.message == event.message), None)
    if kept is None:
        return False
    text, earlier = clean(event.text or ""), [one.text for one in there[: there.index(kept)]]
    if not text.strip():
        step.records.forget_unplaced(kept.account, kept.id)
    elif found := details.seen(step, text, earlier):
        step.records.forget_unplaced(kept.account, kept.id)
        details.withhold(step, found, "placed", text, event.message)
    else:
        step.records.mend_unplaced(replace(kept, text=text))
    return True


def _all(step: Step) -> Sequence[Unplaced]:
    return step.records.unplaced(step.contact.account)


def _tasks(step: Step, kept: Unplaced) -> list[Assignment]:
    return [one for name in kept.tasks if (one := step.records.assignment(name))]


def _asking(step: Step) -> Unplaced | None:
    """One text is asked about at a time: the first that a task still takes."""
    return next((one for one in _all(step) if _wanted(step, one)), None)


def _wanted(step: Step, kept: Unplaced) -> bool:
    return any(
        _takes(step, one, key) for one, key in zip(_tasks(step, kept), kept.asked, strict=True)
    )


def _takes(step: Step, assignment: Assignment, key: str) -> bool:
    """Whether it asks for what it asked for then, or its reason stands and can have more."""
    if assignment.account != step.contact.account:
        return False
    if assignment.state == DONE and not assignment.question:
        return key == "rationale" and key in assignment.answer
    return assignment.state in (OPEN, DONE) and assignment.question == key


def _to(step: Step, kept: Unplaced, place: int) -> bool:
    """The words go to this task, if it takes them. Where they may yet be wanted they stay; whether
    the next can be asked about."""
    assignment = step.records.assignment(kept.tasks[place])
    if assignment is None or assignment.person != step.who.id:
        step.notice(NOT_OPEN)
        return False
    if assignment.question and said_again(assignment, kept.text):
        step.under = root_of(step, assignment)
        step.records.forget_unplaced(kept.account, kept.id)
        have_that(step, assignment)
        return True
    if not _takes(step, assignment, kept.asked[place]):
        if assignment.state in GONE and not _wanted(step, kept):
            step.records.forget_unplaced(kept.account, kept.id)
            step.notice(NOT_WANTED)
            return True
        step.notice(KEPT_UNPLACED)
        return False
    step.under = root_of(step, assignment)
    step.records.forget_unplaced(kept.account, kept.id)
    here, text, message = scene(step, assignment), kept.text, kept.message
    if not assignment.question:
        add(step, assignment, text, message)
    elif assignment.question == TO_COORDINATOR:
        to_coordinator(step, assignment, text, message)
    elif assignment.question == DIFFER:
        remarking.remark(step, assignment, text, message)
    else:
        reason(step, assignment, here, text, message)
    return True


def _ask_on(step: Step, *, again: bool = False) -> None:
    """For which task is the first of them? Its words are told where another text waits, or did."""
    kept = _asking(step)
    if kept is None:
        return
    tasks, told, rows = _tasks(step, kept), list[Paragraph](), list[Row]()
    names = _names(step, tasks)
    if again or len(_all(step)) > 1:
        told.append(line(f"“{opening(kept.text, QUOTED_WORDS, NAME_MOST)}”", "italic"))
    if len(tasks) == 1:
        told.append(naming(WANTED.get(kept.asked[0], WORDING), names[0]))
        rows.append((_button(phrase("Yes, save it"), 1, kept), _button(phrase("No"), NO, kept)))
    else:
        told.append(line(phrase("Which task is this for?")))
        for number, name in enumerate(names, start=1):
            told.append((Run(f"{number}. "), Run(name, "italic")))
            rows.append((_button(fit_label(f"{number}. {name}"), number, kept),))
    step.say(*told, rows=tuple(rows))


def _button(label: str, number: int, kept: Unplaced) -> Button:
    return page_button(label, PAGE, number, kept.id)


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
    """Which of the tasks is named: by yes, a number, its button or the first letters of one alone.
    No is one of the answers; None if it says nothing of it."""
    wanted, names = step.tongue.meant(plain(text)), _names(step, tasks)
    if len(tasks) == 1 and wanted in YES:
        return 1
    if wanted == "no":
        return NO
    if len(tasks) == 1:
        return None
    starts = [
        number
        for number, name in enumerate(names, start=1)
        if wanted == str(number)
        or (len(wanted) > 1 and f"{number}. {name}".lower().startswith(wanted))
        or (len(wanted) > 1 and name.lower().startswith(wanted))
    ]
    return starts[0] if len(starts) == 1 else None
