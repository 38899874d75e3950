"""Texts that are part of nothing yet, as they are remembered: those that nobody uses until somebody
has looked, and those whose task is not certain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.events import Account

KEPT, ASKED, USED, UNWANTED, DROPPED = "kept", "asked", "used", "unwanted", "dropped"
"""States of a withheld text: nobody was asked; a coordinator was; it became what it would have
been; it was let pass, but nothing wants it any more; it was not let pass."""


@dataclass(frozen=True)
class Withheld:
    """A text that may name a patient: used by nobody until somebody has looked.

    `use` says what it would have been: "reason", "more" of one that is being asked for, "added" to
    a finished one, "edited", "wording", "question" to the coordinator, "remark" to a course's
    author, or "placed", once its task was known; `question` is the key that asked. `found` are the
    details as (kind, start, end) in characters of `text`, seen by the rules of that name.
    `incident` is what tells a coordinator, 0 while nobody was asked.
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


@dataclass(frozen=True)
class Unplaced:
    """Words of which it is not certain for what task they are: kept until their writer says so.

    `tasks` are the assignments that they may be for, in the order in which their buttons name
    them, and `asked` the key that awaited words in each; `message` is the one that they came in, ""
    for none that can be edited.
    """

    id: str
    account: Account
    message: str
    text: str
    tasks: tuple[str, ...]
    asked: tuple[str, ...]
    at: datetime


class Apart(Protocol):
    """The part of the port (`bot.port`) that keeps them."""

    # -- what may name a patient ---------------------------------------------------------------
    def withhold(self, withheld: Withheld) -> None:
        """Insert a text that waits for somebody to look at it."""
        ...

    def withheld(self, withheld: str) -> Withheld | None:
        """By its public id; None once it is forgotten."""
        ...

    def withheld_in(self, account: Account, message: str) -> Withheld | None:
        """The undecided text of that message of a person's own, None if there is none."""
        ...

    def let_pass(self, account: Account, text: str) -> bool:
        """Whether a coordinator has let this very text of this account pass."""
        ...

    def moved(self, before: Withheld, after: Withheld) -> bool:
        """Compare-and-set on the state of `before`; False if it has moved on."""
        ...

    def forget(self, withheld: Withheld) -> None: ...

    def forget_withheld(self, person: int) -> None:
        """Everything of this person's that nobody has decided about."""
        ...

    # -- whose task is not certain -------------------------------------------------------------
    def keep_unplaced(self, unplaced: Unplaced) -> None:
        """Insert words that wait for their writer to say what task they are for."""
        ...

    def unplaced(self, account: Account) -> Sequence[Unplaced]:
        """Those of this account, oldest first."""
        ...

    def mend_unplaced(self, unplaced: Unplaced) -> None:
        """The same words: how they read now, and in which message."""
        ...

    def forget_unplaced(self, account: Account, unplaced: str = "") -> None:
        """These words of this account's, or all of them."""
        ...
