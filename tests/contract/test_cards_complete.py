"""Nothing is missing from the gallery: no question, no page, no ending, no sentence of ours."""

import ast
import inspect
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from bot import (
    correcting,
    courses,
    enrolling,
    graduating,
    kinds,
    learn,
    required,
    teach,
    words,
)
from bot.buttons import WRITE
from bot.cards import Card, Edit, Notice, Out, Post, Reply, Standing, Upload, labels
from bot.cards import words as body
from bot.engine import TASK_TOKEN
from bot.kinds.base import Brief, Question
from bot.panel import PAGES
from bot.records import Item
from bot.rubric import KNOWN, Rubric
from tests.gallery import PLATFORMS, SHEETS, gallery
from tests.gallery_texts import (
    EVERYTHING,
    FEVER,
    FOUR,
    MANY_SENTENCES,
    NINE,
    RATED,
    REASON_ONLY,
    RISKS,
    RISKS_OF_FOUR,
    SINGLE,
    THREE,
)

PLAIN, MORE = Rubric(), Rubric(failure_kinds=True, corrections=True, neighbours=True, stands=True)
ASKED: tuple[tuple[Item, Rubric], ...] = (
    *((one, PLAIN) for one in (FEVER, RISKS, FOUR, THREE, NINE, SINGLE, MANY_SENTENCES)),
    *((one, PLAIN) for one in (RISKS_OF_FOUR, REASON_ONLY, EVERYTHING)),
    *((one, MORE) for one in (RISKS, FOUR, RISKS_OF_FOUR, SINGLE)),
    (RATED, Rubric(criteria=tuple(KNOWN.values()))),
)
"""Every kind, and every setting of a project that asks something more."""

WALKS, STEPS = 60, 80
Shape = tuple[str, frozenset[str]]


def cards(outs: list[Out]) -> Iterator[Card]:
    yield from (out.card for out in outs if isinstance(out, Post | Edit | Standing))


def shape(question: Question) -> Shape:
    shown = [option.label for option in question.options if not option.listed]
    return alike(question.text), frozenset(map(button, shown))


def alike(text: str) -> str:
    """The words of a question or a button, whichever answers, places and numbers they name."""
    text = re.sub(r"\b\d+(st|nd|rd|th)?\b", "#", text)
    return re.sub(r"\b[A-I]\b((, then |, | and | level\b)+([A-I]\b)?)*", "X", text)


def button(label: str) -> str:
    """A numbered one is a level, or a toggle that says whether it is chosen: the text tells of
    which."""
    numbered = re.match(r"\d (chosen)?", label)
    return numbered[0][1:] if numbered else alike(label)


def walked(item: Item, rubric: Rubric, chance: random.Random) -> Iterator[Question]:
    """The questions that one person meets who answers at random."""
    order = list(range(len(item.responses)))
    chance.shuffle(order)
    brief, answer = Brief(item, order, rubric, str(chance.random())), dict[str, Any]()
    for _ in range(STEPS):
        key = kinds.first_open(brief, answer)
        question = kinds.question(key, brief, answer)
        if question is None:
            return
        yield question
        if key == "rationale" and not question.options:
            answer["rationale"] = "Because it is so."
        elif key == "rationale" and not question.step and chance.random() < 0.5:
            answer |= {"draft": "B is better", "nudged": True}
        else:
            choice = chance.randrange(len(question.options))
            answer = dict(kinds.asking(key, item).choose(key, choice, brief, answer))


def met() -> dict[Shape, Question]:
    chance = random.Random(1)
    return {
        shape(question): question
        for item, rubric in ASKED
        for _ in range(WALKS)
        for question in walked(item, rubric, chance)
    }


def test_every_question_of_every_kind_hangs_here(platform: str) -> None:
    lines, rows = [], []
    for outs in gallery(platform).values():
        for card in cards(outs):
            lines.append({alike(line) for line in body(card).splitlines()})
            rows.append({button(label) for label in labels(card)})
    every = met()
    assert len(every) > 40
    missing = [
        (question.text, [option.label for option in question.options])
        for (text, options), question in every.items()
        if not any(
            text in said and options <= shown for said, shown in zip(lines, rows, strict=True)
        )
    ]
    assert not missing, missing


