"""nbgrader's feedback page, where a mark that waits for a person says so instead of 0.0, and a page has a language and colours to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2.filters import do_float, do_round
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import GetGrades
from nbgrader.server_extensions.formgrader.handlers import static_path, template_path

from ..show.report import number
from ..truth.challenge import course_secret
from . import receipt
from .plugins import Grade, file_of

DIGITS = 4  # of points, after the decimal point, as a verdict keeps them
NONE_YET = "none yet"  # in the place of a score
TEMPLATES = Path(__file__).parent / "templates"
BASES = [str(TEMPLATES), template_path]  # ours extend nbgrader's
STYLES = str(Path(static_path, "node_modules", "bootstrap", "dist", "css"))


class FeedbackPage(HTMLExporter):
    """The exporter of feedback, by a name of its own: the formgrader's page has another template, and both read HTMLExporter's settings."""


class Grades(GetGrades):
    """As nbgrader's, but what a person has still to grade has words in the place of its score."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        self.waiting = False
        nb, resources = super().preprocess(nb, resources)
        place = resources["nbgrader"]
        place |= {"waits": self.waiting, "score": max(0.0, place["score"]), "receipt": self.receipt(nb.metadata, place)}
        return nb, resources

    def receipt(self, metadata: NotebookNode, place: dict[str, Any]) -> str:
        """metadata: of the graded notebook."""
        with Gradebook(place["db_url"]) as gradebook:
            course = gradebook.find_assignment(place["assignment"]).course.id
            points = receipt.points(gradebook.find_submission_notebook(place["notebook"], place["assignment"], place["student"]))
        file = file_of(metadata)
        told = receipt.Receipt(
            course=course,
            assignment=place["assignment"],
            notebook=place["notebook"],
            student=place["student"],
            file=file["name"] or receipt.UNRECORDED,
            sha256=file["sha256"] or receipt.UNRECORDED,
            points=points,
            judged_by=receipt.judged_by(metadata),
            given_out=receipt.now(),
        )
        return receipt.sealed(told, course_secret(Grade(parent=self).secret))

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id)
        cell.metadata.nbgrader["waits"] = bool(grade.needs_manual_grade)
        if grade.needs_manual_grade:
            self.waiting, cell.metadata.nbgrader["score"] = True, NONE_YET


def as_points(value: Any) -> str:
    """A filter of our pages: 7.5, 10."""
    return number(float(value))


def as_float(value: Any, default: float = 0.0) -> float | str:
    """Jinja's filter `float`, for nbgrader's page, which takes every score for a number."""
    return value if value == NONE_YET else do_float(value, default)


def as_rounded(value: Any, *options: Any) -> float | str:
    """Jinja's filter `round`, likewise; nbgrader's page asks for two digits, and 7.125 has three."""
    return value if value == NONE_YET else do_round(value, DIGITS)
