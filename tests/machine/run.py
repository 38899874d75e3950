"""One search: so many runs of so many steps, until something does not hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

from tests.machine.halls import HALLS, SORTS
from tests.machine.machine import JUDGED, REACHED, Machine

REACHED_LEAST = 0.6
"""Share of runs that must reach an answer that counts: the others prove little."""

EACH_LEAST, LONG = 2, 60
"""So many answers of each sort people have to finish by themselves, in so many runs and more: what
nobody ever finishes is not judged whole."""


@dataclass(frozen=True)
class Search:
    """What came of it: `why` is empty where everything held."""

    runs: int
    answered: int
    why: str = ""
    error: BaseException | None = None
    judged: Counter[str] = field(default_factory=Counter)


def too_rare(judged: Counter[str], runs: int) -> list[str]:
    """Sorts of answers that were finished too seldom to prove anything."""
    return [one for one in (*SORTS, "skipped") if runs >= LONG and judged[one] < EACH_LEAST]


def search(
    runs: int, steps: int, seed: int = 0, *, shrink: bool = False, halls: Sequence[str] = ()
) -> Search:
    """Run the machine, in these halls or in all. A failure ends the search; it is made small only
    if wanted."""
    REACHED.clear()
    JUDGED.clear()
    begun = 0

    class Counted(Machine):
        def __init__(self) -> None:
            nonlocal begun
            begun += 1
            super().__init__()

        @initialize(hall=st.sampled_from(list(halls or HALLS)))
        def everybody_has_a_task(self, hall: str) -> None:
            self.opens(hall)

    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    how: Any = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    seeded(seed)(Counted)
    try:
        run_state_machine_as_test(Counted, settings=how)
    except Exception as error:
        first: BaseException = error
        while isinstance(first.__context__, AssertionError):
            first = first.__context__
        return Search(begun, len(REACHED), f"{type(first).__name__}: {first}".split("\n")[0], error)
    return Search(begun, sum(1 for answers in REACHED if answers), judged=Counter(JUDGED))
