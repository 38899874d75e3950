"""Everything that Rounds says is in the catalogue, and the catalogue is what the code says now."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog

from adapters.tongues import tongues
from bot import commands
from bot.orders import ORDERS
from bot.tongue import plain
from tests.tongues.catalogue import (
    HOUSE,
    MARKS,
    TEMPLATE,
    compiled,
    marked,
    mistakes,
    names,
    read,
    template,
    translations,
)

NOT_SAID = {
    "bot/alarm.py": "a coordinator reads it on the command line, in English",
    "bot/beside.py": "labels that are compared in English",
    "bot/certificates.py": "a document for others than its holder (decision 19)",
    "bot/commands.py": "words that are typed, compared in English; what is kept of a choice",
    "bot/details.py": "a coordinator reads it on the command line, in English",
    "bot/engine.py": "the audit trail",
    "bot/gaps.py": "how English says it",
    "bot/gate/__init__.py": "a name in the code",
    "bot/graduating.py": "a coordinator reads it on the command line, in English",
    "bot/home.py": "the name of Rounds",
    "bot/joining.py": "a coordinator reads it on the command line, in English",
    "bot/kinds/__init__.py": "whoever writes a task file reads it",
    "bot/kinds/rank.py": "whoever writes a task file reads it",
    "bot/kinds/spans.py": "a category of Unicode",
    "bot/learning.py": "a name in the code",
    "bot/leaving.py": "the audit trail; what is kept of a choice",
    "bot/rubric.py": "criteria and anchors are content: a version of a rubric never changes",
    "bot/sending.py": "a coordinator reads it on the command line, in English",
    "bot/stopping.py": "a coordinator reads it on the command line, in English",
    "bot/teach.py": "how English says it",
    "bot/text.py": "categories of Unicode",
    "bot/tongue.py": "a name in the code",
    "bot/turns.py": "how English says it",
    "bot/unplaced.py": "compared in English",
}
"""Modules with words that nobody has to translate, and why; each may have so many, and no more."""

COUNTED = {"bot/rubric.py": 55, "bot/certificates.py": 17, "bot/commands.py": 11}
FEW = 5


def unmarked(path: Path) -> list[str]:
    """Words in the code that look like ours and are marked by nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(one) for node in ast.walk(tree) for one in _passed(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed
        and re.search(r"[A-Za-z]{2}", node.value)
        and (" " in node.value.strip() or re.match(r"[A-Z][a-z]", node.value))
    ]


def _passed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise):
        yield from ast.walk(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
        for given in node.args:
            yield from ast.walk(given)


def test_the_template_is_what_the_code_says() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == template(), "run make words"


def test_nothing_in_the_template_names_a_machine_or_a_day() -> None:
    said = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"Date|\b20\d\d-|(?<!t)/(?:home|work|tmp)|@|#: [^b]", said)


def test_no_sentence_of_ours_is_forgotten() -> None:
    found = {
        str(path.relative_to(HOUSE)): unmarked(path)
        for path in sorted((HOUSE / "bot").rglob("*.py"))
        if path.parent.name != "gate" or path.name == "__init__.py"
    }
    more = {
        path: said
        for path, said in found.items()
        if len(said) > (COUNTED.get(path, FEW) if path in NOT_SAID else 0)
    }
    assert not more, f"mark them with phrase(), or say why nobody has to translate them: {more}"


def test_a_sentence_is_given_what_it_names() -> None:
    """A placeholder that nothing fills would be shown as it is."""
    wrong = []
    for path, call, said in marked():
        given = {one.arg for one in call.keywords}
        wanted = {name for one in said for name in names(one)} - {"n", "it"}
        if given and given - {"n"} != wanted:
            wrong.append(f"{path}:{call.lineno} names {wanted}, is given {given}")
    assert not wrong, wrong


def test_every_placeholder_has_a_name() -> None:
    assert not [said for _, _, said in marked() if any("" in names(one) for one in said)]


def test_every_word_that_is_obeyed_can_be_said_otherwise() -> None:
    spoken = {plain(one) for one in ORDERS} | {"mydata"}  # Telegram's own spelling of "my data"
    assert set(commands.WORDS) <= spoken


def test_every_translation_is_right_and_compiled() -> None:
    for path in translations():
        catalog = read(path)
        assert mistakes(catalog) == [], path.parent.name
        assert path.with_suffix(".mo").read_bytes() == compiled(catalog), "run make words"


def test_what_is_compiled_is_spoken() -> None:
    there = {path.parent.name.replace("_", "-").lower() for path in translations()}
    assert set(tongues()) == there


def test_a_wrong_placeholder_is_a_mistake() -> None:
    catalog = Catalog()
    catalog.add("Answer {letter}", "Antwort {leter}")
    catalog.add("Which is level with {mate}?", "Gleich?")
    catalog.add("Saved {time}.", "{time")
    catalog.add("Kept until {moment}.", "Bis {moment}.")
    catalog.add("next", "weiter", context="typed")
    catalog.add("more", "weiter", context="typed")
    assert mistakes(catalog) == [
        "“Antwort {leter}” should name {letter}.",
        "“Gleich?” should name {mate}.",
        "“{time” has a brace that nothing closes.",
        "“weiter” is typed for next and for more.",
    ]
