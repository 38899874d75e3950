"""What people do about what is asked: judged by tap, list or word, thought over, undone, left."""

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.panel import PAGES
from bot.records import DONE, LATER, OPEN
from bot.words import SKIPS, WRONGS
from store.tables import AssignmentRow
from tests.machine import choices, finish, law, meaning, typed
from tests.machine.apart import Apart
from tests.machine.reasons import REASONS, which, who
from tests.talk import Shown

WORDINGS = ("See a doctor within hours: at this age a fever may be serious.", "Do not wait.")
OWN_WORDS = {
    "kinds": ("1, 3", "2", "1, 2, 3", "2, 9"),
    "span": (
        *("see a DOCTOR", "“wait three days”", "answer to", "plenty  to drink", "not there"),
        *('It says "three days", "to drink" or "a doctor"', "“answer to” is odd, “not there”"),
    ),
    "correction": WORDINGS,
    "reason": REASONS,
}
"""By what is asked: what it reads by itself."""
ENDS = ("Done", "No failure found", "Submit")
"""What leads on where one could tap for ever."""

WRITING = ("rationale", "correction")
SIGNS = (" > ", ">", ", ", " ")
draws = st.lists(which, min_size=4, max_size=14)
of_nine = st.lists(which, min_size=9, max_size=9)

Asking = tuple[Any, Shown, list[Any]]
"""A task, its panel, and what can be chosen there."""


