"""A press on a task: turn checked first, then one small change, then the panel redrawn.

A press of another turn changes nothing: the choice stored for that turn is redrawn silently,
anything else hears that the question is finished. `Records.save` guards the row besides.
"""

import re

from bot import courses, gaps, kinds, remarking, stopping
from bot.again import TO_COORDINATOR
from bot.buttons import BACK, CHANGE, CONTROLS, FINISH, MORE, NEXT, SKIP, STOP, WRITE, token
from bot.cards import Field, Form
from bot.events import Pressed
from bot.kinds.base import Kind, Question
from bot.material import Scene
from bot.panel import first_open, more, open_question, options
from bot.parts import settle
from bot.records import (
    DONE,
    END,
    LAPSED,
    OPEN,
    SEEN,
    SKIPPED,
    Annotation,
    Answer,
    Assignment,
    replace,
)
from bot.sessions import end_session, root_of, touch_session
from bot.spending import leased, timed
from bot.step import Step
from bot.teach import DIFFER, practises
from bot.tongue import joined, phrase, small
from bot.turns import ask_again, back, reopen, slipped, turn_to, turned
from bot.words import (
    ALREADY_ANSWERED,
    ANSWERED,
    FINISHED,
    NO_SKIP,
    NOT_OPEN,
    REASON_FIELD,
    SKIPPED_FOR,
    SKIPS,
    STOPPED,
    TO_OTHERS,
    WRONGS,
)
from bot.work import next_task, redraw, scene

LEADING_ON = (NEXT, STOP)

TOGGLE = re.compile(r"(\d{1,4})([yn])")
"""A toggle names the state it sets, so that a second tap of an old one turns nothing back."""


def press(step: Step, event: Pressed, public: str, turn: int, choice: str) -> None:
    """One press on the task `public`, drawn at `turn`."""
    assignment = step.records.assignment(public)
    if assignment is None or step.person is None or assignment.person != step.person.id:
        step.notice(NOT_OPEN)
        return
    step.under = root_of(step, assignment)
    if turn == assignment.turn and choice in LEADING_ON:
        touch_session(step, assignment)
        lead_on(step, assignment, choice)
        return
    here = scene(step, assignment)
    if turn != assignment.turn:
        _stale(step, event, assignment, turn, choice)
        return
    touch_session(step, assignment)
    if choice in CONTROLS:
        control(step, event, assignment, here, choice)
        return
    question = open_question(assignment, here)
    number, on = _named(choice, len(options(assignment, here)), question)
    if number is None:
        step.notice(NOT_OPEN)
    elif (
        question
        and not question.options[number].listed
        and slipped(step, event, assignment, question)
    ):
        ask_again(step, assignment, question)
    elif on is not None:
        _toggle(step, assignment, here, number, on=on)
    else:
        choose(step, assignment, here, number)


def _named(choice: str, most: int, question: Question | None) -> tuple[int | None, bool | None]:
    """Which of `most` options a choice names, None for none of them; for a toggle also the state
    it sets."""
    toggle = TOGGLE.fullmatch(choice)
    number = toggle[1] if toggle else choice
    if not number.isdecimal() or int(number) >= most:
        return None, None
    if toggle is None:
        return int(number), None
    if question is None or question.options[int(number)].on is None:
        return None, None
    return int(number), toggle[2] == "y"


def choose(step: Step, assignment: Assignment, here: Scene, choice: int) -> None:
    """An option of the open question or page, by index."""
    page = assignment.question
    if page == "skip":
        skip(step, assignment, SKIPS[choice][1], SKIPS[choice][0])
    elif page == "wrong":
        label, code = WRONGS[choice]
        lead = stopping.report(step, assignment, code, label)
        turn_to(step, assignment, here, first_open(assignment, here), lead=lead)
    elif page == "more":
        turn_to(step, assignment, here, more(assignment)[choice])
    elif page == SEEN and here.item.taught and here.item.taught.step.kind == "check":
        remarking.other_reasons(step, assignment, here)
    elif page == SEEN:
        turn_to(step, assignment, here, DIFFER)
    elif page == END:
        turn_to(step, assignment, here, TO_COORDINATOR)
    elif page == "change":
        reopen(step, assignment, here, kinds.answered(here.brief, assignment.answer)[choice])
    else:
        answer(step, assignment, here, choice)


def answer(step: Step, assignment: Assignment, here: Scene, choice: int) -> None:
    """One question answered: the next is asked, or the whole is submitted."""
    kind, question = _asked(assignment, here)
    given = kind.choose(assignment.question, choice, here.brief, assignment.answer)
    changed = given_now(step, assignment, given, str(choice))
    option = question.options[choice]
    told = ANSWERED.format(about=question.about, answer=option.told or option.label)
    lead = told if here.reader and option.sums else ""
    onward(step, assignment, changed, here, told=told, lead=lead)


def given_now(step: Step, assignment: Assignment, answer: Answer, choice: str = "") -> Assignment:
    """The task after one more thing was answered; with `choice`, its turn is answered by that."""
    return replace(
        assignment,
        answer=answer,
        trail={**assignment.trail, str(assignment.turn): choice} if choice else assignment.trail,
        first_tap_at=assignment.first_tap_at or step.at,
        lease_until=leased(step, assignment),
    )


def _asked(assignment: Assignment, here: Scene) -> tuple[Kind, Question]:
    """The open question and its kind. Raises LookupError where none is open."""
    kind = kinds.asking(assignment.question, here.item)
    return kind, kind.question(assignment.question, here.brief, assignment.answer)


