"""The cards of each kind of judgement, question by question, to the summary and back.

One room is one kind; whoever uses a screen reader goes through each of them, too.
"""

from itertools import cycle

from bot.rubric import COMPLETENESS, KNOWN, SURENESS, Criterion, Level, Rubric
from bot.rules import Rules
from bot.words import SKIPS
from tests.gallery_texts import (
    BOTH_BAD,
    EVERYTHING,
    FEVER,
    FOUR,
    MANY_SENTENCES,
    NINE,
    PROJECT,
    RANK_ONLY,
    RATED,
    RATED_TWO,
    REASON,
    REASON_BOTH,
    REASON_KEPT,
    REASON_ORDER,
    REASON_SINGLE,
    RISKS,
    RISKS_OF_FOUR,
    SINGLE,
    THREE,
)
from tests.gallery_visit import Hung, Visit

WARMTH = Criterion(
    "warmth",
    "Warmth",
    (
        Level("Warm", "Meets the worry first."),
        Level("Kind", "Polite and clear."),
        Level("Neutral", "Neither warm nor cold."),
        Level("Cold", "Skips the worry."),
        Level("Hurtful", "Blames or belittles."),
    ),
)
"""A criterion of a project's own, with every anchor."""


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
    visit = Visit(platform, PROJECT, RANK_ONLY).says("next").presses("Level")
    yield "rank-summary-level", visit.presses("No").panel
    visit = Visit(platform, PROJECT, FEVER, rules=Rules()).says("next")
    yield "rank-once-more", visit.hurries("A is better").panel
    visit.waits(seconds=5).presses("A is better")
    yield "rank-once-more-strength", visit.hurries("Clearly").panel
    visit = Visit(platform, PROJECT, FEVER, reader=True).says("next")
    visit.presses("A is better")
    yield "reader-strength", visit.posts
    yield "reader-shrunk", visit.edits_made
    yield "reader-choice-unknown", visit.says("banana").posts
    yield "reader-typed", visit.says("clearly").posts
    yield "reader-main", visit.says("yes").posts
    yield "reader-nudge", visit.says("none of these").says("A is better").posts
    yield "reader-summary", visit.says(REASON).posts
    visit = Visit(platform, PROJECT, FEVER, reader=True, rules=Rules()).says("next")
    yield "reader-once-more", visit.hurries("A is better").posts


def risks(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, RISKS).says("next")
    yield "risk-a", visit.panel
    yield "risk-b", visit.presses("A: S3").panel
    yield "risk-rank", visit.presses("B: no concern").panel
    visit.presses("A is better", "Slightly")
    yield "risk-contradiction", visit.presses("Yes").panel
    yield "risk-main", visit.presses("Keep both").panel
    yield "risk-required", visit.presses("B: too sure").panel
    yield "risk-summary-kept", visit.says(REASON_KEPT).panel
    yield "risk-change", visit.presses("Change").panel
    yield "risk-meaning", visit.presses("A: risk", "More", "What does").panel

    visit = Visit(platform, PROJECT, RISKS).says("next").presses("A: S2", "B: S1")
    visit.presses("A is better", "Better", "Yes")
    yield "risk-change-the-risk", visit.presses("Change the risk").panel
    visit = Visit(platform, PROJECT, RISKS).says("next").presses("A: S3", "B: S1")
    visit.presses("A is better", "Better", "Yes")
    yield "risk-change-the-choice", visit.presses("Change the choice").panel
    visit.presses("B is better", "Clearly", "Yes", "A: urgency too low")
    yield "risk-summary", visit.says(REASON).panel
    visit = Visit(platform, PROJECT, BOTH_BAD).says("next").presses("A: S3", "B: S3")
    yield "risk-both", visit.presses("Level").panel
    visit.presses("B: wrong fact").says(REASON_BOTH)
    yield "risk-both-summary", visit.panel
    visit = Visit(platform, PROJECT, RISKS).says("next").presses("A: no", "B: no", "B is better")
    yield "risk-none-summary", visit.presses("Slightly", "Yes", "B: clearer", "No reason").panel
    seldom = Rubric(only={"rationale": ("S2",)})
    visit = Visit(platform, PROJECT, RISKS, rubric=seldom).says("next").presses("A: S1", "B: no")
    yield "risk-no-reason-asked", visit.presses("B is better", "Better", "Yes").panel
    visit = Visit(platform, PROJECT, RISKS, rules=Rules()).says("next")
    yield "risk-once-more", visit.hurries("A: S3").panel

    both = Rubric(failure_kinds=True)
    visit = Visit(platform, PROJECT, RISKS, rubric=both).says("next")
    yield "risk-kinds", visit.panel
    visit.presses("Harmful", "3 Wrong", "Done")
    yield "risk-kinds-severity", visit.panel
    visit.presses("A: S3", "No one place", "No failure found", "B is better", "Clearly", "Yes")
    yield "risk-kinds-summary", visit.presses("A: urgency too low").says(REASON).panel
    visit = Visit(platform, PROJECT, RISKS, rubric=both).says("next")
    visit.presses("Harmful", "3 Wrong", "Done", "A: S3", "No one place", "No failure found")
    yield "risk-kinds-contradiction", visit.presses("A is better", "Slightly", "Yes").panel

    visit = Visit(platform, PROJECT, RISKS, reader=True).says("next")
    yield "risk-reader", visit.says("s2").posts
    yield "risk-reader-shrunk", visit.edits_made


