"""What somebody spends on a task: the time without its pauses; and how long it is kept for them."""

from datetime import datetime, timedelta

from bot.records import Assignment, replace
from bot.step import Step


def leased(step: Step, assignment: Assignment) -> datetime | None:
    """Until when a task is kept for its person from now on; a step of a lesson waits for ever."""
    return None if assignment.step else step.at + step.rules.lease


def timed(step: Step, assignment: Assignment) -> Assignment:
    """The task with the time since the last tap, or since it was delivered; a pause counts for
    nothing."""
    since = assignment.touched_at or assignment.delivered_at
    spent = step.at - since if since else timedelta(0)
    counts = timedelta(0) <= spent <= step.rules.pause
    more = spent // timedelta(milliseconds=1) if counts else 0
    return replace(assignment, touched_at=step.at, active=assignment.active + more)
