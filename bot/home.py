"""The standing view: who you are, what is next and what it costs, how the week went.

Only what works is shown (conversation.md 3). It is drawn from what is true when it is sent, not
by the step that changed it: an answer waits for no count, and depends on no view.
"""

from dataclasses import replace
from datetime import datetime

from bot import assign, learn
from bot.assign import Wish
from bot.cards import Card, Paragraph, Row, Run, Standing
from bot.events import Account
from bot.material import question_name, title
from bot.port import Records
from bot.records import Person
from bot.required import required
from bot.rules import Rules
from bot.spoken import card_in
from bot.step import Step, have_open, line, open_link, page_button
from bot.tongue import joined, phrase
from bot.words import (
    CONFIRMING,
    IN_MESSAGES,
    LEFT,
    NEED_INVITATION,
    NOTHING_RECORDED,
    NOTHING_WAITING,
    NOTHING_WAITING_QUIET,
    task_name,
    week_start,
)
from bot.work import open_tasks

IN_FIRST_CONTACT = phrase("Your first questions are in Messages.")
PLAIN = {
    "joining": IN_FIRST_CONTACT,
    "waiting": CONFIRMING,
    "declined": NOTHING_RECORDED,
    "left": LEFT,
    "removed": NEED_INVITATION,
}
"""What Home says to one who does not take part yet, or no longer."""


def standing(records: Records, to: Account, at: datetime, rules: Rules) -> Standing:
    """Home as it fits the account's person now. It only reads.

    Raises LookupError for an account that was never met.
    """
    contact = records.contact(to)
    if contact is None:
        raise LookupError("no contact for this account")
    person = records.person(contact.person) if contact.person else None
    step = Step(records, rules, at, contact, person)
    if person is None:
        drawn = _plain(NEED_INVITATION)
    elif person.state in PLAIN:
        drawn = _plain(PLAIN[person.state])
    else:
        drawn = card(step, person)
    return Standing(to, card_in(drawn, step.tongue))


def card(step: Step, person: Person) -> Card:
    """Home for one who takes part."""
    records = step.records
    found = assign.waiting(records, person, step.platform, step.rules, Wish())
    upcoming = found.best[0] if found.best else None
    done = records.done_since(person.id, week_start(step.at, person.zone))
    waiting = records.waiting(person.id, list(found.piles), step.rules.waiting_most)
    name = (Run("Rounds", "bold"), Run(f" · {person.name}" if person.name else ""))
    lead, link = _open_task(step, more=upcoming is not None)
    several = upcoming is not None and not lead
    if upcoming is not None and not lead:
        item = records.item(upcoming.item)
        said = phrase(
            "Next: {title} · about {minutes} min",
            title=title(item),
            minutes=found.minutes(upcoming),
        )
        lead = (Run(joined("", (said, " · "))), Run(records.project(item.project).title, "italic"))
    count = (
        phrase("{waiting} or more", waiting=waiting)
        if waiting >= step.rules.waiting_most
        else str(waiting)
    )
    body = [
        name,
        lead,
        line(phrase("This week: {done} done · {count} waiting", done=done, count=count)),
    ]
    rows: list[Row] = [
        (
            page_button(phrase("My answers"), "home", 1, "answers"),
            page_button(phrase("Settings"), "home", 1, "settings"),
            page_button(phrase("Help"), "home", 1, "help"),
        )
    ]
    if taught := learn.home_line(step):
        body.append(taught[0])
        rows.insert(0, (*taught[1], page_button(phrase("Learn"), "home", 1, "learn")))
    if several:
        body.append(line(phrase("One task, or I have:")))
        rows.insert(
            0,
            tuple(
                page_button(phrase("{minutes} min", minutes=n), "gap", 1, str(n))
                for n in step.rules.gaps
            ),
        )
    if lead:
        rows.insert(0, (*link, page_button(phrase("Next task"), "home", 1, "next")))
    elif first := required(step):
        body[1] = line(first[0])
        if first[1]:
            rows[0] = (first[1], *rows[0][1:])
    else:
        body[1] = line(NOTHING_WAITING if person.reminders else NOTHING_WAITING_QUIET)
    return Card(tuple(body), tuple(rows))


def _open_task(step: Step, more: bool) -> tuple[Paragraph, Row]:
    """A task that lies open: where it is, and its link once that is known. What was put aside is
    told only when there is nothing `more`."""
    opened = open_tasks(step)
    if not opened or (opened[0].aside and more):
        return (), ()
    newest = opened[0]
    if step.platform not in step.rules.homes or newest.account != step.contact.account:
        name = task_name(step.records.item(newest.item))
        return have_open(name), ()
    question = step.records.message_named(question_name(newest))
    link = (open_link(question.link),) if question and question.link else ()
    return line(IN_MESSAGES), link


def _plain(text: str) -> Card:
    return Card(((Run("Rounds", "bold"),), line(text)))


def greet(step: Step, lead: str = "") -> None:
    """Home as a message in the chat, for platforms without a standing view and on joining."""
    shown = card(step, step.who)
    if lead:
        shown = replace(shown, body=(line(lead), *shown.body))
    step.post(f"m:{step.records.fresh()}", shown)


def refresh(step: Step) -> None:
    """The standing view of one who has opened it tells what has changed."""
    if step.contact.home and step.person:
        step.home()
