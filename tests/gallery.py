"""Every card that people can meet so far, by name, on either platform: made by the real engine.

A new kind of task adds its samples here. Golden files, contract tests and the contact sheet walk
through all of it, so a card that is not hung here is a card that nobody has looked at.
"""

from collections.abc import Callable, Iterator
from functools import cache

from bot.cards import Out
from bot.panel import WRITE, token
from bot.records import WITHDRAWN
from bot.rubric import COMPLETENESS, SURENESS, Rubric
from bot.rules import Rules
from bot.words import SKIPS, WRONGS
from tests.gallery_details import details
from tests.gallery_texts import (
    EVERYTHING,
    FEVER,
    FOUR,
    GUIDELINE,
    HARM,
    HOSTILE_REASON,
    LONG,
    PROJECT,
    RASH,
    RATED,
    REASON,
    RISKS,
    SINGLE,
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
    visit.presses("Level", "Yes", "None of these", "No reason")
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
    yield "rank-main-level", visit.presses("Yes").panel
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
    yield "reader-summary", visit.says("yes").says("none of these").says(REASON).posts


def orders(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FOUR).says("next")
    yield "order-best", visit.panel
    yield "order-next", visit.presses("C").panel
    yield "order-level", visit.presses("Level with C").panel
    yield "order-next-level", visit.presses("A").panel
    yield "order-undone", visit.presses("Undo").panel
    yield "order-last", visit.presses("D", "A").panel
    yield "order-whole", visit.presses("B level").panel
    yield "order-typed-wrong", visit.says("c > a = d").posts
    yield "order-typed", visit.presses("Back", "Back").says("c > a = d > b").posts
    yield "order-reason", visit.presses("Submit").panel
    yield "order-summary", visit.presses("No reason").panel
    more = Rubric(neighbours=True, stands=True)
    visit = Visit(platform, PROJECT, FOUR, rubric=more).says("next").says("c > a = d > b")
    yield "order-neighbours", visit.presses("Submit").panel
    yield "order-neighbours-level", visit.presses("Clearly").panel
    yield "order-stands", visit.presses("Slightly").panel
    yield "order-summary-strengths", visit.presses("Yes").says(REASON).panel


def risks(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, RISKS).says("next")
    yield "risk-a", visit.panel
    yield "risk-b", visit.presses("A: S3").panel
    visit.presses("B: no concern", "A is better", "Slightly")
    yield "risk-contradiction", visit.presses("Yes").panel
    yield "risk-main", visit.presses("Keep both").panel
    yield "risk-required", visit.presses("B: too sure").panel
    yield "risk-summary", visit.says(REASON).panel
    yield "risk-change", visit.presses("Change").panel
    yield "risk-meaning", visit.presses("A: risk", "More", "What does").panel
    visit = Visit(platform, PROJECT, RISKS).says("next").presses("A: S3", "B: S3")
    yield "risk-both", visit.presses("Level").panel
    visit = Visit(platform, PROJECT, RISKS, reader=True).says("next")
    yield "risk-reader", visit.says("s2").posts
    yield "risk-reader-shrunk", visit.edits_made


def failures(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, SINGLE, rubric=Rubric(corrections=True)).says("next")
    yield "failure-family", visit.panel
    yield "failure-kinds", visit.presses("Harmful").panel
    yield "failure-one", visit.presses("2 Missed").panel
    yield "failure-two", visit.presses("1 Missing").panel
    yield "failure-off", visit.presses("1 chosen").panel
    yield "failure-other-family", visit.presses("Another kind").panel
    yield "failure-typed-wrong", visit.presses("Incomplete").says("2, 7").posts
    yield "failure-typed", visit.says("1, 3").posts
    yield "failure-severity", visit.presses("Done").panel
    yield "failure-contradiction", visit.presses("A: S1").panel
    yield "failure-severity-again", visit.presses("Change the severity").panel
    yield "failure-place", visit.presses("A: S3").panel
    yield "failure-place-unknown", visit.says("“take an aspirin”").posts
    yield "failure-wording", visit.says("“numbness is  COMMON”").posts
    yield "failure-summary", visit.presses("No wording").says(REASON).posts
    yield "failure-change", visit.presses("Change").panel
    visit = Visit(platform, PROJECT, SINGLE).says("next").presses("No failure found")
    yield "failure-none", visit.presses("No reason").panel
    visit = Visit(platform, PROJECT, SINGLE, reader=True).says("next").says("harmful")
    yield "failure-reader", visit.says("1 and 2").posts
    yield "failure-reader-done", visit.says("done").posts


def ratings(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, RATED).says("next")
    yield "rate-accuracy", visit.panel
    yield "rate-safety", visit.presses("2 Misleading").panel
    yield "rate-cannot", visit.presses("Can't judge").panel
    yield "rate-helpfulness", visit.presses("Not enough").panel
    yield "rate-summary", visit.presses("3 Partly").panel
    yield "rate-change", visit.presses("Change").panel
    yield "rate-meaning", visit.presses("A: Safety", "More", "What does").panel
    own = Rubric(criteria=(COMPLETENESS, SURENESS))
    visit = Visit(platform, PROJECT, RATED, rubric=own).says("next")
    yield "rate-completeness", visit.panel
    yield "rate-sureness", visit.says("5").panel
    visit = Visit(platform, PROJECT, EVERYTHING).says("next")
    yield "everything", visit.panel
    yield "everything-rated", visit.presses("A: S1", "B: no", "5 Sound").panel


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

    visit.presses("Next task", "A is better", "Clearly better")
    yield "rationale-required", visit.presses("Yes", "B: missing").panel
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

    visit.presses("Next task", "A is better", "Better", "Yes", "None of these")
    yield "summary-better-no-reason", visit.presses("No reason").panel
    visit = (
        Visit(platform, PROJECT, FEVER, RASH).says("next").presses("Level", "No", "None of these")
    )
    yield "summary-level-hostile", visit.says(HOSTILE_REASON).panel
    visit.presses("Next task", "Level", "No", "None of these")
    yield "rationale-nudge-spaceless", visit.says(UNBROKEN).panel
    yield "summary-level-spaceless", visit.presses("Send as is").panel
    visit = Visit(platform, PROJECT, HARM).says("next").presses("Level", "Yes", "None of these")
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
    visit = Visit(platform, PROJECT, FEVER).says("next")
    yield "stopped", visit.presses("Level", "Yes", "None of these", "No reason", "Stop here").posts


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
    visit.presses("Level", "Yes", "None of these").waits(hours=1).presses_token("home:1:another")
    yield "reason-for-one", visit.says(REASON, aside=True).posts
    yield "reason-not-saved", visit.presses("No").notes
    visit.says("where").presses("Level", "Yes", "None of these")
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
    visit.presses("No").says("next").presses(
        "Level", "Yes", "None of these", "No reason", "Next task"
    )
    yield "choice-unknown", visit.says("banana").posts
    visit.presses("B is better", "Clearly better", "Yes", "A: missing").says(REASON)
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
    orders,
    risks,
    failures,
    ratings,
    rationales,
    details,
    pages,
    endings,
    wandering,
    commands,
)
