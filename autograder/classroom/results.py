"""A class's results as the gradebook has them, as a table of text. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from nbgrader.api import Grade, Gradebook, SubmittedAssignment

from ..feedback import WAITS


def table(url: str, assignment: str, students: Iterable[str], words: dict[str, str] | None = None) -> str:
    """A row for each student, with the marks of each graded cell. words: what else is said of a student."""
    rows, names = [], []
    with Gradebook(url) as gradebook:
        for student in students:
            handed_in = gradebook.find_submission(assignment, student)
            grades = {grade.name: grade for notebook in handed_in.notebooks for grade in notebook.grades}
            names = names or list(grades)
            remark = status(handed_in)
            marks = ["–" if is_open(grades[name]) else f"{grades[name].score:g}" for name in names]
            said = [words.get(student, "")] if words is not None else []
            rows.append((student, *said, *marks, "–" if WAITS in remark else f"{handed_in.score:g}", remark))
    head = ("student", *(["handed in"] if words is not None else []), *(name.removeprefix("test_") for name in names), "total", "remark")
    return layout([head, *rows])


def is_open(grade: Grade) -> bool:
    """Whether there is no mark, neither of ours nor of a person's."""
    return grade.score is None or (grade.needs_manual_grade and grade.manual_score is None)


def status(handed_in: SubmittedAssignment) -> str:
    """What a person has still to do with a submission; nothing where all its marks are final."""
    waiting = [grade for notebook in handed_in.notebooks for grade in notebook.grades if grade.needs_manual_grade]
    said = [WAITS] if any(map(is_open, waiting)) else []
    for grade in waiting:
        if not is_open(grade):
            machine = "no mark" if grade.auto_score is None else f"{grade.auto_score:g}"
            said.append(f"{grade.name.removeprefix('test_')}: {machine} by machine, {grade.manual_score:g} by hand: confirm")
    return "; ".join(said)


def layout(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, a line under the first row."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
