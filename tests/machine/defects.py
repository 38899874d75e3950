"""Defects on purpose: each takes one guard out of the product while the machine runs.

A defect is a patch of one attribute, applied at run time. The machine must find every one; what
stands behind another guard is noticed by a test of its own besides.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

Patch = tuple[Any, str, Any]
DEFECTS: dict[str, Callable[[], list[Patch]]] = {}
WHERE: dict[str, tuple[str, ...]] = {}
"""Halls in which a defect shows; one without any shows in all."""


def defect(made: Callable[[], list[Patch]]) -> Callable[[], list[Patch]]:
    DEFECTS[made.__name__] = made
    return made


def defect_of(*halls: str) -> Callable[[Callable[[], list[Patch]]], Callable[[], list[Patch]]]:
    """A defect of one kind of judgement, which is looked for where that is asked."""

    def made(one: Callable[[], list[Patch]]) -> Callable[[], list[Patch]]:
        WHERE[one.__name__] = halls
        return defect(one)

    return made


@contextmanager
def present(name: str) -> Iterator[None]:
    """The product with this defect in it."""
    patches = [mock.patch.object(owner, key, new) for owner, key, new in DEFECTS[name]()]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()
