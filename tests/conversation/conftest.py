"""Conversations run on both databases; each test gets a talk of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.talk import Talk, task

Begin = Callable[..., Talk]


@pytest.fixture
def begin(database_url: str, tmp_path: Path) -> Iterator[Begin]:
    """Begin a talk about some tasks."""
    talks: list[Talk] = []

    def start(*tasks: dict[str, Any], rules: Any = None, **project: Any) -> Talk:
        talk = Talk(database_url, rules)
        talks.append(talk)
        talk.project(tasks or (task(1),), tmp_path, **project)
        return talk

    yield start
    for talk in talks:
        talk.close()
