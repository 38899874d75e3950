"""Tests in a fork of a process that has everything imported except Rounds itself.

A module with a change is put in the way of its import, so a mutant costs no start and no copy of
the tree. Databases are copied from templates that the unchanged code made.
"""

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from tests import postgres
from tests.mutation.mutants import Mutant

OURS = ("adapters", "bench", "bot", "course_content", "playground", "store")
TEMPLATE = "test_1"
"""What the first database of a server is called."""

COLLECT_SECONDS = 60
LEAST_SECONDS, TIMES = 5, 6
"""How long a test may take: this long, and as many times what it took before."""


@dataclass(frozen=True, slots=True)
class Warm:
    """What is ready before any test: a folder, and a port of PostgreSQL, 0 if there is none."""

    folder: Path
    port: int

    @property
    def file(self) -> Path:
        return self.folder / "template.db"

    def templates(self) -> int:
        """A database of each kind at the newest schema. Call in a process of its own."""
        from store import schema

        schema.upgrade(f"sqlite:///{self.file}")
        if self.port:
            server = postgres.Server(self.port)
            schema.upgrade(server.url(server.create()))
            server.close()
        return 0


def preload(tests: Sequence[str]) -> None:
    """Import what the tests import, but nothing of Rounds."""
    read, write = os.pipe()
    if not (child := os.fork()):
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            pytest.main(["--collect-only", "-q", *tests])
        names = [name for name in sys.modules if name.split(".")[0] not in (*OURS, "tests")]
        os.write(write, json.dumps(names).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        names = json.load(told)
    os.waitpid(child, 0)
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.freeze()


class Hands:
    """The plugin of one run: warm databases, only the tests wanted, in their order."""

    def __init__(self, warm: Warm, number: int, seconds: Mapping[str, float] | None) -> None:
        self._warm, self._number, self._seconds = warm, number, seconds
        self.failed = ""
        self.took: dict[str, float] = {}
        self._server: postgres.Server | None = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self._seconds is not None:
            place = {name: n for n, name in enumerate(self._seconds)}
            items[:] = [item for item in items if item.nodeid in place]
            items.sort(key=lambda item: place[item.nodeid])

    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any], request: Any) -> object:
        made: object = None
        match fixturedef.argname:
            case "sqlite_template":
                made = self._warm.file
            case "postgresql_template" if self._warm.port:
                made = TEMPLATE
            case "postgresql" if self._warm.port:
                made = self._server = postgres.Server(self._warm.port, self._number * 10_000)
        if made is not None:
            fixturedef.cached_result = (made, fixturedef.cache_key(request), None)
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        known = (self._seconds or {}).get(item.nodeid, COLLECT_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, LEAST_SECONDS + TIMES * known)
        return (yield)

    def pytest_unconfigure(self) -> None:
        if self._server:
            self._server.close()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] = self.took.get(report.nodeid, 0.0) + report.duration
        if report.failed and not self.failed:
            self.failed = report.nodeid


def run(
    warm: Warm, number: int, files: Sequence[str], hands: Hands, mutant: Mutant | None = None
) -> int:
    """Run tests, in a process that ends afterwards; pytest's word."""
    os.setsid()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it waits for
    signal.setitimer(signal.ITIMER_REAL, COLLECT_SECONDS)
    said = os.open(warm.folder / f"{number}.log", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    if mutant:
        sys.meta_path.insert(0, _InTheWay(mutant))
    scratch = warm.folder / f"{number}"
    options = ["-x", "-p", "no:cacheprovider", "--tb=short", f"--basetemp={scratch}"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins are imported already
    return int(pytest.main([*files, *options], plugins=[hands]))


class _InTheWay:
    """Finds the changed module before anybody finds the real one."""

    def __init__(self, mutant: Mutant) -> None:
        name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._name, self._file, self._code = name, str(Path(mutant.file).resolve()), mutant.code

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> Any:
        if name != self._name:
            return None
        loader = _Changed(name, self._file, self._code)
        spec: ModuleSpec | None = importlib.util.spec_from_file_location(
            name, self._file, loader=loader
        )
        return spec


class _Changed(SourceFileLoader):
    def __init__(self, name: str, file: str, code: CodeType) -> None:
        super().__init__(name, file)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return self._code
