"""A course: its steps are items like tasks, in an order, and one after the other they turn up.

Nothing is locked and nothing is scored. What is behind somebody can be read again; what they left
in the middle waits for them, on whatever platform they come back (conversation.md 10).
"""

from bot import graduating
from bot.aside import close, give_way, set_aside, standing
from bot.buttons import NEXT
from bot.cards import Card, Edit
from bot.events import Pressed
from bot.material import Scene, marked_wrong
from bot.moving import moved_on
from bot.panel import first_open
from bot.parts import settle
from bot.records import DONE, END, LATER, OPEN, SEEN, Annotation, Assignment, replace
from bot.sessions import current_session, running_session
from bot.spending import timed
from bot.step import Step, line
from bot.syllabus import order_of, rubric_of
from bot.teach import GOES_ON, practises
from bot.tongue import phrase
from bot.ways import Way, way_of
from bot.words import FINISHED, FIRST_STEP
from bot.work import CONTINUED, MOVED, placed, post_panel, post_task, redraw, scene, shown_whole


def turn_up(step: Step, on: Way, name: str, *, where_left: bool = False) -> None:
    """A step stands before its learner, in this chat and below everything: a new one, the open one
    with what was answered so far, or one that is behind them, to be read again; `where_left`, the
    end of its lesson where they were there already."""
    known = on.had.get(name)
    set_aside(step, but=known.id if known else "")
    if name not in {one.id for one in on.steps}:
        _gone(step, on, known)
        return
    passed = on.passed(name)
    if known is None or (known.state == DONE and not passed):
        _begin(step, on, name)
        return
    if not passed and not _same(step, on, known):
        give_way(step, known)
        _begin(step, on, name)
        return
    here = scene(step, known)
    asks = SEEN if passed else (known.question or first_open(known, here))
    if where_left and known.question == END:
        asks = END
    if known.aside and not passed:
        asks = first_open(known, here)
    state = known.state if passed else OPEN
    turned = replace(known, state=state, turn=known.turn + 1, question=asks)
    session = running_session(step)
    there = session and session.id == known.session and known.account == step.contact.account
    if there and shown_whole(step, known, here):
        redraw(step, known, turned, below=True, closing=_closing(known))
    else:
        _bring(step, known, turned)


def _gone(step: Step, on: Way, known: Assignment | None) -> None:
    """A step that is no part of this version any more: on to what is."""
    if known and known.state == OPEN:
        give_way(step, known)
    if left := on.left():
        turn_up(step, on, left[0].id)
    else:
        graduating.tell(step, on)


def _closing(known: Assignment) -> str:
    """What is left of a step's message where it is shown again below: all that it said, if it is
    only read again and asked nothing any more."""
    if known.question == END:
        return CONTINUED
    return GOES_ON if known.question or known.state != DONE else ""


def follow(step: Step, assignment: Assignment, on: Way | None = None) -> None:
    """On to what comes after this step: the next, the end of its lesson, or that of the course."""
    taught, on = scene(step, assignment).item.taught, moved_on(step, assignment, on)
    if on is None or taught is None:
        return
    if taught.last and not taught.warm_up and assignment.question != END:
        ended = replace(assignment, turn=assignment.turn + 1, question=END)
        redraw(step, assignment, ended, below=True, closing="")
    elif after := on.after(assignment.step):
        turn_up(step, on, after)
    elif left := on.left():
        turn_up(step, on, left[0].id)
    else:
        graduating.tell(step, on)


def go_on(step: Step, assignment: Assignment) -> None:
    """[Continue] below a step that is behind its learner, or that was kept for them."""
    step.records.hold_learner(step.who.id)
    if assignment.state == OPEN:
        if on := moved_on(step, assignment):
            turn_up(step, on, assignment.step)
        return
    trail = {**assignment.trail, str(assignment.turn): NEXT}
    closed = replace(assignment, turn=assignment.turn + 1, question="", trail=trail)
    if not close(step, assignment, closed):
        step.notice(FINISHED)
        return
    follow(step, replace(closed, question=assignment.question))


def earlier(step: Step, assignment: Assignment) -> None:
    """[Back] before the first question of a step: the step before it, below everything."""
    step.records.hold_learner(step.who.id)
    on = way_of(step.records, assignment)
    name = on.before(assignment.step) if on else ""
    if on is None or not (name or assignment.question == END):
        step.notice(FIRST_STEP)
        return
    rests = "" if assignment.state == DONE else LATER
    resting = replace(assignment, turn=assignment.turn + 1, question=rests)
    if not close(step, assignment, resting):
        step.notice(FINISHED)
        return
    on = way_of(step.records, assignment)
    if on:
        turn_up(step, on, assignment.step if assignment.question == END else name)


