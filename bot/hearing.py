"""What people type about a task: a choice, a reason, more of it, an edit, a deletion.

A text goes to the task whose thread or message it answers. Where that is not certain the person
is asked, and the text is kept meanwhile; nothing typed is ever attached by guess or dropped.
"""

from dataclasses import replace

from bot.answering import back, choose, control, onward, turn_to
from bot.cards import Button
from bot.events import Revised, Said, Submitted
from bot.kinds.base import without
from bot.kinds.rationale import thin
from bot.panel import SKIP, Scene, first_open, open_question, options, token
from bot.records import DONE, OPEN, Annotation, Assignment, Heard
from bot.step import Step, page_button
from bot.text import typed as clean
from bot.words import (
    NO_WORDS,
    NOT_OPEN,
    NOTHING_AWAITED,
    PASS_ON,
    task_name,
)
from bot.work import redraw, scene, touch_session

WHOLE = 4096
"""A Telegram client cuts a longer paste into messages of this many characters; such a part was
cut mid-text and is joined to the next without a line break (notes on Telegram, 5)."""


def meant(step: Step, event: Said) -> Assignment | None:
    """The task this text is about for certain: the one replied to, or the thread's newest."""
    records, person = step.records, step.who
    if event.reply_to:
        message = records.message(step.contact.account, event.reply_to)
        if message and message.assignment:
            found = records.assignment(message.assignment)
            return found if found and found.person == person.id else None
    mine = [
        assignment
        for state in (OPEN, DONE)
        for assignment in records.assignments(person.id, state, step.rules.open_most)
        if assignment.account == step.contact.account
    ]
    if step.platform in step.rules.threads:
        message = records.message(step.contact.account, event.thread) if event.thread else None
        mine = [
            assignment
            for assignment in mine
            if message and _session_root(step, assignment) == message.name
        ]
        return mine[0] if mine else None
    opened = [assignment for assignment in mine if assignment.state == OPEN]
    if len(opened) > 1:
        return None
    return mine[0] if mine else None


def said(step: Step, event: Said) -> None:
    """A text that is no word of ours: a typed choice, a reason, or asked back."""
    text = clean(event.text)
    if step.contact.asking and _to_coordinator(step, text):
        return
    assignment = meant(step, event)
    if assignment is None:
        _place_unknown(step, event, text)
        return
    step.under = _session_root(step, assignment)
    here = scene(step, assignment)
    question = open_question(assignment, here)
    if question is None or not question.writing:
        _typed_choice(step, event, assignment, here, text)
    else:
        reason(step, assignment, here, text, event.message)


def reason(step: Step, assignment: Assignment, here: Scene, text: str, message: str) -> None:
    """A reason, or more of it; nudged once when thin, then taken as it is."""
    if not text.strip():
        step.say(NO_WORDS)
        redraw(step, assignment, assignment, below=True)
        return
    drafted = "draft" in assignment.answer
    if not drafted:
        for part in step.records.heard_all(assignment.id):
            step.records.unhear(part)
    whole = _hear(step, assignment, text, message)
    touch_session(step, assignment)
    kept = without(assignment.answer, "draft")
    changed = replace(
        assignment,
        first_tap_at=assignment.first_tap_at or step.at,
        lease_until=step.at + step.rules.lease,
        trail={**assignment.trail, str(assignment.turn): "text"},
    )
    if not drafted and thin(whole, step.rules.short_reason):
        nudged = replace(
            changed, turn=assignment.turn + 1, answer={**kept, "draft": whole}
        )
        redraw(step, assignment, nudged, below=True)
        return
    onward(
        step,
        assignment,
        replace(changed, answer={**kept, "rationale": whole}),
        here,
        told="Your reason.",
        below=True,
    )


def submitted(step: Step, event: Submitted, public: str, turn: int) -> list[tuple[str, str]]:
    """The reason's form. Returns field errors; empty when the words were taken."""
    assignment = step.records.assignment(public)
    if assignment is None or assignment.person != step.who.id:
        return [("reason", NOT_OPEN)]
    text = clean(event.fields.get("reason", ""))
    if not text.strip():
        return [("reason", "Write a sentence, or close this and choose there.")]
    here = scene(step, assignment)
    step.under = _session_root(step, assignment)
    question = open_question(assignment, here)
    if turn != assignment.turn or question is None or not question.writing:
        return [("reason", "That question is finished. Copy your words and close this.")]
    for part in step.records.heard_all(assignment.id):
        step.records.unhear(part)
    reason(step, assignment, here, text, "")
    return []


