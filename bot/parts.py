"""A reason's parts: what a person wrote, message by message, and what of it counts.

What is written while a finished answer is being changed waits (`Heard.pending`). It takes the
place of the stored parts when the change is submitted, and is forgotten with a change that is
not: an edit always reaches the reason that its message belongs to.
"""

from collections.abc import Sequence
from itertools import pairwise

from bot.records import DONE, Annotation, Assignment, Heard, replace
from bot.step import Step

WHOLE = 4096
"""A Telegram client cuts a longer paste into messages of this many characters; such a part was
cut mid-text and is joined to the next without a line break (telegram: messages of 1-4096)."""


def changing(assignment: Assignment) -> bool:
    """A finished answer that was opened again, and is not submitted yet."""
    return assignment.state == DONE and assignment.question != "" and not assignment.step


def last_submitted(step: Step, assignment: Assignment) -> Annotation:
    """What counts of a finished task."""
    return [a for a in step.records.annotations(assignment.id) if not a.abstention][-1]


def parts_of(step: Step, assignment: Assignment, *, pending: bool) -> list[Heard]:
    """The parts of what counts, or of what waits, in place order."""
    parts = step.records.heard_all(assignment.id)
    return [part for part in parts if part.pending == pending]


def hear(
    step: Step, assignment: Assignment, text: str, message: str, *, stored: bool = False
) -> str:
    """Keep one part, and return the reason it belongs to: the `stored` one, or the one that is
    being written. A form's text has a name of its own.

    No place comes twice: turn and attempt together grow with every part, and an old [Undo] never
    means a newer one.
    """
    there = step.records.heard_all(assignment.id)
    place = max([one.place for one in there] + [assignment.turn + assignment.attempt]) + 1
    name = message or f"form:{step.records.fresh()}"
    waits = changing(assignment) and not stored
    step.records.hear(Heard(step.contact.account, name, assignment.id, place, text, waits))
    return joined([*(part.text for part in there if part.pending == waits), text])


def begin_anew(step: Step, assignment: Assignment) -> None:
    """Another reason is written in place of this one."""
    _forget(step, parts_of(step, assignment, pending=changing(assignment)))


def forget_change(step: Step, assignment: Assignment) -> None:
    """The change was given up: what was written for it is no reason."""
    _forget(step, parts_of(step, assignment, pending=True))


def settle(step: Step, submitted: Assignment) -> None:
    """What the answer now says is what its parts say."""
    stored = parts_of(step, submitted, pending=False)
    waiting = parts_of(step, submitted, pending=True)
    if not submitted.answer.get("rationale"):
        _forget(step, [*stored, *waiting])
    elif waiting:
        _forget(step, stored)
        for part in waiting:
            step.records.hear(replace(part, pending=False))


def there_already(text: str, parts: Sequence[str]) -> bool:
    """Whether these very words are one of the parts."""
    return text.strip() in [part.strip() for part in parts]


def copies(parts: Sequence[Heard], text: str) -> list[Heard]:
    """The parts that say just this: the same words, sent more than once."""
    return [part for part in parts if there_already(text, [part.text])]


def joined(texts: Sequence[str]) -> str:
    """Parts on lines of their own, save where a client cut one text at its limit. The same words
    sent twice count once: whoever saw nothing of the first time sends them again."""
    once: list[str] = []
    for text in texts:
        if not there_already(text, once):
            once.append(text)
    whole = "".join(once[:1])
    for before, text in pairwise(once):
        whole += text if len(before) == WHOLE else f"\n{text}"
    return whole


def _forget(step: Step, parts: Sequence[Heard]) -> None:
    for part in parts:
        step.records.unhear(part)
