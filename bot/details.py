"""A typed text that may name a patient is used by nobody until somebody has looked.

It is kept apart meanwhile and never part of an answer. Its writer hears what it looks like, and
goes on; only [It is not about a patient] brings it before a coordinator. What becomes of it then
is `bot.decided`'s.
"""

from collections.abc import Iterable, Sequence

from bot.cards import Card, Edit, Erase
from bot.events import Said
from bot.gate import RULES, Finding, apart, findings, named
from bot.parts import joined as whole_of
from bot.parts import there_already
from bot.records import OPEN, Assignment, replace
from bot.sessions import touch_session
from bot.spending import leased
from bot.step import Step, line, page_button
from bot.tongue import joined, listed
from bot.unused import WITHHELD
from bot.withheld import ASKED, KEPT, Withheld
from bot.words import (
    AND,
    LOOKS_LIKE,
    NO_PATIENT,
    NOT_OPEN,
    TO_BE_LOOKED_AT,
    WITHHELD_IN_FORM,
)
from bot.work import redraw

PAGE = "details"
"""The page whose one button says that a text is about no patient."""

INCIDENT = (
    "A text looks like {what}; its writer says that it is not about a patient. It is not used"
    " until you decide: see rounds incidents show, then use or drop."
)


def seen(step: Step, text: str, after: Sequence[str] = (), known: str = "") -> tuple[Finding, ...]:
    """What in a text looks like patient details, in its characters; nothing if a coordinator has
    let this very text pass.

    It is also read behind the parts it goes on from, where a number may only then be whole. What
    stands in `known` word by word is there already, and nobody is asked about it twice.
    """
    found = _found(text, after, known)
    if found and step.records.let_pass(step.contact.account, text):
        return ()
    return found


def _found(text: str, after: Sequence[str], known: str) -> tuple[Finding, ...]:
    found = list(findings(text))
    if after and not there_already(text, after):
        whole = whole_of([*after, text])
        shift = len(whole) - len(text)
        found += [
            Finding(one.kind, max(0, one.start - shift), one.end - shift)
            for one in findings(whole)
            if one.end > shift
        ]
    there = {known[one.start : one.end] for one in findings(known)} if known else set()
    return tuple(one for one in apart(found) if text[one.start : one.end] not in there)


def withhold(
    step: Step,
    found: Sequence[Finding],
    use: str,
    text: str,
    message: str,
    assignment: Assignment | None = None,
) -> None:
    """Keep the text apart, say so, and ask on. An older text of the same message goes."""
    forget(step, message)
    held = Withheld(
        id=step.records.fresh(),
        account=step.contact.account,
        person=step.who.id,
        assignment=assignment.id if assignment else "",
        use=use,
        question=assignment.question if assignment else "",
        message=message,
        text=text,
        found=tuple((one.kind, one.start, one.end) for one in found),
        rules=RULES,
        at=step.at,
    )
    step.records.withhold(held)
    erased = bool(message) and step.platform in step.rules.erases
    step.say(
        told(held, erased=erased),
        rows=((page_button(NO_PATIENT, PAGE, 1, held.id),),),
        name=f"w:{held.id}",
        assignment=held.assignment,
    )
    if erased:
        step.add(Erase(held.account, message, held.assignment))
    if assignment:
        _ask_on(step, assignment)


def contest(step: Step, public: str) -> None:
    """[It is not about a patient]: a coordinator hears of it, once."""
    held = step.records.withheld(public)
    if held is None or held.person != step.who.id or held.state not in (KEPT, ASKED):
        step.notice(NOT_OPEN)
        return
    asked = replace(held, state=ASKED)
    if held.state == KEPT and step.records.moved(held, asked):
        text = INCIDENT.format(what=kinds_in(held.kinds))
        incident = step.records.incident(
            "details", text, step.at, person=held.person, assignment=held.assignment
        )
        step.records.moved(asked, replace(asked, incident=incident))
    card = Card((line(joined(" ", (looks(held.kinds), TO_BE_LOOKED_AT))),))
    step.add(Edit(held.account, f"w:{held.id}", card))
    step.notice(TO_BE_LOOKED_AT, saved=True)
    if isinstance(step.event, Said):  # typed: what is asked follows below
        step.say(TO_BE_LOOKED_AT)
        if assignment := step.records.assignment(held.assignment):
            redraw(step, assignment, assignment, below=True)


def forget(step: Step, message: str, *, asked: bool = True) -> None:
    """What that message said before is wanted by nobody any more; or only if no coordinator was
    `asked` about it."""
    held = step.records.withheld_in(step.contact.account, message)
    if held and (asked or held.state == KEPT):
        step.records.forget(held)


def looks(kinds: Iterable[str]) -> str:
    """This looks like a person's name and a date of birth."""
    return LOOKS_LIKE.format(what=kinds_in(kinds))


def kinds_in(kinds: Iterable[str]) -> str:
    """a person's name, a date of birth and a phone number"""
    return listed(map(named, kinds), AND)


def in_form(found: Sequence[Finding]) -> str:
    """What is said under a form's field; the words stay there and nowhere else."""
    seen_as = looks(dict.fromkeys(one.kind for one in found))
    return joined(" ", (seen_as, WITHHELD_IN_FORM))


def told(held: Withheld, *, erased: bool) -> str:
    """What its writer hears. A message that we delete need not be deleted by them."""
    words = WITHHELD[held.use]
    delete = not erased and (held.message or not words.again)
    said = (
        looks(held.kinds),
        words.erased if erased else words.kept,
        words.anew if delete else words.again,
    )
    return joined(" ", filter(None, said))


def _ask_on(step: Step, assignment: Assignment) -> None:
    """The panel and its question stay open, below the sentence; writing counts as a tap."""
    touch_session(step, assignment)
    if not (assignment.question or step.below):
        return
    after = assignment
    if assignment.state == OPEN:
        after = replace(assignment, lease_until=leased(step, assignment))
    redraw(step, assignment, after, below=True)