def _toggle(step: Step, assignment: Assignment, here: Scene, number: int, *, on: bool) -> None:
    """One of several that may be chosen together: the question stays open, at the same turn."""
    kind, question = _asked(assignment, here)
    after = assignment
    if question.options[number].on is (not on):
        given = kind.choose(assignment.question, number, here.brief, assignment.answer)
        after = timed(step, given_now(step, assignment, given))
    redraw(step, assignment, after)
    step.notice(phrase("Saved."), saved=True)


def onward(
    step: Step,
    before: Assignment,
    changed: Assignment,
    here: Scene,
    *,
    told: str = "",
    lead: str = "",
    below: bool = False,
) -> None:
    """To the first open question, or to the summary when none is left."""
    key = first_open(changed, here)
    after = replace(changed, turn=before.turn + 1, question=key)
    if key == "":
        after = replace(
            after,
            state=DONE,
            attempt=before.attempt + 1,
            submitted_at=step.at,
            answer=kinds.finish(here.brief, changed.answer),
        )
    after = timed(step, after)
    if key == "" and after.step:
        courses.done(step, before, after, here, told=told, below=below)
        return
    if key == "":
        after = gaps.marked(before, after, here)
        lead = gaps.closing(step, before, after)
    if not redraw(step, before, after, lead=lead, told=told, below=below):
        step.notice(FINISHED)
        return
    if key == "":
        step.news = True
        if "rationale" in here.item.ask:
            settle(step, after)
        cause = "changed" if before.attempt else "submitted"
        step.records.annotate(
            Annotation(after.id, after.attempt, step.at, cause, after.answer, active=after.active)
        )
    step.notice(phrase("Saved."), saved=True)


def lead_on(step: Step, assignment: Assignment, choice: str) -> None:
    """[Next task], [Stop here], or [Continue] below a step of a lesson: what was judged before is
    not read again for it."""
    if choice == NEXT and assignment.step:
        courses.go_on(step, assignment)
    elif choice == NEXT:
        next_task(step)
    else:
        end_session(step)
        step.say(STOPPED)


def control(
    step: Step, event: Pressed | None, assignment: Assignment, here: Scene, choice: str
) -> None:
    """Back, Skip, More, Write, Change, Next task, Stop here, Finish it anyway."""
    if choice in LEADING_ON:
        lead_on(step, assignment, choice)
    elif choice == FINISH and assignment.state == LAPSED:
        _finish_anyway(step, assignment, here)
    elif choice == CHANGE and assignment.state == DONE:
        turn_to(step, assignment, here, "change")
    elif assignment.state not in (OPEN, DONE):
        step.notice(FINISHED)
    elif assignment.step and choice in (SKIP, MORE) and not practises(here):
        step.notice(NO_SKIP)
    elif choice == BACK:
        back(step, assignment, here)
    elif choice == SKIP:
        if assignment.state == DONE:
            step.notice(NO_SKIP if assignment.step else ALREADY_ANSWERED)
        else:
            turn_to(step, assignment, here, "skip")
    elif choice == MORE:
        turn_to(step, assignment, here, "more")
    elif choice == WRITE and here.forms and (question := open_question(assignment, here)):
        draft = assignment.answer.get("draft", "")
        label = question.text if question.id != "rationale" else REASON_FIELD
        field = Field("reason", label, draft)
        step.form(Form(token(assignment, WRITE), question.form, (field,)))


def skip(step: Step, assignment: Assignment, code: str, label: str) -> None:
    """A typed abstention: stored, the draft kept, the slot returned to the pool. Practice that is
    skipped was attempted."""
    if assignment.step:
        courses.skipped(step, assignment, code)
        return
    after = replace(
        assignment,
        state=SKIPPED,
        turn=assignment.turn + 1,
        question="",
        attempt=assignment.attempt + 1,
        submitted_at=step.at,
        trail={**assignment.trail, str(assignment.turn): code},
    )
    after = timed(step, after)
    lead = joined(" ", (SKIPPED_FOR.format(why=small(label)), TO_OTHERS))
    if not redraw(step, assignment, after, lead=lead):
        step.notice(FINISHED)
        return
    step.records.annotate(
        Annotation(after.id, after.attempt, step.at, "skipped", after.answer, code, after.active)
    )
    step.news = True
    if not assignment.extra:
        step.records.give_back(assignment.item)
    stopping.skipped(step, assignment, code)
    step.notice(phrase("Skipped."), saved=True)


def _stale(step: Step, event: Pressed, assignment: Assignment, turn: int, choice: str) -> None:
    """Another turn's press: silent if it is what was stored for that turn, told otherwise."""
    same = assignment.trail.get(str(turn)) == choice
    if assignment.step:
        courses.old_button(step, event, assignment, same=same)
        return
    message = step.records.message(step.contact.account, event.message)
    if message and message.name == assignment.panel:
        redraw(step, assignment, assignment)
    elif not same:
        redraw(step, assignment, assignment, below=True)
    if not same:
        step.notice(FINISHED)


def _finish_anyway(step: Step, assignment: Assignment, here: Scene) -> None:
    """Late is better than never: the answer counts as an extra vote (design.md 4)."""
    revived = replace(assignment, state=OPEN, extra=True, lease_until=step.at + step.rules.lease)
    turned(step, assignment, revived, first_open(revived, here))
