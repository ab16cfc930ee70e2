"""A piece of Python as a syntax tree, wherever it is from: one that can be walked by recursion and written out again, or none."""

from __future__ import annotations

import ast

MAX_DEPTH = 200  # more than is written by hand
MAX_NUMBER = 10**4000  # Python writes no longer number (sys.set_int_max_str_digits)


def tree_of(text: str) -> ast.Module | None:
    """None also where it is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if any(isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= MAX_NUMBER for node in level):
            return None
    return None if level else tree
