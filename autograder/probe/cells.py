"""What a notebook's own history says of the cell that defines a function: which one it was, and whether its last run came to its end.

IPython keeps every input, those that failed too. A function that was defined before stays when its cell is run again and fails; what is
said of it then would be said of old code. A cell that was edited and not run again is not known to the kernel.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..evidence import Facts
    from .function import Namespace

AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # which a notebook's cells may
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


def history(namespace: Namespace) -> list[str]:
    """The cells that were run, by their number; nothing outside of a notebook."""
    cells = namespace.get("In")
    return [cell if isinstance(cell, str) else "" for cell in cells] if isinstance(cells, list) else []


def defining(name: str, cells: list[str]) -> int | None:
    """The number of the last cell that was to define the function, whether it could or not."""
    pattern = re.compile(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b|^{re.escape(name)}[ \t]*=", re.MULTILINE)
    return next((n for n in reversed(range(len(cells))) if pattern.search(cells[n]) and gives(name, cells[n])), None)


def gives(name: str, source: str) -> bool:
    """Whether a cell gives the name a value where it stands, or might if Python could read it."""
    try:
        return name in bound(compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | AWAIT, dont_inherit=True))
    except UNREADABLE:
        return True


def bound(tree: ast.AST) -> set[str]:
    """The names that a piece of code binds where it stands, not inside the functions and classes that it defines."""
    names = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, (ast.Lambda, ast.expr_context)):
            names |= bound(node)
    return names


def judged(function: object, cells: list[str]) -> int | None:
    """The number of the cell in which a function was defined."""
    lines = linecache.getlines(getattr(getattr(function, "__code__", None), "co_filename", ""))
    source = "".join(lines).strip()
    return next((number for number in reversed(range(len(cells))) if source and cells[number].strip() == source), None)


def stopped(name: str, namespace: Namespace) -> Facts | None:
    """What stopped the last run of the cell that defines the function, when the function is not that cell's: type, message and line (None
    where it is not known); None where nothing did."""
    cells = history(namespace)
    number = defining(name, cells)
    if number is None:
        return None
    if problem := syntax_error(cells[number]):
        return problem
    function = namespace.get(name)
    if name in namespace and (judged(function, cells) in (None, number)):
        return None
    return last_exception(cells[number]) or {"type": "an exception", "message": "", "line": None}


def last_exception(source: str) -> Facts | None:
    """The exception that IPython showed last, if it arose in this cell."""
    error = getattr(sys, "last_value", None)
    for frame, number in walk_tb(getattr(error, "__traceback__", None)):
        filename = frame.f_code.co_filename
        if "".join(linecache.getlines(filename)).strip() == source.strip():
            line = {"number": number, "text": linecache.getline(filename, number).strip()[:200]}
            return {"type": type(error).__name__, "message": str(error)[:200], "line": line}
    return None


def syntax_error(source: str) -> Facts | None:
    """The error that keeps Python from running a cell at all."""
    try:
        compile(source, "<cell>", "exec", AWAIT, dont_inherit=True)
    except SyntaxError as error:
        text = (source.splitlines() or [""])[(error.lineno or 1) - 1 : error.lineno or 1]
        line = {"number": error.lineno or 1, "text": (text or [""])[0].strip()[:200]}
        return {"type": type(error).__name__, "message": str(error.msg)[:200], "line": line}
    except UNREADABLE:
        return {"type": "SyntaxError", "message": "Python cannot read it", "line": None}
    return None