class Judging(Apart):
    """The rules about answering, whatever kind of question it is."""

    @rule(person=who, drawn=draws)
    def judges(self, person: int, drawn: list[int]) -> None:
        """One question after the other, by a button, by the list or in words."""
        for draw in drawn:
            if not self.asking(person):
                self.write_now(person, "next")
            elif draw % 5 == 0:
                self.types_a_choice(person, draw)
            else:
                self.answers(person, draw)

    @rule(person=who, nth=which, drawn=draws)
    def changes_mind(self, person: int, nth: int, drawn: list[int]) -> None:
        """One thing of a finished answer is judged anew, and what follows from it."""
        chat = self.world.people[person]
        found = [(m, b) for m in chat.messages for b in m.buttons if b.label == "Change"]
        if not found:
            return
        message, button = found[-1 - nth % len(found)]
        self.press(chat, button.token, message.ref, button.label)
        for draw in drawn:
            if self.asking(person):
                self.answers(person, draw)

    @rule(person=who, kind=st.sampled_from("2351"), harm=st.sampled_from("1123"), nth=which)
    def finds_a_failure(self, person: int, kind: str, harm: str, nth: int) -> None:
        """A grave kind, perhaps with no real harm, so that it is asked whether both are meant; then
        where it is, how it should read, and why."""
        if not self.asking(person):
            self.write_now(person, "next")
        self.taps(person, "Harmful")
        self.taps(person, f"{kind} ")
        self.taps(person, "Done")
        self.taps(person, f"A: S{harm}", f"B: S{harm}")
        self.taps(person, ("Keep both", "Change the severity")[nth % 3 == 2])
        self.taps(person, "Sentence 2", "No one place")
        for words in ((self.answers, self.says_it_twice)[nth % 2], self.answers):
            if [one for one in self.asking(person)[-1:] if one[0].question.startswith(WRITING)]:
                words(person, nth)

    @rule(person=who, times=st.integers(1, 4), undo=st.booleans())
    def goes_back(self, person: int, times: int, undo: bool) -> None:
        """So many steps, by [Undo] where there is one."""
        chat = self.world.people[person]
        for _ in range(times):
            if not (found := self.asking(person)):
                return
            _, message, _ = found[-1]
            wanted = ("Undo", "Back") if undo else ("Back",)
            ways = [b for label in wanted for b in message.buttons if b.label == label]
            if ways:
                self.press(chat, ways[0].token, message.ref, ways[0].label)

    @rule(person=who, nth=which)
    def types_a_choice(self, person: int, nth: int) -> None:
        """Typed words mean what the button of that name means."""
        found = [one for one in self.certain(person) if one[2]]
        if not found:
            return
        _, message, buttons = found[-1]
        label = pick(buttons, nth).label
        there = [one.label for one in message.buttons if one in buttons]
        said = typed.words_for(label, there) if label in there else [label.lower()]
        self.means(person, found[-1], said[nth // 7 % len(said)], label)

    @rule(person=who, drawn=of_nine, ties=st.lists(st.booleans(), min_size=2, max_size=4))
    def types_an_order(self, person: int, drawn: list[int], ties: list[bool]) -> None:
        """All of it, in the letters shown; or less than all, which is no order."""
        found = [one for one in self.certain(person) if one[0].question == "ranking"]
        if not found:
            return
        letters, sign = self.world.asked(found[-1][0]).letters, SIGNS[drawn[0] % len(SIGNS)]
        if len(letters) > 2 and drawn[1] % 6 == 0:
            letters = letters[:-1]
        said, plain = (typed.order(letters, drawn, ties, one) for one in (sign, " > "))
        self.reads(person, found[-1], said, plain)

    @rule(person=who, nth=which)
    def types_its_own(self, person: int, nth: int) -> None:
        """What the question reads by itself: numbers, a place in the text, a wording, a reason."""
        if found := self.certain(person):
            row, message, _ = found[-1]
            about = meaning.subject(message.text)
            said = OWN_WORDS.get(about.what if about else "", ())
            if said:
                self.reads(person, (row, message, []), said[nth % len(said)])

    @rule(person=who, nth=which)
    def says_it_twice(self, person: int, nth: int) -> None:
        """Words of their own, and the same once more, as if nothing had been seen of them: to what
        is asked next they say nothing."""
        found = [one for one in self.certain(person) if one[0].question.startswith(WRITING)]
        if not found:
            return
        row, said = found[-1][0], (*REASONS, *WORDINGS)[nth % (len(REASONS) + len(WORDINGS))]
        self.write_now(person, said, thread=finish.root(self, row))
        once = self.row(row.id)
        self.write_now(person, said, thread=finish.root(self, once))
        twice = self.row(row.id)
        if once.turn != row.turn and "draft" not in once.answer:  # a thin one is insisted on
            assert choices.as_it_is(twice) == choices.as_it_is(once), f"{said!r} counts twice"

    @rule(person=who, nth=which)
    def reports(self, person: int, nth: int) -> None:
        """[Something is wrong here], of one sort or another."""
        self.goes(person, "More", "Something is wrong here", WRONGS[nth % len(WRONGS)][0])

    @rule(person=who, nth=which)
    def passes_by(self, person: int, nth: int) -> None:
        """A typed skip; or put aside, and the task found again by `where`."""
        if nth % 3:
            self.goes(person, "Skip", SKIPS[nth % len(SKIPS)][0])
        else:
            self.goes(person, "More", "Later")
            self.write_now(person, "where")

    # how it is done

    def answers(self, person: int, draw: int) -> None:
        """The newest question, in words where words are awaited."""
        row, message, buttons = self.asking(person)[-1]
        if row.question.startswith(WRITING):
            said = (*REASONS, *WORDINGS)[draw % (len(REASONS) + len(WORDINGS))]
            self.write_now(person, said, thread=finish.root(self, row))
            return
        button = pick(buttons, draw)
        self.press(self.world.people[person], button.token, message.ref, button.label)

    def taps(self, person: int, *words: str) -> None:
        """The newest question's button that begins so, if there is one."""
        for _, message, buttons in self.asking(person)[-1:]:
            ways = [one for one in buttons if one.label.startswith(words)]
            if ways:
                self.press(self.world.people[person], ways[0].token, message.ref, ways[0].label)

    def goes(self, person: int, *labels: str) -> None:
        """One button after the other, on the panel of the newest question."""
        if not (found := self.asking(person)):
            return
        chat, (_, message, _) = self.world.people[person], found[-1]
        for label in labels:
            ways = [button for button in message.buttons if button.label == label]
            if ways:
                self.press(chat, ways[0].token, message.ref, label)

    def asking(self, person: int) -> list[Asking]:
        """What asks this person something that is shown, the newest last."""
        chat = self.world.people[person]
        if chat.account in self.world.out:
            return []
        found = []
        for message in chat.messages:
            for row in self.open_to(person):
                start = f"{row.id}:{row.turn}:"
                shown = [
                    one
                    for one in choices.offered(message)
                    if one.token.startswith(start) and one.token[len(start)].isdecimal()
                ]
                writing = any(one.token == f"{start}s" for one in message.buttons)
                if shown or (writing and row.question.startswith(WRITING)):
                    found.append((row, message, shown))
        return found

    def open_to(self, person: int) -> list[Any]:
        """Tasks of this person that ask a question of a kind."""
        return [
            row
            for row in self.world.rows(AssignmentRow)
            if self.owner(row) == person
            and row.state in (OPEN, DONE)
            and row.question
            and row.question not in PAGES
        ]

    def certain(self, person: int) -> list[Asking]:
        """Of these, where a typed text can mean nothing else: no other task asks in its thread."""
        world = self.world
        if world.contacts[person] in law.sight(world).busy:
            return []
        slack = world.people[person].account.platform == "slack"
        mine = [row for row in world.rows(AssignmentRow) if self.owner(row) == person]
        ask = [r for r in mine if (r.state == OPEN and r.question != LATER) or _changing(r)]
        roots = Counter(finish.root(self, row) if slack else "" for row in ask)
        return [
            one
            for one in self.asking(person)
            if roots[finish.root(self, one[0]) if slack else ""] == 1
            and (finish.root(self, one[0]) or not slack)
        ]

    def row(self, name: str) -> Any:
        (found,) = [row for row in self.world.rows(AssignmentRow) if row.id == name]
        return found

    def reads(self, person: int, asking: Asking, said: str, plain: str = "") -> None:
        """It is typed, and comes to what these words say, or to nothing where they say nothing."""
        row, message, _ = asking
        about = meaning.subject(message.text)
        assert about, f"nothing is asked: {message.text!r}"
        asked, was = self.world.asked(row), (row.state, row.question, row.answer)
        read = meaning.readings(about, plain or said, row.question, asked, row.answer)
        wanted = choices.landed(self.world, row, read[0]) if read else was
        self.write_now(person, said, thread=finish.root(self, row))
        now = choices.as_it_is(self.row(row.id))
        assert now == wanted or row.question == "rationale", f"{said!r} on {was} came to {now}"

    def means(self, person: int, asking: Asking, said: str, label: str) -> None:
        """It is typed, and comes to what the button would have come to."""
        row, text = asking[0], asking[1].text  # which goes on below what is typed
        self.write_now(person, said, thread=finish.root(self, row))
        choices.chosen(self.world, row, self.row(row.id), text, label)


def pick(buttons: list[Any], draw: int) -> Any:
    """Any of them; where one could tap for ever, more often one that leads on."""
    ends = [one for one in buttons if one.label in ENDS]
    spread = (draw + 1) * 7919 % 10_007  # small numbers are drawn most often
    among = ends if ends and spread % 3 == 0 else buttons
    return among[spread // 3 % len(among)]


def _changing(row: Any) -> bool:
    return row.state == DONE and bool(row.question)
