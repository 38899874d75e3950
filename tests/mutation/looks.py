"""Which test runs which lines of the guard code, and how long it takes: so a mutant meets only the
tests that run what was changed, the quickest first.
"""

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.guards import GUARDS
from tests.mutation.mutants import Mutant
from tests.mutation.warm import Hands, Warm, run


@dataclass(slots=True)
class Looks:
    """`lines` are, by file and line, the tests that run it; `took` is seconds by test."""

    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)

    def add(self, told: Mapping[str, Any]) -> None:
        self.took |= told["took"]
        for file, lines in told["lines"].items():
            known = self.lines.setdefault(file, {})
            for line, tests in lines.items():
                known.setdefault(int(line), set()).update(tests)

    def at(self, mutant: Mutant) -> dict[str, float]:
        """The tests that can notice, quickest first, and what each takes."""
        lines = self.lines.get(mutant.file, {})
        wanted = set(mutant.lines) or _users(mutant.file, mutant.where.split(".")[0])
        found = {test for line, tests in lines.items() for test in tests if _in(line, wanted)}
        if not found:  # what runs when the module is imported, though it stands in a function
            found = {test for tests in lines.values() for test in tests}
        mine = [test for test in found if _asked(test, mutant.file)]
        return {test: self.took[test] for test in sorted(mine, key=lambda one: self.took[one])}


def _users(file: str, name: str) -> set[int] | None:
    """The lines of the functions that use a module-level name, through others if need be; None
    for a name that other modules may know."""
    if not name.startswith("_"):
        return None
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    names, lines = {name}, set[int]()
    for _ in tree.body:  # as many rounds as there can be names on the way
        for node in tree.body:
            if not any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node)):
                continue
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                names.add(node.targets[0].id)
    if any(not one.startswith("_") for one in names):
        return None
    for inner in ast.walk(tree):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and any(
            isinstance(n, ast.Name) and n.id in names for n in ast.walk(inner)
        ):
            lines |= set(range(inner.body[0].lineno, (inner.end_lineno or 0) + 1))
    return lines


def _asked(test: str, file: str) -> bool:
    """Whether the table names the test. `bot` knows no database, and a conversation cares little:
    one kind is enough for them."""
    if test.split("::")[0] not in GUARDS[file].tests:
        return False
    either = file.startswith("bot/") or test.startswith("tests/conversation/")
    return not (either and "[postgresql" in test)


def _in(line: int, wanted: set[int] | None) -> bool:
    return wanted is None or line in wanted


class _Lines:
    """Tells coverage whose turn it is."""

    def __init__(self, cov: coverage.Coverage) -> None:
        self._cov = cov

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._cov.switch_context(item.nodeid)
        result = yield
        self._cov.switch_context("")
        return result


class _Watched(Hands):
    """The plugin of a run that is only watched."""

    def __init__(self, warm: Warm, number: int, lines: _Lines) -> None:
        super().__init__(warm, number, None)
        self._lines = lines

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self._lines)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What no mutant will meet is not looked at."""
        items[:] = [item for item in items if any(_asked(item.nodeid, file) for file in GUARDS)]


def look(warm: Warm, number: int, files: Sequence[str], into: Path) -> int:
    """Run the tests of these files as they are, and write down what they run."""
    cov = coverage.Coverage(data_file=None, config_file=False, include=[*GUARDS])
    cov.start()
    hands = _Watched(warm, number, _Lines(cov))
    said = run(warm, number, files, hands)
    cov.stop()
    data = cov.get_data()
    lines = {
        file: {
            line: [name for name in names if name]
            for line, names in data.contexts_by_lineno(str(Path(file).resolve())).items()
        }
        for file in GUARDS
    }
    into.write_text(json.dumps({"took": hands.took, "lines": lines}), encoding="utf-8")
    return said
