"""Every card that people can meet so far, by name, on either platform: made by the real engine.

A new kind of task adds its samples to `gallery_kinds`. Golden files, contract tests and the contact
sheets walk through all of it, so a card that is not hung here is a card that nobody has looked at.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from bot.buttons import WRITE, token
from bot.cards import Card, Document, Notice, Out, Post, Upload
from bot.events import Opened
from bot.records import WITHDRAWN
from bot.rubric import Rubric
from bot.rules import Rules
from bot.step import line
from bot.words import BROKEN, KEPT, NOT_ASKED_NOW, SKIPS, WRONGS
from tests import gallery_awkward, gallery_kinds, gallery_lessons
from tests.gallery_details import details
from tests.gallery_texts import (
    FEVER,
    GUIDELINE,
    PROJECT,
    RASH,
    REASON,
    REASON_ONLY,
    REASON_RASH,
    REASON_SINGLE,
    SKIN,
    TURNS,
)
from tests.gallery_visit import ACCOUNTS, Hung, Visit

THIN = "B is better"
PROOF = {
    "name": "Dr Kofi Osei",
    "course": "rlhf_1",
    "title": "RLHF 1",
    "version": "1.0.0",
    "language": "en",
    "date": "2 March 2026",
    "hash": "3fa9c1d2e4b5" + "0" * 52,
    "code": "RND-7K2M-9QX4-T0ZB",
    "lessons": "3",
    "minutes": "15",
    "review": "",
}
PLATFORMS = ("slack", "telegram")
Room = Callable[[str], Hung]


@cache
def gallery(platform: str) -> dict[str, list[Out]]:
    """All samples by name; each is one or several outs, in the order they would be sent."""
    samples: dict[str, list[Out]] = {}
    for sheet in SHEETS:
        for name, outs in hung_on(platform, sheet):
            if name in samples or not outs:
                raise LookupError(f"the sample {name} is empty or hangs there twice")
            samples[name] = outs
    return samples


def hung_on(platform: str, sheet: str) -> Hung:
    """The samples of one contact sheet, in order."""
    for room in SHEETS[sheet]:
        yield from room(platform)


def strangers(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, joined=False)
    yield "stranger-wrote", visit.says("hello").posts
    yield "stranger-pressed", visit.presses_token("home:1:next").notes
    if platform == "slack":
        yield "stranger-home", visit.opens("home").homes
        yield "stranger-command", visit.commands("next").notes
    for number in range(Rules().guesses):
        visit.does(Opened, view="start", code=f"not-a-code-{number:011}")
    yield "stranger-guessed", visit.posts


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
    visit.presses("More", "Later").presses_token("home:1:another")
    visit.presses("More", "Later")
    yield "home-in-chat-aside", visit.says("start").posts
    visit = Visit(platform, PROJECT)
    yield "home-in-chat-nothing", visit.says("start").posts
    yield "nothing-waiting-quiet", visit.says("next").posts
    visit.says("settings").presses("Reminders", "Yes, remind me")
    yield "nothing-waiting", visit.says("next").posts
    if platform != "slack":
        return
    visit = Visit(platform, PROJECT, FEVER, RASH)
    yield "home", visit.opens("home").homes
    yield "home-open", visit.presses("Next task").homes[-1:]
    visit.presses("Level", "Yes", "None of these", "No reason")
    yield "home-one-done", visit.homes
    visit.presses("Next task", "More", "Later")
    yield "home-aside", visit.homes
    few = Rules(waiting_most=2)
    yield "home-many", Visit(platform, PROJECT, FEVER, RASH, TURNS, rules=few).opens("home").homes
    yield "home-nothing", Visit(platform, PROJECT).opens("home").homes


def gaps(platform: str) -> Hung:
    """What fits between two patients, and when it is over."""
    visit = Visit(platform, PROJECT, FEVER, RASH, TURNS)
    yield "gap-nothing-fits", visit.says("1 min").posts
    yield "gap-not-started", visit.presses("Not now").notes
    visit.says("1 min").presses("Start it").waits(seconds=360)
    visit.presses("Level", "Yes", "None of these")
    yield "gap-over", visit.presses("No reason").panel
    quick = Rules(slip=timedelta(0), block=1, fast_most=1)
    visit = Visit(platform, PROJECT, FEVER, RASH, rules=quick).says("next")
    visit.presses("Level", "Yes", "None of these")
    yield "gap-too-fast", visit.presses("No reason").panel


def materials(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "header", visit.posts[:1]
    if platform == "slack":
        yield "header-linked", visit.edits_made
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "material-short", visit.posts[1:-1]
    yield "panel-short", visit.panel


def rationales(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH, TURNS)
    visit.says("next").presses("B is better", "Slightly better")
    yield "main-reason", visit.presses("No, neither").panel
    yield "rationale-optional", visit.presses("None of these").panel
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

    visit.presses("Next task", "B is better", "Clearly better")
    yield "rationale-required", visit.presses("Yes", "A: missing").panel
    yield "summary-clearly", visit.says(REASON_RASH).panel
    visit.says("His lips could swell.")
    yield "rationale-added", visit.posts
    yield "summary-added", visit.edits_made
    yield "rationale-undone", visit.presses("Undo").notes
    visit.says("He should be seen today.")
    yield "rationale-deleted", visit.edits(None).posts
    yield "rationale-kept", visit.presses("Keep").notes
    yield "rationale-removed", visit.presses("Remove").notes
    yield "rationale-nothing-to-remove", visit.presses("Remove").notes

    visit.presses("Next task", "A is better", "Better", "Yes", "None of these")
    yield "summary-better-no-reason", visit.presses("No reason").panel
    visit = Visit(platform, PROJECT, RASH).says("next").presses("B is better", "Clearly", "Yes")
    visit.presses("A: missing").says("It may be an allergy, and the next dose could be worse.")
    visit.edits(REASON_RASH)
    yield "rationale-edited", visit.panel
    yield "rationale-said-again", visit.says(REASON_RASH).posts
    yield "rationale-changed", visit.presses("Change", "The reason").panel
    yield "rationale-skip-typed", visit.says("skip").posts
    visit = Visit(platform, PROJECT, REASON_ONLY).says("next")
    yield "rationale-alone", visit.panel
    yield "rationale-alone-summary", visit.says(REASON_SINGLE).panel
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("Level", "Yes", "None of these")
    yield "rationale-back", visit.says("same").presses("Back").panel


def pages(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("B is better")
    yield "page-skip", visit.presses("Skip").panel
    visit.presses("Back")
    yield "page-more", visit.presses("More").panel
    yield "page-wrong", visit.presses("Something is wrong").panel
    for label, code in WRONGS:
        yield f"page-wrong-{code.replace('_', '-')}", visit.presses(label).panel
        visit.presses("More", "Something is wrong")
    visit.presses("Back")
    yield "page-later", visit.presses("More", "Later").panel
    yield "page-later-taken-up", visit.says("where").posts
    yield "page-meaning", visit.presses("More", "What does").panel
    visit.presses("Back")
    yield "page-ask", visit.presses("More", "Ask the").panel
    visit.says("Is 38.4 °C measured under the arm?")
    yield "page-asked", visit.posts
    yield "shrunk", visit.edits_made
    visit.presses("Better", "Yes", "None of these", "No reason")
    yield "page-change", visit.presses("Change").panel
    yield "page-changing", visit.presses("How much").panel
    visit = (
        Visit(platform, PROJECT, FEVER, rubric=Rubric()).says("next").presses("More", "What does")
    )
    yield "page-meaning-plain", visit.panel
    long = Rubric(guideline=GUIDELINE)
    visit = Visit(platform, PROJECT, FEVER, rubric=long).says("next").presses("More", "What does")
    yield "page-meaning-long", visit.posts
    visit = (
        Visit(platform, PROJECT, FEVER)
        .says("next")
        .presses("Level", "Yes", "None of these", "No reason")
    )
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
    visit = Visit(platform, PROJECT, FEVER).says("next").says("leave")
    left = token(visit.task, 0)
    visit.presses("Yes, leave").invited().presses("Continue", "Continue", "Continue")
    visit.presses("Take part", "No reminders", "Don't quote", "No", "No", "Correct")
    yield "returned", visit.presses_token(left).posts
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "stopped", visit.presses("Level", "Yes", "None of these", "No reason", "Stop here").posts


def wandering(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH, TURNS, SKIN)
    yield "where-nothing", visit.says("where").posts
    yield "where-nothing-awaited", visit.says("A stray remark.").posts
    visit.says("next")
    yield "typed-unseen", visit.twin().on_its_way().says("a").posts
    yield "open-still", visit.says("next").posts
    yield "open-elsewhere", visit.waits(hours=1).says("next").posts
    visit.presses("Bring it here")
    yield "moved", visit.edits_made[:1]
    yield "moved-here", visit.posts
    visit.presses("Level", "Yes", "None of these").waits(hours=1).presses_token("home:1:another")
    yield "reason-for-one", visit.says(REASON, aside=True).posts
    yield "reason-for-another", visit.twin().says("It names no hospital.", aside=True).posts
    (words,) = visit.memory.waiting_words
    asking = visit.memory.tasks[words.tasks[0]]
    elsewhere = visit.twin().presses_token(f"{asking.id}:{asking.turn}:b")
    yield "reason-kept", elsewhere.presses_token(f"held:1:{words.id}").notes
    skipped = visit.twin().presses_token(f"{asking.id}:{asking.turn}:s")
    skipped.presses_token(f"{asking.id}:{asking.turn + 1}:0")
    yield "reason-not-wanted", skipped.presses_token(f"held:1:{words.id}").notes
    yield "reason-not-saved", visit.presses("No").notes
    visit.says("where").presses("Level", "Yes", "None of these")
    yield "reason-for-which", visit.says(REASON, aside=True).posts
    visit.waits(hours=1).presses_token("home:1:another").waits(hours=1)
    yield "open-three", visit.presses_token("home:1:another").notes
    yield "old-button", visit.presses_token(f"{visit.task.id}:999:0").notes
    yield "not-yours", visit.presses_token("0123456789abcdefghi:1:0").notes
    visit.says("where")
    yield "first-question", visit.presses("Back").notes
    visit = Visit(platform, PROJECT, FEVER, RASH).says("next").presses_token("home:1:next")
    visit.waits(seconds=5).presses_token("home:1:another")
    yield "which-task", visit.says("b").posts
    kept = Card((line(KEPT),))
    yield "kept-for-a-coordinator", [Post(ACCOUNTS[platform], "kept:1", kept)]
    not_now = Card((line(NOT_ASKED_NOW),))
    yield "not-asked-now", [Post(ACCOUNTS[platform], "m:1", not_now)]
    if platform == "slack":
        yield "broken", [Notice(BROKEN)]


def commands(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FEVER, RASH)
    for word in ("settings", "my data", "help", "learn", "link", "answers", "stop"):
        yield f"word-{word.replace(' ', '-')}", visit.says(word).posts
    yield "word-settings-page", visit.says("settings").presses("Screen reader").posts
    visit.presses("No").says("next").presses(
        "Level", "Yes", "None of these", "No reason", "Next task"
    )
    yield "choice-unknown", visit.says("banana").posts
    visit.presses("B is better", "Clearly better", "Yes", "A: missing").says(REASON_RASH)
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


def proofs(platform: str) -> Hung:
    """What a course ends with, as a document and as a picture."""
    for form in ("pdf", "png"):
        drawn = Document(f"certificate.{form}", PROOF)
        said = "Your certificate for RLHF 1. Anybody can check its code."
        yield f"certificate-{form}", [Upload(ACCOUNTS[platform], f"m:{form}", drawn, said, "s:1")]


SHEETS: dict[str, tuple[Room, ...]] = {
    "first contact": (strangers, first_contact),
    "home, words and settings": (homes, gaps, commands),
    "a comparison of two": (materials, gallery_kinds.risks, gallery_kinds.ranking),
    "a ranking of three to nine": (gallery_kinds.orders,),
    "a rating": (gallery_kinds.ratings,),
    "a search for failures": (gallery_kinds.failures,),
    "everything together": (gallery_kinds.together,),
    "learn": (gallery_lessons.learn, gallery_lessons.homes),
    "a lesson": (gallery_lessons.lessons, gallery_lessons.wandering, gallery_lessons.reading),
    "practice": (gallery_lessons.practice, gallery_lessons.practising),
    "the end of a course": (gallery_lessons.endings,),
    "reasons": (rationales,),
    "patient details": (details,),
    "certificates": (proofs,),
    "ways out": (pages, endings, wandering),
    "awkward texts": (gallery_awkward.awkward,),
}
"""What hangs together on one contact sheet, in the order in which people meet it."""
