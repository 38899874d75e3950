"""What stands of a lesson before its learner: closed, put aside, or given up for a newer version.

It is drawn in the chat where it stands, which may be another than the one of this step.
"""

from bot.cards import Card, Edit
from bot.panel import draw
from bot.records import END, LATER, WITHDRAWN, Assignment, replace
from bot.step import Step
from bot.ways import live
from bot.work import scene


def set_aside(step: Step, but: str = "") -> None:
    """A task was given, or another step: what stands of a lesson asks nothing until it is wanted
    again."""
    for one in step.records.live_steps(step.who.id):
        kept = replace(one, turn=one.turn + 1, question=LATER)
        if live(one) and one.id != but and step.records.save(one, kept):
            redrawn(step, kept, draw(kept, scene(step, kept)))


def standing(step: Step) -> Assignment | None:
    """The step that stands before this person now, the newest if there are several."""
    found = [one for one in step.records.live_steps(step.who.id) if live(one)]
    return max(found, key=lambda one: one.touched_at or one.offered_at or step.at, default=None)


def close(step: Step, before: Assignment, after: Assignment) -> bool:
    """What stood before its learner stays where it is, without its buttons; False if it has moved
    on. Nothing of it is posted anew."""
    if not step.records.save(before, after):
        return False
    here = scene(step, after)
    card = draw(after, here)
    if before.question == END:
        card = Card(draw(before, here).body)
    redrawn(step, after, card)
    return True


def redrawn(step: Step, assignment: Assignment, card: Card) -> None:
    """In the chat where it stands, which may be another than this one."""
    out = Edit(assignment.account, assignment.panel, card, assignment.id, assignment.turn)
    step.add(out)


def give_way(step: Step, known: Assignment) -> None:
    """A step of an older version, not passed: a newer one takes its place, or none does."""
    gone = replace(known, state=WITHDRAWN, turn=known.turn + 1, question="")
    if step.records.save(known, gone) and gone.panel:
        redrawn(step, gone, draw(gone, scene(step, gone)))
