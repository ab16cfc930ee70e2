"""nbgrader's feedback page, where a mark that waits for a person says so instead of 0.0."""

from __future__ import annotations

from typing import Any

from jinja2.filters import do_float, do_round
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades

WAITS = "waits for a person"


class Grades(GetGrades):
    """As nbgrader's, but what a person has still to grade has words in the place of its score."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        self.waiting = False
        nb, resources = super().preprocess(nb, resources)
        if self.waiting:
            resources["nbgrader"]["score"] = WAITS
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id)
        if grade.needs_manual_grade:
            self.waiting, cell.metadata.nbgrader["score"] = True, WAITS


def as_float(value: Any, default: float = 0.0) -> float | str:
    """Jinja's filter `float`, for nbgrader's page, which takes every score for a number."""
    return value if value == WAITS else do_float(value, default)


def as_rounded(value: Any, *options: Any) -> float | str:
    """Jinja's filter `round`, likewise."""
    return value if value == WAITS else do_round(value, *options)
