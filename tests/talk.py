"""A conversation as a script one can read aloud: people say and press, and the chat answers.

The real engine over the real store; only the wire is missing. What the outbox holds is delivered
at once into a chat that one can look at, in the order the pump would send it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from adapters.edge import fresh_id
from adapters.outbox import conclude
from adapters.port import Never, Sent
from bot import engine, home
from bot.cards import (
    Button,
    Card,
    Durable,
    Edit,
    Erase,
    Form,
    Home,
    Lookup,
    Notice,
    Passing,
    Post,
    Reply,
    Upload,
    words,
)
from bot.events import Account, Came, Event, Opened, Pressed, Reached, Revised, Said, Submitted
from bot.port import Records
from bot.records import Contact, Person
from bot.rules import Rules
from store import (
    Delivery,
    Handled,
    Quarantined,
    Store,
    imports,
    open_store,
    outbox,
    people,
    projects,
)

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""

FIRST_CONTACT = (*["Continue"] * 3, "Take part", "No reminders", "Don't", "No", "Correct")
"""The buttons that lead through it, for one who wants little."""

ASK = ("rank", "rationale")
"""What stories ask unless they are about something else."""

TEAMS = {"slack": "T1", "telegram": "1000001"}


@dataclass
class Shown:
    """A message in the chat: the platform's reference, our name, and the card as it is now."""

    ref: str
    name: str
    card: Card
    under: str

    @property
    def text(self) -> str:
        return words(self.card)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.card.rows for button in row]

    @property
    def listed(self) -> list[Button]:
        """What stands in a list there."""
        return list(self.card.menu.options) if self.card.menu else []


@dataclass
class Chat:
    """One person's view of one account."""

    talk: "Talk"
    account: Account
    name: str
    messages: list[Shown] = field(default_factory=list)
    home: Card | None = None
    notices: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    language: str = ""
    pressed: list[tuple[str, str]] = field(default_factory=list)
    """Tokens and messages, for whoever presses them again."""
    erased: list[str] = field(default_factory=list)
    """Messages of their own that the bot has deleted."""
    files: list[Upload] = field(default_factory=list)

    # -- what a person does --------------------------------------------------------------------
    def says(self, text: str, *, reply_to: str = "", thread: str = "", **more: Any) -> "Chat":
        """Writes a message; on Slack in the newest thread unless told otherwise ("-" for none)."""
        if self.account.platform == "slack" and not thread:
            thread = self._root()
        thread = "" if thread == "-" else thread
        ref = str(next(self.talk.ids))
        self.last_said = ref
        return self._do(Said, message=ref, text=text, thread=thread, reply_to=reply_to, **more)

    def commands(self, text: str) -> "Chat":
        return self._do(Said, text=text, command=True)

    def presses(self, *labels: str, on: Shown | None = None) -> "Chat":
        """Presses the newest button whose label begins so, one after the other."""
        for label in labels:
            message, button = self.find(label, on)
            self._do(Pressed, token=button.token, message=message.ref if message else "")
        return self

    def presses_token(self, token: str, message: str = "") -> "Chat":
        return self._do(Pressed, token=token, message=message)

    def speaks(self, language: str) -> "Chat":
        """Their platform tells this language from now on."""
        self.language = language
        return self

    def takes_part(self, *, reader: bool = False) -> "Chat":
        """Through first contact, from its first page to its last."""
        for label in FIRST_CONTACT:
            self.presses("Yes" if reader and label == "No" else label)
        return self

    def opens(self, view: str, code: str = "") -> "Chat":
        return self._do(Opened, view=view, code=code)

    def edits(self, message: str, text: str | None) -> "Chat":
        return self._do(Revised, message=message, text=text)

    def submits(self, **fields: str) -> "Chat":
        return self._do(Submitted, token=self.forms[-1].token, fields=fields)

    def reached(self, change: str) -> "Chat":
        return self._do(Reached, change=change)

    # -- what a person sees --------------------------------------------------------------------
    @property
    def last(self) -> Shown:
        return self.messages[-1]

    @property
    def panel(self) -> Shown:
        """The newest message with buttons."""
        return next(message for message in reversed(self.messages) if message.buttons)

    def sees(self, text: str) -> "Chat":
        """The newest message with buttons, or the last message, begins or goes on with this."""
        seen = [self.panel.text if any(m.buttons for m in self.messages) else "", self.last.text]
        assert any(text in one for one in seen), f"{text!r} is in neither of {seen}"
        return self

    def hears(self, text: str) -> "Chat":
        assert self.notices and text in self.notices[-1], f"{text!r} not in {self.notices[-1:]}"
        return self

    def find(self, label: str, on: Shown | None = None) -> tuple[Shown | None, Button]:
        """The newest button of that label, on a message or on Home."""
        places: list[tuple[Shown | None, Card]] = [(m, m.card) for m in reversed(self.messages)]
        if self.home:
            places.append((None, self.home))
        if on:
            places = [(on, on.card)]
        for message, card in places:
            for row in card.rows:
                for button in row:
                    if button.label.lower().startswith(label.lower()):
                        return message, button
        raise AssertionError(f"no button [{label}]; labels: {self.labels()}")

    def labels(self) -> list[str]:
        return [button.label for message in self.messages for button in message.buttons]

    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    def _root(self) -> str:
        roots = [message.under for message in self.messages if message.under]
        return roots[-1] if roots else ""

    def _do(self, kind: type[Came], **fields: Any) -> "Chat":
        event = kind(
            id=f"e{next(self.talk.ids)}",
            at=self.talk.now,
            account=self.account,
            channel=f"D{self.account.user}",
            name=self.name,
            **{"language": self.language, **fields},
        )
        self.talk.deliver(event)  # type: ignore[arg-type]
        return self


