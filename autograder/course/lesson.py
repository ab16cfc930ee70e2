"""The lesson's cells on the pages of feedback and formgrader: they are left out, and so is all that is as it was released, unless a course wants to see it.

`c.Lesson.shown = True` in `nbgrader_config.py` shows all. Figures of the lesson make most of a page, and nobody grades them.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool

from ..grading.submission import is_lab


class Lesson(Preprocessor):
    """Leaves out cells of the lab and those whose text stands in the release, if they show nothing and are not graded; says how many."""

    shown = Bool(False, help="Show on pages for students and graders the cells of the lesson too.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        released = frozenset() if self.shown else self.released(resources)
        left = [(not self.shown and is_lab(cell)) or (cell.cell_type, cell.source) in released for cell in nb.cells]
        kept = [cell for cell, out in zip(nb.cells, left) if answers(cell) or cell.get("outputs") or not out]
        resources["left_out"] = len(nb.cells) - len(kept)
        nb.cells = kept
        return nb, resources

    def released(self, resources: dict[str, Any]) -> frozenset[tuple[str, str]]:
        """The cells of the release or, where it is not here, of the instructor's notebook."""
        place = resources.get("nbgrader", {})
        assignment, notebook = (place.get(key) or resources.get(f"{key}_id", "") for key in ("assignment", "notebook"))
        course = CourseDirectory(config=self.config)
        for folder in (course.release_directory, course.source_directory):
            path = Path(course.format_path(folder, ".", assignment), f"{notebook}.ipynb")
            if assignment and notebook and path.is_file():
                return cells_of(path, os.stat(path).st_mtime_ns)
        return frozenset()


def answers(cell: NotebookNode) -> bool:
    """Whether it is a student's to fill, or is graded."""
    label = cell.metadata.get("nbgrader", {})
    return bool(label.get("grade") or label.get("solution") or label.get("task"))


@lru_cache(maxsize=8)
def cells_of(path: Path, changed: int) -> frozenset[tuple[str, str]]:
    """Type and text of each. changed: when the file was, so that it is read again then."""
    return frozenset((cell.cell_type, cell.source) for cell in nbformat.read(path, as_version=4).cells)
