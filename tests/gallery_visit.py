"""One person's way through the real engine, one step at a time, and what each step made.

Nothing is sent: what a step returns counts as delivered at once, and lookups are answered.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import decided, engine, home, sending
from bot.cards import Button, Card, Durable, Edit, Erase, Home, Lookup, Out, Post, Upload
from bot.courseport import Owed
from bot.events import Account, Came, Event, Opened, Pressed, Revised, Said, Submitted
from bot.learning import Release
from bot.lessons import Course
from bot.records import Assignment, Invitation, Item, Project
from bot.rubric import Rubric
from bot.rules import Rules
from bot.syllabus import project_of
from bot.withheld import DROPPED, USED
from store.releases import content_hash
from tests.gallery_memory import Memory
from tests.gallery_texts import RUBRIC

Hung = Iterator[tuple[str, list[Out]]]
"""The cards of one room: each sample's name, and what it shows, in the order it is sent."""

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""

ACCOUNTS = {
    "slack": Account("slack", "T0PLAY", "U0OSEI"),
    "telegram": Account("telegram", "1000001", "7000000001"),
}
CHANNELS = {"slack": "D0OSEI", "telegram": "7000000001"}
CODE = "gallery-code-000000001"
LINK = "https://st-anna.slack.com/archives/D0OSEI/p1772442000000002"
"""Where a message of ours can be found, as Slack would tell it."""

PAUSE = timedelta(seconds=5)
"""Between two steps: nothing is a double tap unless it is meant to be."""

SLOW = Rules(block=1, slip=timedelta(0))
"""No press is too soon."""


