"""A step is stored whole or not at all; a delivery counts once; what cannot be used is kept."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.cards import Card, Notice, Post, words
from bot.port import Records
from bot.records import DONE, OPEN, Annotation, Contact
from bot.step import line
from bot.words import KEPT
from store import Delivery, Duplicate, Handled, MachineError, Quarantined, incidents, outbox
from store.port import SqlRecords
from store.tables import AnnotationRow, DeliveryRow, IncidentRow, OutboxRow, QuarantineRow
from tests.contract.shelf import AT, Shelf


def delivery(contact: Contact, key: str, raw: str = '{"text": "hello"}') -> Delivery:
    return Delivery("slack", "T1", key, raw, AT, contact.account)


def counted(shelf: Shelf, table: type) -> int:
    return shelf.store.read(
        lambda connection: connection.execute(select(func.count()).select_from(table)).scalar_one()
    )


def test_a_delivery_is_handled_once_however_often_it_comes(shelf: Shelf) -> None:
    _, contact = shelf.person()
    ran = []

    def step(records: Records) -> list[Post | Notice]:
        ran.append(1)
        card = Card((line("Hello"),))
        return [Post(contact.account, "m:1", card), Notice("Saved.")]

    first = shelf.store.deliver(delivery(contact, "E1"), step).result()
    assert first == Handled((Notice("Saved."),))
    again = [shelf.store.deliver(delivery(contact, "E1"), step) for _ in range(28)]
    assert {type(one.result()) for one in again} == {Duplicate}
    assert len(ran) == 1 and counted(shelf, OutboxRow) == 1


def test_one_delivered_to_two_workers_at_once_is_handled_once(
    shelf: Shelf, database_url: str
) -> None:
    _, contact = shelf.person()
    other = Shelf(database_url)
    gate = threading.Barrier(2)

    def step(records: Records) -> list[Post]:
        return [Post(contact.account, f"m:{records.fresh()}", Card((line("Hello"),)))]

    results = []

    def deliver(on: Shelf) -> None:
        gate.wait()
        results.append(on.store.deliver(delivery(contact, "E1"), step).result())

    threads = [threading.Thread(target=deliver, args=(on,)) for on in (shelf, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.store.close()
    assert sorted(type(result).__name__ for result in results) == ["Duplicate", "Handled"]
    assert counted(shelf, OutboxRow) == 1


def test_a_transaction_that_was_lost_under_a_unit_is_told_to_whoever_waits(shelf: Shelf) -> None:
    def lose(records: SqlRecords) -> None:
        records.incident("note", "lost", AT)
        raw = records.connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("ROLLBACK")

    with pytest.raises(MachineError):
        shelf.store.submit(lose).result(10)
    assert counted(shelf, IncidentRow) == 0
    shelf.do(lambda records: records.incident("note", "kept", AT))
    assert counted(shelf, IncidentRow) == 1


def test_without_a_key_the_bytes_are_the_key(shelf: Shelf) -> None:
    _, contact = shelf.person()
    kinds = [
        type(shelf.store.deliver(delivery(contact, "", raw), lambda records: []).result())
        for raw in ('{"a": 1}', '{"a": 2}', '{"a": 1}')
    ]
    assert kinds == [Handled, Handled, Duplicate]


def test_half_a_character_is_no_reason_to_lose_a_delivery(shelf: Shelf) -> None:
    """JSON may hold it; no database can, and nobody could be told that it arrived."""
    delivery = Delivery("telegram", "T1", "", "half \ud800", AT)

    def fails(records: Records) -> list[Notice]:
        raise ValueError("nobody can read this")

    assert isinstance(shelf.store.deliver(delivery, fails).result(10), Quarantined)
    assert isinstance(shelf.store.deliver(delivery, fails).result(10), Duplicate)
    (kept,) = shelf.do(lambda records: records.all(select(QuarantineRow.__table__)))  # type: ignore[attr-defined]
    assert kept.raw == "half \\ud800"


def test_a_step_at_fault_is_undone_kept_and_told_once(shelf: Shelf) -> None:
    _, contact = shelf.person()

    def step(records: Records) -> list[Post]:
        records.save_contact(replace(contact, name="half done"))
        raise LookupError("no such thing")

    result = shelf.store.deliver(delivery(contact, "E1"), step).result()
    assert isinstance(result, Quarantined)
    assert isinstance(shelf.store.deliver(delivery(contact, "E1"), step).result(), Duplicate)
    held = shelf.do(lambda records: records.hold(contact.account))
    assert held is not None and held.name == ""
    assert counted(shelf, QuarantineRow) == 1
    (told,) = incidents.listing(shelf.store, every=True)
    assert (told["kind"], told["person"]) == ("unusable", contact.person)
    leased = shelf.do(lambda r: outbox.claim(r, "me", (("slack", "T1"),), AT, 60, 9))
    assert [words(row.out.card) for row in leased if isinstance(row.out, Post)] == [KEPT]


def test_a_stranger_s_unusable_message_is_kept_without_a_word(shelf: Shelf) -> None:
    shelf.project(1)
    _, contact = shelf.person()
    stranger = replace(contact, account=replace(contact.account, user="U99"))

    def step(records: Records) -> list[Post]:
        raise ValueError("unreadable")

    assert isinstance(shelf.store.deliver(delivery(stranger, "E9"), step).result(), Quarantined)
    shelf.do(lambda records: records.meet(replace(stranger, id=0, person=0)))
    assert isinstance(shelf.store.deliver(delivery(stranger, "E8"), step).result(), Quarantined)
    assert counted(shelf, OutboxRow) == 0, "also once their account is known"


def test_one_broken_step_leaves_its_neighbours_alone(shelf: Shelf) -> None:
    _, contact = shelf.person()

    def step(number: int):  # type: ignore[no-untyped-def]
        def run(records: Records) -> list[Post]:
            if number == 7:
                records.enrol(10**9, "nowhere", AT)  # refused by the database itself
            return [Post(contact.account, f"m:{number}", Card((line(str(number)),)))]

        return run

    made = [shelf.store.deliver(delivery(contact, f"E{n}"), step(n)) for n in range(20)]
    kinds = [type(one.result()).__name__ for one in made]
    assert kinds[7] == "Quarantined" and kinds.count("Handled") == 19
    assert counted(shelf, OutboxRow) == 20  # nineteen, and the word about the one that is kept


def test_a_step_of_ours_that_fails_says_so_to_its_caller(shelf: Shelf) -> None:
    with pytest.raises(ZeroDivisionError):
        shelf.do(lambda records: 1 // 0)


def test_an_answer_that_moved_on_is_not_saved(shelf: Shelf) -> None:
    (task,) = shelf.project(1)
    _, contact = shelf.person()
    before = shelf.do(lambda records: shelf.offer(records, contact, task))
    after = replace(before, turn=2, answer={"ranking": [["a"], ["b"]]}, order=(1, 0))
    assert shelf.do(lambda records: records.save(before, after))
    assert not shelf.do(lambda records: records.save(before, replace(before, turn=2)))
    assert shelf.do(lambda records: records.assignment(before.id)) == after


def test_eight_devices_tapping_one_question_make_one_annotation(shelf: Shelf) -> None:
    (task,) = shelf.project(1)
    _, contact = shelf.person()
    before = shelf.do(lambda records: shelf.offer(records, contact, task))

    def tap(records: SqlRecords) -> bool:
        records.hold(contact.account)
        known = records.assignment(before.id)
        if known is None or known.state != OPEN:
            return False
        saved = records.save(known, replace(known, state=DONE, turn=2, attempt=1))
        if saved:
            records.annotate(Annotation(known.id, 1, AT, "submitted", {}))
        return saved

    taps = [shelf.store.submit(tap) for _ in range(8)]
    assert sum(one.result() for one in taps) == 1
    assert counted(shelf, AnnotationRow) == 1


def test_a_full_disk_is_told_to_everybody_and_stores_nothing(tmp_path: Path) -> None:
    """Inside a savepoint SQLite rolls the whole transaction back; a later commit would report
    success. Units that had returned before fail with it."""
    shelf = Shelf(f"sqlite:///{tmp_path / 'full.db'}")
    _, contact = shelf.person()
    busy, held = threading.Event(), threading.Event()
    shelf.store.submit(lambda records: busy.set() or held.wait(10))  # type: ignore[func-returns-value]
    assert busy.wait(10)  # what is given meanwhile becomes one group

    def limit(records: SqlRecords) -> None:
        pages = records.connection.execute(text("PRAGMA page_count")).scalar_one()
        records.connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    shelf.store.submit(limit)
    good = shelf.store.deliver(delivery(contact, "E1"), lambda records: [])
    big = "x" * 1_000_000
    full = shelf.store.submit(lambda records: records.incident("note", big, AT))
    held.set()
    for future in (good, full):
        with pytest.raises(MachineError):
            future.result(timeout=30)

    shelf.do(lambda r: r.connection.execute(text("PRAGMA max_page_count = 1000000")).all())
    retried = shelf.store.deliver(delivery(contact, "E1"), lambda records: [])
    assert isinstance(retried.result(), Handled)
    assert counted(shelf, IncidentRow) == 0
    shelf.store.close()


def test_listeners_hear_of_a_commit_that_queued_something(shelf: Shelf) -> None:
    _, contact = shelf.person()
    heard = threading.Event()
    shelf.store.listen(heard.set)
    shelf.do(lambda records: records.hold(contact.account))
    assert not heard.is_set()
    card = Card((line("Hello"),))
    shelf.do(lambda records: records.emit(Post(contact.account, "m:1", card), AT))
    assert heard.wait(5)


def test_a_closed_store_finishes_what_it_was_given(database_url: str) -> None:
    shelf = Shelf(database_url)
    _, contact = shelf.person()
    given = [
        shelf.store.submit(lambda records: records.incident("note", "kept", AT)) for _ in range(50)
    ]
    shelf.store.close()
    assert all(one.result() for one in given)
    with pytest.raises(MachineError):
        shelf.store.submit(lambda records: records.hold(contact.account))
    shelf = Shelf(database_url)
    assert counted(shelf, IncidentRow) == 50
    shelf.store.close()


def test_lapsed_leases_are_found_and_no_others(shelf: Shelf) -> None:
    tasks = shelf.project(3)
    _, contact = shelf.person()
    old, new, over = [
        shelf.do(lambda records, task=task: shelf.offer(records, contact, task))  # type: ignore[misc]
        for task in tasks
    ]
    late = AT + timedelta(hours=72)
    shelf.do(lambda r: r.save(new, replace(new, lease_until=late + timedelta(hours=1))))
    shelf.do(lambda r: r.save(over, replace(over, state=DONE, turn=2)))
    found = shelf.do(lambda records: records.lapsed(late, 10))
    assert [assignment.id for assignment in found] == [old.id]


def test_one_that_cannot_even_be_kept_fails_alone(shelf: Shelf) -> None:
    """Its neighbours in the same commit are stored, and hear so."""
    _, contact = shelf.person()
    gate = threading.Event()
    shelf.store.submit(lambda records: gate.wait(10))  # so that all others share one commit
    poison = delivery(contact, "E\ud83d")
    keys = [f"E{number}" for number in range(8)]
    sent = [shelf.store.deliver(delivery(contact, key), lambda records: []) for key in keys[:4]]
    broken = shelf.store.deliver(poison, lambda records: [])
    sent += [shelf.store.deliver(delivery(contact, key), lambda records: []) for key in keys[4:]]
    gate.set()
    assert [type(one.result(10)) for one in sent] == [Handled] * 8
    with pytest.raises(UnicodeError):
        broken.result(10)
    assert counted(shelf, DeliveryRow) == 8
