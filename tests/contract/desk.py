"""An outbox of one person, and a pump with one hand."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.cards import Card, Document, Durable, Edit, Erase, Home, Lookup, Post, Upload
from bot.records import Contact
from bot.step import line
from store import Leased, outbox
from store.port.leaving import OUTBOX
from tests.contract.shelf import AT, Shelf

TEAMS = (("slack", "T1"),)


class Desk:
    """What is put in, what is claimed, what becomes of it; the clock stands still."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        _, self.contact = shelf.person()
        self.now = AT

    def emit(self, *outs: Durable) -> None:
        for out in outs:
            self.shelf.do(lambda records, out=out: records.emit(out, self.now))  # type: ignore[misc]

    def post(self, name: str, under: str = "", to: Contact | None = None) -> Post:
        return Post((to or self.contact).account, name, card(name), under)

    def upload(self, name: str, under: str = "") -> Upload:
        document = Document("certificate.pdf", {"name": "Dr Osei", "code": name})
        return Upload(self.contact.account, name, document, f"Here is {name}.", under)

    def edit(self, name: str, text: str, late: bool = False) -> Edit:
        return Edit(self.contact.account, name, card(text), late=late)

    def claim(self, room: int = 9, owner: str = "me", lease: float = 60) -> list[Leased]:
        at = self.now
        return self.shelf.do(lambda r: outbox.claim(r, owner, TEAMS, at, lease, room))

    def sent(self, row: Leased, ref: str = "", channel: str = "") -> bool:
        return self.shelf.do(lambda r: outbox.sent(r, row, ref or row.ref, channel, self.now))

    def wait(self, row: Leased, seconds: float, **more: bool) -> bool:
        until = self.now + timedelta(seconds=seconds)
        return self.shelf.do(lambda r: outbox.wait(r, row, until, "later", **more))

    def row(self, which: int = -1) -> Any:
        """A row as it is stored; by default the newest."""
        return self.shelf.do(lambda r: r.all(select(OUTBOX).order_by(OUTBOX.c.id)))[which]

    def drain(self) -> list[str]:
        """Send everything; what was seen, in order."""
        seen: list[str] = []
        while rows := self.claim():
            for row in rows:
                assert self.sent(row, f"ref-{len(seen)}")
                seen.append(told(row))
        return seen


def card(text: str) -> Card:
    return Card((line(text),))


def told(row: Leased) -> str:
    if isinstance(row.out, Lookup):
        return f"look {row.out.what}"
    if isinstance(row.out, Erase):
        return f"erase {row.out.ref}"
    if isinstance(row.out, Upload):
        return f"file {row.out.name}"
    return "home" if isinstance(row.out, Home) else row.out.card.body[0][0].text
