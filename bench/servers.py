"""Servers of this run: started with what they need, asked for presses, and stopped at the end."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.bodies import Request
from bench.pool import task_file

STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs. `control` is for whoever measures."""

    url: str
    control: str
    process: "subprocess.Popen[str]"

    def wave(self, label: str) -> list[Request]:
        """The press of everybody whose panel has this button; what waited to leave has arrived."""
        answer = self.ask(label)
        return [(body.encode(), headers) for body, headers in answer["requests"]]

    def busy(self) -> float:
        """Seconds of processor time it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def counts(self) -> dict[str, int]:
        return dict(self.ask("")["counts"])

    def ask(self, label: str) -> dict[str, Any]:
        return asyncio.run(_asked(self.control, label))


@contextmanager
def floor(kind: str) -> Iterator[Server]:
    """A library alone; or "yes", a platform that says yes to every call."""
    with _running([kind]) as server:
        yield server


@contextmanager
def ours(
    kind: str,
    folder: Path,
    tasks: int,
    people: int,
    *,
    more: Sequence[str] = (),
) -> Iterator[Server]:
    """Ours, over a database of its own with so many tasks and people."""
    database = Path(tempfile.mkdtemp(dir=folder)) / "rounds.db"
    asked = [kind, "--database", str(database), "--tasks", str(task_file(folder, tasks))]
    with _running([*asked, "--people", str(people), *more]) as server:
        yield server


@contextmanager
def _running(asked: Sequence[str]) -> Iterator[Server]:
    command = [sys.executable, "-m", "bench.server", *asked]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = process.stdout.readline().split()
        if len(said) != 2:
            raise AssertionError(f"{asked[0]} did not start")
        yield Server(said[0], said[1], process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


async def _asked(url: str, label: str) -> dict[str, Any]:
    limit = aiohttp.ClientTimeout(total=300)
    async with (
        aiohttp.ClientSession(timeout=limit) as session,
        session.post(url, json={"wave": label}) as answer,
    ):
        return dict(json.loads(await answer.read()))
