"""Whatever people tap, type, repeat, forge or edit, and however sending goes: nothing is lost,
nothing counts twice, nobody changes what is not theirs, and every open question can be answered.

A property-based machine over the real engine and the real store. It draws the taps from buttons
that were really shown, old ones included.
"""

from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from adapters.outbox import conclude
from adapters.port import Outcome, Sent, Unsure, Wait
from bot.cards import Edit, Post
from bot.events import Event, Pressed, Said
from bot.panel import PAGES
from bot.records import DONE, OPEN, SKIPPED
from bot.rules import Rules
from store import Duplicate, outbox
from store.tables import (
    AnnotationRow,
    AssignmentRow,
    IncidentRow,
    MessageRow,
    QueueRow,
    SessionRow,
)
from tests.talk import TEAMS, Chat, Talk, task

TASKS, OVERLAP = 4, 2
QUESTIONS_MOST = 12
"""Presses after which somebody who answers every question must have finished."""

ASKED = (["rank"], ["rank", "rationale"])
TEXTS = (
    "A says to wait three days although a baby with fever must be seen today.",
    "too short",
    "a",
    "2",
    "next",
    "where",
    "back",
    "skip",
    "stop",
    "answers",
    "settings",
    "no reason",
    "",
    "\x00\ud800",
    "<!channel> &amp; \u202egnitset",
    "x" * 5000,
)
FATES = ("sent", "sent", "sent", "sent", "arrived, unsure", "lost, unsure", "wait")

REACHED: list[int] = []
"""Answers given in each run: a machine that never answers anything proves nothing."""

who = st.integers(0, 2)
which = st.integers(0, 10_000)


