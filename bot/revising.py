"""A reason that stands is added to, edited, or loses a part, message by message.

Every change of a finished task's reason is a new revision; the words before it stay on record.
What may name a patient is no part of it (`bot.details`).
"""

from collections.abc import Callable

from bot import details, kinds
from bot.buttons import token
from bot.cards import Button
from bot.events import Revised
from bot.kinds.base import without
from bot.material import Scene
from bot.parts import changing, copies, hear, joined, last_submitted, parts_of, there_already
from bot.records import DONE, LAPSED, OPEN, Annotation, Answer, Assignment, Heard, replace
from bot.sessions import root_of
from bot.step import Step
from bot.text import typed as clean
from bot.tongue import phrase
from bot.words import ADDED, FINISHED, NO_WORDS, SAYS_THAT
from bot.work import redraw

REVISABLE = (OPEN, DONE, LAPSED)
"""States in which a reason may still change: what was skipped or is with somebody else may not."""


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
            phrase("You deleted your reason. Remove it here too?"),
            rows=(
                (
                    Button(phrase("Remove"), token(assignment, f"r{heard.place}")),
                    Button(phrase("Keep"), token(assignment, f"k{heard.place}")),
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
    """A part of the reason reads otherwise now, and with it what was the same words sent again:
    what somebody edits out is out."""
    if text == heard.text:
        return
    for part in copies(parts_of(step, assignment, pending=heard.pending), heard.text):
        step.records.hear(replace(part, text=text))
    _rejoin(step, assignment, replace(heard, text=text), "edited")


def removal(step: Step, assignment: Assignment, choice: str) -> None:
    """[Remove] takes a part of the reason away, [Undo] also its copies; [Keep] leaves it."""
    if assignment.state not in REVISABLE:
        step.notice(FINISHED)
        return
    place = int(choice[1:])
    parts = [part for part in step.records.heard_all(assignment.id) if part.place == place]
    if choice[0] == "k" or not parts:
        step.notice(phrase("Kept.") if parts else phrase("Nothing to remove."))
        return
    part = parts[0]
    same = copies(parts_of(step, assignment, pending=part.pending), part.text)
    for one in same if choice[0] == "u" else parts:
        step.records.unhear(one)
    _rejoin(step, assignment, part, "removed")
    step.notice(phrase("Removed."))


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
        step.say(ADDED, rows=((Button(phrase("Undo"), token(after, f"u{part.place}")),),))


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
    first = copies(parts, parts[0].text) if parts else []
    added = [part for part in parts if part not in first]
    if added:
        removal(step, assignment, f"u{added[-1].place}")
    else:
        step.notice(phrase("Nothing to remove."))


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
