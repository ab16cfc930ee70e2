"""The gradebook and the assignment that a command is about, or one line that says why nothing can be done. It changes nothing."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError


def named(app: NbGrader, command: str) -> str:
    """The one assignment that the command line names; without one the command ends."""
    names = [*app.extra_args, *filter(None, [app.coursedir.assignment_id])]
    if len(names) != 1:
        sys.exit(f"Say which assignment, as in: python -m autograder {command} residual_networks")
    return names[0]


def problem(url: str, assignment: str) -> str | None:
    """Why nothing can be written for this assignment, if so."""
    try:
        with Gradebook(url) as gradebook:
            if url.startswith("sqlite"):
                gradebook.db.execute(text("BEGIN IMMEDIATE"))  # waits some seconds for who else is writing
                gradebook.db.rollback()
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry:
                known = ", ".join(a.name for a in gradebook.assignments) or "none"
                return (
                    f"The gradebook does not know the assignment {assignment!r}; it knows: {known}. "
                    f"Has `nbgrader generate_assignment {shlex.quote(assignment)}` been run?"
                )
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return f"The gradebook cannot be used ({url.split('@')[-1]}): {reason}."
    return None


def outdated(course: CourseDirectory, assignment: str) -> str | None:
    """Why the gradebook must first be told of the release: cells are worth other points in the instructor's notebook, if it is here."""
    differ = []
    with suppress(MissingEntry), Gradebook(course.db_url) as gradebook:
        for notebook in gradebook.find_assignment(assignment).notebooks:
            path = Path(course.format_path(course.source_directory, ".", assignment), f"{notebook.name}.ipynb")
            known = {cell.name: cell.max_score for cell in notebook.grade_cells}
            differ += [name for name, points in points_in(path).items() if known.get(name, points) != points]
    if not differ:
        return None
    return (
        f"The gradebook does not know the present points of {', '.join(differ)}. Run nbgrader generate_assignment {shlex.quote(assignment)}, and then "
        "this again, with --force for what is graded already."
    )


def points_in(path: Path) -> dict[str, float]:
    """The points of the graded cells in a file, by grade_id; none where it is no notebook."""
    try:
        cells = nbformat.read(path, as_version=4).cells
        labels = [cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata]
        return {label.grade_id: float(label.points) for label in labels if label.get("grade")}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
