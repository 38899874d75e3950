"""What is wrong with a course: each mistake a sentence with its file and line, and how to mend it.

No mistake hides another: whoever corrects what one run names has nothing left to correct in the
next, as far as a file that is damaged can be read at all.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from store.judging import SURROGATE, close

QUOTED_MOST = 60
"""Characters of a file's own words that a sentence repeats."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """`file` is named from the course's folder on; `line` counts from 1."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: {self.what}"


class WrongCourse(Exception):  # noqa: N818  the house's word
    """A course that cannot be used: one line for each mistake."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class Said:
    """Some words of a file, and the line in which they begin."""

    text: str
    line: int


@dataclass(slots=True)
class Ledger:
    """Collects the mistakes of one run."""

    found: set[Mistake] = field(default_factory=set)

    def tell(self, file: str, line: int, what: str) -> None:
        self.found.add(Mistake(file, line, what if what[-1] in "?." else f"{what}."))

    def told(self) -> tuple[Mistake, ...]:
        """Every mistake, file by file and line by line."""
        return tuple(sorted(self.found))


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a course, and where its mistakes go. `lines` are those of its text."""

    file: str
    ledger: Ledger
    lines: tuple[str, ...] = ()

    def tell(self, line: int, what: str) -> None:
        self.ledger.tell(self.file, line, what)

    def line_of(self, stands: Callable[[str], bool], first: int) -> int:
        """The line of which this is true, from `first` on; `first` where it is of none."""
        below = enumerate(self.lines[first - 1 :], start=first)
        return next((line for line, said in below if stands(said)), first)


def quoted(words: str) -> str:
    """Words of a file on one line, as far as they can be repeated."""
    shown = " ".join(SURROGATE.sub("?", words[: QUOTED_MOST * 2]).split())
    return f'"{shown[:QUOTED_MOST]}…"' if len(shown) > QUOTED_MOST else f'"{shown}"'


def meant(name: str, names: Collection[str]) -> str:
    """The known name that was probably meant, "" if none is near."""
    lowered = {known.lower(): known for known in names}
    found = close(name.lower()[:QUOTED_MOST], lowered)
    return lowered[found] if found else ""


def near(name: str, names: Collection[str]) -> str:
    """Which known name was probably meant, as a question to put behind a sentence; "" if none is
    near."""
    found = meant(name, names)
    return f" Did you mean {quoted(found)}?" if found else ""


def a(kind: str) -> str:
    """A kind of step with its article."""
    return f"an {kind}" if kind[:1] in tuple("aeiou") else f"a {kind}"


def listed(names: Collection[str], last: str = "and") -> str:
    """Names as a sentence has them: a, b and c."""
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final
