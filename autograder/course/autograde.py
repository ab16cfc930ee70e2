"""`python -m autograder autograde ASSIGNMENT --jobs N`: `nbgrader autograde` with a number of jobs, a cluster, and a table of the marks.

Exit status, as nbgrader's: 0 when every submission was graded or waits for a person with the reason in its feedback; 1 when
nbgrader could not process some submission (it waits for a person as well, the log says why, and all others are graded), or when the
command could not begin.
"""

from __future__ import annotations

import logging
import sys
import time

from nbgrader.apps import autogradeapp
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import NbGraderException
from traitlets import default

from . import results
from .ahead import ParallelAutograde
from .gradebook import named, problem
from .plugins import Grade, isolated_or_refused


class App(autogradeapp.AutogradeApp):
    """`nbgrader autograde` with its options, and three more."""

    description = "Grade submitted assignments in parallel"
    examples = "python -m autograder autograde residual_networks --jobs 4"
    aliases = autogradeapp.aliases | {"jobs": "ParallelAutograde.jobs", "scheduler": "ParallelAutograde.scheduler"}
    log_level: int
    flags = autogradeapp.AutogradeApp.flags | {"unsafe": ({"Grade": {"unsafe": True}}, Grade.unsafe.help)}

    @default("classes")
    def _classes_default(self) -> list[type]:
        return [*super()._classes_default(), ParallelAutograde, Grade]

    def start(self) -> None:
        NbGrader.start(self)
        if self.log_level == logging.INFO:  # nbgrader's, a dozen lines for each student
            self.log_level = logging.WARNING
        assignment = self.coursedir.assignment_id = named(self, "autograde")
        self.log.addFilter(without_tracebacks if self.log_level > logging.DEBUG else lambda record: True)
        began = time.monotonic()
        isolated_or_refused()
        if why := problem(self.coursedir.db_url, assignment):
            self.fail(why)
        converter = ParallelAutograde(coursedir=self.coursedir, parent=self)
        status = 0
        try:
            converter.start()
        except NbGraderException:  # it is in the log already
            status = 1
        table = results.table(self.coursedir, assignment)
        print(table + results.ways_on(table, assignment))
        print(f"{len(getattr(converter, 'prepared', []))} submissions graded in {time.monotonic() - began:.0f} s")
        sys.exit(status)

    def fail(self, message: str) -> None:
        sys.exit(message)


def without_tracebacks(record: logging.LogRecord) -> bool:
    """A traceback helps nobody but who asks for it, with --debug; the line before or after it says what happened."""
    return not str(record.msg).startswith("Traceback")


def main(arguments: list[str]) -> int:
    sys.argv[0] = "python -m autograder autograde"
    App.launch_instance(argv=arguments)
    return 0