class Talk:
    """Everybody's chats over one store. `now` moves only when told."""

    def __init__(
        self, url: str, rules: Rules | None = None, fresh: Callable[[], str] = fresh_id
    ) -> None:
        self.fresh = fresh
        self.store: Store = open_store(url, fresh)
        self.rules = rules or Rules(block=1, slip=timedelta(0), double_tap=timedelta(0))
        self.now = BEGIN
        self.ids, self.refs = count(1), count(1_000_001)
        self.chats: dict[Account, Chat] = {}
        self.sent: list[Durable] = []
        self.fates: dict[str, Never] = {}

    def project(self, tasks: Sequence[dict[str, Any]], folder: Path, **more: Any) -> None:
        """Import tasks into a project, "demo" if none is named, attested as synthetic; `accept`
        lets through what the gate finds in them."""
        accept = bool(more.pop("accept", False))
        self.folder, name = folder, more.get("project", "demo")
        self.applies(**more)
        file = folder / "tasks.jsonl"
        file.write_text("\n".join(json.dumps(task) for task in tasks), encoding="utf-8")
        done = imports.import_tasks(self.store, file, name, "synthetic", self.now, accept=accept)
        assert not done["refused"], done

    def applies(self, **more: Any) -> None:
        """The project asks so from now on."""
        projects.apply(self.store, self._described(more), self.now)

    def plans(self, **more: Any) -> dict[str, Any]:
        """What would change if it asked so."""
        return projects.planned(self.store, self._described(more))

    def _described(self, more: dict[str, Any]) -> Path:
        about = {"project": "demo", "title": "Triage", "reader": "a parent", "ask": ASK, **more}
        described = self.folder / "project.yaml"
        described.write_text(json.dumps(about), encoding="utf-8")
        return described

    def meets(self, platform: str, user: str, name: str) -> Chat:
        """Somebody nobody knows yet."""
        account = Account(platform, TEAMS[platform], user)
        self.chats[account] = Chat(self, account, name)
        return self.chats[account]

    def joined(self, platform: str, user: str, name: str, *, reader: bool = False) -> Chat:
        """Somebody through first contact and confirmed."""
        chat = self.meets(platform, user, name)
        people.invite(self.store, "demo", name, f"code-{user:0>17}", self.now)
        chat.opens("start", f"code-{user:0>17}")
        chat.takes_part(reader=reader)
        person = self.store.submit(lambda records: records.hold(chat.account)).result()
        assert person is not None
        people.confirm(self.store, person.person, self.now)
        return chat

    def member(self, platform: str, user: str, name: str) -> Chat:
        """Somebody who takes part already, without walking through first contact."""
        chat = self.meets(platform, user, name)

        def step(records: Records) -> None:
            made = Person(0, name, "active", confirmed=True, consent=1, reminders=False)
            person = records.add_person(made, self.now)
            records.meet(Contact(0, chat.account, person=person.id, name=name))
            records.enrol(person.id, "demo", self.now)

        self.store.submit(step).result()
        return chat

    def later(self, **delta: float) -> "Talk":
        """Time passes, and the tick with it."""
        self.now += timedelta(**delta)
        at, rules = self.now, self.rules

        def step(records: Any) -> None:
            for out in engine.tick(records, at, rules):
                records.emit(out, at)

        self.store.submit(step).result()
        self.pump()
        return self

    def deliver(self, event: Event, key: str = "") -> Handled | Any:
        """One delivery, then everything it queued arrives."""
        delivery = Delivery(
            source=event.account.platform,
            team=event.account.team,
            key=key or event.id,
            sent="{}",
            at=event.at,
            account=event.account,
        )
        rules = self.rules
        result = self.store.deliver(
            delivery, lambda records: engine.handle(records, event, rules)
        ).result()
        assert not isinstance(result, Quarantined), "the step broke: see the incident"
        for passing in result.passing:
            self._pass(event.account, passing)
        self.pump()
        return result

    def pump(self) -> None:
        """Deliver what the outbox holds, until it is empty."""
        teams = tuple(TEAMS.items())
        while True:
            now = self.now
            rows = self.store.submit(
                partial(outbox.claim, owner="talk", teams=teams, now=now, lease=60.0, room=20)
            ).result()
            if not rows:
                return
            for row in rows:
                self.sent.append(row.out)
                arrived = self._fate(row.out) or self._arrive(row.out, row.ref, row.under_ref)
                step = partial(
                    conclude, row=row, outcome=arrived, now=now, rules=self.rules, counted=True
                )
                self.store.submit(step).result()

    def _fate(self, out: Durable) -> Never | None:
        """A post whose words a test has named never arrives; "erase" names what is to go."""
        said = words(out.card) if isinstance(out, Post) else ""
        said = out.text if isinstance(out, Upload) else said
        said = "erase" if isinstance(out, Erase) else said
        return next((fate for text, fate in self.fates.items() if text in said), None)

    def _arrive(self, out: Durable, ref: str, under: str) -> Sent:
        chat = self.chats[out.to]
        match out:
            case Post():
                made = str(next(self.refs))
                chat.messages.append(Shown(made, out.name, out.card, under))
                return Sent(made, f"D{out.to.user}")
            case Upload():
                chat.files.append(out)
                made = str(next(self.refs))
                return Sent("" if out.to.platform == "slack" else made, f"D{out.to.user}")
            case Edit():
                for message in chat.messages:
                    if message.ref == ref:
                        message.card = out.card
                return Sent(ref)
            case Erase():
                chat.erased.append(out.ref)
                return Sent()
            case Home():
                at, rules = self.now, self.rules
                chat.home = self.store.look(
                    lambda records: home.standing(records, out.to, at, rules)
                ).card
                return Sent()
            case Lookup(what="link"):
                return Sent(facts={"link": f"https://chat.example/{ref}"})
        return Sent(facts={"name": chat.name, "zone": "Europe/London"})

    def _pass(self, account: Account, passing: Passing) -> None:
        chat = self.chats[account]
        match passing:
            case Notice():
                chat.notices.append(passing.text)
            case Form():
                chat.forms.append(passing)
            case Reply():
                chat.replies.append(passing)

    def restart(self, url: str) -> None:
        """The process ends and another begins: only the database is left."""
        self.store.close()
        self.store = open_store(url, self.fresh)

    def close(self) -> None:
        self.store.close()


def task(number: int, **more: Any) -> dict[str, Any]:
    """A short task; its two answers say which is which."""
    return {
        "id": f"t{number}",
        "prompt": f"My child number {number} has had a fever since this morning",
        "responses": [
            {"id": "a1", "text": f"First answer to {number}: see a doctor today."},
            {"id": "a2", "text": f"Second answer to {number}: wait three days."},
        ],
        **more,
    }


def moved(event: Event, **changes: Any) -> Event:
    return replace(event, **changes)
