"""Words of which it is not certain for what task they are, until their writer says so."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.events import Account
from bot.withheld import Unplaced
from store import tables
from store.port.base import Columns, table
from store.port.withheld import Withholding
from store.ready import Ready

UNPLACED = table(tables.UnplacedRow)

_ALL = Ready(
    select(UNPLACED)
    .where(UNPLACED.c.contact == bindparam("contact"))
    .order_by(UNPLACED.c.at, UNPLACED.c.id)
)
_MEND = (
    update(UNPLACED)
    .where(UNPLACED.c.id == bindparam("of_unplaced"))
    .values(text=bindparam("words"), message=bindparam("of_message"))
)
_FORGET = delete(UNPLACED).where(
    UNPLACED.c.id == bindparam("of_unplaced"), UNPLACED.c.contact == bindparam("of_contact")
)
_FORGET_ALL = delete(UNPLACED).where(UNPLACED.c.contact == bindparam("of_contact"))


def _lists(unplaced: Unplaced) -> dict[str, list[str]]:
    return {"tasks": list(unplaced.tasks), "asked": list(unplaced.asked)}


def _tuples(row: Any) -> dict[str, tuple[str, ...]]:
    return {"tasks": tuple(row.tasks), "asked": tuple(row.asked)}


class Unplacing(Withholding):
    """What is kept until it is placed."""

    def keep_unplaced(self, unplaced: Unplaced) -> None:
        values = Columns.of(unplaced)
        contact = self.contact_id(values.pop("account"))
        self.add(UNPLACED, **{**values, "contact": contact, **_lists(unplaced)})

    def unplaced(self, account: Account) -> Sequence[Unplaced]:
        found = []
        for row in self.all(_ALL, {"contact": self.contact_id(account)}):
            values = {**row._mapping, "account": account, **_tuples(row)}
            del values["contact"]
            found.append(Columns.made(Unplaced, values))
        return found

    def mend_unplaced(self, unplaced: Unplaced) -> None:
        values = {"words": unplaced.text, "of_message": unplaced.message}
        self.change(_MEND, {"of_unplaced": unplaced.id, **values})

    def forget_unplaced(self, account: Account, unplaced: str = "") -> None:
        contact = {"of_contact": self.contact_id(account)}
        if unplaced:
            self.change(_FORGET, {**contact, "of_unplaced": unplaced})
        else:
            self.change(_FORGET_ALL, contact)
