"""A class's results as the gradebook has them, as a table of text. It changes nothing."""

from __future__ import annotations

import glob
import re
import shlex
from pathlib import Path

import nbformat
from nbgrader.api import Grade, Gradebook, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory

from ..grading.labels import short
from ..grading.submission import KEY
from ..show.report import flat

WAITS = "waits for a person"
NOTHING = "nothing handed in"
NOT_YET = "not graded yet"
WAYS_ON = (
    "Who waits for a person: the formgrader shows why. Grade by hand there; or ask for the file again, or mend it, and grade it again with:\n"
    "nbgrader autograde {} --student STUDENT --force"
)


def final(submission: SubmittedAssignment) -> float:
    """The points that count, what is taken off for being late taken off."""
    return max(0.0, submission.score - (submission.late_submission_penalty or 0.0))


def submissions(gradebook: Gradebook, assignment: str) -> list[SubmittedAssignment]:
    """As the gradebook has them, by the student."""
    return sorted(gradebook.assignment_submissions(assignment), key=lambda submission: submission.student.id)


def graded_folder(course: CourseDirectory, student: str, assignment: str) -> Path:
    """Where a student's graded notebooks lie."""
    return Path(course.format_path(course.autograded_directory, student, assignment))


def standings(course: CourseDirectory, assignment: str) -> dict[str, float | str]:
    """The final mark of everybody whom the gradebook knows or who handed something in or, where there is none, why."""
    with Gradebook(course.db_url) as gradebook:
        found: dict[str, float | str] = {student.id: NOTHING for student in gradebook.students}
        found |= dict.fromkeys(handed_in(course, assignment), NOT_YET)
        for submission in gradebook.assignment_submissions(assignment):
            if not unfinished(course, assignment, submission):
                found[submission.student.id] = status(submission) or final(submission)
    return found


def table(course: CourseDirectory, assignment: str, words: dict[str, str] | None = None) -> str:
    """A row for every student whom the gradebook knows or who handed something in, with the marks of each graded cell.

    words: what else is said of a student.
    """
    with Gradebook(course.db_url) as gradebook:
        names = [cell.name for notebook in gradebook.find_assignment(assignment).notebooks for cell in notebook.grade_cells]
        graded = {s.student.id: s for s in gradebook.assignment_submissions(assignment) if not unfinished(course, assignment, s)}
        waiting = handed_in(course, assignment) - graded.keys()
        known = {student.id for student in gradebook.students} | waiting
        late = any(s.late_submission_penalty for s in graded.values())
        rows = []
        for student in sorted(known):
            said = [words.get(student, "")] if words is not None else []
            missing = (*("–" for _ in names), *(["–"] if late else []), "–", NOT_YET if student in waiting else NOTHING)
            rows.append((student, *said, *(row(graded[student], names, late) if student in graded else missing)))
    columns = [*(short(name) for name in names), *(["late"] if late else []), "total", "remark"]
    return layout([("student", *(["handed in"] if words is not None else []), *columns), *rows])


def row(submission: SubmittedAssignment, names: list[str], late: bool) -> tuple[str, ...]:
    """Its marks by the names of the graded cells, what is taken off for being late, the total and a remark."""
    grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
    marks = ["–" if name not in grades or is_open(grades[name]) else f"{grades[name].score:g}" for name in names]
    penalty, remark = submission.late_submission_penalty, status(submission)
    off = [f"−{penalty:g}" if penalty else ""] if late else []
    return (*marks, *off, "–" if WAITS in remark else f"{final(submission):g}", remark)


def ways_on(table: str, assignment: str) -> str:
    """What can be done for those in the table who wait for a person; nothing where nobody does."""
    return f"\n\n{WAYS_ON.format(shlex.quote(assignment))}" if WAITS in table else ""


def unfinished(course: CourseDirectory, assignment: str, submission: SubmittedAssignment) -> bool:
    """Whether its grading was interrupted: then a note is left of one plug-in to the next."""
    folder = graded_folder(course, submission.student.id, assignment)
    try:
        return submission.needs_manual_grade and any(KEY in nbformat.read(path, 4).metadata for path in folder.glob("*.ipynb"))
    except (OSError, ValueError, KeyError, AttributeError):  # cut off while it was written
        return True


def handed_in(course: CourseDirectory, assignment: str) -> set[str]:
    """The students who have a folder for the assignment among those that were handed in."""
    place = course.format_path(glob.escape(course.submitted_directory), "*", glob.escape(assignment))
    pattern = course.format_path(course.submitted_directory, "(?P<student>[^/]+)", re.escape(assignment), escape=True)
    return {found["student"] for path in glob.glob(place) if (found := re.fullmatch(pattern, path))}


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
            said.append(f"{short(grade.name)}: {machine} by machine, {grade.manual_score:g} by hand: confirm")
    return "; ".join(said)


def layout(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, a line under the first row."""
    rows = [tuple(map(flat, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
