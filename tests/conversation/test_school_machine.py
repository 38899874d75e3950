"""A short form of the school (tests/machine/school.py): every test run lets people learn as they
please."""

from tests.machine.learn import learn

RUNS, STEPS = 12, 30


def test_whatever_they_do_the_way_to_the_end_stays_open() -> None:
    if error := learn(RUNS, STEPS):
        raise error
