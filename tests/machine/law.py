"""What one event may change, and what must hold after each: judged from the tables alone.

Nothing here asks the engine what is right: a choice is judged by the label that was pressed and
the texts that were shown, a reason by the place in which it was written, and what there is to ask
by the project's file.
"""

from collections import Counter
from typing import Any

from bot.events import Event, Pressed, Revised, Said
from bot.gate import findings
from bot.panel import PAGES
from bot.records import DONE, LAPSED, OPEN, SKIPPED, WITHDRAWN
from bot.text import typed as clean
from bot.words import NOT_OPEN, SKIPS
from store.tables import (
    IncidentRow,
    MessageRow,
    SessionRow,
)
from tests.machine import choices, questions
from tests.machine.sight import Sight, sight
from tests.machine.world import OVERLAP, RULES, World

__all__ = ["Sight", "sight"]

NEVER_CHANGES = ("person", "task", "project", "order", "rubric")
"""What somebody was given, and how it asks: as long as it lies with them."""


# -- after anything -----------------------------------------------------------------------------


def nothing_broke(world: World) -> None:
    """No step failed, and no message was refused that the weather did not refuse."""
    kinds = {row.kind for row in world.rows(IncidentRow)}
    assert "unusable" not in kinds, "a step broke"
    assert "unsendable" not in kinds or world.lost, "a message was refused"


def only_appended(before: Sight, after: Sight) -> None:
    """Revisions are added; what was there stays to the letter."""
    assert after.annotations[: len(before.annotations)] == before.annotations


def every_answer_counts_once(world: World, seen: Sight) -> None:
    """As many revisions as submissions, in a row; the newest is what the task says."""
    chains: dict[str, list[Any]] = {}
    for row in seen.annotations:
        chains.setdefault(row.assignment, []).append(row)
    for name, row in seen.assignments.items():
        chain = chains.get(name, [])
        assert [one.attempt for one in chain] == list(range(1, row.attempt + 1)), name
        if row.state == SKIPPED:
            assert chain and chain[-1].abstention in dict(SKIPS).values()
        elif row.state == DONE:
            assert chain and not chain[-1].abstention
            _is_whole(world, row, chain)
            if not row.question:
                assert chain[-1].answer == row.answer, "the newest revision says something else"
        else:
            assert not [one for one in chain if not one.abstention], "counted, yet not finished"
    once = Counter((row.person, row.task) for row in seen.assignments.values())
    assert all(number == 1 for number in once.values())


def _is_whole(world: World, row: Any, chain: list[Any]) -> None:
    """Everything that was asked, nothing that was not, and marks that are on their scales. A reason
    that was taken away is none, also where one was required."""
    asked, answer = world.asked(row), chain[-1].answer
    there, wanted = questions.given(answer), questions.marks(asked, answer)
    assert there == wanted, f"marks {there ^ wanted} too many or too few in {answer}"
    removed = any(one.cause == "removed" for one in chain) and answer.get("rationale", "") is None
    left = questions.next_question(asked, answer)
    assert not left or (left == "rationale" and removed), f"{left} is not answered in {answer}"
    _is_on_its_scale(answer)


def _is_on_its_scale(answer: Any) -> None:
    """A number is one of its scale; whoever cannot judge says why, and that is no number."""
    cannot = [{"cannot": code} for _, code in SKIPS[:3]]
    for rated in answer.get("ratings", {}).values():
        assert all(one in (1, 2, 3, 4, 5) or one in cannot for one in rated.values()), rated
    strengths = [answer.get("strength", 1), *answer.get("strengths", {}).values()]
    assert all(one in (1, 2, 3) for one in strengths), strengths
    assert set(answer.get("risk", {}).values()) <= {"none", "S1", "S2", "S3"}


def every_question_is_the_next(world: World, seen: Sight) -> None:
    """What is open asks for the first thing that is not said: nothing twice, nothing left out."""
    for name, row in seen.assignments.items():
        if row.question == "contradiction" and row.question not in row.answer:
            continue  # Back leads to it, also where it is over by now
        if row.question and row.question not in PAGES:
            wanted = questions.next_question(world.asked(row), row.answer)
            assert row.question == wanted, f"{name} asks {row.question}, not {wanted}: {row.answer}"


def every_slot_is_accounted_for(seen: Sight) -> None:
    held = Counter(
        row.task for row in seen.assignments.values() if row.state in (OPEN, DONE) and not row.extra
    )
    for row in seen.queue:
        if row.task in seen.withdrawn:
            assert row.remaining + held[row.task] <= OVERLAP, "a slot too many"
            assert not row.is_open, "what was withdrawn is given again"
            continue
        assert row.remaining + held[row.task] == OVERLAP, "a slot too many or too few"
        assert row.is_open == (row.remaining > 0 and not row.paused)


