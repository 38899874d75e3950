"""How things are done to the world: an event is handed over, judged, and followed by its mail."""

from typing import Any

from bot.events import Event, Opened, Pressed, Reached, Said
from store import people
from tests.machine import choices, law
from tests.machine.world import World
from tests.talk import FIRST_CONTACT, Chat


class Hands:
    """A world, what came to it, and what people wrote themselves."""

    def opens(self, hall: str) -> None:
        """The world begins: this hall, and a task for everybody."""
        self.world = World(hall)
        for person in range(3):
            self.write_now(person, "next")

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Event] = []
        self.said: list[tuple[int, str]] = []

    def comes_back(self, person: int) -> None:
        """By a new invitation, through first contact, confirmed."""
        world, chat = self.world, self.world.people[person]
        code = f"code-{next(world.talk.ids):0>17}"
        people.invite(world.talk.store, "demo", chat.name, code, world.talk.now, confirmed=True)
        self.handle(world.event(chat, Opened, view="start", code=code))
        world.out.discard(chat.account)
        people.confirm(world.talk.store, world.persons[person], world.talk.now)
        world.drain()
        for label in FIRST_CONTACT:
            message, button = chat.find(label)
            self.press(chat, button.token, message.ref if message else "", "")
            world.drain()

    def press(self, chat: Chat, token: str, ref: str, label: str) -> None:
        self.send(chat, Pressed, label, token=token, message=ref)

    def write_now(self, person: int, text: str, thread: str = "") -> None:
        chat, ref = self.world.people[person], f"own-{next(self.world.talk.ids)}"
        self.said.append((person, ref))
        thread = thread if chat.account.platform == "slack" else ""
        self.send(chat, Said, message=ref, text=text, thread=thread)

    def newest(self, chat: Chat) -> str:
        return chat._root()

    def queue(self, chat: Chat, text: str) -> None:
        """Something is decided and waits to be sent."""
        self.handle(
            self.world.event(chat, Said, message=f"own-{next(self.world.talk.ids)}", text=text)
        )

    def send(self, chat: Chat, kind: Any, label: str = "", **fields: Any) -> None:
        """One event, judged by what it changed, and then the mail."""
        self.handle(self.world.event(chat, kind, **fields), label)
        self.mail()

    def handle(self, event: Event, label: str = "") -> None:
        world, before = self.world, law.sight(self.world)
        there = choices.panels(world.people[world.index(event.account)])
        if not isinstance(event, Reached):
            world.dark.discard(event.account)
        self.history.append(event)
        world.deliver(event)
        if isinstance(event, Reached) and event.change != "joined":
            world.dark.add(event.account)
            world.troubled.add(event.account)
        law.judged(world, event, before, law.sight(world), there, label)

    def mail(self) -> None:
        self.world.pump()

    def owner(self, row: Any) -> int:
        return self.world.persons.index(row.person)

    def everything(self) -> Any:
        return law.sight(self.world)
