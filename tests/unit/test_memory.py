"""A process of weeks stays small: what stays is spared, and what was freed goes back."""

import ctypes
import gc
from collections.abc import Iterator

import pytest

from adapters import memory


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


class Ring:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


def test_what_is_there_is_spared_and_what_comes_later_is_not() -> None:
    memory.spare_what_stays()
    assert gc.get_freeze_count() > 1_000
    assert len(gc.get_objects()) < gc.get_freeze_count()
    kept = [Ring() for _ in range(10)]
    assert sum(isinstance(one, Ring) for one in gc.get_objects()) == len(kept)


def test_garbage_is_found_though_much_is_spared() -> None:
    """What was spared is no measure of when to look: twenty thousand rings would pile up."""
    much = [[number] for number in range(200_000)]
    memory.spare_what_stays()
    before = gc.get_stats()[2]["collections"]
    held: list[Ring] = []
    for _ in range(120_000):
        held.append(Ring())
        if len(held) > 2_000:
            held.clear()
    assert gc.get_stats()[2]["collections"] > before
    assert len(much) == 200_000


def test_what_was_freed_goes_back_where_the_library_can(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.give_back()
    asked: list[int] = []

    class Library:
        malloc_trim = staticmethod(asked.append)

    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Library())
    memory.give_back()
    assert asked == [0]
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    memory.give_back()
