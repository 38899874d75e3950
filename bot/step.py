"""One step's workbench: what is known about the event, and the outs collected so far.

A step reads and writes through `records`, adds outs here and returns them; it never sends.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.cards import (
    Button,
    Card,
    Durable,
    Edit,
    Form,
    Home,
    Lookup,
    Notice,
    Out,
    Paragraph,
    Post,
    Reply,
    Row,
    Run,
)
from bot.cards import words as card_words
from bot.events import Event, Pressed, Said
from bot.port import Records
from bot.records import Contact, Person
from bot.rules import Rules
from bot.spoken import spoken
from bot.tongue import Tongue, around, phrase, tongue_of


@dataclass(slots=True)
class Step:
    """The bench. `under` names the message whose thread an answer belongs to, "" for none.

    `below` is true when the event itself stands in the chat: a panel then follows it down.
    `news` is true once something changed that Home tells; Home is then drawn again. `gave` is true
    once a task was posted: what stands of a lesson is then put aside. `scenes` are
    what drawing a task needs, by assignment: none of it changes within a step (`work.scene`).
    """

    records: Records
    rules: Rules
    at: datetime
    contact: Contact
    person: Person | None = None
    event: Event | None = None
    under: str = ""
    below: bool = False
    news: bool = False
    gave: bool = False
    scenes: dict[str, Any] = field(default_factory=dict)
    outs: list[Out] = field(default_factory=list)

    @property
    def who(self) -> Person:
        """The person behind the contact. Only for steps that have one."""
        if self.person is None:
            raise LookupError("this step has no person")
        return self.person

    @property
    def platform(self) -> str:
        return self.contact.account.platform

    @property
    def tongue(self) -> Tongue:
        """What is spoken where this step's words go."""
        return tongue_of(self.rules.tongues, self.contact.language)

    def told(self) -> list[Out]:
        """Everything that was decided, in the language of whoever hears it."""
        return spoken(self.outs, self.tongue)

    def durable(self) -> list[Durable]:
        """What a step without an event decided: nobody waits there to be answered at once."""
        return [out for out in self.told() if isinstance(out, Durable)]

    def add(self, out: Out) -> None:
        self.outs.append(out)

    def post(
        self,
        name: str,
        card: Card,
        *,
        under: str = "",
        assignment: str = "",
        turn: int | None = None,
    ) -> None:
        self.add(Post(self.contact.account, name, card, under, assignment, turn))

    def edit(
        self,
        name: str,
        card: Card,
        *,
        assignment: str = "",
        turn: int | None = None,
        late: bool = False,
    ) -> None:
        self.add(Edit(self.contact.account, name, card, assignment, turn, late))

    def say(
        self,
        *lines: str | Paragraph,
        rows: tuple[Row, ...] = (),
        name: str = "",
        assignment: str = "",
    ) -> None:
        """A message beside the panel; a slash command hears it in the acknowledgement instead.

        With a `name` it can be changed later; a reply to it is one to its `assignment`.
        """
        card = Card(tuple(line(one) if isinstance(one, str) else one for one in lines), rows)
        if isinstance(self.event, Said) and self.event.command and not rows:
            self.add(Reply(card_words(card)))
            return
        called = name or f"m:{self.records.fresh()}"
        self.post(called, card, under=self.under, assignment=assignment)
        if isinstance(self.event, Said) and self.event.command:
            self.add(Reply(phrase("The answer is in Messages.")))

    def notice(self, text: str, *, saved: bool = False) -> None:
        """A passing word to a press; to anything else, a message, so that it is not lost."""
        if isinstance(self.event, Pressed):
            self.add(Notice(text, saved))
        elif not saved:
            self.say(text)

    def form(self, form: Form) -> None:
        self.add(form)

    def home(self) -> None:
        """The standing view is drawn anew, once however often a step asks for it."""
        if not any(isinstance(out, Home) for out in self.outs):
            self.add(Home(self.contact.account))

    def look(self, what: str, name: str = "") -> None:
        self.add(Lookup(self.contact.account, what, name))


def line(text: str, style: str = "") -> tuple[Run, ...]:
    """One paragraph of one style."""
    return (Run(text, style),)


def have_open(name: str) -> Paragraph:
    """You have one open: …"""
    return naming(around("You have one open: {it}"), name)


def naming(around_it: tuple[str, str], name: str, style: str = "italic") -> Paragraph:
    """A sentence with a name in a style of its own."""
    before, behind = around_it
    runs = (Run(before), Run(name, style), Run(behind))
    return tuple(run for run in runs if run.text)


def page_button(label: str, page: str, version: int, choice: str, hint: str = "") -> Button:
    """A button outside a task: it carries page, version and choice."""
    return Button(label, f"{page}:{version}:{choice}", hint=hint)


def open_link(link: str) -> Button:
    """[Open]: a link to a message. Its press says nothing and is passed over."""
    return Button(phrase("Open"), "open:1:0", url=link)
