"""A PostgreSQL server of the tests' own: an ordinary user's, on loopback, gone when they are.

Each test gets a database copied from a template, which takes a small part of a migration's time.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests.ports import free_port

UP_SECONDS = 30

USERS = ("postgres", "nobody")
"""Who runs the server when the tests run as root, which PostgreSQL refuses."""

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""For speed: what survives a power cut is not asked of this server."""

UNTIL_LEFT = """
trap '' INT
"$@" &
read -r _
kill -QUIT $!
wait
rm -rf "$PWD"
"""
"""Server and data go when our end of the shell's input closes, however the tests end."""


class Server:
    """A running server; `url(name)` is one database's address. `first` numbers the first."""

    def __init__(self, port: int, first: int = 1) -> None:
        self.port, self._numbers = port, count(first)
        self._admin = psycopg.connect(self._dsn("postgres"), autocommit=True)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://rounds@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; returns its name."""
        name = f"test_{next(self._numbers)}"
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Away with it, whoever is still connected."""
        self._admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        self._admin.close()

    def _dsn(self, name: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=rounds dbname={name} connect_timeout=5"


@contextmanager
def server(programs: Path) -> Iterator[Server]:
    """A server from the folder of its programs, its data in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="rounds-postgres-"))
    user = _ordinary_user()
    if user:
        shutil.chown(folder, user)
    try:
        initdb = [str(programs / "initdb"), "--auth=trust", "--username=rounds", "--no-sync"]
        initdb += ["--encoding=UTF8", "--locale=C", f"--pgdata={folder / 'data'}"]
        subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=folder)
        with _running(programs, folder, user) as port:
            up = Server(port)
            yield up
            up.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Durable:
    """A server that keeps what it says it has kept, and can be made to crash and come up again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._ctl, self._folder, self._user = programs / "pg_ctl", folder, _ordinary_user()
        self._programs, self.port = programs, free_port()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://rounds@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> "Durable":
        self._folder.mkdir()
        if self._user:
            shutil.chown(self._folder, self._user)
        initdb = [self._programs / "initdb", "--auth=trust", "--username=rounds", "--encoding=UTF8"]
        self._run([*map(str, initdb), "--locale=C", f"--pgdata={self._folder / 'data'}"])
        self._control("start")
        return self

    def __exit__(self, *_error: object) -> None:
        self._control("stop")

    def crash(self) -> None:
        """Every connection ends at once, nothing is tidied up; then it recovers."""
        self._control("restart")

    def _control(self, verb: str) -> None:
        options = f"-h127.0.0.1 -p{self.port} -cunix_socket_directories="
        command = [str(self._ctl), verb, "-D", str(self._folder / "data"), "-w", "-m", "immediate"]
        if verb == "start":
            command = command[:-2]
        if verb != "stop":
            command += ["-o", options, "-l", str(self._folder / "log")]
        self._run(command)

    def _run(self, command: list[str]) -> None:
        quiet = subprocess.DEVNULL  # a server that is started keeps what it is given open
        subprocess.run(
            command, check=True, stdout=quiet, stderr=quiet, user=self._user, cwd=self._folder
        )


@contextmanager
def _running(programs: Path, folder: Path, user: str | None) -> Iterator[int]:
    port = free_port()
    settings = [f"-c{one}" for one in (*QUICK, "unix_socket_directories=")]
    command = [str(programs / "postgres"), f"-D{folder / 'data'}", "-h127.0.0.1", f"-p{port}"]
    log = folder / "log"
    with log.open("wb") as said:
        shell = subprocess.Popen(
            ["sh", "-c", UNTIL_LEFT, "sh", *command, *settings],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            user=user,
            cwd=folder,
        )
    try:
        _until_up(port, log)
        yield port
    finally:
        shell.communicate(timeout=UP_SECONDS)


def _until_up(port: int, log: Path) -> None:
    give_up = time.monotonic() + UP_SECONDS
    while time.monotonic() < give_up:
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=rounds dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.02)
    raise AssertionError(f"PostgreSQL did not come up: {log.read_text(errors='replace')[-2000:]}")


def _ordinary_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)
