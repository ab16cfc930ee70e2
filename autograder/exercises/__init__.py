"""One exercise, one file: what is asked, as a function that reads like the model answer. Here are their names, which cost nothing to import."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING

from ..value.faults import said
from ..value.points import POINTS

if TYPE_CHECKING:
    from ..value.exercise import Exercise


HOLDS = re.compile(r"^EXERCISE\b", re.MULTILINE)  # a file with an exercise; others hold what several exercises share


def names() -> tuple[str, ...]:
    """Of all exercises that there are: in the order of the notebook, then those that it does not have yet."""
    files = [file for folder in __path__ for file in Path(folder).glob("*.py")]
    there, released = {file.stem for file in files if HOLDS.search(file.read_text(encoding="utf-8"))}, list(POINTS)
    return tuple(sorted(there, key=lambda name: (released.index(name) if name in released else len(released), name)))


EXERCISES = names()


def beside(folder: Path | None) -> None:
    """Puts a folder beside that of the package's exercises, in this process. It comes before what reads the names of all."""
    global EXERCISES
    if folder is not None and str(folder) not in __path__:
        __path__.append(str(folder))
        invalidate_caches()
        exercise.cache_clear()
        EXERCISES = names()


@cache
def exercise(name: str) -> Exercise:
    """That of the file of this name. Raises ValueError, which says in one line where what is wrong and what to do."""
    files = [file for folder in __path__ if (file := Path(folder) / f"{name}.py").is_file()]
    if not files or not name.isidentifier():
        raise ValueError(f"there is no exercise {name!r}; there are {', '.join(names())}")
    if len(files) > 1:
        raise ValueError(f"{' and '.join(map(str, files))} are two exercises of one name; keep one, or give one another name")
    try:
        module = import_module(f".{name}", __name__)
    except Exception as error:  # whatever an author's file may raise
        raise ValueError(f"{name}.py: {said(error, files[0])}") from error
    found = getattr(module, "EXERCISE", None)
    if found is None:
        raise ValueError(f"{name}.py: it holds no EXERCISE; write EXERCISE = Exercise(value, signature=…)")
    if found.name != name:
        raise ValueError(f"{name}.py: its signature is that of `{found.name}`; give the file and the function one name")
    return found
