"""`python -m autograder autograde ASSIGNMENT --jobs N`: what `nbgrader autograde` does, with the notebooks graded in parallel.

nbgrader's own converter goes over the class twice: first every submission is sanitized and handed to a worker, then every
answer is written, in order, by this process alone. Files and gradebook rows are those of `nbgrader autograde`.

The last thing that nbgrader does to a submission is to set its files' permissions. So after an interruption a submission
without them is unfinished: it is taken away and done again, and all others are left as they are.

Exit status, as nbgrader's: 0 when every submission was graded or waits for a person with the reason in its feedback; 1 when
nbgrader could not process some submission, say one without a notebook of the right name (it waits for a person as well, the
log says why, and all others are graded), or when the command could not begin.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
import sys
import time
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import autogradeapp
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, BaseConverter, NbGraderException
from nbgrader.utils import rmtree, setenv
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Integer, Unicode

from ..plugins import KEY, Grade, isolated_or_refused, waits_if_it_fails
from . import results
from .workers import Answer, Cluster, Local, Unreachable

HOPELESS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}  # the next submission would fail as well


class GradedElsewhere(Grade):
    """Grade, when a worker has been asked already."""

    def graded(self, nb, **asked) -> dict:
        return self.parent.parent.answer()  # of the converter, whose exporter this belongs to


class ParallelAutograde(Autograde):
    jobs = Integer(1, min=1, help="How many submissions are graded at a time.").tag(config=True)
    scheduler = Unicode("", help="The address of a Dask scheduler, tcp://…, whose workers grade instead.").tag(config=True)

    def convert_notebooks(self) -> None:
        self.answers: dict[str, Answer] = {}  # path of a sanitized notebook → what its worker will say
        self.prepared: list[str] = []  # students
        failed = None
        self.autograde_preprocessors = [GradedElsewhere if p is Grade else p for p in self.autograde_preprocessors]
        with Cluster(self.scheduler) if self.scheduler else Local(self.jobs) as self.workers:
            for self.writing in (False, True):
                self.bar = Bar("grading" if self.writing else "reading", len(self.prepared if self.writing else self.assignments))
                try:
                    super().convert_notebooks()
                except NbGraderException as error:  # of some submissions; the others go on
                    failed = error
                self.bar.end()
        if failed:
            raise failed

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        if self.writing:
            return student_id in self.prepared
        self.bar.step(student_id)
        done = Path(self._format_dest(assignment_id, student_id))
        if done.exists() and not self.finished(done):
            self.log.warning("The grading of %s was interrupted; it starts again.", student_id)
            rmtree(str(done))
        return super().init_destination(assignment_id, student_id)

    def finished(self, done: Path) -> bool:
        """Whether the last step was done to every notebook."""
        notebooks = list(done.glob("*.ipynb"))
        bits = int(str(self.permissions), 8)
        try:
            return bool(notebooks) and all(
                stat.S_IMODE(path.stat().st_mode) == bits and KEY not in nbformat.read(path, as_version=4).metadata for path in notebooks
            )
        except (OSError, ValueError, KeyError, AttributeError):  # cut off while it was written
            return False

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        if self.writing:
            self.at = assignment_id, student_id
            dest = self._format_dest(assignment_id, student_id)
            paths = [os.path.join(dest, os.path.basename(path)) for path in self.notebooks]
            self.notebooks = [path for path in paths if path in self.answers]
            self.bar.step(student_id)
        else:
            super().init_assignment(assignment_id, student_id)
            self.prepared.append(student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        try:
            with waits_if_it_fails(self):
                if self.writing:
                    self.write(notebook_filename)
                else:
                    self.hand_out(notebook_filename)
        except OSError as error:
            if error.errno in HOPELESS:
                sys.exit(f"{error.filename or self.coursedir.root}: {error.strerror}. What was graded is kept; run the command again.")
            raise

    def hand_out(self, submitted: str) -> None:
        self._init_preprocessors()
        BaseConverter.convert_single_notebook(self, submitted)
        path = os.path.join(self.writer.build_directory, os.path.basename(submitted))
        notebook = nbformat.read(path, as_version=4)
        if notebook.metadata[KEY]["unreadable"]:
            self.answers[path] = dict
            return
        student = self.init_single_notebook_resources(submitted)["nbgrader"]["student"]
        asked = Grade(parent=self.exporter).asked(student, os.path.abspath(os.path.dirname(path)))
        self.answers[path] = self.workers.ask(notebook, **asked)

    def write(self, path: str) -> None:
        self.current, self._sanitizing = path, False
        self._init_preprocessors()
        try:
            with setenv(NBGRADER_EXECUTION="autograde"):
                BaseConverter.convert_single_notebook(self, path)
        finally:
            self._sanitizing = True

    def answer(self) -> dict:
        return self.answers[self.current]()

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        if self.writing:
            super().set_permissions(assignment_id, student_id)

    def run_pre_convert_hook(self) -> None:
        if not self.writing:
            super().run_pre_convert_hook()

    def run_post_convert_hook(self) -> None:
        if self.writing:
            super().run_post_convert_hook()


class Bar:
    """One line in a terminal; nothing where there is none."""

    def __init__(self, what: str, total: int):
        self.what, self.total, self.done, self.began = what, total, 0, time.monotonic()

    def step(self, name: str) -> None:
        self.done += 1
        self.show(f"{self.what} {self.done} of {self.total}, {time.monotonic() - self.began:.0f} s: {name}")

    def end(self) -> None:
        self.show("")

    def show(self, line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


class App(autogradeapp.AutogradeApp):
    """`nbgrader autograde` with its options, and two more."""

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
        except Unreachable as problem:
            self.fail(str(problem))
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
