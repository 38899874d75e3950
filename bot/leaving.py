"""Out at once, and asked once before: open tasks go to others, answers stay."""

from bot.records import OPEN, RETURNED, replace
from bot.step import Step, page_button
from bot.tongue import phrase
from bot.words import FINISHED, LEAVE_ASK, LEFT, STAYING
from bot.work import leave_page

OPEN_MOST = 1000
"""Tasks that one person may have open when they leave; nobody has more than a few."""


def ask(step: Step) -> None:
    """The question stands until another page is opened, as first contact does on a return."""
    leave_page(step)
    visit = step.who.page_version
    yes, no = (
        page_button(phrase("Yes, leave"), "leave", visit, "yes"),
        page_button(phrase("No"), "leave", visit, "no"),
    )
    step.say(LEAVE_ASK, rows=((yes, no),))


def answered(step: Step, visit: int, choice: str) -> None:
    """An old [Yes, leave], tapped after a return, is asked about and not obeyed."""
    if choice != "yes":
        step.notice(STAYING)
    elif visit == step.who.page_version:
        left(step)
    else:
        step.notice(FINISHED)
        ask(step)


def left(step: Step) -> None:
    """Out at once: queued messages fall silent, open tasks go to someone else."""
    records, person = step.records, step.who
    for assignment in records.assignments(person.id, OPEN, OPEN_MOST):
        after = replace(assignment, state=RETURNED, turn=assignment.turn + 1, question="")
        if not records.save(assignment, after):
            continue
        records.audit("task returned", step.at, person=person.id, task=assignment.item)
        if not assignment.extra:
            records.give_back(assignment.item)
    for contact in records.contacts(person.id):
        records.hush(contact.account, step.at)
        records.save_contact(replace(contact, offered=""))
        records.forget_unplaced(contact.account)
    step.contact = replace(step.contact, offered="")
    records.forget_withheld(person.id)
    records.chose(person.id, "leave", step.rules.consent, "Yes, leave", step.at)
    step.person = replace(person, state="left", page="", reminders=False, consent=0)
    records.save_person(step.person, step.at)
    step.say(LEFT)
    if step.contact.home:
        step.home()
