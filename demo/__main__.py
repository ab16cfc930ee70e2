"""Grades the demonstration class in build/class, with nbgrader's own commands and names and marks from and for Canvas, and prints it as a table."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import nbformat
from nbgrader.coursedir import CourseDirectory

from autograder.course.results import table

from . import CLASS, NAME, RELEASE, ROOT, SOLUTION
from .students import STUDENTS, canvas, submission

EXPORTED, FILLED = "canvas.csv", "canvas_with_marks.csv"


class Failed(RuntimeError):
    """One sentence that says what did not work."""


def main() -> int:
    try:
        set_up()
        nbgrader("generate_assignment", "Making the release")
        hand_in()
        autograder("students", "Taking over names", EXPORTED)
        nbgrader("autograde", f"Grading {len(STUDENTS)} submissions", each=re.compile(r"Autograding .*/([^/]+)/[^/]+/[^/]+\.ipynb"))
        nbgrader("generate_feedback", "Writing feedback")
        nbgrader("export", "Exporting", "--to", "grades.csv")
        autograder("report", "Reporting what went wrong", NAME)
        autograder("export", "Filling Canvas's file", "canvas", EXPORTED)
        words = {student.id: student.what for student in STUDENTS}
        print(f"\n{table(CourseDirectory(root=str(CLASS)), NAME, words)}\n")
    except KeyboardInterrupt:
        print("Stopped. make grade begins anew.", file=sys.stderr)
        return 130
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or CLASS}: {error.strerror}", file=sys.stderr)
        return 1
    shown = CLASS.relative_to(ROOT)
    print(f"gradebook  {shown / 'gradebook.db'}\nmarks      {shown / 'grades.csv'}\nfor Canvas {shown / FILLED}")
    print(
        f"feedback   {shown / 'feedback'}/STUDENT/{NAME}/{NAME}.html\nreport     {shown / 'reports' / NAME}.html\nto review  make formgrader"
    )
    return 0


def set_up() -> None:
    """A fresh course folder with the repository's settings and source."""
    for path in (SOLUTION, RELEASE):
        if not path.exists():
            raise Failed(f"{path.relative_to(ROOT)} is missing: run make release first.")
    shutil.rmtree(CLASS, ignore_errors=True)
    (CLASS / "solutions" / NAME).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", CLASS)
    shutil.copy(SOLUTION, CLASS / "solutions" / NAME)


def hand_in() -> None:
    release = nbformat.read(CLASS / "assignment" / NAME / f"{NAME}.ipynb", as_version=4)
    solution = nbformat.read(SOLUTION, as_version=4)
    for student in STUDENTS:
        folder = CLASS / "submitted" / student.id / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(submission(student, release, solution), encoding="utf-8")
    (CLASS / EXPORTED).write_text(canvas(), encoding="utf-8")


def nbgrader(command: str, doing: str, *options: str, each: re.Pattern[str] | None = None) -> None:
    """Run an nbgrader command in the class's folder. `each`: the lines of its log that tell of another student."""
    print(f"{doing} (nbgrader {command})", flush=True)
    run("nbgrader", command, *([] if command == "export" else [NAME]), *options, each=each)


def autograder(command: str, doing: str, *options: str) -> None:
    """Run a command of ours there."""
    print(f"{doing} (python -m autograder {command})", flush=True)
    run("autograder", command, *options)


def run(package: str, command: str, *options: str, each: re.Pattern[str] | None = None) -> None:
    log = CLASS / f"{package}_{command}.log"
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            [sys.executable, "-m", package, command, *options],
            cwd=CLASS,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},  # nbgrader's own, about its database library
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        assert process.stdout, "it is a pipe"
        for line in process.stdout:
            file.write(line)
            if each and (found := each.search(line)):
                print(f"  {found[1]}", flush=True)
    if process.returncode:
        raise Failed(f"{package} {command} failed; see {log.relative_to(ROOT)}.")


if __name__ == "__main__":
    sys.exit(main())
