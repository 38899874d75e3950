"""What somebody set, in words, and a button to change each; its pages are `bot.joining`'s."""

from bot.step import Step, page_button
from bot.tongue import phrase
from bot.words import clock

SETTINGS = {
    "remind": phrase("Reminders"),
    "quote": phrase("Quoting"),
    "reader": phrase("Screen reader"),
    "zone": phrase("Time zone"),
}
"""Pages that Settings opens again, and their buttons."""


def settings(step: Step) -> None:
    """What is set, in words, and a button to change each."""
    person = step.who
    said = (
        phrase("Reminders: {choice}.", choice=told(person.reminders)),
        phrase("Quoting without your name: {choice}.", choice=told(person.quoting)),
        phrase("Screen reader: {choice}.", choice=told(person.screen_reader)),
        phrase(
            "Time zone: {zone}, now {time}.", zone=person.zone, time=clock(step.at, person.zone)
        ),
    )
    rows = tuple((page_button(label, "set", 1, key),) for key, label in SETTINGS.items())
    step.say(*said, rows=rows)


def told(choice: bool | None) -> str:
    return {True: phrase("yes"), False: phrase("no"), None: phrase("not asked")}[choice]
