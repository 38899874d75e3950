"""Everybody who might reach for a task, and everything they might do to it, in one database.

Each deed runs in a transaction that is undone, so that one database serves every cell of a state.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import SQLModel

from bot import engine
from bot.cards import Form, Notice, Out, Reply, words
from bot.events import Account, Event, Opened, Pressed, Revised, Said, Submitted
from bot.records import Assignment, Contact, Heard, Person, Session
from bot.rules import Rules
from bot.withheld import Unplaced, Withheld
from store.port.base import table
from store.port.queue import QUEUE
from store.port.threads import MESSAGE
from store.tables import (
    AnnotationRow,
    AssignmentRow,
    HeardRow,
    QueueRow,
    TaskRow,
    UnplacedRow,
    WithheldRow,
)
from tests.talk import BEGIN, Talk, task

RULES = Rules()
SECRET = "A text that is nobody's but its owner's"
UNKNOWN = "0123456789abcdefghi"
REASON = "A says to wait three days although a baby with fever must be seen today."

DETAILS = "It says: my patient born 3/14/61 may wait."
"""A text that may name a patient; another lies apart for each task."""

ROLES: dict[str, tuple[Account, str]] = {
    "annotator": (Account("slack", "T1", "U1"), "active"),
    "annotator elsewhere": (Account("slack", "T1", "U2"), "active"),
    "left": (Account("slack", "T1", "U3"), "left"),
    "removed": (Account("slack", "T1", "U4"), "removed"),
    "waiting": (Account("slack", "T1", "U5"), "waiting"),
    "in first contact": (Account("slack", "T1", "U6"), "joining"),
    "declined": (Account("slack", "T1", "U7"), "declined"),
    "stranger": (Account("slack", "T1", "U8"), ""),
    "the owner's other platform": (Account("telegram", "1000001", "UV"), ""),
    "the owner's name in another team": (Account("slack", "T2", "UV"), ""),
    "annotator on Telegram": (Account("telegram", "1000001", "9"), "active"),
}
VICTIM = Account("slack", "T1", "UV")

ANSWER = {"ranking": [["a1"], ["a2"]], "strength": 2, "stands": True}
STATES: dict[str, dict[str, Any]] = {
    "open": {"question": "ranking", "turn": 2},
    "writing": {"question": "rationale", "turn": 6, "answer": {**ANSWER, "draft": "So far."}},
    "done": {"state": "done", "turn": 7, "answer": {**ANSWER, "rationale": REASON}, "attempt": 1},
    "skipped": {"state": "skipped", "turn": 4, "attempt": 1},
    "lapsed": {"state": "lapsed", "turn": 3, "answer": {"ranking": [["a1"], ["a2"]]}},
    "withdrawn": {"state": "withdrawn", "turn": 3},
    "returned": {"state": "returned", "turn": 3},
    "not yet shown": {"question": "ranking", "turn": 1},
}


@dataclass(frozen=True)
class Deed:
    """One thing somebody does: its name, the event, and whether it names a task."""

    name: str
    event: Event
    names: bool = True


@dataclass(frozen=True)
class Done:
    """What came of it: what was said, and what the tables hold now, by table."""

    outs: tuple[Out, ...]
    tables: dict[str, list[dict[str, Any]]]

    @property
    def heard(self) -> list[str]:
        """Every passing word: notices, and the errors of a form."""
        said: list[str] = []
        for out in self.outs:
            if isinstance(out, Notice):
                said.append(out.text)
            elif isinstance(out, Reply):
                said += [out.text, *(text for _, text in out.errors)]
        return [text for text in said if text]

    @property
    def told(self) -> str:
        """Every word that leaves, whichever way."""
        cards = [words(out.card) for out in self.outs if hasattr(out, "card")]
        forms = [str(out) for out in self.outs if isinstance(out, Form)]
        return "\n".join((*cards, *forms, *self.heard))


class House:
    """Everybody with a task of their own in one state, and a victim with theirs."""

    def __init__(self, url: str, folder: Path, state: str) -> None:
        self.talk = Talk(url, RULES)
        self.state = state
        self.talk.project([task(number) for number in range(3)], folder)
        self.talk.project([secret(9)], folder, project="elsewhere")
        self.items: dict[str, Any] = {
            row.key: row
            for row in self.talk.store.read(
                lambda connection: list(connection.execute(select(TaskRow.__table__)).all())  # type: ignore[attr-defined]
            )
        }
        self.people: dict[Account, int] = {}
        self.own: dict[Account, str] = {}
        self._do(self._furnish)
        self.rest = self._do(tables)

    def close(self) -> None:
        self.talk.close()

    def _do(self, step: Any) -> Any:
        return self.talk.store.submit(step).result()

    def _furnish(self, records: Any) -> None:
        records.connection.execute(
            update(QUEUE)
            .where(QUEUE.c.task == self.items["t9"].id)
            .values(is_open=False, remaining=0)
        )
        self._person(records, VICTIM, "active", "t9")
        for role, (account, state) in ROLES.items():
            if state:
                self._person(records, account, state, "t0" if role != "annotator elsewhere" else "")

    def _person(self, records: Any, account: Account, state: str, key: str) -> None:
        confirmed = state == "active"
        person = records.add_person(
            Person(0, account.user, state, confirmed=confirmed, page=_page(state), page_version=1),
            BEGIN,
        )
        records.meet(Contact(0, account, person=person.id))
        self.people[account] = person.id
        project = "demo" if key == "t0" else "elsewhere"
        records.enrol(person.id, project, BEGIN)
        if key:
            self.own[account] = self._assignment(records, account, person.id, key)

    def _assignment(self, records: Any, account: Account, person: int, key: str) -> str:
        name, item = records.fresh(), self.items[key]
        about: dict[str, Any] = {"state": "open", **STATES[self.state]}
        session, root, panel = f"s{person:0>18}", f"s:{name}", f"{name}:panel:1"
        records.save_session(Session(session, person, account, root, BEGIN, BEGIN))
        records.offer(
            Assignment(
                name,
                person,
                item.id,
                item.project,
                (0, 1),
                account,
                session,
                panel=panel,
                panels=1,
                offered_at=BEGIN,
                lease_until=BEGIN + RULES.lease,
                shown_turn=about["turn"],
                shown_at=BEGIN,
                delivered_at=None if self.state == "not yet shown" else BEGIN,
                **about,
            )
        )
        contact = records.contact_id(account)
        for message in (root, f"{name}:1:q:1", panel):
            ref = "" if self.state == "not yet shown" else f"ref-{message}"
            values = {"name": message, "contact": contact, "ref": ref, "assignment": name}
            records.connection.execute(insert(MESSAGE), values)
        records.hear(Heard(account, f"own-{account.user}", name, 1, about_text(about)))
        records.withhold(
            Withheld(
                apart_of(name),
                account,
                person,
                name,
                "more",
                "rationale",
                f"apart-{account.user}",
                DETAILS,
                (("birth", 25, 32),),
                "gate-1",
                BEGIN,
            )
        )
        records.keep_unplaced(
            Unplaced(
                unplaced_of(name),
                account,
                f"unplaced-{account.user}",
                REASON,
                (name,),
                ("rationale",),
                BEGIN,
            )
        )
        if about.get("attempt"):
            code = "not_my_field" if about["state"] == "skipped" else ""
            answer = about.get("answer", {})
            records.add(
                AnnotationRow.__table__,  # type: ignore[attr-defined]
                assignment=name,
                attempt=1,
                at=BEGIN,
                cause="submitted",
                answer=answer,
                abstention=code,
            )
        return str(name)

    def does(self, event: Event) -> Done:
        """Run it, look, and undo it."""

        def step(records: Any) -> None:
            outs = tuple(engine.handle(records, event, RULES))
            raise _UndoneError(Done(outs, tables(records)))

        try:
            self._do(step)
        except _UndoneError as undone:
            return undone.done
        raise AssertionError("nothing was undone")


class _UndoneError(Exception):
    def __init__(self, done: Done) -> None:
        super().__init__("undone")
        self.done = done


def tables(records: Any) -> dict[str, list[dict[str, Any]]]:
    kept: tuple[type[SQLModel], ...] = (
        AssignmentRow,
        AnnotationRow,
        HeardRow,
        QueueRow,
        WithheldRow,
        UnplacedRow,
    )
    return {
        kind.name: [dict(found._mapping) for found in records.connection.execute(select(kind))]
        for kind in map(table, kept)
    }


def deeds(account: Account, target: str, state: str, message: str) -> Iterator[Deed]:
    """Everything `account` might do to the task `target`, whoever owns it."""
    turn = STATES[state]["turn"]
    panel, root = f"ref-{target}:panel:1", f"ref-s:{target}"
    common: dict[str, Any] = {"id": "e", "at": BEGIN + RULES.slip * 60, "account": account}

    def press(token: str) -> Event:
        return Pressed(token=token, message=panel, **common)

    for choice in ("0", "1", "2", "7", "b", "s", "m", "w", "c", "f", "n", "x", "u1", "r1", "k1"):
        yield Deed(f"press {choice}", press(f"{target}:{turn}:{choice}"))
    for choice in ("0", "c", "f"):
        yield Deed(f"press {choice} of an old turn", press(f"{target}:{turn - 1}:{choice}"))
        yield Deed(f"press {choice} of no turn yet", press(f"{target}:{turn + 5}:{choice}"))
    for page in ("bring", "change"):
        yield Deed(f"page {page}", press(f"{page}:1:{target}"))
    for number in (0, 1, 2):
        yield Deed(f"page held {number}", press(f"held:{number}:{unplaced_of(target)}"))
    apart = f"details:1:{apart_of(target)}"
    yield Deed("page details", Pressed(token=apart, message=f"ref-w:{target}", **common))
    form = Submitted(token=f"{target}:{turn}:w", fields={"reason": REASON}, **common)
    yield Deed("form", form)
    secretly = Submitted(token=f"{target}:{turn}:w", fields={"reason": DETAILS}, **common)
    yield Deed("form with details", secretly)
    mended = message.replace("own-", "apart-")
    yield Deed("mend", Revised(message=mended, text=REASON, **common))
    yield Deed("take back", Revised(message=mended, text=None, **common))
    unplaced = message.replace("own-", "unplaced-")
    yield Deed("mend the unplaced", Revised(message=unplaced, text="It says so.", **common))
    yield Deed("take back the unplaced", Revised(message=unplaced, text=None, **common))
    yield Deed("edit with details", Revised(message=message, text=DETAILS, **common))
    yield Deed("edit", Revised(message=message, text="It says three days.", **common))
    yield Deed("delete", Revised(message=message, text=None, **common))
    for text in (REASON, DETAILS, "a", "skip", "back", "1", "answers", "where"):
        said = {"message": "m1", "text": text, **common}
        yield Deed(f"reply {text[:9]}", Said(reply_to=panel, thread=root, **said))
    for token in ("home:1:next", "home:1:another", "home:1:answers", "home:1:settings"):
        yield Deed(token, press(token), names=False)
    for token in ("set:1:remind", "join-zone:1:0", "join-part:1:1", "leave:1:no", "held:1:no"):
        yield Deed(token, press(token), names=False)
    yield Deed("leave", press("leave:1:yes"), names=False)
    for view in ("home", "start"):
        yield Deed(f"open {view}", Opened(view=view, **common), names=False)
    for text in ("next", "answers", "where", "my data", "start", "leave", REASON, DETAILS):
        said = {"message": "m1", "text": text, **common}
        yield Deed(f"says {text[:9]}", Said(**said), names=False)


def malformed(account: Account, target: str) -> Iterator[Deed]:
    """Tokens that nobody was ever shown."""
    common: dict[str, Any] = {"id": "e", "at": BEGIN, "account": account}
    tokens = ("", ":", target, f"{target}:", f"{target}:x:0", f"{target}:1:ABC", f"{target}:-1:0")
    odd = (f"{target}:1:0:0", f"{target.upper()}:1:0", f"{target}:1:0\n", f" {target}:1:0")
    pages = ("home:1:delete", "change:1:", "nothing:1:0", "bring:1:'; --", "\x00", "é:1:1")
    for token in (*tokens, *odd, *pages, f"{target}:{'9' * 10}:0"):
        yield Deed(f"press {token[:12]!r}", Pressed(token=token, message="", **common))
        yield Deed(f"form {token[:12]!r}", Submitted(token=token, fields={"reason": "x"}, **common))


def unplaced_of(target: str) -> str:
    """The public id of what its person said, whose task is not certain."""
    return f"n{target[1:]}"


def apart_of(target: str) -> str:
    """The name of the text that was withheld from this task: as random as its own."""
    return target[::-1]


def secret(number: int) -> dict[str, Any]:
    told = task(number)
    responses = [{**one, "text": f"{SECRET}: {one['text']}"} for one in told["responses"]]
    return {**told, "prompt": f"{SECRET}. And it goes on.", "responses": responses}


def about_text(about: dict[str, Any]) -> str:
    answer = about.get("answer", {})
    return str(answer.get("rationale") or answer.get("draft") or "What was written.")


def _page(state: str) -> str:
    return "part" if state == "joining" else ""