def test_every_page_of_the_panel_hangs_here(platform: str) -> None:
    assert {f"page-{page}" for page in PAGES} <= set(gallery(platform))


def test_a_form_is_offered_where_the_platform_has_forms(platform: str) -> None:
    offered = [
        token[3]
        for outs in gallery(platform).values()
        for card in cards(outs)
        for row in card.rows
        for button in row
        if (token := TASK_TOKEN.fullmatch(button.token))
    ]
    assert (WRITE in offered) == (platform == "slack")


SENTENCES = {
    name: said
    for name, said in vars(words).items()
    if name.isupper() and isinstance(said, str | tuple) and name not in ("SKIPS", "WRONGS")
}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_of_ours_hangs_somewhere(name: str) -> None:
    said = SENTENCES[name]
    whole = said if isinstance(said, tuple) else (said,)
    assert all(_stretch(one) in heard() for one in whole)


TEACHING = (correcting, courses, enrolling, graduating, learn, required, teach)
"""Modules of courses, whose sentences stand where they are said."""

TO_NO_LEARNER = {graduating.TALK, "Somebody", enrolling.NAMELESS}
"""What a coordinator reads, or what only stands in a file: on no card."""


def _said_in(module: ModuleType) -> Iterator[str]:
    """Everything of more than one word that a module writes, but for documentation and errors."""
    for said in _written(ast.parse(inspect.getsource(module))):
        stretch = _stretch(said)
        if said not in TO_NO_LEARNER and " " in stretch:
            yield stretch


def _stretch(said: str) -> str:
    """The longest of it that stands in every card as it is."""
    return max(re.split(r"\{\w*\}", said), key=len).strip()


def _written(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        told = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if not told and not isinstance(child, ast.Raise):
            yield from _written(child)


@pytest.mark.parametrize("module", TEACHING, ids=lambda module: module.__name__)
def test_every_sentence_of_a_course_hangs_somewhere(module: ModuleType) -> None:
    said = list(_said_in(module))
    assert [one for one in said if one not in heard()] == []
    assert said or module is courses


@cache
def heard() -> str:
    """All that is told on either platform."""
    return "\n".join(told for platform in PLATFORMS for told in everything_told(platform))


def everything_told(platform: str) -> Iterator[str]:
    for outs in gallery(platform).values():
        yield from map(body, cards(outs))
        yield from (label for card in cards(outs) for label in labels(card))
        yield from (out.text for out in outs if isinstance(out, Notice | Reply | Upload))
        yield from (said for out in outs if isinstance(out, Reply) for _, said in out.errors)


@pytest.mark.parametrize(
    ("kept", "codes"), [("skipped", words.SKIPS), ("page-wrong", words.WRONGS)]
)
def test_every_code_has_its_card(platform: str, kept: str, codes: tuple[tuple[str, str]]) -> None:
    assert {f"{kept}-{code.replace('_', '-')}" for _, code in codes} <= set(gallery(platform))


def test_every_kind_has_a_sheet_and_somebody_with_a_screen_reader_on_it() -> None:
    reading = {
        sheet
        for sheet, rooms in SHEETS.items()
        for room in rooms
        for name, _ in room("telegram")
        if "reader" in name.split("-")
    }
    assert {
        "a comparison of two",
        "a ranking of three to nine",
        "a rating",
        "a search for failures",
        "a lesson",
        "practice",
    } <= reading


def test_a_question_that_nobody_hung_would_be_missed() -> None:
    """The walk finds what it is not told of: another criterion is another question."""
    warm = replace(next(iter(KNOWN.values())), id="warmth", name="Warmth")
    (found, *_) = walked(RATED, Rubric(criteria=(warm,)), random.Random(1))
    assert "Warmth" in found.text and shape(found) not in met()