def every_reason_is_its_parts(seen: Sight) -> None:
    """A reason is what was written for it, part by part, and nothing else: the one that counts,
    and the one that is being written in its place."""
    counted = {row.assignment: row for row in seen.annotations if not row.abstention}
    for name, row in seen.assignments.items():
        written = row.answer.get("draft") or row.answer.get("rationale")
        waiting = seen.parts(name, pending=True)
        if row.state == DONE and row.question:
            _is_its_parts(counted[name].answer.get("rationale"), seen.parts(name, pending=False))
            if waiting:
                _is_its_parts(written, waiting)
            continue
        assert not waiting, "words wait for a change that is over"
        _is_its_parts(written, seen.parts(name, pending=False))


def _is_its_parts(written: str | None, parts: list[Any]) -> None:
    if written and parts:
        once: dict[str, str] = {}  # what was sent twice counts once
        for part in parts:
            once.setdefault(part.text.strip(), part.text)
        pieces = "".join(once.values()).replace("\n", "")
        assert written.replace("\n", "") == pieces, f"{written!r} is not {pieces!r}"
    assert not written or parts, f"nobody wrote {written!r}"


def nothing_kept_apart_is_used(world: World, seen: Sight) -> None:
    """What looks like a patient's details is part of a reason, held for one or passed on only after
    a coordinator let that very text pass; and it goes with whoever leaves."""
    passed = {row.text for row in seen.apart.values() if row.state == "used"}
    said = [part.text for part in seen.heard.values()]
    said += [text for texts in seen.unplaced.values() for text in texts]
    said += [row.text for row in world.rows(IncidentRow) if row.kind == "question"]
    for text in said:
        assert text in passed or not findings(text), f"used unseen: {text!r}"
    gone = [world.persons[world.index(account)] for account in world.out]
    for row in seen.apart.values():
        assert row.state not in ("kept", "asked") or row.person not in gone, "kept after they left"
        told = [one for one in world.rows(IncidentRow) if one.id == row.incident]
        assert bool(told) == (row.state != "kept"), "a coordinator heard of it without being asked"


def nobody_holds_too_many(world: World, seen: Sight) -> None:
    most = Counter(row.person for row in seen.assignments.values() if row.state == OPEN)
    assert all(number <= RULES.open_most + 1 for number in most.values())


# -- after one event -----------------------------------------------------------------------------


def always(world: World, before: Sight, after: Sight) -> None:
    """Whatever was done: to the answers, the slots, the reasons and the questions."""
    only_appended(before, after)
    what_was_given_stays(world, before, after)
    every_answer_counts_once(world, after)
    every_question_is_the_next(world, after)
    every_slot_is_accounted_for(after)
    every_reason_is_its_parts(after)


def what_was_given_stays(world: World, before: Sight, after: Sight) -> None:
    """A task keeps its person, its order and the version in which it began to ask; what is given
    now asks as the project asks now."""
    for name, now in after.assignments.items():
        was = before.assignments.get(name)
        if was is None:
            assert now.rubric == max(world.versions), "it does not ask as the project asks now"
            continue
        kept = [getattr(was, one) == getattr(now, one) for one in NEVER_CHANGES]
        assert all(kept), f"{name} is not what was given any more"


def judged(
    world: World, event: Event, before: Sight, after: Sight, panels: choices.Panels, label: str
) -> None:
    """What this one event did, against what it may do. `panels` is what stood in the chat."""
    always(world, before, after)
    nobody_holds_too_many(world, after)
    nothing_kept_apart_is_used(world, after)
    place = world.index(event.account)
    person, contact = world.persons[place], world.contacts[place]
    others = before.owned(person, by_others=True)
    assert others.items() <= after.answers().items(), "somebody else's task was changed"
    theirs = {k: row for k, row in before.apart.items() if row.person != person}
    assert theirs.items() <= after.apart.items(), "what of somebody else is kept apart was changed"
    for (of, message), row in after.heard.items():
        if (of, message) not in before.heard:
            assert after.assignments[row.assignment].person == person, "filed with somebody else"
    if event.account in world.out:
        assert before.answers() == after.answers(), "one who left changed something"
        return
    if isinstance(event, Pressed):
        choices.pressed(world, event, before, after, panels, label)
    elif isinstance(event, Said):
        choices.typed(world, event, before, after, panels)
        _said(world, event, before, after, contact)
    elif isinstance(event, Revised):
        _revised(event, before, after, contact)


