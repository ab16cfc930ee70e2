"""The syntax tree of a submitted cell, whatever it holds: bounded, its magics read as IPython reads them. Nothing is executed here."""

from __future__ import annotations

import ast
import re
import symtable
import textwrap
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

MAX_DEPTH = 200  # of a syntax tree, which is walked by recursion
MAX_MAGICS = 10  # lines of a cell that are IPython's; it goes over the whole cell again for each
MAGIC = re.compile(r"^[ \t]*[%!?,;/]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)


@lru_cache(maxsize=256)
def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a cell, its magics turned into calls; None when it does not parse."""
    lines = source.lstrip("\n").splitlines(keepends=True)
    if lines and lines[0].lstrip().startswith("%%"):  # %%time and %%capture run what follows
        lines = lines[1:]
    text = textwrap.dedent("".join(lines))
    tree = plain(text)
    if tree is None and len(MAGIC.findall(text)) <= MAX_MAGICS:
        try:
            tree = plain(TransformerManager().transform_cell(text))
        except (SyntaxError, ValueError, RuntimeError):
            return None
    return None if tree is None or deep(tree) else tree


def plain(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def deep(tree: ast.AST) -> bool:
    """Whether it is deeper than what is written by hand."""
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return bool(level)


def same(tree: ast.Module | None, other: ast.Module | None) -> bool:
    return tree is not None and other is not None and ast.dump(tree) == ast.dump(other)


def only_checks(tree: ast.Module | None) -> bool:
    """Whether a cell does nothing but call `check`, or nothing at all."""
    return tree is not None and all(
        isinstance(s, ast.Expr) and isinstance(s.value, ast.Call) and isinstance(s.value.func, ast.Name) and s.value.func.id == "check"
        for s in tree.body
    )


def globals_of(tree: ast.Module) -> set[str]:
    """The global names that a piece of code, or a function in it, refers to."""
    names = set()
    try:
        tables = [symtable.symtable(ast.unparse(tree), "cell", "exec")]
    except (SyntaxError, ValueError, RecursionError):  # it parses, but will not run
        tables = []
    while tables:
        table = tables.pop()
        tables += table.get_children()
        names |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (s.is_global() or table.get_type() == "module")}
    return names
