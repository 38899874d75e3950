"""How long a task took, told honestly: from what was shown to each tap, without the pauses."""

from typing import Any

from bot.port import Records
from tests.conversation.conftest import Begin
from tests.conversation.test_orders import both
from tests.conversation.test_ratings import single
from tests.talk import BEGIN, Chat, Talk, task

SHORT = "B is wrong"


def times(talk: Talk, chat: Chat) -> Any:
    """The newest finished task of this person, and what its revisions took."""

    def step(records: Records) -> Any:
        contact = records.contact(chat.account)
        assert contact is not None
        done = records.assignments(contact.person, "done", 1)[0]
        return done, [one.active for one in records.annotations(done.id)]

    return talk.store.submit(step).result()


@both
def test_every_gap_counts_but_the_long_ones(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(seconds=40)
    osei.presses("A is better")
    talk.later(seconds=121)
    osei.presses("Better")
    talk.later(seconds=5)
    osei.presses("More", "Back")
    talk.later(seconds=120)
    osei.presses("Yes")
    done, took = times(talk, osei)
    assert took == [165_000] and done.active == 165_000
    assert done.delivered_at == BEGIN and done.first_tap_at > BEGIN
    assert done.touched_at == done.submitted_at == talk.now


@both
def test_a_change_is_counted_on_top(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(seconds=10)
    osei.presses("Level", "Yes")
    talk.later(hours=3)
    osei.presses("Change", "As it stands")
    talk.later(seconds=7)
    osei.presses("No, neither")
    assert times(talk, osei)[1] == [10_000, 17_000]


@both
def test_what_was_drawn_again_took_no_time(begin: Begin, platform: str) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    talk.later(seconds=30)
    osei.says("where").says("banana")
    talk.later(seconds=30)
    osei.presses("Level", "Yes")
    assert times(talk, osei)[1] == [60_000]


@both
def test_nobody_is_nudged_twice_in_one_task(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    osei.presses("A is better", "Better", "Yes", "None of").says(SHORT).sees("What would you point")
    osei.presses("Back").sees("Why?").says(SHORT).sees("Saved")
    osei.presses("Change", "The reason").says("Still wrong").sees("Saved")
    answer = times(talk, osei)[0].answer
    assert answer["nudged"] and "as_is" not in answer


@both
def test_two_reasons_sent_as_they_are_and_the_session_is_left_alone(
    begin: Begin, platform: str
) -> None:
    talk = begin(*(task(number) for number in range(4)))
    osei = talk.member(platform, "U1", "Dr Osei")
    for _ in range(2):
        osei.says("next").presses("A is better", "Better", "Yes", "None of").says(SHORT)
        osei.presses("Send as is").sees("Saved")
    osei.presses("Next task", "A is better", "Better", "Yes", "None of").says(SHORT).sees("Saved")
    talk.later(hours=1)
    osei.says("next").presses("A is better", "Better", "Yes", "None of").says(SHORT)
    osei.sees("What would you point to")


@both
def test_every_toggle_counts(begin: Begin, platform: str) -> None:
    talk = begin(single(1, "flag"), ask=["flag"])
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for label in ("Manner", "1 ", "2 ", "2 chosen", "Done", "A: S1", "No one place"):
        talk.later(seconds=50)
        osei.presses(label)
    done, took = times(talk, osei)
    assert took == [350_000] and done.active == 350_000


@both
def test_who_types_keeps_their_session(begin: Begin, platform: str) -> None:
    """Half an hour of silence ends it, and typing is no silence."""
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member(platform, "U1", "Dr Osei").says("next")
    for typed in ("a", "clearly"):
        talk.later(minutes=20)
        osei.says(typed)
    talk.later(minutes=20)
    osei.says("where").sees("as it stands?")
    assert not any("You have one open" in text for text in osei.texts())
