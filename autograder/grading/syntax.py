"""The syntax tree of a submitted cell, whatever it holds: bounded, its magics read as IPython reads them. Nothing is executed here."""

from __future__ import annotations

import ast
import re
import symtable
import textwrap
from collections.abc import Iterable
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from ..evidence.source import tree_of
from ..probe.cells import bound

MAX_MAGICS = 10  # lines of a cell that are IPython's; it goes over the whole cell again for each
MAX_READ = 500_000  # characters that it may go over in all
MAX_NAME = 200  # of a name with a question mark after it, for which IPython looks from every place of a word on
MAGIC = re.compile(r"^\s*[%!?,;/]|=\s*[%!]|\?\s*$")
BETWEEN = re.compile(r"[^\w.*\[\]]+")


@lru_cache(maxsize=256)
def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a cell, its magics turned into calls; None when it does not parse."""
    lines = source.lstrip("\n").splitlines(keepends=True)
    if lines and lines[0].lstrip().startswith("%%"):  # %%time and %%capture run what follows
        lines = lines[1:]
    text = textwrap.dedent("".join(lines))
    tree = tree_of(text)
    if tree is None and turnable(text):
        try:
            tree = tree_of(TransformerManager().transform_cell(text))
        except (SyntaxError, ValueError, RuntimeError):
            return None
    return tree


def turnable(text: str) -> bool:
    """Whether IPython can soon tell what the magics of a cell mean."""
    magics = [line for line in text.splitlines() if MAGIC.search(line)]  # lines as IPython has them: a form feed ends one too
    if len(magics) > MAX_MAGICS or (1 + len(magics)) * len(text) > MAX_READ:
        return False
    asks = any(line.rstrip().endswith("?") for line in magics)
    return not asks or max(map(len, BETWEEN.split(text))) <= MAX_NAME


def tree_in(cell: NotebookNode) -> ast.Module | None:
    """None too where it is no code."""
    return parsed(cell.source) if cell.cell_type == "code" else None


def binds(tree: ast.Module | None) -> set[str]:
    """The names that a cell gives a value."""
    return set() if tree is None else bound(tree)


def binding(trees: Iterable[ast.Module | None]) -> dict[str, list[int]]:
    """In which cells of a notebook each name is given a value."""
    places: dict[str, list[int]] = {}
    for place, tree in enumerate(trees):
        for name in binds(tree):
            places.setdefault(name, []).append(place)
    return places


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
