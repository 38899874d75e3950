"""Sessions, messages of ours by name, and what people wrote that became a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.events import Account
from bot.records import Heard, Message, Session
from store import tables
from store.port.base import table
from store.port.courses import Learning
from store.ready import Ready

SESSION = table(tables.SessionRow)
MESSAGE = table(tables.MessageRow)
HEARD = table(tables.HeardRow)

_SESSION = Ready(
    select(SESSION)
    .where(SESSION.c.contact == bindparam("contact"), SESSION.c.ended.is_(False))
    .order_by(SESSION.c.started_at.desc())
    .limit(1)
)
_SESSION_BY_ID = Ready(select(SESSION).where(SESSION.c.id == bindparam("session")))
_TOUCH = Ready(
    update(SESSION)
    .where(SESSION.c.id == bindparam("of_session"))
    .values(touched_at=bindparam("touched"), ended=bindparam("over"), until=bindparam("until_then"))
)
_MESSAGE = Ready(
    select(MESSAGE).where(
        MESSAGE.c.contact == bindparam("contact"), MESSAGE.c.ref == bindparam("ref")
    )
)
_MESSAGE_NAMED = Ready(select(MESSAGE).where(MESSAGE.c.name == bindparam("name")))
_LINKED = update(MESSAGE).where(MESSAGE.c.name == bindparam("of_name"))
_REDRAWABLE = Ready(
    update(MESSAGE)
    .where(MESSAGE.c.contact == bindparam("of_contact"), MESSAGE.c.ref == bindparam("of_ref"))
    .values(redraw=bindparam("address"), redraw_at=bindparam("pressed"), redraws=0)
)
_HEARD = Ready(
    select(HEARD).where(
        HEARD.c.contact == bindparam("contact"), HEARD.c.message == bindparam("message")
    )
)
_HEARD_ALL = Ready(
    select(HEARD).where(HEARD.c.assignment == bindparam("assignment")).order_by(HEARD.c.place)
)
_HEAR_AGAIN = Ready(
    update(HEARD)
    .where(HEARD.c.contact == bindparam("of_contact"), HEARD.c.message == bindparam("of_message"))
    .values(
        assignment=bindparam("of_assignment"),
        place=bindparam("at_place"),
        text=bindparam("words"),
        pending=bindparam("waits"),
    )
)
_UNHEAR = Ready(
    delete(HEARD).where(
        HEARD.c.contact == bindparam("contact"), HEARD.c.message == bindparam("message")
    )
)


class Threads(Learning):
    """Where the talk takes place."""

    def session(self, account: Account) -> Session | None:
        known = self._sessions.get(self._session_of.get(account, ""))
        if known and not known.ended:
            return known
        row = self.one(_SESSION, {"contact": self.contact_id(account)})
        if row is None:
            return None
        found = self._sessions[row.id] = self._session(row)
        self._session_of[account] = found.id
        return found

    def session_by_id(self, session: str) -> Session | None:
        if session not in self._sessions:
            row = self.one(_SESSION_BY_ID, {"session": session})
            if row is None:
                return None
            self._sessions[session] = self._session(row)
        return self._sessions[session]

    def save_session(self, session: Session) -> None:
        if self._sessions.get(session.id) == session:
            return
        self._sessions[session.id] = session
        if not session.ended:
            self._session_of[session.account] = session.id
        values = {
            "of_session": session.id,
            "touched": session.touched_at,
            "over": session.ended,
            "until_then": session.until,
        }
        if self.change(_TOUCH, values):
            return
        self.add(
            SESSION,
            id=session.id,
            person=session.person,
            contact=self.contact_id(session.account),
            root=session.root,
            started_at=session.started_at,
            touched_at=session.touched_at,
            ended=session.ended,
            until=session.until,
        )

    def message(self, account: Account, ref: str) -> Message | None:
        if not ref:
            return None
        row = self.one(_MESSAGE, {"contact": self.contact_id(account), "ref": ref})
        return self._message(row) if row else None

    def message_named(self, name: str) -> Message | None:
        row = self.one(_MESSAGE_NAMED, {"name": name})
        return self._message(row) if row else None

    def linked(self, name: str, link: str) -> None:
        self.connection.execute(_LINKED, {"of_name": name, "link": link})

    def redrawable(self, account: Account, ref: str, redraw: str, at: datetime) -> None:
        self.change(
            _REDRAWABLE,
            {
                "of_contact": self.contact_id(account),
                "of_ref": ref,
                "address": redraw,
                "pressed": at,
            },
        )

    def heard(self, account: Account, message: str) -> Heard | None:
        row = self.one(_HEARD, {"contact": self.contact_id(account), "message": message})
        return self._heard(row) if row else None

    def heard_all(self, assignment: str) -> Sequence[Heard]:
        return [self._heard(row) for row in self.all(_HEARD_ALL, {"assignment": assignment})]

    def hear(self, heard: Heard) -> None:
        contact = self.contact_id(heard.account)
        again = {
            "of_contact": contact,
            "of_message": heard.message,
            "of_assignment": heard.assignment,
            "at_place": heard.place,
            "words": heard.text,
            "waits": heard.pending,
        }
        if self.change(_HEAR_AGAIN, again):
            return
        self.add(
            HEARD,
            contact=contact,
            message=heard.message,
            assignment=heard.assignment,
            place=heard.place,
            text=heard.text,
            pending=heard.pending,
        )

    def unhear(self, heard: Heard) -> None:
        contact = self.contact_id(heard.account)
        self.change(_UNHEAR, {"contact": contact, "message": heard.message})

    def _session(self, row: Any) -> Session:
        return Session(
            row.id,
            row.person,
            self.account(row.contact),
            row.root,
            row.started_at,
            row.touched_at,
            row.ended,
            row.until,
        )

    def _message(self, row: Any) -> Message:
        account = self.account(row.contact)
        return Message(row.name, account, row.ref, row.under, row.assignment, row.link)

    def _heard(self, row: Any) -> Heard:
        return Heard(
            self.account(row.contact),
            row.message,
            row.assignment,
            row.place,
            row.text,
            row.pending,
        )
