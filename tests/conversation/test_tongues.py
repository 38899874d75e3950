"""Somebody types in a language that nobody speaks, a whole task of each kind, and a lesson."""

from dataclasses import replace

import pytest

from bot.cards import words
from bot.records import DONE, Item
from bot.tongue import Tongue, spelt
from tests.gallery_texts import EVERYTHING, FEVER, FOUR, PROJECT, RATED, REASON_ONLY, RISKS, SINGLE
from tests.gallery_visit import SLOW, Visit
from tests.tongues.pseudo import ACCENTED, FROM_RIGHT, pseudo
from tests.tongues.speaking import speaking

PLATFORMS = ("slack", "telegram")
TASKS = {
    "compare": FEVER,
    "risks": RISKS,
    "rank": FOUR,
    "rate": RATED,
    "failures": SINGLE,
    "reason": REASON_ONLY,
    "everything": EVERYTHING,
}
STEPS_MOST = 80
REASON = "It says that waiting is safe, and for a baby of that age it is not."


@pytest.fixture(params=(ACCENTED, FROM_RIGHT))
def tongue(request: pytest.FixtureRequest) -> Tongue:
    return pseudo(request.param)


def visitor(platform: str, tongue: Tongue, *items: Item, reader: bool = False) -> Visit:
    rules = replace(SLOW, tongues={tongue.code: tongue})
    return Visit(platform, PROJECT, *items, rules=rules, reader=reader)


def answered(visit: Visit, tongue: Tongue) -> None:
    """Types the first choice that leads on, as its button calls it, until the task is done."""
    for _ in range(STEPS_MOST):
        task = visit.task
        if task.state == DONE:
            return
        card = visit.seen[task.panel]
        first = next(iter(_onward(visit)), "")
        before = task.turn
        if task.question == "rationale" or not first:
            visit.says(REASON)
        else:
            visit.says(first)
        assert visit.task.turn > before or visit.task.answer != task.answer, (first, words(card))
    raise AssertionError("it never ends")


def _onward(visit: Visit) -> list[str]:
    """Labels of the buttons of the question that is open, the best way on first."""
    card = visit.seen[visit.task.panel]
    rows = [button for row in card.rows for button in row]
    mine = [one for one in rows if one.token.rpartition(":")[2].rstrip("yn").isdecimal()]
    toggled = [one for one in mine if one.token.endswith("n")]
    plain = [one for one in mine if one.token[-1].isdecimal()]
    toggles = [one for one in mine if one.token.endswith("y")]
    if toggles and not toggled:
        return [toggles[0].label.strip("[]~").partition(" ")[0]]
    return [one.label for one in plain]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", TASKS)
def test_a_task_is_typed_in_ones_own_language(platform: str, kind: str, tongue: Tongue) -> None:
    with speaking(tongue):
        visit = visitor(platform, tongue, TASKS[kind]).says(tongue(spelt("next")))
        answered(visit, tongue)
    assert visit.task.state == DONE
