"""The short form of `make fuzz`: the same damage every time, at both doors."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.damage import CANARY
from tests.fuzz.doors import DOORS
from tests.fuzz.run import Fuzz

UPDATES = 1_000


@pytest.mark.parametrize("platform", list(DOORS))
async def test_damage_is_used_kept_or_passed_over_and_no_neighbour_is_lost(
    tmp_path: Path, platform: str
) -> None:
    report = await Fuzz(tmp_path, platform, UPDATES, seed=7).run()
    assert report.wrong == {}
    assert report.damaged == UPDATES and report.good > UPDATES / 25
    assert report.results["Quarantined"] > UPDATES / 20
    assert report.results["Handled"] > UPDATES / 5


@pytest.mark.parametrize("platform", list(DOORS))
async def test_a_lost_neighbour_and_a_talkative_log_would_be_noticed(
    tmp_path: Path, platform: str
) -> None:
    fuzz = Fuzz(tmp_path, platform, 200, seed=7)
    take = fuzz.door.take

    async def careless(batch: Sequence[Any]) -> list[str]:
        logging.getLogger("adapters").info("somebody wrote %s", CANARY)
        first = next(i for i, one in enumerate(batch) if fuzz.good_keys[-1] in str(one))
        return await take([*batch[:first], *batch[first + 1 :]])

    fuzz.door.take = careless  # type: ignore[method-assign]
    wrong = (await fuzz.run()).wrong
    assert wrong["good neighbours without a mark"] == 4
    assert sum(count for what, count in wrong.items() if "in a log" in what) == 4
    assert any("without effect" in what for what in wrong)
