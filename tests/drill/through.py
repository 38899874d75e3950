"""A task of any kind on both wires, from its open question to its summary, as somebody means to
answer it who also looks aside, reports, skips, changes and edits (`tests.mind`).
"""

from tests.drill.wired import Came, Wired, at_home
from tests.fuzz.worker import Worker

STEPS_MOST = 120
"""Deeds of the longest task, with everything that is taken back."""


def through(talk: Wired, worker: Worker) -> None:
    """Until nothing is left to do but to go on to the next one."""
    number, platform = worker.panel().number, worker.platform
    assert number is not None
    for _ in range(STEPS_MOST):
        deed = worker.does(str(next(talk.ids)))
        if number in worker.mind.finished:
            return
        talk.comes(Came(talk.now, platform, at_home(deed)))
    raise AssertionError(f"no end: {worker.panel().text}")
