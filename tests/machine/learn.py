"""One search of the school: so many runs of so many steps, until something does not hold."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.school import School


def learn(runs: int, steps: int, seed: int = 0, *, shrink: bool = False) -> BaseException | None:
    """What does not hold, None where everything does."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    how: Any = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=phases,
    )
    with TemporaryDirectory() as scratch:
        begun = 0

        def begin() -> School:
            nonlocal begun
            begun += 1
            folder = Path(scratch) / str(begun)
            folder.mkdir()
            return School(f"sqlite:///{folder}/school.db", folder)

        try:
            machine: Any = seeded(seed)(begin)
            run_state_machine_as_test(machine, settings=how)
        except Exception as error:
            return error
    return None
