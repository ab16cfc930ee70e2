"""The names that a student's notebook holds: those of the solution notebook, with edits or other answers."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import jupytext

from autograder.author.scope import run

SOURCE = Path(__file__).parents[2] / "solutions" / "residual_networks.py"


@cache
def solution() -> tuple[str, str]:
    """The solution notebook's imports, and its three functions without comments, which edits should not have to match."""
    cells = [c.source for c in jupytext.read(SOURCE).cells if c.cell_type == "code"]
    imports = next(c for c in cells if "import keras" in c)
    functions = "\n\n\n".join(c for c in cells if c.startswith("def "))
    return imports, re.sub(r"^ *# .*\n|  # .*$", "", functions, flags=re.MULTILINE)


def namespace(change: str | tuple[str, str] = "") -> dict:
    """The reference answers; `change` is more source, run after them, or an edit (old, new) of the first place of old."""
    imports, functions = solution()
    names = run(imports, {"__name__": "__main__"})
    if isinstance(change, tuple):
        old, new = change
        assert old in functions, old
        return run(functions.replace(old, new, 1), names)
    return run(change, run(functions, names))


def answered(exercise: str, source: str) -> dict:
    """The reference answers, and the source after them, which must run."""
    return namespace(source)


def handed_in(exercise: str, source: str) -> dict:
    """The reference answers to the other exercises, and the source as a cell of a notebook, which goes on after an exception."""
    names = namespace()
    del names[exercise]
    names["In"] = ["", source]
    try:
        run(source, names)
    except Exception as error:
        sys.last_value = error
    return names


def function(exercise: str) -> str:
    """The source of one reference answer."""
    source = solution()[1]
    start = source.index(f"def {exercise}(")
    end = source.find("\ndef ", start + 1)
    return source[start : end if end > 0 else None]


def changed(exercise: str, edits: tuple) -> str:
    """The source of a reference answer with edits: (old, new) or (old, new, "all")."""
    source = function(exercise)
    for old, new, *everywhere in edits:
        assert old in source, f"{exercise} has no {old!r}"
        source = source.replace(old, new) if everywhere else source.replace(old, new, 1)
    return source


def edited(exercise: str, edits: tuple) -> dict:
    """The reference answers with edits of one of them, as in `changed`."""
    return namespace(changed(exercise, edits))
