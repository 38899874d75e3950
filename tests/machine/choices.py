"""What a press or a typed word may do to a task: exactly what its words mean, and nothing else."""

from dataclasses import dataclass
from typing import Any

from bot.buttons import FINISH, NEXT, STOP
from bot.events import Pressed, Said
from bot.panel import PAGES
from bot.records import DONE, LATER, OPEN, SKIPPED
from bot.text import typed as clean
from bot.words import FINISHED, SKIPS, WRONGS
from tests.machine import meaning, questions
from tests.machine.sight import Sight
from tests.machine.world import RULES, World

GO_ON = (NEXT, STOP)
WRITTEN = ("rationale", "draft", "nudged", "as_is")
"""What words of one's own become."""


@dataclass(frozen=True)
class Panel:
    """One message with its buttons and its list, as it stood in the chat."""

    ref: str
    text: str
    labels: dict[str, str]
    """By token."""


Panels = list[Panel]


def panels(chat: Any) -> Panels:
    """What can be pressed in this chat now."""
    return [
        Panel(
            message.ref, message.text, {button.token: button.label for button in offered(message)}
        )
        for message in chat.messages
        if offered(message)
    ]


def offered(message: Any) -> list[Any]:
    """Its buttons, and what its list offers."""
    menu = message.card.menu.options if message.card.menu else ()
    return [button for button in (*message.buttons, *menu) if button.token]


def pressed(
    world: World, event: Pressed, before: Sight, after: Sight, there: Panels, label: str
) -> None:
    name, turn, choice = event.token.split(":")
    was = before.assignments.get(name)
    place = world.index(event.account)
    if was is None or was.person != world.persons[place] or choice[0] in "urk":
        return
    now = after.assignments[name]
    if int(turn) != was.turn:
        same = was.trail.get(turn) == choice
        assert before.answers() == after.answers(), "a press of another turn changed something"
        assert before.annotations == after.annotations
        told = world.people[place].notices[-1:]
        assert same or told == [FINISHED], "nobody told that it was finished"
        return
    if choice in GO_ON:
        return
    assert before.answers(name) == after.answers(name), "a press changed another task"
    if choice == FINISH:
        assert now.answer == was.answer and now.state == OPEN and now.extra, "not as it was left"
        return
    panel = next((one for one in there if event.token in one.labels), None)
    label = panel.labels[event.token] if panel else label
    if choice == "b":
        _back(world, was, now, before)
    elif not choice[0].isdecimal() or was.state not in (OPEN, DONE):
        assert (now.answer, now.state) == (was.answer, was.state), f"[{label}] answered something"
    elif was.question in PAGES:
        _on_a_page(world, was, now, label, before, after)
    elif panel:
        assert now.lease_until == event.at + RULES.lease, "a tap did not renew the lease"
        assert was.first_tap_at in (None, now.first_tap_at)
        toggle = choice[-1] in "yn"
        assert now.turn == was.turn + (0 if toggle else 1)
        chosen(world, was, now, panel.text, label)
    if was.state == OPEN and now.state == DONE:
        assert name not in world.lost or was.trail, "judged without being shown whole"


def chosen(world: World, was: Any, now: Any, text: str, label: str) -> None:
    """One choice, judged by the words above it."""
    _stands_under_its_letter(world, was)
    wanted = landed(world, was, _meant(world, was, text, label))
    assert as_it_is(now) == wanted, f"[{label}] on {was.answer} came to {as_it_is(now)}"


def _meant(world: World, was: Any, text: str, label: str) -> Any:
    asked, about = world.asked(was), meaning.subject(text)
    assert about, f"a button under no question: {text!r}"
    key = meaning.key_of(about, asked, was.answer) or was.question
    assert key == was.question, f"the panel asks for {key}, the tables for {was.question}"
    return meaning.means(about, label, key, asked, was.answer)


def landed(world: World, was: Any, answer: Any) -> tuple[str, str, Any]:
    """State, question and answer of a task once it says this."""
    asked = world.asked(was)
    left = questions.next_question(asked, answer)
    return (was.state, left, answer) if left else (DONE, "", questions.stored(asked, answer))


def as_it_is(row: Any) -> tuple[str, str, Any]:
    return row.state, row.question, row.answer


