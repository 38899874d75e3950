"""Every card that people can meet so far, by name, on either platform: made by the real engine.

A new kind of task adds its samples here. Golden files, contract tests and the contact sheet walk
through all of it, so a card that is not hung here is a card that nobody has looked at.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from bot.cards import Out
from bot.panel import WRITE, token
from bot.records import WITHDRAWN
from bot.rules import Rules
from bot.words import SKIPS, WRONGS
from tests.gallery_texts import (
    FEVER,
    GUIDELINE,
    HARM,
    HOSTILE,
    LONG,
    PROJECT,
    RASH,
    REASON,
    SKIN,
    SPACELESS,
    TURNS,
    UNBROKEN,
)
from tests.gallery_visit import Visit

Hung = Iterator[tuple[str, list[Out]]]
THIN = "B is better"
PLATFORMS = ("slack", "telegram")


@cache
def gallery(platform: str) -> dict[str, list[Out]]:
    """All samples by name; each is one or several outs, in the order they would be sent."""
    samples: dict[str, list[Out]] = {}
    for room in ROOMS:
        for name, outs in room(platform):
            if name in samples or not outs:
                raise LookupError(f"the sample {name} is empty or hangs there twice")
            samples[name] = outs
    return samples


def strangers(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, joined=False)
    yield "stranger-wrote", visit.says("hello").posts
    yield "stranger-pressed", visit.presses_token("home:1:next").notes
    if platform == "slack":
        yield "stranger-home", visit.opens("home").homes
        yield "stranger-command", visit.commands("next").notes


def first_contact(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, joined=False)
    yield "join-who", visit.invited().posts
    if platform == "slack":
        yield "home-joining", visit.opens("home").homes
    visit.presses("Continue")
    yield "join-settled", visit.edits_made
    yield "join-terms", visit.posts
    yield "join-rights", visit.presses("Continue").posts
    yield "join-part", visit.presses("Continue").posts
    yield "join-remind", visit.presses("Take part").posts
    yield "join-quote", visit.presses("Yes, remind me").posts
    yield "join-manage", visit.presses("May be quoted").posts
    yield "join-reader", visit.presses("No").posts
    yield "join-zone", visit.presses("No").posts
    yield "join-city", visit.presses("Change").posts
    yield "join-city-unknown", visit.says("Atlantis").posts
    yield "join-zone-again", visit.says("Accra").posts
    yield "join-page-finished", visit.presses_token("join-part:4:0").notes
    yield "join-done", visit.presses("Correct").posts
    yield "join-another-project", visit.invited().posts

    visit = Visit(platform, PROJECT, joined=False).invited()
    yield "join-not-now", visit.presses("Continue", "Continue", "Continue", "Not now").posts

    visit = Visit(platform, PROJECT, FEVER, joined=False).invited(named=False)
    visit.presses("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't quote")
    yield "join-waiting", visit.presses("No", "No", "Correct").posts
    if platform == "slack":
        yield "home-waiting", visit.opens("home").homes


def homes(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH)
    yield "home-in-chat", visit.says("start").posts
    yield "home-in-chat-open", visit.says("next").says("start").posts
    visit = Visit(platform, PROJECT)
    yield "home-in-chat-nothing", visit.says("start").posts
    yield "nothing-waiting-quiet", visit.says("next").posts
    visit.says("settings").presses("Reminders", "Yes, remind me")
    yield "nothing-waiting", visit.says("next").posts
    if platform != "slack":
        return
    visit = Visit(platform, PROJECT, FEVER, RASH)
    yield "home", visit.opens("home").homes
    yield "home-open", visit.presses("Next task").homes
    visit.presses("Level", "Yes", "No reason")
    yield "home-one-done", visit.homes
    few = Rules(waiting_most=2)
    yield "home-many", Visit(platform, PROJECT, FEVER, RASH, TURNS, rules=few).opens("home").homes
    yield "home-nothing", Visit(platform, PROJECT).opens("home").homes


def materials(platform: str) -> Hung:
    for name, item in (
        ("short", FEVER),
        ("turns", TURNS),
        ("hostile", HARM),
        ("long", LONG),
        ("spaceless", SPACELESS),
    ):
        visit = Visit(platform, PROJECT, item).says("next")
        yield f"material-{name}", visit.posts[1:-1]
        yield f"panel-{name}", visit.panel
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "header", visit.posts[:1]
    if platform == "slack":
        yield "header-linked", visit.edits_made


def ranking(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "rank-strength-a", visit.presses("A is better").panel
    yield "saved", visit.notes
    yield "rank-back", visit.presses("Back").panel
    yield "rank-strength-b", visit.presses("B is better").panel
    yield "rank-stands", visit.presses("Better").panel
    visit.presses("Back", "Back", "Level")
    yield "rank-stands-level", visit.panel
    visit = Visit(platform, PROJECT, FEVER, rules=Rules()).says("next")
    yield "rank-once-more", visit.hurries("A is better").panel
    visit.waits(seconds=5).presses("A is better")
    yield "rank-once-more-strength", visit.hurries("Clearly").panel
    visit = Visit(platform, PROJECT, FEVER, reader=True).says("next")
    visit.presses("B is better")
    yield "reader-strength", visit.posts
    yield "reader-shrunk", visit.edits_made
    yield "reader-choice-unknown", visit.says("banana").posts
    yield "reader-typed", visit.says("clearly").posts
    yield "reader-summary", visit.says("yes").says(REASON).posts


def rationales(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH, TURNS)
    visit.says("next").presses("B is better", "Slightly better")
    yield "rationale-optional", visit.presses("No, neither").panel
    if platform == "slack":
        yield "form", visit.presses("Write…").notes
        form = token(visit.task, WRITE)
        yield "form-empty", visit.submits(form, " ").notes
        yield "form-of-nobody", visit.submits("x:1:w", "Too late.").notes
    yield "rationale-no-words", visit.says(" ").posts
    yield "rationale-nudge", visit.says(THIN).panel
    if platform == "slack":
        yield "form-draft", visit.presses("Write…").notes
        yield "form-finished", visit.submits(form, "Too late.").notes
    yield "summary-slightly-neither", visit.presses("Send as is").panel

    visit.presses("Next task", "A is better", "Clearly better")
    yield "rationale-required", visit.presses("Yes").panel
    yield "summary-clearly", visit.says(REASON).panel
    visit.says("She is also very young.")
    yield "rationale-added", visit.posts
    yield "summary-added", visit.edits_made
    yield "rationale-undone", visit.presses("Undo").notes
    visit.says("She is also very small.")
    yield "rationale-deleted", visit.edits(None).posts
    yield "rationale-kept", visit.presses("Keep").notes
    yield "rationale-removed", visit.presses("Remove").notes
    yield "rationale-nothing-to-remove", visit.presses("Remove").notes

    visit.presses("Next task", "A is better", "Better", "Yes")
    yield "summary-better-no-reason", visit.presses("No reason").panel
    visit = Visit(platform, PROJECT, FEVER, RASH).says("next").presses("Level", "No")
    yield "summary-level-hostile", visit.says(HOSTILE).panel
    visit.presses("Next task", "Level", "No")
    yield "rationale-nudge-spaceless", visit.says(UNBROKEN).panel
    yield "summary-level-spaceless", visit.presses("Send as is").panel
    visit = Visit(platform, PROJECT, HARM).says("next").presses("Level", "Yes")
    yield "rationale-nudge-hostile", visit.says("<!channel> *no*").panel


def pages(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("B is better")
    yield "page-skip", visit.presses("Skip").panel
    visit.presses("Back")
    yield "page-more", visit.presses("More").panel
    yield "page-wrong", visit.presses("Something is wrong").panel
    yield "page-wrong-reported", visit.presses(WRONGS[0][0]).panel
    yield "page-later", visit.presses("More", "Later").panel
    visit.presses("Back")
    yield "page-meaning", visit.presses("More", "What does").panel
    visit.presses("Back")
    yield "page-ask", visit.presses("More", "Ask the").panel
    visit.says("Is 38.4 °C measured under the arm?")
    yield "page-asked", visit.posts
    yield "shrunk", visit.edits_made
    visit.presses("Better", "Yes", "No reason")
    yield "page-change", visit.presses("Change").panel
    yield "page-changing", visit.presses("How much").panel
    plain = replace(PROJECT, guideline="")
    visit = Visit(platform, plain, FEVER).says("next").presses("More", "What does")
    yield "page-meaning-plain", visit.panel
    long = replace(PROJECT, guideline=GUIDELINE)
    visit = Visit(platform, long, FEVER).says("next").presses("More", "What does")
    yield "page-meaning-long", visit.posts
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("Level", "Yes", "No reason")
    yield "page-change-level", visit.presses("Change").panel


def endings(platform: str) -> Hung:
    for label, code in SKIPS:
        visit = Visit(platform, PROJECT, FEVER).says("next").presses("Skip", label)
        yield f"skipped-{code.replace('_', '-')}", visit.panel
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("A is better")
    yield "lapsed", visit.waits(hours=73).edits_made
    yield "lapsed-finished", visit.presses("Finish it").panel
    visit = Visit(platform, PROJECT, FEVER).says("next").changed(state=WITHDRAWN)
    yield "withdrawn", visit.presses("A is better").panel
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "stopped", visit.presses("Level", "Yes", "No reason", "Stop here").posts


def wandering(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH, TURNS, SKIN)
    yield "where-nothing", visit.says("where").posts
    yield "where-nothing-awaited", visit.says("A stray remark.").posts
    visit.says("next")
    yield "open-still", visit.says("next").posts
    yield "open-elsewhere", visit.waits(hours=1).says("next").posts
    visit.presses("Bring it here")
    yield "moved", visit.edits_made[:1]
    yield "moved-here", visit.posts
    visit.presses("Level", "Yes").waits(hours=1).presses_token("home:1:another")
    yield "reason-for-one", visit.says(REASON, aside=True).posts
    yield "reason-not-saved", visit.presses("No").notes
    visit.says("where").presses("Level", "Yes")
    yield "reason-for-which", visit.says(REASON, aside=True).posts
    visit.waits(hours=1).presses_token("home:1:another").waits(hours=1)
    yield "open-three", visit.presses_token("home:1:another").notes
    yield "old-button", visit.presses_token(f"{visit.task.id}:999:0").notes
    yield "not-yours", visit.presses_token("0123456789abcdefghi:1:0").notes
    visit.says("where")
    yield "first-question", visit.presses("Back").notes


def commands(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH)
    for word in ("settings", "my data", "help", "learn", "link", "answers", "stop"):
        yield f"word-{word.replace(' ', '-')}", visit.says(word).posts
    yield "word-settings-page", visit.says("settings").presses("Screen reader").posts
    visit.presses("No").says("next").presses("Level", "Yes", "No reason", "Next task")
    yield "choice-unknown", visit.says("banana").posts
    visit.presses("B is better", "Clearly better", "Yes").says(REASON)
    yield "word-answers-two", visit.says("answers").posts
    yield "voice", visit.says(form="voice").posts
    yield "file", visit.says(form="photo").posts
    yield "leave", visit.says("leave").posts
    yield "leave-no", visit.presses("No").notes
    yield "left", visit.presses("Yes, leave").posts
    if platform == "slack":
        visit = Visit(platform, PROJECT, FEVER)
        yield "command-help", visit.commands("help").notes
        yield "command-settings", visit.commands("settings").notes


ROOMS: tuple[Callable[[str], Hung], ...] = (
    strangers,
    first_contact,
    homes,
    materials,
    ranking,
    rationales,
    pages,
    endings,
    wandering,
    commands,
)
