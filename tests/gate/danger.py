"""`python -m tests.gate.danger`: how many messages about somebody in danger are noticed, and how
many reasons are taken for one, by what the rule was written against and by what it never saw.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from bot.gate import endangered

HALVES = {
    "known": Path(__file__).with_name("danger_known.txt"),
    "held out": Path(__file__).with_name("danger_held_out.txt"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Messages and reasons of one half, and what the rule makes of them."""

    messages: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def missed(self) -> list[str]:
        return [text for text in self.messages if not endangered(text)]

    @property
    def mistaken(self) -> list[str]:
        return [text for text in self.reasons if endangered(text)]


def told(path: Path) -> Told:
    lines = path.read_text(encoding="utf-8").splitlines()
    return Told(
        tuple(line[2:] for line in lines if line.startswith("+ ")),
        tuple(line[2:] for line in lines if line.startswith("- ")),
    )


def main() -> int:
    for half, path in HALVES.items():
        one = told(path)
        noticed, mistaken = len(one.messages) - len(one.missed), len(one.mistaken)
        print(f"{half}: noticed {noticed} of {len(one.messages)} messages")
        print(f"  reasons taken for one: {mistaken} of {len(one.reasons)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
