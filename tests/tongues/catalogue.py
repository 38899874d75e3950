"""Takes every sentence of ours out of the code, and makes what gettext reads of a translation."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TypeGuard

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.orders import ORDERS
from bot.tongue import plain

HOUSE = Path(__file__).parents[2]
LOCALE = HOUSE / "bot" / "locale"
TEMPLATE = LOCALE / "rounds.pot"
ROOMS = ("bot",)

MARKS = ("phrase", "plural", "spelt", "around")
"""What marks a sentence of ours (`bot.tongue`)."""

TYPED = "typed"
NOTES = {
    "plural": "{n} is the number that chooses the form.",
    "spelt": "People type this. Give what they would type: lower case, no full stop.",
    "around": "{it} is a name; it may stand anywhere.",
}

HEADER = r"""# What Rounds says, in English: the source of every translation.
# How to add a language: docs/translating.md. Made by `make words`; do not edit.
msgid ""
msgstr ""
"Project-Id-Version: Rounds\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def template() -> str:
    """The whole template, the same on every machine and every day."""
    made = Catalog()
    for path, call, said in marked():
        mark = call.func.id if isinstance(call.func, ast.Name) else ""
        note = [NOTES[mark]] if mark in NOTES else []
        context = TYPED if mark == "spelt" else None
        made.add(
            said if len(said) > 1 else said[0],
            locations=[(path, 0)],
            auto_comments=note,
            context=context,
        )
    file = io.BytesIO()
    write_po(file, made, width=96, omit_header=True, include_lineno=False)
    return HEADER + file.getvalue().decode().lstrip("\n")


def marked() -> Iterator[tuple[str, ast.Call, tuple[str, ...]]]:
    """(path, call, sentence or its forms) of everything that is marked, in the order of the code. A
    mark around something else than a sentence written out is none: `bot.tongue` has a few."""
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            calls = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if _marks(one)]
            for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
                said = [one.value for one in call.args if isinstance(one, ast.Constant)]
                if said:
                    yield str(path.relative_to(HOUSE)), call, tuple(map(str, said))


def _marks(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


def read(path: Path) -> Catalog:
    """A catalogue as a translator left it."""
    with path.open("rb") as file:
        return read_po(file, locale=_locale(path))


def _locale(path: Path) -> str | None:
    return path.parent.name.replace("-", "_") if path.suffix == ".po" else None


def translations() -> list[Path]:
    """Every language's catalogue."""
    return sorted(LOCALE.glob("*/rounds.po"))


def compiled(catalog: Catalog) -> bytes:
    """What gettext reads."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def mistakes(catalog: Catalog) -> list[str]:
    """What is wrong with a translation, one sentence each: a placeholder too few or too many, or a
    sign that would end a sentence's braces."""
    wrong = list[str]()
    for message in catalog:
        if not message.id:
            continue
        english = _forms(message.id)
        allowed = {name for one in english for name in names(one)}
        for one in filter(None, _forms(message.string)):
            try:
                there = names(one)
            except ValueError:
                wrong.append(f"“{one}” has a brace that nothing closes.")
                continue
            if not there <= allowed or (len(english) == 1 and there != allowed):
                wrong.append(f"“{one}” should name {_listed(allowed)}.")
    return wrong + list(_alike(catalog))


def _alike(catalog: Catalog) -> Iterator[str]:
    """Words that are obeyed, and in this language are the same."""
    meant: dict[str, str] = {}
    obeyed = {plain(one) for one in ORDERS}
    for message in catalog:
        word, said = message.id, message.string
        if message.context != TYPED or word not in obeyed or not said:
            continue
        there = meant.setdefault(plain(str(said)), str(word))
        if there != word:
            yield f"“{said}” is typed for {there} and for {word}."


def _forms(said: object) -> tuple[str, ...]:
    """The forms of a sentence: one, or one for each number that a language tells apart."""
    return (said,) if isinstance(said, str) else tuple(map(str, said or ()))  # type: ignore[call-overload]


def names(said: str) -> set[str]:
    """The placeholders of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(said) if name is not None}


def _listed(found: set[str]) -> str:
    return ", ".join(f"{{{one}}}" for one in sorted(found)) or "no placeholder"


PLACEHOLDER = re.compile(r"(\{\w+\})")
