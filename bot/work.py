"""A task in a thread: it is given, its material is posted once, the panel follows.

`redraw` is the one way a panel changes: edited in place, or posted anew below what was typed,
the old one shrinking to one line. With a screen reader every new question is a new message.
"""

from collections.abc import Sequence
from typing import cast

from bot import gaps
from bot.again import judged
from bot.assign import Waiting, Wish, assigned, waiting
from bot.cards import Button, Card, Edit, Reply
from bot.events import Pressed, Said
from bot.kinds.base import Brief
from bot.material import Scene, marked_wrong, material, question_name
from bot.panel import draw, first_open, shrunk
from bot.records import DONE, OPEN, Assignment, Session, replace
from bot.required import required
from bot.sessions import current_session, root_of, running_session
from bot.spending import timed
from bot.step import Step, have_open, line, open_link, page_button
from bot.text import RENDERER
from bot.tongue import joined, phrase
from bot.words import (
    CONFIRMING,
    IN_MESSAGES,
    NOTHING_WAITING,
    NOTHING_WAITING_QUIET,
    THREE_OPEN,
    task_name,
)

CONTINUED = phrase("Continued below.")
MOVED = phrase("Moved.")


def scene(step: Step, assignment: Assignment) -> Scene:
    """What drawing this assignment needs; put together once a step."""
    if known := step.scenes.get(assignment.id):
        return cast(Scene, known)
    records, project = step.records, step.records.project(assignment.project)
    made = Scene(
        brief=Brief(
            records.item(assignment.item),
            assignment.order,
            records.rubric(project.id, assignment.rubric),
            f"{project.seed}|{assignment.person}",
        ),
        project=project,
        rules=step.rules,
        zone=step.who.zone,
        platform=step.platform,
        reader=bool(step.who.screen_reader),
        tongue=step.tongue,
    )
    step.scenes[assignment.id] = made
    return made


def redraw(
    step: Step,
    before: Assignment,
    after: Assignment,
    *,
    lead: str = "",
    below: bool = False,
    closing: str = CONTINUED,
    told: str = "",
) -> bool:
    """Save `after` by compare-and-set and draw its panel; False if the row has moved on.

    `closing` is the line an old panel shrinks to; with a screen reader it is `told`, the
    question and what was answered.
    """
    here = scene(step, after)
    asks_anew = after.turn != before.turn
    if asks_anew:
        after = timed(step, after)
    reading = bool(step.who.screen_reader) and asks_anew
    if not (below or step.below or reading):
        if not step.records.save(before, after):
            return False
        if isinstance(step.event, Pressed):
            leave_page(step)
        step.edit(after.panel, draw(after, here, lead), assignment=after.id, turn=after.turn)
        return True
    number = after.panels + 1
    posted = replace(after, panels=number, panel=f"{after.id}:panel:{number}")
    if not step.records.save(before, posted):
        return False
    leave_page(step)
    post_panel(step, posted, here, lead)
    if after.panel and (closing or reading):
        line_left = joined(" ", (told, phrase("Saved."))) if reading and told else closing
        step.edit(after.panel, shrunk(after, here, line_left), late=True)
    return True


def leave_page(step: Step) -> None:
    """A page of settings above what a task asks is answered by its buttons alone: "yes" and "1"
    are the task's."""
    if step.who.page and step.who.state == "active":
        step.person = replace(step.who, page="")
        step.records.save_person(step.person, step.at)


def post_panel(step: Step, assignment: Assignment, here: Scene, lead: str = "") -> None:
    step.post(
        assignment.panel,
        draw(assignment, here, lead),
        under=root_of(step, assignment),
        assignment=assignment.id,
        turn=assignment.turn,
    )


def next_task(
    step: Step, *, another: bool = False, within: int = 0, shortest: bool = False
) -> None:
    """[Next task]: what lies open comes first, then a new one, then what was put aside; else one
    honest sentence. `within` so many minutes from now on, or what is left of a gap told before;
    the `shortest` whatever it takes."""
    if not step.who.confirmed:
        step.notice(CONFIRMING)
        return
    opened = open_tasks(step)
    if opened and _just_opened(step, opened[0]):
        return
    full = len(opened) >= step.rules.open_most
    if opened and not another and (full or not opened[0].aside):
        _offer_open(step, opened[0])
        return
    if full:
        step.notice(THREE_OPEN)
        return
    session = running_session(step)
    seconds = gaps.left(session, step.at, within)
    wish = Wish(None if shortest else seconds, shortest, session.id if session else "")
    step.records.hold_place(step.who.id)
    found = waiting(step.records, step.who, step.platform, step.rules, wish)
    given = step.records.claim(step.who.id, found.best, found.heads)
    if given is None:
        _nothing_new(step, [] if another else opened, found, wish)
        return
    session = current_session(step, within)
    offered = placed(step, assigned(step, given, found, session.id), session)
    step.records.offer(offered)
    post_task(step, offered, session)
    if isinstance(step.event, Said) and step.event.command:
        step.add(Reply(IN_MESSAGES))


