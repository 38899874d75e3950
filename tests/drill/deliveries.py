"""What was delivered comes again, up to 28 times and a day late: the database is as if it had not.

A clean run of several people on both platforms, through tasks of every kind, is noted down delivery
by delivery. On an equal database the same deliveries come in the same order, and copies of them at
any later moment; at the end all tables hold the same rows. `python -m tests.drill.deliveries
--extra N` for each database.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store import people
from tests import kept, medley, needs, postgres
from tests.drill.through import through
from tests.drill.wired import Came, Dump, Wired, differences, dump
from tests.fuzz.worker import Worker
from tests.mind import Mind
from tests.talk import Chat, task

COPIES_MOST = 27
"""Beside the first: Slack's three retries and 24 hourly ones (notes on reliability, 7)."""

LATE = timedelta(hours=24)
EXTRA = 10_000
WAYS = 16
"""Of working on a task: after so many rounds, everybody has gone all of them; every second one is
of comparing two answers, between them come the other kinds."""

STAFF = (("slack", "U1"), ("slack", "U2"), ("telegram", "3"), ("telegram", "4"))
REASON = "Says to wait three days although a baby with fever must be seen today."
MORE = "And it names no sign on which to come back earlier."
SLIP = "My patient born 3/14/61 waited three days and lost the kidney."


def begun(url: str, folder: Path, rounds: int) -> Wired:
    """A database with a project, and invitations for everybody but the last of each platform, who
    take part already."""
    talk = Wired(url)
    about = {**medley.ABOUT, "guideline": "Red flags first."}
    tasks = [_task(number) for number in range(rounds * 2 + 4)]
    talk.project(tasks, folder, annotators_per_task=len(STAFF), **about)
    for platform, user in STAFF:
        if user in ("U2", "4"):
            talk.member(platform, user, f"Dr {user}")
        else:
            talk.meets(platform, user, f"Dr {user}")
            code = f"code-{user:0>17}"
            people.invite(talk.store, "demo", f"Dr {user}", code, talk.now, confirmed=True)
    return talk


def _task(number: int) -> dict[str, Any]:
    """By turns a comparison of two, and a task of the medley."""
    return medley.medley(number) if number % 2 else task(number, ask=["rank", "rationale"])


def clean_run(talk: Wired, rounds: int) -> None:
    """First contact, then every way of working on a task, by all of them in turn."""
    for chat in talk.chats.values():
        if chat.account.user in ("U1", "3"):
            _joins(chat)
    workers = [_worker(talk, chat) for chat in talk.chats.values()]
    for number in range(rounds):
        for worker, chat in zip(workers, talk.chats.values(), strict=True):
            _works(talk, worker, chat, number)
            talk.later(minutes=3)
        _odd(talk, number)
    talk.later(hours=80)


def _worker(talk: Wired, chat: Chat) -> Worker:
    platform, user = chat.account.platform, chat.account.user
    mind = Mind(user, random.Random(user), leaves=False)
    return Worker(user, talk.doors[platform], chat, mind, platform)


def _joins(chat: Chat) -> None:
    code = f"code-{chat.account.user:0>17}"
    if chat.account.platform == "slack":
        chat.opens("home").says(code, thread="-")
    else:
        chat.opens("start", code)
    chat.takes_part()


def _works(talk: Wired, worker: Worker, chat: Chat, number: int) -> None:
    """One task; every second one is taken up by a button."""
    if number % 2 and chat.labels().count("Next task"):
        chat.presses("Next task")
    else:
        chat.says("next")
    ref, asked = chat.panel.ref, chat.panel.buttons[:2]
    if worker.panel().number is not None:
        through(talk, worker)
    else:
        _compares(chat, number)
    for button in asked:  # a press on what is finished by now
        chat.presses_token(button.token, ref)


def _compares(chat: Chat, number: int) -> None:
    """Two answers, in one of eight ways."""
    match number // 2 % 8:
        case 0:
            chat.presses("A is better").presses("Clearly").presses("Yes").presses("None of").says(
                REASON
            )
            chat.edits(chat.last_said, f"{REASON} Today.")
        case 1:
            chat.presses("Level").presses("No, neither").presses("None of")
            chat.says(SLIP).presses("It is not about a patient").says("no reason")
        case 2:
            chat.says("b").says("2").says("back").says("slightly").says("no")
            chat.says("short").says(REASON)
        case 3:
            chat.presses("Skip").presses("Not my field")
        case 4:
            chat.presses("B is better").presses("Back").presses("A is better")
            chat.presses("Better").presses("Yes").presses("None of").says(REASON)
            chat.presses("Change").presses("Which is better").presses("B is better")
            chat.presses("Clearly").presses("Yes")
        case 5:
            chat.presses("Level").presses("Yes").presses("None of").says(REASON).says(MORE).presses(
                "Undo"
            )
        case 6:
            chat.presses("More").presses("What does this mean?").presses("Back")
            chat.presses("More").presses("Something is wrong").presses("Cut off")
            chat.presses("A is better").presses("Better").presses("Yes").presses("None of")
            _writes(chat)
        case 7:
            chat.presses("More").presses("Ask the coordinator").says("Is this about a child?")
            chat.presses("More").presses("Later").says("where").says("answers")


