"""`python -m autograder autograde ASSIGNMENT --jobs N`: `nbgrader autograde` with a number of jobs, a cluster, and a table of the marks.

Exit status, as nbgrader's: 0 when every submission was graded or waits for a person with the reason in its feedback; 1 when
nbgrader could not process some submission (it waits for a person as well, the log says why, and all others are graded), or when the
command could not begin.
"""

from __future__ import annotations

import logging
import sys
import time

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import autogradeapp
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import NbGraderException
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..plugins import Grade, isolated_or_refused
from . import results
from .ahead import ParallelAutograde


class App(autogradeapp.AutogradeApp):
    """`nbgrader autograde` with its options, and three more."""

    description = "Grade submitted assignments in parallel"
    examples = "python -m autograder autograde residual_networks --jobs 4"
    aliases = autogradeapp.aliases | {"jobs": "ParallelAutograde.jobs", "scheduler": "ParallelAutograde.scheduler"}
    flags = autogradeapp.AutogradeApp.flags | {"unsafe": ({"Grade": {"unsafe": True}}, Grade.unsafe.help)}
    classes = [ParallelAutograde, Grade]

    def start(self) -> None:
        NbGrader.start(self)
        if self.log_level == logging.INFO:  # nbgrader's, a dozen lines for each student
            self.log_level = logging.WARNING
        names = [*self.extra_args, *filter(None, [self.coursedir.assignment_id])]
        if len(names) != 1:
            self.fail("Say which assignment, as in: python -m autograder autograde residual_networks --jobs 2")
        self.coursedir.assignment_id = names[0]
        self.log.addFilter(without_tracebacks if self.log_level > logging.DEBUG else lambda record: True)
        began = time.monotonic()
        isolated_or_refused()
        if problem := gradebook_problem(self.coursedir.db_url, names[0]):
            self.fail(problem)
        converter = ParallelAutograde(coursedir=self.coursedir, parent=self)
        status = 0
        try:
            converter.start()
        except NbGraderException:  # it is in the log already
            status = 1
        students = getattr(converter, "prepared", [])
        if students:
            print(results.table(self.coursedir.db_url, names[0], students))
        print(f"{len(students)} submissions graded in {time.monotonic() - began:.0f} s")
        sys.exit(status)

    def fail(self, message: str) -> None:
        sys.exit(message)


def without_tracebacks(record: logging.LogRecord) -> bool:
    """A traceback helps nobody but who asks for it, with --debug; the line before or after it says what happened."""
    return not str(record.msg).startswith("Traceback")


def gradebook_problem(url: str, assignment: str) -> str | None:
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
                    f"Has `nbgrader generate_assignment {assignment}` been run?"
                )
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return f"The gradebook cannot be used ({url.split('@')[-1]}): {reason}."
    return None


def main(arguments: list[str]) -> None:
    sys.argv[0] = "python -m autograder autograde"
    App.launch_instance(argv=arguments)
