"""The standing view: who you are, what is next and what it costs, how the week went.

Only what works is shown (conversation.md 3).
"""

from dataclasses import replace

from bot.cards import Card, Home, Paragraph, Row, Run
from bot.panel import minutes, title
from bot.records import Person
from bot.step import Step, line, page_button
from bot.words import NOTHING_WAITING, NOTHING_WAITING_QUIET, week_start


def card(step: Step, person: Person) -> Card:
    """Home for one who takes part."""
    records = step.records
    upcoming = records.peek(person.id, step.platform)
    done = records.done_since(person.id, week_start(step.at, person.zone))
    waiting = records.waiting(person.id, step.platform, step.rules.waiting_most)
    name = (Run("Rounds", "bold"), Run(f" · {person.name}" if person.name else ""))
    if upcoming:
        cost = f"Next: {title(upcoming)} · about {minutes(upcoming, step.rules)} min · "
        project = records.project(upcoming.project)
        lead: Paragraph = (Run(cost), Run(project.title, "italic"))
    else:
        lead = line(NOTHING_WAITING if person.reminders else NOTHING_WAITING_QUIET)
    count = f"{waiting} or more" if waiting >= step.rules.waiting_most else str(waiting)
    rows: list[Row] = [
        (
            page_button("My answers", "home", 1, "answers"),
            page_button("Settings", "home", 1, "settings"),
            page_button("Help", "home", 1, "help"),
        )
    ]
    if upcoming:
        rows.insert(0, (page_button("Next task", "home", 1, "next"),))
    return Card((name, lead, line(f"This week: {done} done · {count} waiting")), tuple(rows))


def plain(step: Step, *lines: str) -> Card:
    """Home for one who does not take part yet, or no longer."""
    return Card(((Run("Rounds", "bold"),), *(line(text) for text in lines)))


def greet(step: Step, lead: str = "") -> None:
    """Home as a message in the chat, for platforms without a standing view and on joining."""
    shown = card(step, step.who)
    if lead:
        shown = replace(shown, body=(line(lead), *shown.body))
    step.post(f"m:{step.records.fresh()}", shown)


def refresh(step: Step) -> None:
    """Redraw the standing view of everybody who has opened it, unless this step just did."""
    if any(isinstance(out, Home) for out in step.outs):
        return
    if step.contact.home and step.person and step.person.state == "active":
        step.home(card(step, step.person))