def _writes(chat: Chat) -> None:
    """The reason, on Slack in a form and taken back; then Home."""
    if chat.account.platform == "telegram":
        chat.says(REASON, reply_to=chat.panel.ref)
        return
    chat.presses("Write").submits(reason="  ").submits(reason=REASON)
    chat.says(MORE).edits(chat.last_said, None).presses("Remove")
    chat.opens("home").opens("messages").commands("settings")


def _odd(talk: Wired, number: int) -> None:
    """What cannot be read, and what has no id of its own: its bytes are its name."""
    poison = {"update_id": 900_000 + number, "message": {"chat": {"type": 5}}}
    talk.comes(Came(talk.now, "telegram", poison))
    whose = {"team": {"id": "T1"}, "user": {"id": "U1"}, "n": number}
    nameless = {"type": "block_actions", "actions": [{"value": "home:1:help"}]} | whose
    talk.comes(Came(talk.now, "slack", nameless))


def meant_otherwise(talk: Wired, folder: Path) -> list[str]:
    """What an export of the medley's tasks says otherwise than was meant."""
    users = [user for _, user in STAFF]
    rows = kept.exported(talk.store, "demo", folder / "out", talk.now, users)
    return kept.differences([row for row in rows if int(row["task_id"][1:]) % 2])


def shaken(talk: Wired, log: list[Came], extra: int, chance: random.Random) -> int:
    """The same deliveries in the same order, with `extra` copies among what follows them; how
    often the one that came most came."""
    copies: dict[int, list[Came]] = {}
    drawn = _drawn([place for place, came in enumerate(log) if came.platform], extra, chance)
    for place in drawn:
        after = chance.randrange(place, len(log))
        late = log[place].at + LATE * chance.random()
        copies.setdefault(after, []).append(replace(log[place], at=late))
    for place, came in enumerate(log):
        talk.again(came)
        chance.shuffle(coming := copies.get(place, []))
        for copy in coming:
            talk.let_in(copy)
        talk.now = came.at
    assert talk.results["Duplicate"] == extra, "a copy was no duplicate"
    return 1 + max(Counter(drawn).values())


def _drawn(places: list[int], extra: int, chance: random.Random) -> list[int]:
    """Which deliveries come again, each as often as it stands there: many a few times, some as
    often as a platform ever repeats one."""
    drawn: list[int] = []
    for place in chance.sample(places, len(places)):
        drawn += [place] * chance.choice((1, 3, COPIES_MOST))
    assert len(drawn) >= extra, "a longer clean run is needed"
    return drawn[:extra]


def compared(
    clean: str, again: str, folder: Path, *, extra: int, seed: int, rounds: int
) -> tuple[str, Dump]:
    """Both runs, each on its database. Raises AssertionError unless they end the same."""
    began = time.monotonic()
    with closing(begun(clean, folder, rounds)) as first:
        clean_run(first, rounds)
        assert not (said := meant_otherwise(first, folder)), said[:5]
        whole, log = dump(first.store), first.log
        assert first.results["Quarantined"] == rounds and first.results["Duplicate"] == 0
    with closing(begun(again, folder, rounds)) as second:
        most = shaken(second, log, extra, random.Random(seed))
        found = differences(whole, dump(second.store))
    assert not found, "\n".join(found)
    deliveries, answers = sum(bool(came.platform) for came in log), len(whole["annotation"])
    told = (
        f"{deliveries} deliveries, {answers} answers, {extra} copies, one delivery up to {most}"
        f" times: {sum(map(len, whole.values()))} rows the same"
    )
    return f"{told}, in {time.monotonic() - began:.0f} s", whole


def main() -> int:
    asked = argparse.ArgumentParser(prog="deliveries", description=__doc__)
    asked.add_argument("--extra", type=int, default=EXTRA)
    asked.add_argument("--seed", type=int, default=0)
    told = asked.parse_args()
    run = {"extra": told.extra, "seed": told.seed, "rounds": max(WAYS, told.extra // 300)}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        urls = [f"sqlite:///{folder / name}.db" for name in ("clean", "again")]
        said, lite = compared(urls[0], urls[1], folder, **run)
        print(f"SQLite: {said}", flush=True)
        try:
            programs = needs.postgresql()
        except pytest.skip.Exception as reason:
            print(f"PostgreSQL: {reason}", flush=True)
            return 0
        with postgres.server(programs) as server:
            urls = [server.url(server.create()) for _ in range(2)]
            said, whole = compared(urls[0], urls[1], folder, **run)
            print(f"PostgreSQL: {said}", flush=True)
        assert not (found := differences(lite, whole)), "\n".join(found)
        print("SQLite and PostgreSQL hold the same rows", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
