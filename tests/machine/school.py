"""People in a course, at random: they press what they see and what they saw, type, leave, come back
on another platform; the course changes meanwhile. Whatever they do, the way to the end stays open.

What holds after every step: nobody breaks anything; a step that is passed stays passed; nobody has
a step twice; a course is completed once in a version, and only when nothing of it is left.
"""

from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.events import Account
from bot.learning import Completion, Learner
from bot.records import DONE, Assignment, Contact
from bot.ways import live, pinned, way
from store import releases
from tests import schooling
from tests.machine.editions import Editions
from tests.talk import TEAMS, Chat, Shown, Talk, task

WORDS = (
    *("continue", "back", "learn", "next", "where", "skip", "more", "1", "2", "3", "a", "b"),
    *("try again", "other reasons", "clearly", "start lesson", "review", "warm-up set", "home"),
    *("It says daily, and that is not right for this.", "i see it differently", "stop", "help"),
)
MINUTES = (0, 1, 45, 60 * 24 * 4, 60 * 24 * 32)
STEPS_TO_THE_END = 80
LEADS_ON = ("Start Lesson", "Stay with mine", "Continue", "Try again", "Done")
TAUGHT = (" · step ", "Lesson 1 of 2 is done", "There is a newer version", "min left")
PAGES = ("author reads it", "What is it?", "Why skip", "Write your question", "Safe, then accurate")


def _steps(records: Any, person: int) -> list[Assignment]:
    return list(records.steps(person))


def _completions(records: Any, person: int) -> list[Completion]:
    return list(records.completions(person))


