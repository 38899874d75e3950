"""`python -m tests.gate`: the recall of the gate by kind, and its false alarms, for both halves.

With --missed it also lists what the known half misses and where it is wrong; the other half's
misses are not for the eyes of who writes rules.
"""

import argparse
import sys

from bot.gate import RULES, findings
from tests.gate.score import HALVES, hit, score, sentences


def main() -> int:
    asked = argparse.ArgumentParser(prog="gate", description=__doc__)
    asked.add_argument(
        "--missed", action="store_true", help="of the known half, sentence by sentence"
    )
    if asked.parse_args().missed:
        missed()
        return 0
    for half, path in HALVES.items():
        print(f"{half}, rules {RULES}", *score(path).table(), sep="\n")
    return 0


def missed() -> None:
    for one in sentences(HALVES["known"]):
        found = findings(one.text)
        for mark in one.marked:
            if not hit(mark, found):
                print(f"missed {mark.kind}: {one.text}")
        if not one.marked and found:
            kinds = ", ".join(f"{each.kind} {one.text[each.start : each.end]!r}" for each in found)
            print(f"false alarm {kinds}: {one.text}")


if __name__ == "__main__":
    sys.exit(main())
