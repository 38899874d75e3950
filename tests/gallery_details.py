"""What is said to a text that may name a patient, by what it would have been; what a coordinator
decides about it; and what is said to one who writes of somebody in danger now.
"""

from collections.abc import Iterator

from bot.buttons import WRITE, token
from bot.cards import Out
from bot.rubric import Rubric
from bot.words import NO_PATIENT
from tests.gallery_texts import FEVER, PROJECT, RASH, REASON, SINGLE
from tests.gallery_visit import Visit

Hung = Iterator[tuple[str, list[Out]]]
BORN = "My patient born 3/14/61 was told the same."
PHONED = "Ring me on 07700 900123 about this one."
THIN = "B is better"


def details(platform: str) -> Hung:
    visit = writing(platform)
    yield "details-reason", visit.says(BORN).posts
    if platform == "telegram":
        yield "details-erased", visit.erasures
        yield "details-not-erased", visit.cannot_erase().posts
    button = visit.button(NO_PATIENT)[1].token
    yield "details-asked", [*visit.presses(NO_PATIENT).edits_made, *visit.notes]
    yield "details-not-yours", visit.presses_token("details:1:0123456789abcdefghi").notes
    yield "details-let-pass", visit.decided(use=True).posts
    yield "details-old-button", visit.presses_token(button).notes
    yield "details-added", visit.says(PHONED).posts
    yield "details-added-let-pass", visit.presses(NO_PATIENT).decided(use=True).posts
    yield "details-edited", visit.edits(f"{PHONED} Ask Dr Haddad.").posts
    yield "details-edited-let-pass", visit.presses(NO_PATIENT).decided(use=True).posts
    yield from placed(platform)
    yield from dropped(platform)
    yield from other_uses(platform)
    yield "emergency", writing(platform).says("my patient is not breathing").posts


def writing(platform: str) -> Visit:
    """Somebody who is asked for a reason."""
    visit = Visit(platform, PROJECT, FEVER, RASH).says("next")
    return visit.presses("Level", "Yes", "None of these")


def placed(platform: str) -> Hung:
    """A text in the wrong place, in a form, by command; and one that is mended."""
    visit = writing(platform)
    if platform == "telegram":  # one chat: only where two ask is it not certain
        visit.waits(hours=1).presses_token("home:1:another").presses("Level", "Yes", "None of")
    yield "details-placed", visit.says(BORN, aside=True).posts
    yield "details-placed-let-pass", visit.presses(NO_PATIENT).decided(use=True).posts
    if platform == "slack":
        visit = writing(platform).presses("Write…")
        yield "details-form", visit.submits(token(visit.task, WRITE), BORN).notes
        yield "details-command", visit.commands(BORN).posts
        yield "details-mended", visit.says(BORN).edits(REASON).panel


def dropped(platform: str) -> Hung:
    """What was not let pass, and what nothing wants any more."""
    visit = writing(platform).says(THIN)
    yield "details-more", visit.says(PHONED).posts
    yield "details-dropped", visit.presses(NO_PATIENT).decided(use=False).posts
    visit = writing(platform).says(BORN).presses(NO_PATIENT, "No reason")
    yield "details-dropped-change", visit.decided(use=False).posts
    visit = writing(platform).says(BORN).presses(NO_PATIENT).says(REASON)
    yield "details-dropped-done", visit.decided(use=False).posts
    visit = writing(platform).says(BORN).presses(NO_PATIENT, "Skip", "Not my field")
    yield "details-not-needed", visit.decided(use=True).posts


def other_uses(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("More", "Ask the")
    yield "details-question", visit.says("Is this Mrs Okonkwo of ward 7?").posts
    yield "details-question-let-pass", visit.presses(NO_PATIENT).decided(use=True).posts
    visit = Visit(platform, PROJECT, SINGLE, rubric=Rubric(corrections=True)).says("next")
    visit.presses("Harmful", "1 Missing", "Done", "A: S3", "No one place")
    yield "details-wording", visit.says("Say: ring Dr Haddad today.").posts
    yield "details-wording-let-pass", visit.presses(NO_PATIENT).decided(use=True).posts
