"""A coordinator decides about a text that may name a patient: one transaction with what follows.

What becomes of the text is the engine's to say (`bot.decided`); who may decide, and that it happens
once, is the store's (`store.incidents`).
"""

from datetime import datetime

from bot import decided
from bot.rules import Rules
from bot.withheld import Withheld
from store import Store, incidents
from store.port import SqlRecords

NOT_NOW = (
    "It cannot be used yet: its writer has gone back to an earlier question. Try again later, or"
    " drop it."
)


def use(store: Store, incident: int, rules: Rules, at: datetime) -> str:
    """It is about no patient: the text becomes what it would have been. Why it is not wanted any
    more, "" if it is used. Raises incidents.Undecided, with one sentence."""

    def use_text(records: SqlRecords) -> str:
        def become(held: Withheld) -> str:
            outs, why = decided.used(records, held, at, rules)
            for out in outs:
                records.emit(out, at)
            return why

        return incidents.decide(records, incident, at, become, use=True)

    try:
        return store.submit(use_text).result()
    except decided.NotNow:
        raise incidents.Undecided(NOT_NOW) from None


def drop(store: Store, incident: int, rules: Rules, at: datetime) -> None:
    """It could point to a patient: the text is deleted at once, and its writer is told. Raises
    incidents.Undecided, with one sentence."""

    def drop_text(records: SqlRecords) -> str:
        def become(held: Withheld) -> str:
            for out in decided.dropped(records, held, at, rules):
                records.emit(out, at)
            return ""

        return incidents.decide(records, incident, at, become, use=False)

    store.submit(drop_text).result()
