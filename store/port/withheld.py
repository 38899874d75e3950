"""Texts that may name a patient, apart from everything that is part of an answer."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, literal_column, select, update

from bot.events import Account
from bot.withheld import ASKED, KEPT, USED, Withheld
from store import tables
from store.port.base import Columns, table
from store.port.threads import Threads
from store.ready import Ready

WITHHELD = table(tables.WithheldRow)

_UNDECIDED: ColumnElement[bool] = literal_column(f"withheld.state IN ('{KEPT}', '{ASKED}')")
_ONE = Ready(select(WITHHELD).where(WITHHELD.c.id == bindparam("withheld")))
_IN = Ready(
    select(WITHHELD)
    .where(
        WITHHELD.c.contact == bindparam("contact"),
        WITHHELD.c.message == bindparam("message"),
        _UNDECIDED,
    )
    .order_by(WITHHELD.c.at.desc())
    .limit(1)
)
_LET_PASS = Ready(
    select(WITHHELD.c.id)
    .where(
        WITHHELD.c.contact == bindparam("contact"),
        literal_column(f"withheld.state = '{USED}'"),
        WITHHELD.c.text == bindparam("words"),
    )
    .limit(1)
)
_OF_INCIDENT = Ready(select(WITHHELD).where(WITHHELD.c.incident == bindparam("incident")))
_MOVE = Ready(
    update(WITHHELD)
    .where(WITHHELD.c.id == bindparam("of_withheld"), WITHHELD.c.state == bindparam("was"))
    .values(
        state=bindparam("now_state"),
        incident=bindparam("of_incident"),
        text=bindparam("words"),
        found=bindparam("places"),
        decided_at=bindparam("decided"),
    )
)
_FORGET = delete(WITHHELD).where(WITHHELD.c.id == bindparam("of_withheld"))
_FORGET_ALL = delete(WITHHELD).where(WITHHELD.c.person == bindparam("of_person"), _UNDECIDED)


class Withholding(Threads):
    """What is kept apart."""

    def withhold(self, withheld: Withheld) -> None:
        values = Columns.of(withheld)
        contact = self.contact_id(values.pop("account"))
        found = [list(one) for one in withheld.found]
        self.add(WITHHELD, **{**values, "contact": contact, "found": found})

    def withheld(self, withheld: str) -> Withheld | None:
        row = self.one(_ONE, {"withheld": withheld})
        return self._withheld(row) if row else None

    def withheld_in(self, account: Account, message: str) -> Withheld | None:
        if not message:
            return None
        row = self.one(_IN, {"contact": self.contact_id(account), "message": message})
        return self._withheld(row) if row else None

    def withheld_of(self, incident: int) -> Withheld | None:
        """The text that this incident is about, None if it is about none or that is forgotten."""
        row = self.one(_OF_INCIDENT, {"incident": incident}) if incident else None
        return self._withheld(row) if row else None

    def let_pass(self, account: Account, text: str) -> bool:
        values = {"contact": self.contact_id(account), "words": text}
        return self.one(_LET_PASS, values) is not None

    def moved(self, before: Withheld, after: Withheld) -> bool:
        values = {
            "of_withheld": before.id,
            "was": before.state,
            "now_state": after.state,
            "of_incident": after.incident,
            "words": after.text,
            "places": [list(one) for one in after.found],
            "decided": after.decided_at,
        }
        return self.change(_MOVE, values) == 1

    def forget(self, withheld: Withheld) -> None:
        self.change(_FORGET, {"of_withheld": withheld.id})

    def forget_withheld(self, person: int) -> None:
        self.change(_FORGET_ALL, {"of_person": person})

    def _withheld(self, row: Any) -> Withheld:
        values = dict(row._mapping)
        values["account"] = self.account(values.pop("contact"))
        values["found"] = tuple((kind, start, end) for kind, start, end in values["found"])
        return Columns.made(Withheld, values)
