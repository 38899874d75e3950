"""A text that nobody uses until somebody has looked, as it is remembered."""

from dataclasses import dataclass
from datetime import datetime

from bot.events import Account

KEPT, ASKED, USED, UNWANTED, DROPPED = "kept", "asked", "used", "unwanted", "dropped"
"""States of a withheld text: nobody was asked; a coordinator was; it became what it would have
been; it was let pass, but nothing wants it any more; it was not let pass."""


@dataclass(frozen=True)
class Withheld:
    """A text that may name a patient: used by nobody until somebody has looked.

    `use` says what it would have been: "reason", "more" of one that is being asked for, "added" to
    a finished one, "edited", "wording", "question" to the coordinator, or "placed", once its task
    was known; `question` is the key that asked. `found` are the details as (kind, start, end) in
    characters of `text`, seen by the rules of that name. `incident` is what tells a coordinator, 0
    while nobody was asked.
    """

    id: str
    account: Account
    person: int
    assignment: str
    use: str
    question: str
    message: str
    text: str
    found: tuple[tuple[str, int, int], ...]
    rules: str
    at: datetime
    state: str = KEPT
    incident: int = 0
    decided_at: datetime | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of details in it, each once, in order."""
        return tuple(dict.fromkeys(kind for kind, _, _ in self.found))
