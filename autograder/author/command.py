"""`python -m autograder author NAME`: an exercise by its name, by its file, or a Keras function that is made into one. What is wrong is one line."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ..exercises import beside, exercise
from ..probe.quiet import import_tensorflow
from ..truth.question import question
from ..value.exercise import Exercise
from . import page
from .processes import in_processes
from .right import Right, rights
from .wrong import Mutant, in_turn

ENDINGS = (".py", ".ipynb")


def main(options: argparse.Namespace) -> int:
    """Exit status: 0, or 2 where a file or an argument is wrong."""
    try:
        place, _, function = options.name.rpartition(":")
        if place.endswith(ENDINGS) and function.isidentifier():
            return turned(Path(place), function, options.write)
        if options.write is not None:
            raise ValueError("--write goes with FILE.py:function or NOTEBOOK.ipynb:function, of which an exercise's file is made")
        name, folder = found(options.name)
        beside(folder)
        question(name)  # checks it
        for line in account(exercise(name), folder, options.jobs or os.cpu_count(), options.figure):
            print(line, flush=True)
    except (ValueError, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 2
    return 0


def found(name: str) -> tuple[str, Path | None]:
    """The exercise's name, and the folder that it is in where that is not the package's. Raises ValueError."""
    if not name.endswith(".py") and os.sep not in name:
        return name, None
    file = Path(name)
    if file.suffix != ".py" or not file.is_file():
        raise ValueError(f"{name}: there is no such Python file; give the path of an exercise's file, or an exercise's name")
    if not file.stem.isidentifier():
        raise ValueError(f"{file.name}: the file has the function's name, and `{file.stem}` is none that Python has; rename it")
    return file.stem, file.resolve().parent


def turned(place: Path, function: str, write: Path | None) -> int:
    """A Keras function as an exercise's file."""
    if write is not None and write.exists():
        raise ValueError(f"{write} is there already; nothing was written")
    import_tensorflow()
    from .turning import exercise_of

    text = exercise_of(place, function)
    if write is None:
        print(text, end="")
        return 0
    write.write_text(text, encoding="utf-8")
    print(f"{write} is written; read it, then: python -m autograder author {write}", file=sys.stderr)
    return 0


def account(asked: Exercise, folder: Path | None, jobs: int | None, figure: Path | None) -> Iterator[str]:
    """The whole text, line by line as it is known."""
    began = time.monotonic()
    yield from part("The lines, as understood", page.understood(asked))
    yield from part("The criteria, with points and sentences", page.judged_by(asked))
    yield from part("The figure" if figure else "The figure in words; --figure FILE draws it", page.figure(asked, figure))
    right, wrong = rights(asked.name), in_turn(asked.lines)
    yield from part("What was derived", page.derived(right, wrong))
    from .measure import put_to, told_by

    answers: list[Mutant | Right] = [*right, *wrong]
    graded = in_processes(put_to, answers, jobs, folder)
    of_right, of_wrong = graded[: len(right)], graded[len(right) :]
    passed = [mutant for mutant, g in zip(wrong, of_wrong) if g.passed]
    survivors = dict(zip(passed, in_processes(told_by, passed, jobs, folder, at_once=1) if passed else []))
    yield from part("How they are judged and named", page.measured(of_right, of_wrong, survivors))
    yield from part("Holes: wrong answers that no call tells from the reference", page.holes(asked, survivors))
    yield from part("Sentences that may read worst", page.reads_worst(asked, of_wrong))
    yield f"{len(graded)} answers in {time.monotonic() - began:.0f} s."


def part(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield title
    yield from lines
    yield ""