def _back(world: World, was: Any, now: Any, before: Sight) -> None:
    """From a page to the question; out of a change to what is stored; else one step, which keeps
    all that was said before it."""
    if was.state == DONE:
        last = [row for row in before.annotations if row.assignment == was.id][-1]
        assert now.answer == last.answer and now.state == DONE, "Back lost the stored answer"
        return
    if was.state != OPEN:
        assert now.answer == was.answer
        return
    assert now.state == OPEN
    if was.question in PAGES:
        assert now.answer == was.answer, "Back from a page changed the answer"
        return
    key, wanted = meaning.back(was.question, world.asked(was), was.answer)
    assert (now.question, now.answer) == (key or was.question, wanted), (
        f"Back from {was.question} of {was.answer} came to {now.question} of {now.answer}"
    )


def _on_a_page(world: World, was: Any, now: Any, label: str, before: Sight, after: Sight) -> None:
    """Ways out: a typed skip, a report, a question put aside, the choice of what to change."""
    if was.question == "change":
        key = meaning.called(label, world.asked(was))
        wanted = questions.cleared(key, world.asked(was), was.answer)
        assert (now.question, now.answer) == (key, wanted), f"[{label}] opened {now.question}"
        return
    assert now.answer == was.answer, f"[{label}] of {was.question} changed the draft"
    skips = was.question == "skip" and label in dict(SKIPS)
    assert now.state == (SKIPPED if skips else was.state)
    if skips:
        last = after.annotations[-1]
        assert (last.assignment, last.abstention) == (was.id, dict(SKIPS)[label])
        assert last.answer == was.answer, "the skip says something else than the draft"
    told = [row for row in after.reports if row not in before.reports]
    if was.question != "wrong":
        assert not told and (label != "Later" or now.question == LATER)
        return
    reported = [(was.id, was.person, f"{dict(WRONGS)[label]}: {label}")]
    assert [(row.assignment, row.person, row.text) for row in told] == reported, "not as reported"


def typed(world: World, event: Said, before: Sight, after: Sight, there: Panels) -> None:
    """A text changes one task at most, and that to what one of its buttons means, to what its
    question reads in such words, or to words of the person's own."""
    person = world.persons[world.index(event.account)]
    changed = [
        (was, after.assignments[name])
        for name, was in before.assignments.items()
        if was.person == person and was.answer != after.assignments[name].answer
    ]
    assert len(changed) <= 1, "one text changed two tasks"
    for was, now in changed:
        words = [clean(event.text), *before.unplaced[was.contact]]
        stored = [row.answer for row in before.annotations if row.assignment == was.id][-1:]
        may_be = [(DONE, "", one) for one in stored if was.state == DONE]  # out of a change
        may_be += _typed(world, was, now, words, there)
        assert as_it_is(now) in may_be, (
            f"{event.text!r} on {was.question} of {was.answer} came to {as_it_is(now)}"
        )


def _typed(world: World, was: Any, now: Any, words: list[str], there: Panels) -> Any:
    """What a text may have come to."""
    asked = world.asked(was)
    own = {key: now.answer[key] for key in WRITTEN if key in now.answer}
    reasoned = {**questions.less(was.answer, *WRITTEN), **own}
    if was.question in PAGES or not was.question:
        yield was.state, was.question, reasoned
    start = f"{was.id}:{was.turn}:"
    panel = next((p for p in there if any(t.startswith(start) for t in p.labels)), None)
    if panel is None and was.question:
        yield as_it_is(now)  # typed blind: nobody saw what it would mean
    labels = [
        label
        for token, label in (panel.labels if panel else {}).items()
        if token.startswith(start) and token.removeprefix(start)[0].isdecimal()
    ]
    if was.question == "change":
        keys = [meaning.called(label, asked) for label in labels]
        yield from ((DONE, key, questions.cleared(key, asked, was.answer)) for key in keys)
    elif was.question not in PAGES and panel and (about := meaning.subject(panel.text)):
        for label in labels:
            yield landed(world, was, _meant(world, was, panel.text, label))
        for text in words:
            for read in meaning.readings(about, text, was.question, asked, was.answer):
                yield landed(world, was, read)
    if was.question == "rationale":
        yield landed(world, was, reasoned)
    if was.question and was.question not in PAGES:
        key, wanted = meaning.back(was.question, asked, was.answer)
        yield (was.state, key, wanted)


def _stands_under_its_letter(world: World, row: Any) -> None:
    """What was shown as B is what counts as B."""
    asked, chat = world.asked(row), world.people[world.contacts.index(row.contact)]
    for message in chat.messages:
        name, _, part = message.name.partition(":")
        if name == row.id and part.endswith(":1") and part.split(":")[1] in asked.letters.lower():
            response = asked.at(part.split(":")[1].upper())
            assert asked.texts[response] in message.text, f"{part} is not {response}"
