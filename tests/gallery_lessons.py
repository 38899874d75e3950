"""The cards of a course: Learn and what stands there, steps of every kind, practice, and endings.

Walked through with the small course of `tests.schooling`, so that they change when a card does;
what the real course shows is `tests.gallery_course`'s.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import WRITE, token
from bot.cards import Out
from bot.lessons import Course, Lesson
from bot.rules import Rules
from bot.words import NO_PATIENT
from tests.gallery_texts import FEVER, PROJECT, RASH
from tests.gallery_visit import Hung, Visit
from tests.pupil import WHY, answers, begins, letter, number, passes, until
from tests.schooling import COURSE, ENGLISH, LESSONS

WRONG, OTHER_WRONG, RIGHT = "Nothing at all", "To check its facts", "To sound sure of itself"
NOTE = "Where I work a nurse sees the child first."

ALONE = replace(ENGLISH, title="Reading a guideline", line="Before you judge.")
REVIEWED = replace(
    COURSE,
    id="guideline",
    section="RLHF",
    order=2,
    minutes=3,
    review="Dr Ama Haddad, 2026-01-31",
    texts=(replace(ALONE, lessons=ENGLISH.lessons[:1], warm_up=()),),
)
"""A course of one lesson, without a warm-up, that a clinician has looked at."""

ELSEWHERE = replace(REVIEWED, id="units", section="Units and doses", order=1)
NEEDED = replace(PROJECT, requires=COURSE.id)


def version(number: str, *changed: str, lessons: Sequence[Lesson] = LESSONS) -> Course:
    texts = (replace(ENGLISH, lessons=tuple(lessons)),)
    return replace(COURSE, version=number, changed=changed, texts=texts)


FIRST, LAST = LESSONS
MENDED = replace(FIRST, steps=(replace(FIRST.steps[0], text="Short it is."), *FIRST.steps[1:]))
"""Its first step in better words."""

SHORTER = replace(LAST, steps=LAST.steps[:-1])
"""Without its last step."""


def comes(platform: str, *courses: Course, reader: bool = False) -> Visit:
    """Somebody who may learn, and has tasks besides."""
    offered = courses or (COURSE,)
    return Visit(platform, PROJECT, FEVER, RASH, reader=reader, courses=offered)


def to_the_end(visit: Visit) -> Visit:
    """Through all that is left of the lessons, or of a set of the warm-up."""
    while visit.task.question:
        passes(visit)
    return visit


def learn(platform: str) -> Hung:
    visit = comes(platform)
    yield "learn-one-section", visit.says("learn").posts
    yield "learn-not-reviewed", visit.presses("RLHF").posts
    yield "learn-text", visit.presses("Send me the text").posts
    visit.says("learn", aside=True).presses("RLHF", "Start Lesson")
    visit.says("learn", aside=True)
    yield "learn-under-way", visit.presses("RLHF").posts
    until(visit, "fever").says("learn", aside=True)
    yield "learn-lesson-done", visit.presses("RLHF").posts
    yield "learn-review-some", visit.presses("Review").posts
    until(visit, "fever")
    to_the_end(visit).says("learn", aside=True)
    yield "learn-done", visit.presses("RLHF").posts

    visit = comes(platform, COURSE, REVIEWED, ELSEWHERE)
    yield "learn-sections", visit.says("learn").posts
    yield "learn-section", visit.presses("RLHF").posts
    yield "learn-reviewed", visit.presses("Reading a guideline").posts
    yield "learn-no-warm-up-begun", visit.presses("Start Lesson").posts
    to_the_end(visit)
    yield "learn-no-warm-up-done", visit.posts
    visit.says("learn", aside=True)
    yield "learn-section-some-done", visit.presses("RLHF").posts
    yield "learn-not-open", visit.presses_token("learn:99:card").notes
    if platform == "slack":
        yield "learn-command", [*visit.commands("learn").posts, *visit.notes]
    visit = comes(platform, reader=True)
    yield "learn-reader", [*visit.says("learn").posts, *visit.says("rlhf").posts]


def homes(platform: str) -> Hung:
    """Home, where there is something to learn, and where it comes first."""
    visit = comes(platform)
    yield "home-learn", home(visit)
    visit.presses("Start Lesson")
    yield "home-learn-begun", home(visit)
    until(visit, "dose")
    yield "home-learn-under-way", home(visit)
    to_the_end(visit)
    yield "home-learn-done", home(visit)
    visit = needs(platform)
    yield "home-required", home(visit)
    yield "required-course", visit.says("next", aside=True).posts
    visit.presses("Start Lesson")
    yield "required-course-begun", visit.says("next", aside=True).posts
    visit.presses("Continue")
    to_the_end(visit)
    yield "required-warm-up", visit.says("next", aside=True).posts
    yield "home-required-warm-up", home(visit)
    missed(visit, "Warm-up set", "Second warm-up set")
    yield "required-talk", visit.says("next", aside=True).posts
    yield "home-required-talk", home(visit)


def lessons(platform: str) -> Hung:
    """Steps that are read, and checks."""
    visit = comes(platform).says("learn").presses("RLHF", "Start Lesson")
    yield "lesson-header", visit.posts[:1]
    if platform == "slack":
        yield "lesson-header-linked", visit.edits_made
    yield "lesson-first", visit.panel
    yield "lesson-first-back", visit.presses("Back").notes
    yield "lesson-nothing-to-skip", visit.says("skip").posts
    visit.presses("Continue")
    yield "lesson-read", visit.edits_made
    yield "lesson-list", visit.panel
    yield "lesson-check", visit.presses("Continue").panel
    yield "lesson-check-typed-wrong", visit.says("7").posts
    yield "lesson-wrong", answers(visit, WRONG).panel
    yield "lesson-tried-again", visit.presses("Try again").panel
    yield "lesson-wrong-again", answers(visit, OTHER_WRONG).panel
    yield "lesson-wrong-back", visit.presses("Back").panel
    yield "lesson-right", answers(visit, RIGHT).panel
    yield "lesson-other-reasons", visit.presses("Other reasons").posts
    yield "lesson-other-reasons-again", visit.presses("Other reasons").notes
    visit.presses("Back")
    yield "lesson-back", [*visit.panel, *visit.edits_made]
    yield "lesson-back-again", visit.presses("Continue").panel
    visit.presses("Continue")
    yield "lesson-answered", visit.edits_made
    yield "lesson-last", visit.panel
    yield "lesson-end", visit.presses("Continue").panel
    yield "lesson-end-ask", visit.presses("Ask the coordinator").panel
    yield "lesson-end-asked", visit.says("Who reads what I answer here?").posts
    visit.presses("Continue")
    yield "lesson-end-passed", visit.edits_made


def wandering(platform: str) -> Hung:
    """Away from a lesson and back, in other chats, words and versions."""
    visit = begins(comes(platform))
    name, old = visit.button("Back")
    visit.presses("Continue")
    yield "lesson-old-button", visit.presses_token(old.token, name).notes
    yield "lesson-where", visit.says("where").posts
    yield "lesson-goes-on", visit.edits_made
    visit.says("next", aside=True)
    yield "lesson-kept", visit.edits_made
    yield "lesson-kept-gone-on", visit.presses("Continue").posts
    yield "lesson-which-task", begins(comes(platform).says("next")).says("b", aside=True).posts
    visit = begins(comes(platform)).waits(hours=2)
    visit.says("learn", aside=True).presses("RLHF")
    visit.presses("Continue")
    yield "lesson-moved", visit.edits_made
    yield "lesson-moved-here", visit.posts

    visit = comes(platform)
    visit.language = "de"
    yield "lesson-in-english", begins(visit).posts[:1]

    visit = begins(comes(platform)).teaches(version("1.0.1", lessons=(MENDED, LAST)))
    visit.says("learn", aside=True).presses("RLHF")
    visit.presses("Continue")
    yield "lesson-given-way", visit.edits_made
    visit = begins(comes(platform)).teaches(version("1.1.0", "A step on sources is new."))
    visit.says("learn", aside=True).presses("RLHF")
    yield "version-newer", visit.presses("Continue").posts
    yield "version-mine", visit.twin().presses("Stay with mine").posts
    yield "version-used", visit.presses("Use the newer one").posts
    visit = until(begins(comes(platform)), "finish")
    visit.teaches(version("1.0.1", lessons=(FIRST, SHORTER))).says("learn", aside=True)
    yield "version-all-done", visit.presses("RLHF").posts
    newer = version("2.0.0", "In step 6 another dose is right.", "Step 4 is shorter.")
    visit = to_the_end(begins(comes(platform))).teaches(newer)
    yield "version-changed", visit.twin().says("learn", aside=True).presses("RLHF").posts
    visit.teaches(replace(newer, version="3.0.0", requires_refresh=True))
    yield "version-refresh", visit.says("learn", aside=True).presses("RLHF").posts
    visit = to_the_end(begins(comes(platform)))
    yield "course-corrected", visit.corrects("The dose is 15 mg once a week, not a day.").posts


def practice(platform: str) -> Hung:
    """What is practised, and what a reviewer says to it."""
    visit = until(begins(comes(platform)), "recap").presses("Continue", "Continue")
    yield "practice-compare", visit.posts
    yield "practice-strength", visit.presses(f"{letter(visit, 'calm')} is better").panel
    yield "practice-skip", visit.presses("Skip").panel
    visit.presses("Back")
    yield "practice-more", visit.presses("More").panel
    yield "practice-meaning", visit.presses("What does").panel
    visit.presses("Back", "More")
    yield "practice-ask", visit.presses("Ask the").panel
    yield "practice-asked", visit.says("Is 38.4 °C measured under the arm?").posts
    skipped = visit.twin().presses("Skip", "Not my field")
    yield "practice-skipped", skipped.panel
    visit.presses("Slightly better")
    yield "practice-reviewed", visit.panel
    yield "practice-marked-wrong", visit.edits_made[1:]
    yield "practice-differ", visit.presses("I see it differently").panel
    yield "practice-differ-back", visit.twin().presses("Back").panel
    yield "practice-differ-no-words", visit.says(" ").posts
    held = visit.twin().says("My patient born 3/14/61 was told the same.")
    yield "practice-differ-details", held.posts
    yield "practice-differ-let-pass", held.presses(NO_PATIENT).decided(use=True).posts
    yield "practice-differ-noted", visit.says(NOTE).posts
    visit.presses("Continue")
    yield "practice-behind", visit.edits_made

    yield "practice-rate", visit.posts
    yield "practice-rate-cannot", visit.presses("Can't judge").panel
    yield "practice-rate-not-judged", visit.twin().presses("Not my field").panel
    visit.presses("Back")
    yield "practice-rate-reviewed", answers(visit, "3").panel
    yield "practice-rate-agreed", answers(until_dose(platform), "1").panel
    yield "practice-explain", visit.presses("Continue").panel
    if platform == "slack":
        yield "practice-explain-form", visit.presses("Write…").notes
        form = token(visit.task, WRITE)
        yield "practice-explain-sent", visit.twin().submits(form, WHY).panel
    yield "practice-explain-nudge", visit.says("It is wrong").panel
    yield "practice-explain-reviewed", visit.says(WHY).panel
    yield "practice-flag", visit.presses("Continue").posts
    yield "practice-flag-kinds", visit.presses("Harmful").panel
    visit.presses("2 Missed")
    several = visit.twin().presses("Another kind", "Factually wrong", "1 ", "Done", "A: S3")
    yield "practice-flag-several", several.panel
    yield "practice-flag-severity", visit.presses("Done").panel
    yield "practice-flag-contradiction", visit.twin().presses("A: S1").panel
    yield "practice-flag-reviewed", visit.twin().presses("A: S3").panel
    visit = until(begins(comes(platform)), "back-pain")
    yield "practice-flag-none", answers(visit, "none").panel
    visit = until(begins(comes(platform)), "fever")
    yield "practice-agreed", answers(visit, "now clearly").panel
    visit = until(begins(comes(platform)), "fever")
    yield "practice-level", answers(visit, "level").panel
    visit = Visit(platform, PROJECT, FEVER, rules=Rules(), courses=(COURSE,))
    until(begins(visit), "fever")
    yield "practice-once-more", visit.hurries("Level").panel


def reading(platform: str) -> Hung:
    """A lesson with a screen reader."""
    visit = begins(comes(platform, reader=True))
    yield "lesson-reader", visit.panel
    yield "lesson-reader-check", visit.says("continue").says("continue").posts
    yield "lesson-reader-wrong", visit.says(number(visit, WRONG)).posts
    yield "lesson-reader-shrunk", visit.edits_made
    visit.says("try again").says(number(visit, RIGHT))
    yield "lesson-reader-right", visit.posts
    yield "lesson-reader-end", visit.says("continue").says("continue").posts


def practising(platform: str) -> Hung:
    """Practice with a screen reader."""
    visit = until(begins(comes(platform, reader=True)), "recap")
    visit.says("continue").says("continue")
    yield "practice-reader", visit.posts
    yield "practice-reader-reviewed", visit.says("level").posts
    yield "practice-reader-differ", visit.says("i see it differently").posts
    yield "practice-reader-noted", visit.says(NOTE).posts


def endings(platform: str) -> Hung:
    """The end of the course, its warm-up, and what can be read again."""
    visit = until(begins(needs(platform)), "finish")
    yield "course-done", visit.presses("Continue").posts
    yield "course-certificate", visit.presses("Certificate").uploads
    yield "course-review", visit.presses("Review").posts
    yield "course-read-again", visit.presses("2. Practice").panel
    visit.says("learn", aside=True).presses("RLHF")
    yield "warm-up-first", visit.presses("Warm-up set").posts
    yield "warm-up-reviewed", answers(visit, "now clearly").panel
    visit.presses("Continue")
    yield "warm-up-open", answers(until(visit, "warm-1-7"), "level").panel
    visit = missed(to_the_end(begins(needs(platform))), "Warm-up set")
    yield "warm-up-again", visit.posts
    yield "warm-up-second", visit.presses("Second warm-up set").posts
    yield "warm-up-talk", missed(visit).posts
    visit = to_the_end(begins(needs(platform))).presses("Warm-up set")
    yield "warm-up-ready", to_the_end(visit).posts
    yield "warm-up-first-task", visit.presses("Next task").posts
    yield "course-done-ready", visit.says("learn", aside=True).presses("RLHF").posts


def home(visit: Visit) -> list[Out]:
    return visit.opens("home").homes if visit.platform == "slack" else visit.says("start").posts


def needs(platform: str) -> Visit:
    """Somebody in a project that requires the course."""
    return Visit(platform, NEEDED, FEVER, RASH, courses=(COURSE,))


def until_dose(platform: str) -> Visit:
    return until(begins(comes(platform)), "dose")


def missed(visit: Visit, *sets: str) -> Visit:
    """The warm-up, by these buttons or as it stands there, with another choice each time."""
    for label in sets or ("",):
        visit.presses(*([label] if label else []))
        while visit.task.question:
            answers(visit, "calm slightly").presses("Continue")
    return visit
