"""What people ask to be told: the words that work, their last answers, what is kept about them."""

from bot import work
from bot.cards import Paragraph, Run
from bot.kinds import tell
from bot.records import DONE
from bot.settings import told
from bot.step import Step, page_button
from bot.tongue import joined, phrase
from bot.words import HELP, HELP_REASONS, NO_ANSWERS, task_name

CHANGE = phrase("Change {number}")

ANSWERS_SHOWN = 5
"""How many past answers `answers` lists."""


def help_words(step: Step) -> None:
    step.say(*HELP, HELP_REASONS)


def answers(step: Step) -> None:
    """The last answers, each with a way to change it."""
    done = step.records.assignments(step.who.id, DONE, ANSWERS_SHOWN)
    if not done:
        step.say(NO_ANSWERS)
        return
    lines, rows = list[Paragraph](), []
    for number, assignment in enumerate(done, start=1):
        brief = work.scene(step, assignment).brief
        said = joined("", (": ", joined(" ", tell(brief, assignment.answer))))
        lines.append((Run(f"{number}. "), Run(task_name(brief.item), "italic"), Run(said)))
        rows.append((page_button(CHANGE.format(number=number), "change", 1, assignment.id),))
    step.say(*lines, rows=tuple(rows))


def my_data(step: Step) -> None:
    person = step.who
    done = step.records.done_since(person.id, step.at.replace(year=2000))
    accounts = ", ".join(c.account.platform.capitalize() for c in step.records.contacts(person.id))
    step.say(
        phrase(
            "You are on: {accounts}. Answers: {done}. Reminders: {reminders}. Quoting: {quoting}."
            " Time zone: {zone}.",
            accounts=accounts,
            done=done,
            reminders=told(person.reminders),
            quoting=told(person.quoting),
            zone=person.zone,
        ),
        phrase(
            "Answers carry a pseudonym when they are exported. To have an answer taken out of later"
            " exports, ask the coordinator."
        ),
    )