def orders(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, FOUR).says("next")
    yield "order-best", visit.panel
    yield "order-next", visit.presses("C").panel
    yield "order-level", visit.presses("Level with C").panel
    yield "order-level-none", visit.presses("None").panel
    visit.presses("Level with C")
    yield "order-next-level", visit.presses("A").panel
    yield "order-undone", visit.presses("Undo").panel
    yield "order-last", visit.presses("D", "A").panel
    yield "order-whole", visit.presses("B level").panel
    yield "order-whole-undone", visit.presses("Undo").panel
    visit.presses("B level")
    yield "order-typed-wrong", visit.says("c > a = d").posts
    yield "order-typed-twice", visit.says("c > a = d > a").posts
    yield "order-typed-strange", visit.says("c > a > d > b > f").posts
    yield "order-typed-backwards", visit.says("b < a < c").posts
    yield "order-typed", visit.presses("Back", "Back").says("c > a = d > b").posts
    yield "order-reason", visit.presses("Submit").panel
    yield "order-summary", visit.presses("No reason").panel
    yield "order-change", visit.presses("Change").panel

    more = Rubric(neighbours=True, stands=True)
    visit = Visit(platform, PROJECT, FOUR, rubric=more).says("next").says("c > a = d > b")
    yield "order-neighbours", visit.presses("Submit").panel
    yield "order-neighbours-level", visit.presses("Clearly").panel
    yield "order-stands", visit.presses("Slightly").panel
    yield "order-summary-strengths", visit.presses("Yes").says(REASON_ORDER).panel
    visit.presses("Change", "The order").says("a = b = c = d")
    yield "order-whole-level", visit.panel
    yield "order-stands-level", visit.presses("Submit").panel
    yield "order-summary-level", visit.presses("No, none").panel

    visit = Visit(platform, PROJECT, THREE).says("next")
    yield "order-of-three", visit.panel
    visit = Visit(platform, PROJECT, NINE).says("next")
    yield "order-of-nine", visit.panel
    yield "order-of-nine-next", visit.presses("F").panel
    yield "order-of-nine-level", visit.presses("Level with F").panel
    visit.presses("A", "B", "C", "D", "E", "G", "H")
    yield "order-of-nine-last", visit.panel
    visit.says("f > g = b = c > d > i = e > h > a")
    yield "order-of-nine-whole", visit.panel
    yield "order-of-nine-summary", visit.presses("Submit").panel

    visit = Visit(platform, PROJECT, RISKS_OF_FOUR).says("next")
    visit.presses("A: no", "B: S2", "C: no", "D: S1").says("c > b > a = d")
    yield "order-risks-contradiction", visit.presses("Submit").panel
    yield "order-risks-summary", visit.presses("Keep both").panel
    both = Rubric(failure_kinds=True)
    visit = Visit(platform, PROJECT, RISKS_OF_FOUR, rubric=both).says("next")
    visit.presses("Harmful", "1 ", "Done", "A: S2", "No one place", *["No failure found"] * 3)
    yield "order-kinds-contradiction", visit.says("a > c > b = d").presses("Submit").panel
    visit = Visit(platform, PROJECT, FOUR, rules=Rules()).says("next")
    yield "order-once-more", visit.hurries("C").panel

    visit = Visit(platform, PROJECT, FOUR, reader=True).says("next")
    yield "order-reader", visit.says("c").posts
    yield "order-reader-shrunk", visit.edits_made
    yield "order-reader-level", visit.says("level").posts
    yield "order-reader-whole", visit.says("a").says("d").says("last").posts
    yield "order-reader-submitted", visit.says("submit").posts


def ratings(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, RATED).says("next")
    yield "rate-accuracy", visit.panel
    yield "rate-safety", visit.presses("2 Misleading").panel
    yield "rate-cannot", visit.presses("Can't judge").panel
    yield "rate-cannot-back", visit.presses("Back").panel
    visit.presses("Can't judge")
    yield "rate-helpfulness", visit.presses("Not enough").panel
    yield "rate-summary", visit.presses("3 Partly").panel
    yield "rate-change", visit.presses("Change").panel
    yield "rate-meaning", visit.presses("A: Safety", "More", "What does").posts
    every = Rubric(criteria=(*KNOWN.values(), WARMTH))
    visit = Visit(platform, PROJECT, RATED, rubric=every).says("next")
    for criterion, (label, _) in zip(every.criteria, cycle(SKIPS[:3]), strict=False):
        yield f"rate-cannot-{criterion.id}", visit.presses("Can't judge").panel
        visit.presses(label)
    yield "rate-summary-cannot", visit.panel
    own = Rubric(criteria=(COMPLETENESS, SURENESS, WARMTH))
    visit = Visit(platform, PROJECT, RATED, rubric=own).says("next")
    yield "rate-completeness", visit.panel
    yield "rate-sureness", visit.says("5").panel
    yield "rate-own", visit.says("wrong").says("1").panel
    yield "rate-unknown", visit.says("6").posts
    visit = Visit(platform, PROJECT, RATED_TWO).says("next").says("2").says("1").says("3")
    yield "rate-second", visit.panel
    yield "rate-summary-two", visit.says("5").says("5").says("4").panel
    visit = Visit(platform, PROJECT, RATED, rules=Rules()).says("next")
    yield "rate-once-more", visit.hurries("5 Sound").panel
    visit = Visit(platform, PROJECT, RATED, reader=True).says("next")
    yield "rate-reader", visit.says("2").posts
    yield "rate-reader-shrunk", visit.edits_made
    yield "rate-reader-cannot", visit.says("can't judge").posts
    yield "rate-reader-summary", visit.says("experts").says("3").posts


