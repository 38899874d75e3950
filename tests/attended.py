"""What somebody who took a course must have seen: every step once, in order, whole, and answered as
they answered it.

Told apart: a step that asks again because an answer was wrong, and one that is shown again because
its learner went on in another chat.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select

from bot.lessons import CHECK, COMPARE, EXPLAIN, FLAG, PRACTICE, RATE, SAY, LessonStep, filled
from bot.rubric import NONE
from store import Store, releases
from store.releases import COMPLETION
from tests.scholar import HEAD, Scholar, letters, plain, wanted

Json = dict[str, Any]

ON_PURPOSE = "Practice answer, wrong on purpose."
MATERIAL = "Practice · "


def attended(scholar: Scholar, shown: Sequence[Json], moves: int = 0) -> None:
    """Raises AssertionError unless everything was heard once and in order, and stands in `shown`,
    the messages of all chats by their time. Practice was taken along into another chat `moves`
    times."""
    steps = [one for lesson in scholar.text.lessons for one in lesson.steps]
    standing = [one for one in shown if one["from"] == "bot"]
    _heard(scholar, steps, standing)
    _stands(steps, standing)
    _practised(steps, standing, moves)


def completed_once(store: Store, course: str, people: int) -> set[str]:
    """The codes of what was completed: everybody is done, and each has one completion."""
    told = releases.learners(store, course)
    assert [one["state"] for one in told] == ["done"] * people, told
    kept = store.read(lambda look: look.execute(select(COMPLETION)).all())
    times = Counter(row.person for row in kept)
    assert len(times) == people and set(times.values()) == {1}, times
    return {row.code for row in kept}


def _heard(scholar: Scholar, steps: Sequence[LessonStep], shown: Sequence[Json]) -> None:
    """What the panels said, one after the other."""
    went = [name for name, _ in groupby(name for name, _ in scholar.heard)]
    assert went == [one.id for one in steps], f"repeated or skipped: {went}"
    for step in steps:
        said = [text for name, text in scholar.heard if name == step.id]
        must = list(_must_say(step, scholar.errs, letters(step, shown)))
        told = f"{step.id}: {said}\nmust be {must}"
        assert len(said) == len(must), told
        for text, parts in zip(said, must, strict=True):
            assert all(plain(part) in text for part in parts), told


def _must_say(step: LessonStep, errs: bool, called: Mapping[str, str]) -> Iterator[list[str]]:
    """What a step says and asks until it is passed, each time."""
    if step.kind == SAY:
        yield [step.text]
    elif step.kind == CHECK:
        asks = [step.text, *(one.text for one in step.choices)]
        for one in step.choices:
            if errs and not one.right:
                yield asks
                yield [one.reason]
        yield asks
        yield [next(one.reason for one in step.choices if one.right)]
    elif step.kind == EXPLAIN:
        yield [step.text]
        yield [step.reviewer]
    else:
        key = wanted(step, errs)
        yield from _asked(step, key)
        keys = (key, key.partition(" ")[0], *step.severity[:1])
        said = next((one.text for one in step.ifs if not set(keys).isdisjoint(one.keys)), "")
        yield [filled(said, called), filled(step.reviewer, called)]


def _asked(step: LessonStep, key: str) -> Iterator[list[str]]:
    """The questions of a practice."""
    if step.kind == COMPARE:
        yield ["Which answer is better overall?"]
        yield ["How much better is"]
    elif step.kind == RATE:
        yield [" of Answer A"]
    elif step.kind == FLAG:
        yield ["What is wrong with Answer A?"]
        if key != NONE:
            yield ["0 chosen."]
            yield ["1 chosen."]
            yield ["if this reader acted on it?"]


def _stands(steps: Sequence[LessonStep], standing: Sequence[Json]) -> None:
    """Every step's message, in order and whole, with nothing left to press."""
    found = [(head, one) for one in standing if (head := HEAD.match(one["text"]))]
    titles = [head["title"] for head, _ in found]
    assert titles == [plain(one.title) for one in steps], f"repeated or skipped: {titles}"
    for step, (_, message) in zip(steps, found, strict=True):
        said, right = plain(message["text"]), [one.reason for one in step.choices if one.right]
        parts = [] if step.kind in (*PRACTICE, EXPLAIN) else [step.text, *right]
        assert all(plain(part) in said for part in parts), f"{step.id} is not whole: {said}"
        assert not message["buttons"], f"{step.id} can still be pressed"


def _practised(steps: Sequence[LessonStep], standing: Sequence[Json], moves: int) -> None:
    """What was practised on stands there whole, once, and what is wrong on purpose says so."""
    texts = [one["text"] for one in standing]
    for step in steps:
        if step.kind not in PRACTICE:
            continue
        asked = sum(
            text.startswith(MATERIAL) and plain(step.question) in plain(text) for text in texts
        )
        assert 1 <= asked <= 1 + moves, f"{step.id} was posted {asked} times"
        for answer in step.answers:
            shown = [text for text in texts if plain(answer.text) in plain(text)]
            assert len(shown) == asked, f"{answer.id} of {step.id} was posted {len(shown)} times"
            marked = [text.startswith(ON_PURPOSE) for text in shown]
            assert all(one == (answer.id in step.wrong) for one in marked), (
                f"{step.id} is not marked"
            )
