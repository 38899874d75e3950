"""A reason in its parts: typed or sent by form, added to, edited, deleted, and joined as one text.

Every change of a finished task's reason is a new revision; the words before it stay on record.
What may name a patient is no part of it (`bot.details`).
"""

from collections.abc import Callable

from bot import details, kinds
from bot.answering import by_words, given_now, onward
from bot.cards import Button
from bot.events import Revised, Submitted
from bot.kinds import kind_of
from bot.kinds.base import without
from bot.kinds.rationale import thin
from bot.material import Scene
from bot.panel import open_question, token
from bot.parts import begin_anew, changing, hear, joined, last_submitted, parts_of, there_already
from bot.records import DONE, LAPSED, OPEN, Annotation, Answer, Assignment, Heard, replace
from bot.sessions import root_of, touch_session
from bot.step import Step
from bot.text import typed as clean
from bot.words import ADDED, FINISHED, NO_WORDS, NOT_OPEN, SAYS_THAT
from bot.work import redraw, scene

REVISABLE = (OPEN, DONE, LAPSED)
"""States in which a reason may still change: what was skipped or is with somebody else may not."""


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
    if assignment.question != "rationale":
        written(step, assignment, here, text, first=True)
        return
    drafted = "draft" in assignment.answer
    if not drafted:
        begin_anew(step, assignment)
    whole = hear(step, assignment, text, message)
    touch_session(step, assignment)
    kept = without(assignment.answer, "draft")
    changed = replace(
        assignment,
        first_tap_at=assignment.first_tap_at or step.at,
        lease_until=step.at + step.rules.lease,
        trail={**assignment.trail, str(assignment.turn): by_words(text)},
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
        told="Your reason.",
        below=True,
    )


