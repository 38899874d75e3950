"""A gap between two patients: only what fits into it is given, and its end is said aloud.

Who says how long the gap is gets tasks that take them no longer; who does not is asked after five
minutes whether to stop (method.md 4.1). To stop is always named first.
"""

import re
from datetime import datetime, timedelta

from bot import pace
from bot.kinds import answered
from bot.material import COUNTS, Scene
from bot.records import Assignment, Session, replace
from bot.step import Step, page_button
from bot.tongue import ENGLISH, Tongue, phrase, plain, plural

SAID = re.compile(r"(?:i have |i've got )?(\d{1,2}) ?min(?:ute)?s?")
"""[5 min], typed."""

MINUTES = phrase("{minutes} min")
NUMBER = re.compile(r"\d{1,2}")

SLOW_DOWN = phrase("Shall we slow down or stop here?")
NOT_STARTED = phrase("Nothing was started. Type next when it suits.")


def typed(text: str, tongue: Tongue = ENGLISH) -> int:
    """The minutes of "5 min" or "I have 5 minutes", 0 if the text says none."""
    if found := SAID.fullmatch(text):
        return int(found[1])
    number = NUMBER.search(text)
    if tongue.english or number is None:
        return 0
    said = int(number[0])
    return said if text == plain(tongue(MINUTES.format(minutes=said))) else 0


def left(session: Session | None, at: datetime, within: int) -> float | None:
    """Seconds of the gap that are left; None for one without an end, or past it: whoever goes on
    after it has more time than they said."""
    if within:
        return within * 60
    if session is None or session.until is None or at >= session.until:
        return None
    return (session.until - at).total_seconds()


def nothing_fits(step: Step, seconds: float, shortest: int) -> None:
    """Nothing waits that takes no longer; the shortest is offered."""
    minutes = max(1, int(seconds // 60))
    step.say(
        plural(
            "Nothing fits in {n} minute. The shortest is {shortest}.",
            "Nothing fits in {n} minutes. The shortest is {shortest}.",
            minutes,
            shortest=shortest,
        ),
        rows=(
            (
                page_button(phrase("Start it"), "home", 1, "shortest"),
                page_button(phrase("Not now"), "home", 1, "notnow"),
            ),
        ),
    )


def marked(before: Assignment, after: Assignment, here: Scene) -> Assignment:
    """A first answer, marked where it took less time than reading does. Nobody is told of one."""
    if before.attempt or after.words == 0:
        return after
    questions = len(answered(here.brief, after.answer))
    too_fast = pace.fast(after.words, questions, after.active)
    return replace(after, fast=True) if too_fast else after


def closing(step: Step, before: Assignment, after: Assignment) -> str:
    """What is said below a first answer: that it went too fast, or that the gap is over; "" if
    neither. `after` is not stored yet."""
    session = step.records.session_by_id(after.session)
    if before.attempt or session is None:
        return ""
    most = step.rules.fast_most
    if after.fast and step.records.fast_in(session.id, most) + 1 == most:
        return SLOW_DOWN
    end = session.until or session.started_at + step.rules.gap
    if step.at + timedelta(minutes=after.minutes) <= end:
        return ""
    done = step.records.done_in(session.id) + 1
    count = COUNTS[done] if done < len(COUNTS) else str(done)
    return phrase("That's {count} done. Stop here or one more?", count=count)
