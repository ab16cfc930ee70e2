"""Where a notebook defines a name that an exercise's function finds without a value, or will when it is graded. It runs nothing.

Grading runs a notebook from top to bottom, so a helper can be at hand while a student works, and be missing then.
"""

from __future__ import annotations

import builtins
import os
import re
from types import CodeType, FunctionType
from typing import Any

from ..evidence import Facts
from ..explain.slips import NOWHERE
from .labels import exercise_of
from .submission import Notebook, Unreadable, mend, read
from .syntax import binding, tree_in

LATER = "It is defined further down, in the cell `{}`, but a notebook is graded from top to bottom. Move it above the function."
FAILED = "It is defined in the cell `{}`, which stopped before it was done."


def place_of(found: list[int], exercise: str, nb: Notebook) -> str:
    """A sentence about the cell of a mended notebook by which a name has no value at the exercise's graded cell; "" if it has one.

    found: the cells that give it one.
    """
    end = next((place for place, cell in enumerate(nb.cells) if exercise_of(cell) == exercise), len(nb.cells))
    ran = [place for place in found if place < end]
    failed = [place for place in ran if any(output.output_type == "error" for output in nb.cells[place].outputs)]
    if not found:
        return NOWHERE
    if failed == ran != []:
        return FAILED.format(first_line(nb.cells[ran[-1]]))
    if ran:
        return ""
    return LATER.format(first_line(nb.cells[found[0]]))


def first_line(cell: Notebook) -> str:
    return next((line.strip() for line in cell.source.splitlines() if line.strip()), "").replace("`", "'")[:60]


def unknown(facts: Facts, nb: Notebook) -> dict[str, str]:
    """Of the names for which an exercise's function stopped: what there is to say of them."""
    errors = [error for run in facts.get("runs", ()) for error in run["graph"]["errors"] if error["type"] == "NameError"]
    names = {found[1] for error in errors if (found := re.search(r"name '(\w+)'", error["message"]))}
    places = binding(map(tree_in, nb.cells)) if names else {}
    return {name: said for name in sorted(names) if (said := place_of(places.get(name, []), facts["exercise"], nb))}


def warnings(exercise: str, namespace: dict[str, Any]) -> list[str]:
    """What the function finds in the kernel and will not find when the file that is open is graded, as it was saved last."""
    path = os.environ.get("JPY_SESSION_NAME") or namespace.get("__vsc_ipynb_file__")  # set by Jupyter's server, and by VS Code
    try:
        nb = mend(read(path)).notebook if path else None
    except Unreadable:
        nb = None
    if nb is None:
        return []
    places = binding(map(tree_in, nb.cells))
    said = ((name, place_of(places.get(name, []), exercise, nb)) for name in used(namespace.get(exercise)))
    return [f"`{name}` will be missing when this is graded. {words}" for name, words in said if words not in ("", NOWHERE)]


def used(function: object) -> list[str]:
    """The global names that a notebook's function refers to, and those that they refer to in turn."""
    names: dict[str, None] = {}
    todo = [function]
    while todo:
        one = todo.pop()
        if isinstance(one, FunctionType):
            new = [name for name in named_in(one.__code__) if name in one.__globals__ and not hasattr(builtins, name) and name not in names]
            names |= dict.fromkeys(new)
            todo += [one.__globals__[name] for name in new if getattr(one.__globals__[name], "__module__", "") == one.__module__]
    return [*names]


def named_in(code: CodeType) -> list[str]:
    return [*code.co_names, *(name for inner in code.co_consts if isinstance(inner, CodeType) for name in named_in(inner))]
