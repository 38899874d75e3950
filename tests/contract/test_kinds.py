"""What every kind of judgement keeps; a new kind is held to it as soon as it is listed."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import kinds
from bot.cards import LABEL_MOST
from bot.kinds import KINDS, TOLD, refuse, tell
from bot.kinds.base import LETTERS, Brief, Kind, Question
from bot.panel import PAGES
from bot.records import Answer, Item, Response, Turn
from bot.rubric import ACCURACY, SAFETY, Rubric

OPTIONS_MOST = 11
"""Buttons of one question: two rows of letters and Undo, or what fits under a thumb."""

SIZES = range(1, len(LETTERS) + 1)
WORDS = ("back", "skip", "more", "help", "stop", "where", "next", "leave")
"""Typed words that never mean an option."""

TEXT = "One thing is said first. Then the dose is given! Is it right?"

each = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)

RUBRICS = (
    Rubric(criteria=(ACCURACY, SAFETY)),
    Rubric(criteria=(SAFETY,), failure_kinds=True, corrections=True, neighbours=True, stands=True),
)
rubrics = st.sampled_from(RUBRICS)
taps = st.lists(st.integers(0, 12), max_size=40)
asks = st.lists(st.sampled_from(list(KINDS)), min_size=1, unique=True)


def brief(size: int, *ask: str, rubric: Rubric = RUBRICS[0], order: Any = None) -> Brief:
    responses = tuple(Response(f"r{n}", f"Answer number {n}. {TEXT}") for n in range(size))
    item = Item(1, "t1", "demo", (Turn("user", "A question"),), responses, ask or tuple(KINDS))
    return Brief(item, tuple(order or range(size)), rubric, "seed|7")


@st.composite
def briefs(draw: Any, ask: Any = asks) -> Brief:
    """Anything that can be asked, of one to nine responses in any order."""
    asked = draw(ask)
    size = draw(st.sampled_from([size for size in SIZES if not refuse(asked, size)]))
    order = draw(st.permutations(range(size)))
    return brief(size, *asked, rubric=draw(rubrics), order=order)


def after(question: Question, choice: int, told: Brief, answer: Answer) -> Answer:
    """One answer: a choice, or words where there is nothing to choose."""
    kind = kinds.kind_of(question.id, told.item)
    assert kind
    if question.options:
        return kind.choose(question.id, choice % len(question.options), told, answer)
    assert question.writing, "a question with neither options nor words cannot be answered"
    return {**answer, question.id: "The dose is wrong."}


def onward(question: Question) -> int:
    """A choice that leads on, whatever was chosen before: nobody can be kept for ever."""
    labels = [option.label for option in question.options]
    chosen = any(option.on for option in question.options)
    untoggled = all(option.on is None for option in question.options)
    return labels.index("Done") if "Done" in labels and (chosen or untoggled) else 0


def open_now(told: Brief, answer: Answer) -> Question | None:
    return kinds.question(kinds.first_open(told, answer), told, answer)


def walk(told: Brief, choices: list[int]) -> Iterator[tuple[Question, Answer]]:
    """Every question met on a way through the task, each with the answer so far."""
    answer: Answer = {}
    for choice in choices:
        if (question := open_now(told, answer)) is None:
            return
        yield question, answer
        answer = after(question, choice, told, answer)
    for _ in range(200):
        if (question := open_now(told, answer)) is None:
            return
        yield question, answer
        answer = after(question, onward(question), told, answer)
    raise AssertionError("the questions do not end")


def judged(told: Brief, choices: list[int]) -> Answer:
    """The answer at the end of that way, as it would be stored."""
    way = list(walk(told, choices))
    question, answer = way[-1]
    choice = choices[len(way) - 1] if len(way) <= len(choices) else onward(question)
    return kinds.finish(told, after(question, choice, told, answer))


# the table


def test_kinds_are_called_by_their_names_and_all_are_told() -> None:
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}
    assert sorted(TOLD) == sorted(KINDS)


def test_no_two_kinds_share_a_stem() -> None:
    stems = [stem for kind in KINDS.values() for stem in kind.stems]
    assert len(set(stems)) == len(stems)
    assert not set(stems) & set(PAGES), "a page of the panel would be taken for a question"


@each
def test_a_kind_fits_some_tasks_and_says_why_it_fits_no_others(kind: Kind) -> None:
    assert [size for size in SIZES if not kind.refuse(size)]
    for size in SIZES:
        why = kind.refuse(size)
        assert refuse([kind.name], size) == why
        assert not why or str(size) in why


def test_a_page_is_no_question() -> None:
    for page in (*PAGES, ""):
        assert kinds.kind_of(page, brief(2).item) is None
        with pytest.raises(LookupError, match="is no question of this task"):
            kinds.asking(page, brief(2).item)


def test_an_unknown_kind_is_refused_by_name() -> None:
    assert "“telepathy”" in refuse(["rank", "telepathy"], 2)


# questions


@given(briefs(), taps)
def test_keys_name_their_questions(told: Brief, choices: list[int]) -> None:
    for question, answer in walk(told, choices):
        kind = kinds.kind_of(question.id, told.item)
        assert kind and question.id in kind.questions(told, answer)
        assert kind.question(question.id, told, answer) == question
        assert not kind.done(question.id, told, answer)
        assert 0 < len(kinds.called(question.id, told)) <= LABEL_MOST


@given(briefs(), taps)
def test_questions_fit_under_a_thumb(told: Brief, choices: list[int]) -> None:
    for question, _ in walk(told, choices):
        shown = [option.label for option in question.options if not option.listed]
        assert question.text.strip() and "\n" not in question.text
        assert len(shown) <= OPTIONS_MOST and len(set(shown)) == len(shown)
        assert all(0 < len(label) <= LABEL_MOST for label in shown)
        assert question.about, "what an old panel shrinks to has no name"


@given(briefs(), taps)
def test_what_is_typed_means_one_option(told: Brief, choices: list[int]) -> None:
    for question, _ in walk(told, choices):
        words = [
            {option.label.lower(), *(word.lower() for word in option.typed)}
            for option in question.options
            if not option.listed
        ]
        every = [word for known in words for word in known]
        assert len(set(every)) == len(every), every
        assert not set(every) & set(WORDS)
        numbers = {word for word in every if word.isdecimal()}
        scale = {str(number) for number in range(1, len(numbers) + 1)}
        assert numbers in (set(), scale), "a number is an option's place, or its worth on a scale"


# answers


@given(briefs(), taps)
def test_what_was_answered_is_cleared_without_a_trace(told: Brief, choices: list[int]) -> None:
    for question, answer in walk(told, choices):
        kept = copy.deepcopy(answer)
        kind = kinds.kind_of(question.id, told.item)
        assert kind
        for choice in range(max(1, len(question.options))):
            given_now = after(question, choice, told, answer)
            assert answer == kept, "a kind must not change its input"
            if kind.done(question.id, told, given_now):
                cleared = kind.clear(question.id, told, given_now)
                assert not kind.done(question.id, told, cleared)
                assert kind.clear(question.id, told, cleared) == cleared


@given(briefs(), taps)
def test_what_was_not_offered_is_no_choice(told: Brief, choices: list[int]) -> None:
    for question, answer in walk(told, choices):
        kind = kinds.kind_of(question.id, told.item)
        assert kind
        with pytest.raises(IndexError):
            kind.choose(question.id, len(question.options), told, answer)


@given(briefs(), taps)
def test_one_step_back_inside_a_question_stays_inside(told: Brief, choices: list[int]) -> None:
    for question, answer in walk(told, choices):
        kind = kinds.kind_of(question.id, told.item)
        assert kind
        earlier = kind.earlier(question.id, told, answer)
        assert bool(question.step) or earlier is None
        if earlier is not None:
            assert kinds.first_open(told, earlier) == question.id
            assert kind.question(question.id, told, earlier) != question


@given(briefs(), taps, taps)
def test_every_mark_is_told(told: Brief, choices: list[int], others: list[int]) -> None:
    """Two different judgements never read the same, and none reads as nothing."""
    one, other = judged(told, choices), judged(told, others)
    assert tell(told, one) and tell(told, {}) == []
    if tell(told, one) == tell(told, other):
        assert _told(one) == _told(other)


def _told(answer: Answer) -> Answer:
    """What the summary tells; how a reason came about stands elsewhere."""
    silent = ("as_is", "nudged")
    return {key: value for key, value in answer.items() if key not in silent}


@given(briefs(), taps)
def test_an_answer_is_json_and_holds_no_scaffolding(told: Brief, choices: list[int]) -> None:
    answer = judged(told, choices)
    assert json.loads(json.dumps(answer)) == answer
    assert not set(answer) & {"picked", "level", "family", "unsure", "draft"}
    assert kinds.finish(told, answer) == answer


@given(briefs(), taps)
def test_whatever_is_chosen_the_questions_end(told: Brief, choices: list[int]) -> None:
    answer = judged(told, choices)
    keys = kinds.keys(told, answer)
    assert kinds.answered(told, answer) == keys and len(set(keys)) == len(keys)


@given(briefs(), taps, st.data())
def test_whatever_is_cleared_is_asked_again(told: Brief, choices: list[int], data: Any) -> None:
    """And nothing that stood before it; then the task can be finished anew."""
    answer = judged(told, choices)
    key = data.draw(st.sampled_from(kinds.answered(told, answer)))
    kind = kinds.kind_of(key, told.item)
    assert kind
    cleared = kind.clear(key, told, answer)
    before = kinds.answered(told, answer)[: kinds.answered(told, answer).index(key)]
    assert kinds.first_open(told, cleared) == key
    assert kinds.answered(told, cleared)[: len(before)] == before
    while question := open_now(told, cleared):
        cleared = after(question, onward(question), told, cleared)
    assert tell(told, kinds.finish(told, cleared))


@given(st.permutations(list(KINDS)))
def test_kinds_are_asked_in_one_order(ask: list[str]) -> None:
    told = brief(2, *ask)
    assert [kind.name for kind in kinds.asked(told.item)] == list(KINDS)
    assert kinds.first_open(told, {}) == "risk:0"


@given(briefs(st.just(["rank"])), taps)
def test_letters_are_only_how_it_was_shown(told: Brief, choices: list[int]) -> None:
    """The same taps on another order name other responses, and read the same."""
    plain = replace(told, order=tuple(range(told.size)))
    named = dict(zip(told.ids(), plain.ids(), strict=True))
    one, other = judged(told, choices), judged(plain, choices)
    assert tell(told, one) == tell(plain, other)
    turned = [[named[key] for key in group] for group in one["ranking"]]
    assert [set(group) for group in turned] == [set(group) for group in other["ranking"]]


@given(st.integers(1, 9).flatmap(lambda size: st.permutations(range(size))))
def test_a_letter_names_the_response_that_stood_there(order: list[int]) -> None:
    told = brief(len(order), order=order)
    for place, letter in enumerate(told.letters):
        assert told.letter(told.at(place).id) == letter


@pytest.mark.parametrize("rubric", RUBRICS, ids=["plain", "asking more"])
@pytest.mark.parametrize("size", [size for size in SIZES if size > 1])
def test_an_order_is_counted_tap_by_tap(size: int, rubric: Rubric) -> None:
    """Minutes are promised by that: a ranking of nine takes ten taps and not one."""
    told, answer, given = brief(size, "rank", rubric=rubric), dict[str, Any](), 0
    while question := open_now(told, answer):
        answer, given = dict(after(question, 0, told, answer)), given + 1
    assert given == kinds.taps(told)
