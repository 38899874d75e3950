"""The database is lost and a backup takes its place: what people see is newer than what is known.

Answers after the backup are gone, and nothing else is: no old button means something new, nobody
is stuck, and what comes again counts once.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.events import Account, Pressed
from bot.records import DONE
from bot.words import FINISHED, NOT_OPEN
from store import Duplicate, Handled, backup, outbox
from store.lock import Taken, alone
from store.port.queue import ANNOTATION, ASSIGNMENT
from tests.conversation.conftest import Begin
from tests.talk import TEAMS, Chat, Talk, task

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


class Losing:
    """A talk over a file that can be backed up, and lost."""

    def __init__(self, file: Path) -> None:
        self.file, self.copy = file, file.with_name("copy.db")
        self.talk = Talk(f"sqlite:///{file}")
        tasks = [task(number, ask=["rank"]) for number in range(1, 4)]
        self.talk.project(tasks, file.parent)

    def backed_up(self) -> None:
        """While the store is open and at work."""
        backup.backup(self.talk.store.url, self.copy)

    def lost(self, *, ready: bool = False) -> None:
        """By the procedure of docs/operations.md; whoever forgets its `rounds db restored` is safe
        the first time that a copy comes back."""
        self.talk.store.close()
        for tail in ("", "-wal", "-shm"):
            self.file.with_name(f"{self.file.name}{tail}").unlink(missing_ok=True)
        shutil.copy(self.copy, self.file)
        if ready:
            backup.restored(self.talk.store.url, self.talk.now)
        self.talk.restart(f"sqlite:///{self.file}")

    def answers(self) -> dict[int, dict[str, object]]:
        """What counts, by task; each exactly once."""
        asked = (
            select(ASSIGNMENT.c.task, ANNOTATION.c.answer)
            .join(ANNOTATION, ANNOTATION.c.assignment == ASSIGNMENT.c.id)
            .where(ASSIGNMENT.c.state == DONE)
        )
        rows = self.talk.store.read(lambda look: look.execute(asked).all())
        assert len({row.task for row in rows}) == len(rows), "counted twice"
        return {row.task: row.answer for row in rows}


@pytest.fixture
def losing(sqlite_template: Path, tmp_path: Path) -> Iterator[Losing]:
    made = Losing(Path(shutil.copy(sqlite_template, tmp_path / "rounds.db")))
    yield made
    made.talk.close()


def answers(chat: Chat) -> None:
    chat.presses("Level").presses("Yes").sees("Saved")


@both
def test_what_was_answered_before_the_backup_counts_and_what_came_after_is_asked_again(
    losing: Losing, platform: str
) -> None:
    osei = losing.talk.member(platform, "1", "Dr Osei").says("next")
    answers(osei)
    osei.presses("Next task").sees("Which answer")
    losing.backed_up()
    osei.presses("B is better").presses("Clearly").presses("Yes").sees("Saved")
    losing.lost()
    assert len(losing.answers()) == 1
    osei.presses("Change").sees("Which answer").hears(FINISHED)
    answers(osei)
    assert [answer["stands"] for answer in losing.answers().values()] == [True, True]


@both
def test_a_button_of_the_time_that_was_lost_never_answers_another_question(
    losing: Losing, platform: str
) -> None:
    """Its turn comes again after the restore, and would ask something else."""
    osei = losing.talk.member(platform, "1", "Dr Osei").says("next").sees("Which answer")
    losing.backed_up()
    osei.presses("A is better").says("where").sees("How much better")
    old, clearly = osei.panel, next(b for b in osei.panel.buttons if b.label == "Better")
    losing.lost()
    osei.presses_token(clearly.token, old.ref).sees("Which answer").hears(FINISHED)
    osei.presses("Level").sees("Could either go")
    osei.presses_token(clearly.token, old.ref).hears(FINISHED)
    assert losing.answers() == {}, "[Better] was taken for [No, neither is acceptable]"
    osei.presses("Yes").sees("Saved")
    (answer,) = losing.answers().values()
    assert answer["stands"] is True


@both
def test_a_button_drawn_before_the_backup_still_leads_to_an_answer(
    losing: Losing, platform: str
) -> None:
    osei = losing.talk.member(platform, "1", "Dr Osei").says("next").sees("Which answer")
    losing.backed_up()
    losing.lost()
    osei.presses("Level")
    if "Which answer" in osei.panel.text:  # told once that it is finished, and shown the question
        osei.hears(FINISHED).presses("Level")
    osei.presses("Yes").sees("Saved")
    assert len(losing.answers()) == 1


@both
def test_a_task_given_out_after_the_backup_is_unknown_and_nobody_is_stuck(
    losing: Losing, platform: str
) -> None:
    osei = losing.talk.member(platform, "1", "Dr Osei")
    losing.backed_up()
    osei.says("next").presses("Level").sees("Could either go")
    losing.lost()
    osei.presses("Yes").hears(NOT_OPEN)
    osei.says("next", thread="-").sees("Which answer")
    answers(osei)
    assert len(losing.answers()) == 1


@both
def test_what_the_platform_delivers_again_counts_once(losing: Losing, platform: str) -> None:
    osei = losing.talk.member(platform, "1", "Dr Osei").says("next").presses("Level")
    token = next(one.token for one in osei.panel.buttons if one.label == "Yes")
    account = Account(platform, TEAMS[platform], "1")
    event = Pressed(
        id="again", at=losing.talk.now, account=account, channel="D1", token=token,
        message=osei.panel.ref,
    )  # fmt: skip
    losing.backed_up()
    assert isinstance(losing.talk.deliver(event), Handled)
    losing.lost()
    seen = [type(losing.talk.deliver(event)) for _ in range(3)]
    assert seen == [Handled, Duplicate, Duplicate]
    if not losing.answers():  # its turn was over; the question was shown once more
        osei.presses("Yes")
    assert len(losing.answers()) == 1


def test_what_waited_to_be_sent_is_looked_for_before_it_is_sent_again(losing: Losing) -> None:
    """It may have left after the backup: on Slack the pump finds it there."""
    osei = losing.talk.member("slack", "1", "Dr Osei")
    kept: Callable[[], None] = losing.talk.pump
    losing.talk.pump = lambda: None  # type: ignore[method-assign]
    osei.says("next")
    losing.backed_up()
    losing.lost()
    losing.talk.pump = kept  # type: ignore[method-assign]
    claim = partial(
        outbox.claim, owner="o", teams=(("slack", "T1"),), now=losing.talk.now, lease=60.0, room=9
    )
    rows = losing.talk.store.submit(claim).result()
    assert rows and all(row.unsure for row in rows)


def test_what_other_means_brought_back_is_made_ready_by_a_command(begin: Begin) -> None:
    """A snapshot, pg_dump: turns do not come again, and what waits is looked for."""
    talk = begin(task(1, ask=["rank"]))
    osei = talk.member("slack", "1", "Dr Osei").says("next").sees("Which answer")
    drawn = osei.panel.buttons[0].token
    backup.restored(talk.store.url, talk.now)
    osei.presses_token(drawn, osei.panel.ref).hears(FINISHED)
    assert osei.panel.buttons[0].token != drawn
    osei.presses("Level").presses("Yes").sees("Saved")


def test_a_database_that_is_served_is_not_made_ready(losing: Losing) -> None:
    with alone(losing.talk.store.url), pytest.raises(Taken, match="Another rounds serve"):
        backup.restored(losing.talk.store.url, losing.talk.now)


def test_a_backup_changes_nothing_of_the_database_itself(losing: Losing) -> None:
    osei = losing.talk.member("slack", "1", "Dr Osei").says("next").sees("Which answer")
    losing.backed_up()
    answers(osei)
    assert FINISHED not in osei.notices


def test_a_copy_that_comes_back_twice_takes_no_button_of_its_first_life(losing: Losing) -> None:
    """Each life begins with turns of its own, however often the same copy is put back."""
    osei = losing.talk.member("slack", "1", "Dr Osei").says("next").sees("Which answer")
    losing.backed_up()
    losing.lost(ready=True)
    osei.says("where").presses("A is better").says("where").sees("How much better")
    old, better = osei.panel, next(b for b in osei.panel.buttons if b.label == "Better")
    losing.talk.later(minutes=5)
    losing.lost(ready=True)
    osei.says("where").presses("Level").sees("Could either go")
    osei.presses_token(better.token, old.ref).hears(FINISHED)
    assert losing.answers() == {}, "[Better] was taken for [No, neither is acceptable]"
    osei.presses("Yes").sees("Saved")
    (answer,) = losing.answers().values()
    assert answer["stands"] is True
