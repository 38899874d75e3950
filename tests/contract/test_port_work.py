"""What the port says of tasks in somebody's hands, to the instant and to the number."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.records import DONE, OPEN
from store.port import SqlRecords
from tests.contract.shelf import AT, Shelf


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    shelf.project(4)
    return shelf


def test_one_whose_reason_was_edited_meanwhile_is_not_saved(shelf: Shelf) -> None:
    """The edit counted as an attempt, and asked nothing anew: the turn is the same."""
    person, contact = shelf.person()
    made = shelf.do(lambda r: shelf.offer(r, contact, 1, state=DONE, attempt=1, turn=5))
    edited = replace(made, attempt=2, answer={"rationale": "B waits."})
    assert shelf.do(lambda r: r.save(made, edited))
    assert not shelf.do(lambda r: r.save(made, replace(made, answer={})))
    (stored,) = shelf.do(lambda r: r.assignments(person.id, DONE, 9))
    assert stored == edited


def test_the_week_begins_at_its_first_instant(shelf: Shelf) -> None:
    (person, contact), (_, other) = shelf.person(), shelf.person()

    def step(records: SqlRecords) -> list[int]:
        shelf.offer(records, other, 1, state=DONE, submitted_at=AT)
        for task, at in ((1, AT), (2, AT + timedelta(seconds=1))):
            shelf.offer(records, contact, task, state=DONE, submitted_at=at)
        shelf.offer(records, contact, 3, submitted_at=AT)  # not finished
        moment = timedelta(microseconds=1)
        return [records.done_since(person.id, at) for at in (AT - moment, AT, AT + moment)]

    assert shelf.do(step) == [2, 2, 1]


def test_the_newest_are_told_and_no_more_than_asked(shelf: Shelf) -> None:
    person, contact = shelf.person()

    def step(records: SqlRecords) -> list[int]:
        for minutes, task in enumerate((2, 1, 3)):
            made = shelf.offer(records, contact, task)
            assert records.save(made, replace(made, offered_at=AT + timedelta(minutes=minutes)))
        return [one.item for one in records.assignments(person.id, OPEN, 2)]

    assert shelf.do(step) == [3, 1]


def test_what_was_saved_is_what_is_read(shelf: Shelf) -> None:
    person, contact = shelf.person()
    answer = {"ranking": [["a"], ["b"]]}

    def step(records: SqlRecords) -> None:
        made = shelf.offer(records, contact, 1)
        assert records.save(made, replace(made, answer=answer, order=(1, 0), again=("ranking",)))

    shelf.do(step)
    (stored,) = shelf.do(lambda r: r.assignments(person.id, OPEN, 9))
    assert (stored.answer, stored.order, stored.again) == (answer, (1, 0), ("ranking",))


def test_what_somebody_is_changing_is_theirs_and_finished(shelf: Shelf) -> None:
    (person, contact), (_, other) = shelf.person(), shelf.person()
    tasks = shelf.project(6, name="more")

    def step(records: SqlRecords) -> tuple[list[str], list[str]]:
        mine = [
            shelf.offer(records, contact, task, state=DONE, question="change").id for task in tasks
        ]
        shelf.offer(records, contact, 3, state=DONE)
        shelf.offer(records, contact, 4, question="ranking")
        shelf.offer(records, other, 1, state=DONE, question="change")
        return sorted(mine), [one.id for one in records.changing(person.id)]

    mine, told = shelf.do(step)
    assert told == mine


def test_what_ran_out_first_is_passed_on_first_and_no_more_than_asked(shelf: Shelf) -> None:
    _, contact = shelf.person()

    def step(records: SqlRecords) -> list[list[int]]:
        for task, minutes in ((1, 2), (2, 1), (3, 0)):
            made = shelf.offer(records, contact, task)
            until = AT + timedelta(minutes=minutes)
            assert records.save(made, replace(made, lease_until=until))
        late = AT + timedelta(minutes=1)
        return [[one.item for one in records.lapsed(late, most)] for most in (9, 1)]

    assert shelf.do(step) == [[3, 2], [3]]
