"""Whatever people tap, type, repeat, forge or edit, and however sending goes: nothing is lost,
nothing counts twice, nobody changes what is not theirs, and every open question can be answered.

The rules: what people do, what is done to them, and what happens to the mail. Taps are drawn from
buttons that were really shown, old ones included.
"""

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adapters.port import Never, Sent, Unsure, Wait
from bot import engine
from bot.cards import Post
from bot.events import Opened, Pressed, Reached, Submitted
from bot.records import DONE, OPEN, SKIPPED
from store import people
from store.tables import AnnotationRow, AssignmentRow, OutboxRow, PersonRow, WithheldRow
from tests.machine import choices, finish, halls, law
from tests.machine.offices import Offices
from tests.machine.overtaken import overtaken
from tests.machine.reasons import REASONS, which, who

TEXTS = (
    *REASONS,
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
    "x " * 2500,
)
FATES = ("sent", "sent", "sent", "sent", "arrived, unsure", "lost, unsure", "wait")
ASIDE = ("Back", "Skip", "More", "Change", "Write…", "Undo", "Finish it anyway", "Next task")
OUTCOMES = (Sent("late"), Wait(1.0, "late"), Unsure("late"), Never("late"), Never("late", True))
JUDGED: Counter[str] = Counter()
"""What people finished by themselves, by what was asked of them."""
REACHED: list[int] = []
"""Answers given in each run: a machine that never answers anything proves nothing."""


