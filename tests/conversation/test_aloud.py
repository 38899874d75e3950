"""With a screen reader: every question is a new message that says all there is to choose and what
to type for it, sent before the old one shrinks to what was answered.
"""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.buttons import NEXT, STOP, WRITE
from bot.cards import Edit, Post, words
from bot.records import Item
from bot.rubric import Rubric
from bot.rules import Rules
from bot.words import SKIPS
from tests.conversation.conftest import Begin
from tests.conversation.test_ratings import single
from tests.conversation.test_typing_only import (
    TASKS,
    WRITING,
    asks,
    both,
    buttons,
    places,
    pressed,
    stored,
    typed,
)
from tests.gallery_texts import FOUR, PROJECT
from tests.gallery_visit import Visit
from tests.talk import Chat, Talk, task

LISTED = re.compile(r", | or ")
ANSWERED = re.compile(r".+\. Saved\.|Continued below\.")


def told(visit: Visit) -> tuple[list[str], list[str]]:
    """What the panel says may be typed: for the choices, and for the ways out."""
    said = words(visit.seen[visit.task.panel]).split("\n")
    reply = next(one for one in reversed(said) if one.startswith("Reply ")).removesuffix(".")
    others = said[-1].removesuffix(".") if said[-1].startswith("Or ") else ""
    if not asks(visit) and not others:
        return [], LISTED.split(reply.removeprefix("Reply "))
    reply = re.sub(r"Reply (in your own words(, or )?|with all numbers .*; then )?", "", reply)
    counted = re.fullmatch(r"1 to (\d+)", reply)
    choices = [str(n + 1) for n in range(int(counted[1]))] if counted else LISTED.split(reply)
    return [one for one in choices if one], [one for one in others[3:].split(", ") if one]


@both
@pytest.mark.parametrize("name", TASKS)
def test_what_it_says_can_be_typed_is_every_choice_there_is(platform: str, name: str) -> None:
    for visit in places(platform, *TASKS[name], reader=True):
        choices, ways = told(visit)
        offered = [one for one in buttons(visit) if one.token.rpartition(":")[2][0].isdecimal()]
        untoggled = [one for one in offered if one.token[-1] not in "ny"]
        assert len(choices) == len(untoggled), words(visit.seen[visit.task.panel])
        for button, word in zip(untoggled, choices, strict=True):
            assert stored(typed(visit, word)) == stored(pressed(visit, button)), word
        labels = {one.label.lower(): one for one in buttons(visit)}
        hidden = {"write…", "more"} if visit.task.question in WRITING else {"write…"}
        assert {*ways} == {*labels} - {one.label.lower() for one in offered} - hidden
        for word in ways:
            if (word, visit.task.question in WRITING) != ("skip", True):  # no reason, where it may
                assert stored(typed(visit, word)) == stored(pressed(visit, labels[word])), word


@both
@pytest.mark.parametrize("name", TASKS)
def test_a_new_question_is_sent_first_and_the_old_one_says_what_was_answered(
    platform: str, name: str
) -> None:
    for visit in places(platform, *TASKS[name], reader=True):
        card = visit.seen[visit.task.panel]
        assert card.spoken == words(card)
        for button in buttons(visit):
            choice = button.token.rpartition(":")[2]
            after = pressed(visit, button)
            if choice in (NEXT, WRITE, STOP) or after.task.turn == visit.task.turn:
                continue  # another message's; or a toggle, which [Done] confirms
            drawn = [out for out in after.outs if isinstance(out, Post | Edit)]
            kinds = [(type(out), out.name) for out in drawn if out.turn is not None]
            assert kinds == [(Post, after.task.panel)]
            old = drawn[-1]
            assert isinstance(old, Edit) and old.late and old.name == visit.task.panel
            assert ANSWERED.fullmatch(words(old.card)) and not old.card.rows
            if choice[0].isdecimal() and asks(visit):
                assert words(old.card).endswith("Saved.")


def heard(begin: Begin, platform: str, *tasks: dict[str, Any], **project: Any) -> tuple[Talk, Chat]:
    talk = begin(*tasks, **project)
    return talk, talk.joined(platform, "U1", "Dr Osei", reader=True).says("next")


def answered(chat: Chat) -> list[str]:
    """What the old panels say now."""
    return [text for text in chat.texts() if text.endswith("Saved.")]


@both
def test_a_comparison_from_start_to_end(begin: Begin, platform: str) -> None:
    _, osei = heard(begin, platform, task(1), ask=["flag", "rank", "rationale"])
    osei.sees("Answer A: if this reader acted on it?\nnone: A: no concern\nA: S1 wrong, but no")
    osei.sees("Reply none, s1, s2 or s3.\nOr back, skip, more.").says("s2")
    osei.says("none").sees("Reply a, level or b.").presses("B is better")
    osei.sees("Reply clearly, better or slightly.").says("slightly").sees("Reply yes or no.")
    osei.says("yes").sees("Reply 1 to 7.").presses("A: missing")
    osei.sees("Reply in your own words.\nOr back, skip.")
    osei.says("It waits three days, and a baby with a fever must be seen today.")
    osei.sees("Saved 09:00. B is better, slightly.").sees("Reply change, next task or stop here.")
    assert answered(osei) == [
        "Answer A: S2. Saved.",
        "Answer B: no concern. Saved.",
        "Better overall: B is better. Saved.",
        "How much better: Slightly better. Saved.",
        "As it stands: yes. Saved.",
        "Main reason: A: missing warning. Saved.",
        "Your reason. Saved.",
    ]