class Machine(RuleBasedStateMachine):
    """Three people, two platforms, four tasks for two each."""

    def __init__(self) -> None:
        super().__init__()
        self.scratch = TemporaryDirectory()
        folder = Path(self.scratch.name)
        self.url = f"sqlite:///{folder / 'rounds.db'}"
        rules = Rules(slip=timedelta(0), double_tap=timedelta(0))
        self.talk = Talk(self.url, rules)
        self.talk.project(
            [task(number, ask=ASKED[number % 2]) for number in range(TASKS)],
            folder,
            annotators_per_task=OVERLAP,
        )
        self.people: list[Chat] = []
        self.history: list[Event] = []
        self.said: list[tuple[int, str]] = []
        self.fates = ["sent"]

    @initialize()
    def three_people_join(self) -> None:
        for platform, user in (("slack", "U1"), ("slack", "U2"), ("telegram", "3")):
            self.people.append(self.talk.member(platform, user, f"Dr {user}").says("next"))
        self.talk.pump = self.pump  # type: ignore[method-assign]

    def teardown(self) -> None:
        self.look_around()
        self.everybody_can_finish()
        self.every_answer_counts_once()
        finished = [row for row in self.rows(AnnotationRow) if not row.abstention]
        REACHED.append(len(finished))
        self.talk.close()
        self.scratch.cleanup()

    # what people do

    @rule(person=who, nth=which)
    def tap(self, person: int, nth: int) -> None:
        """Any button that stands in the chat now, the newest ones more often."""
        chat = self.people[person]
        shown = [(m.ref, b.token) for m in chat.messages for b in m.buttons if b.token]
        if shown:
            ref, token = shown[-1 - nth % min(len(shown), 6 if nth % 3 else len(shown))]
            self.send(chat, Pressed, token=token, message=ref)

    @rule(person=who, choices=st.lists(st.integers(0, 1), min_size=4, max_size=6))
    def go_on(self, person: int, choices: list[int]) -> None:
        """What most people do most of the time: answer the question that is asked."""
        chat = self.people[person]
        for choice in choices:
            shown = [message for message in chat.messages if message.buttons]
            if not shown:
                return
            buttons = shown[-1].buttons
            token = buttons[choice % len(buttons)].token
            self.send(chat, Pressed, token=token, message=shown[-1].ref)

    @rule(person=who, other=who, nth=which)
    def forge(self, person: int, other: int, nth: int) -> None:
        """A button of somebody else's chat, from one's own."""
        shown = [b.token for m in self.people[other].messages for b in m.buttons if b.token]
        if person == other or not shown:
            return
        before = self.owned_by_others(person)
        self.send(self.people[person], Pressed, token=shown[nth % len(shown)], message="forged")
        assert self.owned_by_others(person) == before

    @rule(person=who, text=st.sampled_from(TEXTS), where=which)
    def write(self, person: int, text: str, where: int) -> None:
        """In the newest thread, or anywhere else."""
        chat = self.people[person]
        thread = "" if where % 4 == 0 or chat.account.platform != "slack" else chat._root()
        ref = f"own-{next(self.talk.ids)}"
        self.said.append((person, ref))
        self.send(chat, Said, message=ref, text=text, thread=thread)

    @rule(nth=which, text=st.sampled_from((*TEXTS[:3], None)))
    def revise(self, nth: int, text: str | None) -> None:
        if self.said:
            person, ref = self.said[nth % len(self.said)]
            self.people[person].edits(ref, text)

    @rule(nth=which)
    def deliver_again(self, nth: int) -> None:
        """The same delivery, however late: it changes nothing."""
        if self.history:
            before = self.everything()
            result = self.talk.deliver(self.history[nth % len(self.history)])
            assert isinstance(result, Duplicate)
            self.talk.pump()
            assert self.everything() == before

    # what happens around them

    @rule(fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=5))
    def weather(self, fates: list[str]) -> None:
        """How sending goes from now on."""
        self.fates = fates

    @rule(minutes=st.sampled_from((1, 29, 31, 60 * 25, 60 * 73)))
    def time_passes(self, minutes: int) -> None:
        self.talk.later(minutes=minutes)

    @rule()
    def restart(self) -> None:
        self.talk.restart(self.url)

    # what must hold

    @invariant()
    def nothing_broke(self) -> None:
        kinds = [row.kind for row in self.rows(IncidentRow)]
        assert "unusable" not in kinds and "unsendable" not in kinds

    @rule()
    def look_around(self) -> None:
        """Once everything is sent: each answer once, each slot accounted for, nobody stuck."""
        self.drain()
        self.every_answer_counts_once()
        self.every_slot_is_accounted_for()
        self.every_open_question_can_be_answered()

    def every_answer_counts_once(self) -> None:
        attempts: dict[str, list[Any]] = {}
        for row in self.rows(AnnotationRow):
            attempts.setdefault(row.assignment, []).append(row)
        for assignment in self.rows(AssignmentRow):
            chain = sorted(attempts.get(assignment.id, []), key=lambda row: row.attempt)
            assert [row.attempt for row in chain] == list(range(1, assignment.attempt + 1))
            if assignment.state == DONE:
                assert chain and not chain[-1].abstention and "ranking" in chain[-1].answer
            if assignment.state == SKIPPED:
                assert chain[-1].abstention

    def every_slot_is_accounted_for(self) -> None:
        had = Counter(
            row.task
            for row in self.rows(AssignmentRow)
            if row.state in (OPEN, DONE) and not row.extra
        )
        for row in self.rows(QueueRow):
            assert row.remaining + had[row.task] == OVERLAP
            assert row.is_open == (row.remaining > 0)

    def every_open_question_can_be_answered(self) -> None:
        """The panel in the chat asks what the task asks."""
        for row in self.rows(AssignmentRow):
            if row.state != OPEN:
                continue
            prefix = f"{row.id}:{row.turn}:"
            tokens = [b.token for chat in self.people for m in chat.messages for b in m.buttons]
            assert any(token.startswith(prefix) for token in tokens), row

    def everybody_can_finish(self) -> None:
        """Whatever came before, the questions that are open lead to an answer."""
        self.drain()
        for chat in self.people:
            if not self.open_to(chat):
                self.send(chat, Said, message=f"own-{next(self.talk.ids)}", text="next")
                self.drain()
            for assignment in self.open_to(chat):
                for _ in range(QUESTIONS_MOST):
                    (row,) = [row for row in self.rows(AssignmentRow) if row.id == assignment]
                    if row.state != OPEN:
                        break
                    self.answer(chat, row)
                assert row.state != OPEN, row

    def answer(self, chat: Chat, row: Any) -> None:
        """Back from what leads aside; the first thing that is offered, or a reason in words."""
        if row.question == "rationale":
            slack = chat.account.platform == "slack"
            where = {"thread": self.root_of(row)} if slack else {"reply_to": self.ref_of(row.panel)}
            ref = f"own-{next(self.talk.ids)}"
            self.send(chat, Said, message=ref, text=TEXTS[0], **where)
        else:
            ref, token = next(
                (m.ref, b.token)
                for m in reversed(chat.messages)
                for b in m.buttons
                if b.token.startswith(f"{row.id}:{row.turn}:")
                and (row.question not in PAGES or b.label == "Back")
            )
            self.send(chat, Pressed, token=token, message=ref)
        self.drain()

    def open_to(self, chat: Chat) -> list[str]:
        contact = self.talk.store.submit(lambda records: records.hold(chat.account)).result()
        assert contact is not None
        return [
            row.id
            for row in self.rows(AssignmentRow)
            if row.person == contact.person and row.state == OPEN
        ]

    def root_of(self, assignment: Any) -> str:
        """The thread in which this task stands."""
        (session,) = [row for row in self.rows(SessionRow) if row.id == assignment.session]
        return self.ref_of(session.root)

    def ref_of(self, name: str) -> str:
        """Where a message of ours stands; with several tasks open, a reply says which is meant."""
        ref: str = next(row.ref for row in self.rows(MessageRow) if row.name == name)
        return ref

    # how

    def send(self, chat: Chat, kind: Any, **fields: Any) -> None:
        event = kind(
            id=f"e{next(self.talk.ids)}",
            at=self.talk.now,
            account=chat.account,
            channel=f"D{chat.account.user}",
            **fields,
        )
        self.history.append(event)
        self.talk.deliver(event)

    def drain(self) -> None:
        fates, self.fates = self.fates, ["sent"]
        began = self.talk.now
        self.talk.now += timedelta(minutes=20)
        self.talk.pump()
        self.talk.now, self.fates = began, fates

    def pump(self) -> None:
        """Each row once in the weather of the moment; what waits is sent another time."""
        teams, rules, number = tuple(TEAMS.items()), self.talk.rules, 0
        while True:
            now = self.talk.now
            rows = self.talk.store.submit(
                partial(outbox.claim, owner="pump", teams=teams, now=now, lease=60.0, room=20)
            ).result()
            if not rows:
                return
            for row in rows:
                fate = self.fates[number % len(self.fates)]
                number += 1
                outcome = self.fare(row, fate)
                step = partial(
                    conclude, row=row, outcome=outcome, now=now, rules=rules, counted=True
                )
                self.talk.store.submit(step).result()

    def fare(self, row: Any, fate: str) -> Outcome:
        if fate == "wait":
            return Wait(1.0, "429")
        if fate == "lost, unsure":
            return Unsure("connection lost before")
        if isinstance(row.out, Post) and row.unsure and row.platform == "slack":
            for message in self.talk.chats[row.out.to].messages:
                if message.name == row.out.name:  # Slack is asked before a second try
                    return Sent(message.ref, f"D{row.out.to.user}")
        arrived = self.talk._arrive(row.out, row.ref, row.under_ref)
        if fate == "arrived, unsure" and isinstance(row.out, Post | Edit):
            return Unsure("connection lost after")
        return arrived

    def rows(self, table: Any) -> list[Any]:
        return self.talk.store.read(
            lambda connection: list(connection.execute(select(table.__table__)).all())
        )

    def owned_by_others(self, person: int) -> list[Any]:
        account = self.people[person].account
        contact = self.talk.store.submit(lambda records: records.hold(account)).result()
        assert contact is not None
        return [row for row in self.rows(AssignmentRow) if row.person != contact.person]

    def everything(self) -> list[Any]:
        return [self.rows(table) for table in (AssignmentRow, AnnotationRow, QueueRow)]


def test_never_lost_never_twice_never_stuck() -> None:
    REACHED.clear()
    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=15, stateful_step_count=25, deadline=None),
    )
    answered = sum(1 for answers in REACHED if answers)
    assert answered >= 0.4 * len(REACHED), f"{answered} of {len(REACHED)} runs answered anything"
