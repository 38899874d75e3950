"""A press on a task: turn checked first, then one small change, then the panel redrawn.

A press of another turn changes nothing: the choice stored for that turn is redrawn silently,
anything else hears that the question is finished. `Records.save` guards the row besides.
"""

from datetime import timedelta

from bot.cards import Field, Form
from bot.events import Pressed
from bot.kinds import answered, kind_of
from bot.kinds.base import Question
from bot.panel import (
    BACK,
    CHANGE,
    FINISH,
    MORE,
    NEXT,
    SKIP,
    STOP,
    WRITE,
    Scene,
    first_open,
    guideline,
    open_question,
    options,
    token,
)
from bot.parts import forget_change, last_submitted, settle
from bot.records import DONE, LAPSED, LATER, OPEN, SKIPPED, Annotation, Assignment, replace
from bot.step import Step
from bot.words import (
    ALREADY_ANSWERED,
    FINISHED,
    FIRST_QUESTION,
    NOT_OPEN,
    SKIPS,
    STOPPED,
    WRONGS,
)
from bot.work import end_session, next_task, redraw, root_of, scene, touch_session

CONTROLS = {BACK, SKIP, MORE, WRITE, CHANGE, NEXT, STOP, FINISH}


def press(step: Step, event: Pressed, public: str, turn: int, choice: str) -> None:
    """One press on the task `public`, drawn at `turn`."""
    assignment = step.records.assignment(public)
    if assignment is None or step.person is None or assignment.person != step.person.id:
        step.notice(NOT_OPEN)
        return
    step.under = root_of(step, assignment)
    here = scene(step, assignment)
    if turn != assignment.turn:
        _stale(step, event, assignment, turn, choice)
        return
    touch_session(step, assignment)
    if choice in CONTROLS:
        control(step, event, assignment, here, choice)
    elif not choice.isdecimal() or int(choice) >= len(options(assignment, here)):
        step.notice(NOT_OPEN)
    elif slipped(step, event, assignment) and (asked := open_question(assignment, here)):
        _ask_again(step, assignment, asked)
    else:
        choose(step, assignment, here, int(choice))


def choose(step: Step, assignment: Assignment, here: Scene, choice: int) -> None:
    """An option of the open question or page, by index."""
    page = assignment.question
    if page == "skip":
        skip(step, assignment, SKIPS[choice][1], SKIPS[choice][0])
    elif page == "wrong":
        label, code = WRONGS[choice]
        report, whose = f"{code}: {label}", assignment.person
        step.records.incident("report", report, step.at, person=whose, assignment=assignment.id)
        turn_to(step, assignment, here, first_open(assignment, here), lead=f"Reported: {label}.")
    elif page == "more":
        _more(step, assignment, here, ("wrong", LATER, "meaning", "ask")[choice])
    elif page == "change":
        reopen(step, assignment, here, answered(here.item, assignment.answer)[choice])
    else:
        answer(step, assignment, here, choice)


def answer(step: Step, assignment: Assignment, here: Scene, choice: int) -> None:
    """One question answered: the next is asked, or the whole is submitted."""
    key = assignment.question
    kind = kind_of(key, here.item)
    question = open_question(assignment, here)
    if kind is None or question is None:
        raise LookupError(f"assignment {assignment.id} has no open question")
    given = kind.choose(key, choice, here.item, assignment.order, assignment.answer)
    changed = replace(
        assignment,
        answer=given,
        trail={**assignment.trail, str(assignment.turn): str(choice)},
        first_tap_at=assignment.first_tap_at or step.at,
        lease_until=step.at + step.rules.lease,
    )
    told = f"{question.text} {question.options[choice].label}."
    onward(step, assignment, changed, here, told=told)


def onward(
    step: Step,
    before: Assignment,
    changed: Assignment,
    here: Scene,
    *,
    told: str = "",
    below: bool = False,
) -> None:
    """To the first open question, or to the summary when none is left."""
    key = first_open(changed, here)
    after = replace(changed, turn=before.turn + 1, question=key)
    if key == "":
        after = replace(after, state=DONE, attempt=before.attempt + 1, submitted_at=step.at)
    if not redraw(step, before, after, told=told, below=below):
        step.notice(FINISHED)
        return
    if key == "":
        step.news = True
        if "rationale" in here.item.ask:
            settle(step, after)
        cause = "changed" if before.attempt else "submitted"
        step.records.annotate(Annotation(after.id, after.attempt, step.at, cause, after.answer))
    step.notice("Saved.", saved=True)


def control(
    step: Step, event: Pressed | None, assignment: Assignment, here: Scene, choice: str
) -> None:
    """Back, Skip, More, Write, Change, Next task, Stop here, Finish it anyway."""
    if choice == NEXT:
        next_task(step)
    elif choice == STOP:
        end_session(step)
        step.say(STOPPED)
    elif choice == FINISH and assignment.state == LAPSED:
        _finish_anyway(step, assignment, here)
    elif choice == CHANGE and assignment.state == DONE:
        turn_to(step, assignment, here, "change")
    elif assignment.state not in (OPEN, DONE):
        step.notice(FINISHED)
    elif choice == BACK:
        back(step, assignment, here)
    elif choice == SKIP:
        if assignment.state == DONE:
            step.notice(ALREADY_ANSWERED)
        else:
            turn_to(step, assignment, here, "skip")
    elif choice == MORE:
        turn_to(step, assignment, here, "more")
    elif choice == WRITE and here.forms:
        draft = assignment.answer.get("draft", "")
        field = Field("reason", "Where, what is wrong, what could follow", draft)
        step.form(Form(token(assignment, WRITE), "Your reason", (field,)))


