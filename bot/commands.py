"""Words that always work, and the buttons that stand outside any task.

While a reason is awaited only a whole message equal to skip, back, help, stop or where is a
command: "Stop metformin …" is a reason (conversation.md 1, 8).
"""

from bot import details, hearing, home, joining, reasons, work
from bot.answering import choose, control
from bot.cards import Paragraph, Run
from bot.events import Said
from bot.kinds import tell
from bot.panel import SKIP, open_question
from bot.records import DONE, OPEN, RETURNED, Assignment, replace
from bot.step import Step, page_button
from bot.turns import back
from bot.words import (
    CONFIRMING,
    FINISHED,
    HELP,
    HELP_REASONS,
    LEAVE_ASK,
    LEFT,
    NO_ANSWERS,
    NO_COURSE,
    NO_LINKING,
    NOT_OPEN,
    REMINDERS_OFF,
    STAYING,
    task_name,
)

WHILE_WRITING = ("skip", "back", "help", "stop", "where")
"""Words that stay commands while a reason is awaited."""

ANSWERS_SHOWN = 5
"""How many past answers `answers` lists."""


def word(step: Step, event: Said) -> bool:
    """A typed word of ours; False if the text is something else."""
    text = " ".join(event.text.lower().strip().strip(".!").split()).removeprefix("/")
    awaiting = _writing(step, event)
    if awaiting is not None and text not in WHILE_WRITING:
        return False
    if awaiting is not None and text in ("skip", "back"):
        _while_writing(step, awaiting, text)
        return True
    action = _WORDS.get(text)
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
        _leaving(step, version, choice)
        return
    if step.who.state != "active":
        step.notice(CONFIRMING if step.who.state == "waiting" else FINISHED)
        return
    if name == "home" and choice in _HOME:
        _HOME[choice](step)
    elif name == "set" and choice in joining.SETTINGS:
        joining.show(step, choice)
    elif name == "held":
        hearing.place_held(step, choice)
    elif name == details.PAGE:
        details.contest(step, choice)
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
        reasons.removal(step, assignment, choice)


def _writing(step: Step, event: Said) -> Assignment | None:
    """The task whose reason this text would be, if one awaits it."""
    if step.who.state != "active" or event.command:
        return None
    assignment = hearing.meant(step, event)
    if assignment is None or assignment.state not in (OPEN, DONE):
        return None
    question = open_question(assignment, work.scene(step, assignment))
    return assignment if question and question.writing else None


def _while_writing(step: Step, assignment: Assignment, text: str) -> None:
    here = work.scene(step, assignment)
    step.under = work.root_of(step, assignment)
    question = open_question(assignment, here)
    if text == "back":
        back(step, assignment, here)
    elif question and any(option.declines for option in question.options):
        choose(step, assignment, here, 0)
    else:
        control(step, None, assignment, here, SKIP)


def _help(step: Step) -> None:
    step.say(*HELP, HELP_REASONS)


def _stop(step: Step) -> None:
    step.news = True
    step.person = replace(step.who, reminders=False)
    step.records.save_person(step.person, step.at)
    step.records.chose(step.who.id, "remind", step.rules.consent, "No reminders", step.at)
    step.say(REMINDERS_OFF)


def _leave(step: Step) -> None:
    """The question stands until another page is opened, as first contact does on a return."""
    visit = step.who.page_version
    yes, no = (
        page_button("Yes, leave", "leave", visit, "yes"),
        page_button("No", "leave", visit, "no"),
    )
    step.say(LEAVE_ASK, rows=((yes, no),))


def _leaving(step: Step, visit: int, choice: str) -> None:
    """An old [Yes, leave], tapped after a return, is asked about and not obeyed."""
    if choice != "yes":
        step.notice(STAYING)
    elif visit == step.who.page_version:
        _left(step)
    else:
        step.notice(FINISHED)
        _leave(step)


def _left(step: Step) -> None:
    """Out at once: queued messages fall silent, open tasks go to someone else."""
    records, person = step.records, step.who
    for assignment in records.assignments(person.id, OPEN, 1000):
        after = replace(assignment, state=RETURNED, turn=assignment.turn + 1, question="")
        if not records.save(assignment, after):
            continue
        records.audit("task returned", step.at, person=person.id, task=assignment.item)
        if not assignment.extra:
            records.give_back(assignment.item)
    for contact in records.contacts(person.id):
        records.hush(contact.account, step.at)
    records.forget_withheld(person.id)
    records.chose(person.id, "leave", step.rules.consent, "Yes, leave", step.at)
    step.person = replace(person, state="left", page="", reminders=False, consent=0)
    records.save_person(step.person, step.at)
    step.say(LEFT)
    if step.contact.home:
        step.home()


def _answers(step: Step) -> None:
    """The last answers, each with a way to change it."""
    done = step.records.assignments(step.who.id, DONE, ANSWERS_SHOWN)
    if not done:
        step.say(NO_ANSWERS)
        return
    lines, rows = list[Paragraph](), []
    for number, assignment in enumerate(done, start=1):
        brief = work.scene(step, assignment).brief
        told = " ".join(tell(brief, assignment.answer))
        lines.append((Run(f"{number}. "), Run(task_name(brief.item), "italic"), Run(f": {told}")))
        rows.append((page_button(f"Change {number}", "change", 1, assignment.id),))
    step.say(*lines, rows=tuple(rows))


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


def _my_data(step: Step) -> None:
    person = step.who
    done = step.records.done_since(person.id, step.at.replace(year=2000))
    accounts = ", ".join(c.account.platform.capitalize() for c in step.records.contacts(person.id))
    step.say(
        f"You are on: {accounts}. Answers: {done}. Reminders: {joining.told(person.reminders)}."
        f" Quoting: {joining.told(person.quoting)}. Time zone: {person.zone}.",
        "Answers carry a pseudonym when they are exported. To have an answer taken out of later"
        " exports, ask the coordinator.",
    )


def _own(step: Step, public: str) -> Assignment | None:
    assignment = step.records.assignment(public)
    return assignment if assignment and assignment.person == step.who.id else None


def _start(step: Step) -> None:
    home.greet(step)


_WORDS = {
    "next": work.next_task,
    "next task": work.next_task,
    "start": _start,
    "home": _start,
    "learn": lambda step: step.say(NO_COURSE),
    "where": work.show_where,
    "answers": _answers,
    "my answers": _answers,
    "pause": _stop,
    "settings": joining.settings,
    "my data": _my_data,
    "mydata": _my_data,
    "link": lambda step: step.say(NO_LINKING),
    "stop": _stop,
    "leave": _leave,
    "help": _help,
}

_HOME = {
    "next": work.next_task,
    "another": lambda step: work.next_task(step, another=True),
    "answers": _answers,
    "settings": joining.settings,
    "help": _help,
}
