"""A class's results as the gradebook has them, as a table of text. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from nbgrader.api import Gradebook

WAITS = "waits for a person"


def table(url: str, assignment: str, students: Iterable[str], words: dict[str, str] | None = None) -> str:
    """A row for each student, with the marks of each graded cell. words: what else is said of a student."""
    rows, names = [], []
    with Gradebook(url) as gradebook:
        for student in students:
            handed_in = gradebook.find_submission(assignment, student)
            grades = {grade.name: grade for notebook in handed_in.notebooks for grade in notebook.grades}
            names = names or list(grades)
            waits = handed_in.needs_manual_grade
            marks = ["–" if grades[name].score is None or grades[name].needs_manual_grade else f"{grades[name].score:g}" for name in names]
            said = [words.get(student, "")] if words is not None else []
            rows.append((student, *said, *marks, "–" if waits else f"{handed_in.score:g}", WAITS if waits else ""))
    head = ("student", *(["handed in"] if words is not None else []), *(name.removeprefix("test_") for name in names), "total", "remark")
    return layout([head, *rows])


def layout(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, a line under the first row."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
