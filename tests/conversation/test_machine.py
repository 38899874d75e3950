"""A short form of the machine (tests/machine): every test run lets people do as they please."""

import pytest

from tests.machine.halls import HALLS
from tests.machine.run import REACHED_LEAST, search

RUNS, STEPS = 5, 25


@pytest.mark.parametrize("hall", HALLS)
def test_never_lost_never_twice_never_stuck(hall: str) -> None:
    found = search(RUNS, STEPS, shrink=True, halls=(hall,))
    if found.error:
        raise found.error
    assert found.runs >= RUNS
    assert found.answered >= REACHED_LEAST * found.runs
