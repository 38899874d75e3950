"""What each page of first contact says, and what can be chosen there; Settings opens some again."""

from dataclasses import dataclass

from bot.records import Project
from bot.step import Step
from bot.tongue import joined, phrase
from bot.words import EMERGENCY, clock

CITY = "city"
KEEP = phrase("Keep it")
"""The page that awaits a typed place."""

KEPT_FOR = phrase("answers until one year after export")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it says and what can be chosen."""

    lines: tuple[str, ...]
    choices: tuple[str, ...]


def page(step: Step, key: str) -> Page:
    """The words of one page, for this person and project."""
    projects = step.records.projects(step.who.id)
    project = projects[0] if projects else None
    coordinator = project.coordinators[0] if project and project.coordinators else ""
    go_on = (phrase("Continue"),)
    pages = {
        "who": Page((_who(project),), go_on),
        "terms": Page(
            (
                phrase(
                    "Some tasks have known answers, some come back. Type nothing that could"
                    " identify a patient, and do not ask another AI tool."
                ),
                EMERGENCY,
            ),
            go_on,
        ),
        "rights": Page((_rights(project, step.platform),), go_on),
        "part": Page(
            (phrase("Would you like to take part?"),), (phrase("Take part"), phrase("Not now"))
        ),
        "remind": Page(
            (
                phrase(
                    "May I remind you when a task waits? Never at night, and you can stop it any"
                    " time."
                ),
            ),
            (phrase("Yes, remind me"), phrase("No reminders")),
        ),
        "quote": Page(
            (phrase("May your reasons be quoted, without your name, in reports and examples?"),),
            (phrase("May be quoted without my name"), phrase("Don't quote")),
        ),
        "manage": Page(
            (
                phrase(
                    "{coordinator} coordinates this project. Does {coordinator} manage you "
                    "or write your appraisal? If yes, {coordinator} never sees your name "
                    "beside counts or votes.",
                    coordinator=coordinator,
                ),
            ),
            (phrase("Yes"), phrase("No")),
        ),
        "reader": Page((phrase("Do you use a screen reader?"),), (phrase("Yes"), phrase("No"))),
        "zone": Page(
            (
                phrase(
                    "It is {time} for you now ({zone}).",
                    time=clock(step.at, step.who.zone),
                    zone=step.who.zone,
                ),
            ),
            (phrase("Correct"), phrase("Change")),
        ),
        CITY: Page((phrase("Type your city, for example Paris or New York."),), (KEEP,)),
    }
    return pages[key]


def _who(project: Project | None) -> str:
    title = project.title if project else phrase("this project")
    run_by = project.run_by if project and project.run_by else phrase("its coordinators")
    return phrase(
        "{title} is run by {run_by}. You compare answers that an AI wrote, and "
        "say why. What is recorded: your answers, your reasons, times, the "
        "order in which answers were shown, and this account.",
        title=title,
        run_by=run_by,
    )


def _rights(project: Project | None, platform: str) -> str:
    keep = (
        project.keep if project and project.keep else phrase("answers until one year after export")
    )
    told = {
        "telegram": phrase("Telegram chats with bots are not end-to-end encrypted."),
        "slack": phrase("Your organisation's Slack administrators can read this chat."),
    }
    seen_by = phrase(
        "Your reasons are seen by coordinators without your name, and may be exported. You may"
        " leave at any time; exported answers cannot be recalled."
    )
    return joined(" ", (seen_by, told.get(platform, ""), phrase("We keep {keep}.", keep=keep)))
