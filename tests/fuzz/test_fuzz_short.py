"""The short form of `make fuzz`: the same damage every time, at both doors."""

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.damage import CANARY
from tests.fuzz.doors import DOORS
from tests.fuzz.run import PEOPLE, Fuzz

UPDATES = 1_300


@pytest.mark.parametrize("platform", list(DOORS))
async def test_damage_is_used_kept_or_passed_over_and_no_neighbour_is_lost(
    tmp_path: Path, platform: str
) -> None:
    report = await Fuzz(tmp_path, platform, UPDATES, seed=7).run()
    assert report.wrong == {}
    assert report.damaged == UPDATES and report.good > UPDATES / 25
    assert report.answers > 8
    assert report.results["Quarantined"] > UPDATES / 20
    assert report.results["Handled"] > UPDATES / 5


@pytest.mark.parametrize("platform", list(DOORS))
async def test_a_lost_neighbour_and_a_talkative_log_would_be_noticed(
    tmp_path: Path, platform: str
) -> None:
    fuzz = Fuzz(tmp_path, platform, 200, seed=7)
    take = fuzz.door.take

    async def careless(batch: Sequence[Any]) -> list[str]:
        if len(batch) <= PEOPLE:  # they come to an end by themselves
            return await take(batch)
        logging.getLogger("adapters").info("somebody wrote %s", CANARY)
        first = next(i for i, one in enumerate(batch) if fuzz.good_keys[-1] in str(one))
        return await take([*batch[:first], *batch[first + 1 :]])

    fuzz.door.take = careless  # type: ignore[method-assign]
    wrong = (await fuzz.run()).wrong
    assert wrong["good neighbours without a mark"] == 4
    assert sum(count for what, count in wrong.items() if "in a log" in what) == 4
    assert any("without effect" in what for what in wrong)


@pytest.mark.parametrize("platform", list(DOORS))
async def test_words_that_are_kept_otherwise_would_be_noticed(
    tmp_path: Path, platform: str
) -> None:
    fuzz = Fuzz(tmp_path, platform, 1_000, seed=7)
    said = fuzz.door.said

    def changed(user: str, key: str, text: str, under: str = "") -> Any:
        return said(user, key, text.replace("it names no sign", "it names a sign"), under)

    fuzz.door.said = changed  # type: ignore[method-assign]
    wrong = (await fuzz.run()).wrong
    assert wrong and all("rationale is 'Reason" in what for what in wrong)


@pytest.mark.parametrize("platform", list(DOORS))
async def test_what_could_just_be_read_can_be_kept(tmp_path: Path, platform: str) -> None:
    """Python's JSON ends where the stack does, and we stand deeper in it than whoever read it."""
    fuzz, deep = Fuzz(tmp_path, platform, 1, seed=7), list[Any]()
    for depth in range(500, 1000):
        plain = json.dumps(fuzz.door.said(fuzz.people[0], str(depth), "hello"))
        body = f'{plain[:-1]}, "deep": {"[" * depth}{"]" * depth}}}'
        try:
            deep.append(await asyncio.create_task(_read(body)))
        except RecursionError:
            break
    for payload in deep[-15:]:
        assert await fuzz.door.take([payload]) == []
    assert 15 < len(deep) < 500 and fuzz.house.results == {"Handled": 15}
    fuzz.house.close()


async def _read(body: str) -> Any:
    return json.loads(body)
