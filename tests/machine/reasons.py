"""What people do about reasons: given, thought over, edited, deleted, and asked for again."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.events import Revised
from store.tables import HeardRow
from tests.machine import finish
from tests.machine.hands import Hands

REASONS = (
    "A says to wait three days although a baby with fever must be seen today.",
    "B sends them to a doctor at once, which is what any guideline would say here.",
    "too short",
)
UNTIL_A_REASON = 16
"""Steps in which somebody who answers has come to a reason, if one is asked for at all."""

who = st.integers(0, 2)
which = st.integers(0, 10_000)


class Reasons(Hands):
    """The rules about reasons."""

    @rule(person=who, what=which, text=st.sampled_from(REASONS), then=which)
    def think_again(self, person: int, what: int, text: str, then: int) -> None:
        """A finished answer is opened again: another choice, another reason, or neither."""
        chat = self.world.people[person]
        found = [(m, b) for m in chat.messages for b in m.buttons if b.label == "Change"]
        if not found:
            return
        message, button = found[-1]
        self.press(chat, button.token, message.ref, button.label)
        if message.buttons:
            button = message.buttons[what % max(1, len(message.buttons) - 1)]
            self.press(chat, button.token, message.ref, button.label)
        if "Reply here" in chat.last.text + message.text:
            self.write_now(person, text, thread=message.under)
        if then % 2 and (back := [b for b in chat.panel.buttons if b.label == "Back"]):
            self.press(chat, back[0].token, chat.panel.ref, "Back")
        if then % 3 == 0:
            self.write_now(person, REASONS[1], thread=message.under)

    @rule(nth=which, text=st.sampled_from((None, *REASONS)))
    def revise(self, nth: int, text: str | None) -> None:
        """What was written is edited or deleted, whether it became a reason or not."""
        reasons = [(person, ref) for person in range(3) for ref in self.reasons(person)]
        said = reasons if reasons and nth % 4 else self.said
        person, ref = said[-1 - nth % min(len(said), 5)]
        self.send(self.world.people[person], Revised, message=ref, text=text)

    @rule(person=who, then=st.sampled_from(("", "Remove", "Keep")))
    def delete(self, person: int, then: str) -> None:
        """A reason is given, its message deleted, and the question that follows answered."""
        if not (given := self.gives_a_reason(person)):
            return
        chat = self.world.people[person]
        self.send(chat, Revised, message=given, text=None)
        found = [(m, b) for m in chat.messages for b in m.buttons if b.label == then]
        if found:
            message, button = found[-1]
            self.press(chat, button.token, message.ref, then)

    @rule(person=who, text=st.sampled_from(REASONS))
    def another_reason(self, person: int, text: str) -> None:
        """A reason is given, and a new one in its place."""
        chat = self.world.people[person]
        if not self.gives_a_reason(person):
            return
        for label in ("Change", "The reason"):
            found = [(m, b) for m in chat.messages for b in m.buttons if b.label == label]
            if not found:
                return
            message, button = found[-1]
            self.press(chat, button.token, message.ref, label)
        self.write_now(person, text, thread=message.under)

    def gives_a_reason(self, person: int) -> str:
        """Answers what is asked until a reason stands: the message it is in, "" for none."""
        world = self.world
        if world.people[person].account in world.out | world.dark:
            return ""
        for _ in range(UNTIL_A_REASON):
            if said := self.reasons(person):
                return said[-1]
            world.drain()
            if not finish.step(self, person):
                self.write_now(person, "next")
        return ""

    def reasons(self, person: int) -> list[str]:
        """Messages of this person that are (part of) a reason now."""
        contact = self.world.contacts[person]
        return [
            row.message
            for row in self.world.rows(HeardRow)
            if row.contact == contact and not row.message.startswith("form:")
        ]
