"""What somebody set, in words, and a button to change each; its pages are `bot.joining`'s."""

from bot.step import Step, page_button
from bot.words import clock

SETTINGS = {
    "remind": "Reminders",
    "quote": "Quoting",
    "reader": "Screen reader",
    "zone": "Time zone",
}
"""Pages that Settings opens again, and their buttons."""


def settings(step: Step) -> None:
    """What is set, in words, and a button to change each."""
    person = step.who
    said = (
        f"Reminders: {told(person.reminders)}.",
        f"Quoting without your name: {told(person.quoting)}.",
        f"Screen reader: {told(person.screen_reader)}.",
        f"Time zone: {person.zone}, now {clock(step.at, person.zone)}.",
    )
    rows = tuple((page_button(label, "set", 1, key),) for key, label in SETTINGS.items())
    step.say(*said, rows=rows)


def told(choice: bool | None) -> str:
    return {True: "yes", False: "no", None: "not asked"}[choice]
