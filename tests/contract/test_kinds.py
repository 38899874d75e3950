"""What every kind of judgement keeps; a new kind is held to it as soon as it is listed."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import LABEL_MOST
from bot.kinds import ASKED, KINDS, answered, asked, kind_of, next_question, refuse, tell
from bot.kinds.base import LETTERS, Kind, Question, letter_of, shown_as
from bot.panel import CHANGES, PAGES
from bot.records import Answer, Item, Response, Turn

OPTIONS_MOST = 10
"""Choices of one question: what fits under a thumb, and what one digit can be typed for."""

SIZES = range(1, len(LETTERS) + 1)
WORDS = ("back", "skip", "more", "help", "stop", "where", "next", "leave")
"""Typed words that never mean an option."""

each = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def sample(size: int, *ask: str) -> Item:
    responses = tuple(Response(f"r{n}", f"Answer number {n}.") for n in range(size))
    return Item(1, "t1", "demo", (Turn("user", "A question"),), responses, ask or tuple(KINDS))


def fitting(kind: Kind) -> list[Item]:
    """The two smallest items this kind can be asked about: of more, not every answer is walked."""
    return [sample(size, kind.name) for size in SIZES if not kind.refuse(size)][:2]


def given_by(question: Question, choice: int, answer: Answer, item: Item, order: Any) -> Answer:
    """One answer: a choice, or words where there is nothing to choose."""
    kind = kind_of(question.id, item)
    assert kind
    if question.options:
        return kind.choose(question.id, choice % len(question.options), item, order, answer)
    assert question.writing, "a question with neither options nor words cannot be answered"
    return {**answer, question.id: "The dose is wrong."}


def everything(
    kind: Kind, item: Item, order: Any, answer: Answer
) -> Iterator[tuple[Question, Answer]]:
    """All questions that can come up, each with the answer so far."""
    question = kind.ask(item, order, answer)
    if question is None:
        return
    yield question, answer
    for choice in range(max(1, len(question.options))):
        yield from everything(kind, item, order, given_by(question, choice, answer, item, order))


def complete(kind: Kind, item: Item, order: Any, answer: Answer) -> Iterator[Answer]:
    """All answers that this kind can end with."""
    question = kind.ask(item, order, answer)
    if question is None:
        yield answer
        return
    for choice in range(max(1, len(question.options))):
        yield from complete(kind, item, order, given_by(question, choice, answer, item, order))


# the table


def test_kinds_are_called_by_their_names_and_all_are_asked() -> None:
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}
    assert sorted(ASKED) == sorted(KINDS)


def test_no_two_questions_share_a_key() -> None:
    keys = [key for kind in KINDS.values() for key in kind.questions()]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(PAGES), "a page of the panel would be taken for a question"
    assert set(keys) <= set(CHANGES), "[Change] has no words for it"


@each
def test_a_kind_fits_some_tasks_and_says_why_it_fits_no_others(kind: Kind) -> None:
    assert fitting(kind)
    for size in SIZES:
        why = kind.refuse(size)
        assert refuse([kind.name], size) == why
        assert not why or str(size) in why


def test_an_unknown_kind_is_refused_by_name() -> None:
    assert "“telepathy”" in refuse(["rank", "telepathy"], 2)


# questions


@each
def test_keys_are_stable_and_name_their_questions(kind: Kind) -> None:
    assert kind.questions() == kind.questions()
    for item in fitting(kind):
        order = tuple(range(len(item.responses)))
        for question, answer in everything(kind, item, order, {}):
            assert question.id in kind.questions()
            assert kind_of(question.id, item) is kind
            assert kind.question(question.id, item, order, answer) == question


@each
def test_questions_fit_under_a_thumb(kind: Kind) -> None:
    for item in fitting(kind):
        for question, _ in everything(kind, item, tuple(range(len(item.responses))), {}):
            shown = [option.label for option in question.options]
            assert question.text.strip() and "\n" not in question.text
            assert len(shown) <= OPTIONS_MOST and len(set(shown)) == len(shown)
            assert all(0 < len(label) <= LABEL_MOST for label in shown)


@each
def test_what_is_typed_means_one_option(kind: Kind) -> None:
    for item in fitting(kind):
        for question, _ in everything(kind, item, tuple(range(len(item.responses))), {}):
            words = [
                {option.label.lower(), *(word.lower() for word in option.typed)}
                for option in question.options
            ]
            every = [word for known in words for word in known]
            assert len(set(every)) == len(every), every
            assert not set(every) & set(WORDS)
            assert not any(word.isdecimal() for word in every), "a number is an option's place"


# answers


@each
def test_a_choice_is_cleared_without_a_trace(kind: Kind) -> None:
    for item in fitting(kind):
        order = tuple(range(len(item.responses)))
        for question, answer in everything(kind, item, order, {}):
            kept = copy.deepcopy(answer)
            for choice in range(max(1, len(question.options))):
                after = given_by(question, choice, answer, item, order)
                assert question.id in after and answer == kept, "a kind must not change its input"
                assert kind.clear(question.id, after) == answer
                assert kind.ask(item, order, kind.clear(question.id, after)) == question


@each
def test_what_was_not_offered_is_no_choice(kind: Kind) -> None:
    for item in fitting(kind):
        order = tuple(range(len(item.responses)))
        for question, answer in everything(kind, item, order, {}):
            with pytest.raises(IndexError):
                kind.choose(question.id, len(question.options), item, order, answer)


@each
def test_every_mark_is_told(kind: Kind) -> None:
    """Two different answers never read the same, and none reads as nothing."""
    for item in fitting(kind):
        order = tuple(range(len(item.responses)))
        ends = list(complete(kind, item, order, {}))
        told = [" ".join(kind.tell(item, order, answer)) for answer in ends]
        assert all(told) and len(set(told)) == len(told), told
        assert list(kind.tell(item, order, {})) == []
        for answer in ends:
            assert tell(item, order, answer) == list(kind.tell(item, order, answer))


@each
def test_an_answer_is_json(kind: Kind) -> None:
    for item in fitting(kind):
        for answer in complete(kind, item, tuple(range(len(item.responses))), {}):
            assert json.loads(json.dumps(answer)) == answer
            assert set(answer) <= set(kind.questions())


@each
def test_letters_are_only_how_it_was_shown(kind: Kind) -> None:
    """The same taps on a swapped order name the other response, and read the same."""
    for item in fitting(kind):
        if len(item.responses) != 2:
            continue
        swapped = {"r0": "r1", "r1": "r0"}
        for one, other in zip(
            complete(kind, item, (0, 1), {}), complete(kind, item, (1, 0), {}), strict=True
        ):
            turned = "".join(swapped.get(part, part) for part in _split(json.dumps(one)))
            assert unordered(json.loads(turned)) == unordered(other)
            assert kind.tell(item, (0, 1), one) == kind.tell(item, (1, 0), other)


def unordered(value: Any) -> Any:
    """Names in one list stand level: their order says nothing."""
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    if all(isinstance(one, str) for one in value):
        return sorted(value)
    return [unordered(one) for one in value]


def _split(text: str) -> list[str]:
    """The text cut at quotation marks, so that ids stand alone; the marks stay."""
    return [piece for part in text.split('"') for piece in (part, '"')][:-1]


# a whole task

orders = st.sampled_from([(0, 1), (1, 0)])
taps = st.lists(st.integers(0, 9), min_size=20, max_size=20)


def judged(item: Item, order: Any, choices: list[int]) -> Answer:
    answer: Answer = {}
    for choice in choices:
        question = next_question(item, order, answer)
        if question is None:
            return answer
        answer = given_by(question, choice, answer, item, order)
    raise AssertionError("the questions do not end")


@given(taps, orders)
def test_whatever_is_chosen_the_questions_end(choices: list[int], order: Any) -> None:
    item = sample(2)
    answer = judged(item, order, choices)
    keys = [key for kind in asked(item) for key in kind.questions()]
    assert answered(item, answer) == [key for key in keys if key in answer]
    assert len(tell(item, order, answer)) >= len(asked(item))


@given(taps, orders, st.data())
def test_whatever_is_cleared_is_asked_again(choices: list[int], order: Any, data: Any) -> None:
    """And nothing that stood before it; then the task can be finished anew."""
    item = sample(2)
    answer = judged(item, order, choices)
    key = data.draw(st.sampled_from(answered(item, answer)))
    kind = kind_of(key, item)
    assert kind
    cleared = kind.clear(key, answer)
    question = next_question(item, order, cleared)
    assert question is not None and question.id == key
    assert kind.clear(key, cleared) == cleared
    before = answered(item, answer)[: answered(item, answer).index(key)]
    assert answered(item, cleared)[: len(before)] == before
    assert {one: answer[one] for one in before} == {one: cleared[one] for one in before}
    again = given_by(question, data.draw(st.integers(0, 9)), cleared, item, order)
    while question := next_question(item, order, again):
        again = given_by(question, data.draw(st.integers(0, 9)), again, item, order)
    assert tell(item, order, again)


@given(st.permutations(["rank", "rationale"]), orders)
def test_kinds_are_asked_in_one_order(ask: list[str], order: Any) -> None:
    assert [kind.name for kind in asked(sample(2, *ask))] == list(ASKED)
    first = next_question(sample(2, *ask), order, {})
    assert first and first.id == "ranking"


@given(st.integers(2, 9).flatmap(lambda size: st.permutations(range(size))))
def test_a_letter_names_the_response_that_stood_there(order: list[int]) -> None:
    item = sample(len(order))
    for place in range(len(order)):
        assert letter_of(shown_as(place, item, order), item, order) == LETTERS[place]
