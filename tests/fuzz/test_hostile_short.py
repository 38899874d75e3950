"""A short form of the hostile requests: every test run knocks a few hundred times."""

from pathlib import Path

from tests.fuzz.hostile import at_the_door


def test_strangers_are_refused_before_anything_is_parsed(tmp_path: Path) -> None:
    answers = at_the_door(tmp_path, wanted=600, seed=1)
    assert answers[400] and answers[401] and answers[413]
