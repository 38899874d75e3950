"""What one event may change, and what must hold after each: judged from the tables alone.

Nothing here asks the engine what is right: a choice is judged by the label that was pressed and
the texts that were shown, a reason by the place in which it was written.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.events import Event, Pressed, Revised, Said
from bot.gate import findings
from bot.kinds.rationale import NO_REASON, SEND_AS_IS
from bot.panel import FINISH, NEXT, PAGES, STOP
from bot.records import DONE, LAPSED, OPEN, SKIPPED
from bot.rubric import FAULTS, MERITS
from bot.text import typed as clean
from bot.words import FINISHED, NOT_OPEN, SKIPS
from store.tables import (
    AnnotationRow,
    AssignmentRow,
    ContactRow,
    HeardRow,
    IncidentRow,
    MessageRow,
    PersonRow,
    QueueRow,
    SessionRow,
    WithheldRow,
)
from tests.machine.world import OVERLAP, RULES, World

DRAWN = ("panel", "panels", "shown_turn", "shown_at", "delivered_at")
"""What may change of an assignment without anything being answered."""

STRENGTHS = {"Clearly better": 3, "Better": 2, "Slightly better": 1}
STANDS = {"Yes": True, "No, neither is acceptable": False}
QUESTIONS = ("ranking", "strength", "stands", "main", "rationale")
CODES = dict((*FAULTS, *MERITS))
GO_ON = (NEXT, STOP, FINISH)


@dataclass
class Sight:
    """The tables at one moment."""

    assignments: dict[str, Any]
    annotations: list[Any]
    heard: dict[tuple[int, str], Any]
    queue: list[Any]
    apart: dict[str, Any]
    """What may name a patient, by its id."""
    busy: set[int]
    """Contacts whose next text is awaited elsewhere: by a page, or for the coordinator."""

    def answers(self, without: str = "") -> dict[str, Any]:
        """Assignments less what only drawing changes."""
        return {
            name: {k: v for k, v in row._mapping.items() if k not in DRAWN}
            for name, row in self.assignments.items()
            if name != without
        }

    def parts(self, assignment: str, *, pending: bool) -> list[Any]:
        """What was written for this task, of what counts or of what waits, in place order."""
        mine = [p for p in self.heard.values() if p.assignment == assignment]
        return sorted((p for p in mine if p.pending == pending), key=_place)

    def owned(self, person: int, *, by_others: bool = False) -> dict[str, Any]:
        mine = {k: v for k, v in self.answers().items() if v["person"] == person}
        return {k: v for k, v in self.answers().items() if k not in mine} if by_others else mine


def sight(world: World) -> Sight:
    return Sight(
        {row.id: row for row in world.rows(AssignmentRow)},
        sorted(world.rows(AnnotationRow), key=lambda row: row.id),
        {(row.contact, row.message): row for row in world.rows(HeardRow)},
        world.rows(QueueRow),
        {row.id: row for row in world.rows(WithheldRow)},
        {
            contact.id
            for contact in world.rows(ContactRow)
            for person in world.rows(PersonRow)
            if person.id == contact.person and (contact.asking or person.page)
        },
    )


# -- after anything -----------------------------------------------------------------------------


def nothing_broke(world: World) -> None:
    """No step failed, and no message was refused that the weather did not refuse."""
    kinds = {row.kind for row in world.rows(IncidentRow)}
    assert "unusable" not in kinds, "a step broke"
    assert "unsendable" not in kinds or world.lost, "a message was refused"


def only_appended(before: Sight, after: Sight) -> None:
    """Revisions are added; what was there stays to the letter."""
    assert after.annotations[: len(before.annotations)] == before.annotations


def every_answer_counts_once(seen: Sight) -> None:
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
            assert chain and not chain[-1].abstention and "ranking" in chain[-1].answer
            if not row.question:
                assert chain[-1].answer == row.answer, "the newest revision says something else"
        else:
            assert not [one for one in chain if not one.abstention], "counted, yet not finished"
    once = Counter((row.person, row.task) for row in seen.assignments.values())
    assert all(number == 1 for number in once.values())


def every_slot_is_accounted_for(seen: Sight) -> None:
    held = Counter(
        row.task for row in seen.assignments.values() if row.state in (OPEN, DONE) and not row.extra
    )
    for row in seen.queue:
        assert row.remaining + held[row.task] == OVERLAP, "a slot too many or too few"
        assert row.is_open == (row.remaining > 0)


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
        pieces = "".join(part.text for part in parts).replace("\n", "")
        assert written.replace("\n", "") == pieces, f"{written!r} is not {pieces!r}"
    assert not written or parts, f"nobody wrote {written!r}"


def nothing_kept_apart_is_used(world: World, seen: Sight) -> None:
    """What looks like a patient's details is part of a reason, held for one or passed on only after
    a coordinator let that very text pass; and it goes with whoever leaves."""
    passed = {row.text for row in seen.apart.values() if row.state == "used"}
    said = [part.text for part in seen.heard.values()]
    said += [row.held_text for row in world.rows(ContactRow)]
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


def judged(world: World, event: Event, before: Sight, after: Sight, label: str) -> None:
    """What this one event did, against what it may do."""
    only_appended(before, after)
    every_answer_counts_once(after)
    every_slot_is_accounted_for(after)
    every_reason_is_its_parts(after)
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
        _pressed(world, event, before, after, label)
    elif isinstance(event, Said):
        _said(world, event, before, after, contact)
    elif isinstance(event, Revised):
        _revised(event, before, after, contact)


def _pressed(world: World, event: Pressed, before: Sight, after: Sight, label: str) -> None:
    name, turn, choice = event.token.split(":")
    was = before.assignments.get(name)
    mine = world.persons[world.index(event.account)]
    if was is None or was.person != mine or choice[0] in "urk":
        return
    now, at = after.assignments[name], event.at
    chat = world.people[world.index(event.account)]
    if int(turn) != was.turn:
        same = was.trail.get(turn) == choice
        assert before.answers() == after.answers(), "a press of another turn changed something"
        assert before.annotations == after.annotations
        assert same or chat.notices[-1:] == [FINISHED], "nobody told that it was finished"
        return
    if choice in GO_ON:
        return
    assert before.answers(name) == after.answers(name), "a press changed another task"
    if label == "Back" and was.question in PAGES and was.state == OPEN:
        assert now.answer == was.answer, "Back from a page changed the answer"
    if label == "Back" and was.state == DONE:
        last = [row for row in before.annotations if row.assignment == name][-1]
        assert now.answer == last.answer and now.state == DONE, "Back lost the stored answer"
    if was.question == "skip" and label in dict(SKIPS):
        assert now.state == SKIPPED and after.annotations[-1].abstention
        assert now.answer == was.answer, "skipping dropped the draft"
    if was.question in QUESTIONS and choice.isdecimal():
        assert now.turn == was.turn + 1 and was.first_tap_at in (None, now.first_tap_at)
        assert now.lease_until == at + RULES.lease, "a tap did not renew the lease"
        _chosen(world, was, now, label)
    if was.state == OPEN and now.state == DONE:
        assert name not in world.lost or was.trail, "judged without being shown whole"


def _chosen(world: World, was: Any, now: Any, label: str) -> None:
    """The label that was pressed, and the answer that stands now."""
    if was.question == "ranking":
        ids = [["a1", "a2"][index] for index in was.order]
        wanted = {"A is better": [[ids[0]], [ids[1]]], "B is better": [[ids[1]], [ids[0]]]}
        assert now.answer["ranking"] == wanted.get(label, [["a1", "a2"]]), "another answer won"
        shown = next((m.text for m in _chat(world, now).messages if _is_a(m.name, now.id)), "")
        first = {"a1": "First answer", "a2": "Second answer"}[ids[0]]
        assert not shown or first in shown, "A is not what stands under A"
    elif was.question == "strength":
        assert now.answer["strength"] == STRENGTHS[label]
    elif was.question == "stands":
        assert now.answer["stands"] == STANDS[label]
    elif was.question == "main":
        letter, _, words = label.partition(": ")
        main = [["a1", "a2"][was.order["AB".index(letter)]], CODES[words]] if words else None
        assert now.answer["main"] == main, "another reason was taken for the main one"
    elif label == SEND_AS_IS.label:
        assert now.answer["rationale"] == was.answer["draft"], "what was written is not what stands"
    elif label == NO_REASON.label:
        assert now.answer["rationale"] is None
    if was.state == OPEN:
        kept = {k: v for k, v in was.answer.items() if k not in (was.question, "draft")}
        assert kept.items() <= now.answer.items(), "an earlier answer was lost"


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
    plain = len(event.text.split()) >= 10 and not apart
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


def decided(row: Any, before: Sight, after: Sight, *, use: bool) -> None:
    """A coordinator's word about one text: it counts once, in its own task, or is gone."""
    only_appended(before, after)
    every_answer_counts_once(after)
    every_slot_is_accounted_for(after)
    every_reason_is_its_parts(after)
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


def _under(world: World, row: Any, event: Said) -> bool:
    """Does this text stand where this task stands?"""
    if event.account.platform != "slack":
        return bool(row.contact == world.contacts[world.index(event.account)])
    roots = {s.id: s.root for s in world.rows(SessionRow)}
    refs = {m.name: m.ref for m in world.rows(MessageRow)}
    ref = refs.get(roots.get(row.session, ""), "")
    return bool(ref) and ref == event.thread


def _chat(world: World, row: Any) -> Any:
    return world.people[world.contacts.index(row.contact)]


def _is_a(name: str, assignment: str) -> bool:
    return name.startswith(f"{assignment}:") and name.endswith(":a:1")


def _place(row: Any) -> int:
    return int(row.place)
