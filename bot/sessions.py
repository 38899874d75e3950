"""A session: a stretch of work in one thread, begun by a wish for a task and ended by silence.

Its header roots the thread; a session ends on [Stop here] or after half an hour without a tap, its
thread never (conversation.md 1).
"""

from datetime import timedelta

from bot.cards import Card, Row
from bot.records import Assignment, Session, replace
from bot.step import Step, line, open_link
from bot.tongue import phrase

IN_THREAD = phrase("Ready. The task is in this thread.")
BELOW = phrase("Ready. The task follows.")
LESSON_IN_THREAD = phrase("Ready. The lesson is in this thread.")
LESSON_BELOW = phrase("Ready. The lesson follows.")


def running_session(step: Step) -> Session | None:
    """The account's session, unless it ended in silence."""
    session = step.records.session(step.contact.account)
    if session is None or step.at - session.touched_at > step.rules.quiet:
        return None
    return session


def current_session(step: Step, within: int = 0, *, lesson: bool = False) -> Session:
    """The session that goes on, or a new one with its header posted; `within` so many minutes from
    now on it is to end."""
    records, account = step.records, step.contact.account
    until = step.at + timedelta(minutes=within) if within else None
    if session := running_session(step):
        session = replace(session, touched_at=step.at, until=until or session.until)
        records.save_session(session)
        return session
    end_session(step)
    fresh = records.fresh()
    session = Session(fresh, step.who.id, account, f"s:{fresh}", step.at, step.at, until=until)
    records.save_session(session)
    step.post(session.root, header(step, lesson=lesson))
    return session


def header(step: Step, link: str = "", *, lesson: bool = False) -> Card:
    """The message that roots a session; its button leads to the task once its address is known."""
    threads = step.platform in step.rules.threads
    if lesson:
        text = LESSON_IN_THREAD if threads else LESSON_BELOW
    else:
        text = IN_THREAD if threads else BELOW
    rows: tuple[Row, ...] = ((open_link(link),),) if link else ()
    return Card((line(text),), rows)


def root_of(step: Step, assignment: Assignment) -> str:
    """The message that roots the task's session."""
    session = step.records.session_by_id(assignment.session)
    return session.root if session else ""


def touch_session(step: Step, assignment: Assignment) -> None:
    """Work goes on: the session of this task stays open a while longer."""
    session = step.records.session_by_id(assignment.session)
    if session and not session.ended:
        step.records.save_session(replace(session, touched_at=step.at))


def end_session(step: Step) -> None:
    if session := step.records.session(step.contact.account):
        step.records.save_session(replace(session, ended=True))
