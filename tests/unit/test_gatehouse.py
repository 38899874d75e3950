"""What is found does not depend on who looks, and whoever looks is gone when the import is."""

import io
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from adapters import gatehouse as house
from adapters.gatehouse import Gatehouse, gatehouse, keep, undisturbed
from bot.gate.tasks import Seen, Shown, look

PLENTY = house.WORTH
"""Bytes to come that are worth a process."""


def shown(line: int, text: str, reader: str = "") -> Shown:
    prompt = json.dumps([["user", "Since when?"], ["user", text]])
    return Shown(line, prompt, json.dumps([["a1", "Rest."], ["a2", text]]), reader)


CHUNKS = [
    [shown(100 * chunk + line, f"{line}: ask Dr Haddad", "Mrs Okonkwo") for line in range(20)]
    for chunk in range(12)
]
HERE = [seen for chunk in CHUNKS for seen in look(chunk)]


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda number: monkeypatch.setattr(house, "cores", lambda: number)


def running(gate: Gatehouse) -> list[int]:
    """The processes that look."""
    return [one.process.pid for one in gate._keepers if one.process.poll() is None]


def passed(left: int = PLENTY) -> tuple[list[Seen], int]:
    """What a gate finds in all chunks, and how many processes looked."""
    seen = []
    with gatehouse() as gate:
        for chunk in CHUNKS:
            seen += gate.look(chunk, left)
        seen += gate.rest()
        looked = running(gate)
    assert not running(gate)
    return seen, len(looked)


def test_a_finding_is_told_by_its_field_and_place() -> None:
    single = Shown(7, '[["user","Mrs Okonkwo"]]', '[["x y","of Dr Haddad"]]', "a nurse")
    assert look([single, shown(8, "Nothing.", "Mrs Okonkwo")]) == [
        Seen(7, "the prompt", "name", 1),
        Seen(7, "answer x y", "name", 4),
        Seen(8, "the reader", "name", 1),
    ]
    assert {seen.where for seen in HERE} == {"turn 2 of the prompt", "answer a2", "the reader"}


def test_several_processes_find_the_same_in_the_same_order(cores: Callable[[int], None]) -> None:
    cores(2)
    assert passed() == (HERE, 2)


def test_one_core_and_a_small_file_start_no_process(cores: Callable[[int], None]) -> None:
    cores(2)
    assert passed(PLENTY - 1) == (HERE, 0)
    cores(1)
    assert passed() == (HERE, 0)


def test_a_file_is_not_read_far_ahead_of_who_looks(
    cores: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a large file would stand in memory whole."""
    cores(2)
    monkeypatch.setattr(house, "AHEAD", 1)
    told = 0
    with gatehouse() as gate:
        for number, chunk in enumerate(CHUNKS, start=1):
            told += len(gate.look(chunk, PLENTY))
            assert told == max(0, number - 2) * len(HERE) // len(CHUNKS)


def test_what_a_killed_process_had_in_hand_is_looked_at_here(cores: Callable[[int], None]) -> None:
    cores(2)
    seen = []
    with gatehouse() as gate:
        for number, chunk in enumerate(CHUNKS):
            seen += gate.look(chunk, PLENTY)
            if number == 3:
                for keeper in gate._keepers:
                    keeper.end()
        seen += gate.rest()
    assert seen == HERE


@pytest.mark.parametrize("had", [0, 1])
def test_where_processes_cannot_be_had_those_that_can_look(
    cores: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, had: int
) -> None:
    cores(3)
    made: list[house.Keeper] = []
    whole = house.Keeper

    def refuses() -> house.Keeper:
        if len(made) == had:
            raise OSError("no more processes")
        made.append(whole())
        return made[-1]

    monkeypatch.setattr(house, "Keeper", refuses)
    assert passed() == (HERE, had)


def test_who_leaves_in_between_neither_waits_nor_looks(
    cores: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cores(2)
    here: list[Sequence[Shown]] = []
    monkeypatch.setattr(house, "look", here.append)
    gate = Gatehouse()
    for chunk in [[shown(1, "Dr Aa " * 15_000)] * 50] * 4:
        gate.look(chunk, PLENTY)
    gate.close()
    assert not running(gate) and here == []


def test_one_of_the_processes_answers_until_nobody_asks() -> None:
    asked = b"".join(pickle.dumps(chunk) for chunk in CHUNKS[:2])
    answered = io.BytesIO()
    keep(io.BytesIO(asked), answered)
    answered.seek(0)
    assert pickle.load(answered) + pickle.load(answered) == look(CHUNKS[0] + CHUNKS[1])
    assert answered.read() == b""


def test_as_many_cores_are_used_as_this_process_may(monkeypatch: pytest.MonkeyPatch) -> None:
    assert house.cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert house.cores() == 1


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C is heard, whoever began this run: what a shell puts behind it is deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_waits_until_no_lock_of_the_pool_is_held() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), undisturbed():
        signal.raise_signal(signal.SIGINT)
        done.append("chunk")
    assert done == ["chunk"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


DRIVER = """
import signal

from adapters import gatehouse
from tests.unit.test_gatehouse import CHUNKS, PLENTY, running

signal.signal(signal.SIGINT, signal.default_int_handler)
gatehouse.cores = lambda: 2
try:
    with gatehouse.gatehouse() as gate:
        while True:
            for chunk in CHUNKS:
                gate.look(chunk, PLENTY)
            print(*running(gate), flush=True)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program of its own group, as in a terminal, that looks at texts until it is stopped."""
    file = tmp_path / "driver.py"
    file.write_text(DRIVER)
    run = subprocess.Popen(
        [sys.executable, str(file)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield run
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


def test_ctrl_c_is_heard_by_the_import_alone_and_ends_all(driver: subprocess.Popen[str]) -> None:
    children = _children(driver)
    os.killpg(driver.pid, signal.SIGINT)
    out, err = driver.communicate(timeout=30)
    assert (out.splitlines()[-1], err, driver.returncode) == ("stopped", "", 0)
    assert not any(map(_alive, children))


def test_processes_end_with_an_import_that_is_killed(driver: subprocess.Popen[str]) -> None:
    children = _children(driver)
    driver.kill()
    until = time.monotonic() + 30
    while any(map(_alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_alive, children))


def _children(driver: subprocess.Popen[str]) -> list[int]:
    assert driver.stdout is not None
    found = [int(pid) for pid in driver.stdout.readline().split()]
    assert len(found) == 2 and all(map(_alive, found))
    return found


def _alive(pid: int) -> bool:
    """Whether it still runs; who is dead and not buried yet does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
