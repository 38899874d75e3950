"""One small change to a module at a time, such as a tired person might make and tests must notice.

A change is made in the syntax tree, module level included: there lie the statements that the
database runs. It is known by its file, its function and its words, so it survives a moved line.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from tests.guards import Guard

SILENT = ("log", "points")
"""Calls on these may go: they tell, and change nothing that is kept."""

CHAINED = {
    "correlate",
    "distinct",
    "join",
    "limit",
    "on_conflict_do_nothing",
    "order_by",
    "returning",
    "where",
    "with_for_update",
}
"""Parts of a statement that can be left out."""

CONDITIONS = {"and_", "or_", "where"}
"""Whose arguments are conditions, each of which can be left out."""

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
TOLD_MOST = 90


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change. `lines` are those of the statement; none where it runs once, when
    the module is imported."""

    file: str
    where: str
    line: int
    lines: range
    change: str
    code: CodeType

    @property
    def name(self) -> str:
        return f"{self.file} · {self.where} · {self.change}"


@dataclass(frozen=True, slots=True)
class _Site:
    """A place in the tree that can hold another node; `above` are its ancestors, nearest first."""

    parent: ast.AST
    field: str
    index: int | None
    above: tuple[ast.AST, ...]
    where: str

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants(file: str, guard: Guard) -> list[Mutant]:
    """Every change that is made to the guard code of a file."""
    source = Path(file).read_text(encoding="utf-8")
    tree = ast.parse(source)
    as_it_is = _signature(compile(tree, file, "exec"))
    told: Counter[str] = Counter()
    made = []
    for site, node in list(_sites(tree, (), "")):
        if not guard.counts(site.where):
            continue
        for other, gone in _changes(node, site):
            before = _words(site, node)
            ast.fix_missing_locations(ast.copy_location(other, node))
            site.put(other)
            after = _words(site, other)
            code = compile(tree, file, "exec")
            site.put(node)
            if _signature(code) == as_it_is:
                continue
            change = f"without {_short(gone)}" if gone else f"{before} → {after}"
            told[f"{site.where} {change}"] += 1
            if (again := told[f"{site.where} {change}"]) > 1:
                change += f" #{again}"
            line = getattr(node, "lineno", 1)
            made.append(Mutant(file, site.where, line, _lines(site, node), change, code))
    return made


