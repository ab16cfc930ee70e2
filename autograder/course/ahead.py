"""nbgrader's converter, which grades several submissions at a time; files and gradebook rows are those that it makes one by one.

It goes over the class twice: first every submission is sanitized and handed to a worker, then every answer is written, in
order, by this process alone.

The last thing that nbgrader does to a submission is to set its files' permissions. So after an interruption a submission
without them is unfinished: it is taken away and done again, and all others are left as they are.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
import time
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde, BaseConverter, NbGraderException
from nbgrader.utils import rmtree, setenv
from traitlets import Integer, Unicode

from ..grading.cluster import Cluster, Unreachable
from ..grading.grade import Asked
from ..grading.handed_in import fingerprint
from ..grading.marks import Marks
from ..grading.submission import KEY
from ..grading.workers import Answer, Local
from ..show.report import flat
from .gradebook import outdated
from .interrupt import Interrupt
from .nbgrader_mended import waits_if_it_fails
from .plugins import FINGERPRINT, Grade


class GradedElsewhere(Grade):
    """Grade, when a worker has been asked already."""

    def graded(self, nb: NotebookNode, asked: Asked) -> Marks:
        marks: Marks = self.parent.parent.answer()  # of the converter, whose exporter this belongs to
        return marks


class ParallelAutograde(Autograde):
    autograde_preprocessors: list[type]
    notebooks: list[str]

    jobs = Integer(1, min=1, help="How many submissions are graded at a time.").tag(config=True)
    scheduler = Unicode("", help="The address of a Dask scheduler, tcp://…, whose workers grade instead.").tag(config=True)

    def convert_notebooks(self) -> None:
        if why := outdated(self.coursedir, self.coursedir.assignment_id):
            sys.exit(why)
        self.answers: dict[str, Answer[Marks]] = {}  # path of a sanitized notebook → what its worker will say
        self.prepared: list[str] = []  # students
        self.replaced: list[str] = []  # students whose file is another one than that which was graded
        failed = None
        self.autograde_preprocessors = [GradedElsewhere if p is Grade else p for p in self.autograde_preprocessors]
        try:
            with Interrupt() as self.interrupt, Cluster(self.scheduler) if self.scheduler else Local(self.jobs) as self.workers:
                for self.writing in (False, True):
                    self.bar = self.new_bar()
                    try:
                        super().convert_notebooks()
                    except NbGraderException as error:  # of some submissions; the others go on
                        failed = error
                    self.bar.end()
        except Unreachable as problem:
            sys.exit(str(problem))
        except KeyboardInterrupt:
            self.bar.end()
            sys.exit("Stopped. What was graded is kept; run the command again to go on.")
        if self.replaced:
            words = "Handed in anew since it was graded, and not graded again: %s. Say --force to do so, for one student with --student."
            self.log.warning(words, ", ".join(self.replaced))
        if failed:
            raise failed

    def new_bar(self) -> Bar:
        what, total = ("grading", len(self.prepared)) if self.writing else ("reading", len(self.assignments))
        return Bar(what, total, sys.stderr.isatty() and self.parent.log_level > logging.INFO)  # or nbgrader's log says where it is

    def begin(self, student_id: str) -> None:
        self.interrupt.here()
        self.bar.step(student_id)

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        if self.writing:
            return student_id in self.prepared
        self.begin(student_id)
        done = Path(self._format_dest(assignment_id, student_id))
        if done.exists() and not self.finished(done):
            self.log.warning("The grading of %s was interrupted; it starts again.", student_id)
            rmtree(str(done))
        if super().init_destination(assignment_id, student_id):
            return True
        graded = {nbformat.read(path, as_version=4).metadata.get(FINGERPRINT) for path in done.glob("*.ipynb")}
        if graded - {None, fingerprint(Path(self._format_source(assignment_id, student_id)))}:
            self.replaced.append(student_id)
        return False

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
            self.begin(student_id)
        else:
            super().init_assignment(assignment_id, student_id)
            self.prepared.append(student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with waits_if_it_fails(self):
            if self.writing:
                self.write(notebook_filename)
            else:
                self.hand_out(notebook_filename)

    def hand_out(self, submitted: str) -> None:
        self.log.info("Sanitizing %s", submitted)
        self._init_preprocessors()
        BaseConverter.convert_single_notebook(self, submitted)
        path = os.path.join(self.writer.build_directory, os.path.basename(submitted))
        student = self.init_single_notebook_resources(submitted)["nbgrader"]["student"]
        asked = Grade(parent=self.exporter).asked(student, os.path.abspath(os.path.dirname(path)))
        self.answers[path] = self.workers.ask(path, asked)

    def write(self, path: str) -> None:
        self.log.info("Autograding %s", path)
        self.current, self._sanitizing = path, False
        self._init_preprocessors()
        try:
            with setenv(NBGRADER_EXECUTION="autograde"):
                BaseConverter.convert_single_notebook(self, path)
        finally:
            self._sanitizing = True

    def answer(self) -> Marks:
        return self.interrupt.while_waiting(self.answers.pop(self.current))  # a class's cards are not all kept in memory

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
    """One line in a terminal, if it is shown at all."""

    def __init__(self, what: str, total: int, shown: bool):
        self.what, self.total, self.shown, self.done, self.began = what, total, shown, 0, time.monotonic()

    def step(self, name: str) -> None:
        self.done += 1
        self.show(f"{self.what} {self.done} of {self.total}, {time.monotonic() - self.began:.0f} s: {flat(name)}")

    def end(self) -> None:
        self.show("")

    def show(self, line: str) -> None:
        if self.shown:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