def written(step: Step, assignment: Assignment, here: Scene, text: str, *, first: bool) -> bool:
    """Words that a question reads by itself: an order, a list of numbers, a place in the text.

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
    changed = given_now(step, assignment, read, by_words(text))
    onward(step, assignment, changed, here, told=f"{question.about}: {text}.", below=True)
    return True


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
        return [("reason", "Write a sentence, or close this and choose there.")]
    here = scene(step, assignment)
    step.under = root_of(step, assignment)
    question = open_question(assignment, here)
    if turn != assignment.turn or question is None or not question.writing:
        return [("reason", "That question is finished. Copy your words and close this.")]
    if found := details.seen(step, text, known=assignment.answer.get("draft", "")):
        return [("reason", details.in_form(found))]
    begin_anew(step, assignment)
    take(step, assignment, here, text, "")
    return []


def revised(step: Step, event: Revised) -> None:
    """An edited or deleted message: a new revision, or a question whether to remove it here."""
    heard = step.records.heard(step.contact.account, event.message)
    if heard is None or step.person is None:
        return
    assignment = step.records.assignment(heard.assignment)
    if assignment is None or assignment.person != step.person.id:
        return
    if assignment.state not in REVISABLE:
        return
    step.under = root_of(step, assignment)
    if event.text is None or not clean(event.text).strip():
        details.forget(step, event.message, asked=False)
        step.say(
            "You deleted your reason. Remove it here too?",
            rows=(
                (
                    Button("Remove", token(assignment, f"r{heard.place}")),
                    Button("Keep", token(assignment, f"k{heard.place}")),
                ),
            ),
        )
        return
    text = clean(event.text)
    before = parts_of(step, assignment, pending=heard.pending)
    parts = [part.text for part in before if part.place < heard.place]
    if found := details.seen(step, text, parts, known=heard.text):
        details.withhold(step, found, "edited", text, event.message, assignment)
        return
    details.forget(step, event.message)
    edit(step, assignment, heard, text)


def edit(step: Step, assignment: Assignment, heard: Heard, text: str) -> None:
    """A part of the reason reads otherwise now."""
    if text != heard.text:
        edited = replace(heard, text=text)
        step.records.hear(edited)
        _rejoin(step, assignment, edited, "edited")


def removal(step: Step, assignment: Assignment, choice: str) -> None:
    """[Remove] or [Undo] takes a part of the reason away; [Keep] leaves it."""
    if assignment.state not in REVISABLE:
        step.notice(FINISHED)
        return
    place = int(choice[1:])
    parts = [part for part in step.records.heard_all(assignment.id) if part.place == place]
    if choice[0] == "k" or not parts:
        step.notice("Kept." if parts else "Nothing to remove.")
        return
    step.records.unhear(parts[0])
    _rejoin(step, assignment, parts[0], "removed")
    step.notice("Removed.")


def add(step: Step, assignment: Assignment, text: str, message: str) -> None:
    """More text after saving: joined to the reason, said so, and undone on request."""
    if not text.strip():
        step.say(NO_WORDS)
        return
    stored = [part.text for part in parts_of(step, assignment, pending=False)]
    if found := details.seen(step, text, stored):
        details.withhold(step, found, "added", text, message, assignment)
        return
    append(step, assignment, text, message)


def append(step: Step, assignment: Assignment, text: str, message: str) -> None:
    """One more part of a finished reason, with its [Undo]; or the same words again, which are kept
    as a part that an edit may still make another."""
    stored = [part.text for part in parts_of(step, assignment, pending=False)]
    hear(step, assignment, text, message, stored=True)
    part = step.records.heard_all(assignment.id)[-1]
    after = _rejoin(step, assignment, part, "added")
    if there_already(text, stored):
        step.say(SAYS_THAT)
    else:
        step.say(ADDED, rows=((Button("Undo", token(after, f"u{part.place}")),),))


def reword(step: Step, assignment: Assignment, here: Scene, key: str, text: str) -> None:
    """A wording for a question that was passed over without one; of a finished answer a revision,
    also while it is being changed."""
    kind = kinds.asking(key, here.item)

    def worded(answer: Answer) -> Answer:
        read = kind.read(key, text, here.brief, answer)
        return answer if read is None or isinstance(read, str) else read

    after = replace(assignment, answer=worded(assignment.answer))
    if assignment.state == DONE:
        after = _revision(step, assignment, after, worded, "added")
    redraw(step, assignment, after, below=True)


def undo(step: Step, assignment: Assignment) -> None:
    """Typed: what was added last is taken away; the reason itself is not an addition."""
    parts = parts_of(step, assignment, pending=False)
    if len(parts) > 1:
        removal(step, assignment, f"u{parts[-1].place}")
    else:
        step.notice("Nothing to remove.")


def _rejoin(step: Step, assignment: Assignment, part: Heard, cause: str) -> Assignment:
    """The reason that holds this part, as its parts now read. One that counts gets a new revision,
    also while its answer is being changed."""
    whole = joined([one.text for one in parts_of(step, assignment, pending=part.pending)])
    counts = assignment.state == DONE and not part.pending
    if not counts and not {"draft", "rationale"} & assignment.answer.keys():
        return assignment  # it was given up: what is asked now is asked on
    after = assignment
    if not (counts and _rewritten(step, assignment)):
        after = replace(assignment, answer=_with_reason(assignment.answer, whole))
    if counts:
        after = _revision(
            step, assignment, after, lambda answer: _with_reason(answer, whole), cause
        )
    redraw(step, assignment, after, below=False)
    return after


def _revision(
    step: Step,
    assignment: Assignment,
    after: Assignment,
    revised: Callable[[Answer], Answer],
    cause: str,
) -> Assignment:
    """What counts is `revised`, and that is a revision; what is being changed meanwhile is not in
    it. The task with its next attempt."""
    answer = after.answer
    if changing(assignment):
        answer = revised(last_submitted(step, assignment).answer)
    after = replace(after, attempt=assignment.attempt + 1, submitted_at=step.at)
    step.records.annotate(
        Annotation(after.id, after.attempt, step.at, cause, answer, active=after.active)
    )
    return after


def _rewritten(step: Step, assignment: Assignment) -> bool:
    """The change under way says something else where the stored reason stood, or nothing."""
    if not changing(assignment):
        return False
    said = assignment.answer.get("rationale")
    return said is None or bool(parts_of(step, assignment, pending=True))


def _with_reason(answer: Answer, whole: str) -> Answer:
    """The answer with this reason, or with this draft of one."""
    if "draft" in answer:
        return {**answer, "draft": whole} if whole else without(answer, "draft")
    return {**answer, "rationale": whole or None}
