"""Three to nine answers are put in an order tap by tap, with ties, and counted once it is said."""

from typing import Any

import pytest

from bot.port import Records
from tests.conversation.conftest import Begin
from tests.talk import Chat, Talk, task

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def many(number: int, size: int, **more: Any) -> dict[str, Any]:
    """A task of so many answers; each says which it is."""
    responses = [{"id": f"r{n}", "text": f"This is answer {n}."} for n in range(1, size + 1)]
    return {**task(number, **{"ask": ["rank"], **more}), "responses": responses}


def stored(talk: Talk, chat: Chat, state: str = "done") -> Any:
    """What the newest task of this person in that state says."""

    def step(records: Records) -> Any:
        contact = records.contact(chat.account)
        assert contact is not None
        return records.assignments(contact.person, state, 1)[0].answer

    return talk.store.submit(step).result()


def shown(chat: Chat) -> dict[str, str]:
    """Which response stands under which letter."""
    heads = [text for text in chat.texts() if text.startswith("Answer ")]
    return {text[7]: f"r{text.rstrip('.')[-1]}" for text in heads}


@both
def test_four_are_ranked_by_tapping(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 4))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").sees("Tap the best answer.")
    osei.presses("C").sees("1st C. Which is next best?")
    osei.presses("Level with C").sees("Which is level with C?").presses("A")
    osei.sees("1st A and C level. Which is next best?").presses("D")
    osei.sees("B is left.").presses("B is last").sees("A and C level, then D, then B.")
    osei.presses("Submit").sees("Saved 09:00. A and C level, then D, then B.")
    at = shown(osei)
    best, second, last = stored(talk, osei)["ranking"]
    assert sorted([at["A"], at["C"]]) == best and [at["D"]] == second and [at["B"]] == last


@both
def test_a_tie_at_the_end_and_nobody_level_after_all(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 3))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("B", "Level with B", "None").sees("1st B. Which is next best?")
    osei.presses("A").sees("C is left.").presses("C level with A")
    osei.sees("B, then A and C level.").presses("Submit")
    assert len(stored(talk, osei)["ranking"]) == 2


@both
def test_every_tap_is_undone_in_turn(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 4))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("C", "A", "D")
    osei.sees("B is left.").presses("Undo").sees("2nd A. Which is next best?")
    osei.presses("Undo").sees("1st C.").presses("Undo").sees("Tap the best answer.")
    osei.presses("A").says("back").sees("Tap the best answer.")
    assert "picked" not in stored(talk, osei, "open")


@both
def test_an_order_is_typed_and_said_back_before_it_counts(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 4))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.says("C > a = d > b").sees("C, then A and D level, then B.")
    assert "ranking" not in stored(talk, osei, "open")
    osei.says("submit").sees("Saved 09:00. C, then A and D level, then B.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("c > a = d", "I read c, a, d. Where does b go?"),
        ("c > a", "I read c, a. Where do b and d go?"),
        ("c > a > x > d > b", "I read c, a, x, d, b. There is no x: the answers are a, b, c, d."),
        ("c > a > c > b > d", "I read c, a, c, b, d. c stands there twice. Where does it go?"),
        ("a < b < c < d", "Begin with the best, and put > between: a > b > c > d."),
    ],
)
@both
def test_an_order_that_cannot_be_meant_is_asked_about(
    begin: Begin, platform: str, typed: str, sentence: str
) -> None:
    talk = begin(many(1, 4))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("B").says(typed)
    assert sentence in osei.texts()
    osei.sees("1st B. Which is next best?")


@both
def test_three_are_an_order_and_no_comparison(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 3), neighbour_strength=True, as_it_stands=True)
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("B", "A", "C is last")
    osei.presses("Submit").sees("How much better is B than A?").presses("Better")
    osei.sees("How much better is A than C?").presses("Slightly")
    osei.sees("Could the best go to this reader as it stands?").presses("No, none is acceptable")
    osei.sees("Saved 09:00. B, then A, then C. 1st better than the next. 2nd better than the next,")
    osei.sees("slightly. None is acceptable.")


