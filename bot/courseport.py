"""The part of the port (`bot.port`) that keeps courses and who is where in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.events import Account
from bot.learning import Completion, Learner, Release
from bot.records import Assignment


class Owed(NamedTuple):
    """A correction that somebody who passed its step was not told yet, where they passed it."""

    correction: int
    person: int
    account: Account
    project: str
    step: str
    language: str
    text: str


class Teaching(Protocol):
    """A part of `Records`; it lives inside the same transaction."""

    def releases(self, course: str = "") -> Sequence[Release]:
        """Every version of this course, or of all, in the order they were released."""
        ...

    def release(self, project: str) -> Release:
        """The release whose items belong to this project. Raises LookupError if it is none."""
        ...

    def release_by_number(self, number: int) -> Release | None: ...

    def step_item(self, release: Release, language: str, step: str) -> int:
        """The item that a step is. Raises LookupError if there is none."""
        ...

    def steps(self, person: int) -> Sequence[Assignment]:
        """Everything this person has of any course, in the order they had it."""
        ...

    def live_steps(self, person: int) -> Sequence[Assignment]:
        """Those of them that are open, or that stand on a page."""
        ...

    def hold_learner(self, person: int) -> None:
        """Nobody else moves this person through a course until the transaction ends."""
        ...

    def learner(self, person: int, course: str) -> Learner | None: ...

    def learning(self, person: int) -> Sequence[Learner]:
        """The courses that this person has begun."""
        ...

    def unready(self, person: int, platform: str) -> Sequence[str]:
        """Courses that the person's projects require here, and that they are not through."""
        ...

    def begin(self, learner: Learner) -> None:
        """Insert a learner; (person, course) is unique."""
        ...

    def save_learner(self, before: Learner, after: Learner) -> None: ...

    def complete(self, completion: Completion) -> None:
        """Append a completion; (person, course, version) is unique."""
        ...

    def completions(self, person: int) -> Sequence[Completion]:
        """Oldest first."""
        ...

    def remark(self, about: Assignment, release: Release, text: str, at: datetime) -> None:
        """Append what a learner sees differently about a step."""
        ...

    def corrections(self, after: tuple[int, int], most: int) -> Sequence[Owed]:
        """Corrections that people are owed, up to `most`, by correction and person, those behind
        `after`; each person once for each."""
        ...