def failures(platform: str) -> Hung:
    visit = Visit(platform, PROJECT, SINGLE, rubric=Rubric(corrections=True)).says("next")
    yield "failure-family", visit.panel
    yield "failure-kinds", visit.presses("Harmful").panel
    yield "failure-one", visit.presses("2 Missed").panel
    yield "failure-two", visit.presses("1 Missing").panel
    yield "failure-off", visit.presses("1 chosen").panel
    yield "failure-other-family", visit.presses("Another kind").panel
    for family in ("Factually wrong", "Manner"):
        name = family.split()[-1].lower()
        yield f"failure-{name}-kinds", visit.presses(family).panel
        yield f"failure-{name}-chosen", visit.presses("2 ").panel
        visit.presses("2 chosen", "Another kind")
    yield "failure-typed-wrong", visit.presses("Incomplete").says("2, 7").posts
    yield "failure-typed", visit.says("1, 2").posts
    yield "failure-severity", visit.presses("Done").panel
    yield "failure-contradiction", visit.presses("A: S1").panel
    yield "failure-severity-again", visit.presses("Change the severity").panel
    yield "failure-place", visit.presses("A: S3").panel
    yield "failure-place-unknown", visit.says("“take an aspirin”").posts
    yield "failure-wording", visit.says("“numbness is  COMMON”").posts
    if platform == "slack":
        yield "failure-wording-form", visit.presses("Write…").notes
    wording = "Numbness between the legs is an emergency. Go to an emergency department now."
    yield "failure-reason", visit.says(wording).posts
    yield "failure-summary", visit.says(REASON_SINGLE).posts
    yield "failure-change", visit.presses("Change").panel
    yield "failure-meaning", visit.presses("A: risk", "More", "What does").panel

    visit = Visit(platform, PROJECT, SINGLE, rubric=Rubric(corrections=True)).says("next")
    visit.presses("Incomplete", "1 ", "Done", "A: S2")
    yield "failure-wording-instead", visit.presses("No one place").panel
    yield "failure-said-again", visit.says(wording).says(wording).posts
    visit = Visit(platform, PROJECT, SINGLE).says("next")
    yield "failure-none-reason", visit.presses("No failure found").panel
    yield "failure-none", visit.presses("No reason").panel
    for number, name in ((3, "urgency"), (5, "danger")):
        visit = Visit(platform, PROJECT, SINGLE).says("next").presses("Harmful", str(number))
        yield f"failure-contradiction-{name}", visit.presses("Done", "A: S1").panel
    yield "failure-kept", visit.presses("Keep both").panel
    yield "failure-sentence", visit.presses("Sentence 3").panel
    yield "failure-kept-summary", visit.presses("No reason").panel
    visit = Visit(platform, PROJECT, MANY_SENTENCES).says("next").presses("Incomplete", "1", "Done")
    yield "failure-place-long", visit.presses("A: S1").panel
    visit = Visit(platform, PROJECT, SINGLE, rules=Rules()).says("next")
    yield "failure-once-more", visit.hurries("Harmful").panel

    visit = Visit(platform, PROJECT, SINGLE, reader=True).says("next").says("harmful")
    yield "failure-reader", visit.says("1 and 2").posts
    yield "failure-reader-done", visit.says("done").posts
    yield "failure-reader-place", visit.says("s3").posts
    yield "failure-reader-reason", visit.says("numbness is common").posts
    yield "failure-reader-summary", visit.says(REASON_SINGLE).posts


def together(platform: str) -> Hung:
    """Everything that can be asked, of one task."""
    visit = Visit(platform, PROJECT, EVERYTHING).says("next")
    yield "everything", visit.panel
    yield "everything-rated", visit.presses("A: S1", "B: no", "5 Sound").panel
    visit.says("5").says("4")
    yield "everything-second", visit.panel
    visit.says("5").says("5").says("5")
    yield "everything-ranked", visit.panel
    visit.presses("B is better", "Better", "Yes", "A: missing")
    yield "everything-reason", visit.panel
    yield "everything-summary", visit.presses("No reason").panel
    yield "everything-change", visit.presses("Change").panel
    yield "everything-meaning", visit.presses("Back", "Change", "B: risk", "More", "What").posts