def revised(step: Step, event: Revised) -> None:
    """An edited or deleted message: a new revision, or a question whether to remove it here."""
    heard = step.records.heard(step.contact.account, event.message)
    if heard is None or step.person is None:
        return
    assignment = step.records.assignment(heard.assignment)
    if assignment is None or assignment.person != step.person.id:
        return
    step.under = _session_root(step, assignment)
    if event.text is None or not clean(event.text).strip():
        step.say(
            "You deleted your reason. Remove it here too?",
            rows=(
                (
                    Button("Remove", token(assignment, f"r{heard.place}")),
                    Button("Keep", token(assignment, f"k{heard.place}")),
                ),
            ),
        )
        return
    text = clean(event.text)
    if text != heard.text:
        step.records.hear(replace(heard, text=text))
        _rejoin(step, assignment, "edited")


def removal(step: Step, assignment: Assignment, choice: str) -> None:
    """[Remove] or [Undo] takes a part of the reason away; [Keep] leaves it."""
    place = int(choice[1:])
    parts = [part for part in step.records.heard_all(assignment.id) if part.place == place]
    if choice[0] == "k" or not parts:
        step.notice("Kept." if parts else "Nothing to remove.")
        return
    step.records.unhear(parts[0])
    _rejoin(step, assignment, "removed")
    step.notice("Removed.")


def place_held(step: Step, public: str) -> None:
    """[Yes, save it]: the kept text goes to the task the person named."""
    contact = step.contact
    assignment = step.records.assignment(public) if public != "no" else None
    if not contact.held_text:
        step.notice(NOTHING_AWAITED)
        return
    text, message = contact.held_text, contact.held_message
    step.contact = replace(contact, held_text="", held_message="")
    step.records.save_contact(step.contact)
    if assignment is None or assignment.person != step.who.id:
        step.notice("Not saved." if public == "no" else NOT_OPEN)
        return
    here = scene(step, assignment)
    step.under = _session_root(step, assignment)
    question = open_question(assignment, here)
    if question is None or not question.writing:
        step.notice(NOTHING_AWAITED)
        return
    reason(step, assignment, here, text, message)


def _typed_choice(
    step: Step, event: Said, assignment: Assignment, here: Scene, text: str
) -> None:
    """The option's letter, number or first words, typed; after a finished task, more of a reason."""
    wanted = text.strip().strip(".").lower()
    if wanted in ("back", "skip") and assignment.state == OPEN:
        if wanted == "back":
            back(step, assignment, here)
        else:
            control(step, None, assignment, here, SKIP)
        return
    labels = options(assignment, here)
    question = open_question(assignment, here)
    aliases = [tuple(w.lower() for w in option.typed) for option in question.options] if question else []
    for index, label in enumerate(labels):
        known = aliases[index] if index < len(aliases) else ()
        if wanted in (str(index + 1), label.lower(), *known):
            choose(step, assignment, here, index)
            return
    starts = [i for i, label in enumerate(labels) if len(wanted) > 1 and label.lower().startswith(wanted)]
    if len(starts) == 1:
        choose(step, assignment, here, starts[0])
    elif assignment.state == DONE and not assignment.question and assignment.answer.get("rationale"):
        add(step, assignment, text, event.message)
    elif labels:
        step.say("I did not find that choice. Tap one, or type its number.")
        redraw(step, assignment, assignment, below=True)
    else:
        nothing_awaited(step)


def add(step: Step, assignment: Assignment, text: str, message: str) -> None:
    """More text after saving: joined to the reason, said so, and undone on request."""
    if not text.strip():
        step.say(NO_WORDS)
        return
    _hear(step, assignment, text, message)
    place = step.records.heard_all(assignment.id)[-1].place
    after = _rejoin(step, assignment, "added", quiet=True)
    step.say(
        "Added to your reason.",
        rows=((Button("Undo", token(after, f"u{place}")),),),
    )


