"""Runs a function to its end although statements of it fail: a statement that raised is passed over the next time.

One mistake must not hide the steps after it. The function's source is compiled again with the failed statement's value
replaced by a call that hands out a stand-in; everything else, line numbers included, stays the student's own. Where
there is no source, or the failed statement is none that a stand-in could replace, the function stays as it is.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import walk_tb
from types import CodeType, FunctionType, TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .function import Function

HOOK = "__pass_over__"
LIMIT = 8  # statements passed over in one function
Valued = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr | ast.Return


@dataclass(frozen=True)
class Statement:
    """A statement of the function: where it stands, what its value calls (`made`) and the names that it reads, in order."""

    line: int
    column: int
    made: str
    names: tuple[str, ...]
    kept: bool  # whether its value goes anywhere


def definition(function: Function) -> ast.FunctionDef | None:
    """The function's syntax tree with the line numbers of its file; None where the source is not at hand."""
    try:
        source = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError, ValueError, IndexError):
        return None
    ast.increment_lineno(tree, function.__code__.co_firstlineno - 1)
    return tree if isinstance(tree, ast.FunctionDef) else None


def failed(function: Function, error: BaseException) -> Statement | None:
    """The function's own statement in which an exception arose."""
    tree = definition(function)
    number = line_in(tree, function.__code__.co_filename, error.__traceback__) if tree else None
    if tree is None or number is None:
        return None
    covering = [(n, value) for n in ast.walk(tree) if isinstance(n, Valued) and (value := replaceable(n)) and number in lines(n)]
    if not covering:
        return None
    node, value = min(covering, key=lambda found: len(lines(found[0])))
    return Statement(node.lineno, node.col_offset, made(value), names_in(value), not isinstance(node, ast.Expr))


def line_in(tree: ast.FunctionDef, filename: str, traceback: TracebackType | None) -> int | None:
    """The innermost of the function's own lines that a traceback passes through, those of functions inside it included."""
    innermost = None
    for frame, number in walk_tb(traceback):
        named = not frame.f_code.co_name.startswith("<")  # a lambda or a comprehension has no statements
        if named and frame.f_code.co_filename == filename and number in lines(tree):
            innermost = number
    return innermost


def lines(node: ast.stmt) -> range:
    """The numbers of the lines on which a statement stands."""
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def replaceable(node: Valued) -> ast.expr | None:
    """The value of X = …, X += …, … by itself, return …; None where a stand-in could not replace it."""
    if isinstance(node, ast.Assign):
        return node.value if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) else None
    if isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        return node.value if isinstance(node.target, ast.Name) else None
    return node.value


def names_in(value: ast.expr) -> tuple[str, ...]:
    """The names that an expression reads, each once, in order."""
    names = sorted((n for n in ast.walk(value) if isinstance(n, ast.Name)), key=lambda n: (n.lineno, n.col_offset))
    return tuple(dict.fromkeys(n.id for n in names))


def made(value: ast.AST) -> str:
    """What an expression calls outermost: "Conv2D" for `layers.Conv2D(…)(X)`, "Add" for `X + Y` and `Add()[X, Y]`."""
    while isinstance(value, (ast.Call, ast.Subscript)):
        value = value.func if isinstance(value, ast.Call) else value.value
    if isinstance(value, ast.BinOp):
        return type(value.op).__name__
    if isinstance(value, ast.Attribute):  # a method of what a layer gave: Conv2D(…)(X).numpy()
        return value.attr if not isinstance(value.value, ast.Call) else made(value.value)
    return value.id if isinstance(value, ast.Name) else ""


@contextmanager
def without(function: Function, statements: list[Statement], stand_in: Callable[[Statement, dict[str, object]], Any]) -> Iterator[Function]:
    """The function with `stand_in(statement, local names)` as the value of each of these statements."""
    found = definition(function) if statements else None
    if found is None:
        yield function
        return
    tree = PassOver(statements).visit(found)
    tree.decorator_list = []
    module = compile(ast.fix_missing_locations(ast.Module([tree], [])), function.__code__.co_filename, "exec")
    code = next(c for c in module.co_consts if isinstance(c, CodeType) and c.co_name == function.__code__.co_name)
    names = function.__globals__
    resumed = FunctionType(code, names, function.__name__, function.__defaults__)
    resumed.__kwdefaults__ = function.__kwdefaults__
    names[HOOK] = lambda number, local: stand_in(statements[number], local)
    try:
        yield resumed
    finally:
        names.pop(HOOK, None)


class PassOver(ast.NodeTransformer):
    def __init__(self, statements: list[Statement]) -> None:
        self.places = {(s.line, s.column): i for i, s in enumerate(statements)}

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, Valued) or (node.lineno, node.col_offset) not in self.places:
            return super().generic_visit(node)
        number = self.places[node.lineno, node.col_offset]
        value = ast.parse(f"{HOOK}({number}, locals())", mode="eval").body
        if isinstance(node, ast.AugAssign):
            node = ast.copy_location(ast.Assign([node.target], value), node)
        node.value = ast.copy_location(value, node)
        return ast.fix_missing_locations(node)


def can_resume(function: Function) -> bool:
    """Only a plain function without a closure can be compiled again by itself."""
    return isinstance(function, FunctionType) and not function.__closure__ and not inspect.isgeneratorfunction(function)