class Visit:
    """Dr Osei on one platform. `outs` is what the last step made, `seen` what the chat shows."""

    def __init__(
        self,
        platform: str,
        project: Project,
        *items: Item,
        rules: Rules = SLOW,
        reader: bool = False,
        joined: bool = True,
        rubric: Rubric = RUBRIC,
        courses: Sequence[Course] = (),
    ) -> None:
        self.platform, self.rules, self.now = platform, rules, BEGIN
        self.account, self.project = ACCOUNTS[platform], project
        self.memory = Memory(project, items, rubric)
        self.outs: list[Out] = []
        self.seen: dict[str, Card] = {}
        self.home: Card | None = None
        self.said, self.language = "", ""
        self.teaches(*courses)
        if joined:
            self.joins(reader=reader)

    # what the person does

    def does(self, kind: type[Came], **fields: Any) -> "Visit":
        self.now += PAUSE
        event: Any = kind(
            id=self.memory.fresh(),
            at=self.now,
            account=self.account,
            channel=CHANNELS[self.platform],
            name="Dr Osei",
            language=self.language,
            **fields,
        )
        return self.handles(event)

    def handles(self, event: Event) -> "Visit":
        return self._settle(engine.handle(self.memory, event, self.rules))

    def invited(self, *, named: bool = True) -> "Visit":
        """Comes in by a link. A `named` one needs nobody's confirmation."""
        digest = hashlib.sha256(CODE.encode()).hexdigest()
        self.memory.invitations[digest] = Invitation(1, self.project.id, "Dr Osei", named)
        return self.does(Opened, view="start", code=CODE)

    def joins(self, *, reader: bool = False) -> "Visit":
        self.invited().presses("Continue", "Continue", "Continue", "Take part", "No reminders")
        return self.presses("Don't quote", "No", "Yes" if reader else "No", "Correct")

    def says(self, text: str = "", *, aside: bool = False, **more: Any) -> "Visit":
        """Writes; on Slack into the newest thread, or beside it."""
        made = self.memory.fresh()
        self.said = f"own-{made}" if self.platform == "slack" else str(int(made, 36) % 10**6)
        thread = "" if aside or self.platform != "slack" else self._thread()
        return self.does(Said, message=self.said, text=text, thread=thread, **more)

    def commands(self, text: str) -> "Visit":
        return self.does(Said, text=text, command=True)

    def presses(self, *labels: str) -> "Visit":
        """One after the other, each the newest button whose label begins so."""
        for label in labels:
            name, button = self.button(label)
            self.presses_token(button.token, name)
        return self

    def hurries(self, label: str) -> "Visit":
        """Presses before the question can have been read."""
        name, button = self.button(label)
        self.now -= PAUSE
        return self.presses_token(button.token, name)

    def presses_token(self, token: str, name: str = "") -> "Visit":
        ref = self.memory.messages[name].ref if name else ""
        return self.does(Pressed, token=token, message=ref)

    def opens(self, view: str) -> "Visit":
        return self.does(Opened, view=view)

    def submits(self, token: str, text: str) -> "Visit":
        return self.does(Submitted, token=token, fields={"reason": text})

    def edits(self, text: str | None) -> "Visit":
        """Changes the message written last, or deletes it."""
        return self.does(Revised, message=self.said, text=text)

    def waits(self, **delta: float) -> "Visit":
        """Time passes, and the tick with it."""
        self.now += timedelta(**delta)
        return self._settle(engine.tick(self.memory, self.now, self.rules))

    def teaches(self, *courses: Course) -> "Visit":
        """From now on these courses are there."""
        for course in courses:
            number, project = len(self.memory.taught) + 1, project_of(course.id, course.version)
            self.memory.teaches(Release(number, project, course, content_hash(course), self.now))
        return self

    def corrects(self, text: str) -> "Visit":
        """The step given last was wrong, and was passed; it is told as time passes."""
        task = self.task
        owed = Owed(1, task.person, task.account, task.project, task.step, "en", text)
        self.memory.owed = [owed]
        return self.waits(hours=1)

    def decided(self, *, use: bool) -> "Visit":
        """A coordinator decides about the text that was kept apart last."""
        held = list(self.memory.apart.values())[-1]
        if use:
            outs, _ = decided.used(self.memory, held, self.now, self.rules)
        else:
            outs = decided.dropped(self.memory, held, self.now, self.rules)
        self.memory.moved(held, replace(held, state=USED if use else DROPPED))
        return self._settle(outs)

    def cannot_erase(self) -> "Visit":
        """The platform does not delete what was to go."""
        refused = [out for out in self.outs if isinstance(out, Erase)][-1]
        said = "Message can't be deleted"
        return self._settle(sending.undelivered(self.memory, refused, said, self.now, self.rules))

    def changed(self, **fields: Any) -> "Visit":
        """The newest task becomes something that a later stage will make of it."""
        task = self.task
        self.memory.tasks[task.id] = replace(task, turn=task.turn + 1, question="", **fields)
        return self

    def on_its_way(self) -> "Visit":
        """Nothing of the newest task has arrived yet."""
        task, messages = self.task, self.memory.messages
        self.memory.tasks[task.id] = replace(task, delivered_at=None)
        for name, message in messages.items():
            if message.assignment == task.id:
                messages[name] = replace(message, ref="")
        return self

    def twin(self) -> "Visit":
        """The same visit again, to go on in another way."""
        made = copy(self)
        made.memory, made.seen = self.memory.twin(), {**self.seen}
        return made

    # what it looks like

    @property
    def task(self) -> Assignment:
        """The newest task."""
        return list(self.memory.tasks.values())[-1]

    @property
    def posts(self) -> list[Out]:
        return [out for out in self.outs if isinstance(out, Post)]

    @property
    def uploads(self) -> list[Out]:
        return [out for out in self.outs if isinstance(out, Upload)]

    @property
    def edits_made(self) -> list[Out]:
        return [out for out in self.outs if isinstance(out, Edit)]

    @property
    def panel(self) -> list[Out]:
        """The card that asks now."""
        asking: list[Out] = [o for o in self.outs if isinstance(o, Post | Edit) and o.turn]
        return asking[-1:]

    @property
    def notes(self) -> list[Out]:
        """What is said in passing, or acknowledged."""
        return [out for out in self.outs if not isinstance(out, Durable)]

    @property
    def erasures(self) -> list[Out]:
        return [out for out in self.outs if isinstance(out, Erase)]

    @property
    def homes(self) -> list[Out]:
        return [out for out in self.outs if isinstance(out, Home)]

    def button(self, label: str) -> tuple[str, Button]:
        """The newest button of that label, and the message it hangs on ("" for Home)."""
        places = [*reversed(self.seen.items()), *([("", self.home)] if self.home else [])]
        for name, card in places:
            for button in (button for row in card.rows for button in row):
                if button.label.startswith(label):
                    return name, button
        raise LookupError(f"no button [{label}]")

    def _thread(self) -> str:
        """The root of the newest thread."""
        roots = [one.under for one in self.memory.messages.values() if one.under]
        return self.memory.messages[roots[-1]].ref if roots else ""

    def _settle(self, outs: Iterable[Out]) -> "Visit":
        """Everything arrives; what a lookup finds may make more."""
        self.outs = list(outs)
        for number, out in enumerate(self.outs):  # grows while we walk
            if isinstance(out, Post | Edit):
                self.memory.emit(out, self.now)
                self.seen[out.name] = out.card
                sending.delivered(self.memory, out, self.now, self.rules)
            elif isinstance(out, Home):
                drawn = home.standing(self.memory, out.to, self.now, self.rules)
                self.outs[number], self.home = drawn, drawn.card
            elif isinstance(out, Lookup):
                facts = {"name": "Dr Osei", "zone": "Europe/London"}
                facts = {"link": LINK} if out.what == "link" else facts
                self.outs += sending.learned(self.memory, out, facts, self.now, self.rules)
        return self