def nothing_awaited(step: Step) -> None:
    step.say(NOTHING_AWAITED, rows=((page_button("Next task", "home", 1, "next"),),))


def _rejoin(
    step: Step, assignment: Assignment, cause: str, *, quiet: bool = False
) -> Assignment:
    """The reason as its parts now read; a finished task gets a new revision."""
    whole = _joined([part.text for part in step.records.heard_all(assignment.id)])
    key = "draft" if "draft" in assignment.answer else "rationale"
    rest = without(assignment.answer, key)
    after = replace(assignment, answer={**rest, key: whole or None} if whole or key == "rationale" else rest)
    if assignment.state == DONE and not assignment.question:
        after = replace(after, attempt=assignment.attempt + 1, submitted_at=step.at)
        step.records.annotate(Annotation(after.id, after.attempt, step.at, cause, after.answer))
    redraw(step, assignment, after, below=False)
    return after


def _hear(step: Step, assignment: Assignment, text: str, message: str) -> str:
    """Keep one part and return the whole reason. A form's text has a name of its own."""
    parts = list(step.records.heard_all(assignment.id))
    place = parts[-1].place + 1 if parts else 1
    name = message or f"form:{step.records.fresh()}"
    step.records.hear(Heard(step.contact.account, name, assignment.id, place, text))
    return _joined([*(part.text for part in parts), text])


def _joined(texts: list[str]) -> str:
    """Parts on lines of their own, save where a client cut one text at its limit."""
    whole = ""
    for index, text in enumerate(texts):
        cut = index > 0 and len(texts[index - 1]) == WHOLE
        whole += text if index == 0 or cut else f"\n{text}"
    return whole


def _place_unknown(step: Step, event: Said, text: str) -> None:
    """In the wrong place: ask which task it is for, and keep the words meanwhile."""
    awaited = []
    for assignment in step.records.assignments(step.who.id, OPEN, step.rules.open_most):
        question = open_question(assignment, scene(step, assignment))
        if question and question.writing and assignment.account == step.contact.account:
            awaited.append(assignment)
    if not awaited or not text.strip():
        nothing_awaited(step)
        return
    step.contact = replace(step.contact, held_text=text, held_message=event.message)
    step.records.save_contact(step.contact)
    names = [task_name(step.records.item(assignment.item)) for assignment in awaited]
    if len(awaited) == 1:
        step.say(
            f"Is this your reason for {names[0]}?",
            rows=(
                (
                    page_button("Yes, save it", "held", 1, awaited[0].id),
                    page_button("No", "held", 1, "no"),
                ),
            ),
        )
        return
    rows = tuple(
        (page_button(_fit(name), "held", 1, assignment.id),)
        for name, assignment in zip(names, awaited, strict=True)
    )
    step.say("Which task is this for?", *names, rows=rows)


def _to_coordinator(step: Step, text: str) -> bool:
    """The awaited question to the coordinator; the task's panel comes back below it."""
    assignment = step.records.assignment(step.contact.asking)
    step.contact = replace(step.contact, asking="")
    step.records.save_contact(step.contact)
    if assignment is None or assignment.person != step.who.id or not text.strip():
        return False
    step.records.incident(
        "question", text, step.at, person=step.who.id, assignment=assignment.id
    )
    step.under = _session_root(step, assignment)
    here = scene(step, assignment)
    step.say(PASS_ON)
    turn_to(step, assignment, here, _resumed(assignment, here))
    return True


def _resumed(assignment: Assignment, here: Scene) -> str:
    return "" if assignment.state == DONE else first_open(assignment, here)


def _session_root(step: Step, assignment: Assignment) -> str:
    session = step.records.session_by_id(assignment.session)
    return session.root if session else ""


def _fit(name: str, most: int = 30) -> str:
    """A button's label: as many whole words as fit; the whole name stands in the text above."""
    words, label = name.split(), ""
    for word in words:
        if len(label) + len(word) + 1 > most:
            break
        label = f"{label} {word}".strip()
    return label or name[:most]

