"""Words of one's own for the question that is open: a reason, typed or sent by form, or what
another question reads by itself.

What may name a patient is no part of them (`bot.details`).
"""

from bot import details
from bot.again import REASON, left_by, said_again, trace
from bot.answering import given_now, onward
from bot.events import Submitted
from bot.kinds import kind_of
from bot.kinds.base import without
from bot.kinds.rationale import thin
from bot.material import Scene
from bot.panel import open_question
from bot.parts import (
    begin_anew,
    changing,
    hear,
    parts_of,
    there_already,
)
from bot.records import DONE, Assignment, replace
from bot.sessions import root_of, touch_session
from bot.spending import leased
from bot.step import Step
from bot.text import typed as clean
from bot.tongue import phrase
from bot.words import ANSWERED, HAVE_THAT, NO_WORDS, NOT_OPEN
from bot.work import redraw, scene


def reason(step: Step, assignment: Assignment, here: Scene, text: str, message: str) -> None:
    """A reason, or more of it; nudged once when thin, then taken as it is."""
    if not text.strip():
        step.say(NO_WORDS)
        redraw(step, assignment, assignment, below=True)
        return
    more = "draft" in assignment.answer
    waits = changing(assignment)
    parts = parts_of(step, assignment, pending=waits) if more else []
    if found := details.seen(step, text, [part.text for part in parts]):
        use = "more" if more else "reason"
        use = use if assignment.question == "rationale" else "wording"
        details.withhold(step, found, use, text, message, assignment)
        return
    take(step, assignment, here, text, message)


def take(step: Step, assignment: Assignment, here: Scene, text: str, message: str) -> None:
    """Words that passed the gate, for the question that is open."""
    touch_session(step, assignment)
    if assignment.question != "rationale":
        written(step, assignment, here, text, first=True)
        return
    drafted = "draft" in assignment.answer
    if not drafted:
        begin_anew(step, assignment)
    whole = hear(step, assignment, text, message)
    kept = without(assignment.answer, "draft")
    if drafted and whole == assignment.answer["draft"]:  # sent once more: it is meant as it is
        kept = {**kept, "as_is": True}
    changed = replace(
        assignment,
        first_tap_at=assignment.first_tap_at or step.at,
        lease_until=leased(step, assignment),
        trail={**assignment.trail, str(assignment.turn): REASON},
    )
    asked = drafted or kept.get("nudged") or _left_alone(step, assignment)
    if not asked and thin(whole, step.rules.short_reason):
        answer = {**kept, "draft": whole, "nudged": True}
        nudged = replace(changed, turn=assignment.turn + 1, answer=answer)
        redraw(step, assignment, nudged, below=True)
        return
    onward(
        step,
        assignment,
        replace(changed, answer={**kept, "rationale": whole}),
        here,
        told=phrase("Your reason."),
        below=True,
    )


def written(
    step: Step, assignment: Assignment, here: Scene, text: str, *, first: bool, sent: str = ""
) -> bool:
    """Words that a question reads by itself: an order, a list of numbers, a place in the text;
    `sent` is the whole that they came in, if that is more.

    Toggles are read so before they are taken for one choice; all else only as `first`, when the
    words name no choice. True if something was said about them.
    """
    kind, question = kind_of(assignment.question, here.item), open_question(assignment, here)
    if kind is None or question is None:
        return False
    if not first and all(option.on is None for option in question.options):
        return False
    read = kind.read(question.id, text, here.brief, assignment.answer)
    if read is None:
        return False
    if isinstance(read, str):
        step.say(read)
        redraw(step, assignment, assignment, below=True)
        return True
    changed = given_now(step, assignment, read, trace(assignment.question, sent or text))
    onward(
        step,
        assignment,
        changed,
        here,
        told=ANSWERED.format(about=question.about, answer=text),
        below=True,
    )
    return True


def have_that(step: Step, assignment: Assignment) -> None:
    """These words answered something before: the question that is open is asked on."""
    step.say(HAVE_THAT)
    redraw(step, assignment, assignment, below=True)


def _left_alone(step: Step, assignment: Assignment) -> bool:
    """Whoever sent two reasons as they were in this session is not asked again (method.md 2.5)."""
    done = step.records.assignments(step.who.id, DONE, step.rules.sent_as_is_looked)
    here = [one for one in done if one.session == assignment.session]
    return sum(bool(one.answer.get("as_is")) for one in here) >= step.rules.sent_as_is


def submitted(step: Step, event: Submitted, public: str, turn: int) -> list[tuple[str, str]]:
    """The reason's form. Returns field errors; empty when the words were taken."""
    assignment = step.records.assignment(public)
    if assignment is None or assignment.person != step.who.id:
        return [("reason", NOT_OPEN)]
    text = clean(event.fields.get("reason", ""))
    if not text.strip():
        return [("reason", phrase("Write a sentence, or close this and choose there."))]
    if _taken(step, assignment, text, turn):
        return []
    here = scene(step, assignment)
    step.under = root_of(step, assignment)
    question = open_question(assignment, here)
    if turn != assignment.turn or question is None or not question.writing:
        return [("reason", phrase("That question is finished. Copy your words and close this."))]
    if found := details.seen(step, text, known=assignment.answer.get("draft", "")):
        return [("reason", details.in_form(found))]
    if said_again(assignment, text):
        return [("reason", HAVE_THAT)]
    begin_anew(step, assignment)
    take(step, assignment, here, text, "")
    return []


def _taken(step: Step, assignment: Assignment, text: str, turn: int) -> bool:
    """Whether a form brought these very words before: Slack leaves it open, and people send it
    again, where our acknowledgement came too late."""
    entry = assignment.trail.get(str(turn), "")
    parts = [part.text for part in step.records.heard_all(assignment.id)]
    return left_by(entry, text) or (entry == REASON and there_already(text, parts))