def back(step: Step, assignment: Assignment, here: Scene) -> None:
    """From a page to the question; from a question to the one before it."""
    if assignment.question == "ask":
        step.records.save_contact(replace(step.contact, asking=""))
    if assignment.state == DONE:
        _as_submitted(step, assignment)
        return
    if kind_of(assignment.question, here.item) is None:
        turn_to(step, assignment, here, first_open(assignment, here))
        return
    before = [key for key in answered(here.item, assignment.answer) if key != assignment.question]
    if "draft" in assignment.answer:
        before.append(assignment.question)
    if not before:
        step.notice(FIRST_QUESTION)
        return
    reopen(step, assignment, here, before[-1])


def reopen(step: Step, assignment: Assignment, here: Scene, key: str) -> None:
    """Ask `key` again; what was asked because of it is asked again too."""
    kind = kind_of(key, here.item)
    if kind is None:
        raise LookupError(f"{key} is no question of this task")
    cleared = replace(assignment, answer=kind.clear(key, assignment.answer))
    _turn(step, assignment, cleared, key)


def turn_to(step: Step, assignment: Assignment, here: Scene, page: str, *, lead: str = "") -> None:
    """Show a page or a question without answering anything."""
    changed = assignment
    if page == LATER:
        changed = replace(assignment, lease_until=step.at + step.rules.lease)
    if LATER in (page, assignment.question):
        step.news = True
    above = guideline(assignment, here) if page == "meaning" else []
    for name, card in above:
        step.post(name, card, under=step.under, assignment=assignment.id)
    _turn(step, assignment, changed, page, lead, below=bool(above))


def skip(step: Step, assignment: Assignment, code: str, label: str) -> None:
    """A typed abstention: stored, the draft kept, the slot returned to the pool."""
    after = replace(
        assignment,
        state=SKIPPED,
        turn=assignment.turn + 1,
        question="",
        attempt=assignment.attempt + 1,
        submitted_at=step.at,
        trail={**assignment.trail, str(assignment.turn): code},
    )
    lead = f"Skipped: {label.lower()}. The task goes to someone else."
    if not redraw(step, assignment, after, lead=lead):
        step.notice(FINISHED)
        return
    step.records.annotate(
        Annotation(after.id, after.attempt, step.at, "skipped", after.answer, code)
    )
    step.news = True
    if not assignment.extra:
        step.records.give_back(assignment.item)
    if code == "upsetting":
        step.records.incident(
            "upset", "", step.at, person=assignment.person, assignment=assignment.id
        )
    step.notice("Skipped.", saved=True)


def slipped(step: Step, event: Pressed, assignment: Assignment) -> bool:
    """A press too soon after its question was shown, if it was not asked twice yet.

    Not yet recorded as shown counts as shown this instant (conversation.md 4).
    """
    if step.rules.slip <= timedelta(0) or assignment.question in assignment.again:
        return False
    shown = assignment.shown_turn == assignment.turn and assignment.shown_at
    return not shown or event.at - shown < step.rules.slip


def _ask_again(step: Step, assignment: Assignment, question: Question) -> None:
    asked = question.text[0].lower() + question.text[1:]
    after = replace(
        assignment, turn=assignment.turn + 1, again=(*assignment.again, assignment.question)
    )
    redraw(step, assignment, after, lead=f"Once more, please: {asked}")


def _stale(step: Step, event: Pressed, assignment: Assignment, turn: int, choice: str) -> None:
    """Another turn's press: silent if it is what was stored for that turn, told otherwise."""
    same = assignment.trail.get(str(turn)) == choice
    message = step.records.message(step.contact.account, event.message)
    if message and message.name == assignment.panel:
        redraw(step, assignment, assignment)
    elif not same:
        redraw(step, assignment, assignment, below=True)
    if not same:
        step.notice(FINISHED)


def _more(step: Step, assignment: Assignment, here: Scene, page: str) -> None:
    if page == "ask":
        step.records.save_contact(replace(step.contact, asking=assignment.id))
    turn_to(step, assignment, here, page)


def _finish_anyway(step: Step, assignment: Assignment, here: Scene) -> None:
    """Late is better than never: the answer counts as an extra vote (design.md 4)."""
    revived = replace(assignment, state=OPEN, extra=True, lease_until=step.at + step.rules.lease)
    _turn(step, assignment, revived, first_open(revived, here))


def _turn(
    step: Step,
    before: Assignment,
    changed: Assignment,
    question: str,
    lead: str = "",
    *,
    below: bool = False,
) -> None:
    after = replace(changed, turn=before.turn + 1, question=question)
    if not redraw(step, before, after, lead=lead, below=below):
        step.notice(FINISHED)


def _as_submitted(step: Step, assignment: Assignment) -> None:
    """Back out of a change: the answer as it was last submitted, and its summary."""
    forget_change(step, assignment)
    last = last_submitted(step, assignment)
    _turn(step, assignment, replace(assignment, answer=last.answer), "")
