"""What another worker does between two statements of a step is noticed, and changes nothing twice.

On SQLite nobody comes between: it has one writer.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update

from adapters.edge import fresh_id
from bot import engine
from bot.events import Account, Pressed
from bot.port import Records
from bot.records import OPEN, Contact
from store import Delivery, Handled, Store, batches, open_store, people, recount
from store.port.people import BATCH, PROJECT
from store.port.queue import QUEUE
from tests import postgres
from tests.contract.shelf import AT, Shelf, claimed
from tests.talk import Chat, Talk, task


@pytest.fixture
def url(postgresql: postgres.Server, postgresql_template: str) -> Iterator[str]:
    name = postgresql.create(postgresql_template)
    yield postgresql.url(name)
    postgresql.drop(name)


@pytest.fixture
def shelf(url: str) -> Iterator[Shelf]:
    made = Shelf(url)
    yield made
    made.store.close()


@pytest.fixture
def talk(url: str, tmp_path: Path) -> Iterator[Talk]:
    made = Talk(url)
    made.project([task(1, ask=["rank"])], tmp_path, annotators_per_task=1)
    yield made
    made.close()


@contextmanager
def between(store: Store, words: str, act: Callable[[Store], Any]) -> Iterator[threading.Event]:
    """Once armed, right before a statement with these words: what another worker does."""
    armed = threading.Event()

    def about_to(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if armed.is_set() and words in statement:
            armed.clear()
            act(other)

    event.listen(store._writing, "before_cursor_execute", about_to)
    with closing(open_store(store.url, fresh_id)) as other:
        yield armed
    assert not armed.is_set(), "nobody came between"


def test_one_that_failed_here_and_was_handled_elsewhere_meanwhile_is_not_kept_too(
    shelf: Shelf,
) -> None:
    delivery, there = Delivery("slack", "T1", "E1", "{}", AT), []

    def elsewhere(other: Store) -> None:
        there.append(other.deliver(delivery, lambda records: []).result(10))

    with between(shelf.store, "INSERT INTO delivery", elsewhere) as armed:

        def fails(records: Records) -> list[Any]:
            armed.set()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            shelf.store.deliver(delivery, fails).result(10)
    assert there == [Handled(())]


def test_the_last_task_taken_between_the_look_and_the_hand(talk: Talk) -> None:
    osei, lind = talk.member("slack", "U1", "Dr Osei"), talk.member("slack", "U2", "Dr Lind")

    def take(records: Any) -> None:
        known = records.hold(lind.account)
        assert claimed(records, known.person)

    with between(
        talk.store, "FOR UPDATE SKIP LOCKED", lambda other: other.submit(take).result(10)
    ) as armed:
        armed.set()
        osei.says("next").sees("Nothing waiting for you.")


class Twice:
    """One person on two platforms, with one task open."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.osei: Chat = talk.member("slack", "U1", "Dr Osei").says("next")
        self.phone = Account("telegram", "1000001", "7")

        def step(records: Any) -> None:
            person = records.hold(self.osei.account).person
            records.meet(Contact(0, self.phone, person=person))

        talk.store.submit(step).result()

    def there(self, label: str) -> Callable[[Store], Any]:
        """The same button's press, from the phone."""
        _, button = self.osei.find(label)
        press = Pressed(id="there", at=self.talk.now, account=self.phone, token=button.token)

        def act(other: Store) -> None:
            def step(records: Any) -> None:
                engine.handle(records, press, self.talk.rules)

            other.submit(step).result(10)

        return act

    def stored(self) -> Any:
        def look(records: Any) -> Any:
            (mine,) = records.assignments(records.hold(self.osei.account).person, OPEN, 9)
            return mine

        return self.talk.store.submit(look).result()


@pytest.mark.parametrize("label", ["B is better", "Skip"])
def test_two_devices_of_one_person_press_one_question(talk: Talk, label: str) -> None:
    twice = Twice(talk)
    osei = twice.osei
    with between(talk.store, "FROM session", twice.there("A is better")) as armed:
        armed.set()
        osei.presses(label)
    assert osei.notices[-1] == "That question is finished. Here is where you are."
    mine = twice.stored()
    assert mine.answer["ranking"][0] == [f"a{mine.order[0] + 1}"] and mine.turn == 2


def test_a_task_skipped_here_and_taken_up_there_goes_to_nobody_else(talk: Talk) -> None:
    twice = Twice(talk)
    osei = twice.osei.presses("Skip")
    with between(talk.store, "FROM session", twice.there("Back")) as armed:
        armed.set()
        osei.presses("Not my field")
    assert osei.notices[-1] == "That question is finished. Here is where you are."
    assert twice.stored().question == "ranking"
    (slot,) = talk.store.submit(lambda records: records.all(select(QUEUE))).result()
    assert slot.remaining == 0


def test_a_task_that_moved_on_while_its_owner_is_removed_is_given_back_once(shelf: Shelf) -> None:
    shelf.project(2, overlap=1)
    person, contact = shelf.person()

    def take(records: Any) -> Any:
        item = claimed(records, person.id)
        assert item
        return shelf.offer(records, contact, item.id)

    kept, made = sorted((shelf.do(take), shelf.do(take)), key=lambda one: str(one.id))

    def lapse(records: Any) -> None:
        assert records.save(made, replace(made, state="lapsed", turn=made.turn + 1))
        records.give_back(made.item)

    with between(
        shelf.store, "UPDATE assignment SET", lambda other: other.submit(lapse).result(10)
    ) as armed:
        armed.set()
        people.remove(shelf.store, person.id, AT)
    slots = shelf.do(lambda records: records.all(select(QUEUE)))
    stored = [shelf.do(lambda r, one=one: r.assignment(one.id)) for one in (made, kept)]  # type: ignore[misc]
    assert [slot.remaining for slot in slots] == [1, 1]
    assert [one.state for one in stored if one] == ["lapsed", "returned"]


def test_tasks_that_enter_while_their_project_asks_for_more_are_counted_once(shelf: Shelf) -> None:
    """The other worker decides on five annotators and dies before it counts the queue."""
    shelf.project(24, overlap=2)
    shelf.do(lambda records: records.connection.execute(delete(QUEUE)))
    entering = update(BATCH).values(tasks=0)
    shelf.do(lambda records: records.connection.execute(entering))

    def more(records: Any) -> None:
        records.connection.execute(update(PROJECT).values(overlap=5))
        recount.begin(records, "demo", 2)

    with between(
        shelf.store, "project.overlap \nFROM", lambda other: other.submit(more).result(10)
    ) as armed:
        armed.set()
        while shelf.do(batches.enter_next):
            pass
    while shelf.do(recount.go_on_anywhere):
        pass
    slots = shelf.do(lambda records: records.all(select(QUEUE)))
    assert [slot.remaining for slot in slots] == [5] * 24