@both
def test_of_two_an_order_may_be_typed_and_counts_at_once(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("b > a")
    osei.sees("How much better is B?").says("back").says("a = b").sees("Could either go")
    osei.presses("Yes").sees("Saved 09:00. Level. Fit to go out.")


@both
def test_back_leaves_the_question_who_is_level(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 4))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("C", "Level with C")
    osei.sees("Which is level with C?").presses("Back").sees("1st C. Which is next best?")
    assert "level" not in stored(talk, osei, "open")
    osei.presses("D").sees("2nd D. Which is next best?").presses("Undo")
    osei.sees("1st C. Which is next best?").presses("Undo").sees("Tap the best answer.")


@pytest.mark.parametrize(("strengths", "needed"), [("333", True), ("232", True), ("221", False)])
def test_a_reason_is_required_where_one_is_clearly_better_than_the_next(
    begin: Begin, strengths: str, needed: bool
) -> None:
    talk = begin(many(1, 4, ask=["rank", "rationale"]), neighbour_strength=True)
    osei = (
        talk.member("slack", "U1", "Dr Osei").says("next").says("a > b > c > d").presses("Submit")
    )
    osei.presses(*({"3": "Clearly", "2": "Better", "1": "Slightly"}[one] for one in strengths))
    osei.sees("Why? One or two sentences")
    assert ("No reason" not in [button.label for button in osei.panel.buttons]) is needed


def test_slack_lists_all_orders_of_up_to_four(begin: Begin) -> None:
    talk = begin(many(1, 4), many(2, 5))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    menu = osei.panel.card.menu
    assert menu is not None and len(menu.options) == 75
    (wanted,) = [one for one in menu.options if one.label == "C > A = D > B"]
    osei.presses_token(wanted.token, osei.panel.ref).sees("C, then A and D level, then B.")
    osei.presses("Submit", "Next task").sees("Tap the best answer.")
    assert osei.panel.card.menu is None


def test_telegram_has_no_list_and_nine_answers_fit(begin: Begin) -> None:
    talk = begin(many(1, 9))
    osei = talk.member("telegram", "7", "Dr Osei").says("next")
    assert osei.panel.card.menu is None
    osei.presses("I", "H", "G", "F", "E", "D", "C", "B").sees("A is left.")
    osei.presses("A is last", "Submit").sees("I, then H, then G")
    assert len(stored(talk, osei)["ranking"]) == 9


@both
def test_neighbours_are_compared_where_the_project_asks(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 4), ask=["rank"], neighbour_strength=True, as_it_stands=True)
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("c > a = d > b")
    osei.presses("Submit").sees("How much better is C than A and D?").presses("Clearly")
    osei.sees("How much better are A and D than B?").presses("Slightly")
    osei.sees("Could the best go to this reader as it stands?").presses("No, none")
    osei.sees("1st better than the next, clearly.")
    answer = stored(talk, osei)
    assert (answer["strengths"], answer["stands"]) == ({"0": 3, "1": 1}, False)


@both
def test_an_order_changed_is_asked_anew_and_both_are_kept(begin: Begin, platform: str) -> None:
    talk = begin(many(1, 3))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").says("a > b > c").says("submit")
    osei.presses("Change").sees("What would you like to change?").presses("The order")
    osei.sees("Tap the best answer.").says("c > b > a").presses("Submit")

    def step(records: Records) -> Any:
        contact = records.contact(osei.account)
        assert contact is not None
        (done,) = records.assignments(contact.person, "done", 5)
        return [one.answer["ranking"] for one in records.annotations(done.id)]

    first, second = talk.store.submit(step).result()
    assert first == second[::-1]


@both
def test_an_order_begun_is_found_again_after_a_restart(
    begin: Begin, platform: str, database_url: str
) -> None:
    talk = begin(many(1, 4))
    osei = talk.member(platform, "U1", "Dr Osei").says("next").presses("D", "Level with D")
    talk.restart(database_url)
    osei.presses("B").sees("1st B and D level. Which is next best?")