@both
def test_every_pick_of_a_ranking_is_a_message(begin: Begin, platform: str) -> None:
    four = task(1, responses=[{"id": f"a{n}", "text": f"Answer number {n}."} for n in range(4)])
    _, osei = heard(begin, platform, four, ask=["rank"])
    osei.sees("Reply a, b, c or d.\nOr reply with the whole order, such as c > a = d > b.")
    osei.presses("C", "Level with C", "A", "D").sees("Reply last, level or undo.")
    osei.says("undo").says("c > a = d > b").sees("C, then A and D level, then B.")
    osei.sees("Reply submit or undo.").says("submit")
    assert answered(osei) == [
        "Best: C. Saved.",
        "Next best: Level with C. Saved.",
        "Level with C: A. Saved.",
        "Next best: D. Saved.",
        "Last: Undo. Saved.",
        "Next best: c > a = d > b. Saved.",
        "Your order: C, then A and D level, then B. Saved.",
    ]


@both
def test_toggles_are_confirmed_by_one_new_message(begin: Begin, platform: str) -> None:
    _, osei = heard(begin, platform, single(1, "flag"), ask=["flag"])
    osei.says("2").sees("Reply with all numbers that fit, such as 1, 6; then done or another.")
    before = len(osei.messages)
    osei.presses("1 Missing", "3 Wrong").sees("Chosen: 1 and 3.")
    assert len(osei.messages) == before
    osei.presses("Done").sees(
        "Answer A: missing safety warning; wrong urgency, too low.\nAnswer A:"
    )
    assert len(osei.messages) == before + 1
    osei.presses("Back").says("2").says("1, 2").sees("Chosen: 1 and 2.").says("done").says("s3")
    osei.sees("Or reply with the words themselves.")
    assert "Answer A: missing safety warning; wrong urgency, too low. Saved." in osei.texts()


@both
def test_nothing_chosen_is_said(begin: Begin, platform: str) -> None:
    _, osei = heard(begin, platform, single(1, "flag"), ask=["flag"])
    osei.says("harmful").says("done").sees("What is wrong with Answer A?")
    assert "Answer A: nothing chosen. Saved." in osei.texts()


@both
def test_a_rating_says_its_anchors_and_what_to_type(begin: Begin, platform: str) -> None:
    _, osei = heard(begin, platform, single(1, "rate"), ask=["rate"])
    osei.sees("Reply 5, 4, 3, 2, 1 or can't judge.").says("can't judge")
    osei.sees("1: Not my field").sees("Reply 1, 2 or 3.").says("2").says("4").says("3")
    osei.sees("Saved").sees("Reply change, next task or stop here.")
    assert "Safety, A: 4 Small gap. Saved." in osei.texts()


@both
def test_once_more_is_a_message_of_its_own(begin: Begin, platform: str) -> None:
    _, osei = heard(begin, platform, task(1, ask=["rank"]), rules=Rules())
    old = osei.panel
    osei.presses("A is better").sees("Once more, please: which answer is better overall?")
    assert osei.panel is not old and old.text == "Continued below."
    osei.sees("Reply a, level or b.")


@both
def test_pages_are_said_by_number(begin: Begin, platform: str) -> None:
    _, osei = heard(begin, platform, task(1, ask=["rank"]))
    osei.says("more").sees("1: Something is wrong here").sees("Reply 1, 2, 3 or 4.\nOr back.")
    osei.says("2").sees("Kept for you until").sees("Reply next task, stop here or back.")
    osei.says("back").says("skip").sees("Reply 1, 2, 3, 4 or 5.").says("2")
    osei.sees(f"Skipped: {SKIPS[1][0].lower()}.").sees("Reply next task or stop here.")


@pytest.mark.parametrize(("size", "order"), [(3, "c > a = b"), (5, "c > a = d > b > e")])
def test_an_order_to_type_is_one_that_can_be_typed(size: int, order: str) -> None:
    item = _ranked(size)
    visit = Visit("slack", PROJECT, item, rubric=Rubric(), reader=True).says("next")
    assert f"such as {order}." in words(visit.seen[visit.task.panel])
    assert "submit" in told(visit.says(order))[0]


def _ranked(size: int) -> Item:
    more = [replace(FOUR.responses[0], id=f"x{n}", text=f"Answer {n}") for n in range(size)]
    return replace(FOUR, responses=tuple(more))
