"""Words sent again are known by the trace that they left in the trail, and answer nothing else.

Whoever sees nothing of what they sent sends it again, as another message: only the words tell. The
trace is a few digits of their hash beside the question they answered. A reason leaves none: it
knows its own parts (`bot.parts`).
"""

import hashlib

from bot.records import Assignment

DIGITS = 6
"""Hexadecimal: one text in 16 million is taken for another, and what was written cannot be found
out by guessing."""

TRACE = "text:"
REASON = "text"
"""What the trail holds of a turn that was answered by a reason."""

TO_COORDINATOR = "ask"
"""The page that awaits a question to the coordinator."""


def trace(question: str, text: str) -> str:
    """What the trail holds of a turn that these words answered."""
    return f"{TRACE}{question}:{_digits(text)}"


def left_by(entry: str, text: str) -> bool:
    """Whether these words left this trace."""
    return entry.startswith(TRACE) and entry.rpartition(":")[2] == _digits(text)


def said_again(assignment: Assignment, *texts: str) -> bool:
    """Whether one of these texts answered another question, and nothing was answered since. What
    answered the one that is open may answer it anew."""
    entry = assignment.trail.get(max(assignment.trail, key=int, default=""), "")
    elsewhere = entry.rpartition(":")[0] != f"{TRACE}{assignment.question}"
    return elsewhere and any(left_by(entry, text) for text in texts)


def judged(assignment: Assignment) -> bool:
    """Whether anything of it was answered: a question to the coordinator is no answer."""
    asked = f"{TRACE}{TO_COORDINATOR}:"
    return any(not entry.startswith(asked) for entry in assignment.trail.values())


def _digits(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:DIGITS]