def _nothing_new(step: Step, opened: Sequence[Assignment], found: Waiting, wish: Wish) -> None:
    """No new task: what was put aside, or what does not fit, or nothing at all."""
    if opened:
        _offer_open(step, opened[0])
    elif found.heads and wish.seconds is not None:
        gaps.nothing_fits(step, wish.seconds, found.shortest())
    elif first := required(step):
        step.say(first[0], rows=((first[1],),) if first[1] else ())
    else:
        step.say(NOTHING_WAITING if step.who.reminders else NOTHING_WAITING_QUIET)


def open_tasks(step: Step) -> list[Assignment]:
    """What lies open: the newest first, what was put aside last."""
    found = step.records.assignments(step.who.id, OPEN, step.rules.open_most)
    return sorted(found, key=lambda assignment: assignment.aside)


def taken_up(step: Step, assignment: Assignment) -> Assignment:
    """A task as it asks its question again, after it had been put aside."""
    if not assignment.aside:
        return assignment
    step.news = True
    asked = first_open(assignment, scene(step, assignment))
    return replace(assignment, turn=assignment.turn + 1, question=asked)


def _just_opened(step: Step, newest: Assignment) -> bool:
    """The second tap of a double tap, or another device's: its task is on its way already."""
    offered = newest.offered_at
    return offered is not None and step.at - offered < step.rules.double_tap


def placed(step: Step, assignment: Assignment, session: Session) -> Assignment:
    """A task as it lies once it is posted in this session, with a panel of its own."""
    number = assignment.panels + 1
    return replace(
        assignment,
        panels=number,
        panel=f"{assignment.id}:panel:{number}",
        question=assignment.question or first_open(assignment, scene(step, assignment)),
        session=session.id,
        account=step.contact.account,
        renderer=RENDERER,
    )


def post_task(step: Step, assignment: Assignment, session: Session) -> None:
    """Post question, answers and panel under the session's header."""
    here = scene(step, assignment)
    step.news = True
    leave_page(step)
    for name, card in material(assignment, here):
        step.post(name, card, under=session.root, assignment=assignment.id)
    if assignment.step and assignment.state == DONE:
        for name, card in marked_wrong(assignment, here, assignment.postings):
            step.edit(name, card, assignment=assignment.id)
    post_panel(step, assignment, here)
    step.gave = step.gave or not assignment.step
    if step.platform in step.rules.links and (not assignment.step or session.started_at == step.at):
        step.look("link", question_name(assignment))


def bring_here(step: Step, assignment: Assignment) -> None:
    """Post an open task anew in the session at hand; the old panel says where it went."""
    old = assignment.panel
    session = current_session(step)
    moved = replace(taken_up(step, assignment), postings=assignment.postings + 1)
    here = placed(step, moved, session)
    if not step.records.save(assignment, here):
        return
    if old:
        step.add(Edit(assignment.account, old, Card((line(MOVED),)), late=True))
    post_task(step, here, session)


def show_where(step: Step) -> None:
    """`where`: the open question again, below everything; or what there is instead."""
    opened = open_tasks(step)
    if changing := _changing_here(step, opened):
        redraw(step, changing, changing, below=True)
        return
    if not opened:
        step.say(
            phrase("No task is open."),
            rows=((page_button(phrase("Next task"), "home", 1, "next"),),),
        )
        return
    newest = opened[0]
    session = running_session(step)
    if newest.account == step.contact.account and session and session.id == newest.session:
        redraw(step, newest, taken_up(step, newest), below=True)
    else:
        _offer_open(step, newest)


def _changing_here(step: Step, opened: Sequence[Assignment]) -> Assignment | None:
    """The newest change under way, in this chat and, where there are threads, in this one; in none
    of them if nothing else is open."""
    mine = [
        one
        for one in step.records.changing(step.who.id)
        if not one.step
        and one.account == step.contact.account
        and (not opened or (step.under and step.under == root_of(step, one)))
    ]
    return max(mine, key=lambda one: one.touched_at or one.submitted_at or step.at, default=None)


def shown_whole(step: Step, assignment: Assignment, here: Scene) -> bool:
    """Whether all there is to judge has left us: nothing is judged unseen (conversation.md 4)."""
    if assignment.state != OPEN or assignment.delivered_at or judged(assignment):
        return True
    sent = (step.records.message_named(name) for name, _ in material(assignment, here))
    return all(message is not None and message.ref for message in sent)


def _offer_open(step: Step, assignment: Assignment) -> None:
    """ "You have one open": open it where it is, bring it here, or take another one."""
    name = task_name(step.records.item(assignment.item))
    link = step.records.message_named(question_name(assignment))
    session = running_session(step)
    if session and session.id == assignment.session and not _elsewhere(step, assignment):
        lead = phrase("This one is still open.")
        step.gave = True
        redraw(step, assignment, taken_up(step, assignment), below=True, lead=lead)
        return
    first: tuple[Button, ...] = ()
    if link and link.link and assignment.account == step.contact.account:
        first = (open_link(link.link),)
    step.say(
        have_open(name),
        rows=(
            (*first, page_button(phrase("Bring it here"), "bring", 1, assignment.id)),
            (page_button(phrase("Another one"), "home", 1, "another"),),
        ),
    )


def _elsewhere(step: Step, assignment: Assignment) -> bool:
    return assignment.account != step.contact.account