class School(Editions, RuleBasedStateMachine):
    """Two people; one of them on both platforms."""

    def __init__(self, url: str, folder: Any) -> None:
        super().__init__()
        self.talk = Talk(url)
        self.talk.project([task(1), task(2), task(3)], folder)
        self.release(schooling.COURSE)
        self.chats = [
            self.talk.member("slack", "U1", "Dr Osei"),
            self.talk.member("telegram", "5", "Dr Boateng"),
        ]
        self.chats.append(self._second_account())
        self.tries = 0
        self.passed: dict[tuple[int, str], None] = {}

    def _second_account(self) -> Chat:
        chat = self.talk.meets("telegram", "9", "Dr Osei")

        def step(records: Any) -> None:
            mine = records.contact(self.chats[0].account)
            account = Account("telegram", TEAMS["telegram"], "9")
            records.meet(Contact(0, account, person=mine.person, name="Dr Osei"))

        self.talk.store.submit(step).result()
        return chat

    # -- what they do ----------------------------------------------------------------------------
    @initialize()
    def they_learn(self) -> None:
        for chat in self.chats[:2]:
            chat.says("learn", thread="-").presses("RLHF", "Start Lesson")

    @rule(who=st.integers(0, 2), newest=st.integers(0, 3), which=st.integers(0, 9))
    def presses(self, who: int, newest: int, which: int) -> None:
        """A button of one of the newest messages that have any."""
        shown = [one for one in self.chats[who].messages if one.buttons][-4:]
        if shown:
            message = shown[-1 - newest % len(shown)]
            self._press(self.chats[who], message, which)

    @rule(who=st.integers(0, 2), which=st.integers(0, 1))
    def goes_on(self, who: int, which: int) -> None:
        """What leads on, most often."""
        chat = self.chats[who]
        shown = next((one for one in reversed(chat.messages) if one.buttons), None)
        if shown:
            self._press(chat, shown, which)

    @precondition(lambda self: any(chat.pressed for chat in self.chats))
    @rule(who=st.integers(0, 2), which=st.integers(0, 30))
    def presses_again(self, who: int, which: int) -> None:
        """What was pressed before, on the message as it was then: a double tap, or another phone
        that shows it still."""
        chat = self.chats[who]
        if chat.pressed:
            token, ref = chat.pressed[-1 - which % len(chat.pressed)]
            chat.presses_token(token, ref)

    @rule(who=st.integers(0, 2), what=st.sampled_from(WORDS), threaded=st.booleans())
    def types(self, who: int, what: str, threaded: bool) -> None:
        self.chats[who].says(what, thread="" if threaded else "-")

    @rule(minutes=st.sampled_from(MINUTES))
    def time_passes(self, minutes: int) -> None:
        self.talk.later(minutes=minutes, seconds=9)

    def _press(self, chat: Chat, message: Shown, which: int) -> None:
        button = message.buttons[which % len(message.buttons)]
        if button.label != "Yes, leave":
            chat.pressed.append((button.token, message.ref))
            chat.presses_token(button.token, message.ref)

    # -- what holds ------------------------------------------------------------------------------
    @invariant()
    def what_is_passed_stays_passed(self) -> None:
        now = {
            (person, one.step)
            for person in (1, 2)
            for one in self._had(person)
            if one.state == DONE
        }
        assert self.passed.keys() <= now, self.passed.keys() - now
        self.passed |= dict.fromkeys(now)

    @invariant()
    def one_step_stands_before_each(self) -> None:
        """Of all that somebody has of the course one asks, or stands to be read: none is asked
        twice."""
        for person in (1, 2):
            steps = self._had(person)
            assert sum(live(one) for one in steps) <= 1, [one for one in steps if live(one)]

    @invariant()
    def where_they_stand_they_can_act(self) -> None:
        """The newest message of the step that stands before somebody is in the chat it belongs to,
        and its buttons are those of this turn."""
        for person in (1, 2):
            for one in filter(live, self._had(person)):
                shown = [m for m in self.talk.chats[one.account].messages if m.name == one.panel]
                tokens = [button.token for message in shown for button in message.buttons]
                wanted = f"{one.id}:{one.turn}:"
                assert any(token.startswith(wanted) for token in tokens), (one, tokens)

    @invariant()
    def it_is_completed_once_and_whole(self) -> None:
        for person in (1, 2):
            done = self.talk.store.look(partial(_completions, person=person))
            versions = [one.version for one in done]
            assert len(versions) == len(set(versions)), versions
            for one in done:
                steps = self._steps_of(one.version)
                assert all((person, step) in self.passed for step in steps), (one, steps)

    def _had(self, person: int) -> list[Assignment]:
        return self.talk.store.look(partial(_steps, person=person))

    def _steps_of(self, version: str) -> list[str]:
        course = next(
            one.course
            for one in releases.releases(self.talk.store)
            if one.course.version == version
        )
        return [step.id for lesson in course.texts[0].lessons for step in lesson.steps]

    # -- and at the end --------------------------------------------------------------------------
    def teardown(self) -> None:
        """From wherever they are the way leads on to the end, through Learn."""
        try:
            for chat, person in ((self.chats[0], 1), (self.chats[1], 2)):
                self._to_the_end(chat, person)
            self.what_is_passed_stays_passed()
            self.it_is_completed_once_and_whole()
        finally:
            self.talk.close()

    def _to_the_end(self, chat: Chat, person: int) -> None:
        """By the buttons that lead on, tried until nothing of it is left."""
        self.talk.later(hours=1)
        chat.says("learn", thread="-").presses("RLHF")
        for _ in range(STEPS_TO_THE_END):
            if self._left(person) == 0:
                return
            self.talk.later(seconds=9)
            self._lead_on(chat)
        raise AssertionError(f"{chat.name} is stuck at: {chat.panel.text}")

    def _left(self, person: int) -> int:
        def look(records: Any) -> int:
            learner: Learner = records.learner(person, "rlhf_1")
            if learner.finished_at:
                return 0
            return len(way(records, pinned(records, learner), learner).left())

        return self.talk.store.look(look)

    def _lead_on(self, chat: Chat) -> None:
        labels = [button.label for button in chat.panel.buttons]
        asked = chat.panel.text
        if "Which task is this for?" in asked:
            chat.presses(next(one for one in labels if "Explain" in one), on=chat.panel)
        elif "Is this your" in asked:
            chat.presses("Yes" if "Explain" in asked else "No", on=chat.panel)
        elif not any(words in asked for words in TAUGHT):
            chat.says("learn", thread="-").presses("RLHF")
        elif "0 chosen" in asked:
            chat.presses("1 ", on=chat.panel)
        elif label := next((one for one in LEADS_ON if one in labels), ""):
            chat.presses(label, on=chat.panel)
        elif "say why" in asked or "point to in the text" in asked:
            chat.says("It says once a day; weekly is right, and daily doses can kill.")
        elif any(words in asked for words in PAGES):
            chat.presses("Back", on=chat.panel)
        elif "Quick check" in asked:
            self.tries += 1  # which is right may have changed
            chat.presses(labels[self.tries % 3], on=chat.panel)
        else:
            chat.presses(labels[0], on=chat.panel)
