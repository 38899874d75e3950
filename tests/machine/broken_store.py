"""Defects of the store: what it no longer guards, one at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, literal, update

import store.outbox
import store.port.leaving
import store.port.queue
import store.sql
from bot.records import Candidate
from store import people, tables
from store.port import SqlRecords
from store.port.leaving import OUTBOX, Leaving
from store.port.queue import ASSIGNMENT, QUEUE, Queue
from store.port.threads import Threads
from store.port.work import Work
from store.ready import Ready
from tests.machine.defects import Patch, defect


@defect
def compare_and_set_dropped() -> list[Patch]:
    def save(self: Any, before: Any, after: Any) -> bool:
        values = self._columns({k: getattr(after, k) for k in after.__dataclass_fields__})
        name = values.pop("id")
        self.connection.execute(update(ASSIGNMENT).where(ASSIGNMENT.c.id == name).values(values))
        return True

    return [(Work, "save", save)]


@defect
def delivery_mark_ignored() -> list[Patch]:
    marked = store.sql._mark
    return [(store.sql, "_mark", lambda records, delivery: marked(records, delivery) or True)]


@defect
def slot_not_taken() -> list[Patch]:
    given = update(QUEUE).where(QUEUE.c.task == bindparam("of_task"))
    untouched = Ready(given.values(is_open=QUEUE.c.is_open))
    return [(store.port.queue, "_CLAIM", {True: untouched, False: untouched})]


@defect
def slot_given_back_twice() -> list[Patch]:
    whole = Queue.give_back

    def give_back(self: Any, item: int) -> None:
        whole(self, item)
        whole(self, item)

    return [(SqlRecords, "give_back", give_back)]


@defect
def slot_never_given_back() -> list[Patch]:
    return [(SqlRecords, "give_back", lambda self, item: None)]


@defect
def lease_fence_ignored() -> list[Patch]:
    bare = (OUTBOX.c.id == bindparam("of_id"),)
    settle, wait = store.outbox._SETTLE, store.outbox._WAIT

    def loose(ready: Ready) -> Ready:
        made = ready.statement._generate()
        made._where_criteria = bare
        return Ready(made)

    return [(store.outbox, "_SETTLE", loose(settle)), (store.outbox, "_WAIT", loose(wait))]


@defect
def hushed_rows_sent() -> list[Patch]:
    return [(SqlRecords, "hush", lambda self, account, at: [])]


@defect
def sent_to_the_unreachable() -> list[Patch]:
    known = Leaving.known

    def always_ok(self: Any, contact: int, account: Any, reach: str) -> None:
        known(self, contact, account, "ok")

    return [(SqlRecords, "known", always_ok)]


@defect
def edit_sent_before_post() -> list[Patch]:
    claim = store.outbox.claim
    free = store.outbox._DUE._generate()
    free._where_criteria = free._where_criteria[:-1]
    return [(store.outbox, "_DUE", free), (store.outbox, "claim", claim)]


@defect
def doubt_forgotten() -> list[Patch]:
    whole = store.outbox.wait

    def wait(*args: Any, unsure: bool = False, **more: Any) -> bool:
        return whole(*args, **more)

    return [(store.outbox, "wait", wait)]


@defect
def doubt_of_a_lapsed_lease_forgotten() -> list[Patch]:
    leased = store.outbox._leased

    def sure(records: Any, row: Any, owner: str) -> Any:
        return replace(leased(records, row, owner), unsure=row.unsure and not row.owner)

    return [(store.outbox, "_leased", sure)]


@defect
def address_of_a_message_not_kept() -> list[Patch]:
    nothing = update(tables.MessageRow).where(literal(False))
    return [(store.outbox, "_ARRIVED", nothing)]


@defect
def same_task_twice_to_one_person() -> list[Patch]:
    def heads(self: Any, person: int, piles: Any, most: int, end: int = 0) -> Any:
        found = self.connection.exec_driver_sql(
            "SELECT task, pile, pos, words, variant FROM task_queue WHERE is_open = 1 ORDER BY pos"
        )
        return [Candidate(*row) for row in found]

    return [(SqlRecords, "heads", heads)]


@defect
def edited_reason_kept_beside_the_old_one() -> list[Patch]:
    whole = Threads.hear

    def hear(self: Any, heard: Any) -> None:
        if self.heard(heard.account, heard.message):
            whole(self, replace(heard, message=heard.message + "+", place=heard.place + 1))
        else:
            whole(self, heard)

    return [(SqlRecords, "hear", hear)]


@defect
def older_revision_overwritten() -> list[Patch]:
    whole = Work.annotate

    def annotate(self: Any, annotation: Any) -> None:
        if annotation.attempt > 1:
            self.connection.exec_driver_sql(
                "UPDATE annotation SET cause = 'changed' WHERE assignment = ?",
                (annotation.assignment,),
            )
        whole(self, annotation)

    return [(SqlRecords, "annotate", annotate)]


@defect
def notices_instead_of_stored_answers() -> list[Patch]:
    return [(SqlRecords, "annotate", lambda self, annotation: None)]


@defect
def lapsed_too_early() -> list[Patch]:
    whole = Work.lapsed
    return [
        (SqlRecords, "lapsed", lambda self, at, most: whole(self, at + timedelta(hours=24), most))
    ]


@defect
def removed_with_tasks_in_hand() -> list[Patch]:
    return [(people, "OPEN", "nothing")]
