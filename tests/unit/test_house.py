"""The laws of the house that no other tool keeps."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards import GUARDS

HOUSE = Path(__file__).parents[2]
ROOMS = ("adapters", "bot", "playground", "store")
MODULES = {
    str(path.relative_to(HOUSE)): path.read_text(encoding="utf-8")
    for room in ROOMS
    for path in sorted((HOUSE / room).rglob("*.py"))
}

LINES_MOST = 300


def imports(text: str) -> Iterator[str]:
    """The top-level names of all that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", [path for path in MODULES if path.startswith("bot/")])
def test_bot_imports_itself_and_the_standard_library(path: str) -> None:
    assert set(imports(MODULES[path])) <= {"bot", *sys.stdlib_module_names}


def test_every_module_opens_with_its_law() -> None:
    assert [path for path, text in MODULES.items() if not ast.get_docstring(ast.parse(text))] == []


def test_no_module_grows_beyond_a_sitting() -> None:
    """A revision of the schema is a list, read once, and may be longer."""
    lengths = {path: len(text.splitlines()) for path, text in MODULES.items()}
    long = {path: lines for path, lines in lengths.items() if lines > LINES_MOST}
    assert {path for path in long if not path.startswith("store/migrations/versions/")} == set()


def test_only_the_command_line_knows_the_playground() -> None:
    knowing = {path for path, text in MODULES.items() if "playground" in text.lower()}
    allowed = ("playground/", "adapters/cli/")
    assert {path for path in knowing if not path.startswith(allowed)} == set()


def test_every_module_and_folder_that_the_documents_name_is_there() -> None:
    documents = [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]
    named = {
        name
        for path in documents
        for name in re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert {name for name in named if not (HOUSE / name).exists()} == set()


def test_what_is_named_as_guard_code_is_there() -> None:
    """A function that was renamed would otherwise be guarded no more, and nobody told."""
    missing = [
        f"{file}: {part}"
        for file, guard in GUARDS.items()
        for part in guard.parts
        if part.split(".")[-1] not in _named(MODULES[file])
    ]
    tests = {test for guard in GUARDS.values() for test in guard.tests}
    assert missing + [test for test in sorted(tests) if not (HOUSE / test).exists()] == []


def _named(text: str) -> set[str]:
    """The functions of a module, and its values."""
    nodes = list(ast.walk(ast.parse(text)))
    functions = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return functions | {node.id for node in nodes if isinstance(node, ast.Name)}
