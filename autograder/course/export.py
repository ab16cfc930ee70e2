"""`nbgrader export` with what a zero does not say: who waits for a person, and who has handed nothing in."""

from __future__ import annotations

import csv
from typing import Any, TypeVar

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.plugins import CsvExportPlugin

from .results import final, status

NOT_HANDED_IN = "not handed in"
COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
T = TypeVar("T")
MARKS = ("raw_score", "late_submission_penalty", "score")


class Marks(CsvExportPlugin):
    """nbgrader's columns and a last one, status. Where there is no final mark yet, those of the marks are blank, not 0."""

    def export(self, gradebook: Gradebook) -> None:
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, (*COLUMNS, *MARKS, "max_score", "status"), lineterminator="\n")
            table.writeheader()
            for assignment in chosen(gradebook.assignments, "name", self.assignment):
                for student in chosen(gradebook.students, "id", self.student):
                    try:
                        submission = gradebook.find_submission(assignment.name, student.id)
                    except MissingEntry:
                        submission = None
                    place = {"assignment": assignment.name, "duedate": assignment.duedate, "student_id": student.id}
                    names = {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
                    row = place | names | {"max_score": assignment.max_score} | marks(submission)
                    table.writerow({column: as_text(value) for column, value in row.items()})


def chosen(things: list[T], key: str, names: list[str]) -> list[T]:
    """All of them, or those that were asked for by name."""
    return [thing for thing in things if not names or getattr(thing, key) in map(str, names)]


def marks(submission: SubmittedAssignment | None) -> dict[str, Any]:
    """What is said of a submission, or of none."""
    if submission is None:
        return {"status": NOT_HANDED_IN}
    said = {"timestamp": submission.timestamp, "status": status(submission) or "graded"}
    if said["status"] != "graded":
        return said
    penalty = submission.late_submission_penalty
    return said | {"raw_score": submission.score, "late_submission_penalty": penalty, "score": final(submission)}


def as_text(value: Any) -> Any:
    """What a spreadsheet would take for a formula, as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
