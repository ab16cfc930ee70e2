"""Judges a graded notebook again on the evidence that was kept of it: by another rubric, for other points, or after a fault of ours was mended.
Nothing is run.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import nbformat

from ..evidence.version import judged_by
from .desk import Sheet, sheets
from .kept import SUFFIX, packed, unpacked
from .labels import exercise_of


class Again(NamedTuple):
    """The verdicts as they were kept and as they are now, by exercise; and what is to be kept now, nothing where all are as they were.

    left_out: of whose evidence too much was left to be kept, so that they stay as they were.
    """

    before: dict[str, Sheet]
    after: dict[str, Sheet]
    kept: bytes
    left_out: tuple[str, ...]


def judge_again(path: str, points: dict[str, float]) -> Again:
    """path: of the graded notebook, with what was kept beside it; points: what its exercises are worth now.

    Raises Unreadable where nothing was kept, RubricError, and what nbformat raises over a file that is no notebook.
    """
    old = unpacked(Path(path).with_suffix(SUFFIX))
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if exercise := exercise_of(cell):
            cell.metadata.nbgrader.points = points[exercise]
    outcome = old.run(notebook)
    after = sheets(outcome) | {name: old.sheets[name] for name in old.left_out}
    changed = json.loads(json.dumps(after)) != old.sheets
    new = packed(replace(old, sheets=after, judged_by=judged_by())) if changed else b""
    return Again(old.sheets, after, new, old.left_out)