def _said(world: World, event: Said, before: Sight, after: Sight, contact: int) -> None:
    """A long text that nothing else could mean is the reason of the task it was written under."""
    places = [row for row in before.assignments.values() if _under(world, row, event)]
    here = [row for row in places if row.state == OPEN]
    changing = [row for row in places if row.state == DONE and row.question]
    part = after.heard.get((contact, event.message))
    if part is not None:
        assert part.assignment in [row.id for row in places], "filed under another task"
        opened = [row.id for row in (*here, *changing) if row.question == "rationale"]
        assert not opened or part.assignment in opened, "filed under a task that asked nothing"
    asked = [row for row in here if row.question == "rationale"]
    apart = [row for row in after.apart.values() if row.message == event.message]
    worded = [one for row in here for one in row.answer.get("corrections", {}).values()]
    again = clean(event.text) in worded  # what was sent for one question is no answer to the next
    plain = len(event.text.split()) >= 10 and not apart and not again
    if plain and len(here) == 1 and asked and not changing and contact not in before.busy:
        assert part is not None and part.assignment == here[0].id, "a reason was lost"
        stored = after.assignments[here[0].id].answer
        assert clean(event.text) in (stored.get("rationale") or stored.get("draft") or "")


def _revised(event: Revised, before: Sight, after: Sight, contact: int) -> None:
    was = before.heard.get((contact, event.message))
    if was is None and _waits(before, event, contact):
        return  # it is read as if it came now
    if was is None or event.text is None or not clean(event.text).strip():
        assert before.answers() == after.answers() and before.heard == after.heard
        return
    if before.assignments[was.assignment].state not in (OPEN, DONE, LAPSED):
        assert before.answers() == after.answers(), "what was closed was revised"
        return
    if _waits(after, event, contact):
        assert before.answers() == after.answers() and before.heard == after.heard
        return
    assert after.heard[contact, event.message].text == clean(event.text), "an edit was not taken"
    row = after.assignments[was.assignment]
    written = row.answer.get("draft") or row.answer.get("rationale")
    if row.state == DONE and not was.pending:
        written = [one for one in after.annotations if one.assignment == row.id][-1].answer.get(
            "rationale"
        )
        assert written, "an edit was not stored"
    if written:
        assert clean(event.text) in written, "the reason does not say what was edited"


def _waits(seen: Sight, event: Revised, contact: int) -> bool:
    """Whether what that message says is kept apart."""
    return any(
        (row.contact, row.message) == (contact, event.message) and row.state in ("kept", "asked")
        for row in seen.apart.values()
    )


def decided(world: World, row: Any, before: Sight, after: Sight, *, use: bool) -> None:
    """A coordinator's word about one text: it counts once, in its own task, or is gone."""
    always(world, before, after)
    now = after.apart[row.id]
    assert (now.state == "used") == (bool(now.text) and use), "kept although it is not used"
    assert now.state in (("used", "unwanted") if use else ("dropped",))
    others = {k: v for k, v in before.apart.items() if k != row.id}
    assert others.items() <= after.apart.items(), "another text was decided about"
    assert before.answers(row.assignment) == after.answers(row.assignment), "another task changed"
    if now.state != "used":
        assert before.answers() == after.answers() and before.heard == after.heard
    elif row.use in ("reason", "more", "added", "edited"):
        said = [part.text for part in after.heard.values() if part.assignment == row.assignment]
        assert row.text in said, "it was let pass, and is no part of its reason"


# -- after somebody else's button ----------------------------------------------------------------


def foreign(before: Sight, after: Sight, notices: list[str]) -> None:
    """The one sentence, and not a trace."""
    assert before == after, "somebody else's button changed something"
    assert set(notices) == {NOT_OPEN}, f"a forged press heard {notices}"


def lapsed(at: Any, before: Sight, after: Sight) -> None:
    """A tick passes on exactly what nobody touched for the lease's time, and keeps the draft."""
    for name, was in before.assignments.items():
        now = after.assignments[name]
        over = was.state == OPEN and was.lease_until <= at
        assert now.state == ("lapsed" if over else was.state), f"lapsed at {at}: {was}"
        assert now.answer == was.answer, "a draft was dropped"


def taken_back(world: World, task: int, before: Sight, after: Sight) -> None:
    """A coordinator's word about one task: taken from whoever had it, with its draft; what was
    answered stays, and so does everybody's other task."""
    always(world, before, after)
    assert before.annotations == after.annotations
    for name, was in before.answers().items():
        now = after.answers()[name]
        taken = was["task"] == task and was["state"] in (OPEN, LAPSED)
        if task in after.withdrawn and taken:
            assert now["state"] == WITHDRAWN and not now["question"], "withdrawn, and yet open"
            assert now["answer"] == was["answer"], "withdrawing dropped the draft"
        else:
            assert now == was, "somebody's task was changed"


def _under(world: World, row: Any, event: Said) -> bool:
    """Does this text stand where this task stands?"""
    if event.account.platform != "slack":
        return bool(row.contact == world.contacts[world.index(event.account)])
    roots = {s.id: s.root for s in world.rows(SessionRow)}
    refs = {m.name: m.ref for m in world.rows(MessageRow)}
    ref = refs.get(roots.get(row.session, ""), "")
    return bool(ref) and ref == event.thread
