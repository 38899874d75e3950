"""What people do about texts that may name a patient: written, contested, mended, decided about."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from adapters import decide
from bot.events import Pressed, Revised
from store import incidents
from store.tables import WithheldRow
from tests.machine import law
from tests.machine.reasons import REASONS, Reasons, which, who

NAMED = (
    "B is what my patient born 3/14/61 was told last spring, and it did no harm to anybody at all.",
    "Ask Dr Haddad.",
)


class Apart(Reasons):
    """The rules about what is kept apart."""

    @rule(person=who, text=st.sampled_from(NAMED), where=which, contest=st.booleans())
    def name_somebody(self, person: int, text: str, where: int, contest: bool) -> None:
        """Where a reason stands or is awaited more often than anywhere else."""
        chat = self.world.people[person]
        if where % 2:
            self.gives_a_reason(person)
        self.write_now(person, text, thread=self.newest(chat) if where % 3 else "")
        mine = self.withheld(person)
        if contest and mine:
            self.handle(
                self.world.event(chat, Pressed, token=f"details:1:{mine[-1].id}", message="")
            )
            self.mail()

    @rule(person=who, away=st.integers(1, 2))
    def contest_for_another(self, person: int, away: int) -> None:
        """The button of a text that somebody else has written, now if not before."""
        chat, other = self.world.people[person], (person + away) % 3
        if not self.withheld(other) and self.world.people[other].account not in self.world.out:
            self.gives_a_reason(other)
            self.write_now(other, NAMED[0], thread=self.newest(self.world.people[other]))
        theirs = self.withheld(other)
        if not theirs or chat.account in self.world.out:
            return
        before, heard = law.sight(self.world), len(chat.notices)
        token = f"details:1:{theirs[-1].id}"
        self.handle(self.world.event(chat, Pressed, token=token, message="forged"))
        law.foreign(before, law.sight(self.world), chat.notices[heard:])

    @rule(nth=which, use=st.booleans())
    def decide(self, nth: int, use: bool) -> None:
        """A coordinator, whatever the person does meanwhile."""
        world, before = self.world, law.sight(self.world)
        asked = [row for row in world.rows(WithheldRow) if row.state == "asked"]
        if not asked:
            return
        row, made = asked[nth % len(asked)], decide.use if use else decide.drop
        try:
            made(world.talk.store, row.incident, world.talk.rules, world.talk.now)
        except incidents.Undecided:
            assert use and law.sight(world) == before, "what is not used yet left a trace"
            return
        law.decided(world, row, before, law.sight(world), use=use)
        self.mail()

    @rule(nth=which, text=st.sampled_from((None, *REASONS, *NAMED)))
    def mend(self, nth: int, text: str | None) -> None:
        """The message that was withheld is edited, or deleted."""
        apart = [row for row in self.world.rows(WithheldRow) if row.message]
        if not apart:
            return
        row = apart[nth % len(apart)]
        chat = self.world.people[self.owner(row)]
        if chat.account not in self.world.out:
            self.send(chat, Revised, message=row.message, text=text)

    def withheld(self, person: int) -> list[WithheldRow]:
        """What this person wrote that is kept apart, or was."""
        return [row for row in self.world.rows(WithheldRow) if self.owner(row) == person]
