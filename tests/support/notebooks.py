"""Submissions for the tests: the solution and released notebooks, with edits. Nothing is graded here."""

from __future__ import annotations

import copy
from collections.abc import Callable

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.labels import grade_id
from autograder.grading.submission import mend
from demo import RELEASE, SOLUTION

Notebook = nbformat.NotebookNode
STUB = "def identity_block(X, f, filters, training=None, initializer=None):\n    raise NotImplementedError()"


def solution() -> Notebook:
    return nbformat.read(SOLUTION, as_version=4)


def release() -> Notebook:
    return nbformat.read(RELEASE, as_version=4)


def place(nb: Notebook, name: str) -> int:
    """Where the cell with that grade_id stands."""
    return next(i for i, cell in enumerate(nb.cells) if grade_id(cell) == name)


def cell(nb: Notebook, name: str) -> Notebook:
    return nb.cells[place(nb, name)]


def changed(nb: Notebook, change: Callable[[Notebook], object]) -> Notebook:
    nb = copy.deepcopy(nb)
    change(nb)
    return nb


def replaced(name: str, old: str, new: str) -> Callable[[Notebook], None]:
    """An edit of one cell that must apply."""

    def change(nb):
        source = cell(nb, name).source
        assert old in source, old
        cell(nb, name).source = source.replace(old, new)

    return change


def quick(*sources: str) -> Notebook:
    """A mended notebook that takes no TensorFlow of its own: a stub, then these cells, then the graded cells not yet placed."""
    return mend(new_notebook(cells=[new_code_cell(source) for source in (STUB, *sources)])).notebook
