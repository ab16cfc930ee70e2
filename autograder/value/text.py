"""A function's text as Python's own tree. Nothing is run."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable


def tree_of(function: Callable[..., object]) -> ast.stmt:
    """Raises ValueError where the text is not at hand."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        raise ValueError("the text of the value is not at hand: write it as a function, in a file") from None