class Machine(Offices, RuleBasedStateMachine):
    """Three people, two platforms, four tasks for two each."""

    def teardown(self) -> None:
        try:
            self.look_around()
            JUDGED.update(self.judged())
            finish.everybody_can_finish(self)
            finished = [r for r in self.world.rows(AnnotationRow) if not r.abstention]
            REACHED.append(len(finished))
        finally:
            self.world.close()

    def judged(self) -> Counter[str]:
        """How many tasks of each kind are answered, and how many were passed by."""
        found: Counter[str] = Counter()
        for row in self.world.rows(AssignmentRow):
            if row.state == DONE:
                found.update(halls.sorts(self.world.asked(row), row.answer))
            elif row.state == SKIPPED:
                found["skipped"] += 1
        return found

    # what people do

    @rule(person=who, nth=which)
    def tap(self, person: int, nth: int) -> None:
        """Any button that stands in the chat now, the newest ones more often."""
        chat = self.world.people[person]
        shown = [(m.ref, b) for m in chat.messages for b in choices.offered(m)]
        if shown:
            ref, button = shown[-1 - nth % min(len(shown), 8 if nth % 3 else len(shown))]
            self.press(chat, button.token, ref, button.label)

    @rule(person=who, choices=st.lists(st.integers(0, 2), min_size=4, max_size=6))
    def go_on(self, person: int, choices: list[int]) -> None:
        """What most people do most of the time: answer the question that is asked."""
        for choice in choices:
            chat = self.world.people[person]
            shown = [message for message in chat.messages if message.buttons]
            if not shown:
                return
            offered = [b for b in shown[-1].buttons if b.label not in ("Back", "Skip", "More")]
            asked = offered or shown[-1].buttons
            button = asked[choice % len(asked)]
            self.press(chat, button.token, shown[-1].ref, button.label)
            if "Reply here" in shown[-1].text:
                self.write_now(person, TEXTS[choice], thread=self.newest(chat))

    @rule(person=who, label=st.sampled_from(ASIDE), nth=which, back=st.booleans())
    def aside(self, person: int, label: str, nth: int, back: bool) -> None:
        """The buttons that lead aside, perhaps something there, and back."""
        chat = self.world.people[person]
        found = [(m, b) for m in chat.messages for b in m.buttons if b.label == label]
        if not found:
            return
        message, button = found[-1]
        self.press(chat, button.token, message.ref, label)
        buttons = message.buttons
        if buttons and label in ("Skip", "More"):
            button = buttons[-1 if back else nth % len(buttons)]
            self.press(chat, button.token, message.ref, button.label)

    @rule(person=who, nth=which)
    def old_tap(self, person: int, nth: int) -> None:
        """A button that was shown once: a phone that slept, a screenshot come alive."""
        chat = self.world.people[person]
        past = [
            event
            for event in self.history
            if isinstance(event, Pressed)
            and event.account == chat.account
            and event.message != "forged"
        ]
        if past:
            event = past[nth % len(past)]
            self.press(chat, event.token, event.message, "")

    @rule(person=who, away=st.integers(1, 2), nth=which, form=st.integers(0, 3))
    def forge(self, person: int, away: int, nth: int, form: int) -> None:
        """A button of somebody else's chat, or one made up of it, from one's own."""
        chat, other = self.world.people[person], (person + away) % 3
        theirs = [row for row in self.world.rows(AssignmentRow) if self.owner(row) == other]
        if not theirs or chat.account in self.world.out:
            return
        row = theirs[-1 - nth % len(theirs)]
        tails = ("0", "1", "b", "c", "f", "s", "r1", "u1", "k1", "2", "m", "w")
        task = f"{row.id}:{row.turn}:{tails[nth // 3 % len(tails)]}"
        page = "bring" if row.state == OPEN else "change"
        token = task if nth % 3 else f"{page}:1:{row.id}"
        apart = [one for one in self.world.rows(WithheldRow) if self.owner(one) == other]
        if apart and form in (1, 2):
            token = f"details:1:{apart[-1].id}"
        before, heard, seen = law.sight(self.world), len(chat.notices), len(chat.replies)
        if not form:
            fields = {"reason": TEXTS[0]}
            self.handle(self.world.event(chat, Submitted, token=task, fields=fields))
            notices = [text for reply in chat.replies[seen:] for _, text in reply.errors]
        else:
            self.handle(self.world.event(chat, Pressed, token=token, message="forged"))
            notices = chat.notices[heard:]
        law.foreign(before, law.sight(self.world), notices)

    @rule(person=who, text=st.sampled_from(TEXTS), where=which)
    def write(self, person: int, text: str, where: int) -> None:
        """In the newest thread, in an old one, or anywhere else."""
        chat = self.world.people[person]
        threads = sorted({m.under for m in chat.messages if m.under}) or [""]
        thread = (threads[where % len(threads)], self.newest(chat), "")[where % 3]
        self.write_now(person, text, thread=thread)

    @rule(person=who, nth=which)
    def second_device(self, person: int, nth: int) -> None:
        """Two presses of one question, each having read the task before the other wrote."""
        chat = self.world.people[person]
        if chat.account not in self.world.out:
            overtaken(self, chat, nth)

    @rule(nth=which)
    def deliver_again(self, nth: int) -> None:
        """The same delivery, however late: it changes nothing."""
        if self.history:
            before = self.everything()
            assert not self.world.deliver(self.history[nth % len(self.history)]), "handled twice"
            assert self.everything() == before

    @rule(person=who)
    def open_home(self, person: int) -> None:
        self.send(self.world.people[person], Opened, view="home")

    # what is done to them

    @rule(person=who, back=st.booleans(), queued=st.booleans())
    def blocked(self, person: int, back: bool, queued: bool) -> None:
        """The bot is blocked, perhaps while something waits, and perhaps unblocked."""
        chat = self.world.people[person]
        if queued:
            self.queue(chat, "next")
        self.send(chat, Reached, change="blocked")
        if back:
            self.world.dark.discard(chat.account)
            self.send(chat, Reached, change="joined")

    @precondition(lambda self: len(self.history) > 12)
    @rule(person=who, removed=st.booleans(), queued=st.booleans(), back=st.integers(0, 3))
    def leaves(self, person: int, removed: bool, queued: bool, back: int) -> None:
        """Leaves, or is removed, and mostly comes by a new invitation."""
        chat = self.world.people[person]
        world, at = self.world, self.world.talk.now
        if chat.account not in world.out:
            if queued:
                self.queue(chat, "next")
            if removed:
                people.remove(world.talk.store, world.persons[person], at)
            else:
                (one,) = [r for r in world.rows(PersonRow) if r.id == world.persons[person]]
                token = f"leave:{one.page_version}:yes"
                self.handle(world.event(chat, Pressed, token=token))
            world.out.add(chat.account)
            mine = [row for row in world.rows(AssignmentRow) if self.owner(row) == person]
            assert not [row for row in mine if row.state == OPEN], "left with a task in hand"
            self.mail()
        if back:
            self.comes_back(person)

    # what happens around them

    @rule(fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=5))
    def weather(self, fates: list[str]) -> None:
        """How sending goes from now on."""
        self.world.fates = fates

    @rule(
        person=who,
        fate=st.sampled_from(("never", "never", "gone")),
        before=st.integers(0, 3),
        another=st.booleans(),
    )
    def refused(self, person: int, fate: str, before: int, another: bool) -> None:
        """One of the next messages is refused: for good, or because nobody is there."""
        world, chat = self.world, self.world.people[person]
        world.drain()
        world.fates, world.turn = ["sent"] * before + [fate], count()
        if another:
            self.press(chat, "home:1:another", "", "")
        else:
            self.write_now(person, "next")
        world.fates = ["sent"]

    @rule(person=who, outcome=st.sampled_from(OUTCOMES), arrives=st.booleans())
    def slow_worker(self, person: int, outcome: Any, arrives: bool) -> None:
        """A worker holds a row longer than its lease; what it says afterwards changes nothing."""
        world, chat = self.world, self.world.people[person]
        self.queue(chat, "where")
        held = world.claim("slow", 1)
        for row in held:
            if arrives and isinstance(row.out, Post) and row.out.to not in world.dark:
                world.arrive(row)
                world.doubts[row.out.to, row.out.name] += 1
        world.talk.now += timedelta(seconds=61)
        self.mail()
        for row in held:
            again = [one for one in world.rows(OutboxRow) if one.id == row.id]
            if again[0].claims > row.claim:
                before = self.everything(), world.rows(OutboxRow)
                world.conclude(row, outcome, told=False)
                assert before == (self.everything(), world.rows(OutboxRow)), "a lost lease spoke"

    @rule(minutes=st.sampled_from((1, 29, 31, 60 * 50, 60 * 73, 60 * 73, -120)))
    def time_passes(self, minutes: int) -> None:
        world = self.world
        world.latest = max(world.latest, world.talk.now)
        world.talk.now += timedelta(minutes=minutes)
        at, rules, before = world.talk.now, world.talk.rules, law.sight(world)

        def step(records: Any) -> None:
            for out in engine.tick(records, at, rules):
                records.emit(out, at)

        world.talk.store.submit(step).result()
        law.lapsed(at, before, law.sight(world))
        self.mail()

    @rule(person=who, drawn=st.lists(which, min_size=4, max_size=9))
    def comes_late(self, person: int, drawn: list[int]) -> None:
        """Back after the task was passed on, and it is finished all the same."""
        self.time_passes(60 * 73)
        chat = self.world.people[person]
        found = [(m, b) for m in chat.messages for b in m.buttons if b.label == "Finish it anyway"]
        if found and chat.account not in self.world.out:
            message, button = found[-1]
            self.press(chat, button.token, message.ref, button.label)
            self.judges(person, drawn)

    @rule()
    def restart(self) -> None:
        self.world.restart()

    # what must hold

    @invariant()
    def nothing_broke(self) -> None:
        law.nothing_broke(self.world)

    @rule()
    def look_around(self) -> None:
        """Once everything is sent: nobody stuck."""
        self.world.drain()
        seen = law.sight(self.world)
        law.every_answer_counts_once(self.world, seen)
        law.every_slot_is_accounted_for(seen)
        law.every_reason_is_its_parts(seen)
        finish.every_open_question_can_be_answered(self)