def _lines(site: _Site, node: ast.AST) -> range:
    """The lines of the innermost statement of a function that holds the node."""
    chain = [one for one in (node, *site.above) if isinstance(one, ast.stmt)]
    functions = [one for one in chain if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    if not functions:
        return range(0)
    inner: Any = chain[0]
    if inner is functions[0]:  # a default
        return range(inner.body[0].lineno, (inner.end_lineno or 0) + 1)
    body = getattr(inner, "body", None)
    last = body[0].lineno - 1 if body else inner.end_lineno or inner.lineno
    return range(inner.lineno, max(last, inner.lineno) + 1)


def _signature(code: CodeType) -> tuple[object, ...]:
    """What runs, without where it stands."""
    inner = tuple(
        _signature(one) if isinstance(one, CodeType) else (type(one).__name__, repr(one))
        for one in code.co_consts
    )
    return code.co_code, code.co_names, inner


def _sites(
    node: ast.AST, above: tuple[ast.AST, ...], where: str
) -> Iterator[tuple[_Site, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_params", "ctx"):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST):
                continue
            inside = _inside(node, child, where)
            yield _Site(node, field, index, (node, *above), inside), child
            if not isinstance(child, ast.JoinedStr):
                yield from _sites(child, (node, *above), inside)


def _inside(parent: ast.AST, node: ast.AST, where: str) -> str:
    """The name of the function, class or module-level value that a node belongs to."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        nested = isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef)
        return f"{where}.<locals>.{node.name}" if nested else f"{where}.{node.name}".lstrip(".")
    if isinstance(parent, ast.Module) and isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        return target.id if isinstance(target, ast.Name) else where
    return where


def _words(site: _Site, node: ast.AST) -> str:
    """The change as a reader sees it: the widest expression around it that is still short."""
    best = f"if {ast.unparse(node.test)}: …" if isinstance(node, ast.If) else ast.unparse(node)
    for wider in site.above:
        if not isinstance(wider, ast.expr | ast.Return | ast.keyword):
            break
        text = ast.unparse(wider)
        if len(text) > TOLD_MOST:
            break
        best = text
    return _short(best)


def _short(text: str) -> str:
    return text if len(text) <= TOLD_MOST else f"{text[:TOLD_MOST]}…"


Change = tuple[ast.AST, str]
"""What stands there instead, and what is gone, in words, if that is all that happened."""


def _changes(node: ast.AST, site: _Site) -> Iterator[Change]:
    match node:
        case ast.Call():
            yield from _called(node)
        case ast.If(test, body, []) if isinstance(body[-1], ENDS):
            yield ast.Pass(), f"if {ast.unparse(test)}: {ast.unparse(body[-1])}"
        case (
            ast.Expr(value=ast.Call() | ast.Await())
            | ast.Assign(targets=[ast.Attribute() | ast.Subscript()])
            | ast.AugAssign()
        ) if not _silent(node):
            yield ast.Pass(), ast.unparse(node)
    for other in _turned(node, site):
        yield other, ""


def _turned(node: ast.AST, site: _Site) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield operand
        case ast.BinOp(left, op, right) if type(op) in RECKONED and not _classes(site):
            yield ast.BinOp(left, RECKONED[type(op)](), right)
        case ast.Constant():
            yield from _constant(node, site)
        case ast.IfExp(test, body, orelse) if _plain(test):
            yield ast.IfExp(_not(test), body, orelse)
        case ast.If(test, body, orelse) if _plain(test):
            yield ast.If(_not(test), body, orelse)
        case ast.While(test, body, orelse) if _plain(test):
            yield ast.While(_not(test), body, orelse)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for place, op in enumerate(node.ops):
        ops = list(node.ops)
        ops[place] = COMPARED[type(op)]()
        yield ast.Compare(node.left, ops, node.comparators)
    for place, side in enumerate(node.comparators):
        if not isinstance(side, ast.Tuple) or len(side.elts) < 2:
            continue
        for gone in range(len(side.elts)):
            fewer = ast.Tuple([one for n, one in enumerate(side.elts) if n != gone], ast.Load())
            sides = [fewer if n == place else one for n, one in enumerate(node.comparators)]
            yield ast.Compare(node.left, node.ops, sides)


def _constant(node: ast.Constant, site: _Site) -> Iterator[ast.AST]:
    """A number one more, a truth turned over; a word changed only where it decides."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and isinstance(
        site.parent, ast.Compare | ast.MatchValue | ast.keyword
    ):
        yield ast.Constant(f"{value}?")


def _called(node: ast.Call) -> Iterator[Change]:
    """A keyword, a condition or a part of a statement left out."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    for gone, keyword in enumerate(node.keywords):
        if keyword.arg:
            fewer = [one for n, one in enumerate(node.keywords) if n != gone]
            yield ast.Call(node.func, node.args, fewer), f"{ast.unparse(keyword)} in {name}()"
    if name in CONDITIONS and len(node.args) > 1:
        for gone, condition in enumerate(node.args):
            few = [one for n, one in enumerate(node.args) if n != gone]
            yield ast.Call(node.func, few, node.keywords), f"{ast.unparse(condition)} in {name}()"
    if name in CHAINED and isinstance(node.func, ast.Attribute):
        part = ast.Call(ast.Name(name, ast.Load()), node.args, node.keywords)
        yield node.func.value, f".{ast.unparse(part)}"


def _classes(site: _Site) -> bool:
    """`A | B` as the classes that `isinstance` asks about."""
    return isinstance(site.parent, ast.Call) and (
        getattr(site.parent.func, "id", "") == "isinstance"
    )


def _plain(test: ast.expr) -> bool:
    """Whether nothing else turns this condition over."""
    return not isinstance(test, ast.Compare | ast.UnaryOp | ast.Constant)


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _silent(node: ast.AST) -> bool:
    func = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else 0
    owner = func.value if isinstance(func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in SILENT