def _passed(step: Step, after: Assignment, here: Scene) -> None:
    """A step was just passed: what is wrong on purpose says so, and what was read leads on."""
    for name, card in marked_wrong(after, here):
        if message := step.records.message_named(name):
            step.add(Edit(message.account, name, card, after.id))
    on = way_of(step.records, after)
    if on and not on.left():
        graduating.count(step, on)
        on = None  # who is through now is somebody else
    if here.item.taught and here.item.taught.step.kind == "say":
        follow(step, after, on)


def done(
    step: Step,
    before: Assignment,
    after: Assignment,
    here: Scene,
    *,
    told: str = "",
    below: bool = False,
) -> None:
    """A step of a lesson is passed. What was practised is kept as any answer is; of what was read
    or tried in a check there is nothing to keep (method.md 5.2)."""
    step.records.hold_learner(step.who.id)  # before the row of the step, as whoever goes on does
    said, read = practises(here), here.item.ask == ("read",)
    resting = replace(after, question="" if read else SEEN)
    if not (
        close(step, before, resting)
        if read
        else redraw(step, before, resting, told=told, below=below)
    ):
        step.notice(FINISHED)
        return
    if "rationale" in here.item.ask:
        settle(step, resting)
    if said:
        cause = "skipped" if "skipped" in resting.answer else "submitted"
        code = resting.answer.get("skipped", "")
        step.records.annotate(
            Annotation(
                resting.id, resting.attempt, step.at, cause, resting.answer, code, resting.active
            )
        )
    step.news = True
    _passed(step, resting, here)
    step.notice(phrase("Saved."), saved=True)


def skipped(step: Step, assignment: Assignment, code: str) -> None:
    """Practice that is skipped was attempted."""
    left = replace(
        assignment,
        state=DONE,
        turn=assignment.turn + 1,
        attempt=assignment.attempt + 1,
        submitted_at=step.at,
        answer={**assignment.answer, "skipped": code},
        trail={**assignment.trail, str(assignment.turn): code},
    )
    done(step, assignment, timed(step, left), scene(step, assignment))


def again(step: Step, assignment: Assignment) -> None:
    """The step that stands before somebody, below everything and in this chat."""
    step.records.hold_learner(step.who.id)
    if on := moved_on(step, assignment):
        turn_up(step, on, assignment.step, where_left=True)


def old_button(step: Step, event: Pressed, assignment: Assignment, *, same: bool) -> None:
    """A press of another turn changes nothing. Where it was the newest message of its step that is
    drawn as it stands; else the step that stands before them comes, wherever they are."""
    message = step.records.message(step.contact.account, event.message)
    if message and message.name == assignment.panel and message.account == assignment.account:
        redraw(step, assignment, assignment)
    elif not same and (now := standing(step)):
        again(step, now)
    if not same:
        step.notice(FINISHED)


def _begin(step: Step, on: Way, name: str) -> None:
    """A step is posted for the first time."""
    session = current_session(step, lesson=True)
    project = step.records.project(on.release.project)
    asked = next(one for one in on.steps if one.id == name)
    language = on.release.text(on.learner.language).language
    made = Assignment(
        id=step.records.fresh(),
        person=step.who.id,
        item=step.records.step_item(on.release, language, name),
        project=project.id,
        order=order_of(f"{project.seed}|{name}|{step.who.id}", asked),
        account=step.contact.account,
        session=session.id,
        offered_at=step.at,
        rubric=rubric_of(asked),
        step=name,
    )
    offered = placed(step, made, session)
    step.records.offer(offered)
    post_task(step, offered, session)


def _bring(step: Step, known: Assignment, turned: Assignment) -> None:
    """A step that stood in another place is posted anew in the session at hand."""
    session = current_session(step, lesson=True)
    here = placed(step, replace(turned, postings=known.postings + 1), session)
    if not step.records.save(known, here):
        return
    if known.question and known.panel:
        step.add(Edit(known.account, known.panel, Card((line(MOVED),)), late=True))
    if here.question == END:
        post_panel(step, here, scene(step, here))
    else:
        post_task(step, here, session)


def _same(step: Step, on: Way, known: Assignment) -> bool:
    """Whether a step that was begun in another version reads the same in this one: then what was
    answered of it so far stays."""
    if known.project == on.release.project:
        return True
    now = next((one for one in on.steps if one.id == known.step), None)
    taught = scene(step, known).item.taught
    return taught is not None and taught.step == now
