"""A short form of the machine (tests/machine): every test run lets people do as they please."""

from tests.machine.run import REACHED_LEAST, search

RUNS, STEPS = 15, 25


def test_never_lost_never_twice_never_stuck() -> None:
    found = search(RUNS, STEPS, shrink=True)
    if found.error:
        raise found.error
    assert found.runs >= RUNS
    assert found.answered >= REACHED_LEAST * found.runs
